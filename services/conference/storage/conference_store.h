// conference_store.h: conferences, their revisions, obligations and bookings.
//
// Every function works in the caller's transaction. On PostgreSQL that is
// SERIALIZABLE: what CountStanding() and TakenSlots() read is still so when the
// transaction commits, or it is run again.

#ifndef SERVICES_CONFERENCE_STORAGE_CONFERENCE_STORE_H_
#define SERVICES_CONFERENCE_STORAGE_CONFERENCE_STORE_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/sql/database.h"
#include "services/conference/domain/conference.h"
#include "services/conference/domain/visibility.h"
#include "services/policy/calendar.h"

namespace caseload::conference {

// Who recorded a change, and when.
struct Recording {
  std::string recorded_by;
  absl::Time recorded_at;
};

// Inserts a new conference with its first revision and its obligations.
absl::Status InsertConference(sql::Transaction& tx,
                              const Conference& conference,
                              const Recording& recording);

// Replaces the stored row of `conference`, whose `version` is the one that was
// read, and raises it in `conference`. ABORTED, ETAG_MISMATCH, when the row has
// another. With `new_revision`, its revision and obligations are inserted.
absl::Status UpdateConference(sql::Transaction& tx, Conference& conference,
                              bool new_revision, const Recording& recording);

// nullopt when there is none.
absl::StatusOr<std::optional<Conference>> LoadConference(sql::Transaction& tx,
                                                         absl::string_view id);

struct ConferenceFilter {
  Visibility visibility;
  std::string officer_id;
  std::string supervisor_id;
  std::optional<absl::CivilDay> from;
  std::optional<absl::CivilDay> to;
  // Empty is all.
  std::vector<State> states;
  // Rows after this start and id.
  std::optional<absl::Time> after_start;
  std::string after_id;
  // At most this many; 0 is all.
  int limit = 0;
};

// The appointment of a revision; nullopt when there is none.
absl::StatusOr<std::optional<Appointment>> LoadAppointment(
    sql::Transaction& tx, absl::string_view conference_id, int revision);

// By start, then id. Without obligations.
absl::StatusOr<std::vector<Conference>> ListConferences(
    sql::Transaction& tx, const ConferenceFilter& filter);

// How many conferences of the officer on those days are scheduled or held, but
// for `except_id`.
absl::StatusOr<int64_t> CountStanding(sql::Transaction& tx,
                                      absl::string_view officer_id,
                                      const policy::DayRange& days,
                                      absl::string_view except_id);

// Starts of the slots in [from, to) on which `resource` ("officers/...",
// "rooms/...") is taken by conferences other than `except_id`.
absl::StatusOr<std::set<absl::Time>> TakenSlots(sql::Transaction& tx,
                                                absl::string_view resource,
                                                absl::Time from, absl::Time to,
                                                absl::string_view except_id);

// Takes `resource` for [start, end). False when a slot of it was taken by
// another conference in the meantime. With `set_over`, other conferences'
// slots do not matter.
absl::StatusOr<bool> Book(sql::Transaction& tx, absl::string_view resource,
                          absl::Time start, absl::Time end,
                          absl::string_view conference_id, bool set_over);

// Gives back all that a conference took.
absl::Status ReleaseBookings(sql::Transaction& tx,
                             absl::string_view conference_id);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_STORAGE_CONFERENCE_STORE_H_
