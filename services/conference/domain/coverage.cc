#include "services/conference/domain/coverage.h"

#include <algorithm>

namespace caseload::conference {
namespace {

// What the conference was to the quarter on `as_of`; nullopt when it counts for
// nothing.
std::optional<policy::ConferenceOutcome> OutcomeOn(
    const ConferenceOnDay& conference, absl::CivilDay as_of) {
  switch (conference.state) {
    case State::kHeld:
      return conference.day <= as_of ? policy::ConferenceOutcome::kHeld
                                     : policy::ConferenceOutcome::kScheduled;
    case State::kScheduled:
      return policy::ConferenceOutcome::kScheduled;
    case State::kNotHeld:
    case State::kCancelled:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Posting> PostingIn(const OfficerInPeriod& officer,
                                 const policy::DayRange& quarter,
                                 absl::CivilDay as_of) {
  const policy::DayRange asked = {quarter.first, std::min(quarter.last, as_of)};
  std::optional<Posting> last;
  for (const Posting& posting : officer.postings) {
    if (posting.days.Intersect(asked).Length() == 0) continue;
    if (!last.has_value() || last->days.first < posting.days.first) {
      last = posting;
    }
  }
  return last;
}

OfficerCoverage JudgeOfficer(const policy::PolicyPack& pack,
                             const OfficerInPeriod& officer,
                             const Posting& posting,
                             const std::vector<ConferenceOnDay>& conferences,
                             absl::CivilDay quarter_day, absl::CivilDay as_of) {
  OfficerCoverage coverage;
  coverage.officer_id = officer.officer_id;
  coverage.display_name = officer.display_name;
  coverage.posting = posting;
  coverage.quarter_label = policy::QuarterLabel(quarter_day, pack.quarter);
  coverage.carrying =
      policy::JudgeCarrying(pack, officer.carried, officer.leave, quarter_day);
  const policy::DayRange quarter = coverage.carrying.quarter;
  std::vector<policy::ConferenceFact> facts;
  std::string held;
  std::string scheduled;
  for (const ConferenceOnDay& conference : conferences) {
    const std::optional<policy::ConferenceOutcome> outcome =
        OutcomeOn(conference, as_of);
    if (!outcome.has_value() || !quarter.Contains(conference.day)) continue;
    facts.push_back({conference.day, *outcome});
    const bool is_held = *outcome == policy::ConferenceOutcome::kHeld;
    std::string& first = is_held ? held : scheduled;
    if (first.empty()) first = conference.id;
  }
  coverage.judgement =
      policy::JudgeCoverage(pack, coverage.carrying, facts, as_of);
  coverage.conference_id = held.empty() ? scheduled : held;
  return coverage;
}

}  // namespace caseload::conference
