#include "services/conference/domain/schedule_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/status/error.h"
#include "services/conference/domain/enum_names.h"

namespace caseload::conference {
namespace {

bool AnyContains(const std::vector<policy::DayRange>& ranges,
                 absl::CivilDay day) {
  return std::any_of(
      ranges.begin(), ranges.end(),
      [day](const policy::DayRange& range) { return range.Contains(day); });
}

bool AnyTaken(const std::set<absl::Time>& taken, absl::Time start,
              absl::Time end) {
  const std::vector<absl::Time> slots = SlotsOf(start, end);
  return std::any_of(slots.begin(), slots.end(), [&taken](absl::Time slot) {
    return taken.count(slot) > 0;
  });
}

struct Refusal {
  const char* reason;
  const char* text;
};

Refusal RefusalOf(ScheduleRule rule) {
  switch (rule) {
    case ScheduleRule::kWorkingDay:
      return {"NOT_A_WORKING_DAY",
              "the day is a Saturday, a Sunday or a holiday of the county"};
    case ScheduleRule::kOfficerLeave:
      return {"OFFICER_ON_LEAVE", "the officer is on leave on that day"};
    case ScheduleRule::kSupervisorLeave:
      return {"SUPERVISOR_ON_LEAVE",
              "who holds the conference is on leave on that day"};
    case ScheduleRule::kOfficerBooked:
      return {"OFFICER_DOUBLE_BOOKED",
              "the officer is in another conference at that time"};
    case ScheduleRule::kSupervisorBooked:
      return {"SUPERVISOR_DOUBLE_BOOKED",
              "who holds the conference is in another one at that time"};
    case ScheduleRule::kRoomBooked:
      return {"ROOM_DOUBLE_BOOKED",
              "the room is taken by another conference at that time"};
  }
  return {"NOT_A_WORKING_DAY", ""};
}

std::string SubjectOf(ScheduleRule rule, const Conference& conference) {
  switch (rule) {
    case ScheduleRule::kWorkingDay:
      return policy::FormatDay(conference.day);
    case ScheduleRule::kOfficerLeave:
    case ScheduleRule::kOfficerBooked:
      return absl::StrCat("officers/", conference.officer.officer_id);
    case ScheduleRule::kSupervisorLeave:
    case ScheduleRule::kSupervisorBooked:
      return absl::StrCat("officers/", conference.supervisor.officer_id);
    case ScheduleRule::kRoomBooked:
      return absl::StrCat("rooms/", conference.appointment.room_id);
  }
  return "";
}

std::string JoinNames(const std::vector<ScheduleRule>& rules) {
  return absl::StrJoin(rules, ", ", [](std::string* out, ScheduleRule rule) {
    absl::StrAppend(out, NameOf(rule));
  });
}

}  // namespace

std::vector<absl::Time> SlotsOf(absl::Time start, absl::Time end) {
  const absl::Duration since_epoch = start - absl::UnixEpoch();
  std::vector<absl::Time> slots;
  for (absl::Time slot = absl::UnixEpoch() + absl::Floor(since_epoch, kSlot);
       slot < end; slot += kSlot) {
    slots.push_back(slot);
  }
  return slots;
}

std::vector<ScheduleRule> BrokenRules(const ScheduleFacts& facts,
                                      absl::Time start, absl::Time end) {
  const absl::CivilDay day = policy::LocalDay(start, facts.county_zone);
  std::vector<ScheduleRule> broken;
  const auto add_if = [&broken](bool is_broken, ScheduleRule rule) {
    if (is_broken) broken.push_back(rule);
  };
  add_if(!facts.working_days.IsWorkingDay(day), ScheduleRule::kWorkingDay);
  add_if(AnyContains(facts.officer_leave, day), ScheduleRule::kOfficerLeave);
  add_if(AnyContains(facts.supervisor_leave, day),
         ScheduleRule::kSupervisorLeave);
  add_if(AnyTaken(facts.officer_slots, start, end),
         ScheduleRule::kOfficerBooked);
  add_if(AnyTaken(facts.supervisor_slots, start, end),
         ScheduleRule::kSupervisorBooked);
  add_if(AnyTaken(facts.room_slots, start, end), ScheduleRule::kRoomBooked);
  return broken;
}

std::vector<ScheduleRule> Standing(const std::vector<ScheduleRule>& broken,
                                   const std::vector<ScheduleRule>& set_aside) {
  std::vector<ScheduleRule> standing;
  for (ScheduleRule rule : broken) {
    if (std::find(set_aside.begin(), set_aside.end(), rule) ==
        set_aside.end()) {
      standing.push_back(rule);
    }
  }
  return standing;
}

std::optional<absl::CivilMinute> NextFreeStart(
    const ScheduleFacts& facts, const Appointment& wanted,
    const absl::TimeZone& zone, const std::vector<ScheduleRule>& set_aside,
    const SlotSearch& search) {
  const absl::Duration duration = absl::Minutes(wanted.duration_minutes);
  const int slot_minutes = static_cast<int>(absl::ToInt64Minutes(kSlot));
  for (int ahead = 0; ahead <= search.horizon_days; ++ahead) {
    const absl::CivilMinute first =
        wanted.local_start + int64_t{24} * 60 * ahead;
    const absl::CivilMinute closes =
        absl::CivilMinute(absl::CivilDay(first)) + search.closes_minute;
    for (absl::CivilMinute at = first;
         at == first || at + wanted.duration_minutes <= closes;
         at += slot_minutes) {
      const policy::ResolvedTime resolved =
          policy::ResolveLocalTime(absl::CivilSecond(at), zone);
      if (resolved.kind == policy::LocalTimeKind::kSkipped) continue;
      const std::vector<ScheduleRule> broken =
          BrokenRules(facts, resolved.instant, resolved.instant + duration);
      if (Standing(broken, set_aside).empty()) return at;
    }
  }
  return std::nullopt;
}

absl::Status ScheduleRefusal(const std::vector<ScheduleRule>& standing,
                             const Conference& conference,
                             std::optional<absl::CivilMinute> next_free,
                             const SlotSearch& search) {
  const Refusal refusal = RefusalOf(standing.front());
  std::string text = refusal.text;
  if (standing.size() > 1) {
    absl::StrAppend(&text, " (all rules broken: ", JoinNames(standing), ")");
  }
  if (next_free.has_value()) {
    absl::StrAppend(&text,
                    "; next free slot: ", absl::FormatCivilTime(*next_free),
                    " ", conference.appointment.time_zone);
  } else {
    absl::StrAppend(&text, "; no slot is free within ", search.horizon_days,
                    " days");
  }
  absl::StrAppend(&text, "; or set the rule aside with overridden_rules and an",
                  " override_reason");
  return status::FailedPrecondition(
      refusal.reason, SubjectOf(standing.front(), conference), text);
}

}  // namespace caseload::conference
