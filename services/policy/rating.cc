#include "services/policy/rating.h"

#include <algorithm>

#include "absl/strings/str_format.h"

namespace caseload::policy {

bool RatingScale::HasCode(int code) const {
  return std::any_of(
      special_codes.begin(), special_codes.end(),
      [&](const SpecialCode& special) { return special.code == code; });
}

bool IsOnScale(const RatingScale& scale, const Rating& rating) {
  if (rating.value.has_value() == rating.special_code.has_value()) return false;
  if (rating.special_code.has_value()) {
    return scale.HasCode(*rating.special_code);
  }
  return scale.minimum <= *rating.value && *rating.value <= scale.maximum;
}

std::string FormatSteps(int steps, int decimals) {
  int unit = 1;
  for (int i = 0; i < decimals; ++i) unit *= 10;
  if (unit == 1) return absl::StrFormat("%d", steps);
  return absl::StrFormat("%d.%0*d", steps / unit, decimals, steps % unit);
}

}  // namespace caseload::policy
