#include "tests/bench/listener.h"

#include <signal.h>

#include "nlohmann/json.hpp"
#include "services/common/status/status_macros.h"
#include "tools/authority/authority.h"

namespace caseload::bench {

absl::Status ServeUntilSignal(grpc::Server& server,
                              const std::map<std::string, int>& ports,
                              const std::string& ports_file) {
  ABSL_RETURN_IF_ERROR(
      authority::WriteFileAtomically(ports_file, nlohmann::json(ports).dump()));
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  int number = 0;
  if (sigwait(&signals, &number) != 0) {
    return absl::InternalError("sigwait failed");
  }
  server.Shutdown();
  return absl::OkStatus();
}

}  // namespace caseload::bench
