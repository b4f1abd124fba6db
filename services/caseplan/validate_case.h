// validate_case.h: clients, cases, states, assignments and plans, judged by the
// request alone. See validate.h. `today` is the day of the call in the county.

#ifndef SERVICES_CASEPLAN_VALIDATE_CASE_H_
#define SERVICES_CASEPLAN_VALIDATE_CASE_H_

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "caseload/caseplan/v1/case.pb.h"
#include "caseload/caseplan/v1/case_plan.pb.h"
#include "caseload/caseplan/v1/client.pb.h"
#include "services/caseplan/validate.h"

namespace caseload::caseplan {

// The parts of a client; `path` stands before each field.
void CheckIdentifier(const v1::Client::Identifier& identifier,
                     const std::string& path, Checker* check);
void CheckRelatedPerson(const v1::Client::RelatedPerson& person,
                        const std::string& path, Checker* check);

absl::Status ValidateClient(const v1::Client& client, absl::CivilDay today);
absl::Status ValidateCase(const v1::Case& supervision_case,
                          absl::CivilDay today);
absl::Status ValidateCaseState(const v1::CaseState& state,
                               absl::CivilDay today);
absl::Status ValidateAssignment(const v1::Assignment& assignment);
// A draft: what approval asks for may still be missing.
absl::Status ValidateCasePlan(const v1::CasePlan& plan);
absl::Status ValidateSignature(const v1::PlanSignature& signature,
                               absl::CivilDay today);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_VALIDATE_CASE_H_
