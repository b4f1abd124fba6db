// convert_assessment.h: assessments of the API to and from plain values, and
// what the feed says of them.
//
// Pure functions. What they are given was validated (validate_assessment.h) or
// comes from the store.

#ifndef SERVICES_ASSESSMENT_CONVERT_ASSESSMENT_H_
#define SERVICES_ASSESSMENT_CONVERT_ASSESSMENT_H_

#include <string>

#include "absl/status/statusor.h"
#include "caseload/assessment/v1/assessment.pb.h"
#include "caseload/assessment/v1/feed.pb.h"
#include "services/assessment/domain/assessment.h"
#include "services/policy/instrument.h"

namespace caseload::assessment {

// A draft of what was entered; who made it, and its id, are left to the caller.
// INTERNAL when the narrative parts cannot be written as JSON.
absl::StatusOr<domain::Assessment> ToDraft(const v1::Assessment& message);

// INTERNAL when the stored narrative parts cannot be read.
absl::StatusOr<v1::Assessment> ToMessage(const domain::Assessment& assessment);

// "3": what a caller sends back to say which state it read.
std::string EtagOf(const domain::Assessment& assessment);

// What followers project of a completed assessment; `instrument` is the version
// that it names.
v1::CompletedAssessment ToCompleted(const domain::Assessment& assessment,
                                    const policy::Instrument& instrument);

// What the feed says of an assessment.
v1::AssessmentState ToAssessmentState(const domain::Assessment& assessment,
                                      const policy::Instrument& instrument);

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_CONVERT_ASSESSMENT_H_
