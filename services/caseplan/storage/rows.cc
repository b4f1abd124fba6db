#include "services/caseplan/storage/rows.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan::storage {

namespace {

using sql::Kind;
using sql::Value;

Value Null(Kind kind) {
  Value value;
  value.kind = kind;
  value.null = true;
  return value;
}

// The store's CHECKs keep every day in this form, so it always parses.
absl::CivilDay ToDay(absl::string_view text) {
  absl::CivilDay day;
  absl::ParseCivilTime(text, &day);
  return day;
}

}  // namespace

Value Text(absl::string_view text) {
  Value value;
  value.kind = Kind::kText;
  value.text = std::string(text);
  return value;
}

Value OptionalText(const std::optional<std::string>& text) {
  return text.has_value() ? Text(*text) : Null(Kind::kText);
}

Value Integer(int64_t number) {
  Value value;
  value.kind = Kind::kInteger;
  value.integer = number;
  return value;
}

Value OptionalInteger(const std::optional<int64_t>& number) {
  return number.has_value() ? Integer(*number) : Null(Kind::kInteger);
}

Value Real(double number) {
  Value value;
  value.kind = Kind::kReal;
  value.real = number;
  return value;
}

Value Day(absl::CivilDay day) { return Text(absl::FormatCivilTime(day)); }

Value Day(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? Day(*day) : Null(Kind::kText);
}

Value Instant(absl::Time instant) {
  return Integer(absl::ToUnixMicros(instant));
}

Value Instant(const std::optional<absl::Time>& instant) {
  return instant.has_value() ? Instant(*instant) : Null(Kind::kInteger);
}

void AddPeriod(const DayPeriod& period, Fields* fields) {
  fields->push_back({"first_day", Day(period.first)});
  fields->push_back({"last_day", Day(period.last)});
}

void AddExternalId(const std::optional<ExternalId>& id, Fields* fields) {
  fields->push_back({"source_system", id.has_value() ? Text(id->source_system)
                                                     : Null(Kind::kText)});
  fields->push_back(
      {"source_id", id.has_value() ? Text(id->id) : Null(Kind::kText)});
}

void AddRecording(const Recording& recording, Fields* fields) {
  fields->push_back({"revision", Integer(recording.revision)});
  fields->push_back({"recorded_at", Instant(recording.recorded_at)});
  fields->push_back({"recorded_by", Text(recording.recorded_by)});
  fields->push_back({"superseded_at", Instant(recording.superseded_at)});
}

absl::Status CheckIdsFree(sql::Transaction& tx, absl::string_view table,
                          absl::string_view id,
                          const std::optional<ExternalId>& external_id,
                          absl::string_view name) {
  static const Columns& columns = *new Columns(MakeColumns("id", "t"));
  ABSL_ASSIGN_OR_RETURN(
      std::optional<Row> same_id,
      Select(columns, table).Where("id = ?", {Text(id)}).RunOne(tx));
  if (same_id.has_value()) return status::AlreadyExists(name);
  if (!external_id.has_value()) return absl::OkStatus();
  ABSL_ASSIGN_OR_RETURN(
      std::optional<Row> same_source,
      Select(columns, table)
          .Where("source_system = ? AND source_id = ?",
                 {Text(external_id->source_system), Text(external_id->id)})
          .RunOne(tx));
  if (!same_source.has_value()) return absl::OkStatus();
  return status::AlreadyExists("the record with this external_id");
}

absl::Status Insert(sql::Transaction& tx, absl::string_view table,
                    const Fields& fields) {
  std::string columns, parameters;
  std::vector<Value> values;
  values.reserve(fields.size());
  for (const Field& field : fields) {
    values.push_back(field.value);
    absl::string_view comma = values.size() == 1 ? "" : ", ";
    absl::StrAppend(&columns, comma, field.column);
    absl::StrAppend(&parameters, comma, ":", values.size());
  }
  return tx
      .ExecuteValues(absl::StrCat("INSERT INTO ", table, " (", columns,
                                  ") VALUES (", parameters, ")"),
                     values)
      .status();
}

absl::StatusOr<bool> UpdateVersioned(sql::Transaction& tx,
                                     absl::string_view table,
                                     absl::string_view id, int64_t version,
                                     const Fields& fields) {
  std::string assignments;
  std::vector<Value> values;
  values.reserve(fields.size() + 2);
  for (const Field& field : fields) {
    values.push_back(field.value);
    absl::StrAppend(&assignments, field.column, " = :", values.size(), ", ");
  }
  values.push_back(Text(id));
  values.push_back(Integer(version));
  ABSL_ASSIGN_OR_RETURN(
      int64_t changed,
      tx.ExecuteValues(
          absl::StrCat("UPDATE ", table, " SET ", assignments,
                       "version = version + 1 WHERE id = :", values.size() - 1,
                       " AND version = :", values.size()),
          values));
  return changed == 1;
}

absl::Status Supersede(sql::Transaction& tx, absl::string_view table,
                       absl::string_view id, absl::Time at) {
  ABSL_ASSIGN_OR_RETURN(
      int64_t changed,
      tx.ExecuteValues(absl::StrCat("UPDATE ", table,
                                    " SET superseded_at = :1"
                                    " WHERE id = :2 AND superseded_at IS NULL"),
                       {Instant(at), Text(id)}));
  if (changed != 1) {
    return status::Internal("a fact to supersede does not stand");
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> Exists(sql::Transaction& tx, absl::string_view statement,
                            absl::string_view id) {
  ABSL_ASSIGN_OR_RETURN(
      auto rows, tx.QueryValues(statement, {Text(id)}, {sql::Kind::kInteger}));
  return !rows.empty();
}

absl::Status CheckSourceFree(sql::Transaction& tx, absl::string_view table,
                             const ExternalId& external_id,
                             absl::string_view id) {
  static const Columns& columns = *new Columns(MakeColumns("id", "t"));
  ABSL_ASSIGN_OR_RETURN(
      std::optional<Row> other,
      Select(columns, table)
          .Where("source_system = ? AND source_id = ?",
                 {Text(external_id.source_system), Text(external_id.id)})
          .Where("superseded_at IS NULL")
          .RunOne(tx));
  if (!other.has_value() || other->Text() == id) return absl::OkStatus();
  return status::AlreadyExists("the record with this external_id");
}

absl::StatusOr<LatestRevision> GetLatestRevision(sql::Transaction& tx,
                                                 absl::string_view table,
                                                 absl::string_view id) {
  static const Columns& columns =
      *new Columns(MakeColumns("revision, superseded_at", "ii"));
  ABSL_ASSIGN_OR_RETURN(std::optional<Row> row, Select(columns, table)
                                                    .Where("id = ?", {Text(id)})
                                                    .OrderBy("revision DESC", 1)
                                                    .RunOne(tx));
  LatestRevision latest;
  if (!row.has_value()) return latest;
  latest.number = row->Integer();
  latest.stands = !row->OptionalInstant().has_value();
  return latest;
}

std::string Row::Text() { return std::move(Next().text); }

std::optional<std::string> Row::OptionalText() {
  Value& value = Next();
  if (value.null) return std::nullopt;
  return std::move(value.text);
}

int64_t Row::Integer() { return Next().integer; }

std::optional<int64_t> Row::OptionalInteger() {
  Value& value = Next();
  if (value.null) return std::nullopt;
  return value.integer;
}

double Row::Real() { return Next().real; }

absl::CivilDay Row::Day() { return ToDay(Next().text); }

std::optional<absl::CivilDay> Row::OptionalDay() {
  Value& value = Next();
  if (value.null) return std::nullopt;
  return ToDay(value.text);
}

absl::Time Row::Instant() { return absl::FromUnixMicros(Integer()); }

std::optional<absl::Time> Row::OptionalInstant() {
  Value& value = Next();
  if (value.null) return std::nullopt;
  return absl::FromUnixMicros(value.integer);
}

DayPeriod Row::Period() {
  absl::CivilDay first = Day();
  return DayPeriod{first, OptionalDay()};
}

std::optional<ExternalId> Row::OptionalExternalId() {
  std::optional<std::string> system = OptionalText();
  std::optional<std::string> id = OptionalText();
  if (!system.has_value() || !id.has_value()) return std::nullopt;
  return ExternalId{*std::move(system), *std::move(id)};
}

Recording Row::ReadRecording() {
  Recording recording;
  recording.revision = Integer();
  recording.recorded_at = Instant();
  recording.recorded_by = Text();
  recording.superseded_at = OptionalInstant();
  return recording;
}

Columns MakeColumns(absl::string_view list, absl::string_view kinds) {
  Columns columns;
  columns.list = list;
  for (char kind : kinds) {
    columns.kinds.push_back(kind == 't'   ? Kind::kText
                            : kind == 'i' ? Kind::kInteger
                                          : Kind::kReal);
  }
  return columns;
}

Condition KnownAt(absl::string_view prefix,
                  std::optional<absl::Time> known_at) {
  if (!known_at.has_value()) {
    return {absl::StrCat(prefix, "superseded_at IS NULL"), {}};
  }
  return {
      absl::StrCat(prefix, "recorded_at <= ? AND (", prefix,
                   "superseded_at IS NULL OR ", prefix, "superseded_at > ?)"),
      {Instant(*known_at), Instant(*known_at)}};
}

Condition HoldsOn(absl::string_view prefix, absl::CivilDay day) {
  return Overlapping(prefix, DayPeriod{day, day});
}

Condition Overlapping(absl::string_view prefix, const DayPeriod& period) {
  Condition condition{absl::StrCat("(", prefix, "last_day IS NULL OR ", prefix,
                                   "last_day >= ?)"),
                      {Day(period.first)}};
  if (period.last.has_value()) {
    absl::StrAppend(&condition.text, " AND ", prefix, "first_day <= ?");
    condition.values.push_back(Day(*period.last));
  }
  return condition;
}

Condition OneOf(absl::string_view column, std::vector<Value> values) {
  std::string places;
  for (size_t i = 0; i < values.size(); ++i) {
    absl::StrAppend(&places, i == 0 ? "?" : ", ?");
  }
  return {absl::StrCat(column, " IN (", places, ")"), std::move(values)};
}

Condition operator&&(Condition a, Condition b) {
  return std::move(a) + Condition{" AND ", {}} + std::move(b);
}

Condition operator+(Condition a, Condition b) {
  a.text += b.text;
  for (Value& value : b.values) a.values.push_back(std::move(value));
  return a;
}

Value Lines(const std::vector<std::string>& texts) {
  return Text(absl::StrJoin(texts, "\n"));
}

std::vector<std::string> FromLines(absl::string_view text) {
  if (text.empty()) return {};
  return absl::StrSplit(text, '\n');
}

Select::Select(const Columns& columns, absl::string_view from)
    : Select(columns, Condition{std::string(from), {}}) {}

Select::Select(const Columns& columns, const Condition& from)
    : kinds_(&columns.kinds),
      sql_(absl::StrCat("SELECT ", columns.list, " FROM ")) {
  Append(from);
}

void Select::Append(const Condition& part) {
  size_t next = 0;
  for (char c : part.text) {
    if (c == '?') {
      values_.push_back(part.values[next++]);
      absl::StrAppend(&sql_, ":", values_.size());
    } else {
      sql_.push_back(c);
    }
  }
}

Select& Select::Where(const Condition& condition) {
  absl::StrAppend(&sql_, has_condition_ ? " AND (" : " WHERE (");
  has_condition_ = true;
  Append(condition);
  sql_.push_back(')');
  return *this;
}

Select& Select::Where(absl::string_view condition, std::vector<Value> values) {
  return Where(Condition{std::string(condition), std::move(values)});
}

Select& Select::OrderBy(absl::string_view columns) {
  absl::StrAppend(&sql_, " ORDER BY ", columns);
  return *this;
}

Select& Select::OrderBy(absl::string_view columns, int64_t limit) {
  values_.push_back(storage::Integer(limit));
  absl::StrAppend(&sql_, " ORDER BY ", columns, " LIMIT :", values_.size());
  return *this;
}

absl::StatusOr<std::vector<Row>> Select::Run(sql::Transaction& tx) const {
  ABSL_ASSIGN_OR_RETURN(std::vector<std::vector<Value>> values,
                        tx.QueryValues(sql_, values_, *kinds_));
  std::vector<Row> rows;
  rows.reserve(values.size());
  for (std::vector<Value>& row : values) rows.emplace_back(std::move(row));
  return rows;
}

absl::StatusOr<std::optional<Row>> Select::RunOne(sql::Transaction& tx) const {
  ABSL_ASSIGN_OR_RETURN(std::vector<Row> rows, Run(tx));
  if (rows.size() > 1) {
    return status::Internal("a query for one row found several");
  }
  if (rows.empty()) return std::optional<Row>();
  return std::optional<Row>(std::move(rows.front()));
}

std::string DayPosition(absl::CivilDay day, absl::string_view id) {
  return absl::StrCat(absl::FormatCivilTime(day), "|", id);
}

absl::Status WhereAfterDay(absl::string_view day_column,
                           absl::string_view id_column,
                           absl::string_view position, Select* select) {
  if (position.empty()) return absl::OkStatus();
  std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(position, absl::MaxSplits('|', 1));
  absl::CivilDay day;
  if (!absl::ParseCivilTime(parts.first, &day)) {
    return status::InvalidField("page_token", "PAGE_TOKEN_INVALID",
                                "is not of this query; begin with none");
  }
  select->Where(absl::StrCat("(", day_column, ", ", id_column, ") > (?, ?)"),
                {Day(day), Text(parts.second)});
  return absl::OkStatus();
}

}  // namespace caseload::caseplan::storage
