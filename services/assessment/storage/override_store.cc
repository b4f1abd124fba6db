#include "services/assessment/storage/override_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/assessment/storage/case_projection_store.h"
#include "services/assessment/storage/row_reader.h"
#include "services/assessment/storage/statement.h"
#include "services/common/status/status_macros.h"

namespace caseload::assessment::storage {
namespace {

using domain::Override;
using domain::OverrideState;

constexpr sql::Kind kText = sql::Kind::kText;
constexpr sql::Kind kInteger = sql::Kind::kInteger;

constexpr absl::string_view kStates[] = {"",         "REQUESTED", "APPROVED",
                                         "DECLINED", "ENDED",     "EXPIRED"};
constexpr absl::string_view kDirections[] = {"", "UP", "DOWN", "NONE"};

// With the period that stands.
constexpr char kSelect[] =
    "SELECT o.id, o.case_id, o.assessment_id, o.band_scheme_id, o.from_level,"
    " o.from_band, o.to_band, o.direction, o.reason_code, o.narrative,"
    " o.effective_date, o.expiry_date, o.state, o.requested_at,"
    " o.requested_by, o.decided_at, o.decided_by, o.decision_note, o.ended_at,"
    " o.ended_by, o.end_reason, o.policy, o.version, o.source_system,"
    " o.source_id, o.discussed_date, o.withdrawn_at, p.first_day, p.last_day"
    " FROM overrides o LEFT JOIN override_periods p"
    " ON p.override_id = o.id AND p.superseded_at IS NULL WHERE ";

const std::vector<sql::Kind>& OverrideKinds() {
  static const auto& kinds = *new std::vector<sql::Kind>{
      kText, kText, kText,    kText, kText, kText,    kText,    kText,
      kText, kText, kText,    kText, kText, kInteger, kText,    kInteger,
      kText, kText, kInteger, kText, kText, kText,    kInteger, kText,
      kText, kText, kInteger, kText, kText};
  return kinds;
}

absl::string_view StateWord(OverrideState state) {
  return kStates[static_cast<size_t>(state)];
}

sql::Value InstantOrNull(const std::optional<absl::Time>& at) {
  return IntegerOrNull(at.has_value()
                           ? std::optional<int64_t>(absl::ToUnixMicros(*at))
                           : std::nullopt);
}

sql::Value AtOrNull(const std::optional<domain::Act>& act) {
  return InstantOrNull(act.has_value() ? std::optional<absl::Time>(act->at)
                                       : std::nullopt);
}

sql::Value ByOrNull(const std::optional<domain::Act>& act) {
  return TextOrNull(act.has_value() ? std::optional<std::string>(act->by)
                                    : std::nullopt);
}

std::optional<domain::Act> ReadAct(RowReader& row) {
  const std::optional<absl::Time> at = row.InstantOrNull();
  std::string by = row.Text();
  if (!at.has_value()) return std::nullopt;
  return domain::Act{*at, std::move(by)};
}

Override ToOverride(std::vector<sql::Value> values) {
  RowReader row(std::move(values));
  Override override;
  override.id = row.Text();
  override.case_id = row.Text();
  override.from.assessment_id = row.Text();
  override.from.band_scheme_id = row.Text();
  override.from.level_id = row.Text();
  override.from.band_id = row.Text();
  override.to_band_id = row.Text();
  override.direction =
      static_cast<domain::OverrideDirection>(PlaceOf(kDirections, row.Text()));
  override.reason_code = row.Text();
  override.narrative = row.Text();
  override.asked.first = row.Day();
  override.asked.last = row.DayOrNull();
  override.state = static_cast<OverrideState>(PlaceOf(kStates, row.Text()));
  override.requested.at = row.Instant();
  override.requested.by = row.Text();
  override.decided = ReadAct(row);
  override.decision_note = row.Text();
  override.ended = ReadAct(row);
  override.end_reason = row.Text();
  override.policy = row.Text();
  override.version = row.Integer();
  if (!row.IsNull()) {
    std::string system = row.Text();
    override.origin = domain::Origin{std::move(system), row.Text()};
  } else {
    row.Skip();
    row.Skip();
  }
  override.discussed = row.DayOrNull();
  override.withdrawn_at = row.InstantOrNull();
  if (!row.IsNull()) {
    const absl::CivilDay first = row.Day();
    override.in_force = domain::Days{first, row.DayOrNull()};
  }
  return override;
}

absl::StatusOr<std::vector<Override>> Select(sql::Transaction& tx,
                                             const Statement& select) {
  ABSL_ASSIGN_OR_RETURN(
      auto rows,
      tx.QueryValues(select.text(), select.parameters(), OverrideKinds()));
  std::vector<Override> overrides;
  for (auto& row : rows) overrides.push_back(ToOverride(std::move(row)));
  return overrides;
}

absl::Status Execute(sql::Transaction& tx, const Statement& statement) {
  return tx.ExecuteValues(statement.text(), statement.parameters()).status();
}

}  // namespace

absl::Status InsertOverride(sql::Transaction& tx, const Override& override) {
  std::optional<std::string> system, id;
  if (override.origin.has_value()) {
    system = override.origin->source_system;
    id = override.origin->source_id;
  }
  return Execute(
      tx,
      Statement(
          "INSERT INTO overrides (id, case_id, assessment_id, band_scheme_id,"
          " from_level, from_band, to_band, direction, reason_code, narrative,"
          " effective_date, expiry_date, state, requested_at, requested_by,"
          " decided_at, decided_by, decision_note, ended_at, ended_by,"
          " end_reason, policy, version, source_system, source_id,"
          " discussed_date) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
          " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          {Text(override.id),
           Text(override.case_id),
           Text(override.from.assessment_id),
           Text(override.from.band_scheme_id),
           Text(override.from.level_id),
           Text(override.from.band_id),
           Text(override.to_band_id),
           Text(kDirections[static_cast<size_t>(override.direction)]),
           Text(override.reason_code),
           Text(override.narrative),
           Day(override.asked.first),
           Day(override.asked.last),
           Text(StateWord(override.state)),
           Integer(absl::ToUnixMicros(override.requested.at)),
           Text(override.requested.by),
           AtOrNull(override.decided),
           ByOrNull(override.decided),
           Text(override.decision_note),
           AtOrNull(override.ended),
           ByOrNull(override.ended),
           Text(override.end_reason),
           Text(override.policy),
           Integer(override.version),
           TextOrNull(system),
           TextOrNull(id),
           Day(override.discussed)}));
}

absl::StatusOr<std::optional<Override>> FindOverride(sql::Transaction& tx,
                                                     absl::string_view id) {
  Statement select(kSelect);
  select.Add("o.id = ?", {Text(id)});
  ABSL_ASSIGN_OR_RETURN(std::vector<Override> found, Select(tx, select));
  if (found.empty()) return std::optional<Override>();
  return std::optional<Override>(std::move(found.front()));
}

absl::StatusOr<std::vector<Override>> ListOverrides(
    sql::Transaction& tx, const OverrideFilter& filter,
    const std::optional<OverridePosition>& position, int limit) {
  Statement select(kSelect);
  select.Add("o.withdrawn_at IS NULL");
  if (position.has_value()) {
    select.Add(" AND (o.requested_at, o.id) < (?, ?)",
               {Integer(absl::ToUnixMicros(position->requested_at)),
                Text(position->id)});
  }
  if (filter.state.has_value()) {
    select.Add(" AND o.state = ?", {Text(StateWord(*filter.state))});
  }
  if (!filter.case_id.empty()) {
    select.Add(" AND o.case_id = ?", {Text(filter.case_id)});
  } else {
    AddReach(filter.reach, "o.case_id", &select);
  }
  select.Add(" ORDER BY o.requested_at DESC, o.id DESC LIMIT ?",
             {Integer(limit)});
  return Select(tx, select);
}

absl::StatusOr<bool> UpdateOverride(sql::Transaction& tx,
                                    const Override& override) {
  const Statement update(
      "UPDATE overrides SET state = ?, decided_at = ?, decided_by = ?,"
      " decision_note = ?, ended_at = ?, ended_by = ?, end_reason = ?,"
      " version = version + 1 WHERE id = ? AND version = ?",
      {Text(StateWord(override.state)), AtOrNull(override.decided),
       ByOrNull(override.decided), Text(override.decision_note),
       AtOrNull(override.ended), ByOrNull(override.ended),
       Text(override.end_reason), Text(override.id),
       Integer(override.version)});
  ABSL_ASSIGN_OR_RETURN(const int64_t updated,
                        tx.ExecuteValues(update.text(), update.parameters()));
  return updated > 0;
}

absl::Status ReplacePeriod(sql::Transaction& tx, const Override& override,
                           const std::optional<domain::Days>& days,
                           const domain::Act& act) {
  ABSL_RETURN_IF_ERROR(Execute(
      tx, Statement("UPDATE override_periods SET superseded_at = ?"
                    " WHERE override_id = ? AND superseded_at IS NULL",
                    {Integer(absl::ToUnixMicros(act.at)), Text(override.id)})));
  if (!days.has_value()) return absl::OkStatus();
  return Execute(
      tx,
      Statement("INSERT INTO override_periods (override_id, revision,"
                " case_id, first_day, last_day, recorded_at, recorded_by)"
                " SELECT ?, COUNT(*) + 1, ?, ?, ?, ?, ?"
                " FROM override_periods WHERE override_id = ?",
                {Text(override.id), Text(override.case_id), Day(days->first),
                 Day(days->last), Integer(absl::ToUnixMicros(act.at)),
                 Text(act.by), Text(override.id)}));
}

absl::Status WithdrawOverride(sql::Transaction& tx, absl::string_view id,
                              absl::Time now) {
  const sql::Value at = Integer(absl::ToUnixMicros(now));
  ABSL_RETURN_IF_ERROR(
      Execute(tx, Statement("UPDATE overrides SET withdrawn_at = ?,"
                            " version = version + 1"
                            " WHERE id = ? AND withdrawn_at IS NULL",
                            {at, Text(id)})));
  return Execute(tx,
                 Statement("UPDATE override_periods SET superseded_at = ?"
                           " WHERE override_id = ? AND superseded_at IS NULL",
                           {at, Text(id)}));
}

absl::Status MoveOverrides(sql::Transaction& tx,
                           absl::string_view assessment_id,
                           absl::string_view successor_id) {
  return Execute(tx, Statement("UPDATE overrides SET assessment_id = ?"
                               " WHERE assessment_id = ?",
                               {Text(successor_id), Text(assessment_id)}));
}

absl::StatusOr<std::vector<domain::OverridePeriod>> ListPeriods(
    sql::Transaction& tx, const std::vector<std::string>& case_ids,
    const std::optional<absl::Time>& known_at) {
  Statement select(
      "SELECT p.override_id, p.case_id, o.band_scheme_id, o.to_band,"
      " p.first_day, p.last_day FROM override_periods p"
      " JOIN overrides o ON o.id = p.override_id WHERE p.case_id IN ");
  select.AddInList(case_ids);
  if (known_at.has_value()) {
    const sql::Value at = Integer(absl::ToUnixMicros(*known_at));
    select.Add(
        " AND p.recorded_at <= ?"
        " AND (p.superseded_at IS NULL OR p.superseded_at > ?)",
        {at, at});
  } else {
    select.Add(" AND p.superseded_at IS NULL");
  }
  select.Add(" ORDER BY p.case_id, p.first_day, p.override_id");
  ABSL_ASSIGN_OR_RETURN(
      auto rows, tx.QueryValues(select.text(), select.parameters(),
                                {kText, kText, kText, kText, kText, kText}));
  std::vector<domain::OverridePeriod> periods;
  for (auto& values : rows) {
    RowReader row(std::move(values));
    domain::OverridePeriod& period = periods.emplace_back();
    period.override_id = row.Text();
    period.case_id = row.Text();
    period.band_scheme_id = row.Text();
    period.band_id = row.Text();
    period.days.first = row.Day();
    period.days.last = row.DayOrNull();
  }
  return periods;
}

absl::StatusOr<std::vector<std::string>> ListOverridesToExpire(
    sql::Transaction& tx, absl::CivilDay today, int limit) {
  ABSL_ASSIGN_OR_RETURN(
      auto rows, tx.QueryValues("SELECT id FROM overrides"
                                " WHERE state = 'APPROVED'"
                                " AND expiry_date < :1 AND withdrawn_at IS NULL"
                                " ORDER BY expiry_date, id LIMIT :2",
                                {Day(today), Integer(limit)}, {kText}));
  std::vector<std::string> ids;
  for (auto& row : rows) ids.push_back(std::move(row[0].text));
  return ids;
}

}  // namespace caseload::assessment::storage
