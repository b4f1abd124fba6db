// snapshot_store.h: what a snapshot is made of, read in a fixed number of
// queries however many cases there are.
//
// Functions of a transaction, as in case_store.h. What stands now is read, as
// far as it had happened by the day: a fact that begins later is left out, an
// enrollment has the status that its days give it, and a confirmation or
// verification after the day gives way to the last one before it.

#ifndef SERVICES_CASEPLAN_STORAGE_SNAPSHOT_STORE_H_
#define SERVICES_CASEPLAN_STORAGE_SNAPSHOT_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/caseplan/domain/snapshot_facts.h"
#include "services/common/sql/database.h"
#include "services/policy/calendar.h"

namespace caseload::caseplan::storage {

// Which cases: exactly one of the two is set.
struct SnapshotScope {
  // Those open on the day of which the officer is the primary officer on it.
  std::string officer_id;
  // This one, if it was received by the day.
  std::string case_id;
};

// The cases with their clients, by id, and nothing else of them. One query.
absl::StatusOr<std::vector<CaseFile>> ListCaseFiles(sql::Transaction& tx,
                                                    const SnapshotScope& scope,
                                                    absl::CivilDay as_of);

// Reads the record of the cases into `files`, which ListCaseFiles made of the
// same scope; contacts from `contacts_from` on. `zone` is the county's: it says
// on which day a plan was approved.
absl::Status LoadCaseFiles(sql::Transaction& tx, const SnapshotScope& scope,
                           const SnapshotDays& days,
                           absl::CivilDay contacts_from,
                           const absl::TimeZone& zone,
                           std::vector<CaseFile>* files);

// A contact on a case that was the officer's on the day of the contact.
struct OfficerContact {
  std::string division;
  ContactEntry contact;
};
// Those on the days of `period`, whoever made them.
absl::StatusOr<std::vector<OfficerContact>> ListOfficerContacts(
    sql::Transaction& tx, absl::string_view officer_id,
    const policy::DayRange& period);

// What an officer can carry on a day (R068).
struct WorkingTime {
  // 0 without a posting.
  double full_time_equivalent = 0;
  double capacity_factor = 1.0;
};
// NOT_FOUND when there is no such officer.
absl::StatusOr<WorkingTime> GetWorkingTime(sql::Transaction& tx,
                                           absl::string_view officer_id,
                                           absl::CivilDay day);

}  // namespace caseload::caseplan::storage

#endif  // SERVICES_CASEPLAN_STORAGE_SNAPSHOT_STORE_H_
