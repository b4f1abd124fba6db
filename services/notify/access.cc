#include "services/notify/access.h"

#include "caseload/options/v1/options.pb.h"

namespace caseload::notify {

storage::Reach ReachOf(const auth::Caller& caller) {
  storage::Reach reach;
  if (caller.kind == auth::CallerKind::kService && caller.person.empty()) {
    reach.all = true;
    return reach;
  }
  reach.all = caller.roles.Has(options::v1::ROLE_MANAGER) ||
              caller.roles.Has(options::v1::ROLE_AUDITOR) ||
              caller.roles.Has(options::v1::ROLE_OPS);
  reach.as_supervisor = caller.roles.Has(options::v1::ROLE_SDPO);
  reach.subject = caller.person;
  return reach;
}

}  // namespace caseload::notify
