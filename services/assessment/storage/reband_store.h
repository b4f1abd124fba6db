// reband_store.h: the tables of re-banding, and the cases that it looks at.
//
// Every function runs in the caller's transaction and passes on the store's own
// errors (sql/database.h). A derived level is never changed or removed: there
// is no function for it.

#ifndef SERVICES_ASSESSMENT_STORAGE_REBAND_STORE_H_
#define SERVICES_ASSESSMENT_STORAGE_REBAND_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/assessment/domain/assessment.h"
#include "services/assessment/storage/rating_store.h"
#include "services/common/sql/database.h"

namespace caseload::assessment::storage {

// How far re-banding under one version has come.
struct RebandingRow {
  std::string id;
  std::string instrument_id;
  std::string instrument_version;
  bool done = false;
  absl::CivilDay effective_date;
  // The last case that was looked at; empty before the first.
  std::string position;
  int64_t total_cases = 0;
  int64_t examined_cases = 0;
  int64_t derived_cases = 0;
  int64_t changed_cases = 0;
  int64_t not_comparable_cases = 0;
  absl::Time started_at;
  std::string started_by;
  std::optional<absl::Time> finished_at;
};

// The one of the instrument that is not done, or nullopt.
absl::StatusOr<std::optional<RebandingRow>> FindRunningRebanding(
    sql::Transaction& tx, absl::string_view instrument_id);

absl::Status InsertRebanding(sql::Transaction& tx, const RebandingRow& row);

// Writes how far it has come.
absl::Status UpdateRebanding(sql::Transaction& tx, const RebandingRow& row);

// The latest assessment with an instrument on an open case.
struct RebandCandidate {
  std::string case_id;
  std::string assessment_id;
  std::string instrument_version;
  std::string norm_group_id;
  std::optional<int> total;
  std::string level;
  int missing_items = 0;
};

// Those of the instrument on cases that are open on `day`, after the case
// `position`, by case, at most `limit`. A case is open through the day on which
// it is closed.
absl::StatusOr<std::vector<RebandCandidate>> ListRebandCandidates(
    sql::Transaction& tx, absl::string_view instrument_id, absl::CivilDay day,
    absl::string_view position, int limit);
// How many there are.
absl::StatusOr<int64_t> CountRebandCandidates(sql::Transaction& tx,
                                              absl::string_view instrument_id,
                                              absl::CivilDay day);

// Inserts a derived level with its bands.
absl::Status InsertDerivedLevel(sql::Transaction& tx,
                                absl::string_view assessment_id,
                                absl::string_view rebanding_id,
                                const domain::DerivedLevel& derived);

// The latest derived level of each of the assessments, 1 to
// Statement::kMaxInList, that has one that governs on `as_of` and was written
// at or before `known_at`; by assessment.
absl::StatusOr<std::map<std::string, domain::DerivedLevel>> FindDerivedLevels(
    sql::Transaction& tx, const std::vector<std::string>& assessment_ids,
    absl::CivilDay as_of, absl::Time known_at);

// The same of whatever day, as it stands now.
absl::StatusOr<std::map<std::string, domain::DerivedLevel>> LatestDerivedLevels(
    sql::Transaction& tx, const std::vector<std::string>& assessment_ids);

// Gives the assessments `ids`, which are loaded, their latest derived levels.
absl::Status LoadDerived(sql::Transaction& tx,
                         const std::vector<std::string>& ids,
                         const AssessmentsById& by_id);

}  // namespace caseload::assessment::storage

#endif  // SERVICES_ASSESSMENT_STORAGE_REBAND_STORE_H_
