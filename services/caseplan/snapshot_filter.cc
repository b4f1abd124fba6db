#include "services/caseplan/snapshot_filter.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/validate.h"

namespace caseload::caseplan {

namespace {

// No filter, or one of its values.
template <typename Values, typename Value>
bool AnyOf(const Values& values, const Value& value) {
  return values.empty() ||
         std::find(values.begin(), values.end(), value) != values.end();
}

// Unlike the filters of records, 0 is a value: "not judged".
template <typename Numbers>
void CheckStates(absl::string_view field, const Numbers& numbers,
                 bool (*is_valid)(int), Checker* checker) {
  for (int i = 0; i < numbers.size(); ++i) {
    if (!is_valid(numbers.Get(i))) {
      checker->Add(absl::StrCat(field, "[", i, "]"), "ENUM_INVALID",
                   "is no value of its type");
    }
  }
}

bool HasFinding(const v1::ListCaseloadCasesRequest& request,
                const v1::CaseSnapshot& one) {
  const auto& findings = one.findings();
  return request.finding_kinds().empty() ||
         std::any_of(findings.begin(), findings.end(),
                     [&](const v1::CaseFinding& finding) {
                       return AnyOf(request.finding_kinds(), finding.kind());
                     });
}

bool HasInstrument(const v1::ListCaseloadCasesRequest& request,
                   const v1::CaseSnapshot& one) {
  const auto& instruments = one.instruments();
  return request.instrument_id().empty() ||
         std::any_of(
             instruments.begin(), instruments.end(),
             [&](const v1::InstrumentResult& result) {
               return result.instrument_id() == request.instrument_id() &&
                      AnyOf(request.instrument_states(), result.duty().state());
             });
}

}  // namespace

absl::Status ValidateFilter(const v1::ListCaseFindingsRequest& request) {
  Checker checker("");
  checker.ResourceName<CaseName>("case", request.case_(), Checker::kOptional);
  for (int i = 0; i < request.kinds_size(); ++i) {
    if (request.kinds(i) == 0 ||
        !policy::v1::SnapshotCount_IsValid(request.kinds(i))) {
      checker.Add(absl::StrCat("kinds[", i, "]"), "ENUM_INVALID",
                  "is no value of its type");
    }
  }
  return checker.ToStatus();
}

absl::Status ValidateFilter(const v1::ListCaseloadCasesRequest& request) {
  Checker checker("");
  checker.Id("division", request.division(), Checker::kOptional);
  checker.Id("instrument_id", request.instrument_id(), Checker::kOptional);
  if (request.instrument_id().empty() && !request.instrument_states().empty()) {
    checker.Missing("instrument_id");
  }
  CheckStates("finding_kinds", request.finding_kinds(),
              policy::v1::SnapshotCount_IsValid, &checker);
  CheckStates("client_states", request.client_states(),
              v1::CaseState::Status_IsValid, &checker);
  CheckStates("level_sources", request.level_sources(),
              v1::LevelResult::Source_IsValid, &checker);
  CheckStates("client_state_confirmations",
              request.client_state_confirmations(), v1::Duty::State_IsValid,
              &checker);
  CheckStates("risk_assessments", request.risk_assessments(),
              v1::Duty::State_IsValid, &checker);
  CheckStates("plans", request.plans(), v1::Duty::State_IsValid, &checker);
  CheckStates("instrument_states", request.instrument_states(),
              v1::Duty::State_IsValid, &checker);
  CheckStates("month_standards", request.month_standards(),
              v1::StandardResult::State_IsValid, &checker);
  CheckStates("quarter_standards", request.quarter_standards(),
              v1::StandardResult::State_IsValid, &checker);
  CheckStates("enrollment_standings", request.enrollment_standings(),
              v1::EnrollmentResult::Standing_IsValid, &checker);
  return checker.ToStatus();
}

bool Matches(const v1::ListCaseFindingsRequest& request,
             const v1::CaseFinding& finding) {
  return AnyOf(request.kinds(), finding.kind()) &&
         (request.case_().empty() || request.case_() == finding.case_()) &&
         (!request.has_in_time() || request.in_time() == finding.in_time());
}

bool Matches(const v1::ListCaseloadCasesRequest& request,
             const v1::CaseSnapshot& one) {
  return (request.division().empty() || request.division() == one.division()) &&
         AnyOf(request.bands(), one.level().band()) &&
         (!request.weighing_only() || one.weight_hundredths() > 0) &&
         (!request.without_policy_only() || one.policy().empty()) &&
         HasFinding(request, one) &&
         AnyOf(request.client_states(), one.client_state().status()) &&
         AnyOf(request.level_sources(), one.level().source()) &&
         AnyOf(request.client_state_confirmations(),
               one.client_state().confirmation().state()) &&
         AnyOf(request.risk_assessments(), one.risk_assessment().state()) &&
         AnyOf(request.plans(), one.plan().duty().state()) &&
         HasInstrument(request, one) &&
         AnyOf(request.month_standards(), one.month().state()) &&
         AnyOf(request.quarter_standards(), one.quarter().state()) &&
         AnyOf(request.enrollment_standings(), one.enrollments().standing());
}

}  // namespace caseload::caseplan
