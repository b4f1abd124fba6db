// change_feed.h: what notify says on its change feed.

#ifndef SERVICES_NOTIFY_CHANGE_FEED_H_
#define SERVICES_NOTIFY_CHANGE_FEED_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/sql/database.h"

namespace caseload::notify {

// Appends the present state of a message. Called last in the transaction that
// changed it.
absl::Status AppendChange(sql::Transaction& tx, absl::string_view message_id,
                          absl::Time now, absl::string_view traceparent);

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_CHANGE_FEED_H_
