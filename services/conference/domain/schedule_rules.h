// schedule_rules.h: weekends, holidays, leave and double booking
// (requirements.md, Decisions, "Notices").
//
// A conference takes its officer, its holder and its room for whole slots of
// five minutes. A broken rule is answered with its name, the way out and the
// next free slot; a scheduler may set named rules aside with a reason.

#ifndef SERVICES_CONFERENCE_DOMAIN_SCHEDULE_RULES_H_
#define SERVICES_CONFERENCE_DOMAIN_SCHEDULE_RULES_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/conference/domain/conference.h"
#include "services/policy/calendar.h"

namespace caseload::conference {

// The grain of bookings. A start and a duration are multiples of it.
inline constexpr absl::Duration kSlot = absl::Minutes(5);

// Starts of the slots that [start, end) touches, in order.
std::vector<absl::Time> SlotsOf(absl::Time start, absl::Time end);

// What stands in the way on the days that were looked at.
struct ScheduleFacts {
  absl::TimeZone county_zone;
  policy::WorkingDays working_days;
  std::vector<policy::DayRange> officer_leave;
  std::vector<policy::DayRange> supervisor_leave;
  // Slots taken by other conferences.
  std::set<absl::Time> officer_slots;
  std::set<absl::Time> supervisor_slots;
  std::set<absl::Time> room_slots;
};

// The rules that a conference from `start` to `end` would break, in the order
// of the enum.
std::vector<ScheduleRule> BrokenRules(const ScheduleFacts& facts,
                                      absl::Time start, absl::Time end);

// Where a next free slot is looked for; the county's office hours.
struct SlotSearch {
  // Minutes after midnight, on the clocks of the conference's zone. A later
  // start on a day is proposed only when it ends by `closes_minute`.
  int closes_minute = 17 * 60;
  // Civil days, from the one that was asked for.
  int horizon_days = 60;
};

// The first start, not before the one asked for, that breaks no rule but those
// in `set_aside`: on each day from the time of day asked for, in steps of
// kSlot. nullopt when there is none within the horizon.
std::optional<absl::CivilMinute> NextFreeStart(
    const ScheduleFacts& facts, const Appointment& wanted,
    const absl::TimeZone& zone, const std::vector<ScheduleRule>& set_aside,
    const SlotSearch& search);

// The rules of `broken` that `set_aside` does not name.
std::vector<ScheduleRule> Standing(const std::vector<ScheduleRule>& broken,
                                   const std::vector<ScheduleRule>& set_aside);

// FAILED_PRECONDITION for the first of `standing`, which is not empty, naming
// the others, the next free start (nullopt: none was found within
// `search.horizon_days`) and the override. Reasons: NOT_A_WORKING_DAY,
// OFFICER_ON_LEAVE, SUPERVISOR_ON_LEAVE, OFFICER_DOUBLE_BOOKED,
// SUPERVISOR_DOUBLE_BOOKED, ROOM_DOUBLE_BOOKED.
absl::Status ScheduleRefusal(const std::vector<ScheduleRule>& standing,
                             const Conference& conference,
                             std::optional<absl::CivilMinute> next_free,
                             const SlotSearch& search);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_DOMAIN_SCHEDULE_RULES_H_
