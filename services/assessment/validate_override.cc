#include "services/assessment/validate_override.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/assessment/names.h"
#include "services/assessment/validate.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::assessment {
namespace {

using status::FieldViolations;

constexpr size_t kMaxText = 4000;  // characters
constexpr size_t kMaxCode = 64;    // characters
constexpr int kMaxReportDays = 3660;

// The day in `field`, when it is one.
std::optional<absl::CivilDay> CheckDay(const std::string& field, bool present,
                                       const type::v1::Date& date,
                                       bool required,
                                       FieldViolations* violations) {
  if (!present) {
    if (required) violations->Add(field, "FIELD_REQUIRED", "is missing");
    return std::nullopt;
  }
  const absl::StatusOr<absl::CivilDay> day = ParseDate(field, date);
  if (day.ok()) return *day;
  violations->Add(field, "DATE_INVALID", "is no day of the calendar");
  return std::nullopt;
}

}  // namespace

absl::StatusOr<domain::Override> ValidateRequestOverride(
    const v1::RequestOverrideRequest& request, absl::CivilDay today) {
  if (!request.has_override()) {
    return status::InvalidField("override", "FIELD_REQUIRED", "is missing");
  }
  const v1::Override& asked = request.override();
  FieldViolations violations;
  domain::Override override;
  if (const auto name = CaseName::Parse(asked.case_())) {
    override.case_id = name->case_id;
  } else {
    violations.Add("override.case", "NAME_INVALID",
                   absl::StrCat("is no name of the form ", CaseName::kForm));
  }
  CheckText("override.to_band", asked.to_band(), true, kMaxCode, &violations);
  CheckText("override.reason_code", asked.reason_code(), true, kMaxCode,
            &violations);
  CheckText("override.narrative", asked.narrative(), true, kMaxText,
            &violations);
  override.to_band_id = asked.to_band();
  override.reason_code = asked.reason_code();
  override.narrative = asked.narrative();
  override.asked.first =
      CheckDay("override.effective_date", asked.has_effective_date(),
               asked.effective_date(), false, &violations)
          .value_or(today);
  override.asked.last =
      CheckDay("override.expiry_date", asked.has_expiry_date(),
               asked.expiry_date(), false, &violations);
  ABSL_RETURN_IF_ERROR(violations.ToStatus());
  return override;
}

absl::Status ValidateDecideOverride(const v1::DecideOverrideRequest& request) {
  FieldViolations violations;
  const bool declines =
      request.decision() == v1::DecideOverrideRequest::DECISION_DECLINE;
  if (request.decision() == v1::DecideOverrideRequest::DECISION_UNSPECIFIED) {
    violations.Add("decision", "FIELD_REQUIRED", "is missing");
  } else if (!v1::DecideOverrideRequest::Decision_IsValid(request.decision())) {
    violations.Add("decision", "ENUM_INVALID", "is no decision");
  }
  CheckText("note", request.note(), declines, kMaxText, &violations);
  return violations.ToStatus();
}

absl::Status ValidateEndOverride(const v1::EndOverrideRequest& request) {
  FieldViolations violations;
  CheckText("reason", request.reason(), true, kMaxText, &violations);
  return violations.ToStatus();
}

absl::StatusOr<storage::OverrideFilter> ValidateListOverrides(
    const v1::ListOverridesRequest& request) {
  storage::OverrideFilter filter;
  if (!request.case_().empty()) {
    ABSL_ASSIGN_OR_RETURN(const CaseName name,
                          ParseName<CaseName>("case", request.case_()));
    filter.case_id = name.case_id;
  }
  if (!v1::Override::State_IsValid(request.state())) {
    return status::InvalidField("state", "ENUM_INVALID",
                                "is no state of an override");
  }
  if (request.state() != v1::Override::STATE_UNSPECIFIED) {
    filter.state = static_cast<domain::OverrideState>(request.state());
  }
  return filter;
}

absl::StatusOr<domain::Days> ValidateReportOverrideRates(
    const v1::ReportOverrideRatesRequest& request) {
  FieldViolations violations;
  const type::v1::DateRange& period = request.period();
  const auto first = CheckDay("period.start_date", period.has_start_date(),
                              period.start_date(), true, &violations);
  const auto last = CheckDay("period.end_date", period.has_end_date(),
                             period.end_date(), true, &violations);
  if (first.has_value() && last.has_value()) {
    if (*last < *first) {
      violations.Add("period.end_date", "PERIOD_REVERSED",
                     "is before start_date");
    } else if (*last - *first >= kMaxReportDays) {
      violations.Add("period", "PERIOD_TOO_LONG",
                     absl::StrCat("has more than ", kMaxReportDays, " days"));
    }
  }
  ABSL_RETURN_IF_ERROR(violations.ToStatus());
  return domain::Days{*first, *last};
}

}  // namespace caseload::assessment
