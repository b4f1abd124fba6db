#include "services/conference/config.h"

#include <CLI/CLI.hpp>

namespace caseload::conference {

void AddOptions(CLI::App& app, Config& config) {
  app.add_option("--caseplan-target", config.caseplan_target,
                 "host:port of caseplan's certificate port")
      ->envname("CASELOAD_CASEPLAN_TARGET")
      ->required();
  app.add_option("--notify-target", config.notify_target,
                 "host:port of notify's certificate port")
      ->envname("CASELOAD_NOTIFY_TARGET")
      ->required();
}

}  // namespace caseload::conference
