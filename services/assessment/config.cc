#include "services/assessment/config.h"

#include "CLI/CLI.hpp"

namespace caseload::assessment {

void AddOptions(CLI::App& app, Config& config) {
  app.add_option("--instruments", config.instruments,
                 "folder with the release's instrument definitions; none when "
                 "empty")
      ->envname("CASELOAD_INSTRUMENTS")
      ->capture_default_str();
}

}  // namespace caseload::assessment
