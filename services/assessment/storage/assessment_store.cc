#include "services/assessment/storage/assessment_store.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/assessment/storage/rating_store.h"
#include "services/assessment/storage/reband_store.h"
#include "services/assessment/storage/row_reader.h"
#include "services/assessment/storage/statement.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/policy/calendar.h"

namespace caseload::assessment::storage {
namespace {

using domain::Assessment;
using domain::DomainEntry;
using domain::RecordedNeed;
using domain::State;

constexpr sql::Kind kText = sql::Kind::kText;
constexpr sql::Kind kInteger = sql::Kind::kInteger;

constexpr absl::string_view kStates[] = {"", "DRAFT", "COMPLETE", "SUPERSEDED"};
constexpr absl::string_view kNeeds[] = {"NONE", "LOW", "MODERATE", "HIGH"};

absl::string_view StateWord(State state) {
  return kStates[static_cast<size_t>(state)];
}

constexpr char kAssessmentColumns[] =
    "id, case_id, instrument_id, instrument_version, clinical, sets_risk,"
    " norm_group_id, state, assessed_date, entered_total, entered_level,"
    " has_strengths, has_needs, has_risk_to_community, content, version,"
    " created_at, created_by, withdrawn_at, completed_at, completed_by,"
    " scored_total,"
    " scored_level, missing_items, provisional, disagrees,"
    " uses_unverified_figures, current_until_date";

const std::vector<sql::Kind>& AssessmentKinds() {
  static const auto& kinds = *new std::vector<sql::Kind>{
      kText,    kText,    kText,    kText,    kInteger, kInteger, kText,
      kText,    kText,    kInteger, kText,    kInteger, kInteger, kInteger,
      kText,    kInteger, kInteger, kText,    kInteger, kInteger, kText,
      kInteger, kText,    kInteger, kInteger, kInteger, kInteger, kText};
  return kinds;
}

Assessment ToAssessment(std::vector<sql::Value> values) {
  RowReader row(std::move(values));
  Assessment assessment;
  assessment.id = row.Text();
  assessment.case_id = row.Text();
  assessment.instrument_id = row.Text();
  assessment.instrument_version = row.Text();
  assessment.clinical = row.Flag();
  assessment.sets_risk = row.Flag();
  assessment.norm_group_id = row.Text();
  assessment.state = static_cast<State>(PlaceOf(kStates, row.Text()));
  assessment.assessed_date = row.Day();
  assessment.entered_total = row.IntOrNull();
  assessment.entered_level = row.Text();
  assessment.has_strengths = row.Flag();
  assessment.has_needs = row.Flag();
  assessment.has_risk_to_community = row.Flag();
  assessment.content_json = row.Text();
  assessment.version = row.Integer();
  assessment.created_at = row.Instant();
  assessment.created_by = row.Text();
  assessment.withdrawn_at = row.InstantOrNull();
  if (row.IsNull()) return assessment;  // a draft: the rest is NULL
  assessment.completed_at = row.Instant();
  assessment.completed_by = row.Text();
  domain::Result& result = assessment.result.emplace();
  result.total = row.IntOrNull();
  result.level = row.Text();
  result.missing_items = static_cast<int>(row.Integer());
  result.provisional = row.Flag();
  result.disagrees = row.Flag();
  result.uses_unverified_figures = row.Flag();
  result.current_until_date = row.Day();
  return assessment;
}

using ById = AssessmentsById;

absl::Status LoadDomains(sql::Transaction& tx,
                         const std::vector<std::string>& ids,
                         const ById& by_id) {
  Statement select(
      "SELECT assessment_id, domain_id, score, present_items, absent_items,"
      " missing_items, recorded_need, driver, reviewed_with_client_date, note,"
      " level FROM assessment_domains WHERE assessment_id IN ");
  select.AddInList(ids);
  select.Add(" ORDER BY assessment_id, position");
  ABSL_ASSIGN_OR_RETURN(
      auto rows,
      tx.QueryValues(select.text(), select.parameters(),
                     {kText, kText, kInteger, kInteger, kInteger, kInteger,
                      kText, kInteger, kText, kText, kText}));
  for (auto& values : rows) {
    RowReader row(std::move(values));
    DomainEntry& entry = by_id.at(row.Text())->domains.emplace_back();
    entry.domain_id = row.Text();
    entry.score = row.IntOrNull();
    const std::optional<int> present = row.IntOrNull();
    const std::optional<int> absent = row.IntOrNull();
    if (present.has_value() && absent.has_value()) {
      entry.item_counts = domain::ItemCounts{*present, *absent};
    }
    entry.missing_items = static_cast<int>(row.Integer());
    entry.recorded_need =
        static_cast<RecordedNeed>(PlaceOf(kNeeds, row.Text()));
    entry.driver = row.Flag();
    entry.reviewed_with_client_date = row.DayOrNull();
    entry.note = row.Text();
    entry.level = row.Text();
  }
  return absl::OkStatus();
}

absl::Status LoadBands(sql::Transaction& tx,
                       const std::vector<std::string>& ids, const ById& by_id) {
  Statement select(
      "SELECT assessment_id, band_scheme_id, band_id FROM assessment_bands"
      " WHERE assessment_id IN ");
  select.AddInList(ids);
  select.Add(" ORDER BY assessment_id, band_scheme_id");
  ABSL_ASSIGN_OR_RETURN(auto rows,
                        tx.QueryValues(select.text(), select.parameters(),
                                       {kText, kText, kText}));
  for (auto& values : rows) {
    RowReader row(std::move(values));
    Assessment& assessment = *by_id.at(row.Text());
    std::string scheme = row.Text();
    assessment.result->bands.push_back({std::move(scheme), row.Text()});
  }
  return absl::OkStatus();
}

// Rows of `select` with what hangs on them.
absl::StatusOr<std::vector<Assessment>> Select(sql::Transaction& tx,
                                               const Statement& select) {
  ABSL_ASSIGN_OR_RETURN(
      auto rows,
      tx.QueryValues(select.text(), select.parameters(), AssessmentKinds()));
  std::vector<Assessment> assessments;
  assessments.reserve(rows.size());
  for (auto& row : rows) assessments.push_back(ToAssessment(std::move(row)));
  for (size_t begin = 0; begin < assessments.size();
       begin += Statement::kMaxInList) {
    ById by_id;
    std::vector<std::string> ids;
    for (size_t i = begin;
         i < assessments.size() && ids.size() < Statement::kMaxInList; ++i) {
      ids.push_back(assessments[i].id);
      by_id.emplace(assessments[i].id, &assessments[i]);
    }
    ABSL_RETURN_IF_ERROR(LoadDomains(tx, ids, by_id));
    ABSL_RETURN_IF_ERROR(LoadBands(tx, ids, by_id));
    ABSL_RETURN_IF_ERROR(LoadRatings(tx, ids, by_id));
    ABSL_RETURN_IF_ERROR(LoadDerived(tx, ids, by_id));
  }
  return assessments;
}

Statement SelectFrom() {
  return Statement(
      absl::StrCat("SELECT ", kAssessmentColumns, " FROM assessments WHERE "));
}

absl::Status Execute(sql::Transaction& tx, const Statement& statement) {
  return tx.ExecuteValues(statement.text(), statement.parameters()).status();
}

absl::Status InsertDomain(sql::Transaction& tx, const std::string& id,
                          int64_t position, const DomainEntry& entry) {
  std::optional<int64_t> present, absent;
  if (entry.item_counts.has_value()) {
    present = entry.item_counts->present;
    absent = entry.item_counts->absent;
  }
  std::optional<std::string> reviewed;
  if (entry.reviewed_with_client_date.has_value()) {
    reviewed = policy::FormatDay(*entry.reviewed_with_client_date);
  }
  return Execute(
      tx,
      Statement(
          "INSERT INTO assessment_domains (assessment_id, position, domain_id,"
          " score, present_items, absent_items, missing_items, recorded_need,"
          " driver, reviewed_with_client_date, note, level)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          {Text(id), Integer(position), Text(entry.domain_id),
           IntegerOrNull(entry.score), IntegerOrNull(present),
           IntegerOrNull(absent), Integer(entry.missing_items),
           Text(kNeeds[static_cast<size_t>(entry.recorded_need)]),
           Integer(entry.driver), TextOrNull(reviewed), Text(entry.note),
           Text(entry.level)}));
}

absl::Status AddDerived(sql::Transaction& tx, absl::CivilDay as_of,
                        absl::Time known_at, std::vector<RiskRow>* rows) {
  for (size_t begin = 0; begin < rows->size(); begin += Statement::kMaxInList) {
    const size_t end = std::min(begin + Statement::kMaxInList, rows->size());
    std::vector<std::string> ids;
    for (size_t i = begin; i < end; ++i) {
      ids.push_back((*rows)[i].assessment_id);
    }
    ABSL_ASSIGN_OR_RETURN(auto found,
                          FindDerivedLevels(tx, ids, as_of, known_at));
    for (size_t i = begin; i < end; ++i) {
      const auto derived = found.find((*rows)[i].assessment_id);
      if (derived == found.end()) continue;
      (*rows)[i].derived = std::move(derived->second);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status InsertDraft(sql::Transaction& tx, const Assessment& draft) {
  ABSL_RETURN_IF_ERROR(Execute(
      tx,
      Statement(
          "INSERT INTO assessments (id, case_id, instrument_id,"
          " instrument_version, clinical, sets_risk, norm_group_id, state,"
          " assessed_date, entered_total, entered_level, has_strengths,"
          " has_needs, has_risk_to_community, content, version, created_at,"
          " created_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
          " ?, ?)",
          {Text(draft.id), Text(draft.case_id), Text(draft.instrument_id),
           Text(draft.instrument_version), Integer(draft.clinical),
           Integer(draft.sets_risk), Text(draft.norm_group_id),
           Text(StateWord(State::kDraft)), Day(draft.assessed_date),
           IntegerOrNull(draft.entered_total), Text(draft.entered_level),
           Integer(draft.has_strengths), Integer(draft.has_needs),
           Integer(draft.has_risk_to_community), Text(draft.content_json),
           Integer(draft.version),
           Integer(absl::ToUnixMicros(draft.created_at)),
           Text(draft.created_by)})));
  for (size_t i = 0; i < draft.domains.size(); ++i) {
    ABSL_RETURN_IF_ERROR(
        InsertDomain(tx, draft.id, static_cast<int64_t>(i), draft.domains[i]));
    ABSL_RETURN_IF_ERROR(InsertRatings(tx, draft.id, draft.domains[i]));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Assessment>> FindAssessment(sql::Transaction& tx,
                                                         absl::string_view id) {
  Statement select = SelectFrom();
  select.Add("id = ?", {Text(id)});
  ABSL_ASSIGN_OR_RETURN(std::vector<Assessment> found, Select(tx, select));
  if (found.empty()) return std::optional<Assessment>();
  return std::optional<Assessment>(std::move(found.front()));
}

absl::StatusOr<std::vector<Assessment>> ListAssessments(
    sql::Transaction& tx, const AssessmentFilter& filter,
    const std::optional<AssessmentPosition>& position, int limit) {
  Statement select = SelectFrom();
  select.Add("case_id = ?", {Text(filter.case_id)});
  if (position.has_value()) {
    select.Add(" AND (assessed_date, id) < (?, ?)",
               {Day(position->assessed_date), Text(position->id)});
  }
  if (!filter.instrument_id.empty()) {
    select.Add(" AND instrument_id = ?", {Text(filter.instrument_id)});
  }
  if (filter.state.has_value()) {
    select.Add(" AND state = ?", {Text(StateWord(*filter.state))});
  }
  if (!filter.with_clinical) select.Add(" AND clinical = 0");
  select.Add(" AND withdrawn_at IS NULL");
  select.Add(" ORDER BY assessed_date DESC, id DESC LIMIT ?", {Integer(limit)});
  return Select(tx, select);
}

absl::Status CompleteDraft(sql::Transaction& tx, const Assessment& completed) {
  const domain::Result& result = *completed.result;
  const Statement update(
      "UPDATE assessments SET state = ?, version = version + 1,"
      " completed_at = ?, completed_by = ?, scored_total = ?,"
      " scored_level = ?, missing_items = ?, provisional = ?, disagrees = ?,"
      " uses_unverified_figures = ?, current_until_date = ?"
      " WHERE id = ? AND version = ? AND state = ?",
      {Text(StateWord(State::kSuperseded)),
       Integer(absl::ToUnixMicros(*completed.completed_at)),
       Text(completed.completed_by), IntegerOrNull(result.total),
       Text(result.level), Integer(result.missing_items),
       Integer(result.provisional), Integer(result.disagrees),
       Integer(result.uses_unverified_figures), Day(result.current_until_date),
       Text(completed.id), Integer(completed.version),
       Text(StateWord(State::kDraft))});
  ABSL_ASSIGN_OR_RETURN(const int64_t updated,
                        tx.ExecuteValues(update.text(), update.parameters()));
  if (updated == 0) {
    return status::EtagMismatch(absl::StrCat("assessments/", completed.id));
  }
  for (const DomainEntry& entry : completed.domains) {
    ABSL_RETURN_IF_ERROR(
        Execute(tx, Statement("UPDATE assessment_domains SET level = ?"
                              " WHERE assessment_id = ? AND domain_id = ?",
                              {Text(entry.level), Text(completed.id),
                               Text(entry.domain_id)})));
  }
  for (const domain::LevelBand& band : result.bands) {
    ABSL_RETURN_IF_ERROR(
        Execute(tx, Statement("INSERT INTO assessment_bands (assessment_id,"
                              " band_scheme_id, band_id) VALUES (?, ?, ?)",
                              {Text(completed.id), Text(band.band_scheme_id),
                               Text(band.band_id)})));
  }
  return absl::OkStatus();
}

absl::Status Withdraw(sql::Transaction& tx, absl::string_view id,
                      absl::Time now) {
  return Execute(tx, Statement("UPDATE assessments SET withdrawn_at = ?,"
                               " state = CASE WHEN state = 'DRAFT' THEN state"
                               " ELSE 'SUPERSEDED' END, version = version + 1"
                               " WHERE id = ? AND withdrawn_at IS NULL",
                               {Integer(absl::ToUnixMicros(now)), Text(id)}));
}

absl::StatusOr<std::vector<std::string>> SetLatest(
    sql::Transaction& tx, absl::string_view case_id,
    absl::string_view instrument_id) {
  ABSL_ASSIGN_OR_RETURN(
      auto rows, (tx.Query<std::string, std::string>(
                     "SELECT id, state FROM assessments WHERE case_id = :1"
                     " AND instrument_id = :2 AND state <> 'DRAFT'"
                     " AND withdrawn_at IS NULL"
                     " ORDER BY assessed_date DESC, completed_at DESC, id DESC",
                     case_id, instrument_id)));
  // From the oldest on: no two are COMPLETE at once.
  std::vector<std::string> changed;
  for (size_t i = rows.size(); i-- > 0;) {
    const auto& [id, word] = rows[i];
    const absl::string_view wanted =
        StateWord(i == 0 ? State::kComplete : State::kSuperseded);
    if (word == wanted) continue;
    ABSL_RETURN_IF_ERROR(
        Execute(tx, Statement("UPDATE assessments SET state = ?,"
                              " version = version + 1 WHERE id = ?",
                              {Text(wanted), Text(id)})));
    changed.push_back(id);
  }
  return changed;
}

absl::StatusOr<std::vector<std::string>> LatestOfCase(
    sql::Transaction& tx, absl::string_view case_id) {
  ABSL_ASSIGN_OR_RETURN(
      auto rows,
      tx.Query<std::string>("SELECT id FROM assessments WHERE case_id = :1"
                            " AND state = 'COMPLETE' AND clinical = 0"
                            " ORDER BY instrument_id",
                            case_id));
  std::vector<std::string> ids;
  for (auto& [id] : rows) ids.push_back(std::move(id));
  return ids;
}

absl::StatusOr<std::vector<RiskRow>> FindRisk(
    sql::Transaction& tx, const std::vector<std::string>& case_ids,
    absl::CivilDay as_of, absl::Time known_at) {
  Statement select(
      "SELECT case_id, id, instrument_id, instrument_version, assessed_date,"
      " scored_level, provisional, uses_unverified_figures FROM assessments"
      " WHERE sets_risk = 1 AND assessed_date <= ? AND completed_at <= ?"
      " AND (withdrawn_at IS NULL OR withdrawn_at > ?) AND case_id IN ",
      {Day(as_of), Integer(absl::ToUnixMicros(known_at)),
       Integer(absl::ToUnixMicros(known_at))});
  select.AddInList(case_ids);
  select.Add(
      " ORDER BY case_id, assessed_date DESC, completed_at DESC, id DESC");
  ABSL_ASSIGN_OR_RETURN(
      auto rows, tx.QueryValues(select.text(), select.parameters(),
                                {kText, kText, kText, kText, kText, kText,
                                 kInteger, kInteger}));
  std::vector<RiskRow> result;
  for (auto& values : rows) {
    RowReader row(std::move(values));
    RiskRow& risk = result.emplace_back();
    risk.case_id = row.Text();
    risk.assessment_id = row.Text();
    risk.instrument_id = row.Text();
    risk.instrument_version = row.Text();
    risk.assessed_date = row.Day();
    risk.level = row.Text();
    risk.provisional = row.Flag();
    risk.uses_unverified_figures = row.Flag();
  }
  ABSL_RETURN_IF_ERROR(AddDerived(tx, as_of, known_at, &result));
  return result;
}

}  // namespace caseload::assessment::storage
