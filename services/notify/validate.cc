#include "services/notify/validate.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/ids/ids.h"
#include "services/common/status/error.h"
#include "services/notify/convert.h"
#include "services/notify/domain/email.h"
#include "services/notify/domain/local_time.h"
#include "services/notify/names.h"

namespace caseload::notify {
namespace {

using status::FieldViolations;

constexpr int kMaxReminders = 50;
constexpr int kMaxCounts = 100;

// Characters, not bytes: what does not continue a UTF-8 sequence begins one.
size_t Characters(absl::string_view text) {
  size_t characters = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++characters;
  }
  return characters;
}

void Required(absl::string_view field, FieldViolations& violations) {
  violations.Add(field, "FIELD_REQUIRED", "is required");
}

void CheckLine(absl::string_view field, absl::string_view text, size_t maximum,
               bool required, FieldViolations& violations) {
  if (required && absl::StripAsciiWhitespace(text).empty()) {
    Required(field, violations);
  } else if (Characters(text) > maximum) {
    violations.Add(field, "TEXT_TOO_LONG",
                   absl::StrCat("has more than ", maximum, " characters"));
  } else if (text.find_first_of("\r\n\t") != absl::string_view::npos) {
    violations.Add(field, "TEXT_NOT_ONE_LINE",
                   "holds a line break or a tabulator; send one line");
  }
}

void CheckStaff(absl::string_view field, const v1::StaffMember& staff,
                bool present, bool email_required,
                FieldViolations& violations) {
  if (!present) return Required(field, violations);
  if (!ParseOfficerName(staff.officer()).has_value()) {
    violations.Add(absl::StrCat(field, ".officer"), "NAME_INVALID",
                   "is no officers/{officer}");
  }
  CheckLine(absl::StrCat(field, ".staff_subject"), staff.staff_subject(), 200,
            false, violations);
  CheckLine(absl::StrCat(field, ".display_name"), staff.display_name(), 200,
            true, violations);
  const std::string email_field = absl::StrCat(field, ".email");
  if (staff.email().empty()) {
    if (email_required) Required(email_field, violations);
  } else if (!IsEmail(staff.email())) {
    violations.Add(email_field, "EMAIL_INVALID",
                   "is no single address like name@example.org");
  }
}

void CheckDate(absl::string_view field, const type::v1::Date& date,
               bool present, bool required, FieldViolations& violations) {
  if (!present) {
    if (required) Required(field, violations);
  } else if (!ToCivilDay(date).has_value()) {
    violations.Add(field, "DATE_INVALID",
                   "is no day between the years 1900 and 2199");
  }
}

void CheckTime(absl::string_view field, const v1::ConferenceTime& time,
               FieldViolations& violations) {
  CheckDate(absl::StrCat(field, ".date"), time.date(), time.has_date(), true,
            violations);
  if (time.hour() < 0 || time.hour() > 23) {
    violations.Add(absl::StrCat(field, ".hour"), "TIME_OUT_OF_RANGE",
                   "is not 0 to 23");
    return;
  }
  if (time.minute() < 0 || time.minute() > 59) {
    violations.Add(absl::StrCat(field, ".minute"), "TIME_OUT_OF_RANGE",
                   "is not 0 to 59");
    return;
  }
  if (time.duration_minutes() < 5 || time.duration_minutes() > 600) {
    violations.Add(absl::StrCat(field, ".duration_minutes"), "DURATION_INVALID",
                   "is not 5 to 600 minutes");
  }
  const std::optional<absl::TimeZone> zone = FindZone(time.time_zone());
  if (!zone.has_value()) {
    violations.Add(absl::StrCat(field, ".time_zone"), "TIME_ZONE_UNKNOWN",
                   "is no name of the IANA time zone database");
    return;
  }
  const std::optional<absl::CivilDay> day = ToCivilDay(time.date());
  if (day.has_value() &&
      !InstantOf(StartOf(*day, time.hour(), time.minute()), *zone)
           .has_value()) {
    violations.Add(field, "LOCAL_TIME_SKIPPED",
                   "does not exist: the clocks go forward over it");
  }
}

void CheckReminders(const v1::Message& message, FieldViolations& violations) {
  const v1::MessageKind kind = message.kind();
  const bool required = kind == v1::MESSAGE_KIND_FORMAL_NOTICE ||
                        kind == v1::MESSAGE_KIND_COMBINED;
  const bool allowed = required || kind == v1::MESSAGE_KIND_CHANGE;
  if (required && message.reminders().empty()) {
    Required("message.reminders", violations);
  }
  if (!allowed && !message.reminders().empty()) {
    violations.Add("message.reminders", "FIELD_NOT_ALLOWED",
                   "belong to a formal notice; leave them out");
  }
  if (message.reminders_size() > kMaxReminders) {
    violations.Add("message.reminders", "TOO_MANY_ITEMS",
                   absl::StrCat("are more than ", kMaxReminders));
    return;
  }
  std::set<std::string> numbers;
  for (int i = 0; i < message.reminders_size(); ++i) {
    const std::string field = absl::StrCat("message.reminders[", i, "]");
    const v1::ReminderLine& line = message.reminders(i);
    CheckLine(absl::StrCat(field, ".number"), line.number(), 10, true,
              violations);
    CheckLine(absl::StrCat(field, ".text"), line.text(), 1000, true,
              violations);
    if (!numbers.insert(line.number()).second) {
      violations.Add(absl::StrCat(field, ".number"), "REMINDER_LINE_REPEATED",
                     "stands twice");
    }
  }
}

void CheckCounts(absl::string_view field, const v1::ReminderCounts& counts,
                 FieldViolations& violations) {
  CheckDate(absl::StrCat(field, ".as_of_date"), counts.as_of_date(),
            counts.has_as_of_date(), true, violations);
  if (!IsInstant(counts.snapshot_time(), counts.has_snapshot_time())) {
    Required(absl::StrCat(field, ".snapshot_time"), violations);
  }
  if (counts.caseload_size() < 0) {
    violations.Add(absl::StrCat(field, ".caseload_size"), "NUMBER_OUT_OF_RANGE",
                   "is negative");
  }
  if (counts.counts_size() > kMaxCounts) {
    violations.Add(absl::StrCat(field, ".counts"), "TOO_MANY_ITEMS",
                   absl::StrCat("are more than ", kMaxCounts));
    return;
  }
  for (int i = 0; i < counts.counts_size(); ++i) {
    const std::string one = absl::StrCat(field, ".counts[", i, "]");
    CheckLine(absl::StrCat(one, ".label"), counts.counts(i).label(), 200, true,
              violations);
    if (counts.counts(i).count() < 0) {
      violations.Add(absl::StrCat(one, ".count"), "NUMBER_OUT_OF_RANGE",
                     "is negative");
    }
  }
}

void CheckChange(const v1::Message& message, FieldViolations& violations) {
  if (message.kind() == v1::MESSAGE_KIND_CHANGE) {
    if (!message.has_previous_time()) {
      Required("message.previous_time", violations);
    } else {
      CheckTime("message.previous_time", message.previous_time(), violations);
    }
    CheckLine("message.previous_location", message.previous_location(), 300,
              false, violations);
    return;
  }
  if (message.has_previous_time() || !message.previous_location().empty()) {
    violations.Add("message.previous_time", "FIELD_NOT_ALLOWED",
                   "belongs to a change; leave it out");
  }
}

void CheckDuty(const v1::Message& message, FieldViolations& violations) {
  const v1::MessageKind kind = message.kind();
  const bool required = kind == v1::MESSAGE_KIND_FORMAL_NOTICE ||
                        kind == v1::MESSAGE_KIND_COMBINED;
  if (!message.has_notice_duty()) {
    if (required) Required("message.notice_duty", violations);
    return;
  }
  const v1::NoticeDuty& duty = message.notice_duty();
  if (!required &&
      (kind != v1::MESSAGE_KIND_CHANGE || message.reminders().empty())) {
    violations.Add("message.notice_duty", "FIELD_NOT_ALLOWED",
                   "belongs to a message with the reminders; leave it out");
  }
  CheckDate("message.notice_duty.due_by_date", duty.due_by_date(),
            duty.has_due_by_date(), true, violations);
  CheckDate("message.notice_duty.warn_date", duty.warn_date(),
            duty.has_warn_date(), false, violations);
  CheckDate("message.notice_duty.escalate_date", duty.escalate_date(),
            duty.has_escalate_date(), false, violations);
  if (duty.basis() == v1::NOTICE_BASIS_UNSPECIFIED ||
      !v1::NoticeBasis_IsValid(duty.basis())) {
    Required("message.notice_duty.basis", violations);
  }
  const bool reason_required = duty.basis() == v1::NOTICE_BASIS_WAIVED ||
                               duty.basis() == v1::NOTICE_BASIS_SHORT_NOTICE ||
                               duty.basis() == v1::NOTICE_BASIS_POSTPONED;
  CheckLine("message.notice_duty.basis_reason", duty.basis_reason(), 500,
            reason_required, violations);
}

void CheckSending(const v1::Message& message, FieldViolations& violations) {
  const bool has_target =
      IsInstant(message.target_time(), message.has_target_time());
  const bool has_deadline =
      IsInstant(message.deadline(), message.has_deadline());
  if (!has_target) Required("message.target_time", violations);
  if (!has_deadline) Required("message.deadline", violations);
  if (has_target && has_deadline &&
      ToTime(message.deadline()) <= ToTime(message.target_time())) {
    violations.Add("message.deadline", "DEADLINE_BEFORE_TARGET",
                   "is not after the target time");
  }
}

void CheckName(absl::string_view field,
               const std::optional<std::string>& parsed, absl::string_view form,
               FieldViolations& violations) {
  if (!parsed.has_value()) {
    violations.Add(field, "NAME_INVALID", absl::StrCat("is no ", form));
  }
}

void CheckFilterNames(absl::string_view conference, absl::string_view recipient,
                      FieldViolations& violations) {
  if (!conference.empty()) {
    CheckName("conference", ParseConferenceName(conference),
              "conferences/{conference}", violations);
  }
  if (!recipient.empty()) {
    CheckName("recipient", ParseOfficerName(recipient), "officers/{officer}",
              violations);
  }
}

}  // namespace

absl::Status Validate(const v1::SubmitMessageRequest& request) {
  FieldViolations violations;
  if (!request.has_message()) {
    Required("message", violations);
    return violations.ToStatus();
  }
  const v1::Message& message = request.message();
  CheckName("message.conference", ParseConferenceName(message.conference()),
            "conferences/{conference}", violations);
  if (message.conference_revision() < 1) {
    violations.Add("message.conference_revision", "NUMBER_OUT_OF_RANGE",
                   "is not 1 or more");
  }
  const bool has_kind = message.kind() != v1::MESSAGE_KIND_UNSPECIFIED &&
                        v1::MessageKind_IsValid(message.kind());
  if (!has_kind) Required("message.kind", violations);
  CheckStaff("message.recipient", message.recipient(), message.has_recipient(),
             /*email_required=*/true, violations);
  CheckStaff("message.supervisor", message.supervisor(),
             message.has_supervisor(), /*email_required=*/false, violations);
  if (!ids::IsValidId(message.division())) {
    violations.Add("message.division", "ID_INVALID",
                   "is not 1 to 63 of a-z, 0-9 and '-'");
  }
  CheckLine("message.policy_version", message.policy_version(), 100, true,
            violations);
  if (!message.has_conference_time()) {
    Required("message.conference_time", violations);
  } else {
    CheckTime("message.conference_time", message.conference_time(), violations);
  }
  CheckLine("message.location", message.location(), 300, false, violations);
  if (has_kind) {
    CheckChange(message, violations);
    CheckReminders(message, violations);
    CheckDuty(message, violations);
  }
  if (message.has_counts()) {
    CheckCounts("message.counts", message.counts(), violations);
    CheckCountLines("message.counts", message.counts(), message, violations);
  }
  CheckSending(message, violations);
  return violations.ToStatus();
}

void CheckCountLines(absl::string_view field, const v1::ReminderCounts& counts,
                     const v1::Message& message, FieldViolations& violations) {
  std::set<absl::string_view> numbers;
  for (const v1::ReminderLine& line : message.reminders()) {
    numbers.insert(line.number());
  }
  for (int i = 0; i < counts.counts_size(); ++i) {
    if (numbers.count(counts.counts(i).line_number()) == 0) {
      violations.Add(absl::StrCat(field, ".counts[", i, "].line_number"),
                     "REMINDER_LINE_UNKNOWN",
                     "is no number of one of the message's reminders");
    }
  }
}

absl::Status Validate(const v1::RefreshMessageRequest& request) {
  FieldViolations violations;
  CheckName("name", ParseMessageName(request.name()), "messages/{message}",
            violations);
  if (!request.has_counts()) {
    Required("counts", violations);
  } else {
    CheckCounts("counts", request.counts(), violations);
  }
  return violations.ToStatus();
}

absl::Status Validate(const v1::CancelMessageRequest& request) {
  FieldViolations violations;
  CheckName("name", ParseMessageName(request.name()), "messages/{message}",
            violations);
  CheckLine("reason", request.reason(), 500, true, violations);
  return violations.ToStatus();
}

absl::Status Validate(const v1::GetMessageRequest& request) {
  FieldViolations violations;
  CheckName("name", ParseMessageName(request.name()), "messages/{message}",
            violations);
  return violations.ToStatus();
}

absl::Status Validate(const v1::ListMessagesRequest& request) {
  FieldViolations violations;
  CheckFilterNames(request.conference(), request.recipient(), violations);
  if (!v1::MessageState_IsValid(request.state())) {
    violations.Add("state", "ENUM_INVALID", "is no state of a message");
  }
  return violations.ToStatus();
}

absl::Status Validate(const v1::ListNoticeLedgerRequest& request) {
  FieldViolations violations;
  CheckFilterNames(request.conference(), request.recipient(), violations);
  if (!request.supervisor().empty()) {
    CheckName("supervisor", ParseOfficerName(request.supervisor()),
              "officers/{officer}", violations);
  }
  CheckDate("due_by.start_date", request.due_by().start_date(),
            request.due_by().has_start_date(), false, violations);
  CheckDate("due_by.end_date", request.due_by().end_date(),
            request.due_by().has_end_date(), false, violations);
  return violations.ToStatus();
}

}  // namespace caseload::notify
