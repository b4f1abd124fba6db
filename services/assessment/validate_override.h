// validate_override.h: what a request about overrides must hold, as far as it
// can be told without the store and the division's policy.
//
// Pure functions; each reports every field in which a request is wrong, as
// INVALID_ARGUMENT. See the field's comment in the proto for the rule.

#ifndef SERVICES_ASSESSMENT_VALIDATE_OVERRIDE_H_
#define SERVICES_ASSESSMENT_VALIDATE_OVERRIDE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "caseload/assessment/v1/assessment_service.pb.h"
#include "services/assessment/domain/case_projection.h"
#include "services/assessment/domain/override.h"
#include "services/assessment/storage/override_store.h"

namespace caseload::assessment {

// What is asked for: case, band, reason, narrative and days; `today` stands in
// for an absent effective_date.
absl::StatusOr<domain::Override> ValidateRequestOverride(
    const v1::RequestOverrideRequest& request, absl::CivilDay today);

// The decision and its note; the name is the handler's.
absl::Status ValidateDecideOverride(const v1::DecideOverrideRequest& request);
absl::Status ValidateEndOverride(const v1::EndOverrideRequest& request);

// Case and state; whom the caller reaches is the handler's.
absl::StatusOr<storage::OverrideFilter> ValidateListOverrides(
    const v1::ListOverridesRequest& request);

// The days, both there.
absl::StatusOr<domain::Days> ValidateReportOverrideRates(
    const v1::ReportOverrideRatesRequest& request);

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_VALIDATE_OVERRIDE_H_
