#include "services/notify/storage/backlog.h"

#include <string>

#include "services/common/status/status_macros.h"
#include "services/notify/storage/columns.h"

namespace caseload::notify::storage {

absl::StatusOr<Backlog> ReadBacklog(sql::Transaction& tx) {
  ABSL_ASSIGN_OR_RETURN(
      const auto row, (tx.QueryOne<int64_t, std::optional<int64_t>, int64_t,
                                   std::optional<std::string>>(
                          "SELECT COUNT(*), MIN(target_at), COUNT(due_by_date),"
                          " MIN(due_by_date) FROM messages"
                          " WHERE next_attempt_at IS NOT NULL")));
  const auto& [messages, oldest_target, notices, nearest_due] = *row;
  Backlog backlog;
  backlog.messages = messages;
  backlog.oldest_target = FromMicros(oldest_target);
  backlog.notices = notices;
  if (nearest_due.has_value()) {
    ABSL_ASSIGN_OR_RETURN(backlog.nearest_due, ParseDay(*nearest_due));
  }
  return backlog;
}

}  // namespace caseload::notify::storage
