// idle.h: what a service takes before anybody calls.

#ifndef TESTS_BENCH_IDLE_H_
#define TESTS_BENCH_IDLE_H_

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

namespace caseload::bench {

// Memory and time from exec to SERVING of the four services beside a gRPC
// server that does nothing, started in turn `rounds` times. The first start of
// a service, on an empty store, is told apart.
absl::StatusOr<nlohmann::ordered_json> MeasureIdle(int rounds);

}  // namespace caseload::bench

#endif  // TESTS_BENCH_IDLE_H_
