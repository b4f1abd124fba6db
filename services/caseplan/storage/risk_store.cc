#include "services/caseplan/storage/risk_store.h"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/caseplan/storage/rows.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan::storage {

namespace {

constexpr absl::string_view kRecordedNeeds[] = {"none", "low", "moderate",
                                                "high"};
// The tables that hang on case_risks, children first.
constexpr absl::string_view kChildTables[] = {
    "case_risk_overrides", "case_risk_domains", "case_risk_bands",
    "case_risk_assessments"};

const Columns& RiskColumns() {
  static const Columns& columns =
      *new Columns(MakeColumns("case_id, version, recorded_at", "tii"));
  return columns;
}

const Columns& AssessmentColumns() {
  static const Columns& columns = *new Columns(
      MakeColumns("case_id, assessment_id, instrument_id, instrument_version,"
                  " assessed_date, completed_at, sets_risk, level, provisional,"
                  " uses_unverified_figures, current_until_date",
                  "tttttiitiit"));
  return columns;
}

const Columns& BandColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "case_id, assessment_position, band_scheme_id, band_id", "titt"));
  return columns;
}

const Columns& DomainColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "case_id, assessment_position, domain_id, dynamic, need_areas, score,"
      " maximum_score, level, level_rank, recorded_need, driver,"
      " reviewed_with_client_date",
      "tititiititit"));
  return columns;
}

const Columns& OverrideColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "case_id, override_id, band_scheme_id, band_id, first_day, last_day",
      "tttttt"));
  return columns;
}

absl::Status DeleteChildren(sql::Transaction& tx, absl::string_view case_id) {
  for (const absl::string_view table : kChildTables) {
    ABSL_RETURN_IF_ERROR(
        tx.Execute(absl::StrCat("DELETE FROM ", table, " WHERE case_id = :1"),
                   case_id)
            .status());
  }
  return absl::OkStatus();
}

absl::Status InsertBand(sql::Transaction& tx, absl::string_view case_id,
                        int64_t assessment, const RiskBand& band) {
  return Insert(tx, "case_risk_bands",
                {{"case_id", Text(case_id)},
                 {"assessment_position", Integer(assessment)},
                 {"band_scheme_id", Text(band.band_scheme_id)},
                 {"band_id", Text(band.band_id)}});
}

absl::Status InsertDomain(sql::Transaction& tx, absl::string_view case_id,
                          int64_t assessment, int64_t position,
                          const RiskDomain& domain) {
  return Insert(
      tx, "case_risk_domains",
      {{"case_id", Text(case_id)},
       {"assessment_position", Integer(assessment)},
       {"position", Integer(position)},
       {"domain_id", Text(domain.domain_id)},
       {"dynamic", Integer(domain.dynamic)},
       {"need_areas", Lines(domain.need_areas)},
       {"score", OptionalInteger(domain.score)},
       {"maximum_score", Integer(domain.maximum_score)},
       {"level", Text(domain.level)},
       {"level_rank", OptionalInteger(domain.level_rank)},
       {"recorded_need", EnumText(kRecordedNeeds, domain.recorded_need)},
       {"driver", Integer(domain.driver)},
       {"reviewed_with_client_date", Day(domain.reviewed_with_client_date)}});
}

absl::Status InsertAssessment(sql::Transaction& tx, absl::string_view case_id,
                              int64_t position,
                              const RiskAssessment& assessment) {
  ABSL_RETURN_IF_ERROR(Insert(
      tx, "case_risk_assessments",
      {{"case_id", Text(case_id)},
       {"position", Integer(position)},
       {"assessment_id", Text(assessment.assessment_id)},
       {"instrument_id", Text(assessment.instrument_id)},
       {"instrument_version", Text(assessment.instrument_version)},
       {"assessed_date", Day(assessment.assessed_date)},
       {"completed_at", Instant(assessment.completed_at)},
       {"sets_risk", Integer(assessment.sets_risk)},
       {"level", Text(assessment.level)},
       {"provisional", Integer(assessment.provisional)},
       {"uses_unverified_figures", Integer(assessment.uses_unverified_figures)},
       {"current_until_date", Day(assessment.current_until_date)}}));
  for (const RiskBand& band : assessment.bands) {
    ABSL_RETURN_IF_ERROR(InsertBand(tx, case_id, position, band));
  }
  for (size_t i = 0; i < assessment.domains.size(); ++i) {
    ABSL_RETURN_IF_ERROR(
        InsertDomain(tx, case_id, position, i, assessment.domains[i]));
  }
  return absl::OkStatus();
}

absl::Status InsertOverride(sql::Transaction& tx, absl::string_view case_id,
                            int64_t position, const RiskOverride& override) {
  return Insert(tx, "case_risk_overrides",
                {{"case_id", Text(case_id)},
                 {"position", Integer(position)},
                 {"override_id", Text(override.override_id)},
                 {"band_scheme_id", Text(override.band_scheme_id)},
                 {"band_id", Text(override.band_id)},
                 {"first_day", Day(override.first_day)},
                 {"last_day", Day(override.last_day)}});
}

RiskOverride ReadOverride(Row& row) {
  RiskOverride override;
  override.override_id = row.Text();
  override.band_scheme_id = row.Text();
  override.band_id = row.Text();
  override.first_day = row.Day();
  override.last_day = row.OptionalDay();
  return override;
}

RiskAssessment ReadAssessment(Row& row) {
  RiskAssessment assessment;
  assessment.assessment_id = row.Text();
  assessment.instrument_id = row.Text();
  assessment.instrument_version = row.Text();
  assessment.assessed_date = row.Day();
  assessment.completed_at = row.Instant();
  assessment.sets_risk = row.Bool();
  assessment.level = row.Text();
  assessment.provisional = row.Bool();
  assessment.uses_unverified_figures = row.Bool();
  assessment.current_until_date = row.Day();
  return assessment;
}

RiskDomain ReadDomain(Row& row) {
  RiskDomain domain;
  domain.domain_id = row.Text();
  domain.dynamic = row.Bool();
  domain.need_areas = FromLines(row.Text());
  domain.score = row.OptionalInteger();
  domain.maximum_score = static_cast<int32_t>(row.Integer());
  domain.level = row.Text();
  domain.level_rank = row.OptionalInteger();
  domain.recorded_need = EnumOf<RecordedNeed>(kRecordedNeeds, row.Text());
  domain.driver = row.Bool();
  domain.reviewed_with_client_date = row.OptionalDay();
  return domain;
}

using RisksByCase = std::map<std::string, CurrentRisk>;

// Hands each row of the cases to `read`, after the risk that its first column
// names.
absl::Status ForEachRow(sql::Transaction& tx, const Columns& columns,
                        absl::string_view table, absl::string_view order,
                        const Condition& of_cases, RisksByCase& risks,
                        absl::FunctionRef<void(CurrentRisk&, Row&)> read) {
  ABSL_ASSIGN_OR_RETURN(
      std::vector<Row> rows,
      Select(columns, table).Where(of_cases).OrderBy(order).Run(tx));
  for (Row& row : rows) {
    const auto risk = risks.find(row.Text());
    if (risk == risks.end()) return status::Internal("a risk without a case");
    read(risk->second, row);
  }
  return absl::OkStatus();
}

absl::Status ReadChildren(sql::Transaction& tx, const Condition& of_cases,
                          RisksByCase& risks) {
  ABSL_RETURN_IF_ERROR(ForEachRow(
      tx, AssessmentColumns(), "case_risk_assessments", "case_id, position",
      of_cases, risks, [](CurrentRisk& risk, Row& row) {
        risk.latest.push_back(ReadAssessment(row));
      }));
  ABSL_RETURN_IF_ERROR(
      ForEachRow(tx, BandColumns(), "case_risk_bands",
                 "case_id, assessment_position, band_scheme_id", of_cases,
                 risks, [](CurrentRisk& risk, Row& row) {
                   RiskAssessment& assessment = risk.latest[row.Integer()];
                   RiskBand& band = assessment.bands.emplace_back();
                   band.band_scheme_id = row.Text();
                   band.band_id = row.Text();
                 }));
  ABSL_RETURN_IF_ERROR(ForEachRow(tx, OverrideColumns(), "case_risk_overrides",
                                  "case_id, position", of_cases, risks,
                                  [](CurrentRisk& risk, Row& row) {
                                    risk.overrides.push_back(ReadOverride(row));
                                  }));
  return ForEachRow(tx, DomainColumns(), "case_risk_domains",
                    "case_id, assessment_position, position", of_cases, risks,
                    [](CurrentRisk& risk, Row& row) {
                      RiskAssessment& assessment = risk.latest[row.Integer()];
                      assessment.domains.push_back(ReadDomain(row));
                    });
}

}  // namespace

absl::StatusOr<bool> UpsertRisk(sql::Transaction& tx, const CurrentRisk& risk) {
  ABSL_ASSIGN_OR_RETURN(
      const int64_t written,
      tx.Execute("INSERT INTO case_risks (case_id, version, recorded_at)"
                 " VALUES (:1, :2, :3)"
                 " ON CONFLICT (case_id) DO UPDATE SET"
                 " version = excluded.version,"
                 " recorded_at = excluded.recorded_at"
                 " WHERE case_risks.version < excluded.version",
                 risk.case_id, risk.version,
                 absl::ToUnixMicros(risk.recorded_at)));
  if (written == 0) return false;
  ABSL_RETURN_IF_ERROR(DeleteChildren(tx, risk.case_id));
  for (size_t i = 0; i < risk.latest.size(); ++i) {
    ABSL_RETURN_IF_ERROR(InsertAssessment(tx, risk.case_id, i, risk.latest[i]));
  }
  for (size_t i = 0; i < risk.overrides.size(); ++i) {
    ABSL_RETURN_IF_ERROR(
        InsertOverride(tx, risk.case_id, i, risk.overrides[i]));
  }
  return true;
}

absl::StatusOr<std::vector<CurrentRisk>> ListRisks(
    sql::Transaction& tx, const std::vector<std::string>& case_ids) {
  std::vector<CurrentRisk> result;
  if (case_ids.empty()) return result;
  std::vector<sql::Value> ids;
  for (const std::string& id :
       std::set<std::string>(case_ids.begin(), case_ids.end())) {
    ids.push_back(Text(id));
  }
  const Condition of_cases = OneOf("case_id", std::move(ids));
  ABSL_ASSIGN_OR_RETURN(
      std::vector<Row> rows,
      Select(RiskColumns(), "case_risks").Where(of_cases).Run(tx));
  RisksByCase risks;
  for (Row& row : rows) {
    CurrentRisk risk;
    risk.case_id = row.Text();
    risk.version = row.Integer();
    risk.recorded_at = row.Instant();
    risks.emplace(risk.case_id, risk);
  }
  if (risks.empty()) return result;
  ABSL_RETURN_IF_ERROR(ReadChildren(tx, of_cases, risks));
  for (auto& [id, risk] : risks) result.push_back(std::move(risk));
  return result;
}

absl::StatusOr<int64_t> RiskVersion(sql::Transaction& tx,
                                    absl::string_view case_id) {
  ABSL_ASSIGN_OR_RETURN(
      auto rows,
      tx.Query<int64_t>("SELECT version FROM case_risks WHERE case_id = :1",
                        case_id));
  return rows.empty() ? 0 : std::get<0>(rows.front());
}

absl::Status ForgetRiskVersions(sql::Transaction& tx) {
  return tx.Execute("UPDATE case_risks SET version = 0 WHERE version > 0")
      .status();
}

absl::StatusOr<std::vector<std::string>> SweepRisks(sql::Transaction& tx,
                                                    int limit) {
  ABSL_ASSIGN_OR_RETURN(auto rows,
                        tx.Query<std::string>("SELECT case_id FROM case_risks"
                                              " WHERE version = 0"
                                              " ORDER BY case_id LIMIT :1",
                                              limit));
  std::vector<std::string> swept;
  for (auto& [case_id] : rows) {
    ABSL_RETURN_IF_ERROR(DeleteChildren(tx, case_id));
    ABSL_RETURN_IF_ERROR(
        tx.Execute("DELETE FROM case_risks WHERE case_id = :1", case_id)
            .status());
    swept.push_back(std::move(case_id));
  }
  return swept;
}

}  // namespace caseload::caseplan::storage
