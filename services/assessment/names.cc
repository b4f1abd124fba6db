#include "services/assessment/names.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/ids/ids.h"

namespace caseload::assessment {
namespace {

constexpr char kInstruments[] = "instruments/";
constexpr char kVersions[] = "/versions/";
constexpr char kAssessments[] = "assessments/";
constexpr char kOverrides[] = "overrides/";
constexpr char kCases[] = "cases/";
constexpr size_t kMaxPolicyIdLength = 64;

bool IsPolicyId(absl::string_view id) {
  return !id.empty() && id.size() <= kMaxPolicyIdLength && id.front() != '-' &&
         id.front() != '.' && std::all_of(id.begin(), id.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) ||
                  c == '-' || c == '.';
         });
}

}  // namespace

std::optional<InstrumentName> InstrumentName::Parse(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, kInstruments)) return std::nullopt;
  const size_t versions = name.find(kVersions);
  if (versions == absl::string_view::npos) return std::nullopt;
  const absl::string_view instrument_id = name.substr(0, versions);
  const absl::string_view version =
      name.substr(versions + absl::string_view(kVersions).size());
  if (!IsPolicyId(instrument_id) || !IsPolicyId(version)) return std::nullopt;
  return InstrumentName{std::string(instrument_id), std::string(version)};
}

std::string InstrumentName::ToString() const {
  return absl::StrCat(kInstruments, instrument_id, kVersions, version);
}

std::optional<InstrumentParent> InstrumentParent::Parse(
    absl::string_view name) {
  if (!absl::ConsumePrefix(&name, kInstruments)) return std::nullopt;
  if (name == "-") return InstrumentParent{};
  if (!IsPolicyId(name)) return std::nullopt;
  return InstrumentParent{std::string(name)};
}

std::optional<AssessmentName> AssessmentName::Parse(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, kAssessments) || !ids::IsValidId(name)) {
    return std::nullopt;
  }
  return AssessmentName{std::string(name)};
}

std::string AssessmentName::ToString() const {
  return absl::StrCat(kAssessments, assessment_id);
}

std::optional<OverrideName> OverrideName::Parse(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, kOverrides) || !ids::IsValidId(name)) {
    return std::nullopt;
  }
  return OverrideName{std::string(name)};
}

std::string OverrideName::ToString() const {
  return absl::StrCat(kOverrides, override_id);
}

std::optional<CaseName> CaseName::Parse(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, kCases) || !ids::IsValidId(name)) {
    return std::nullopt;
  }
  return CaseName{std::string(name)};
}

std::string CaseName::ToString() const { return absl::StrCat(kCases, case_id); }

}  // namespace caseload::assessment
