// holiday_store.h: the county's calendar in rows.
//
// Functions of a transaction, as in case_store.h. A withdrawn holiday is found
// by nobody but the import, which may bring it back under its id.

#ifndef SERVICES_CASEPLAN_STORAGE_HOLIDAY_STORE_H_
#define SERVICES_CASEPLAN_STORAGE_HOLIDAY_STORE_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/caseplan/domain/holiday.h"
#include "services/caseplan/storage/rows.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan::storage {

// ALREADY_EXISTS when the id or the external id is taken.
absl::Status InsertHoliday(sql::Transaction& tx, const Holiday& holiday);
// Writes day, name and withdrawal. `version` becomes one more. ABORTED when it
// is not the stored one.
absl::Status UpdateHoliday(sql::Transaction& tx, Holiday* holiday);
// NOT_FOUND; also for one that is withdrawn, but for FindHoliday.
absl::StatusOr<Holiday> GetHoliday(sql::Transaction& tx, absl::string_view id);
absl::StatusOr<Holiday> FindHoliday(sql::Transaction& tx, absl::string_view id);

struct HolidayFilter {
  std::optional<absl::CivilDay> from_day;
  std::optional<absl::CivilDay> to_day;
};
// By day and id.
absl::StatusOr<Page<Holiday>> ListHolidays(sql::Transaction& tx,
                                           const HolidayFilter& filter,
                                           const PageRequest& page);

}  // namespace caseload::caseplan::storage

#endif  // SERVICES_CASEPLAN_STORAGE_HOLIDAY_STORE_H_
