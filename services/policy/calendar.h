// calendar.h: civil days, months, quarters, working days and local times.
//
// Civil days and the county's zone decide policy; instants are for storage and
// proof. No function here knows the host's zone or the clock: the zone is an
// argument and "today" is a fact that the caller brings.

#ifndef SERVICES_POLICY_CALENDAR_H_
#define SERVICES_POLICY_CALENDAR_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace caseload::policy {

// Days from `first` to `last`, both included. Empty when `last < first`.
struct DayRange {
  absl::CivilDay first;
  absl::CivilDay last;

  bool Contains(absl::CivilDay day) const;
  // Number of days; 0 when empty.
  int64_t Length() const;
  // The days that both ranges hold; may be empty.
  DayRange Intersect(const DayRange& other) const;

  friend bool operator==(const DayRange& a, const DayRange& b) {
    return a.first == b.first && a.last == b.last;
  }
};

// Reads "2026-11-05". INVALID_ARGUMENT for another form, for a day that does
// not exist (2026-02-29) and for years outside 1900-2200.
absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text);

// Writes "2026-11-05".
std::string FormatDay(absl::CivilDay day);

// The zone of an IANA name ("America/Los_Angeles", "UTC"). INVALID_ARGUMENT for
// a name the zone database does not hold and for everything that would reach
// outside it: "localtime", paths, fixed offsets. A fixed offset is refused
// because it has no daylight-saving rules, so that a county's conferences would
// be an hour off for half of the year.
absl::StatusOr<absl::TimeZone> LoadZone(absl::string_view name);

// The civil day on which `instant` falls in `zone`.
absl::CivilDay LocalDay(absl::Time instant, const absl::TimeZone& zone);

// How a local time stands to the zone's transitions.
enum class LocalTimeKind {
  // Happens once.
  kUnique,
  // Is skipped when clocks go forward: nobody's clock ever shows it.
  kSkipped,
  // Happens twice, when clocks go back.
  kRepeated,
};

// The instant that a local time means.
struct ResolvedTime {
  absl::Time instant;
  LocalTimeKind kind;
};

// Turns a local date-time into an instant.
//
// A skipped time is read with the offset before the gap, so that 02:30 on the
// March night means 03:30 daylight time. A repeated time means its first
// occurrence. Both are reported in `kind`, so that a scheduler can refuse them
// instead.
ResolvedTime ResolveLocalTime(absl::CivilSecond local,
                              const absl::TimeZone& zone);

// The first instant of `day` in `zone`. Where midnight is skipped (some zones
// change at 00:00) it is the first instant that belongs to the day.
absl::Time StartOfDay(absl::CivilDay day, const absl::TimeZone& zone);

// Adds months and clamps at the month's end: 31 August plus six months is 28
// February (29 in a leap year). `months` may be negative.
absl::CivilDay AddMonths(absl::CivilDay day, int months);

// First and last day of the month that holds `day`.
DayRange MonthOf(absl::CivilDay day);

// Monday to Sunday of the week that holds `day`. A week belongs to the month
// and the quarter that hold its Thursday, so that every week is counted in
// exactly one of them.
DayRange WeekOf(absl::CivilDay day);

// A length of policy time: exactly one of the two is positive. Days are counted
// as civil days; months are clamped as in AddMonths.
struct Period {
  int days = 0;
  int months = 0;

  friend bool operator==(const Period& a, const Period& b) {
    return a.days == b.days && a.months == b.months;
  }
};

// `day` plus `period`.
absl::CivilDay AddPeriod(absl::CivilDay day, const Period& period);

// What a division calls a quarter; "Decisions", time and currency.
enum class QuarterKind {
  // January-March, April-June, July-September, October-December.
  kCalendar,
  // Three-month blocks from the first month of the fiscal year.
  kFiscal,
  // The last `rolling_days` days up to and including the day asked about.
  kRolling,
};

// The rule by which a day is assigned to a quarter.
struct QuarterRule {
  QuarterKind kind = QuarterKind::kCalendar;
  // 1-12; read for kFiscal only.
  int fiscal_first_month = 7;
  // Read for kRolling only.
  int rolling_days = 90;
};

// The quarter that holds `day`; for kRolling, the one that ends on it.
DayRange QuarterOf(absl::CivilDay day, const QuarterRule& rule);

// The quarter before the one that holds `day`; for kRolling, the
// `rolling_days` days before it.
DayRange PreviousQuarterOf(absl::CivilDay day, const QuarterRule& rule);

// "2026-Q4", "FY2026-Q2" (named by the calendar year in which the fiscal year
// begins) or "2026-08-25/2026-11-22" for a rolling one.
std::string QuarterLabel(absl::CivilDay day, const QuarterRule& rule);

// The county's days off: Saturday, Sunday and its list of holidays. The list is
// the county's own data, never a pack's.
class WorkingDays {
 public:
  // Only weekends are off.
  WorkingDays() = default;
  // `holidays` in any order; duplicates are harmless.
  explicit WorkingDays(std::vector<absl::CivilDay> holidays);

  bool IsHoliday(absl::CivilDay day) const;
  bool IsWorkingDay(absl::CivilDay day) const;

  // `day` itself when it is a working day, else the first one after it.
  absl::CivilDay OnOrAfter(absl::CivilDay day) const;
  // `day` itself when it is a working day, else the last one before it: a send
  // day is pulled earlier and never later.
  absl::CivilDay OnOrBefore(absl::CivilDay day) const;
  // The `count`-th working day after `day`, which itself is not counted;
  // `count` >= 0, 0 gives OnOrAfter(day).
  absl::CivilDay Add(absl::CivilDay day, int count) const;

 private:
  std::vector<absl::CivilDay> holidays_;  // sorted
};

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_CALENDAR_H_
