#include "services/conference/storage/dispatch_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/conference/domain/enum_names.h"

namespace caseload::conference {
namespace {

// Microseconds since 1970 by the store's clock, which leases go by.
absl::string_view StoreClock(const sql::Transaction& tx) {
  return tx.engine() == sql::Engine::kSqlite
             ? "(CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"
               " * 1000)"
             : "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000"
               " AS BIGINT)";
}

// On PostgreSQL a row that another replica is claiming is passed over. SQLite
// has one writer.
absl::string_view SkipLocked(const sql::Transaction& tx) {
  return tx.engine() == sql::Engine::kSqlite ? "" : " FOR UPDATE SKIP LOCKED";
}

// Rows of `work` that are due at :1 and under nobody's claim.
std::string DueCondition(const sql::Transaction& tx, DispatchWork work) {
  return absl::StrCat(work == DispatchWork::kRefresh
                          ? "state = 'HANDED_IN'"
                          : "state IN ('WAITING', 'WITHDRAWING')",
                      " AND next_attempt_at <= :1"
                      " AND (claim_expires_at IS NULL OR claim_expires_at <= ",
                      StoreClock(tx), ")");
}

std::optional<int64_t> Micros(const std::optional<absl::Time>& time) {
  if (!time.has_value()) return std::nullopt;
  return absl::ToUnixMicros(*time);
}

absl::Status Unreadable() {
  return status::Internal("a stored dispatch cannot be read");
}

}  // namespace

absl::StatusOr<feed::Position> LoadDispatchCursor(sql::Transaction& tx) {
  ABSL_ASSIGN_OR_RETURN(auto row,
                        (tx.QueryOne<int64_t, int64_t>(
                            "SELECT xid, id FROM notice_dispatch_cursor"
                            " WHERE singleton = 1")));
  if (!row.has_value()) return status::Internal("the dispatcher has no cursor");
  return feed::Position{std::get<0>(*row), std::get<1>(*row)};
}

absl::StatusOr<bool> MoveDispatchCursor(sql::Transaction& tx,
                                        feed::Position from,
                                        feed::Position to) {
  ABSL_ASSIGN_OR_RETURN(
      const int64_t moved,
      tx.Execute("UPDATE notice_dispatch_cursor SET xid = :1, id = :2"
                 " WHERE singleton = 1 AND xid = :3 AND id = :4",
                 to.xid, to.id, from.xid, from.id));
  return moved == 1;
}

absl::Status AddDispatch(sql::Transaction& tx, const DispatchKey& key,
                         absl::string_view event, absl::Time now) {
  return tx
      .Execute(
          "INSERT INTO notice_dispatches (conference_id, revision,"
          " recipient_id, kind, state, event, message_name, next_attempt_at,"
          " due_at, claim_number, failures, failure_reason, updated_at)"
          " VALUES (:1, :2, :3, :4, 'WAITING', :5, '', :6, :6, 0, 0, '', :6)"
          " ON CONFLICT DO NOTHING",
          key.conference_id, key.revision, key.recipient_id, NameOf(key.kind),
          event, absl::ToUnixMicros(now))
      .status();
}

absl::Status SupersedeDispatches(sql::Transaction& tx,
                                 absl::string_view conference_id, int revision,
                                 absl::Time now, absl::Time settled_at) {
  ABSL_RETURN_IF_ERROR(
      tx.Execute("UPDATE notice_dispatches SET state = 'WITHDRAWN',"
                 " next_attempt_at = NULL, updated_at = :1"
                 " WHERE conference_id = :2 AND revision < :3"
                 " AND state = 'WAITING' AND claim_number = 0",
                 absl::ToUnixMicros(now), conference_id, revision)
          .status());
  return tx
      .Execute(
          "UPDATE notice_dispatches SET state = 'WITHDRAWING', due_at = :1,"
          " next_attempt_at = CASE WHEN message_name = ''"
          " THEN CAST(:2 AS BIGINT) ELSE CAST(:3 AS BIGINT) END,"
          " failures = 0, failure_reason = '', updated_at = :4"
          " WHERE conference_id = :5 AND revision < :6"
          " AND state IN ('WAITING', 'HANDED_IN', 'REFUSED')",
          absl::ToUnixMicros(now), absl::ToUnixMicros(settled_at),
          absl::ToUnixMicros(now), absl::ToUnixMicros(now), conference_id,
          revision)
      .status();
}

absl::StatusOr<bool> HasDueDispatch(sql::Transaction& tx, DispatchWork work,
                                    absl::Time now) {
  ABSL_ASSIGN_OR_RETURN(
      auto row, (tx.QueryOne<int64_t>(
                    absl::StrCat("SELECT 1 FROM notice_dispatches WHERE ",
                                 DueCondition(tx, work), " LIMIT 1"),
                    absl::ToUnixMicros(now))));
  return row.has_value();
}

absl::StatusOr<std::optional<ClaimedDispatch>> ClaimDispatch(
    sql::Transaction& tx, DispatchWork work, absl::Duration lease,
    absl::Time now) {
  ABSL_ASSIGN_OR_RETURN(
      auto next,
      (tx.QueryOne<std::string, int64_t, std::string, std::string, std::string,
                   std::string, std::string, int64_t, int64_t>(
          absl::StrCat("SELECT conference_id, revision, recipient_id, kind,"
                       " state, event, message_name, failures, claim_number"
                       " FROM notice_dispatches WHERE ",
                       DueCondition(tx, work),
                       " ORDER BY next_attempt_at, conference_id, revision,"
                       " recipient_id, kind LIMIT 1",
                       SkipLocked(tx)),
          absl::ToUnixMicros(now))));
  if (!next.has_value()) return std::optional<ClaimedDispatch>();
  auto& [conference_id, revision, recipient_id, kind_name, state_name, event,
         message_name, failures, last_number] = *next;
  const std::optional<NoticeKind> kind = ParseEnum<NoticeKind>(kind_name);
  const std::optional<DispatchState> state =
      ParseEnum<DispatchState>(state_name);
  if (!kind.has_value() || !state.has_value()) return Unreadable();
  ClaimedDispatch claimed;
  claimed.claim_number = last_number + 1;
  ABSL_RETURN_IF_ERROR(
      tx.Execute(absl::StrCat("UPDATE notice_dispatches SET claim_number = :1,"
                              " claim_expires_at = ",
                              StoreClock(tx),
                              " + :2 WHERE conference_id = :3"
                              " AND revision = :4 AND recipient_id = :5"
                              " AND kind = :6"),
                 claimed.claim_number, absl::ToInt64Microseconds(lease),
                 conference_id, revision, recipient_id, kind_name)
          .status());
  claimed.key = {std::move(conference_id), static_cast<int>(revision),
                 std::move(recipient_id), *kind};
  claimed.state = *state;
  claimed.event = std::move(event);
  claimed.message_name = std::move(message_name);
  claimed.failures = static_cast<int>(failures);
  return std::optional<ClaimedDispatch>(std::move(claimed));
}

absl::StatusOr<bool> EndDispatch(sql::Transaction& tx,
                                 const ClaimedDispatch& claim,
                                 const DispatchEnd& end, absl::Time now,
                                 absl::Time settled_at) {
  const DispatchKey& key = claim.key;
  ABSL_ASSIGN_OR_RETURN(
      const int64_t ended,
      tx.Execute("UPDATE notice_dispatches SET state = :1, message_name = :2,"
                 " next_attempt_at = :3, failures = :4, failure_reason = :5,"
                 " updated_at = :6, claim_expires_at = NULL"
                 " WHERE conference_id = :7 AND revision = :8"
                 " AND recipient_id = :9 AND kind = :10"
                 " AND claim_number = :11 AND state = :12",
                 NameOf(end.state), end.message_name,
                 Micros(end.next_attempt_at), end.failures, end.failure_reason,
                 absl::ToUnixMicros(now), key.conference_id, key.revision,
                 key.recipient_id, NameOf(key.kind), claim.claim_number,
                 NameOf(claim.state)));
  if (ended == 1) return true;
  const absl::Time ask_at = end.message_name.empty() ? settled_at : now;
  ABSL_ASSIGN_OR_RETURN(
      const int64_t noted,
      tx.Execute("UPDATE notice_dispatches SET message_name = :1,"
                 " next_attempt_at = :2, updated_at = :3,"
                 " claim_expires_at = NULL"
                 " WHERE conference_id = :4 AND revision = :5"
                 " AND recipient_id = :6 AND kind = :7"
                 " AND claim_number = :8 AND state = 'WITHDRAWING'",
                 end.message_name, absl::ToUnixMicros(ask_at),
                 absl::ToUnixMicros(now), key.conference_id, key.revision,
                 key.recipient_id, NameOf(key.kind), claim.claim_number));
  return noted == 1;
}

absl::Status FreeDispatchClaims(sql::Transaction& tx) {
  return tx
      .Execute(
          "UPDATE notice_dispatches SET claim_expires_at = NULL"
          " WHERE state IN ('WAITING', 'WITHDRAWING', 'HANDED_IN')"
          " AND next_attempt_at IS NOT NULL"
          " AND claim_expires_at IS NOT NULL")
      .status();
}

absl::StatusOr<std::vector<DispatchProgress>> ListDispatchProgress(
    sql::Transaction& tx, absl::string_view conference_id, int revision) {
  ABSL_ASSIGN_OR_RETURN(
      auto rows,
      (tx.Query<std::string, std::string, std::string, std::string>(
          "SELECT kind, state, message_name, failure_reason"
          " FROM notice_dispatches WHERE conference_id = :1 AND revision = :2",
          conference_id, revision)));
  std::vector<DispatchProgress> progress;
  for (auto& [kind_name, state_name, message_name, reason] : rows) {
    const std::optional<NoticeKind> kind = ParseEnum<NoticeKind>(kind_name);
    const std::optional<DispatchState> state =
        ParseEnum<DispatchState>(state_name);
    if (!kind.has_value() || !state.has_value()) return Unreadable();
    progress.push_back(
        {*kind, *state, std::move(message_name), std::move(reason)});
  }
  return progress;
}

absl::StatusOr<DispatchBacklog> CountDispatches(sql::Transaction& tx) {
  ABSL_ASSIGN_OR_RETURN(
      auto waiting, (tx.QueryOne<int64_t, std::optional<int64_t>>(
                        "SELECT COUNT(*), MIN(due_at) FROM notice_dispatches"
                        " WHERE state IN ('WAITING', 'WITHDRAWING')")));
  ABSL_ASSIGN_OR_RETURN(
      auto refused,
      (tx.QueryOne<int64_t>("SELECT COUNT(*) FROM notice_dispatches"
                            " WHERE state = 'REFUSED'")));
  DispatchBacklog backlog;
  backlog.waiting = std::get<0>(*waiting);
  if (std::get<1>(*waiting).has_value()) {
    backlog.oldest_due_at = absl::FromUnixMicros(*std::get<1>(*waiting));
  }
  backlog.refused = std::get<0>(*refused);
  return backlog;
}

}  // namespace caseload::conference
