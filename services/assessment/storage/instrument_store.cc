#include "services/assessment/storage/instrument_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/assessment/storage/statement.h"
#include "services/common/status/status_macros.h"

namespace caseload::assessment::storage {
namespace {

// The columns in the order of InstrumentRow.
constexpr char kColumns[] =
    "instrument_id, version, title, population, scoring_convention, sets_risk,"
    " clinical, has_unverified_figures, effective_date, retired_date,"
    " content_hash, definition, origin, created_at, created_by";

constexpr sql::Kind kText = sql::Kind::kText;
constexpr sql::Kind kInteger = sql::Kind::kInteger;

const std::vector<sql::Kind>& ColumnKinds() {
  static const auto& kinds = *new std::vector<sql::Kind>{
      kText, kText, kText, kText, kText, kInteger, kInteger, kInteger,
      kText, kText, kText, kText, kText, kInteger, kText};
  return kinds;
}

Statement SelectFrom() {
  return Statement(
      absl::StrCat("SELECT ", kColumns, " FROM instruments WHERE "));
}

InstrumentRow ToRow(std::vector<sql::Value> values) {
  InstrumentRow row;
  size_t next = 0;
  const auto text = [&] { return std::move(values[next++].text); };
  const auto flag = [&] { return values[next++].integer != 0; };
  row.instrument_id = text();
  row.version = text();
  row.title = text();
  row.population = text();
  row.scoring_convention = text();
  row.sets_risk = flag();
  row.clinical = flag();
  row.has_unverified_figures = flag();
  row.effective_date = text();
  const bool retired = !values[next].null;
  std::string retired_date = text();
  if (retired) row.retired_date = std::move(retired_date);
  row.content_hash = text();
  row.definition_json = text();
  row.origin = text();
  row.created_at = absl::FromUnixMicros(values[next++].integer);
  row.created_by = text();
  return row;
}

absl::StatusOr<std::vector<InstrumentRow>> Select(sql::Transaction& tx,
                                                  const Statement& statement) {
  ABSL_ASSIGN_OR_RETURN(
      auto rows,
      tx.QueryValues(statement.text(), statement.parameters(), ColumnKinds()));
  std::vector<InstrumentRow> result;
  result.reserve(rows.size());
  for (auto& row : rows) result.push_back(ToRow(std::move(row)));
  return result;
}

}  // namespace

absl::StatusOr<bool> InsertInstrument(sql::Transaction& tx,
                                      const InstrumentRow& row) {
  ABSL_ASSIGN_OR_RETURN(
      const int64_t inserted,
      tx.Execute(absl::StrCat("INSERT INTO instruments (", kColumns,
                              ") VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9,"
                              " :10, :11, :12, :13, :14, :15)"
                              " ON CONFLICT (instrument_id, version)"
                              " DO NOTHING"),
                 row.instrument_id, row.version, row.title, row.population,
                 row.scoring_convention, row.sets_risk, row.clinical,
                 row.has_unverified_figures, row.effective_date,
                 row.retired_date, row.content_hash, row.definition_json,
                 row.origin, absl::ToUnixMicros(row.created_at),
                 row.created_by));
  return inserted == 1;
}

absl::StatusOr<std::optional<InstrumentRow>> FindInstrument(
    sql::Transaction& tx, absl::string_view instrument_id,
    absl::string_view version) {
  Statement select = SelectFrom();
  select.Add("instrument_id = ? AND version = ?",
             {Text(instrument_id), Text(version)});
  ABSL_ASSIGN_OR_RETURN(auto rows, Select(tx, select));
  if (rows.empty()) return std::optional<InstrumentRow>();
  return std::optional<InstrumentRow>(std::move(rows.front()));
}

absl::StatusOr<std::optional<std::string>> FindInstrumentHash(
    sql::Transaction& tx, absl::string_view instrument_id,
    absl::string_view version) {
  ABSL_ASSIGN_OR_RETURN(
      auto row,
      tx.QueryOne<std::string>("SELECT content_hash FROM instruments"
                               " WHERE instrument_id = :1 AND version = :2",
                               instrument_id, version));
  if (!row.has_value()) return std::optional<std::string>();
  return std::optional<std::string>(std::move(std::get<0>(*row)));
}

absl::StatusOr<std::vector<InstrumentRow>> ListInstruments(
    sql::Transaction& tx, const InstrumentFilter& filter,
    const InstrumentPosition& position, int limit) {
  Statement select = SelectFrom();
  select.Add("(instrument_id, version) > (?, ?)",
             {Text(position.instrument_id), Text(position.version)});
  if (!filter.instrument_id.empty()) {
    select.Add(" AND instrument_id = ?", {Text(filter.instrument_id)});
  }
  if (filter.in_use_on.has_value()) {
    select.Add(
        " AND effective_date <= ?"
        " AND (retired_date IS NULL OR retired_date >= ?)",
        {Text(*filter.in_use_on), Text(*filter.in_use_on)});
  }
  select.Add(" ORDER BY instrument_id, version LIMIT ?", {Integer(limit)});
  return Select(tx, select);
}

}  // namespace caseload::assessment::storage
