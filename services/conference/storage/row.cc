#include "services/conference/storage/row.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/policy/calendar.h"

namespace caseload::conference {
namespace {

template <typename Piece>
std::string Join(const std::vector<Column>& columns, Piece piece) {
  std::string list;
  for (size_t i = 0; i < columns.size(); ++i) {
    absl::StrAppend(&list, i == 0 ? "" : ", ", piece(columns[i], i + 1));
  }
  return list;
}

}  // namespace

RowWriter& RowWriter::Text(absl::string_view value) {
  values_.push_back({sql::Kind::kText, false, 0, 0, std::string(value)});
  return *this;
}

RowWriter& RowWriter::Integer(int64_t value) {
  values_.push_back({sql::Kind::kInteger, false, value, 0, {}});
  return *this;
}

RowWriter& RowWriter::Instant(absl::Time value) {
  return Integer(absl::ToUnixMicros(value));
}

RowWriter& RowWriter::Instant(const std::optional<absl::Time>& value) {
  if (value.has_value()) return Instant(*value);
  values_.push_back({sql::Kind::kInteger, true, 0, 0, {}});
  return *this;
}

RowWriter& RowWriter::Day(absl::CivilDay value) {
  return Text(policy::FormatDay(value));
}

RowWriter& RowWriter::TextOrNull(absl::string_view value) {
  Text(value);
  values_.back().null = value.empty();
  return *this;
}

sql::Value RowReader::Next() {
  if (next_ >= values_.size()) {
    Fail();
    return {};
  }
  return std::move(values_[next_++]);
}

std::string RowReader::Text() {
  sql::Value value = Next();
  if (value.null) Fail();
  return std::move(value.text);
}

int64_t RowReader::Integer() {
  const sql::Value value = Next();
  if (value.null) Fail();
  return value.integer;
}

absl::Time RowReader::Instant() { return absl::FromUnixMicros(Integer()); }

std::optional<absl::Time> RowReader::InstantOrNull() {
  const sql::Value value = Next();
  if (value.null) return std::nullopt;
  return absl::FromUnixMicros(value.integer);
}

absl::CivilDay RowReader::Day() {
  const absl::StatusOr<absl::CivilDay> day = policy::ParseDay(Text());
  if (!day.ok()) {
    Fail();
    return absl::CivilDay();
  }
  return *day;
}

std::string RowReader::TextOrEmpty() {
  sql::Value value = Next();
  return value.null ? std::string() : std::move(value.text);
}

std::string ColumnList(const std::vector<Column>& columns) {
  return Join(columns, [](const Column& column, size_t) {
    return std::string(column.name);
  });
}

std::string ParameterList(const std::vector<Column>& columns) {
  return Join(columns, [](const Column&, size_t number) {
    return absl::StrCat(":", number);
  });
}

std::string AssignmentList(const std::vector<Column>& columns) {
  return Join(columns, [](const Column& column, size_t number) {
    return absl::StrCat(column.name, " = :", number);
  });
}

std::vector<sql::Kind> KindsOf(const std::vector<Column>& columns) {
  std::vector<sql::Kind> kinds;
  kinds.reserve(columns.size());
  for (const Column& column : columns) kinds.push_back(column.kind);
  return kinds;
}

}  // namespace caseload::conference
