// case_projection_store.h: the projection of caseplan's feed, in rows, and a
// caller's reach over it.
//
// Functions of a transaction. The tables are written by the follower alone.

#ifndef SERVICES_ASSESSMENT_STORAGE_CASE_PROJECTION_STORE_H_
#define SERVICES_ASSESSMENT_STORAGE_CASE_PROJECTION_STORE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/assessment/domain/case_projection.h"
#include "services/assessment/storage/statement.h"
#include "services/common/sql/database.h"
#include "services/policy/clocks.h"

namespace caseload::assessment::storage {

// The name under which the place in the feed is kept.
inline constexpr absl::string_view kCaseplanFeed = "caseplan";

// Each writes one resource, unless the same or a higher version is there, and
// returns whether it did.
absl::StatusOr<bool> Upsert(sql::Transaction& tx,
                            const domain::ProjectedCase& projected);
absl::StatusOr<bool> Upsert(sql::Transaction& tx,
                            const domain::ProjectedCaseState& projected);
absl::StatusOr<bool> Upsert(sql::Transaction& tx,
                            const domain::ProjectedPlan& projected);
absl::StatusOr<bool> Upsert(sql::Transaction& tx,
                            const domain::ProjectedAssignment& projected);
absl::StatusOr<bool> Upsert(sql::Transaction& tx,
                            const domain::ProjectedOfficer& projected);
absl::StatusOr<bool> Upsert(sql::Transaction& tx,
                            const domain::ProjectedPosting& projected);
absl::StatusOr<bool> Upsert(sql::Transaction& tx,
                            const domain::ProjectedUnit& projected);

// For a feed that begins again: the next state of every resource wins.
absl::Status ForgetCaseProjectionVersions(sql::Transaction& tx);
// Then: removes at most `limit` resources of each kind that it told nothing of.
// Whether none is left.
absl::StatusOr<bool> SweepCaseProjection(sql::Transaction& tx, int limit);

// The case that was imported from the system under the id; empty when caseplan
// has told of none.
absl::StatusOr<std::string> FindCaseBySource(sql::Transaction& tx,
                                             absl::string_view source_system,
                                             absl::string_view source_id);

// The case's version, division and day of receipt; none when caseplan has told
// of none.
absl::StatusOr<std::optional<domain::ProjectedCase>> FindCase(
    sql::Transaction& tx, absl::string_view id);
// What starts and stops the clocks of `case_ids`, 1 to 512, as far as it had
// happened by `as_of` in `county_zone`, by case id. A case of which caseplan
// has told nothing is left out.
absl::StatusOr<std::map<std::string, policy::CaseFacts>> ClockFacts(
    sql::Transaction& tx, const std::vector<std::string>& case_ids,
    absl::CivilDay as_of, absl::TimeZone county_zone);

// The staff record that a token's subject maps to on `day`: one in service and
// posted, or a supervisor of somebody who is. Empty when there is none, or more
// than one: a leaver's access ends with the posting.
absl::StatusOr<std::string> StaffOn(sql::Transaction& tx,
                                    absl::string_view staff_subject,
                                    absl::CivilDay day);

// Adds to `select` the condition (" AND ...") that `reach` reaches the case in
// `case_column`.
void AddReach(const domain::Reach& reach, absl::string_view case_column,
              Statement* select);

// Of `case_ids`, 1 to 512, those that are known and that `reach` reaches,
// sorted. A case is reached through an assignment, in any role, that holds on
// the day.
absl::StatusOr<std::vector<std::string>> ReachedCases(
    sql::Transaction& tx, const domain::Reach& reach,
    const std::vector<std::string>& case_ids);

}  // namespace caseload::assessment::storage

#endif  // SERVICES_ASSESSMENT_STORAGE_CASE_PROJECTION_STORE_H_
