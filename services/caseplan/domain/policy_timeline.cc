#include "services/caseplan/domain/policy_timeline.h"

#include <algorithm>
#include <cstddef>

namespace caseload::caseplan {

PolicyTimeline::PolicyTimeline(std::vector<Entry> entries)
    : entries_(std::move(entries)) {
  std::sort(entries_.begin(), entries_.end(),
            [](const Entry& a, const Entry& b) { return a.first < b.first; });
}

const policy::PolicyPack* PolicyTimeline::On(absl::CivilDay day) const {
  const policy::PolicyPack* pack = nullptr;
  for (const Entry& entry : entries_) {
    if (entry.first <= day) pack = entry.second.get();
  }
  return pack;
}

std::vector<PolicyTimeline::Part> PolicyTimeline::Split(
    const policy::DayRange& period) const {
  std::vector<Part> parts;
  for (size_t i = 0; i < entries_.size(); ++i) {
    policy::DayRange governed{entries_[i].first, period.last};
    if (i + 1 < entries_.size()) {
      governed.last = std::min(governed.last, entries_[i + 1].first - 1);
    }
    const policy::DayRange part = period.Intersect(governed);
    if (part.Length() > 0) parts.emplace_back(part, entries_[i].second.get());
  }
  return parts;
}

}  // namespace caseload::caseplan
