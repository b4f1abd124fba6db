#include "services/conference/storage/holiday_store.h"

#include <utility>

#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/conference/storage/row.h"

namespace caseload::conference {

absl::StatusOr<bool> UpsertHoliday(sql::Transaction& tx,
                                   const Holiday& holiday) {
  static const std::vector<Column>& columns =
      *new std::vector<Column>{{"name", sql::Kind::kText},
                               {"version", sql::Kind::kInteger},
                               {"holiday_date", sql::Kind::kText},
                               {"stands", sql::Kind::kInteger}};
  RowWriter row;
  row.Text(holiday.name)
      .Integer(holiday.version)
      .Day(holiday.date)
      .Integer(holiday.stands);
  ABSL_ASSIGN_OR_RETURN(
      const int64_t written,
      tx.ExecuteValues("INSERT INTO holidays (" + ColumnList(columns) +
                           ") VALUES (" + ParameterList(columns) +
                           ") ON CONFLICT (name) DO UPDATE SET"
                           " version = excluded.version,"
                           " holiday_date = excluded.holiday_date,"
                           " stands = excluded.stands"
                           " WHERE holidays.version < excluded.version",
                       row.values()));
  return written > 0;
}

absl::StatusOr<std::vector<absl::CivilDay>> ListHolidays(sql::Transaction& tx) {
  ABSL_ASSIGN_OR_RETURN(
      auto rows, tx.QueryValues("SELECT holiday_date FROM holidays"
                                " WHERE stands = 1 ORDER BY holiday_date",
                                {}, {sql::Kind::kText}));
  std::vector<absl::CivilDay> days;
  for (std::vector<sql::Value>& values : rows) {
    RowReader row(std::move(values));
    days.push_back(row.Day());
    if (!row.ok()) return status::Internal("a holiday's row is bad");
  }
  return days;
}

absl::Status ForgetHolidayVersions(sql::Transaction& tx) {
  return tx.Execute("UPDATE holidays SET version = 0 WHERE version > 0")
      .status();
}

absl::Status SweepHolidays(sql::Transaction& tx) {
  return tx.Execute("DELETE FROM holidays WHERE version = 0").status();
}

}  // namespace caseload::conference
