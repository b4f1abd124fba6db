#include "services/notify/config.h"

#include <CLI/CLI.hpp>

namespace caseload::notify {

void AddOptions(CLI::App& app, Config& config) {
  app.add_option("--mail-domain", config.mail_domain,
                 "domain of Message-IDs and calendar UIDs")
      ->envname("CASELOAD_MAIL_DOMAIN")
      ->required();
}

}  // namespace caseload::notify
