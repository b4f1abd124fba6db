// rows.h: civil days, instants and periods in rows, and the few shapes of
// statement that the stores share.

#ifndef SERVICES_CASEPLAN_STORAGE_ROWS_H_
#define SERVICES_CASEPLAN_STORAGE_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/caseplan/domain/day_period.h"
#include "services/caseplan/domain/recording.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan::storage {

// --- values on their way in ---

sql::Value Text(absl::string_view text);
sql::Value OptionalText(const std::optional<std::string>& text);
sql::Value Integer(int64_t number);
sql::Value OptionalInteger(const std::optional<int64_t>& number);
sql::Value Real(double number);
// "2026-11-22".
sql::Value Day(absl::CivilDay day);
sql::Value Day(const std::optional<absl::CivilDay>& day);
// Microseconds since 1970 UTC.
sql::Value Instant(absl::Time instant);
sql::Value Instant(const std::optional<absl::Time>& instant);

// A column and what goes into it.
struct Field {
  absl::string_view column;
  sql::Value value;
};
using Fields = std::vector<Field>;

// Appends the columns that most tables have.
void AddPeriod(const DayPeriod& period, Fields* fields);
void AddExternalId(const std::optional<ExternalId>& id, Fields* fields);
void AddRecording(const Recording& recording, Fields* fields);

// ALREADY_EXISTS, naming `name`, when a row of `table` has the id or the
// external id.
absl::Status CheckIdsFree(sql::Transaction& tx, absl::string_view table,
                          absl::string_view id,
                          const std::optional<ExternalId>& external_id,
                          absl::string_view name);

// INSERT of one row.
absl::Status Insert(sql::Transaction& tx, absl::string_view table,
                    const Fields& fields);

// UPDATE of the row of `table` whose id is `id`; `version` is what it must be,
// and becomes one more. False when it was not.
absl::StatusOr<bool> UpdateVersioned(sql::Transaction& tx,
                                     absl::string_view table,
                                     absl::string_view id, int64_t version,
                                     const Fields& fields);

// Marks the standing revision of a fact as superseded at `at`. INTERNAL when
// there is none: the caller has just read it.
absl::Status Supersede(sql::Transaction& tx, absl::string_view table,
                       absl::string_view id, absl::Time at);

// Whether the statement, with :1 for `id`, finds a row.
absl::StatusOr<bool> Exists(sql::Transaction& tx, absl::string_view sql,
                            absl::string_view id);

// ALREADY_EXISTS when a standing fact of `table` other than `id` has the
// external id.
absl::Status CheckSourceFree(sql::Transaction& tx, absl::string_view table,
                             const ExternalId& external_id,
                             absl::string_view id);

// The last revision of a fact: 0 when there is none.
struct LatestRevision {
  int64_t number = 0;
  bool stands = false;
};
absl::StatusOr<LatestRevision> GetLatestRevision(sql::Transaction& tx,
                                                 absl::string_view table,
                                                 absl::string_view id);

// The text under which an enumerator is stored: `texts` is indexed by its
// number, with "" for numbers that are none.
template <size_t kCount, typename Enum>
sql::Value EnumText(const absl::string_view (&texts)[kCount], Enum value) {
  return Text(texts[static_cast<size_t>(value)]);
}
template <size_t kCount, typename Enum>
sql::Value OptionalEnumText(const absl::string_view (&texts)[kCount],
                            const std::optional<Enum>& value) {
  return value.has_value() ? EnumText(texts, *value)
                           : OptionalText(std::nullopt);
}
// The enumerator of a stored text. The store's CHECKs admit no other text.
template <typename Enum, size_t kCount>
Enum EnumOf(const absl::string_view (&texts)[kCount], absl::string_view text) {
  size_t number = 0;
  while (number + 1 < kCount && texts[number] != text) ++number;
  return static_cast<Enum>(number);
}

// --- rows on their way out ---

// Reads the columns of one row from left to right. A column that may be NULL is
// read with the Optional form; the tables' NOT NULL guards the others.
class Row {
 public:
  explicit Row(std::vector<sql::Value> values) : values_(std::move(values)) {}

  std::string Text();
  std::optional<std::string> OptionalText();
  int64_t Integer();
  std::optional<int64_t> OptionalInteger();
  bool Bool() { return Integer() != 0; }
  double Real();
  absl::CivilDay Day();
  std::optional<absl::CivilDay> OptionalDay();
  absl::Time Instant();
  std::optional<absl::Time> OptionalInstant();
  // first_day, last_day.
  DayPeriod Period();
  // source_system, source_id.
  std::optional<ExternalId> OptionalExternalId();
  // revision, recorded_at, recorded_by, superseded_at.
  Recording ReadRecording();

 private:
  sql::Value& Next() { return values_[next_++]; }

  std::vector<sql::Value> values_;
  size_t next_ = 0;
};

// The columns of a SELECT with their kinds.
struct Columns {
  // "id, display_name".
  absl::string_view list;
  std::vector<sql::Kind> kinds;
};
// Kinds in short: "ttir" is text, text, integer, real.
Columns MakeColumns(absl::string_view list, absl::string_view kinds);

// A part of a statement; each '?' of the text stands for one of the values.
struct Condition {
  std::string text;
  std::vector<sql::Value> values;
};

// Rows that had been recorded at `known_at` and not superseded by then; what
// stands now when it is absent. `prefix` is "" or "p.".
Condition KnownAt(absl::string_view prefix, std::optional<absl::Time> known_at);
// Rows whose period holds on `day`.
Condition HoldsOn(absl::string_view prefix, absl::CivilDay day);
// Rows whose period has a day in common with `period`.
Condition Overlapping(absl::string_view prefix, const DayPeriod& period);
// Rows whose column holds one of `values`, which are not none.
Condition OneOf(absl::string_view column, std::vector<sql::Value> values);
// Both: "a AND b".
Condition operator&&(Condition a, Condition b);
// One text after the other.
Condition operator+(Condition a, Condition b);

// A SELECT whose conditions depend on the call.
//
//   Select select(UnitColumns(), "units");
//   if (division) select.Where("division = ?", {Text(*division)});
//   select.Where("id > ?", {Text(after)}).OrderBy("id", limit);
class Select {
 public:
  Select(const Columns& columns, absl::string_view from);
  // With '?' in the tables that are joined.
  Select(const Columns& columns, const Condition& from);

  // Adds "AND (condition)".
  Select& Where(const Condition& condition);
  Select& Where(absl::string_view condition,
                std::vector<sql::Value> values = {});
  Select& OrderBy(absl::string_view columns);
  Select& OrderBy(absl::string_view columns, int64_t limit);

  absl::StatusOr<std::vector<Row>> Run(sql::Transaction& tx) const;
  // At most one row.
  absl::StatusOr<std::optional<Row>> RunOne(sql::Transaction& tx) const;

 private:
  void Append(const Condition& part);

  const std::vector<sql::Kind>* kinds_;
  std::string sql_;
  bool has_condition_ = false;
  std::vector<sql::Value> values_;
};

// Lists of texts in one column, one a line; no text has a line break.
sql::Value Lines(const std::vector<std::string>& texts);
std::vector<std::string> FromLines(absl::string_view text);

// All rows of `select`, in the order of `order`. For what is few by its nature.
template <typename T>
absl::StatusOr<std::vector<T>> RunAll(sql::Transaction& tx, Select select,
                                      absl::string_view order,
                                      absl::FunctionRef<T(Row&)> read) {
  absl::StatusOr<std::vector<Row>> rows = select.OrderBy(order).Run(tx);
  if (!rows.ok()) return rows.status();
  std::vector<T> items;
  items.reserve(rows->size());
  for (Row& row : *rows) items.push_back(read(row));
  return items;
}

// --- pages ---

// Which part of a list: the rows after `after` (a position that a page before
// gave, empty for the first), at most `limit`.
struct PageRequest {
  std::string after;
  int32_t limit = 50;
};
template <typename T>
struct Page {
  std::vector<T> items;
  // Where the next page begins; empty on the last one.
  std::string next;
};

// Positions of lists that are ordered by a day and an id.
std::string DayPosition(absl::CivilDay day, absl::string_view id);
// Adds the condition that continues after `position` in the order (day_column,
// id_column). INVALID_ARGUMENT when it is no such position.
absl::Status WhereAfterDay(absl::string_view day_column,
                           absl::string_view id_column,
                           absl::string_view position, Select* select);

// Runs `select` (ordered, limited to page.limit + 1) and makes a page of it.
template <typename T>
absl::StatusOr<Page<T>> RunPage(
    sql::Transaction& tx, const Select& select, const PageRequest& page,
    absl::FunctionRef<T(Row&)> read,
    absl::FunctionRef<std::string(const T&)> position) {
  absl::StatusOr<std::vector<Row>> rows = select.Run(tx);
  if (!rows.ok()) return rows.status();
  Page<T> result;
  result.items.reserve(rows->size());
  for (Row& row : *rows) {
    if (result.items.size() == static_cast<size_t>(page.limit)) {
      result.next = position(result.items.back());
      break;
    }
    result.items.push_back(read(row));
  }
  return result;
}

}  // namespace caseload::caseplan::storage

#endif  // SERVICES_CASEPLAN_STORAGE_ROWS_H_
