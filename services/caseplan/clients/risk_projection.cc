#include "services/caseplan/clients/risk_projection.h"

#include <optional>

#include "absl/strings/str_split.h"
#include "caseload/assessment/v1/feed.pb.h"
#include "services/caseplan/convert.h"
#include "services/caseplan/domain/current_risk.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/storage/risk_store.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {
namespace {

namespace av1 = assessment::v1;

// Cases in one round of a sweep.
constexpr int kSweepLimit = 500;
constexpr absl::string_view kAssessments = "assessments/";
constexpr absl::string_view kOverrides = "overrides/";

absl::Status Unreadable() {
  return status::Internal("a state of current risk cannot be read");
}

std::optional<absl::CivilDay> OptionalDay(bool present,
                                          const type::v1::Date& date) {
  if (!present) return std::nullopt;
  return FromProto(date);
}

RecordedNeed ToRecordedNeed(av1::DomainScore::RecordedNeed need) {
  switch (need) {
    case av1::DomainScore::RECORDED_NEED_LOW:
      return RecordedNeed::kLow;
    case av1::DomainScore::RECORDED_NEED_MODERATE:
      return RecordedNeed::kModerate;
    case av1::DomainScore::RECORDED_NEED_HIGH:
      return RecordedNeed::kHigh;
    default:
      return RecordedNeed::kNone;
  }
}

RiskDomain ToRiskDomain(const av1::AssessedDomain& message) {
  RiskDomain domain;
  domain.domain_id = message.domain();
  domain.dynamic = message.dynamic();
  domain.need_areas = {message.need_areas().begin(),
                       message.need_areas().end()};
  if (message.has_score()) domain.score = message.score();
  domain.maximum_score = message.maximum_score();
  domain.level = message.level();
  if (message.has_level_rank()) domain.level_rank = message.level_rank();
  domain.recorded_need = ToRecordedNeed(message.recorded_need());
  domain.driver = message.driver();
  domain.reviewed_with_client_date =
      OptionalDay(message.has_reviewed_with_client_date(),
                  message.reviewed_with_client_date());
  return domain;
}

absl::StatusOr<RiskAssessment> ToRiskAssessment(
    const av1::CompletedAssessment& message) {
  const std::vector<absl::string_view> instrument =
      absl::StrSplit(message.instrument(), '/');
  absl::string_view id = message.assessment();
  if (instrument.size() != 4 || !absl::ConsumePrefix(&id, kAssessments)) {
    return Unreadable();
  }
  RiskAssessment assessment;
  assessment.assessment_id = std::string(id);
  assessment.instrument_id = std::string(instrument[1]);
  assessment.instrument_version = std::string(instrument[3]);
  assessment.assessed_date = FromProto(message.assessed_date());
  assessment.completed_at = FromProto(message.complete_time());
  assessment.sets_risk = message.sets_risk();
  assessment.level = message.level();
  // Re-banded, the case is judged by the derived level's bands; the scored
  // level stays what it was (ADR 0018).
  for (const av1::LevelBand& band :
       message.has_derived() ? message.derived().bands() : message.bands()) {
    assessment.bands.push_back({band.band_scheme(), band.band()});
  }
  assessment.provisional = message.provisional();
  assessment.uses_unverified_figures =
      message.uses_unverified_figures() ||
      message.derived().uses_unverified_figures();
  assessment.current_until_date = FromProto(message.current_until_date());
  for (const av1::AssessedDomain& domain : message.domains()) {
    assessment.domains.push_back(ToRiskDomain(domain));
  }
  return assessment;
}

absl::StatusOr<RiskOverride> ToRiskOverride(
    const av1::OverridePeriod& message) {
  absl::string_view id = message.override();
  if (!absl::ConsumePrefix(&id, kOverrides)) return Unreadable();
  RiskOverride override;
  override.override_id = std::string(id);
  override.band_scheme_id = message.band().band_scheme();
  override.band_id = message.band().band();
  override.first_day = FromProto(message.first_day());
  override.last_day = OptionalDay(message.has_last_day(), message.last_day());
  return override;
}

absl::StatusOr<CurrentRisk> ToCurrentRisk(const type::v1::Change& change) {
  ABSL_ASSIGN_OR_RETURN(const auto state,
                        follow::StateOf<av1::CaseRiskState>(change));
  const std::optional<CaseName> name = CaseName::Parse(state.case_());
  if (!name.has_value()) return Unreadable();
  CurrentRisk risk;
  risk.case_id = name->id;
  risk.version = change.version();
  risk.recorded_at = FromProto(change.record_time());
  for (const av1::CompletedAssessment& latest : state.latest()) {
    ABSL_ASSIGN_OR_RETURN(RiskAssessment assessment, ToRiskAssessment(latest));
    risk.latest.push_back(std::move(assessment));
  }
  for (const av1::OverridePeriod& period : state.overrides()) {
    ABSL_ASSIGN_OR_RETURN(RiskOverride override, ToRiskOverride(period));
    risk.overrides.push_back(std::move(override));
  }
  return risk;
}

}  // namespace

absl::StatusOr<follow::Outcome> RiskProjection::Apply(
    sql::Transaction& tx, const type::v1::Change& change) {
  if (change.kind() != kRiskKind ||
      !follow::Carries<av1::CaseRiskState>(change)) {
    return follow::Outcome::kUnknown;
  }
  ABSL_ASSIGN_OR_RETURN(const CurrentRisk risk, ToCurrentRisk(change));
  ABSL_ASSIGN_OR_RETURN(const bool written, storage::UpsertRisk(tx, risk));
  if (!written) return follow::Outcome::kNotNewer;
  ABSL_RETURN_IF_ERROR(Tell(tx, {risk.case_id}));
  return follow::Outcome::kApplied;
}

absl::Status RiskProjection::ForgetVersions(sql::Transaction& tx) {
  return storage::ForgetRiskVersions(tx);
}

absl::StatusOr<bool> RiskProjection::Sweep(sql::Transaction& tx) {
  ABSL_ASSIGN_OR_RETURN(const std::vector<std::string> swept,
                        storage::SweepRisks(tx, kSweepLimit));
  if (!swept.empty()) ABSL_RETURN_IF_ERROR(Tell(tx, swept));
  return swept.size() < kSweepLimit;
}

absl::Status RiskProjection::Committed() {
  if (on_committed_) on_committed_();
  return absl::OkStatus();
}

absl::Status RiskProjection::Tell(
    sql::Transaction& tx, const std::vector<std::string>& case_ids) const {
  if (!on_risk_changed_) return absl::OkStatus();
  return on_risk_changed_(tx, case_ids);
}

}  // namespace caseload::caseplan
