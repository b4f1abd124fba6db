// config.h: what the assessment service can be told, beyond
// services/common/process/config.h. Each is a flag and an environment variable
// (CASELOAD_ + the flag's name in capitals).

#ifndef SERVICES_ASSESSMENT_CONFIG_H_
#define SERVICES_ASSESSMENT_CONFIG_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/auth/caller.h"

namespace CLI {
class App;
}

namespace caseload::assessment {

struct Config {
  // Folder with the release's instrument definitions; empty loads none.
  std::string instruments = "policies/instruments";
  // Roles ("manager") to which assessments with clinical instruments exist;
  // none unless the county's policy names some.
  std::vector<std::string> clinical_roles;
  // Where caseplan answers on its certificate port: "host:port" or
  // "dns:///name:port".
  std::string caseplan_target;
  // Kinds of record that are imported and not changed here, by comma; "none"
  // when all are kept here, empty when nothing is declared.
  std::string imported_kinds;
};

// Adds the flags of `config` to `app`; `config` must outlive the parse.
void AddOptions(CLI::App& app, Config& config);

// The roles of `names`. INVALID_ARGUMENT naming the one that is none.
absl::StatusOr<auth::RoleSet> ToRoles(const std::vector<std::string>& names);

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_CONFIG_H_
