// holiday_store.h: the projection of the county's holidays, in rows.
//
// Functions of a transaction. The table is written by the follower alone.

#ifndef SERVICES_CONFERENCE_STORAGE_HOLIDAY_STORE_H_
#define SERVICES_CONFERENCE_STORAGE_HOLIDAY_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/sql/database.h"

namespace caseload::conference {

// The name under which the place in the feed is kept.
inline constexpr absl::string_view kHolidayFeed = "caseplan_holidays";

// A day on which nobody works.
struct Holiday {
  // "holidays/h".
  std::string name;
  // The feed's, from 1; the higher one stays.
  int64_t version = 1;
  absl::CivilDay date;
  // False when it was deleted or taken back.
  bool stands = true;
};

// Writes one, unless the same or a higher version is there. Whether it did.
absl::StatusOr<bool> UpsertHoliday(sql::Transaction& tx,
                                   const Holiday& holiday);

// The days of those that stand, in order; a day with several is there several
// times.
absl::StatusOr<std::vector<absl::CivilDay>> ListHolidays(sql::Transaction& tx);

// For a feed that begins again: the next state of every holiday wins.
absl::Status ForgetHolidayVersions(sql::Transaction& tx);
// Then: removes those that it told nothing of.
absl::Status SweepHolidays(sql::Transaction& tx);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_STORAGE_HOLIDAY_STORE_H_
