// row.h: values between the store's rows and plain types, column by column.
//
// A wide row is written and read in one order, the order of its column list.

#ifndef SERVICES_CONFERENCE_STORAGE_ROW_H_
#define SERVICES_CONFERENCE_STORAGE_ROW_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/sql/database.h"

namespace caseload::conference {

// Collects the values of a row.
class RowWriter {
 public:
  RowWriter& Text(absl::string_view value);
  RowWriter& Integer(int64_t value);
  RowWriter& Instant(absl::Time value);
  RowWriter& Instant(const std::optional<absl::Time>& value);
  RowWriter& Day(absl::CivilDay value);
  // NULL for "".
  RowWriter& TextOrNull(absl::string_view value);

  std::vector<sql::Value>& values() { return values_; }

 private:
  std::vector<sql::Value> values_;
};

// Takes the values of a row, one after the other. A day that is none makes
// ok() false: the store does not hold such.
class RowReader {
 public:
  explicit RowReader(std::vector<sql::Value> values)
      : values_(std::move(values)) {}

  std::string Text();
  int64_t Integer();
  absl::Time Instant();
  std::optional<absl::Time> InstantOrNull();
  absl::CivilDay Day();
  // "" for NULL.
  std::string TextOrEmpty();

  // For what the caller found wrong.
  void Fail() { ok_ = false; }
  bool ok() const { return ok_; }

 private:
  sql::Value Next();

  std::vector<sql::Value> values_;
  size_t next_ = 0;
  bool ok_ = true;
};

// A column of a wide row.
struct Column {
  const char* name;
  sql::Kind kind;
};

// "a, b, c".
std::string ColumnList(const std::vector<Column>& columns);
// ":1, :2, :3".
std::string ParameterList(const std::vector<Column>& columns);
// "a = :1, b = :2, c = :3".
std::string AssignmentList(const std::vector<Column>& columns);
std::vector<sql::Kind> KindsOf(const std::vector<Column>& columns);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_STORAGE_ROW_H_
