#include "services/assessment/validate_ratings.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/policy/rating.h"

namespace caseload::assessment {
namespace {

// "0.00 to 1.00, or one of -8, -9".
std::string ValuesOf(const policy::RatingScale& scale) {
  std::string text =
      absl::StrCat(policy::FormatSteps(scale.minimum, scale.decimals), " to ",
                   policy::FormatSteps(scale.maximum, scale.decimals));
  if (scale.special_codes.empty()) return text;
  absl::StrAppend(&text, ", or one of ",
                  absl::StrJoin(scale.special_codes, ", ",
                                [](std::string* out, const auto& special) {
                                  absl::StrAppend(out, special.code);
                                }));
  return text;
}

}  // namespace

void CheckRatings(const domain::DomainEntry& entry, absl::string_view path,
                  const policy::Instrument& instrument,
                  status::FieldViolations* violations) {
  std::set<std::string> seen;
  for (size_t i = 0; i < entry.ratings.size(); ++i) {
    const policy::Rating& rating = entry.ratings[i];
    const std::string field = absl::StrCat(path, ".ratings[", i, "]");
    const policy::RatingScale* scale = instrument.FindScale(rating.scale_id);
    if (scale == nullptr) {
      violations->Add(absl::StrCat(field, ".scale"), "RATING_SCALE_UNKNOWN",
                      "is no rating scale of the instrument");
      continue;
    }
    if (!seen.insert(rating.scale_id).second) {
      violations->Add(absl::StrCat(field, ".scale"), "VALUE_REPEATED",
                      "is in the list already");
    }
    if (!policy::IsOnScale(*scale, rating)) {
      violations->Add(field, "RATING_OFF_SCALE",
                      absl::StrCat("is not on the scale: ", ValuesOf(*scale)));
    }
  }
}

}  // namespace caseload::assessment
