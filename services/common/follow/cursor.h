// cursor.h: how far a store has followed another service's feed, in rows.

#ifndef SERVICES_COMMON_FOLLOW_CURSOR_H_
#define SERVICES_COMMON_FOLLOW_CURSOR_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/sql/database.h"

namespace caseload::follow {

// The place that a store has reached in one feed.
struct Cursor {
  // Everything before it is applied. Opaque; empty before the first change.
  std::string resume_token;
  // The feed is read again from its beginning, because its store is another one
  // than before, and what the old one told is not swept out yet.
  bool rereading = false;
  // When it was last known that nothing newer was committed over there, by this
  // service's clock. Stored at intervals: it may be some seconds older than
  // what the follower in the process knows (Follower::HeartbeatAge()).
  std::optional<absl::Time> heartbeat_at;
};

// The cursor of `feed`; the one before the first change when there is none.
absl::StatusOr<Cursor> ReadCursor(sql::Transaction& tx, absl::string_view feed);

// Writes the whole cursor, whether or not there is one. Called in the
// transaction that applies what it says was applied.
absl::Status WriteCursor(sql::Transaction& tx, absl::string_view feed,
                         const Cursor& cursor);

}  // namespace caseload::follow

#endif  // SERVICES_COMMON_FOLLOW_CURSOR_H_
