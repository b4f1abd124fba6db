#include "services/caseplan/publish.h"

#include "services/caseplan/storage/generation_store.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

absl::Status Publish(sql::Transaction& tx, const feed::Change& change) {
  ABSL_RETURN_IF_ERROR(
      storage::BumpForChange(tx, change.kind, change.resource_name));
  return feed::Append(tx, change).status();
}

}  // namespace caseload::caseplan
