#include "tests/bench/figures.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

namespace caseload::bench {

Spread SpreadOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  const double median = values.size() % 2 == 1
                            ? values[middle]
                            : (values[middle - 1] + values[middle]) / 2;
  return {median, values.front(), values.back()};
}

Spread RatioOf(const std::vector<double>& ours,
               const std::vector<double>& floor) {
  std::vector<double> ratios;
  for (size_t i = 0; i < ours.size(); ++i) ratios.push_back(ours[i] / floor[i]);
  return SpreadOf(std::move(ratios));
}

std::string ToText(const Spread& spread) {
  return absl::StrFormat("%.2f [%.2f-%.2f]", spread.median, spread.lowest,
                         spread.highest);
}

nlohmann::ordered_json ToJson(const Spread& spread) {
  return {{"median", spread.median},
          {"lowest", spread.lowest},
          {"highest", spread.highest}};
}

}  // namespace caseload::bench
