// access.h: a caller's reach as conditions and checks on rows.

#ifndef SERVICES_CASEPLAN_STORAGE_ACCESS_H_
#define SERVICES_CASEPLAN_STORAGE_ACCESS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/caseplan/domain/reach.h"
#include "services/caseplan/storage/rows.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan::storage {

// The staff record that a token's subject maps to on `day`: one in service and
// posted, or a supervisor of somebody who is. Empty when there is none: a
// leaver's access ends with the posting.
absl::StatusOr<std::string> StaffOn(sql::Transaction& tx,
                                    absl::string_view staff_subject,
                                    absl::CivilDay day);

// Only rows whose `officer_column` is an officer that `reach` reaches.
void WhereOfficerReached(absl::string_view officer_column, const Reach& reach,
                         Select* select);

// Whether `reach` reaches the officer's own records.
absl::StatusOr<bool> ReachesOfficer(sql::Transaction& tx, const Reach& reach,
                                    absl::string_view officer_id);

// A case is reached through an assignment, in any role, that holds on the day.
// Only rows whose `case_column` is such a case.
void WhereCaseReached(absl::string_view case_column, const Reach& reach,
                      Select* select);
// False for an unknown case, unless the reach is everything.
absl::StatusOr<bool> ReachesCase(sql::Transaction& tx, const Reach& reach,
                                 absl::string_view case_id);

// A client is reached through a case.
void WhereClientReached(absl::string_view client_column, const Reach& reach,
                        Select* select);
absl::StatusOr<bool> ReachesClient(sql::Transaction& tx, const Reach& reach,
                                   absl::string_view client_id);

}  // namespace caseload::caseplan::storage

#endif  // SERVICES_CASEPLAN_STORAGE_ACCESS_H_
