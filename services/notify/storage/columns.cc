#include "services/notify/storage/columns.h"

#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/notify/domain/state_names.h"

namespace caseload::notify::storage {
namespace {

using sql::Kind;

constexpr absl::string_view kSelect =
    "SELECT message_id, conference_id, conference_revision, recipient_id,"
    " kind, recipient_subject, recipient_name, supervisor_id,"
    " supervisor_subject, division, conference_date, time_zone, content,"
    " content_sha256, counts, counts_snapshot_at, target_at, deadline_at,"
    " due_by_date, warn_date, escalate_date, basis, basis_reason,"
    " message_id_header, calendar_uid, state, next_attempt_at,"
    " possible_copies, mail, mail_dated_at, accepted_at, accepted_date,"
    " reply_code, reply, mail_server, cancel_reason, lease_number, created_at,"
    " updated_at, version FROM messages";

const std::vector<Kind>& ColumnKinds() {
  static const auto* const kinds = new std::vector<Kind>{
      Kind::kText,    Kind::kText,    Kind::kInteger, Kind::kText,
      Kind::kText,    Kind::kText,    Kind::kText,    Kind::kText,
      Kind::kText,    Kind::kText,    Kind::kText,    Kind::kText,
      Kind::kText,    Kind::kText,    Kind::kText,    Kind::kInteger,
      Kind::kInteger, Kind::kInteger, Kind::kText,    Kind::kText,
      Kind::kText,    Kind::kText,    Kind::kText,    Kind::kText,
      Kind::kText,    Kind::kText,    Kind::kInteger, Kind::kInteger,
      Kind::kText,    Kind::kInteger, Kind::kInteger, Kind::kText,
      Kind::kInteger, Kind::kText,    Kind::kText,    Kind::kText,
      Kind::kInteger, Kind::kInteger, Kind::kInteger, Kind::kInteger,
  };
  return *kinds;
}

absl::Status Unreadable() {
  return status::Internal("a stored message could not be read");
}

// Takes the columns of a row one after the other.
class Cursor {
 public:
  explicit Cursor(std::vector<sql::Value>& row) : row_(row) {}

  std::string Text() { return std::move(Next().text); }
  int64_t Integer() { return Next().integer; }
  absl::Time Instant() { return absl::FromUnixMicros(Integer()); }
  std::optional<std::string> OptionalText() {
    sql::Value& value = Next();
    if (value.null) return std::nullopt;
    return std::move(value.text);
  }
  std::optional<absl::Time> OptionalInstant() {
    const sql::Value& value = Next();
    if (value.null) return std::nullopt;
    return absl::FromUnixMicros(value.integer);
  }
  // The day, or INTERNAL in status().
  absl::CivilDay Day() { return Check(ParseDay(Next().text)); }
  std::optional<absl::CivilDay> OptionalDay() {
    const sql::Value& value = Next();
    if (value.null) return std::nullopt;
    return Check(ParseDay(value.text));
  }
  template <typename Enum>
  Enum Word(std::optional<Enum> (*parse)(absl::string_view), Enum otherwise) {
    const std::optional<Enum> value = parse(Next().text);
    if (!value.has_value()) status_ = Unreadable();
    return value.value_or(otherwise);
  }
  const absl::Status& status() const { return status_; }

 private:
  sql::Value& Next() { return row_[next_++]; }
  absl::CivilDay Check(absl::StatusOr<absl::CivilDay> day) {
    if (day.ok()) return *day;
    status_ = day.status();
    return absl::CivilDay();
  }

  std::vector<sql::Value>& row_;
  size_t next_ = 0;
  absl::Status status_;
};

std::optional<DutyColumns> TakeDuty(Cursor& cursor) {
  DutyColumns duty;
  const std::optional<absl::CivilDay> due_by = cursor.OptionalDay();
  duty.warn_on = cursor.OptionalDay();
  duty.escalate_on = cursor.OptionalDay();
  const std::optional<std::string> basis = cursor.OptionalText();
  duty.basis_reason = cursor.Text();
  if (!due_by.has_value()) return std::nullopt;
  duty.due_by = *due_by;
  duty.basis = ParseNoticeBasis(basis.value_or("")).value_or(duty.basis);
  return duty;
}

absl::StatusOr<MessageRow> TakeRow(std::vector<sql::Value> values) {
  Cursor cursor(values);
  MessageRow row;
  row.message_id = cursor.Text();
  row.conference_id = cursor.Text();
  row.conference_revision = cursor.Integer();
  row.recipient_id = cursor.Text();
  row.kind = cursor.Word(&ParseMessageKind, MessageKind::kInvitation);
  row.recipient_subject = cursor.Text();
  row.recipient_name = cursor.Text();
  row.supervisor_id = cursor.Text();
  row.supervisor_subject = cursor.Text();
  row.division = cursor.Text();
  row.conference_date = cursor.Day();
  row.time_zone = cursor.Text();
  row.content = cursor.Text();
  row.content_sha256 = cursor.Text();
  row.counts = cursor.OptionalText();
  row.counts_snapshot_at = cursor.OptionalInstant();
  row.target_at = cursor.Instant();
  row.deadline_at = cursor.Instant();
  row.duty = TakeDuty(cursor);
  row.message_id_header = cursor.Text();
  row.calendar_uid = cursor.Text();
  row.state = cursor.Word(&ParseMessageState, MessageState::kFailed);
  row.next_attempt_at = cursor.OptionalInstant();
  row.possible_copies = cursor.Integer();
  row.mail = cursor.OptionalText();
  row.mail_dated_at = cursor.OptionalInstant();
  row.accepted_at = cursor.OptionalInstant();
  row.accepted_date = cursor.OptionalDay();
  row.reply_code = cursor.Integer();
  row.reply = cursor.Text();
  row.mail_server = cursor.Text();
  row.cancel_reason = cursor.Text();
  row.lease_number = cursor.Integer();
  row.created_at = cursor.Instant();
  row.updated_at = cursor.Instant();
  row.version = cursor.Integer();
  ABSL_RETURN_IF_ERROR(cursor.status());
  return row;
}

}  // namespace

std::string ToText(absl::CivilDay day) { return absl::FormatCivilTime(day); }

std::optional<std::string> ToText(const std::optional<absl::CivilDay>& day) {
  if (!day.has_value()) return std::nullopt;
  return ToText(*day);
}

absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text) {
  absl::CivilDay day;
  if (!absl::ParseCivilTime(text, &day)) return Unreadable();
  return day;
}

std::optional<int64_t> ToMicros(const std::optional<absl::Time>& instant) {
  if (!instant.has_value()) return std::nullopt;
  return absl::ToUnixMicros(*instant);
}

std::optional<absl::Time> FromMicros(const std::optional<int64_t>& micros) {
  if (!micros.has_value()) return std::nullopt;
  return absl::FromUnixMicros(*micros);
}

MessageQuery::MessageQuery() : text_(kSelect) {}

void MessageQuery::Where(absl::string_view condition) {
  absl::StrAppend(&text_, first_ ? " WHERE " : " AND ", condition);
  first_ = false;
}

void MessageQuery::AddCondition(absl::string_view condition, sql::Value value) {
  std::string numbered;
  std::optional<sql::Value> next = std::move(value);
  for (const char c : condition) {
    if (c != '?') {
      numbered.push_back(c);
      continue;
    }
    if (next.has_value()) values_.push_back(*std::move(next));
    absl::StrAppend(&numbered, ":", values_.size());
    next = std::exchange(pending_, std::nullopt);
  }
  Where(numbered);
}

absl::StatusOr<std::vector<MessageRow>> MessageQuery::Run(
    sql::Transaction& tx) const {
  ABSL_ASSIGN_OR_RETURN(auto rows, tx.QueryValues(absl::StrCat(text_, end_),
                                                  values_, ColumnKinds()));
  std::vector<MessageRow> messages;
  messages.reserve(rows.size());
  for (std::vector<sql::Value>& row : rows) {
    ABSL_ASSIGN_OR_RETURN(MessageRow message, TakeRow(std::move(row)));
    messages.push_back(std::move(message));
  }
  return messages;
}

}  // namespace caseload::notify::storage
