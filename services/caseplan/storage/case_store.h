// case_store.h: clients, cases, states and assignments in rows.
//
// Functions of a transaction: what they read and write is one state, and what
// they wrote is undone with it. They keep nothing between calls. Errors are
// those of sql::Transaction, but for those named here. Who may see a row is the
// caller's to decide (access.h), but for lists, which take a Reach.

#ifndef SERVICES_CASEPLAN_STORAGE_CASE_STORE_H_
#define SERVICES_CASEPLAN_STORAGE_CASE_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/caseplan/domain/reach.h"
#include "services/caseplan/domain/supervision_case.h"
#include "services/caseplan/storage/rows.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan::storage {

// --- clients ---

// ALREADY_EXISTS when the id or the external id is taken.
absl::Status InsertClient(sql::Transaction& tx, const Client& client);
// Writes everything but id, external id and creation; identifiers and related
// persons are replaced. `client.version` becomes one more. ABORTED when it is
// not the stored one.
absl::Status UpdateClient(sql::Transaction& tx, Client* client);
// NOT_FOUND; that is also a withdrawn one, unless `withdrawn_too`.
absl::StatusOr<Client> GetClient(sql::Transaction& tx, absl::string_view id,
                                 bool withdrawn_too = false);
// Hides the client from everybody, or, without `at`, shows them again.
absl::Status SetClientWithdrawn(sql::Transaction& tx, absl::string_view id,
                                std::optional<absl::Time> at);
// Whether a case is of the client.
absl::StatusOr<bool> IsClientInUse(sql::Transaction& tx, absl::string_view id);

struct ClientFilter {
  Reach reach;
  // Empty for all.
  std::string family_name;
  // With a value.
  std::string identifier_kind;
  std::string identifier_value;
};
// By id.
absl::StatusOr<Page<Client>> ListClients(sql::Transaction& tx,
                                         const ClientFilter& filter,
                                         const PageRequest& page);

// --- cases ---

// ALREADY_EXISTS when the id or the external id is taken.
absl::Status InsertCase(sql::Transaction& tx, const Case& supervision_case);
// Writes everything but id, client, division, external id and creation.
// `version` becomes one more. ABORTED when it is not the stored one.
absl::Status UpdateCase(sql::Transaction& tx, Case* supervision_case);
// NOT_FOUND; that is also a withdrawn one.
absl::StatusOr<Case> GetCase(sql::Transaction& tx, absl::string_view id);
// Hides the case from everybody, or, without `at`, shows it again.
absl::Status SetCaseWithdrawn(sql::Transaction& tx, absl::string_view id,
                              std::optional<absl::Time> at);
// Whether something stands in the record of the case.
absl::StatusOr<bool> IsCaseInUse(sql::Transaction& tx, absl::string_view id);

struct CaseFilter {
  Reach reach;
  // Empty for all.
  std::string client_id;
  std::string division;
  std::string unit_id;
  std::optional<absl::CivilDay> open_on;
  // With open_on.
  std::string primary_officer_id;
};
// By id.
absl::StatusOr<Page<Case>> ListCases(sql::Transaction& tx,
                                     const CaseFilter& filter,
                                     const PageRequest& page);

// --- states ---

// Adds revision `state.recording.revision`.
absl::Status InsertCaseState(sql::Transaction& tx, const CaseState& state);
// NOT_FOUND when no revision of it stands.
absl::StatusOr<CaseState> GetStandingCaseState(sql::Transaction& tx,
                                               absl::string_view case_id,
                                               absl::string_view id);
// Those of the case that have a day in common with `period`, by first day.
absl::StatusOr<std::vector<CaseState>> StandingCaseStates(
    sql::Transaction& tx, absl::string_view case_id, const DayPeriod& period);
absl::Status SupersedeCaseState(sql::Transaction& tx, absl::string_view id,
                                absl::Time at);

struct CaseStateFilter {
  Reach reach;
  // Empty for all.
  std::string case_id;
  std::optional<absl::CivilDay> as_of;
  std::optional<absl::Time> known_at;
};
// By first day and id.
absl::StatusOr<Page<CaseState>> ListCaseStates(sql::Transaction& tx,
                                               const CaseStateFilter& filter,
                                               const PageRequest& page);

// --- assignments ---

// Adds revision `assignment.recording.revision`.
absl::Status InsertAssignment(sql::Transaction& tx,
                              const Assignment& assignment);
// Those of the case that have a day in common with `period`, in any role, by
// first day.
absl::StatusOr<std::vector<Assignment>> StandingAssignments(
    sql::Transaction& tx, absl::string_view case_id, const DayPeriod& period);
// The cases, by id, of which the officer is the primary officer on `day`; at
// most `limit`.
absl::StatusOr<std::vector<std::string>> PrimaryCasesOn(
    sql::Transaction& tx, absl::string_view officer_id, absl::CivilDay day,
    int limit);
absl::Status SupersedeAssignment(sql::Transaction& tx, absl::string_view id,
                                 absl::Time at);

struct AssignmentFilter {
  Reach reach;
  // Empty for all.
  std::string case_id;
  std::string officer_id;
  std::optional<AssignmentRole> role;
  std::optional<absl::CivilDay> as_of;
  std::optional<absl::Time> known_at;
};
// By first day and id.
absl::StatusOr<Page<Assignment>> ListAssignments(sql::Transaction& tx,
                                                 const AssignmentFilter& filter,
                                                 const PageRequest& page);

// The cases open on `day` without a primary officer who is posted on it. By
// case.
absl::StatusOr<Page<UnassignedCase>> ListUnassignedCases(
    sql::Transaction& tx, const Reach& reach, absl::string_view case_id,
    absl::CivilDay day, const PageRequest& page);

struct CarryingFilter {
  // As supervisor or acting supervisor; empty for all.
  std::string supervisor_id;
  absl::CivilDay day;
  std::optional<absl::Time> known_at;
};
// By officer (R001, R002).
absl::StatusOr<Page<CarryingOfficer>> ListCarryingOfficers(
    sql::Transaction& tx, const CarryingFilter& filter,
    const PageRequest& page);

// Only rows whose `case_column` is a case of which the officer is the primary
// officer on `day_column` of the row. Both columns are named with their table:
// they stand in a subselect.
void WherePrimaryOfficerOn(absl::string_view case_column,
                           absl::string_view day_column,
                           absl::string_view officer_id, Select* select);
// The same on one day.
void WherePrimaryOfficer(absl::string_view case_column, absl::CivilDay day,
                         absl::string_view officer_id, Select* select);

}  // namespace caseload::caseplan::storage

#endif  // SERVICES_CASEPLAN_STORAGE_CASE_STORE_H_
