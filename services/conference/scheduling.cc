#include "services/conference/scheduling.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/conference/access.h"
#include "services/conference/domain/holder.h"
#include "services/conference/domain/notice_plan.h"
#include "services/conference/lookup.h"
#include "services/conference/names.h"
#include "services/conference/publish.h"
#include "services/conference/storage/conference_store.h"
#include "services/conference/storage/waiver_store.h"

namespace caseload::conference {
namespace {

// The instants of a proposal, by the rules of its zone.
absl::StatusOr<Appointment> AppointmentOf(const Proposal& proposal,
                                          const CountyCalendar& calendar) {
  Appointment appointment;
  appointment.local_start = proposal.local_start;
  appointment.time_zone =
      proposal.time_zone.empty() ? calendar.zone_name : proposal.time_zone;
  const absl::StatusOr<absl::TimeZone> zone =
      policy::LoadZone(appointment.time_zone);
  if (!zone.ok()) {
    return status::InvalidField(
        "time.time_zone", "TIME_ZONE_UNKNOWN",
        "is no IANA zone like America/Los_Angeles; leave it empty for the "
        "county's");
  }
  const policy::ResolvedTime resolved =
      policy::ResolveLocalTime(absl::CivilSecond(proposal.local_start), *zone);
  if (resolved.kind == policy::LocalTimeKind::kSkipped) {
    return status::InvalidField("time", "LOCAL_TIME_SKIPPED",
                                "the zone's clocks go forward over this time "
                                "on that day; choose another");
  }
  appointment.duration_minutes = proposal.duration_minutes;
  appointment.start = resolved.instant;
  appointment.end = resolved.instant + absl::Minutes(proposal.duration_minutes);
  appointment.location = proposal.location;
  appointment.room_id = proposal.room_id;
  return appointment;
}

absl::Status CheckHorizon(absl::CivilDay day, absl::CivilDay today) {
  if (day <= today + kMaxDaysAhead) return absl::OkStatus();
  return status::InvalidField(
      "time.local_date", "DATE_TOO_FAR",
      absl::StrCat("is more than ", kMaxDaysAhead, " days ahead"));
}

absl::Status CheckLocation(const policy::PolicyPack& pack,
                           const Proposal& proposal) {
  if (!pack.conference.location_required || !proposal.location.empty()) {
    return absl::OkStatus();
  }
  return status::InvalidField(
      "location", "LOCATION_REQUIRED",
      "the division's notice names the place; say where it is (R010)");
}

StaffContact ContactOf(const OfficerOnDay& officer) {
  return {officer.officer_id, officer.display_name, officer.email,
          officer.staff_subject};
}

HolderFacts HolderFactsOf(const OfficerOnDay& officer) {
  HolderFacts facts;
  facts.officer_id = officer.officer_id;
  facts.supervisor_id = officer.posting->supervisor_id;
  facts.acting_supervisor_id = officer.posting->acting_supervisor_id;
  return facts;
}

// The waiver that a scheduler names, when it may be used for this conference.
absl::StatusOr<NoticeWaiver> UsableWaiver(sql::Transaction& tx,
                                          absl::string_view waiver_id,
                                          const Conference& conference) {
  ABSL_ASSIGN_OR_RETURN(std::optional<NoticeWaiver> waiver,
                        LoadWaiver(tx, waiver_id));
  const std::string name = FormatName(kNoticeWaivers, waiver_id);
  if (!waiver.has_value()) return status::NotFound(name);
  if (waiver->state != WaiverState::kApproved ||
      waiver->officer_id != conference.officer.officer_id ||
      waiver->day != conference.day) {
    return status::FailedPrecondition(
        "WAIVER_NOT_USABLE", name,
        "the waiver must be approved, not used yet, and for this officer and "
        "day; ask for one with RequestNoticeWaiver");
  }
  return *std::move(waiver);
}

absl::Status UseWaiver(sql::Transaction& tx, const rpc::CallContext& call,
                       NoticeWaiver waiver, absl::string_view conference_id) {
  waiver.state = WaiverState::kUsed;
  waiver.conference_id = std::string(conference_id);
  ABSL_RETURN_IF_ERROR(UpdateWaiver(tx, waiver));
  return Publish(tx, call, waiver);
}

// Plans the notice of `conference` and says which waiver it uses, if any.
absl::StatusOr<std::optional<NoticeWaiver>> SetNotice(
    sql::Transaction& tx, absl::string_view waiver_id,
    const SchedulingFacts& facts, NoticeRequest request,
    Conference& conference) {
  std::optional<NoticeWaiver> waiver;
  if (!waiver_id.empty()) {
    ABSL_ASSIGN_OR_RETURN(waiver, UsableWaiver(tx, waiver_id, conference));
    request.waiver_id = waiver->id;
    request.waiver_reason = waiver->reason;
  }
  request.start = conference.appointment.start;
  request.revision = conference.revision;
  request.additional = conference.kind == Kind::kAdditional;
  ABSL_ASSIGN_OR_RETURN(conference.notice,
                        PlanNotice(*facts.pack, request, facts.calendar.zone,
                                   facts.calendar.working_days));
  if (!waiver.has_value() || conference.notice.waiver_id != waiver->id) {
    return std::optional<NoticeWaiver>();
  }
  return waiver;
}

// What the conference is to the officer's duty: the first that stands for a
// quarter meets it.
absl::StatusOr<Kind> KindOf(sql::Transaction& tx,
                            const policy::PolicyPack& pack,
                            const Conference& conference) {
  ABSL_ASSIGN_OR_RETURN(const int64_t standing,
                        CountStanding(tx, conference.officer.officer_id,
                                      conference.quarter, conference.id));
  return standing >= pack.conference.per_quarter ? Kind::kAdditional
                                                 : Kind::kQuarterly;
}

std::string OfficerResource(const StaffContact& contact) {
  return FormatName(kOfficers, contact.officer_id);
}

// The bookings of a conference: each resource with the rule that, set aside,
// lets it be taken twice.
struct Claim {
  std::string resource;
  ScheduleRule rule;
};

std::vector<Claim> ClaimsOf(const Conference& conference) {
  std::vector<Claim> claims = {
      {OfficerResource(conference.officer), ScheduleRule::kOfficerBooked},
      {OfficerResource(conference.supervisor),
       ScheduleRule::kSupervisorBooked}};
  if (!conference.appointment.room_id.empty()) {
    claims.push_back({FormatName(kRooms, conference.appointment.room_id),
                      ScheduleRule::kRoomBooked});
  }
  return claims;
}

// What others have taken from `from` to `to`.
absl::Status LoadTaken(sql::Transaction& tx, const Conference& conference,
                       absl::Time from, absl::Time to, ScheduleFacts& facts) {
  from = absl::UnixEpoch() + absl::Floor(from - absl::UnixEpoch(), kSlot);
  for (const Claim& claim : ClaimsOf(conference)) {
    ABSL_ASSIGN_OR_RETURN(
        std::set<absl::Time> taken,
        TakenSlots(tx, claim.resource, from, to, conference.id));
    if (claim.rule == ScheduleRule::kOfficerBooked) {
      facts.officer_slots = std::move(taken);
    } else if (claim.rule == ScheduleRule::kSupervisorBooked) {
      facts.supervisor_slots = std::move(taken);
    } else {
      facts.room_slots = std::move(taken);
    }
  }
  return absl::OkStatus();
}

ScheduleFacts ScheduleFactsOf(const SchedulingFacts& facts) {
  ScheduleFacts schedule;
  schedule.county_zone = facts.calendar.zone;
  schedule.working_days = facts.calendar.working_days;
  schedule.officer_leave = facts.officer_leave;
  schedule.supervisor_leave = facts.supervisor_leave;
  return schedule;
}

bool Names(const std::vector<ScheduleRule>& rules, ScheduleRule rule) {
  return std::find(rules.begin(), rules.end(), rule) != rules.end();
}

// What a move takes over from the proposal; the rest stays as it was.
Conference Moved(const Conference& current, const Conference& draft) {
  Conference moved = draft;
  moved.id = current.id;
  moved.version = current.version;
  moved.state = current.state;
  moved.kind = current.kind;
  moved.revision = current.revision;
  moved.notice = current.notice;
  moved.change_reason = current.change_reason;
  moved.created_at = current.created_at;
  return moved;
}

}  // namespace

absl::Status Scheduler::GatherHolder(const rpc::CallContext& call,
                                     const OfficerOnDay& officer,
                                     const Proposal& proposal,
                                     SchedulingFacts& facts) const {
  const PeerCall peer_call = PeerCallOf(call);
  const absl::CivilDay day = facts.draft.day;
  const policy::DayRange horizon = {day,
                                    day + options_.slot_search.horizon_days};
  HolderFacts holder_facts = HolderFactsOf(officer);
  if (!holder_facts.supervisor_id.empty()) {
    ABSL_ASSIGN_OR_RETURN(facts.supervisor_leave,
                          options_.caseplan->ListLeave(
                              peer_call, holder_facts.supervisor_id, horizon));
    for (const policy::DayRange& leave : facts.supervisor_leave) {
      holder_facts.supervisor_on_leave |= leave.Contains(day);
    }
  }
  ABSL_ASSIGN_OR_RETURN(const std::string holder_id,
                        ChooseHolder(holder_facts, proposal.supervisor_id,
                                     proposal.holder_reason));
  if (holder_id != holder_facts.supervisor_id) {
    ABSL_ASSIGN_OR_RETURN(
        facts.supervisor_leave,
        options_.caseplan->ListLeave(peer_call, holder_id, horizon));
  }
  ABSL_ASSIGN_OR_RETURN(
      const OfficerOnDay holder,
      options_.caseplan->GetOfficerOnDay(peer_call, holder_id, day));
  facts.draft.supervisor = ContactOf(holder);
  if (!IsRegularHolder(holder_facts, holder_id)) {
    facts.draft.holder_reason = proposal.holder_reason;
  }
  ABSL_ASSIGN_OR_RETURN(
      facts.officer_leave,
      options_.caseplan->ListLeave(peer_call, officer.officer_id, horizon));
  const bool may_set = Supervises(facts.caller, officer.officer_id) ||
                       IsRegularHolder(holder_facts, facts.caller.officer_id);
  return may_set ? absl::OkStatus() : OfficerNotSupervised();
}

absl::StatusOr<SchedulingFacts> Scheduler::GatherProposal(
    const rpc::CallContext& call, absl::string_view officer_id,
    const Proposal& proposal) const {
  const PeerCall peer_call = PeerCallOf(call);
  SchedulingFacts facts;
  ABSL_ASSIGN_OR_RETURN(facts.calendar, options_.calendar->Get(peer_call));
  const absl::CivilDay today = policy::LocalDay(call.now, facts.calendar.zone);
  ABSL_ASSIGN_OR_RETURN(facts.caller,
                        VisibilityOf(call, *options_.caseplan, today));

  Conference& draft = facts.draft;
  ABSL_ASSIGN_OR_RETURN(draft.appointment,
                        AppointmentOf(proposal, facts.calendar));
  draft.county_zone = facts.calendar.zone_name;
  draft.day = policy::LocalDay(draft.appointment.start, facts.calendar.zone);
  ABSL_RETURN_IF_ERROR(CheckHorizon(draft.day, today));

  ABSL_ASSIGN_OR_RETURN(
      const OfficerOnDay officer,
      options_.caseplan->GetOfficerOnDay(peer_call, officer_id, draft.day));
  if (!officer.posting.has_value()) {
    return status::FailedPrecondition(
        "OFFICER_NOT_POSTED", FormatName(kOfficers, officer_id),
        absl::StrCat("the officer has no posting on ",
                     policy::FormatDay(draft.day)));
  }
  draft.officer = ContactOf(officer);
  draft.unit_id = officer.posting->unit_id;
  draft.division = officer.posting->division;
  ABSL_RETURN_IF_ERROR(GatherHolder(call, officer, proposal, facts));

  ABSL_ASSIGN_OR_RETURN(facts.pack,
                        options_.packs->InForce(draft.division, draft.day));
  ABSL_RETURN_IF_ERROR(CheckLocation(*facts.pack, proposal));
  draft.quarter = policy::QuarterOf(draft.day, facts.pack->quarter);
  draft.quarter_label = policy::QuarterLabel(draft.day, facts.pack->quarter);
  draft.policy = facts.pack->version;
  return facts;
}

absl::Status Scheduler::Refuse(sql::Transaction& tx,
                               const std::vector<ScheduleRule>& standing,
                               const Proposal& proposal,
                               const SchedulingFacts& facts,
                               const Conference& conference) const {
  ABSL_ASSIGN_OR_RETURN(const absl::TimeZone zone,
                        policy::LoadZone(conference.appointment.time_zone));
  ScheduleFacts schedule = ScheduleFactsOf(facts);
  ABSL_RETURN_IF_ERROR(
      LoadTaken(tx, conference, conference.appointment.start,
                conference.appointment.end +
                    absl::Hours(24) * (options_.slot_search.horizon_days + 1),
                schedule));
  return ScheduleRefusal(
      standing, conference,
      NextFreeStart(schedule, conference.appointment, zone,
                    proposal.overridden_rules, options_.slot_search),
      options_.slot_search);
}

absl::Status Scheduler::JudgeSlots(sql::Transaction& tx,
                                   const Proposal& proposal,
                                   const SchedulingFacts& facts,
                                   Conference& conference) const {
  const Appointment& appointment = conference.appointment;
  ScheduleFacts schedule = ScheduleFactsOf(facts);
  ABSL_RETURN_IF_ERROR(
      LoadTaken(tx, conference, appointment.start, appointment.end, schedule));
  const std::vector<ScheduleRule> broken =
      BrokenRules(schedule, appointment.start, appointment.end);
  const std::vector<ScheduleRule> standing =
      Standing(broken, proposal.overridden_rules);
  if (!standing.empty()) {
    return Refuse(tx, standing, proposal, facts, conference);
  }
  // What is broken was set aside, all of it.
  conference.overridden_rules = broken;
  conference.override_reason =
      broken.empty() ? std::string() : proposal.override_reason;
  return absl::OkStatus();
}

absl::Status Scheduler::TakeSlots(sql::Transaction& tx,
                                  const Proposal& proposal,
                                  const SchedulingFacts& facts,
                                  const Conference& conference) const {
  for (const Claim& claim : ClaimsOf(conference)) {
    ABSL_ASSIGN_OR_RETURN(const bool taken,
                          Book(tx, claim.resource, conference.appointment.start,
                               conference.appointment.end, conference.id,
                               Names(conference.overridden_rules, claim.rule)));
    if (!taken) {
      return Refuse(tx, {claim.rule}, proposal, facts, conference);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<SchedulingFacts> Scheduler::GatherSchedule(
    const rpc::CallContext& call, const ScheduleCommand& command) const {
  return GatherProposal(call, command.officer_id, command.proposal);
}

absl::StatusOr<Conference> Scheduler::ApplySchedule(
    sql::Transaction& tx, const rpc::CallContext& call,
    const ScheduleCommand& command, const SchedulingFacts& facts) const {
  Conference conference = facts.draft;
  conference.id = options_.ids->NewId();
  conference.created_at = call.now;
  ABSL_ASSIGN_OR_RETURN(conference.kind, KindOf(tx, *facts.pack, conference));
  NoticeRequest request;
  request.now = call.now;
  request.reason = command.short_notice_reason;
  ABSL_ASSIGN_OR_RETURN(std::optional<NoticeWaiver> waiver,
                        SetNotice(tx, command.proposal.waiver_id, facts,
                                  std::move(request), conference));
  ABSL_RETURN_IF_ERROR(JudgeSlots(tx, command.proposal, facts, conference));
  ABSL_RETURN_IF_ERROR(InsertConference(tx, conference, RecordingOf(call)));
  ABSL_RETURN_IF_ERROR(TakeSlots(tx, command.proposal, facts, conference));
  if (waiver.has_value()) {
    ABSL_RETURN_IF_ERROR(
        UseWaiver(tx, call, *std::move(waiver), conference.id));
  }
  ABSL_RETURN_IF_ERROR(Publish(tx, call, conference));
  return conference;
}

absl::StatusOr<RescheduleFacts> Scheduler::GatherReschedule(
    const rpc::CallContext& call, const RescheduleCommand& command) const {
  std::optional<Conference> current;
  ABSL_RETURN_IF_ERROR(options_.database->Read(
      call.deadline, [&](sql::Transaction& tx) -> absl::Status {
        ABSL_ASSIGN_OR_RETURN(current,
                              LoadConference(tx, command.conference_id));
        return absl::OkStatus();
      }));
  if (!current.has_value()) {
    return status::NotFound(FormatName(kConferences, command.conference_id));
  }
  ABSL_ASSIGN_OR_RETURN(const CountyCalendar calendar,
                        options_.calendar->Get(PeerCallOf(call)));
  ABSL_ASSIGN_OR_RETURN(
      const Visibility caller,
      VisibilityOf(call, *options_.caseplan,
                   policy::LocalDay(call.now, calendar.zone)));
  ABSL_RETURN_IF_ERROR(CheckMayChange(caller, *current));

  RescheduleFacts facts;
  ABSL_ASSIGN_OR_RETURN(
      facts.scheduling,
      GatherProposal(call, current->officer.officer_id, command.proposal));
  facts.version = current->version;
  if (MayHaveBeenNoticed(current->notice, call.now)) {
    ABSL_ASSIGN_OR_RETURN(
        facts.accepted_at,
        options_.proofs->FirstAcceptance(PeerCallOf(call), current->id,
                                         current->notice.day_set_revision));
  }
  return facts;
}

absl::StatusOr<Conference> Scheduler::ApplyReschedule(
    sql::Transaction& tx, const rpc::CallContext& call,
    const RescheduleCommand& command, const RescheduleFacts& facts) const {
  // What was gathered belongs to the version that was read then.
  ABSL_ASSIGN_OR_RETURN(const Conference current,
                        LoadForChange(tx, command.conference_id,
                                      command.version.value_or(facts.version),
                                      facts.scheduling.caller));
  if (current.version != facts.version) {
    return status::EtagMismatch(FormatName(kConferences, current.id));
  }
  ABSL_RETURN_IF_ERROR(CheckStillAhead(current, call.now));

  Conference moved = Moved(current, facts.scheduling.draft);
  const bool new_revision = moved.appointment != current.appointment;
  std::optional<NoticeWaiver> waiver;
  if (new_revision) {
    ++moved.revision;
    moved.change_reason = command.move_reason;
    if (moved.day != current.day) {
      ABSL_ASSIGN_OR_RETURN(moved.kind,
                            KindOf(tx, *facts.scheduling.pack, moved));
    }
    NoticeRequest request;
    request.now = call.now;
    request.reason = command.move_reason;
    request.move_reason_code = command.move_reason_code;
    request.earlier = EarlierRevision{current.appointment.start, current.day,
                                      current.notice, facts.accepted_at};
    ABSL_ASSIGN_OR_RETURN(
        waiver, SetNotice(tx, command.proposal.waiver_id, facts.scheduling,
                          std::move(request), moved));
  }
  ABSL_RETURN_IF_ERROR(
      JudgeSlots(tx, command.proposal, facts.scheduling, moved));
  ABSL_RETURN_IF_ERROR(ReleaseBookings(tx, moved.id));
  ABSL_RETURN_IF_ERROR(
      TakeSlots(tx, command.proposal, facts.scheduling, moved));
  ABSL_RETURN_IF_ERROR(
      UpdateConference(tx, moved, new_revision, RecordingOf(call)));
  if (waiver.has_value()) {
    ABSL_RETURN_IF_ERROR(UseWaiver(tx, call, *std::move(waiver), moved.id));
  }
  ABSL_RETURN_IF_ERROR(Publish(tx, call, moved));
  return moved;
}

}  // namespace caseload::conference
