// process.h: what main() does before everything and after everything.

#ifndef SERVICES_COMMON_SERVER_PROCESS_H_
#define SERVICES_COMMON_SERVER_PROCESS_H_

#include <functional>
#include <string>
#include <vector>

#include "services/common/server/server.h"

namespace caseload::server {

// The first thing in main(), before any thread is started:
//   - SIGTERM and SIGINT are blocked, in this thread and all later ones, for
//     RunUntilSignal() to take; SIGPIPE is ignored;
//   - Abseil's mutex deadlock detector, on in builds with assertions, is
//     switched off: gRPC's own locking order makes it abort the process.
void PrepareProcess();

// One part of the process that must be emptied before the store closes.
struct DrainStep {
  // For the log: "executor", "writer", "audit".
  std::string name;
  // Returns when it is empty.
  std::function<void()> run;
};

// Blocks until SIGTERM or SIGINT; then server.Drain(), then the steps in their
// order. A second signal changes nothing: it stays pending, and an impatient
// supervisor has SIGKILL. PrepareProcess() must have been called.
void RunUntilSignal(Server& server, const std::vector<DrainStep>& steps);

}  // namespace caseload::server

#endif  // SERVICES_COMMON_SERVER_PROCESS_H_
