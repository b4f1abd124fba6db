#include "services/assessment/administering.h"

#include "services/common/status/error.h"

namespace caseload::assessment {

absl::Status CheckAdministers(const auth::Caller& caller,
                              const policy::Instrument& instrument) {
  if (instrument.administering_roles.empty()) return absl::OkStatus();
  for (const int role : instrument.administering_roles) {
    if (caller.roles.Has(role)) return absl::OkStatus();
  }
  return status::PermissionDenied(
      "ADMINISTERING_ROLE_REQUIRED",
      "the instrument names the roles that may enter an assessment with it, "
      "and the caller has none of them");
}

}  // namespace caseload::assessment
