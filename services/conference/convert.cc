#include "services/conference/convert.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/conference/names.h"

namespace caseload::conference {
namespace {

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
      absl::ToUnixMicros(time));
}

v1::ConferenceTime ToConferenceTime(const Appointment& appointment) {
  v1::ConferenceTime time;
  *time.mutable_local_date() = ToProto(absl::CivilDay(appointment.local_start));
  time.set_hours(appointment.local_start.hour());
  time.set_minutes(appointment.local_start.minute());
  time.set_time_zone(appointment.time_zone);
  time.set_duration_minutes(appointment.duration_minutes);
  return time;
}

v1::Quarter ToQuarter(const Conference& conference) {
  v1::Quarter quarter;
  quarter.set_label(conference.quarter_label);
  *quarter.mutable_first_day() = ToProto(conference.quarter.first);
  *quarter.mutable_last_day() = ToProto(conference.quarter.last);
  return quarter;
}

v1::NoticeDuty ToNoticeDuty(const Conference& conference) {
  const NoticeDuty& notice = conference.notice;
  v1::NoticeDuty duty;
  duty.set_basis(static_cast<v1::NoticeDuty::Basis>(notice.basis));
  duty.set_basis_reason(notice.basis_reason);
  *duty.mutable_due_by_date() = ToProto(notice.due_by);
  *duty.mutable_warn_date() = ToProto(notice.warn_on);
  *duty.mutable_escalate_date() = ToProto(notice.escalate_on);
  *duty.mutable_day_set_time() = ToTimestamp(notice.day_set_at);
  duty.set_day_set_revision(notice.day_set_revision);
  duty.set_notice_waiver(FormatName(kNoticeWaivers, notice.waiver_id));
  if (notice.postponed_from.has_value()) {
    *duty.mutable_postponed_from_time() =
        ToTimestamp(notice.postponed_from->start);
    *duty.mutable_postponed_accept_time() =
        ToTimestamp(notice.postponed_from->accepted_at);
  }
  duty.set_move_reason_code(notice.move_reason_code);
  for (const NoticeObligation& owed : notice.obligations) {
    v1::NoticeObligation* obligation = duty.add_obligations();
    obligation->set_recipient(
        FormatName(kOfficers, conference.officer.officer_id));
    obligation->set_kind(static_cast<v1::NoticeObligation::Kind>(owed.kind));
    *obligation->mutable_target_time() = ToTimestamp(owed.target_at);
    obligation->set_bears_duty(owed.bears_duty);
  }
  return duty;
}

struct CoverageState {
  policy::Coverage ours;
  v1::ConferenceCoverage::State proto;
};
constexpr CoverageState kCoverageStates[] = {
    {policy::Coverage::kHeld, v1::ConferenceCoverage::STATE_HELD},
    {policy::Coverage::kScheduled, v1::ConferenceCoverage::STATE_SCHEDULED},
    {policy::Coverage::kNotScheduled,
     v1::ConferenceCoverage::STATE_NOT_SCHEDULED},
    {policy::Coverage::kOverdue, v1::ConferenceCoverage::STATE_OVERDUE},
    {policy::Coverage::kExcused, v1::ConferenceCoverage::STATE_EXCUSED},
    {policy::Coverage::kNotCarrying,
     v1::ConferenceCoverage::STATE_NOT_CARRYING},
};

v1::ConferenceCoverage::Excuse ExcuseOf(policy::ExcuseReason reason) {
  switch (reason) {
    case policy::ExcuseReason::kNone:
      return v1::ConferenceCoverage::EXCUSE_UNSPECIFIED;
    case policy::ExcuseReason::kFewDays:
      return v1::ConferenceCoverage::EXCUSE_TOO_FEW_DAYS;
    case policy::ExcuseReason::kOnLeave:
      return v1::ConferenceCoverage::EXCUSE_ON_LEAVE;
    case policy::ExcuseReason::kBeforeGoLive:
      return v1::ConferenceCoverage::EXCUSE_BEFORE_GO_LIVE;
  }
  return v1::ConferenceCoverage::EXCUSE_UNSPECIFIED;
}

v1::Correspondent ToCorrespondent(const StaffContact& contact) {
  v1::Correspondent correspondent;
  correspondent.set_officer(FormatName(kOfficers, contact.officer_id));
  correspondent.set_display_name(contact.display_name);
  correspondent.set_email(contact.email);
  correspondent.set_staff_subject(contact.staff_subject);
  return correspondent;
}

v1::Appointment ToAppointment(const Appointment& from) {
  v1::Appointment appointment;
  *appointment.mutable_time() = ToConferenceTime(from);
  *appointment.mutable_start_time() = ToTimestamp(from.start);
  *appointment.mutable_end_time() = ToTimestamp(from.end);
  appointment.set_location(from.location);
  appointment.set_room(FormatName(kRooms, from.room_id));
  return appointment;
}

}  // namespace

type::v1::Date ToProto(absl::CivilDay day) {
  type::v1::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

v1::Conference ToProto(const Conference& conference) {
  v1::Conference message;
  message.set_name(FormatName(kConferences, conference.id));
  message.set_officer(FormatName(kOfficers, conference.officer.officer_id));
  message.set_supervisor(
      FormatName(kOfficers, conference.supervisor.officer_id));
  message.set_holder_reason(conference.holder_reason);
  message.set_unit(FormatName(kUnits, conference.unit_id));
  message.set_division(conference.division);
  message.set_kind(static_cast<v1::Conference::Kind>(conference.kind));
  message.set_state(static_cast<v1::Conference::State>(conference.state));
  message.set_revision(conference.revision);
  const Appointment& appointment = conference.appointment;
  *message.mutable_time() = ToConferenceTime(appointment);
  *message.mutable_start_time() = ToTimestamp(appointment.start);
  *message.mutable_end_time() = ToTimestamp(appointment.end);
  message.set_location(appointment.location);
  message.set_room(FormatName(kRooms, appointment.room_id));
  *message.mutable_quarter() = ToQuarter(conference);
  *message.mutable_notice() = ToNoticeDuty(conference);
  for (ScheduleRule rule : conference.overridden_rules) {
    message.add_overridden_rules(static_cast<v1::ScheduleRule>(rule));
  }
  message.set_override_reason(conference.override_reason);
  message.set_change_reason(conference.change_reason);
  message.set_policy_version(absl::StrCat(conference.policy.pack_id, "@",
                                          conference.policy.version_label));
  message.set_etag(absl::StrCat(conference.version));
  *message.mutable_create_time() = ToTimestamp(conference.created_at);
  return message;
}

v1::NoticeWaiver ToProto(const NoticeWaiver& waiver) {
  v1::NoticeWaiver message;
  message.set_name(FormatName(kNoticeWaivers, waiver.id));
  message.set_officer(FormatName(kOfficers, waiver.officer_id));
  *message.mutable_conference_date() = ToProto(waiver.day);
  message.set_reason(waiver.reason);
  message.set_state(static_cast<v1::NoticeWaiver::State>(waiver.state));
  message.set_requested_by(waiver.requested_by);
  *message.mutable_request_time() = ToTimestamp(waiver.requested_at);
  message.set_decided_by(waiver.decided_by);
  if (waiver.decided_at.has_value()) {
    *message.mutable_decision_time() = ToTimestamp(*waiver.decided_at);
  }
  message.set_decision_note(waiver.decision_note);
  message.set_conference(FormatName(kConferences, waiver.conference_id));
  message.set_etag(absl::StrCat(waiver.version));
  return message;
}

v1::ConferenceCoverage ToProto(const OfficerCoverage& coverage) {
  v1::ConferenceCoverage message;
  message.set_officer(FormatName(kOfficers, coverage.officer_id));
  message.set_display_name(coverage.display_name);
  message.set_unit(FormatName(kUnits, coverage.posting.unit_id));
  message.set_division(coverage.posting.division);
  message.set_supervisor(FormatName(kOfficers, coverage.posting.supervisor_id));
  for (const CoverageState& state : kCoverageStates) {
    if (state.ours == coverage.judgement.coverage)
      message.set_state(state.proto);
  }
  message.set_excuse(ExcuseOf(coverage.judgement.reason));
  message.set_carried_days(coverage.carrying.days_carried);
  message.set_leave_days(coverage.carrying.days_on_leave);
  message.set_outcome_missing(coverage.judgement.outcome_missing);
  message.set_conference(FormatName(kConferences, coverage.conference_id));
  message.mutable_quarter()->set_label(coverage.quarter_label);
  *message.mutable_quarter()->mutable_first_day() =
      ToProto(coverage.carrying.quarter.first);
  *message.mutable_quarter()->mutable_last_day() =
      ToProto(coverage.carrying.quarter.last);
  message.set_policy_version(
      absl::StrCat(coverage.judgement.policy.pack_id, "@",
                   coverage.judgement.policy.version_label));
  return message;
}

std::optional<policy::Coverage> ToCoverage(int state) {
  for (const CoverageState& known : kCoverageStates) {
    if (known.proto == state) return known.ours;
  }
  return std::nullopt;
}

v1::ConferenceState ToFeedState(const Conference& conference,
                                const std::optional<Appointment>& previous) {
  v1::ConferenceState state;
  state.set_name(FormatName(kConferences, conference.id));
  state.set_revision(conference.revision);
  state.set_state(static_cast<v1::Conference::State>(conference.state));
  state.set_kind(static_cast<v1::Conference::Kind>(conference.kind));
  *state.mutable_officer() = ToCorrespondent(conference.officer);
  *state.mutable_supervisor() = ToCorrespondent(conference.supervisor);
  state.set_unit(FormatName(kUnits, conference.unit_id));
  state.set_division(conference.division);
  state.set_policy_pack_id(conference.policy.pack_id);
  state.set_policy_version_label(conference.policy.version_label);
  state.set_policy_digest(conference.policy.digest);
  state.set_county_time_zone(conference.county_zone);
  *state.mutable_conference_date() = ToProto(conference.day);
  *state.mutable_appointment() = ToAppointment(conference.appointment);
  if (previous.has_value()) {
    *state.mutable_previous_appointment() = ToAppointment(*previous);
  }
  *state.mutable_notice() = ToNoticeDuty(conference);
  *state.mutable_quarter() = ToQuarter(conference);
  return state;
}

v1::NoticeWaiverState ToFeedState(const NoticeWaiver& waiver) {
  v1::NoticeWaiverState state;
  state.set_name(FormatName(kNoticeWaivers, waiver.id));
  state.set_officer(FormatName(kOfficers, waiver.officer_id));
  state.set_division(waiver.division);
  *state.mutable_conference_date() = ToProto(waiver.day);
  state.set_state(static_cast<v1::NoticeWaiver::State>(waiver.state));
  return state;
}

}  // namespace caseload::conference
