// load.h: a closed loop of callers against one server.

#ifndef TESTS_BENCH_LOAD_H_
#define TESTS_BENCH_LOAD_H_

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"

namespace caseload::bench {

// What an answer must be: `bytes`, but for the last `varying_tail` bytes, which
// say when and from where it was served.
struct Answer {
  std::string bytes;
  size_t varying_tail = 0;
};

// A request and its answer, as bytes: the client parses nothing, so that what
// it costs is the same for every server.
struct Exchange {
  std::string request;
  Answer answer;
};

// Unary calls of one method by one person.
struct Calls {
  // "/caseload.caseplan.v1.CaseloadService/GetOfficer".
  std::string method;
  // Value of the metadata key "authorization".
  std::string authorization;
  // Taken in turn. Not empty.
  std::vector<Exchange> exchanges;
};

// Of one connection; a caller more opens the next one, if the target has it.
inline constexpr int kCallersPerConnection = 16;

// A server under load.
struct Target {
  // "ours, TLS".
  std::string name;
  // One connection each.
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  pid_t pid = 0;
};

// When a load ends: at a number of calls, or (0) at a time.
struct Amount {
  int64_t calls = 0;
  absl::Duration time = absl::ZeroDuration();
};

struct Load {
  int64_t calls = 0;
  absl::Duration took;
  // Of the server's process, user and system, all threads.
  absl::Duration server_cpu;
  absl::Duration p50;
  absl::Duration p99;
};

// User and system time that another process has taken, all its threads.
absl::StatusOr<absl::Duration> CpuTimeOf(pid_t pid);

// Makes one call and returns its answer; the call's own status when it fails.
absl::StatusOr<std::string> CallOnce(
    const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
    const std::string& request, const std::string& authorization);

// `callers` callers, each of which makes its next call when it has the answer
// to the last; the calls that run at the end are awaited and counted. An error
// when a call fails or an answer differs: such a run measures nothing.
absl::StatusOr<Load> RunLoad(const Target& target, const Calls& calls,
                             int callers, const Amount& amount);

// Connections to `address` that share nothing. `certificate` of the authority,
// PEM; empty for plaintext.
std::vector<std::shared_ptr<grpc::Channel>> Connect(
    const std::string& address, const std::string& certificate, int count);

}  // namespace caseload::bench

#endif  // TESTS_BENCH_LOAD_H_
