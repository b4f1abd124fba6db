// coverage.h: where an officer's quarterly duty stands (R002, R003).
//
// The policy kernel judges who carries and what is owed; this joins its verdict
// with posting and conferences.

#ifndef SERVICES_CONFERENCE_DOMAIN_COVERAGE_H_
#define SERVICES_CONFERENCE_DOMAIN_COVERAGE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/conference/domain/conference.h"
#include "services/conference/domain/staff.h"
#include "services/policy/conference_rule.h"
#include "services/policy/pack.h"

namespace caseload::conference {

// Where one officer's duty stands on the day asked about.
struct OfficerCoverage {
  std::string officer_id;
  std::string display_name;
  Posting posting;
  std::string quarter_label;
  policy::CarryingJudgement carrying;
  policy::CoverageJudgement judgement;
  // Id of the first conference held, else of the next one scheduled; or "".
  std::string conference_id;
};

// A conference of one officer, as far as coverage needs it.
struct ConferenceOnDay {
  std::string id;
  absl::CivilDay day;
  State state = State::kScheduled;
};

// The last posting on a day of `quarter` that is not after `as_of`; nullopt
// when there is none: such an officer has no part in the quarter yet.
std::optional<Posting> PostingIn(const OfficerInPeriod& officer,
                                 const policy::DayRange& quarter,
                                 absl::CivilDay as_of);

// Judges the officer in the quarter that holds `quarter_day`, under `pack`.
// `conferences` are the officer's, in order of their start, of any quarter. One
// that was held after `as_of` was only scheduled then.
OfficerCoverage JudgeOfficer(const policy::PolicyPack& pack,
                             const OfficerInPeriod& officer,
                             const Posting& posting,
                             const std::vector<ConferenceOnDay>& conferences,
                             absl::CivilDay quarter_day, absl::CivilDay as_of);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_DOMAIN_COVERAGE_H_
