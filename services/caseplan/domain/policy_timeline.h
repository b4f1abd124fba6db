// policy_timeline.h: which pack governs a division on which day.

#ifndef SERVICES_CASEPLAN_DOMAIN_POLICY_TIMELINE_H_
#define SERVICES_CASEPLAN_DOMAIN_POLICY_TIMELINE_H_

#include <memory>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/policy/calendar.h"
#include "services/policy/pack.h"

namespace caseload::caseplan {

// A duty is judged by the version in force on its due date, and a period that
// spans two versions is split ("Decisions", which policy judges). Immutable.
class PolicyTimeline {
 public:
  // A pack and the first day on which it governs.
  using Entry =
      std::pair<absl::CivilDay, std::shared_ptr<const policy::PolicyPack>>;
  // A part of a period and the pack that governs it.
  using Part = std::pair<policy::DayRange, const policy::PolicyPack*>;

  // No policy at all.
  PolicyTimeline() = default;
  // In any order; no two from the same day.
  explicit PolicyTimeline(std::vector<Entry> entries);

  // nullptr when none governs.
  const policy::PolicyPack* On(absl::CivilDay day) const;
  // The parts of `period` in which some pack governs, in their order.
  std::vector<Part> Split(const policy::DayRange& period) const;

 private:
  // By first day.
  std::vector<Entry> entries_;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_DOMAIN_POLICY_TIMELINE_H_
