// validate_assessment.h: what a request about assessments must hold.
//
// Pure functions. Each reports every field in which a request is wrong, as
// INVALID_ARGUMENT; see the field's comment in the proto for the rule.

#ifndef SERVICES_ASSESSMENT_VALIDATE_ASSESSMENT_H_
#define SERVICES_ASSESSMENT_VALIDATE_ASSESSMENT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "caseload/assessment/v1/assessment_service.pb.h"
#include "services/assessment/domain/assessment.h"
#include "services/policy/instrument.h"
#include "services/policy/pack.h"

namespace caseload::assessment {

// What can be told without the instrument: names, dates, lengths of texts and
// lists. `today` is the day of the call in the county.
absl::Status ValidateCreateAssessment(
    const v1::CreateAssessmentRequest& request, absl::CivilDay today);

// What was entered, against the instrument version that it names. Field paths
// are those of CreateAssessmentRequest.
absl::Status ValidateAgainstInstrument(const domain::Assessment& assessment,
                                       const v1::Assessment& message,
                                       const policy::Instrument& instrument);

// A checked BatchGetCurrentRiskRequest.
struct RiskQuery {
  // Ids, in the order of the request.
  std::vector<std::string> case_ids;
  absl::CivilDay as_of;
  absl::Time known_at;
  // Instruments in order of rank, the first assessment's rule, the case types
  // that need none and the band scheme; nothing else is set.
  policy::PolicyPack pack;
};

// `now` and `today` stand in for an absent known_at and as_of.
absl::StatusOr<RiskQuery> ValidateBatchGetCurrentRisk(
    const v1::BatchGetCurrentRiskRequest& request, absl::Time now,
    absl::CivilDay today);

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_VALIDATE_ASSESSMENT_H_
