// override_store.h: the tables of overrides.
//
// Functions of a transaction, as in assessment_store.h. What was asked for is
// never changed, nor are the days of a period: there is no function for it.

#ifndef SERVICES_ASSESSMENT_STORAGE_OVERRIDE_STORE_H_
#define SERVICES_ASSESSMENT_STORAGE_OVERRIDE_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/assessment/domain/case_projection.h"
#include "services/assessment/domain/override.h"
#include "services/common/sql/database.h"

namespace caseload::assessment::storage {

// Inserts it without its period.
absl::Status InsertOverride(sql::Transaction& tx,
                            const domain::Override& override);

// With the period that stands, or nullopt.
absl::StatusOr<std::optional<domain::Override>> FindOverride(
    sql::Transaction& tx, absl::string_view id);

// Which overrides to list; those that were taken back are left out.
struct OverrideFilter {
  // Empty: those of all cases that `reach` reaches.
  std::string case_id;
  domain::Reach reach;
  std::optional<domain::OverrideState> state;
};

// Where a page ended: the last one of it.
struct OverridePosition {
  absl::Time requested_at;
  std::string id;
};

// At most `limit` overrides after `position`, the latest request first, those
// of one instant by id.
absl::StatusOr<std::vector<domain::Override>> ListOverrides(
    sql::Transaction& tx, const OverrideFilter& filter,
    const std::optional<OverridePosition>& position, int limit);

// Writes state, decision and end, and makes the version one more. False when
// the version is no longer `override.version`: somebody else was first.
absl::StatusOr<bool> UpdateOverride(sql::Transaction& tx,
                                    const domain::Override& override);

// Replaces the period that stands by `days`, or by none.
absl::Status ReplacePeriod(sql::Transaction& tx,
                           const domain::Override& override,
                           const std::optional<domain::Days>& days,
                           const domain::Act& act);

// Takes it back at `now`, with its period, unless it is.
absl::Status WithdrawOverride(sql::Transaction& tx, absl::string_view id,
                              absl::Time now);

// Makes overrides of the level of one assessment those of another, which took
// its place as a correction.
absl::Status MoveOverrides(sql::Transaction& tx,
                           absl::string_view assessment_id,
                           absl::string_view successor_id);

// The periods of the cases, 1 to 512, by case, first day and override: those
// that stand, or with `known_at` those that stood at that instant.
absl::StatusOr<std::vector<domain::OverridePeriod>> ListPeriods(
    sql::Transaction& tx, const std::vector<std::string>& case_ids,
    const std::optional<absl::Time>& known_at);

// The ids of approved overrides whose last day is before `today`, at most
// `limit`, the longest over first.
absl::StatusOr<std::vector<std::string>> ListOverridesToExpire(
    sql::Transaction& tx, absl::CivilDay today, int limit);

}  // namespace caseload::assessment::storage

#endif  // SERVICES_ASSESSMENT_STORAGE_OVERRIDE_STORE_H_
