#include "services/assessment/config.h"

#include "CLI/CLI.hpp"
#include "services/common/process/config.h"
#include "services/common/status/status_macros.h"

namespace caseload::assessment {

void AddOptions(CLI::App& app, Config& config) {
  app.add_option("--instruments", config.instruments,
                 "folder with the release's instrument definitions; none when "
                 "empty")
      ->envname("CASELOAD_INSTRUMENTS")
      ->capture_default_str();
  app.add_option("--clinical-roles", config.clinical_roles,
                 "roles that see assessments with clinical instruments: dpo, "
                 "sdpo, manager, quality, records, admin, auditor")
      ->envname("CASELOAD_CLINICAL_ROLES")
      ->delimiter(',');
  app.add_option("--imported-kinds", config.imported_kinds,
                 "kinds of record that come from the county's own system and"
                 " are not changed here (assessments,overrides); 'none': all"
                 " are kept here; empty: both ways are open")
      ->envname("CASELOAD_IMPORTED_KINDS");
  app.add_option("--caseplan-target", config.caseplan_target,
                 "host:port of caseplan's certificate port")
      ->envname("CASELOAD_CASEPLAN_TARGET")
      ->required();
}

absl::StatusOr<auth::RoleSet> ToRoles(const std::vector<std::string>& names) {
  auth::RoleSet roles;
  for (const std::string& name : names) {
    ABSL_ASSIGN_OR_RETURN(const int role, process::RoleByName(name));
    roles.Add(role);
  }
  return roles;
}

}  // namespace caseload::assessment
