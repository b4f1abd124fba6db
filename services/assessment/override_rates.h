// override_rates.h: counts of overridden assessments as rates by officer, unit,
// division and department (R032). Pure.

#ifndef SERVICES_ASSESSMENT_OVERRIDE_RATES_H_
#define SERVICES_ASSESSMENT_OVERRIDE_RATES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "caseload/assessment/v1/assessment_service.pb.h"
#include "services/assessment/storage/override_rate_store.h"

namespace caseload::assessment {

// `alert_above_percent` tells a division's threshold; none when its policy sets
// none.
v1::ReportOverrideRatesResponse RatesOf(
    const std::vector<storage::OverrideCount>& counts,
    absl::FunctionRef<std::optional<int>(const std::string& division)>
        alert_above_percent);

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_OVERRIDE_RATES_H_
