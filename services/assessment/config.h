// config.h: what the assessment service can be told, beyond
// services/common/process/config.h. Each is a flag and an environment variable
// (CASELOAD_ + the flag's name in capitals).

#ifndef SERVICES_ASSESSMENT_CONFIG_H_
#define SERVICES_ASSESSMENT_CONFIG_H_

#include <string>

namespace CLI {
class App;
}

namespace caseload::assessment {

struct Config {
  // Folder with the release's instrument definitions; empty loads none.
  std::string instruments = "policies/instruments";
};

// Adds the flags of `config` to `app`; `config` must outlive the parse.
void AddOptions(CLI::App& app, Config& config);

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_CONFIG_H_
