#include "services/caseplan/config.h"

#include "CLI/CLI.hpp"

namespace caseload::caseplan {

void AddOptions(CLI::App& app, Config& config) {
  app.add_option("--packs", config.packs,
                 "folder with the release's policy packs; none when empty")
      ->envname("CASELOAD_PACKS")
      ->capture_default_str();
}

}  // namespace caseload::caseplan
