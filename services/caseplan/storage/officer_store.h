// officer_store.h: units, officers, postings and leave in rows.
//
// Functions of a transaction: what they read and write is one state, and what
// they wrote is undone with it. They keep nothing between calls. Errors are
// those of sql::Transaction, but for those named here.

#ifndef SERVICES_CASEPLAN_STORAGE_OFFICER_STORE_H_
#define SERVICES_CASEPLAN_STORAGE_OFFICER_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/caseplan/domain/officer.h"
#include "services/caseplan/domain/reach.h"
#include "services/caseplan/storage/rows.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan::storage {

// ALREADY_EXISTS when the id or the external id is taken.
absl::Status InsertUnit(sql::Transaction& tx, const Unit& unit);
// Writes name and period. `unit->version` becomes one more. ABORTED when it is
// not the stored one.
absl::Status UpdateUnit(sql::Transaction& tx, Unit* unit);
// Hides the unit from all reads, or, without `at`, shows it again.
absl::Status SetUnitWithdrawn(sql::Transaction& tx, absl::string_view id,
                              std::optional<absl::Time> at);
// Whether a standing posting or a case is of it.
absl::StatusOr<bool> IsUnitInUse(sql::Transaction& tx, absl::string_view id);
// NOT_FOUND.
absl::StatusOr<Unit> GetUnit(sql::Transaction& tx, absl::string_view id);
// By id.
absl::StatusOr<Page<Unit>> ListUnits(sql::Transaction& tx,
                                     absl::string_view division,
                                     const PageRequest& page);

// ALREADY_EXISTS when the id or the external id is taken; FAILED_PRECONDITION,
// reason STAFF_SUBJECT_TAKEN, when the staff subject is.
absl::Status InsertOfficer(sql::Transaction& tx, const Officer& officer);
// Writes everything but id, external id and creation. `officer.version` is the
// one that was read, and becomes one more. ABORTED when it is not the stored
// one; FAILED_PRECONDITION as above.
absl::Status UpdateOfficer(sql::Transaction& tx, Officer* officer);
// Hides the officer from all reads, or, without `at`, shows them again. Either
// way the staff subject is free for somebody else.
absl::Status SetOfficerWithdrawn(sql::Transaction& tx, absl::string_view id,
                                 std::optional<absl::Time> at);
// Whether a posting, leave, an assignment or a record of a case that stands
// names them.
absl::StatusOr<bool> IsOfficerInUse(sql::Transaction& tx, absl::string_view id);
// NOT_FOUND.
absl::StatusOr<Officer> GetOfficer(sql::Transaction& tx, absl::string_view id);

struct OfficerFilter {
  std::optional<absl::CivilDay> in_service_on;
  std::string staff_subject;
};
// By id.
absl::StatusOr<Page<Officer>> ListOfficers(sql::Transaction& tx,
                                           const OfficerFilter& filter,
                                           const PageRequest& page);

// Adds revision `posting.recording.revision` of a posting.
absl::Status InsertPosting(sql::Transaction& tx, const Posting& posting);
// The officer's standing postings that have a day in common with `period`, by
// first day.
absl::StatusOr<std::vector<Posting>> StandingPostings(
    sql::Transaction& tx, absl::string_view officer_id,
    const DayPeriod& period);
// Ends the standing revision of the posting.
absl::Status SupersedePosting(sql::Transaction& tx, absl::string_view id,
                              absl::Time at);

struct PostingFilter {
  // Empty for all officers.
  std::string officer_id;
  std::string unit_id;
  // As supervisor or acting supervisor.
  std::string supervisor_id;
  std::optional<absl::CivilDay> as_of;
  std::optional<absl::Time> known_at;
};
// By first day and id.
absl::StatusOr<Page<Posting>> ListPostings(sql::Transaction& tx,
                                           const PostingFilter& filter,
                                           const PageRequest& page);

// Adds revision `leave.recording.revision` of leave.
absl::Status InsertLeave(sql::Transaction& tx, const Leave& leave);
// NOT_FOUND when no revision of it stands.
absl::StatusOr<Leave> GetStandingLeave(sql::Transaction& tx,
                                       absl::string_view officer_id,
                                       absl::string_view id);
// The officer's standing leave that has a day in common with `period`.
absl::StatusOr<std::vector<Leave>> StandingLeaves(sql::Transaction& tx,
                                                  absl::string_view officer_id,
                                                  const DayPeriod& period);
// Ends the standing revision of the leave.
absl::Status SupersedeLeave(sql::Transaction& tx, absl::string_view id,
                            absl::Time at);

struct LeaveFilter {
  // Empty for all officers.
  std::string officer_id;
  // Only leave of the officers that it reaches.
  Reach reach;
  std::optional<absl::CivilDay> from_day;
  std::optional<absl::CivilDay> to_day;
  std::optional<absl::Time> known_at;
};
// By first day and id.
absl::StatusOr<Page<Leave>> ListLeaves(sql::Transaction& tx,
                                       const LeaveFilter& filter,
                                       const PageRequest& page);

}  // namespace caseload::caseplan::storage

#endif  // SERVICES_CASEPLAN_STORAGE_OFFICER_STORE_H_
