#include "services/caseplan/storage/holiday_store.h"

#include "services/caseplan/domain/names.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan::storage {

namespace {

const Columns& HolidayColumns() {
  static const Columns& columns = *new Columns(
      MakeColumns("id, holiday_date, display_name, source_system, source_id,"
                  " version, created_at, withdrawn_at",
                  "tttttiii"));
  return columns;
}

Holiday ReadHoliday(Row& row) {
  Holiday holiday;
  holiday.id = row.Text();
  holiday.date = row.Day();
  holiday.display_name = row.Text();
  holiday.external_id = row.OptionalExternalId();
  holiday.version = row.Integer();
  holiday.created_at = row.Instant();
  holiday.withdrawn_at = row.OptionalInstant();
  return holiday;
}

Fields HolidayFields(const Holiday& holiday) {
  return {{"holiday_date", Day(holiday.date)},
          {"display_name", Text(holiday.display_name)},
          {"withdrawn_at", Instant(holiday.withdrawn_at)}};
}

}  // namespace

absl::Status InsertHoliday(sql::Transaction& tx, const Holiday& holiday) {
  ABSL_RETURN_IF_ERROR(CheckIdsFree(tx, "holidays", holiday.id,
                                    holiday.external_id,
                                    HolidayName{holiday.id}.ToString()));
  Fields fields = HolidayFields(holiday);
  fields.push_back({"id", Text(holiday.id)});
  fields.push_back({"version", Integer(holiday.version)});
  fields.push_back({"created_at", Instant(holiday.created_at)});
  AddExternalId(holiday.external_id, &fields);
  return Insert(tx, "holidays", fields);
}

absl::Status UpdateHoliday(sql::Transaction& tx, Holiday* holiday) {
  ABSL_ASSIGN_OR_RETURN(
      bool updated, UpdateVersioned(tx, "holidays", holiday->id,
                                    holiday->version, HolidayFields(*holiday)));
  if (!updated) {
    return status::EtagMismatch(HolidayName{holiday->id}.ToString());
  }
  ++holiday->version;
  return absl::OkStatus();
}

absl::StatusOr<Holiday> GetHoliday(sql::Transaction& tx, absl::string_view id) {
  ABSL_ASSIGN_OR_RETURN(Holiday holiday, FindHoliday(tx, id));
  if (!holiday.withdrawn_at.has_value()) return holiday;
  return status::NotFound(HolidayName{std::string(id)}.ToString());
}

absl::StatusOr<Holiday> FindHoliday(sql::Transaction& tx,
                                    absl::string_view id) {
  ABSL_ASSIGN_OR_RETURN(std::optional<Row> row,
                        Select(HolidayColumns(), "holidays")
                            .Where("id = ?", {Text(id)})
                            .RunOne(tx));
  if (row.has_value()) return ReadHoliday(*row);
  return status::NotFound(HolidayName{std::string(id)}.ToString());
}

absl::StatusOr<Page<Holiday>> ListHolidays(sql::Transaction& tx,
                                           const HolidayFilter& filter,
                                           const PageRequest& page) {
  Select select(HolidayColumns(), "holidays");
  select.Where("withdrawn_at IS NULL");
  if (filter.from_day.has_value()) {
    select.Where("holiday_date >= ?", {Day(*filter.from_day)});
  }
  if (filter.to_day.has_value()) {
    select.Where("holiday_date <= ?", {Day(*filter.to_day)});
  }
  ABSL_RETURN_IF_ERROR(
      WhereAfterDay("holiday_date", "id", page.after, &select));
  select.OrderBy("holiday_date, id", page.limit + 1);
  return RunPage<Holiday>(tx, select, page, ReadHoliday,
                          [](const Holiday& holiday) {
                            return DayPosition(holiday.date, holiday.id);
                          });
}

}  // namespace caseload::caseplan::storage
