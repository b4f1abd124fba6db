// convert_case.h: clients, cases, states, assignments and plans to domain
// values and back. Pure; see convert.h.

#ifndef SERVICES_CASEPLAN_CONVERT_CASE_H_
#define SERVICES_CASEPLAN_CONVERT_CASE_H_

#include "absl/time/civil_time.h"
#include "caseload/caseplan/v1/case.pb.h"
#include "caseload/caseplan/v1/case_plan.pb.h"
#include "caseload/caseplan/v1/client.pb.h"
#include "caseload/caseplan/v1/officer.pb.h"
#include "services/caseplan/convert.h"
#include "services/caseplan/domain/case_plan.h"
#include "services/caseplan/domain/supervision_case.h"

namespace caseload::caseplan {

RelatedPerson FromProto(const v1::Client::RelatedPerson& person);
Client FromProto(const v1::Client& client);
// With what the intake lacks on `today`.
v1::Client ToProto(const Client& client, absl::CivilDay today);

Case FromProto(const v1::Case& supervision_case);
v1::Case ToProto(const Case& supervision_case);

CaseState FromProto(const v1::CaseState& state);
v1::CaseState ToProto(const CaseState& state);

Assignment FromProto(const v1::Assignment& assignment);
v1::Assignment ToProto(const Assignment& assignment);

v1::UnassignedCase ToProto(const UnassignedCase& unassigned);
v1::CarryingOfficer ToProto(const CarryingOfficer& officer);

// The fields that are not output only; an objective without id keeps none.
CasePlan FromProto(const v1::CasePlan& plan);
v1::CasePlan ToProto(const CasePlan& plan);

PlanSignature FromProto(const v1::PlanSignature& signature);
v1::PlanSignature ToProto(const PlanSignature& signature);

// SHA-256, in hex, of everything in the plan that is signed: all that is not
// output only, with the objectives' ids.
std::string ContentHash(const CasePlan& plan);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_CONVERT_CASE_H_
