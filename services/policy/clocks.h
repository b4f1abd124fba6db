// clocks.h: what is current and what is due: assessments, levels, plans,
// enrollments, client state and notes ("Decisions", time and currency).
//
// Everywhere a due day itself is still in time: overdue begins the day after.

#ifndef SERVICES_POLICY_CLOCKS_H_
#define SERVICES_POLICY_CLOCKS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "services/policy/calendar.h"
#include "services/policy/instrument.h"
#include "services/policy/pack.h"

namespace caseload::policy {

// How a duty with a date stands.
enum class DutyState {
  // Nobody asks for it on this case.
  kNotRequired,
  // Not done yet, and there is time until the due day; or the time stands still
  // (custody) and there is no due day.
  kDue,
  // Never done, and the due day has passed: a state of its own, apart from
  // something that was done once and has run out.
  kNeverDone,
  // Done once; the day on which it had to be done again has passed.
  kOverdue,
  // Done, and no due day has passed.
  kCurrent,
};

// Why nothing is asked for, or why there is no due day.
enum class DutyWhy {
  // There is nothing to explain.
  kNone,
  // Cases of this type need none.
  kCaseType,
  // The division does not use the instrument.
  kNotInPack,
  // Kept up once it was used, and it was not used on this case.
  kNotUsed,
  // The person is in custody, and the time stands still (R016).
  kInCustody,
  // There is no plan that it could be about.
  kNoPlan,
};

struct DutyJudgement {
  PolicyVersion policy;
  DutyState state = DutyState::kNotRequired;
  DutyWhy why = DutyWhy::kNone;
  // When it is, or was, due next; nullopt when not required or standing still.
  std::optional<absl::CivilDay> due;
  // It was due before the division's go-live: shown, never a breach.
  bool before_go_live = false;

  // No due day has passed.
  bool InOrder() const {
    return state != DutyState::kNeverDone && state != DutyState::kOverdue;
  }
};

// Days in custody; `released` is nullopt while it lasts. A release and a new
// booking on one day are one custody.
struct Custody {
  absl::CivilDay booked;
  std::optional<absl::CivilDay> released;
};

// What starts a case's clocks.
struct CaseFacts {
  std::string case_type_id;
  absl::CivilDay received;
  std::vector<Custody> custodies;
  // The first plan's start; nullopt when there is none.
  std::optional<absl::CivilDay> first_plan_start;
};

// A completed assessment.
struct AssessmentFact {
  std::string instrument_id;
  std::string instrument_version;
  absl::CivilDay completed;
  // The instrument's own scored level; empty when nothing is scored.
  std::string level_id;
};

// The day from which the first assessment's time counts: receipt, or release
// for somebody who was in custody on receipt under a pack that says so. nullopt
// while that custody lasts on `as_of`.
std::optional<absl::CivilDay> AssessmentClockStart(const PolicyPack& pack,
                                                   const CaseFacts& facts,
                                                   absl::CivilDay as_of);

// The last day on which the first assessment is in time by its own period.
// Under a pack whose clock starts at release, days in custody after that start
// do not count: each custody that begins in time moves the day by as many days
// as it had, the day of release not among them. A day that had passed before
// the booking stays where it was. nullopt while the clock stands still on
// `as_of`.
std::optional<absl::CivilDay> FirstAssessmentDue(const PolicyPack& pack,
                                                 const CaseFacts& facts,
                                                 absl::CivilDay as_of);

// Currency of the risk assessment: any instrument whose duty that is. The best
// of what there is decides (R016, R039).
DutyJudgement JudgeRiskAssessment(const PolicyPack& pack,
                                  const CaseFacts& facts,
                                  absl::Span<const AssessmentFact> assessments,
                                  absl::CivilDay as_of);

// Currency of one instrument of the pack: for a once-used one not required
// until it was done once; for a risk instrument as if it were the only one.
DutyJudgement JudgeInstrument(const PolicyPack& pack, const CaseFacts& facts,
                              absl::string_view instrument_id,
                              absl::Span<const AssessmentFact> assessments,
                              absl::CivilDay as_of);

// An approved override of the level.
struct OverrideFact {
  std::string band_id;
  absl::CivilDay effective;
  // Last day in force; nullopt for a permanent one.
  std::optional<absl::CivilDay> expires;
  // The scheme of the band; empty is the pack's. One of another scheme counts
  // for nothing.
  std::string band_scheme_id = {};
};

struct LevelJudgement {
  PolicyVersion policy;
  // Index into the assessments of the one that governs; nullopt when there is
  // none that sets risk.
  std::optional<int> assessment;
  // Its division band, which plans use; empty when there is no assessment.
  std::string scored_band_id;
  // The override's band while one is in force, else the scored one: contacts,
  // load, sample and agenda use it.
  std::string supervision_band_id;
  // The governing assessment is past its reassessment: the last known level.
  bool stale = false;
  // Index into the overrides of the one in force.
  std::optional<int> override_in_force;
};

// The level of a case. The first instrument in the pack's order with a
// completed, current, risk-setting assessment governs; when none is current,
// the latest one, marked stale. The newest override in force wins. The scored
// level is never changed by an override (R032).
LevelJudgement JudgeLevel(const PolicyPack& pack,
                          absl::Span<const Instrument> instruments,
                          const CaseFacts& facts,
                          absl::Span<const AssessmentFact> assessments,
                          absl::Span<const OverrideFact> overrides,
                          absl::CivilDay as_of);

// A plan's latest approved version.
struct PlanFact {
  absl::CivilDay approved;
  // All signatures are there, or the refusal was recorded; nullopt while they
  // are sought.
  std::optional<absl::CivilDay> signed_or_refused;
  std::optional<absl::CivilDay> last_review;
  // The plan was ended without a successor.
  std::optional<absl::CivilDay> ended;
};

// Why a plan is not current; all that hold are listed.
enum class PlanFault {
  kEnded,
  // Unsigned for longer than it may be provisionally in force.
  kNotSigned,
  kExpired,
  kReviewOverdue,
  // Older than the current assessment by more than the pack allows.
  kOlderThanAssessment,
};

struct PlanJudgement {
  // Its `due` is the first plan's day, or the earliest day on which the plan
  // stops being current.
  DutyJudgement duty;
  std::vector<PlanFault> faults;
  // Approved, signatures being sought, within the provisional days.
  bool provisional = false;
  std::optional<absl::CivilDay> expires;
  std::optional<absl::CivilDay> review_due;
};

// Currency of the plan (R017, R083). `plan` is the latest approved version and
// `assessment_completed` the day of the governing assessment; both nullopt when
// there is none.
PlanJudgement JudgePlan(const PolicyPack& pack, const CaseFacts& facts,
                        const std::optional<PlanFact>& plan,
                        std::optional<absl::CivilDay> assessment_completed,
                        absl::CivilDay as_of);

// Whether an open enrollment was verified in time, from its opening or its last
// verification (R024).
DutyJudgement JudgeEnrollment(const PolicyPack& pack, absl::CivilDay opened,
                              std::optional<absl::CivilDay> last_verified,
                              absl::CivilDay as_of);

// Whether the client's state was confirmed in time (R015); a state that was
// never confirmed is due so long after receipt.
DutyJudgement JudgeClientState(const PolicyPack& pack, absl::CivilDay received,
                               std::optional<absl::CivilDay> last_confirmed,
                               absl::CivilDay as_of);

// Whether the calendar month that holds `day_in_month` has its
// objective-linked notes (R025). `notes` are the days of such notes.
DutyJudgement JudgeNotes(const PolicyPack& pack,
                         absl::Span<const absl::CivilDay> notes,
                         absl::CivilDay day_in_month, absl::CivilDay as_of);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_CLOCKS_H_
