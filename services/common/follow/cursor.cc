#include "services/common/follow/cursor.h"

#include <cstdint>
#include <utility>

#include "services/common/status/status_macros.h"

namespace caseload::follow {

absl::StatusOr<Cursor> ReadCursor(sql::Transaction& tx,
                                  absl::string_view feed) {
  ABSL_ASSIGN_OR_RETURN(auto row,
                        (tx.QueryOne<std::string, bool, std::optional<int64_t>>(
                            "SELECT resume_token, rereading, heartbeat_at"
                            " FROM followed_feeds WHERE feed = :1",
                            feed)));
  Cursor cursor;
  if (!row.has_value()) return cursor;
  std::optional<int64_t> heartbeat_at;
  std::tie(cursor.resume_token, cursor.rereading, heartbeat_at) =
      *std::move(row);
  if (heartbeat_at.has_value()) {
    cursor.heartbeat_at = absl::FromUnixMicros(*heartbeat_at);
  }
  return cursor;
}

absl::Status WriteCursor(sql::Transaction& tx, absl::string_view feed,
                         const Cursor& cursor) {
  std::optional<int64_t> heartbeat_at;
  if (cursor.heartbeat_at.has_value()) {
    heartbeat_at = absl::ToUnixMicros(*cursor.heartbeat_at);
  }
  return tx
      .Execute(
          "INSERT INTO followed_feeds"
          " (feed, resume_token, rereading, heartbeat_at)"
          " VALUES (:1, :2, :3, :4)"
          " ON CONFLICT (feed) DO UPDATE SET"
          " resume_token = excluded.resume_token,"
          " rereading = excluded.rereading,"
          " heartbeat_at = excluded.heartbeat_at",
          feed, cursor.resume_token, cursor.rereading, heartbeat_at)
      .status();
}

}  // namespace caseload::follow
