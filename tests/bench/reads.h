// reads.h: throughput, server CPU and latency of a subject beside the floor's.

#ifndef TESTS_BENCH_READS_H_
#define TESTS_BENCH_READS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "tests/bench/county.h"
#include "tests/bench/subjects.h"

namespace caseload::bench {

struct ReadOptions {
  std::vector<int> callers = {1, 16, 64};
  int rounds = 5;
  // Of one load.
  absl::Duration time = absl::Seconds(1);
};

// In every round each number of callers loads four servers in turn: the floor
// and ours, without and with TLS. Prints a table of ratios. An error when a
// call failed, an answer differed, or what must be on was not: access, an audit
// row for every call, a metric that counted it.
absl::StatusOr<nlohmann::ordered_json> MeasureReads(County& county,
                                                    const Subject& subject,
                                                    const ReadOptions& options);

}  // namespace caseload::bench

#endif  // TESTS_BENCH_READS_H_
