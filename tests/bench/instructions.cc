#include "tests/bench/instructions.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "services/common/status/status_macros.h"
#include "tests/bench/load.h"
#include "tests/bench/subjected.h"

namespace caseload::bench {
namespace {

// Instructions that a process took, from callgrind's file.
absl::StatusOr<int64_t> ReadTotal(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    absl::string_view rest = line;
    int64_t total = 0;
    if (absl::ConsumePrefix(&rest, "totals: ") &&
        absl::SimpleAtoi(rest, &total)) {
      return total;
    }
  }
  return absl::NotFoundError(absl::StrCat("no totals in ", path));
}

std::vector<std::string> Callgrind(const std::string& path) {
  return {"/usr/bin/valgrind", "--tool=callgrind", "-q",
          "--callgrind-out-file=" + path};
}

// Runs a server under `wrapper` for `calls` calls, to its end.
using RunServer = std::function<absl::Status(
    const std::vector<std::string>& wrapper, int64_t calls)>;

absl::StatusOr<double> PerCall(const std::string& name,
                               const InstructionOptions& options,
                               const RunServer& run) {
  const std::string path = absl::StrCat(options.directory, "/", name);
  const std::string short_path = path + ".short.callgrind";
  const std::string long_path = path + ".long.callgrind";
  ABSL_RETURN_IF_ERROR(run(Callgrind(short_path), options.short_run));
  ABSL_RETURN_IF_ERROR(run(Callgrind(long_path), options.long_run));
  ABSL_ASSIGN_OR_RETURN(const int64_t less, ReadTotal(short_path));
  ABSL_ASSIGN_OR_RETURN(const int64_t more, ReadTotal(long_path));
  return static_cast<double>(more - less) /
         static_cast<double>(options.long_run - options.short_run);
}

}  // namespace

absl::StatusOr<nlohmann::ordered_json> MeasureInstructions(
    County& county, const Subject& subject, const InstructionOptions& options) {
  Calls to_floor;
  std::string answer;
  const int callers = subject.most_callers == 0
                          ? options.callers
                          : std::min(options.callers, subject.most_callers);
  ABSL_ASSIGN_OR_RETURN(
      const double ours,
      PerCall(
          subject.name + ".ours", options,
          [&](const std::vector<std::string>& wrapper,
              int64_t calls) -> absl::Status {
            // Or the long run would find what the short one built.
            county.suite().redis().Flush();
            ABSL_ASSIGN_OR_RETURN(
                const std::unique_ptr<Subjected> subjected,
                Subjected::Start(county, subject, Listener::kPlaintext,
                                 wrapper));
            to_floor = subjected->calls();
            ABSL_RETURN_IF_ERROR(subjected->Run(callers, {calls, {}}).status());
            return subjected->EndAndCheckAudit();
          }));
  answer = to_floor.exchanges.front().answer.bytes;
  for (Exchange& exchange : to_floor.exchanges) exchange.answer = {answer, 0};
  ABSL_ASSIGN_OR_RETURN(
      const double floor,
      PerCall(subject.name + ".floor", options,
              [&](const std::vector<std::string>& wrapper,
                  int64_t calls) -> absl::Status {
                ABSL_ASSIGN_OR_RETURN(
                    const Server server,
                    county.StartFloor(to_floor.method, answer, wrapper));
                ABSL_RETURN_IF_ERROR(
                    RunLoad(server.target, to_floor, callers, {calls, {}})
                        .status());
                server.process->Terminate();
                return absl::OkStatus();
              }));
  std::cout << absl::StreamFormat(
      "\n%s: %d bytes an answer, plaintext, %d callers: instructions per call "
      "%.0f thousand, floor %.0f thousand, ratio %.2f\n",
      subject.name, answer.size(), callers, ours / 1000, floor / 1000,
      ours / floor);
  return nlohmann::ordered_json{
      {"subject", subject.name}, {"answer_bytes", answer.size()},
      {"callers", callers},      {"ours", ours},
      {"floor", floor},          {"ratio", ours / floor}};
}

}  // namespace caseload::bench
