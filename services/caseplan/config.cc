#include "services/caseplan/config.h"

#include "CLI/CLI.hpp"

namespace caseload::caseplan {

void AddOptions(CLI::App& app, Config& config) {
  app.add_option("--packs", config.packs,
                 "folder with the release's policy packs; none when empty")
      ->envname("CASELOAD_PACKS")
      ->capture_default_str();
  app.add_option("--imported-kinds", config.imported_kinds,
                 "kinds of record that come from the county's own system and"
                 " are not changed here (officers,units,...); 'none': all are"
                 " kept here; empty: both ways are open")
      ->envname("CASELOAD_IMPORTED_KINDS");
}

}  // namespace caseload::caseplan
