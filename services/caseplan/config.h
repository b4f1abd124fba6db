// config.h: what the caseplan service can be told, beyond
// services/common/process/config.h. Each is a flag and an environment variable
// (CASELOAD_ + the flag's name in capitals).

#ifndef SERVICES_CASEPLAN_CONFIG_H_
#define SERVICES_CASEPLAN_CONFIG_H_

#include <string>

namespace CLI {
class App;
}

namespace caseload::caseplan {

struct Config {
  // Folder with the release's policy packs; empty loads none.
  std::string packs = "policies/packs";
  // Kinds of record that are imported and not changed here, by comma; "none"
  // when all are kept here, empty when nothing is declared.
  std::string imported_kinds;
};

// Adds the flags of `config` to `app`; `config` must outlive the parse.
void AddOptions(CLI::App& app, Config& config);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_CONFIG_H_
