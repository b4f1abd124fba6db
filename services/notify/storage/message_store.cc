#include "services/notify/storage/message_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/notify/domain/state_names.h"
#include "services/notify/storage/columns.h"

namespace caseload::notify::storage {
namespace {

absl::StatusOr<std::optional<MessageRow>> RunForOne(sql::Transaction& tx,
                                                    const MessageQuery& query) {
  ABSL_ASSIGN_OR_RETURN(std::vector<MessageRow> rows, query.Run(tx));
  if (rows.empty()) return std::optional<MessageRow>();
  return std::optional<MessageRow>(std::move(rows.front()));
}

}  // namespace

bool Reaches(const Reach& reach, const MessageRow& row) {
  if (reach.all) return true;
  if (reach.subject.empty()) return false;
  return row.recipient_subject == reach.subject ||
         (reach.as_supervisor && row.supervisor_subject == reach.subject);
}

absl::Status Insert(sql::Transaction& tx, const MessageRow& row) {
  std::optional<std::string> due_by, warn_on, escalate_on, basis;
  std::string basis_reason;
  if (row.duty.has_value()) {
    due_by = ToText(row.duty->due_by);
    warn_on = ToText(row.duty->warn_on);
    escalate_on = ToText(row.duty->escalate_on);
    basis = std::string(Name(row.duty->basis));
    basis_reason = row.duty->basis_reason;
  }
  return tx
      .Execute(
          "INSERT INTO messages (message_id, conference_id,"
          " conference_revision, recipient_id, kind, recipient_subject,"
          " recipient_name, supervisor_id, supervisor_subject, division,"
          " conference_date, time_zone, content, content_sha256, counts,"
          " counts_snapshot_at, target_at, deadline_at, due_by_date,"
          " warn_date, escalate_date, basis, basis_reason, message_id_header,"
          " calendar_uid, state, next_attempt_at, possible_copies, reply_code,"
          " reply, mail_server, cancel_reason, lease_number, created_at,"
          " updated_at, version)"
          " VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9, :10, :11, :12, :13,"
          " :14, :15, :16, :17, :18, :19, :20, :21, :22, :23, :24, :25,"
          " 'PENDING', :26, 0, 0, '', '', '', 0, :27, :28, 1)",
          row.message_id, row.conference_id, row.conference_revision,
          row.recipient_id, Name(row.kind), row.recipient_subject,
          row.recipient_name, row.supervisor_id, row.supervisor_subject,
          row.division, ToText(row.conference_date), row.time_zone, row.content,
          row.content_sha256, row.counts, ToMicros(row.counts_snapshot_at),
          absl::ToUnixMicros(row.target_at),
          absl::ToUnixMicros(row.deadline_at), due_by, warn_on, escalate_on,
          basis, basis_reason, row.message_id_header, row.calendar_uid,
          absl::ToUnixMicros(row.target_at), absl::ToUnixMicros(row.created_at),
          absl::ToUnixMicros(row.created_at))
      .status();
}

absl::StatusOr<std::optional<MessageRow>> Find(sql::Transaction& tx,
                                               absl::string_view message_id) {
  MessageQuery query;
  query.Where("message_id = ?", message_id);
  return RunForOne(tx, query);
}

absl::StatusOr<std::optional<MessageRow>> FindByKey(
    sql::Transaction& tx, absl::string_view conference_id,
    int64_t conference_revision, absl::string_view recipient_id,
    MessageKind kind) {
  MessageQuery query;
  query.Where("conference_id = ?", conference_id);
  query.Where("conference_revision = ?", conference_revision);
  query.Where("recipient_id = ?", recipient_id);
  query.Where("kind = ?", Name(kind));
  return RunForOne(tx, query);
}

absl::StatusOr<std::vector<MessageRow>> List(sql::Transaction& tx,
                                             const MessageFilter& filter) {
  MessageQuery query;
  const Reach& reach = filter.reach;
  if (!reach.all) {
    if (reach.subject.empty()) return std::vector<MessageRow>();
    query.Where(reach.as_supervisor
                    ? "(recipient_subject = ? OR supervisor_subject = ?)"
                    : "recipient_subject = ?",
                reach.subject);
  }
  if (filter.conference_id.has_value()) {
    query.Where("conference_id = ?", *filter.conference_id);
  }
  if (filter.recipient_id.has_value()) {
    query.Where("recipient_id = ?", *filter.recipient_id);
  }
  if (filter.state.has_value()) query.Where("state = ?", Name(*filter.state));
  if (filter.after.has_value()) {
    query.Where("(created_at, message_id) < (?, ?)",
                absl::ToUnixMicros(filter.after->first), filter.after->second);
  }
  query.End(absl::StrCat(" ORDER BY created_at DESC, message_id DESC LIMIT ",
                         filter.limit));
  return query.Run(tx);
}

absl::StatusOr<int64_t> ReplaceCounts(sql::Transaction& tx,
                                      absl::string_view message_id,
                                      absl::string_view counts,
                                      absl::Time counts_snapshot_at,
                                      absl::Time now) {
  return tx.Execute(
      "UPDATE messages SET counts = :1, counts_snapshot_at = :2, mail = NULL,"
      " mail_dated_at = NULL, updated_at = :3, version = version + 1"
      " WHERE message_id = :4 AND state = 'PENDING' AND possible_copies = 0",
      counts, absl::ToUnixMicros(counts_snapshot_at), absl::ToUnixMicros(now),
      message_id);
}

absl::Status Cancel(sql::Transaction& tx, absl::string_view message_id,
                    absl::string_view reason, absl::Time now) {
  ABSL_RETURN_IF_ERROR(
      tx.Execute("UPDATE delivery_attempts SET outcome = 'ABANDONED',"
                 " ended_at = :1 WHERE message_id = :2 AND ended_at IS NULL",
                 absl::ToUnixMicros(now), message_id)
          .status());
  return tx
      .Execute(
          "UPDATE messages SET state = 'CANCELLED', cancel_reason = :1,"
          " next_attempt_at = NULL, lease_holder = NULL,"
          " lease_expires_at = NULL, updated_at = :2, version = version + 1"
          " WHERE message_id = :3",
          reason, absl::ToUnixMicros(now), message_id)
      .status();
}

absl::StatusOr<std::vector<AttemptRow>> Attempts(sql::Transaction& tx,
                                                 absl::string_view message_id) {
  ABSL_ASSIGN_OR_RETURN(
      auto rows,
      (tx.Query<int64_t, int64_t, std::optional<int64_t>,
                std::optional<int64_t>, std::optional<std::string>, std::string,
                int64_t, std::string, std::string, std::string>(
          "SELECT number, started_at, data_end_at, ended_at, outcome, stage,"
          " reply_code, reply, mail_server, copy_reply FROM delivery_attempts"
          " WHERE message_id = :1 ORDER BY number",
          message_id)));
  std::vector<AttemptRow> attempts;
  attempts.reserve(rows.size());
  for (auto& [number, started_at, data_end_at, ended_at, outcome, stage,
              reply_code, reply, mail_server, copy_reply] : rows) {
    AttemptRow attempt;
    attempt.message_id = std::string(message_id);
    attempt.number = number;
    attempt.started_at = absl::FromUnixMicros(started_at);
    attempt.data_end_at = FromMicros(data_end_at);
    attempt.ended_at = FromMicros(ended_at);
    if (outcome.has_value()) attempt.outcome = ParseAttemptOutcome(*outcome);
    attempt.stage = std::move(stage);
    attempt.reply_code = reply_code;
    attempt.reply = std::move(reply);
    attempt.mail_server = std::move(mail_server);
    attempt.copy_reply = std::move(copy_reply);
    attempts.push_back(std::move(attempt));
  }
  return attempts;
}

}  // namespace caseload::notify::storage
