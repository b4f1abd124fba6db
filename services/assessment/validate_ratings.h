// validate_ratings.h: what the ratings of an area must hold.

#ifndef SERVICES_ASSESSMENT_VALIDATE_RATINGS_H_
#define SERVICES_ASSESSMENT_VALIDATE_RATINGS_H_

#include "absl/strings/string_view.h"
#include "services/assessment/domain/assessment.h"
#include "services/common/status/error.h"
#include "services/policy/instrument.h"

namespace caseload::assessment {

// Reports ratings of `entry`, which stands at `path`, on no scale of the
// instrument, twice on one, or off it.
void CheckRatings(const domain::DomainEntry& entry, absl::string_view path,
                  const policy::Instrument& instrument,
                  status::FieldViolations* violations);

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_VALIDATE_RATINGS_H_
