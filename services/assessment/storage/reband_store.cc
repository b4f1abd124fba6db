#include "services/assessment/storage/reband_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/assessment/storage/statement.h"
#include "services/common/status/status_macros.h"
#include "services/policy/calendar.h"

namespace caseload::assessment::storage {
namespace {

constexpr sql::Kind kText = sql::Kind::kText;
constexpr sql::Kind kInteger = sql::Kind::kInteger;

// Not before any day that this store writes.
constexpr absl::CivilDay kAnyDay(9999, 12, 31);

sql::Value Instant(absl::Time time) {
  return Integer(absl::ToUnixMicros(time));
}

// A day that this store wrote.
absl::CivilDay ToDay(const std::string& text) {
  return policy::ParseDay(text).value_or(absl::CivilDay());
}

absl::Status Execute(sql::Transaction& tx, const Statement& statement) {
  return tx.ExecuteValues(statement.text(), statement.parameters()).status();
}

// The conditions under which an assessment is looked at.
Statement Candidates(absl::string_view columns, absl::string_view instrument_id,
                     absl::CivilDay day) {
  Statement select(absl::StrCat(
      "SELECT ", columns,
      " FROM assessments AS a JOIN projected_cases AS c ON c.id = a.case_id"
      " WHERE a.state = 'COMPLETE'"));
  select.Add(
      " AND a.instrument_id = ?"
      " AND (c.closed_date IS NULL OR c.closed_date >= ?)",
      {Text(instrument_id), Day(day)});
  return select;
}

}  // namespace

absl::StatusOr<std::optional<RebandingRow>> FindRunningRebanding(
    sql::Transaction& tx, absl::string_view instrument_id) {
  const Statement select(
      "SELECT id, instrument_id, instrument_version, effective_date, position,"
      " total_cases, examined_cases, derived_cases, changed_cases,"
      " not_comparable_cases, started_at, started_by FROM rebandings"
      " WHERE state = 'RUNNING' AND instrument_id = ?",
      {Text(instrument_id)});
  ABSL_ASSIGN_OR_RETURN(
      auto rows,
      tx.QueryValues(select.text(), select.parameters(),
                     {kText, kText, kText, kText, kText, kInteger, kInteger,
                      kInteger, kInteger, kInteger, kInteger, kText}));
  if (rows.empty()) return std::optional<RebandingRow>();
  std::vector<sql::Value>& values = rows.front();
  RebandingRow row;
  row.id = std::move(values[0].text);
  row.instrument_id = std::move(values[1].text);
  row.instrument_version = std::move(values[2].text);
  row.effective_date = ToDay(values[3].text);
  row.position = std::move(values[4].text);
  row.total_cases = values[5].integer;
  row.examined_cases = values[6].integer;
  row.derived_cases = values[7].integer;
  row.changed_cases = values[8].integer;
  row.not_comparable_cases = values[9].integer;
  row.started_at = absl::FromUnixMicros(values[10].integer);
  row.started_by = std::move(values[11].text);
  return std::optional<RebandingRow>(std::move(row));
}

absl::Status InsertRebanding(sql::Transaction& tx, const RebandingRow& row) {
  return Execute(
      tx, Statement(
              "INSERT INTO rebandings (id, instrument_id, instrument_version,"
              " state, effective_date, position, total_cases, examined_cases,"
              " derived_cases, changed_cases, not_comparable_cases, started_at,"
              " started_by)"
              " VALUES (?, ?, ?, 'RUNNING', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              {Text(row.id), Text(row.instrument_id),
               Text(row.instrument_version), Day(row.effective_date),
               Text(row.position), Integer(row.total_cases),
               Integer(row.examined_cases), Integer(row.derived_cases),
               Integer(row.changed_cases), Integer(row.not_comparable_cases),
               Instant(row.started_at), Text(row.started_by)}));
}

absl::Status UpdateRebanding(sql::Transaction& tx, const RebandingRow& row) {
  std::optional<int64_t> finished;
  if (row.finished_at.has_value()) {
    finished = absl::ToUnixMicros(*row.finished_at);
  }
  return Execute(
      tx,
      Statement("UPDATE rebandings SET state = ?, position = ?,"
                " examined_cases = ?, derived_cases = ?, changed_cases = ?,"
                " not_comparable_cases = ?, finished_at = ? WHERE id = ?",
                {Text(row.done ? "DONE" : "RUNNING"), Text(row.position),
                 Integer(row.examined_cases), Integer(row.derived_cases),
                 Integer(row.changed_cases), Integer(row.not_comparable_cases),
                 IntegerOrNull(finished), Text(row.id)}));
}

absl::StatusOr<std::vector<RebandCandidate>> ListRebandCandidates(
    sql::Transaction& tx, absl::string_view instrument_id, absl::CivilDay day,
    absl::string_view position, int limit) {
  Statement select = Candidates(
      "a.case_id, a.id, a.instrument_version, a.norm_group_id, a.scored_total,"
      " a.scored_level, a.missing_items",
      instrument_id, day);
  select.Add(" AND a.case_id > ? ORDER BY a.case_id LIMIT ?",
             {Text(position), Integer(limit)});
  ABSL_ASSIGN_OR_RETURN(
      auto rows,
      tx.QueryValues(select.text(), select.parameters(),
                     {kText, kText, kText, kText, kInteger, kText, kInteger}));
  std::vector<RebandCandidate> candidates;
  candidates.reserve(rows.size());
  for (auto& values : rows) {
    RebandCandidate& candidate = candidates.emplace_back();
    candidate.case_id = std::move(values[0].text);
    candidate.assessment_id = std::move(values[1].text);
    candidate.instrument_version = std::move(values[2].text);
    candidate.norm_group_id = std::move(values[3].text);
    if (!values[4].null) candidate.total = static_cast<int>(values[4].integer);
    candidate.level = std::move(values[5].text);
    candidate.missing_items = static_cast<int>(values[6].integer);
  }
  return candidates;
}

absl::StatusOr<int64_t> CountRebandCandidates(sql::Transaction& tx,
                                              absl::string_view instrument_id,
                                              absl::CivilDay day) {
  const Statement select = Candidates("COUNT(*)", instrument_id, day);
  ABSL_ASSIGN_OR_RETURN(
      auto rows,
      tx.QueryValues(select.text(), select.parameters(), {kInteger}));
  return rows.front().front().integer;
}

absl::Status InsertDerivedLevel(sql::Transaction& tx,
                                absl::string_view assessment_id,
                                absl::string_view rebanding_id,
                                const domain::DerivedLevel& derived) {
  ABSL_RETURN_IF_ERROR(Execute(
      tx, Statement(
              "INSERT INTO derived_levels (assessment_id, rebanding_id, level,"
              " instrument_version, uses_unverified_figures, effective_date,"
              " derived_at, derived_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              {Text(assessment_id), Text(rebanding_id), Text(derived.level),
               Text(derived.instrument_version),
               Integer(derived.uses_unverified_figures),
               Day(derived.effective_date), Instant(derived.derived_at),
               Text(derived.derived_by)})));
  for (const domain::LevelBand& band : derived.bands) {
    ABSL_RETURN_IF_ERROR(Execute(
        tx, Statement("INSERT INTO derived_level_bands (assessment_id,"
                      " rebanding_id, band_scheme_id, band_id)"
                      " VALUES (?, ?, ?, ?)",
                      {Text(assessment_id), Text(rebanding_id),
                       Text(band.band_scheme_id), Text(band.band_id)})));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<std::string, domain::DerivedLevel>> FindDerivedLevels(
    sql::Transaction& tx, const std::vector<std::string>& assessment_ids,
    absl::CivilDay as_of, absl::Time known_at) {
  // A level without a band in any scheme has one row, without band.
  Statement select(
      "SELECT d.assessment_id, d.rebanding_id, d.level, d.instrument_version,"
      " d.uses_unverified_figures, d.effective_date, d.derived_at, "
      "d.derived_by,"
      " b.band_scheme_id, b.band_id FROM derived_levels AS d"
      " LEFT JOIN derived_level_bands AS b ON b.assessment_id = d.assessment_id"
      " AND b.rebanding_id = d.rebanding_id"
      " WHERE d.effective_date <= ? AND d.derived_at <= ?"
      " AND d.assessment_id IN ",
      {Day(as_of), Instant(known_at)});
  select.AddInList(assessment_ids);
  select.Add(
      " ORDER BY d.assessment_id, d.derived_at, d.rebanding_id,"
      " b.band_scheme_id");
  ABSL_ASSIGN_OR_RETURN(
      auto rows, tx.QueryValues(select.text(), select.parameters(),
                                {kText, kText, kText, kText, kInteger, kText,
                                 kInteger, kText, kText, kText}));
  std::map<std::string, domain::DerivedLevel> latest;
  std::map<std::string, std::string> rebanding_of;
  for (auto& values : rows) {
    domain::DerivedLevel& derived = latest[values[0].text];
    std::string& rebanding_id = rebanding_of[values[0].text];
    if (rebanding_id != values[1].text) {
      rebanding_id = std::move(values[1].text);
      derived = domain::DerivedLevel();
      derived.level = std::move(values[2].text);
      derived.instrument_version = std::move(values[3].text);
      derived.uses_unverified_figures = values[4].integer != 0;
      derived.effective_date = ToDay(values[5].text);
      derived.derived_at = absl::FromUnixMicros(values[6].integer);
      derived.derived_by = std::move(values[7].text);
    }
    if (values[8].null) continue;
    derived.bands.push_back(
        {std::move(values[8].text), std::move(values[9].text)});
  }
  return latest;
}

absl::StatusOr<std::map<std::string, domain::DerivedLevel>> LatestDerivedLevels(
    sql::Transaction& tx, const std::vector<std::string>& assessment_ids) {
  return FindDerivedLevels(tx, assessment_ids, kAnyDay, absl::InfiniteFuture());
}

absl::Status LoadDerived(sql::Transaction& tx,
                         const std::vector<std::string>& ids,
                         const AssessmentsById& by_id) {
  ABSL_ASSIGN_OR_RETURN(auto found, LatestDerivedLevels(tx, ids));
  for (auto& [id, derived] : found) by_id.at(id)->derived = std::move(derived);
  return absl::OkStatus();
}

}  // namespace caseload::assessment::storage
