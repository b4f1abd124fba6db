// config.h: what the notify service can be told, beyond
// services/common/process/config.h.

#ifndef SERVICES_NOTIFY_CONFIG_H_
#define SERVICES_NOTIFY_CONFIG_H_

#include <string>

namespace CLI {
class App;
}

namespace caseload::notify {

struct Config {
  // Domain of Message-IDs and calendar UIDs: "notices.county.example". It only
  // has to be the county's own and never change.
  std::string mail_domain;
};

// Adds the flags of `config` to `app`; `config` must outlive the parse.
void AddOptions(CLI::App& app, Config& config);

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_CONFIG_H_
