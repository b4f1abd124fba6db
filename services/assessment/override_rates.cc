#include "services/assessment/override_rates.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"

namespace caseload::assessment {
namespace {

struct Sum {
  int assessments = 0;
  int overridden = 0;
  // The lowest of the divisions'.
  std::optional<int> alert_above_percent;
};

void Add(const storage::OverrideCount& count, std::optional<int> threshold,
         Sum* sum) {
  sum->assessments += count.assessments;
  sum->overridden += count.overridden;
  if (!threshold.has_value()) return;
  sum->alert_above_percent =
      std::min(*threshold, sum->alert_above_percent.value_or(*threshold));
}

}  // namespace

v1::ReportOverrideRatesResponse RatesOf(
    const std::vector<storage::OverrideCount>& counts,
    absl::FunctionRef<std::optional<int>(const std::string& division)>
        alert_above_percent) {
  // By scope and subject.
  std::map<std::pair<v1::OverrideRate::Scope, std::string>, Sum> sums;
  std::map<std::string, std::optional<int>> thresholds;
  for (const storage::OverrideCount& count : counts) {
    auto known = thresholds.find(count.division);
    if (known == thresholds.end()) {
      known = thresholds
                  .emplace(count.division, alert_above_percent(count.division))
                  .first;
    }
    const auto add = [&](v1::OverrideRate::Scope scope,
                         const std::string& subject) {
      Add(count, known->second, &sums[{scope, subject}]);
    };
    if (!count.officer_id.empty()) {
      add(v1::OverrideRate::SCOPE_OFFICER,
          absl::StrCat("officers/", count.officer_id));
    }
    if (!count.unit_id.empty()) {
      add(v1::OverrideRate::SCOPE_UNIT, absl::StrCat("units/", count.unit_id));
    }
    if (!count.division.empty()) {
      add(v1::OverrideRate::SCOPE_DIVISION, count.division);
    }
    add(v1::OverrideRate::SCOPE_DEPARTMENT, "");
  }
  v1::ReportOverrideRatesResponse response;
  for (const auto& [key, sum] : sums) {
    v1::OverrideRate& rate = *response.add_rates();
    rate.set_scope(key.first);
    rate.set_subject(key.second);
    rate.set_overridden(sum.overridden);
    rate.set_assessments(sum.assessments);
    if (!sum.alert_above_percent.has_value()) continue;
    rate.set_alert_above_percent(*sum.alert_above_percent);
    rate.set_above(int64_t{100} * sum.overridden >
                   int64_t{*sum.alert_above_percent} * sum.assessments);
  }
  return response;
}

}  // namespace caseload::assessment
