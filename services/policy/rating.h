// rating.h: scales on which the areas of an instrument are rated one by one.
//
// The Addiction Severity Index is such an instrument: each of its areas has a
// composite score and a severity, nothing is added up and nothing makes a
// level.

#ifndef SERVICES_POLICY_RATING_H_
#define SERVICES_POLICY_RATING_H_

#include <optional>
#include <string>
#include <vector>

namespace caseload::policy {

enum class RatedBy { kInterviewer = 1, kClient = 2, kComputation = 3 };

// A code that stands in place of a rating.
struct SpecialCode {
  int code = 0;
  std::string meaning;
};

// Values are whole numbers of steps of 10^-decimals.
struct RatingScale {
  std::string id;
  std::string title;
  RatedBy rated_by = RatedBy::kInterviewer;
  int minimum = 0;
  int maximum = 0;
  int decimals = 0;
  std::vector<SpecialCode> special_codes;
  bool required = false;

  bool HasCode(int code) const;
};

// What an area was rated on one scale: exactly one of the two is set.
struct Rating {
  std::string scale_id;
  std::optional<int> value;
  std::optional<int> special_code;
};

// The rating lies on the scale: one value within its range, or one of its
// codes.
bool IsOnScale(const RatingScale& scale, const Rating& rating);

// `steps` as people write it: 5 with two decimals is "0.05".
std::string FormatSteps(int steps, int decimals);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_RATING_H_
