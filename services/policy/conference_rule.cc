#include "services/policy/conference_rule.h"

#include <algorithm>

namespace caseload::policy {
namespace {

bool AnyHolds(absl::Span<const DayRange> ranges, absl::CivilDay day) {
  return std::any_of(ranges.begin(), ranges.end(), [&](const DayRange& range) {
    return range.Contains(day);
  });
}

}  // namespace

CarryingJudgement JudgeCarrying(const PolicyPack& pack,
                                absl::Span<const DayRange> assignments,
                                absl::Span<const DayRange> leaves,
                                absl::CivilDay day) {
  CarryingJudgement judgement;
  judgement.policy = pack.version;
  judgement.quarter = QuarterOf(day, pack.quarter);
  for (absl::CivilDay d = judgement.quarter.first; d <= judgement.quarter.last;
       ++d) {
    if (!AnyHolds(assignments, d)) continue;
    ++judgement.days_carried;
    if (AnyHolds(leaves, d)) ++judgement.days_on_leave;
  }
  if (judgement.days_carried == 0) return judgement;
  judgement.carrying = Carrying::kExcused;
  if (judgement.quarter.last < pack.go_live_date) {
    judgement.reason = ExcuseReason::kBeforeGoLive;
  } else if (judgement.days_on_leave == judgement.days_carried) {
    judgement.reason = ExcuseReason::kOnLeave;
  } else if (judgement.days_carried < pack.carrying_minimum_days) {
    judgement.reason = ExcuseReason::kFewDays;
  } else {
    judgement.carrying = Carrying::kCarrying;
  }
  return judgement;
}

CoverageJudgement JudgeCoverage(const PolicyPack& pack,
                                const CarryingJudgement& carrying,
                                absl::Span<const ConferenceFact> conferences,
                                absl::CivilDay as_of) {
  CoverageJudgement judgement;
  judgement.policy = pack.version;
  judgement.quarter = carrying.quarter;
  judgement.reason = carrying.reason;
  int scheduled = 0;
  for (const ConferenceFact& conference : conferences) {
    if (!carrying.quarter.Contains(conference.day)) continue;
    if (conference.outcome == ConferenceOutcome::kHeld) {
      if (conference.day <= as_of) ++judgement.held;
    } else if (conference.outcome == ConferenceOutcome::kScheduled) {
      if (conference.day < as_of) {
        judgement.outcome_missing = true;
      } else {
        ++scheduled;
      }
    }
  }
  if (carrying.carrying == Carrying::kNotCarrying) return judgement;
  if (carrying.carrying == Carrying::kExcused) {
    judgement.coverage = Coverage::kExcused;
    return judgement;
  }
  judgement.required = pack.conference.per_quarter;
  judgement.due = carrying.quarter.last;
  const bool over = pack.quarter.kind == QuarterKind::kRolling
                        ? as_of >= carrying.quarter.last
                        : as_of > carrying.quarter.last;
  if (judgement.held >= judgement.required) {
    judgement.coverage = Coverage::kHeld;
  } else if (over) {
    judgement.coverage = Coverage::kOverdue;
  } else if (judgement.held + scheduled >= judgement.required) {
    judgement.coverage = Coverage::kScheduled;
  } else {
    judgement.coverage = Coverage::kNotScheduled;
  }
  return judgement;
}

}  // namespace caseload::policy
