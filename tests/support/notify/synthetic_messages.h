// synthetic_messages.h: messages about made-up officers, for tests.

#ifndef TESTS_SUPPORT_NOTIFY_SYNTHETIC_MESSAGES_H_
#define TESTS_SUPPORT_NOTIFY_SYNTHETIC_MESSAGES_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "caseload/notify/v1/notify_service.pb.h"
#include "services/common/rpc/call_context.h"
#include "services/notify/convert.h"

namespace caseload::notify::testing {

inline absl::TimeZone CountyZone() {
  absl::TimeZone zone;
  absl::LoadTimeZone("America/Los_Angeles", &zone);
  return zone;
}

// An instant by the county's clocks.
inline absl::Time CountyTime(int year, int month, int day, int hour,
                             int minute = 0, int second = 0) {
  return absl::FromCivil(
      absl::CivilSecond(year, month, day, hour, minute, second), CountyZone());
}

inline v1::StaffMember Staff(absl::string_view id, absl::string_view name) {
  v1::StaffMember staff;
  staff.set_officer(absl::StrCat("officers/", id));
  staff.set_staff_subject(absl::StrCat("subject-", id));
  staff.set_display_name(std::string(name));
  staff.set_email(absl::StrCat(id, "@probation.example"));
  return staff;
}

inline v1::ConferenceTime Conference(absl::CivilDay day, int hour, int minute) {
  v1::ConferenceTime time;
  *time.mutable_date() = ToDate(day);
  time.set_hour(hour);
  time.set_minute(minute);
  time.set_time_zone("America/Los_Angeles");
  time.set_duration_minutes(60);
  return time;
}

// A valid formal notice of a conference on `day` at 09:30, due ten days before,
// to be sent fourteen days before at 08:00; revision 1, officer "officer-1".
inline v1::SubmitMessageRequest FormalNotice(
    absl::string_view conference = "conference-1",
    absl::CivilDay day = absl::CivilDay(2026, 3, 19)) {
  v1::SubmitMessageRequest request;
  v1::Message& message = *request.mutable_message();
  message.set_conference(absl::StrCat("conferences/", conference));
  message.set_conference_revision(1);
  message.set_kind(v1::MESSAGE_KIND_FORMAL_NOTICE);
  *message.mutable_recipient() = Staff("officer-1", "Quill Farrow");
  *message.mutable_supervisor() = Staff("supervisor-1", "Maren Oduya");
  message.set_division("juvenile");
  message.set_policy_version("juvenile-4.6/1");
  *message.mutable_conference_time() = Conference(day, 9, 30);
  message.set_location("Room 2, Main Street office");
  v1::ReminderLine& first = *message.add_reminders();
  first.set_number("1");
  first.set_text("The Client state in Monitor needs to be current");
  v1::ReminderLine& second = *message.add_reminders();
  second.set_number("2");
  second.set_text("The youth’s assessment(s) need to be current");
  const absl::CivilDay target = day - 14;
  *message.mutable_target_time() = ToTimestamp(CountyTime(
      static_cast<int>(target.year()), target.month(), target.day(), 8));
  *message.mutable_deadline() = ToTimestamp(
      CountyTime(static_cast<int>(day.year()), day.month(), day.day(), 9, 30));
  v1::NoticeDuty& duty = *message.mutable_notice_duty();
  *duty.mutable_due_by_date() = ToDate(day - 10);
  *duty.mutable_warn_date() = ToDate(day - 12);
  *duty.mutable_escalate_date() = ToDate(day - 11);
  duty.set_basis(v1::NOTICE_BASIS_ORDINARY);
  return request;
}

// An invitation to the same conference, to be sent at `target`.
inline v1::SubmitMessageRequest Invitation(absl::string_view conference,
                                           absl::Time target) {
  v1::SubmitMessageRequest request = FormalNotice(conference);
  v1::Message& message = *request.mutable_message();
  message.set_kind(v1::MESSAGE_KIND_INVITATION);
  message.clear_reminders();
  message.clear_notice_duty();
  *message.mutable_target_time() = ToTimestamp(target);
  return request;
}

// Counts beside both reminders of FormalNotice().
inline v1::ReminderCounts Counts(absl::Time taken_at, int64_t first,
                                 int64_t second) {
  v1::ReminderCounts counts;
  *counts.mutable_as_of_date() =
      ToDate(absl::ToCivilDay(taken_at, CountyZone()));
  *counts.mutable_snapshot_time() = ToTimestamp(taken_at);
  counts.set_caseload_size(42);
  v1::ReminderCount& state = *counts.add_counts();
  state.set_line_number("1");
  state.set_label("cases whose client state is not confirmed");
  state.set_count(first);
  v1::ReminderCount& assessment = *counts.add_counts();
  assessment.set_line_number("2");
  assessment.set_label("cases without a current assessment");
  assessment.set_count(second);
  return counts;
}

// A call of the conference service at `now`.
inline rpc::CallContext ConferenceCall(absl::Time now) {
  rpc::CallContext call;
  call.caller.kind = auth::CallerKind::kService;
  call.caller.principal = "service/conference";
  call.now = now;
  call.deadline = absl::InfiniteFuture();
  return call;
}

// A call of a person with one role.
inline rpc::CallContext PersonCall(absl::string_view subject, int role,
                                   absl::Time now) {
  rpc::CallContext call;
  call.caller.kind = auth::CallerKind::kPerson;
  call.caller.principal = absl::StrCat("person/", subject);
  call.caller.person = std::string(subject);
  call.caller.roles.Add(role);
  call.now = now;
  call.deadline = absl::InfiniteFuture();
  return call;
}

}  // namespace caseload::notify::testing

#endif  // TESTS_SUPPORT_NOTIFY_SYNTHETIC_MESSAGES_H_
