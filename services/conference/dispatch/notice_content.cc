#include "services/conference/dispatch/notice_content.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/status/error.h"
#include "services/conference/domain/finding_words.h"
#include "services/conference/names.h"

namespace caseload::conference {
namespace {

using google::protobuf::util::TimeUtil;

absl::CivilDay ToDay(const type::v1::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixMicros(TimeUtil::TimestampToMicroseconds(timestamp));
}

std::string IdIn(absl::string_view collection, absl::string_view name) {
  return ParseName(collection, name).value_or("");
}

// A mail's line: what was typed on several becomes one.
std::string OneLine(std::string text) {
  for (char& c : text) {
    if (c == '\r' || c == '\n' || c == '\t') c = ' ';
  }
  absl::RemoveExtraAsciiWhitespace(&text);
  return text;
}

StaffContact ToContact(const v1::Correspondent& from) {
  return {IdIn(kOfficers, from.officer()), OneLine(from.display_name()),
          from.email(), from.staff_subject()};
}

// "Main Street office (room-2)".
std::string PlaceOf(const v1::Appointment& appointment) {
  const std::string words = OneLine(appointment.location());
  const std::string room = IdIn(kRooms, appointment.room());
  if (words.empty() || room.empty()) return absl::StrCat(words, room);
  return absl::StrCat(words, " (", room, ")");
}

Appointment ToAppointment(const v1::Appointment& from) {
  const v1::ConferenceTime& time = from.time();
  Appointment appointment;
  appointment.local_start = absl::CivilMinute(ToDay(time.local_date())) +
                            time.hours() * 60 + time.minutes();
  appointment.time_zone = time.time_zone();
  appointment.duration_minutes = time.duration_minutes();
  appointment.start = ToTime(from.start_time());
  appointment.end = ToTime(from.end_time());
  appointment.location = PlaceOf(from);
  return appointment;
}

MessageDuty ToDuty(const v1::NoticeDuty& from) {
  MessageDuty duty;
  duty.due_by = ToDay(from.due_by_date());
  duty.warn_on = ToDay(from.warn_date());
  duty.escalate_on = ToDay(from.escalate_date());
  duty.basis = static_cast<NoticeBasis>(from.basis());
  duty.basis_reason = OneLine(from.basis_reason());
  return duty;
}

DispatchKey KeyOf(const v1::ConferenceState& event,
                  const v1::NoticeObligation& obligation) {
  return {IdIn(kConferences, event.name()), event.revision(),
          IdIn(kOfficers, obligation.recipient()),
          static_cast<NoticeKind>(obligation.kind())};
}

}  // namespace

absl::StatusOr<v1::ConferenceState> ParseEvent(absl::string_view json) {
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  v1::ConferenceState event;
  if (!google::protobuf::util::JsonStringToMessage(std::string(json), &event,
                                                   options)
           .ok()) {
    return status::Internal("a conference's event cannot be read");
  }
  return event;
}

std::vector<DispatchKey> KeysOf(const v1::ConferenceState& event) {
  std::vector<DispatchKey> keys;
  for (const v1::NoticeObligation& owed : event.notice().obligations()) {
    keys.push_back(KeyOf(event, owed));
  }
  return keys;
}

absl::StatusOr<NoticeMessage> ContentOf(const v1::ConferenceState& event,
                                        const DispatchKey& key) {
  const auto& obligations = event.notice().obligations();
  const auto owed =
      std::find_if(obligations.begin(), obligations.end(),
                   [&](const auto& one) { return KeyOf(event, one) == key; });
  if (owed == obligations.end()) {
    return status::Internal("an event does not owe what was made of it");
  }
  NoticeMessage message;
  message.key = key;
  message.recipient = ToContact(event.officer());
  message.supervisor = ToContact(event.supervisor());
  message.division = event.division();
  message.policy_version =
      absl::StrCat(event.policy_pack_id(), "@", event.policy_version_label());
  message.appointment = ToAppointment(event.appointment());
  if (key.kind == NoticeKind::kChange) {
    message.previous = ToAppointment(event.previous_appointment());
  }
  if (owed->bears_duty()) message.duty = ToDuty(event.notice());
  message.target_at = ToTime(owed->target_time());
  // Once the conference has begun there is nothing to give notice of.
  message.deadline_at = message.appointment.start;
  return message;
}

std::vector<NoticeReminder> RemindersOf(const policy::PolicyPack& pack) {
  std::vector<NoticeReminder> reminders;
  for (const policy::ReminderLine& line : pack.notice.reminders) {
    reminders.push_back({line.number, line.text});
  }
  return reminders;
}

NoticeCounts CountsFor(const policy::PolicyPack& pack,
                       const std::vector<std::string>& numbers,
                       const CaseloadSnapshot& snapshot, absl::Time taken_at) {
  NoticeCounts result;
  result.as_of = snapshot.as_of;
  result.taken_at = taken_at;
  result.caseload_size = static_cast<int64_t>(snapshot.cases.size());
  for (const policy::ReminderLine& line : pack.notice.reminders) {
    if (!policy::Holds(numbers, line.number)) continue;
    for (const policy::SnapshotCount kind : line.counts) {
      const auto found = snapshot.counts.find(kind);
      if (found == snapshot.counts.end()) continue;
      result.counts.push_back({line.number, LabelOf(kind), found->second});
    }
  }
  return result;
}

absl::CivilDay DayOf(const v1::ConferenceState& event) {
  return ToDay(event.conference_date());
}

absl::Time StartOf(const v1::ConferenceState& event) {
  return ToTime(event.appointment().start_time());
}

}  // namespace caseload::conference
