#include "services/notify/storage/delivery_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/notify/domain/state_names.h"
#include "services/notify/storage/columns.h"
#include "services/notify/storage/message_store.h"

namespace caseload::notify::storage {
namespace {

constexpr int kOrphansAtOnce = 100;

// Microseconds since 1970 by the store's clock.
absl::string_view StoreClock(const sql::Transaction& tx) {
  return tx.engine() == sql::Engine::kSqlite
             ? "(CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"
               " * 1000)"
             : "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000"
               " AS BIGINT)";
}

// On PostgreSQL a row that another worker is claiming is passed over. SQLite
// has one writer.
absl::string_view SkipLocked(const sql::Transaction& tx) {
  return tx.engine() == sql::Engine::kSqlite ? "" : " FOR UPDATE SKIP LOCKED";
}

std::string OrphanCondition(const sql::Transaction& tx, bool all) {
  return all ? std::string("lease_expires_at IS NOT NULL")
             : absl::StrCat("lease_expires_at <= ", StoreClock(tx));
}

absl::Status OpenAttempt(sql::Transaction& tx, absl::string_view message_id,
                         int64_t number, absl::Time now) {
  return tx
      .Execute(
          "INSERT INTO delivery_attempts (message_id, number, started_at,"
          " stage, reply_code, reply, mail_server, copy_reply)"
          " VALUES (:1, :2, :3, '', 0, '', '', '')",
          message_id, number, absl::ToUnixMicros(now))
      .status();
}

absl::Status CloseAttempt(sql::Transaction& tx, const Lease& lease,
                          const AttemptEnd& end) {
  return tx
      .Execute(
          "UPDATE delivery_attempts SET ended_at = :1, outcome = :2,"
          " stage = :3, reply_code = :4, reply = :5, mail_server = :6,"
          " copy_reply = :7 WHERE message_id = :8 AND number = :9",
          absl::ToUnixMicros(end.ended_at), Name(end.outcome), end.stage,
          end.reply_code, end.reply, end.mail_server, end.copy_reply,
          lease.message_id, lease.number)
      .status();
}

// Attempts of the message of which a copy may exist.
absl::StatusOr<int64_t> PossibleCopies(sql::Transaction& tx,
                                       absl::string_view message_id) {
  ABSL_ASSIGN_OR_RETURN(
      auto counted,
      (tx.QueryOne<int64_t>(
          "SELECT COUNT(*) FROM delivery_attempts WHERE message_id = :1"
          " AND outcome IN ('ACCEPTED', 'UNKNOWN')",
          message_id)));
  return std::get<0>(*counted);
}

MessageState StateAfter(const AttemptEnd& end, int64_t possible_copies) {
  if (end.outcome == AttemptOutcome::kAccepted) return MessageState::kAccepted;
  if (!end.next_attempt_at.has_value()) return MessageState::kFailed;
  return possible_copies > 0 ? MessageState::kUnknown : MessageState::kPending;
}

}  // namespace

absl::StatusOr<std::optional<MessageRow>> ClaimNext(sql::Transaction& tx,
                                                    absl::string_view holder,
                                                    absl::Duration lease,
                                                    absl::Time now) {
  ABSL_ASSIGN_OR_RETURN(
      auto next,
      (tx.QueryOne<std::string, int64_t>(
          absl::StrCat("SELECT message_id, lease_number FROM messages"
                       " WHERE next_attempt_at <= :1"
                       " ORDER BY CASE WHEN due_by_date IS NULL THEN 1 ELSE 0"
                       " END, due_by_date, next_attempt_at, message_id LIMIT 1",
                       SkipLocked(tx)),
          absl::ToUnixMicros(now))));
  if (!next.has_value()) return std::optional<MessageRow>();
  const auto& [message_id, last_number] = *next;
  const int64_t number = last_number + 1;
  ABSL_RETURN_IF_ERROR(
      tx.Execute(absl::StrCat("UPDATE messages SET state = 'SENDING',"
                              " next_attempt_at = NULL, lease_holder = :1,"
                              " lease_number = :2, lease_expires_at = ",
                              StoreClock(tx),
                              " + :3, updated_at = :4, version = version + 1"
                              " WHERE message_id = :5"),
                 holder, number, absl::ToInt64Microseconds(lease),
                 absl::ToUnixMicros(now), message_id)
          .status());
  ABSL_RETURN_IF_ERROR(OpenAttempt(tx, message_id, number, now));
  return Find(tx, message_id);
}

absl::StatusOr<bool> RenewLease(sql::Transaction& tx, const Lease& lease,
                                absl::Duration duration) {
  const absl::string_view clock = StoreClock(tx);
  ABSL_ASSIGN_OR_RETURN(
      const int64_t changed,
      tx.Execute(absl::StrCat("UPDATE messages SET lease_expires_at = ", clock,
                              " + :1 WHERE message_id = :2"
                              " AND lease_number = :3 AND state = 'SENDING'"
                              " AND lease_expires_at > ",
                              clock),
                 absl::ToInt64Microseconds(duration), lease.message_id,
                 lease.number));
  return changed == 1;
}

absl::StatusOr<bool> RecordDataEnd(sql::Transaction& tx, const Lease& lease,
                                   absl::string_view mail,
                                   absl::Time mail_dated_at, absl::Time now) {
  ABSL_ASSIGN_OR_RETURN(
      const int64_t kept,
      tx.Execute(absl::StrCat("UPDATE messages SET mail = :1,"
                              " mail_dated_at = :2, updated_at = :3"
                              " WHERE message_id = :4 AND lease_number = :5"
                              " AND state = 'SENDING' AND lease_expires_at > ",
                              StoreClock(tx)),
                 mail, absl::ToUnixMicros(mail_dated_at),
                 absl::ToUnixMicros(now), lease.message_id, lease.number));
  if (kept != 1) return false;
  ABSL_RETURN_IF_ERROR(
      tx.Execute("UPDATE delivery_attempts SET data_end_at = :1"
                 " WHERE message_id = :2 AND number = :3",
                 absl::ToUnixMicros(now), lease.message_id, lease.number)
          .status());
  return true;
}

absl::StatusOr<bool> RecordEnd(sql::Transaction& tx, const Lease& lease,
                               const AttemptEnd& end) {
  ABSL_ASSIGN_OR_RETURN(
      auto held, (tx.QueryOne<int64_t>(
                     "SELECT COUNT(*) FROM messages WHERE message_id = :1"
                     " AND lease_number = :2 AND state = 'SENDING'",
                     lease.message_id, lease.number)));
  if (std::get<0>(*held) != 1) return false;
  ABSL_RETURN_IF_ERROR(CloseAttempt(tx, lease, end));
  ABSL_ASSIGN_OR_RETURN(const int64_t copies,
                        PossibleCopies(tx, lease.message_id));
  const MessageState state = StateAfter(end, copies);
  const bool accepted = state == MessageState::kAccepted;
  const std::optional<absl::Time> accepted_at =
      accepted ? std::optional<absl::Time>(end.ended_at) : std::nullopt;
  // Bytes of which no copy can exist are made anew, with fresher counts.
  ABSL_RETURN_IF_ERROR(
      tx.Execute(
            "UPDATE messages SET state = :1, next_attempt_at = :2,"
            " possible_copies = :3, accepted_at = :4, accepted_date = :5,"
            " reply_code = :6, reply = :7, mail_server = :8,"
            " mail = CASE WHEN :9 = 0 THEN NULL ELSE mail END,"
            " mail_dated_at = CASE WHEN :10 = 0 THEN NULL"
            " ELSE mail_dated_at END, lease_holder = NULL,"
            " lease_expires_at = NULL, updated_at = :11, version = version + 1"
            " WHERE message_id = :12",
            Name(state),
            accepted ? std::nullopt : ToMicros(end.next_attempt_at), copies,
            ToMicros(accepted_at),
            accepted ? ToText(end.accepted_date) : std::nullopt, end.reply_code,
            end.reply, end.mail_server, copies, copies,
            absl::ToUnixMicros(end.ended_at), lease.message_id)
          .status());
  return true;
}

absl::StatusOr<bool> HasOrphans(sql::Transaction& tx, bool all) {
  ABSL_ASSIGN_OR_RETURN(
      auto counted,
      (tx.QueryOne<int64_t>(absl::StrCat("SELECT COUNT(*) FROM messages WHERE ",
                                         OrphanCondition(tx, all)))));
  return std::get<0>(*counted) > 0;
}

absl::StatusOr<std::vector<Orphan>> FindOrphans(sql::Transaction& tx,
                                                bool all) {
  MessageQuery query;
  query.Where(OrphanCondition(tx, all));
  query.End(absl::StrCat(" ORDER BY lease_expires_at LIMIT ", kOrphansAtOnce,
                         SkipLocked(tx)));
  ABSL_ASSIGN_OR_RETURN(std::vector<MessageRow> rows, query.Run(tx));
  std::vector<Orphan> orphans;
  orphans.reserve(rows.size());
  for (MessageRow& row : rows) {
    ABSL_ASSIGN_OR_RETURN(
        auto ended,
        (tx.QueryOne<int64_t>(
            "SELECT COUNT(*) FROM delivery_attempts WHERE message_id = :1"
            " AND number = :2 AND data_end_at IS NOT NULL",
            row.message_id, row.lease_number)));
    const bool data_ended = std::get<0>(*ended) == 1;
    orphans.push_back({std::move(row), data_ended});
  }
  return orphans;
}

absl::StatusOr<std::optional<absl::Time>> NextDue(sql::Transaction& tx) {
  ABSL_ASSIGN_OR_RETURN(auto next,
                        (tx.QueryOne<std::optional<int64_t>>(
                            "SELECT MIN(next_attempt_at) FROM messages"
                            " WHERE next_attempt_at IS NOT NULL")));
  return FromMicros(std::get<0>(*next));
}

}  // namespace caseload::notify::storage
