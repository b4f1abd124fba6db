// config.h: what the conference service can be told, beyond
// services/common/process/config.h. Each is a flag and an environment variable
// (CASELOAD_ + the flag's name in capitals).

#ifndef SERVICES_CONFERENCE_CONFIG_H_
#define SERVICES_CONFERENCE_CONFIG_H_

#include <string>

namespace CLI {
class App;
}

namespace caseload::conference {

struct Config {
  // Where caseplan and notify answer on their certificate ports: "host:port" or
  // "dns:///name:port".
  std::string caseplan_target;
  std::string notify_target;
};

// Adds the flags of `config` to `app`; `config` must outlive the parse.
void AddOptions(CLI::App& app, Config& config);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CONFIG_H_
