// check_ratings.h: the parts of an instrument that are about no score.

#ifndef SERVICES_POLICY_PROTO_CHECK_RATINGS_H_
#define SERVICES_POLICY_PROTO_CHECK_RATINGS_H_

#include "caseload/policy/v1/instrument.pb.h"
#include "services/policy/proto/field_rules.h"

namespace caseload::policy {

// Scales: where there may be some, their ranges, their codes.
void CheckRatingScales(const v1::Instrument& instrument, ProblemList* problems);

// Who enters it, and on whom it was shown to be valid (R098).
void CheckPeople(const v1::Instrument& instrument, ProblemList* problems);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_PROTO_CHECK_RATINGS_H_
