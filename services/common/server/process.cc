#include "services/common/server/process.h"

#include <signal.h>

#include "absl/synchronization/mutex.h"
#include "services/common/log/log.h"

namespace caseload::server {
namespace {

sigset_t TerminationSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

}  // namespace

void PrepareProcess() {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const sigset_t signals = TerminationSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

void RunUntilSignal(Server& server, const std::vector<DrainStep>& steps) {
  const sigset_t signals = TerminationSignals();
  int number = 0;
  const int error = sigwait(&signals, &number);
  if (error != 0) log::Error("sigwait failed, draining", {{"errno", error}});
  log::Info("signal received", {{"signal", number}});
  server.Drain();
  for (const DrainStep& step : steps) {
    step.run();
    log::Info("emptied", {{"part", step.name}});
  }
}

}  // namespace caseload::server
