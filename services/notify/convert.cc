#include "services/notify/convert.h"

#include <cstdint>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/util/json_util.h"
#include "openssl/sha.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/notify/domain/local_time.h"
#include "services/notify/names.h"

namespace caseload::notify {
namespace {

// The domain's numbers are the protos'.
static_assert(static_cast<int>(MessageKind::kCancellation) ==
              v1::MESSAGE_KIND_CANCELLATION);
static_assert(static_cast<int>(MessageState::kCancelled) ==
              v1::MESSAGE_STATE_CANCELLED);
static_assert(static_cast<int>(NoticeBasis::kPostponed) ==
              v1::NOTICE_BASIS_POSTPONED);
static_assert(static_cast<int>(AttemptOutcome::kAbandoned) ==
              v1::ATTEMPT_OUTCOME_ABANDONED);
static_assert(static_cast<int>(NoticeClass::kWithdrawn) ==
              v1::NOTICE_CLASS_WITHDRAWN);
static_assert(static_cast<int>(BreachCause::kOutcomeUnknown) ==
              v1::BREACH_CAUSE_OUTCOME_UNKNOWN);
static_assert(static_cast<int>(NoticeAlarm::kEscalated) ==
              v1::NOTICE_ALARM_ESCALATED);

absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message) {
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json).ok()) {
    return status::Internal("a message could not be stored");
  }
  return json;
}

absl::Status FromJson(const std::string& json,
                      google::protobuf::Message* message) {
  if (!google::protobuf::util::JsonStringToMessage(json, message).ok()) {
    return status::Internal("a stored message could not be read");
  }
  return absl::OkStatus();
}

// SHA-256 of the message's deterministic bytes, hexadecimal.
std::string Sha256OfContent(const v1::Message& content) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    content.SerializeToCodedStream(&coded);
  }
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return absl::BytesToHexString(digest);
}

// What a caller says about a message that stays as it was said: neither what
// notify adds nor the counts, which are refreshed.
v1::Message ContentOnly(const v1::Message& message) {
  v1::Message content = message;
  content.DiscardUnknownFields();
  content.clear_counts();
  content.clear_name();
  content.clear_message_id_header();
  content.clear_calendar_uid();
  content.clear_calendar_sequence();
  content.clear_state();
  content.clear_accept_time();
  content.clear_next_attempt_time();
  content.clear_attempts();
  content.clear_possible_copies();
  content.clear_cancel_reason();
  content.clear_create_time();
  content.clear_update_time();
  content.clear_etag();
  return content;
}

std::optional<absl::CivilDay> ToOptionalDay(bool present,
                                            const type::v1::Date& date) {
  if (!present) return std::nullopt;
  return ToCivilDay(date);
}

std::optional<storage::DutyColumns> ToDuty(const v1::Message& message) {
  if (!message.has_notice_duty()) return std::nullopt;
  const v1::NoticeDuty& from = message.notice_duty();
  storage::DutyColumns duty;
  duty.due_by = ToCivilDay(from.due_by_date()).value_or(absl::CivilDay());
  duty.warn_on = ToOptionalDay(from.has_warn_date(), from.warn_date());
  duty.escalate_on =
      ToOptionalDay(from.has_escalate_date(), from.escalate_date());
  duty.basis = static_cast<NoticeBasis>(from.basis());
  duty.basis_reason = from.basis_reason();
  return duty;
}

StaffMember ToStaff(const v1::StaffMember& from) {
  return {ParseOfficerName(from.officer()).value_or(""), from.staff_subject(),
          from.display_name(), from.email()};
}

ConferenceTime ToConferenceTime(const v1::ConferenceTime& from) {
  return {StartOf(ToCivilDay(from.date()).value_or(absl::CivilDay()),
                  from.hour(), from.minute()),
          from.time_zone(), absl::Minutes(from.duration_minutes())};
}

ReminderCounts ToCounts(const v1::ReminderCounts& from) {
  ReminderCounts counts;
  counts.as_of_date = ToCivilDay(from.as_of_date()).value_or(absl::CivilDay());
  counts.snapshot_time = ToTime(from.snapshot_time());
  counts.caseload_size = from.caseload_size();
  counts.counts.reserve(from.counts_size());
  for (const v1::ReminderCount& one : from.counts()) {
    counts.counts.push_back({one.line_number(), one.label(), one.count()});
  }
  return counts;
}

}  // namespace

std::optional<absl::CivilDay> ToCivilDay(const type::v1::Date& date) {
  if (date.year() < 1900 || date.year() > 2199) return std::nullopt;
  const absl::CivilDay day(date.year(), date.month(), date.day());
  // CivilDay carries 30 February over into March.
  if (day.year() != date.year() || day.month() != date.month() ||
      day.day() != date.day()) {
    return std::nullopt;
  }
  return day;
}

type::v1::Date ToDate(absl::CivilDay day) {
  type::v1::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

absl::CivilMinute StartOf(absl::CivilDay day, int hour, int minute) {
  return absl::CivilMinute(day.year(), day.month(), day.day(), hour, minute);
}

bool IsInstant(const google::protobuf::Timestamp& timestamp, bool present) {
  // 1900 to 2200: what a CivilDay of ours can be.
  constexpr int64_t kFirst = -2208988800;
  constexpr int64_t kLast = 7258118400;
  return present && timestamp.seconds() >= kFirst &&
         timestamp.seconds() < kLast && timestamp.nanos() >= 0 &&
         timestamp.nanos() < 1000000000;
}

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);
  google::protobuf::Timestamp timestamp;
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(
      static_cast<int32_t>((micros - seconds * 1000000) * 1000));
  return timestamp;
}

absl::StatusOr<storage::MessageRow> ToNewRow(const v1::Message& message) {
  const v1::Message content = ContentOnly(message);
  storage::MessageRow row;
  row.conference_id = ParseConferenceName(message.conference()).value_or("");
  row.conference_revision = message.conference_revision();
  row.recipient_id =
      ParseOfficerName(message.recipient().officer()).value_or("");
  row.kind = static_cast<MessageKind>(message.kind());
  row.recipient_subject = message.recipient().staff_subject();
  row.recipient_name = message.recipient().display_name();
  row.supervisor_id =
      ParseOfficerName(message.supervisor().officer()).value_or("");
  row.supervisor_subject = message.supervisor().staff_subject();
  row.division = message.division();
  row.conference_date =
      ToCivilDay(message.conference_time().date()).value_or(absl::CivilDay());
  row.time_zone = message.conference_time().time_zone();
  ABSL_ASSIGN_OR_RETURN(row.content, ToJson(content));
  row.content_sha256 = Sha256OfContent(content);
  if (message.has_counts()) {
    ABSL_ASSIGN_OR_RETURN(row.counts, ToStoredCounts(message.counts()));
    row.counts_snapshot_at = ToTime(message.counts().snapshot_time());
  }
  row.target_at = ToTime(message.target_time());
  row.deadline_at = ToTime(message.deadline());
  row.duty = ToDuty(message);
  return row;
}

absl::StatusOr<std::string> ToStoredCounts(const v1::ReminderCounts& counts) {
  v1::ReminderCounts known = counts;
  known.DiscardUnknownFields();
  return ToJson(known);
}

absl::StatusOr<v1::Message> ToMessage(const storage::MessageRow& row) {
  v1::Message message;
  ABSL_RETURN_IF_ERROR(FromJson(row.content, &message));
  if (row.counts.has_value()) {
    ABSL_RETURN_IF_ERROR(FromJson(*row.counts, message.mutable_counts()));
  }
  message.set_name(MessageName(row.message_id));
  message.set_message_id_header(row.message_id_header);
  message.set_calendar_uid(row.calendar_uid);
  message.set_calendar_sequence(row.conference_revision - 1);
  message.set_state(static_cast<v1::MessageState>(row.state));
  if (row.accepted_at.has_value()) {
    *message.mutable_accept_time() = ToTimestamp(*row.accepted_at);
  }
  if (row.next_attempt_at.has_value()) {
    *message.mutable_next_attempt_time() = ToTimestamp(*row.next_attempt_at);
  }
  message.set_possible_copies(row.possible_copies);
  message.set_cancel_reason(row.cancel_reason);
  *message.mutable_create_time() = ToTimestamp(row.created_at);
  *message.mutable_update_time() = ToTimestamp(row.updated_at);
  message.set_etag(absl::StrCat(row.version));
  return message;
}

v1::DeliveryAttempt ToAttempt(const storage::AttemptRow& row) {
  v1::DeliveryAttempt attempt;
  attempt.set_number(row.number);
  *attempt.mutable_start_time() = ToTimestamp(row.started_at);
  if (row.data_end_at.has_value()) {
    *attempt.mutable_data_end_time() = ToTimestamp(*row.data_end_at);
  }
  if (row.ended_at.has_value()) {
    *attempt.mutable_end_time() = ToTimestamp(*row.ended_at);
  }
  if (row.outcome.has_value()) {
    attempt.set_outcome(static_cast<v1::AttemptOutcome>(*row.outcome));
  }
  attempt.set_stage(row.stage);
  attempt.set_reply_code(static_cast<int32_t>(row.reply_code));
  attempt.set_reply(row.reply);
  attempt.set_mail_server(row.mail_server);
  attempt.set_copy_reply(row.copy_reply);
  return attempt;
}

absl::StatusOr<MessageContent> ToContent(const storage::MessageRow& row) {
  ABSL_ASSIGN_OR_RETURN(const v1::Message message, ToMessage(row));
  MessageContent content;
  content.kind = row.kind;
  content.conference_id = row.conference_id;
  content.conference_revision = row.conference_revision;
  content.recipient = ToStaff(message.recipient());
  content.supervisor = ToStaff(message.supervisor());
  content.conference_time = ToConferenceTime(message.conference_time());
  content.location = message.location();
  if (message.has_previous_time()) {
    content.previous_time = ToConferenceTime(message.previous_time());
  }
  content.previous_location = message.previous_location();
  content.reminders.reserve(message.reminders_size());
  for (const v1::ReminderLine& line : message.reminders()) {
    content.reminders.push_back({line.number(), line.text()});
  }
  if (message.has_counts()) content.counts = ToCounts(message.counts());
  return content;
}

MailIdentity ToIdentity(const storage::MessageRow& row) {
  return {row.message_id_header, row.calendar_uid, row.conference_revision - 1};
}

v1::MessageChange ToChange(const storage::MessageRow& row) {
  v1::MessageChange change;
  change.set_conference(ConferenceName(row.conference_id));
  change.set_conference_revision(row.conference_revision);
  change.set_recipient(OfficerName(row.recipient_id));
  change.set_kind(static_cast<v1::MessageKind>(row.kind));
  change.set_state(static_cast<v1::MessageState>(row.state));
  if (row.accepted_at.has_value()) {
    *change.mutable_accept_time() = ToTimestamp(*row.accepted_at);
  }
  if (row.counts_snapshot_at.has_value()) {
    *change.mutable_counts_snapshot_time() =
        ToTimestamp(*row.counts_snapshot_at);
  }
  return change;
}

absl::StatusOr<NoticeFacts> ToFacts(
    const storage::MessageRow& row,
    const std::vector<storage::AttemptRow>& attempts) {
  const std::optional<absl::TimeZone> zone = FindZone(row.time_zone);
  if (!zone.has_value() || !row.duty.has_value()) {
    return status::Internal("a stored notice could not be judged");
  }
  NoticeFacts facts;
  facts.basis = row.duty->basis;
  facts.due_by = row.duty->due_by;
  facts.warn_on = row.duty->warn_on;
  facts.escalate_on = row.duty->escalate_on;
  facts.submitted_on = DayOf(row.created_at, *zone);
  facts.target_on = DayOf(row.target_at, *zone);
  facts.accepted_on = row.accepted_date;
  facts.state = row.state;
  for (const storage::AttemptRow& attempt : attempts) {
    facts.attempts.push_back(
        {DayOf(attempt.started_at, *zone), attempt.outcome});
  }
  return facts;
}

v1::NoticeLedgerEntry ToLedgerEntry(const storage::MessageRow& row,
                                    const NoticeVerdict& verdict) {
  v1::NoticeLedgerEntry entry;
  entry.set_message(MessageName(row.message_id));
  entry.set_conference(ConferenceName(row.conference_id));
  entry.set_conference_revision(row.conference_revision);
  entry.set_kind(static_cast<v1::MessageKind>(row.kind));
  entry.set_recipient(OfficerName(row.recipient_id));
  entry.set_recipient_display_name(row.recipient_name);
  entry.set_supervisor(OfficerName(row.supervisor_id));
  entry.set_division(row.division);
  *entry.mutable_conference_date() = ToDate(row.conference_date);
  if (row.duty.has_value()) {
    *entry.mutable_due_by_date() = ToDate(row.duty->due_by);
    entry.set_basis_reason(row.duty->basis_reason);
  }
  entry.set_time_zone(row.time_zone);
  if (row.accepted_at.has_value()) {
    *entry.mutable_accept_time() = ToTimestamp(*row.accepted_at);
  }
  entry.set_reply_code(static_cast<int32_t>(row.reply_code));
  entry.set_reply(row.reply);
  entry.set_mail_server(row.mail_server);
  entry.set_margin_days(verdict.margin_days);
  entry.set_notice_class(static_cast<v1::NoticeClass>(verdict.notice_class));
  entry.set_breach_cause(static_cast<v1::BreachCause>(verdict.cause));
  entry.set_alarm(static_cast<v1::NoticeAlarm>(verdict.alarm));
  entry.set_attempts(row.lease_number);
  entry.set_possible_copies(row.possible_copies);
  entry.set_state(static_cast<v1::MessageState>(row.state));
  return entry;
}

}  // namespace caseload::notify
