// metrics.h: what a service says of its calls to Prometheus.

#ifndef TESTS_BENCH_METRICS_H_
#define TESTS_BENCH_METRICS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "tests/support/service_process.h"

namespace caseload::bench {

// INTERNAL unless the shipped binary's metrics say that `calls` calls of
// `method` ("/package.Service/Method") were answered with OK.
absl::Status CheckMetrics(const testing::ServiceProcess& process,
                          const std::string& method, int64_t calls);

}  // namespace caseload::bench

#endif  // TESTS_BENCH_METRICS_H_
