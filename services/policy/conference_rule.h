// conference_rule.h: who is conferenced in a quarter, and who was (R002-R004).

#ifndef SERVICES_POLICY_CONFERENCE_RULE_H_
#define SERVICES_POLICY_CONFERENCE_RULE_H_

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "services/policy/calendar.h"
#include "services/policy/pack.h"

namespace caseload::policy {

// Whether an officer is owed a conference.
enum class Carrying {
  // Carried a caseload: a conference is due.
  kCarrying,
  // Carried cases, and none is due; the reason says why.
  kExcused,
  // Carried no case in the quarter.
  kNotCarrying,
};

enum class ExcuseReason {
  kNone,
  // Fewer days with a case than the pack asks for.
  kFewDays,
  // On leave on every day on which they carried a case.
  kOnLeave,
  // The quarter ended before the division's go-live.
  kBeforeGoLive,
};

struct CarryingJudgement {
  PolicyVersion policy;
  DayRange quarter;
  Carrying carrying = Carrying::kNotCarrying;
  ExcuseReason reason = ExcuseReason::kNone;
  // Days of the quarter with at least one case.
  int days_carried = 0;
  // Of these, days on leave.
  int days_on_leave = 0;
};

// Judges an officer in the quarter that holds `day`. `assignments` are the days
// of each case that the officer carried, and may overlap; an open one runs as
// far as the caller says, usually to the quarter's end. `leaves` may overlap
// too.
CarryingJudgement JudgeCarrying(const PolicyPack& pack,
                                absl::Span<const DayRange> assignments,
                                absl::Span<const DayRange> leaves,
                                absl::CivilDay day);

enum class ConferenceOutcome { kScheduled, kHeld, kCancelled };

struct ConferenceFact {
  // Civil day in the county's zone.
  absl::CivilDay day;
  ConferenceOutcome outcome = ConferenceOutcome::kScheduled;
};

// An officer's coverage of a quarter.
enum class Coverage {
  kNotCarrying,
  kExcused,
  // As many conferences were held as the pack asks for.
  kHeld,
  // One that will complete the duty stands in the quarter.
  kScheduled,
  // The quarter lasts, and not enough stand in it.
  kNotScheduled,
  // The quarter is over, and not enough were held in it.
  kOverdue,
};

struct CoverageJudgement {
  PolicyVersion policy;
  DayRange quarter;
  Coverage coverage = Coverage::kNotCarrying;
  ExcuseReason reason = ExcuseReason::kNone;
  int held = 0;
  int required = 0;
  // The day of a conference of the quarter has passed without an outcome.
  bool outcome_missing = false;
  // The last day of the quarter; nullopt when nothing is owed.
  std::optional<absl::CivilDay> due;
};

// Joins carrying and conferences as of `as_of`. A rolling quarter is over on
// the day on which it ends. Conferences beyond the required ones change nothing
// (R004).
CoverageJudgement JudgeCoverage(const PolicyPack& pack,
                                const CarryingJudgement& carrying,
                                absl::Span<const ConferenceFact> conferences,
                                absl::CivilDay as_of);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_CONFERENCE_RULE_H_
