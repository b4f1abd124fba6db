// record_store.h: contacts, no-contact reasons, enrollments, notes, conditions
// and investigations in rows.
//
// Functions of a transaction, as in case_store.h. All but investigations are
// facts: rows that are never changed. The functions named ...Fact are there for
// each of the five.

#ifndef SERVICES_CASEPLAN_STORAGE_RECORD_STORE_H_
#define SERVICES_CASEPLAN_STORAGE_RECORD_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/caseplan/domain/case_record.h"
#include "services/caseplan/domain/reach.h"
#include "services/caseplan/storage/rows.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan::storage {

// What all lists of a case's record take.
struct RecordFilter {
  Reach reach;
  // Empty for all.
  std::string case_id;
  std::optional<absl::Time> known_at;
};

// --- facts ---

// Whether the fact can stand beside all others but earlier revisions of its
// own: ALREADY_EXISTS when its external id stands elsewhere, or a no-contact
// reason's code for its case and month does.
template <typename Fact>
absl::Status CheckFactFree(sql::Transaction& tx, const Fact& fact);
// Adds revision `fact.recording.revision`.
absl::Status InsertFact(sql::Transaction& tx, const Contact& contact);
absl::Status InsertFact(sql::Transaction& tx, const NoContactReason& reason);
absl::Status InsertFact(sql::Transaction& tx, const Enrollment& enrollment);
absl::Status InsertFact(sql::Transaction& tx, const Note& note);
absl::Status InsertFact(sql::Transaction& tx, const CaseCondition& condition);
// The revision that stands. NOT_FOUND when none does.
template <typename Fact>
absl::StatusOr<Fact> GetStandingFact(sql::Transaction& tx,
                                     absl::string_view case_id,
                                     absl::string_view id);
// Marks the standing revision as superseded at `at`. INTERNAL when there is
// none: the caller has just read it.
template <typename Fact>
absl::Status SupersedeFact(sql::Transaction& tx, absl::string_view id,
                           absl::Time at);
// The last revision, whether or not it stands.
template <typename Fact>
absl::StatusOr<LatestRevision> LatestFactRevision(sql::Transaction& tx,
                                                  absl::string_view id);

// --- contacts ---

struct ContactFilter : RecordFilter {
  std::optional<absl::CivilDay> from_day;
  std::optional<absl::CivilDay> to_day;
  // Who made it; empty for all.
  std::string officer_id;
  // Primary officer of the case on the day of the contact.
  std::string assigned_officer_id;
  // Empty for all.
  std::vector<ContactStatus> statuses;
  std::vector<ContactKind> kinds;
  std::vector<ContactLocation> locations;
  // With `locations`, or alone: those that were not in person.
  bool without_location = false;
};
// By day and id.
absl::StatusOr<Page<Contact>> ListContacts(sql::Transaction& tx,
                                           const ContactFilter& filter,
                                           const PageRequest& page);

// The last `limit` contacts of the case up to the day, the latest first.
absl::StatusOr<std::vector<Contact>> LastContacts(sql::Transaction& tx,
                                                  absl::string_view case_id,
                                                  absl::CivilDay day,
                                                  int limit);

// --- no-contact reasons ---

struct NoContactReasonFilter : RecordFilter {
  std::optional<absl::CivilMonth> month;
  // Primary officer of the case on the last day of the month.
  std::string assigned_officer_id;
  std::vector<NoContactCode> codes;
};
// By month and id.
absl::StatusOr<Page<NoContactReason>> ListNoContactReasons(
    sql::Transaction& tx, const NoContactReasonFilter& filter,
    const PageRequest& page);

// --- enrollments ---

// ALREADY_EXISTS when a revision of it is there.
absl::Status CheckEnrollmentIdFree(sql::Transaction& tx,
                                   absl::string_view case_id,
                                   absl::string_view id);
struct EnrollmentFilter : RecordFilter {
  std::vector<EnrollmentStatus> statuses;
  std::string program_group;
  // Primary officer of the case on `as_of`, which is then there.
  std::string assigned_officer_id;
  // Only those referred by the day; `statuses` are then those of the day.
  std::optional<absl::CivilDay> as_of;
  // Active since before the day and not verified on it or later (R024).
  std::optional<absl::CivilDay> unverified_since;
};
// By day of referral and id.
absl::StatusOr<Page<Enrollment>> ListEnrollments(sql::Transaction& tx,
                                                 const EnrollmentFilter& filter,
                                                 const PageRequest& page);

// --- notes ---

struct NoteFilter : RecordFilter {
  std::optional<absl::CivilDay> from_day;
  std::optional<absl::CivilDay> to_day;
  std::vector<NoteCategory> categories;
  // Only those that speak of an objective (R025).
  bool objective_linked_only = false;
};
// By day and id.
absl::StatusOr<Page<Note>> ListNotes(sql::Transaction& tx,
                                     const NoteFilter& filter,
                                     const PageRequest& page);

// --- conditions ---

struct ConditionFilter : RecordFilter {
  std::vector<ConditionStatus> statuses;
};
// By day of the order and id.
absl::StatusOr<Page<CaseCondition>> ListConditions(
    sql::Transaction& tx, const ConditionFilter& filter,
    const PageRequest& page);

// --- investigations ---

// ALREADY_EXISTS when the id or the external id is taken.
absl::Status InsertInvestigation(sql::Transaction& tx,
                                 const Investigation& investigation);
// Writes everything but id, case, external id and creation. `version` becomes
// one more. ABORTED when it is not the stored one.
absl::Status UpdateInvestigation(sql::Transaction& tx,
                                 Investigation* investigation);
// NOT_FOUND; also for one that is withdrawn, but for FindInvestigation.
absl::StatusOr<Investigation> GetInvestigation(sql::Transaction& tx,
                                               absl::string_view case_id,
                                               absl::string_view id);
absl::StatusOr<Investigation> FindInvestigation(sql::Transaction& tx,
                                                absl::string_view case_id,
                                                absl::string_view id);
struct InvestigationFilter {
  Reach reach;
  // Empty for all.
  std::string case_id;
  std::string officer_id;
  std::optional<absl::CivilDay> open_on;
  // Primary officer of the case on `open_on`, which is then there.
  std::string assigned_officer_id;
};
// By day of opening and id.
absl::StatusOr<Page<Investigation>> ListInvestigations(
    sql::Transaction& tx, const InvestigationFilter& filter,
    const PageRequest& page);

}  // namespace caseload::caseplan::storage

#endif  // SERVICES_CASEPLAN_STORAGE_RECORD_STORE_H_
