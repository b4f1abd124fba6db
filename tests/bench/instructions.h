// instructions.h: user-space instructions per call, which repeat on any
// machine.

#ifndef TESTS_BENCH_INSTRUCTIONS_H_
#define TESTS_BENCH_INSTRUCTIONS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"
#include "tests/bench/county.h"
#include "tests/bench/subjects.h"

namespace caseload::bench {

struct InstructionOptions {
  int callers = 16;
  // The difference of the two is what is divided.
  int64_t short_run = 500;
  int64_t long_run = 2500;
  // Where callgrind's files are kept, for callgrind_annotate.
  std::string directory;
};

// The plaintext floor and ours, each run twice under callgrind: what the long
// run took more, divided by the calls it made more. Prints one line.
absl::StatusOr<nlohmann::ordered_json> MeasureInstructions(
    County& county, const Subject& subject, const InstructionOptions& options);

}  // namespace caseload::bench

#endif  // TESTS_BENCH_INSTRUCTIONS_H_
