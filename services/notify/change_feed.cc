#include "services/notify/change_feed.h"

#include <optional>
#include <string>

#include "services/common/feed/feed.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/notify/convert.h"
#include "services/notify/names.h"
#include "services/notify/storage/message_store.h"

namespace caseload::notify {

absl::Status AppendChange(sql::Transaction& tx, absl::string_view message_id,
                          absl::Time now, absl::string_view traceparent) {
  ABSL_ASSIGN_OR_RETURN(const std::optional<storage::MessageRow> row,
                        storage::Find(tx, message_id));
  if (!row.has_value()) return status::Internal("a changed message is gone");
  const v1::MessageChange state = ToChange(*row);
  feed::Change change;
  change.resource_name = MessageName(message_id);
  change.kind = "message";
  change.recorded_at = now;
  change.state = &state;
  change.traceparent = std::string(traceparent);
  return feed::Append(tx, change).status();
}

}  // namespace caseload::notify
