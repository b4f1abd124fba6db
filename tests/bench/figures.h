// figures.h: medians, spreads and ratios.

#ifndef TESTS_BENCH_FIGURES_H_
#define TESTS_BENCH_FIGURES_H_

#include <string>
#include <vector>

#include "nlohmann/json.hpp"

namespace caseload::bench {

// Of some rounds.
struct Spread {
  double median = 0;
  double lowest = 0;
  double highest = 0;
};

// `values` is not empty.
Spread SpreadOf(std::vector<double> values);

// Round by round, so that what a neighbour on the machine takes falls on both.
// Both have the same number of rounds.
Spread RatioOf(const std::vector<double>& ours,
               const std::vector<double>& floor);

// "0.52 [0.47-0.58]".
std::string ToText(const Spread& spread);
nlohmann::ordered_json ToJson(const Spread& spread);

}  // namespace caseload::bench

#endif  // TESTS_BENCH_FIGURES_H_
