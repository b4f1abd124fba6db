// listener.h: what the servers of the bench have in common.

#ifndef TESTS_BENCH_LISTENER_H_
#define TESTS_BENCH_LISTENER_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "grpcpp/server.h"

namespace caseload::bench {

// Writes `ports` as JSON by renaming a whole file over `ports_file`, waits for
// SIGTERM or SIGINT and ends `server`. The signals must be blocked
// (server::PrepareProcess).
absl::Status ServeUntilSignal(grpc::Server& server,
                              const std::map<std::string, int>& ports,
                              const std::string& ports_file);

}  // namespace caseload::bench

#endif  // TESTS_BENCH_LISTENER_H_
