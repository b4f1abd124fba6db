#include "services/caseplan/domain/snapshot_facts.h"

#include <algorithm>

namespace caseload::caseplan {

SnapshotDays MakeSnapshotDays(absl::CivilDay as_of,
                              const std::optional<policy::DayRange>& period) {
  SnapshotDays days;
  days.as_of = as_of;
  days.period = period;
  const absl::CivilDay asked =
      period.has_value()
          ? policy::MonthOf(period->first).first
          : policy::QuarterOf(as_of, policy::QuarterRule()).first;
  const absl::CivilDay month_before =
      policy::AddMonths(policy::MonthOf(as_of).first, -1);
  days.review = {std::min(asked, month_before), as_of};
  return days;
}

}  // namespace caseload::caseplan
