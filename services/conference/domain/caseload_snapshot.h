// caseload_snapshot.h: an officer's caseload as caseplan judges it, as far as
// notices and the pre-conference checklist show it.
//
// Enumerators have the numbers of caseplan's contract.

#ifndef SERVICES_CONFERENCE_DOMAIN_CASELOAD_SNAPSHOT_H_
#define SERVICES_CONFERENCE_DOMAIN_CASELOAD_SNAPSHOT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/policy/pack.h"

namespace caseload::conference {

// Why a case stands behind a reminder, in a word.
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
  kStandardMissed = 36,
};

// Something of a case that is to be seen to.
struct CaseFinding {
  policy::SnapshotCount kind = policy::SnapshotCount::kClientStateNotCurrent;
  // All that hold; one that this build does not know is left out.
  std::vector<FindingWhy> whys;
  // The instrument, need area, program or requirement that it is about, or "".
  std::string item;
  // First day of the calendar month that it is about.
  std::optional<absl::CivilDay> month;
  // When it was last in order or last done; absent when never.
  std::optional<absl::CivilDay> last;
  // The day by which it has, or had, to be in order.
  std::optional<absl::CivilDay> next;
  // `next` has not passed.
  bool in_time = false;
};

// A case of the caseload.
struct CaseOfCaseload {
  std::string case_id;
  // "Family name, given name". Personal data: never in a mail or a log.
  std::string client_name;
  std::vector<CaseFinding> findings;
};

struct CaseloadSnapshot {
  // Civil day of the county that was asked about.
  absl::CivilDay as_of;
  // By name of the case.
  std::vector<CaseOfCaseload> cases;
  // Cases with at least one finding of the kind. A kind that is not here was
  // not counted; one that was may be 0.
  std::map<policy::SnapshotCount, int64_t> counts;
  // Levels may be older than they seem: the assessment service was not heard
  // from lately.
  bool risk_stale = false;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_DOMAIN_CASELOAD_SNAPSHOT_H_
