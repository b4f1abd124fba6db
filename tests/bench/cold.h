// cold.h: what a snapshot takes that nobody has asked for before.

#ifndef TESTS_BENCH_COLD_H_
#define TESTS_BENCH_COLD_H_

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"
#include "tests/bench/county.h"

namespace caseload::bench {

// Builds the snapshot of kCases cases again and again, in this process, and
// prints the CPU time in SQL beside the whole.
absl::StatusOr<nlohmann::ordered_json> MeasureCold(County& county, int builds);

}  // namespace caseload::bench

#endif  // TESTS_BENCH_COLD_H_
