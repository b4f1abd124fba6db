// snapshot_case.h: one case of a caseload, judged against policy (R015-R033,
// R038-R040).
//
// What is judged here comes from services/policy; this puts the case's record
// before its rules and says what is to be seen to. Enumerators that are not the
// kernel's have the numbers of their counterparts in
// caseload.caseplan.v1 (snapshot.proto).

#ifndef SERVICES_CASEPLAN_DOMAIN_SNAPSHOT_CASE_H_
#define SERVICES_CASEPLAN_DOMAIN_SNAPSHOT_CASE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/caseplan/domain/policy_timeline.h"
#include "services/caseplan/domain/snapshot_facts.h"
#include "services/policy/calendar.h"
#include "services/policy/clocks.h"
#include "services/policy/contact_standard.h"
#include "services/policy/need_areas.h"
#include "services/policy/pack.h"

namespace caseload::caseplan {

// "juvenile-4.6/2021-03-22": how results name the version that judged.
std::string PolicyName(const policy::PolicyVersion& version);

// How something that has to be done stands.
struct Duty {
  policy::DutyJudgement judgement;
  // When it was last done by the day.
  std::optional<absl::CivilDay> last;
  // False: only something newer than the day is known.
  bool known = true;

  // Known, its day has passed, and the division was live then: a finding.
  bool IsBreached() const {
    return known && !judgement.InOrder() && !judgement.before_go_live;
  }
};

// Numbered as caseload.caseplan.v1.LevelResult.Source.
enum class LevelSource { kNone = 1, kScored = 2, kOverride = 3, kNotKnown = 4 };

struct JudgedLevel {
  LevelSource source = LevelSource::kNone;
  policy::LevelJudgement judgement;
  // Of the file; nullptr when there is none.
  const RiskAssessment* governing = nullptr;
  const policy::OverrideFact* override_in_force = nullptr;
};

struct JudgedInstrument {
  std::string instrument_id;
  Duty duty;
  // The latest by the day; nullptr when there is none.
  const RiskAssessment* assessment = nullptr;
};

struct JudgedPlan {
  // In force on the day; nullptr when there is none.
  const PlanVersion* plan = nullptr;
  Duty duty;
  policy::PlanJudgement judgement;
  int objectives_not_smart = 0;
};

// Numbered as caseload.caseplan.v1.EnrollmentResult.Standing.
enum class EnrollmentStanding {
  kActive = 1,
  kPending = 2,
  kExplained = 3,
  kUnexplained = 4,
  kNone = 5
};

struct JudgedEnrollment {
  const Enrollment* enrollment = nullptr;
  Duty verification;
  bool serves_objective = false;
};

struct JudgedEnrollments {
  EnrollmentStanding standing = EnrollmentStanding::kNone;
  // Active and pending ones.
  std::vector<JudgedEnrollment> open;
  // The latest one that says why there is none.
  const Enrollment* explanation = nullptr;
  // Objectives of the plan in force that refer to a program in vain (R023).
  std::vector<const Objective*> objectives_without;
};

struct JudgedContacts {
  policy::DayRange period;
  int completed = 0;
  int attempted = 0;
  int collateral = 0;
  policy::LocationShares locations;
  // One for each version that governs a part of the period.
  std::vector<policy::ContactJudgement> standards;

  // The worst of them; none without a policy.
  std::optional<policy::ContactState> State() const;
};

struct JudgedMonth {
  policy::DayRange month;
  policy::MonthJudgement judgement;
  std::vector<const NoContactReason*> reasons;
  Duty objective_note;
  bool warrant_pending = false;
  bool residential_treatment = false;
  bool residential_confirmed = false;
};

// Numbered as caseload.caseplan.v1.CaseFinding.Why.
enum class FindingWhy {
  kNeverDone = 1,
  kOverdue = 2,
  kPlanEnded = 3,
  kPlanNotSigned = 4,
  kPlanExpired = 5,
  kPlanReviewOverdue = 6,
  kPlanOlderThanAssessment = 7,
  kTooFewNeedAreas = 8,
  kTooManyNeedAreas = 9,
  kNeedAreaNotAssessed = 10,
  kHighestNotTargeted = 11,
  kOutsideHighest = 12,
  kNotSpecific = 13,
  kNotMeasurable = 14,
  kNotTimeLimited = 15,
  kNobodyResponsible = 16,
  kNoObjective = 17,
  kNoEnrollment = 18,
  kNoNote = 19,
  kNotReached = 20,
  kNotAttempted = 21,
  kNoReason = 22,
  kReasonLate = 23,
  kReasonUnknown = 24,
  kWarrantReasonMissing = 25,
  kWarrantRequestMissing = 26,
  kRevokingOrderMissing = 27,
  kBookingTypeMissing = 28,
  kResidentialNotConfirmed = 29,
  kResidentialReasonMissing = 30,
  kPermanentOverride = 31,
  kTemporaryOverride = 32,
  kLowBand = 33,
  kOpen = 34,
  kNotEnrolled = 35,
  kStandardMissed = 36
};

// One thing to be seen to. A kind may stand several times on a case, for
// several subjects, items or months.
struct Finding {
  policy::SnapshotCount kind = policy::SnapshotCount::kClientStateNotCurrent;
  std::vector<FindingWhy> whys;
  // Resource name of the record that it is about, or empty.
  std::string subject;
  // Id of what it is about where that has no name: instrument, need area,
  // program, requirement.
  std::string item;
  // First day of the month that it is about.
  std::optional<absl::CivilDay> month;
  std::optional<absl::CivilDay> last;
  std::optional<absl::CivilDay> next;
  // There is still time, until `next`.
  bool in_time = false;
  // PolicyName.
  std::string policy;
};

// A judged case points into the file and the timeline that it was made from.
struct JudgedCase {
  // In force on the day. nullptr: nothing is judged, and there are no findings.
  const policy::PolicyPack* pack = nullptr;
  // The client's state on the day; nullptr when there is none.
  const CaseState* state = nullptr;
  Duty state_confirmation;
  JudgedLevel level;
  Duty risk_assessment;
  // In the pack's order.
  std::vector<JudgedInstrument> instruments;
  JudgedPlan plan;
  // None without a plan or a governing assessment.
  std::optional<policy::NeedAreaJudgement> need_areas;
  // Distinct need areas of the plan's objectives, sorted.
  std::vector<std::string> targeted;
  JudgedEnrollments enrollments;
  JudgedContacts month;
  JudgedContacts quarter;
  std::optional<JudgedContacts> period;
  // Over the months of review, for findings.
  JudgedContacts review;
  std::vector<JudgedMonth> months;
  // By kind.
  std::vector<Finding> findings;
};

// Judges the case on `days.as_of`. A duty with a day is judged by the version
// in force on that day, a month by the one in force on its last day, everything
// else by the one in force on the day itself. The level is that of the day for
// the whole of a period: what a case's level was before its latest assessment
// is the assessment service's to tell.
JudgedCase JudgeCase(const CaseFile& file, const PolicyTimeline& timeline,
                     const SnapshotDays& days);

// What the parts of an objective lack that the pack requires (R022). A target
// date outside the plan's days is none.
std::vector<FindingWhy> MissingParts(const policy::PolicyPack& pack,
                                     const PlanVersion& plan,
                                     const Objective& objective);

// Why a plan is not current, in the order of the enumeration.
std::vector<FindingWhy> PlanFaults(const policy::PlanJudgement& plan);

// The class of the contact's place (R038).
policy::LocationClass ClassOf(const policy::PolicyPack& pack,
                              const ContactEntry& contact);

// What a case weighs, in hundredths: its own weight, else its type's (R068).
int WeightHundredths(const policy::PolicyPack& pack, const Case& c);

// The code under which the pack knows a reason: its own, or the one that the
// manuals have in its place. Empty when it knows neither.
std::string PackReasonCode(const policy::PolicyPack& pack, NoContactCode code);

// The findings of a judged case whose other parts are set.
std::vector<Finding> FindingsOf(const CaseFile& file, const JudgedCase& judged,
                                const SnapshotDays& days);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_DOMAIN_SNAPSHOT_CASE_H_
