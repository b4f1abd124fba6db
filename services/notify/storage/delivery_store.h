// delivery_store.h: leases, attempts and outcomes.
//
// A worker claims a message (state SENDING, a lease with a fencing number that
// only grows), renews the lease while it talks to the mail server, and writes
// down that it is about to end the data before it does: RecordDataEnd is the
// last check of the lease and the mark by which a crash is judged. After a
// crash before the mark the mail server has accepted nothing; after it nobody
// knows.
//
// Leases alone go by the store's clock, which all replicas share; everything
// else is dated by the caller.

#ifndef SERVICES_NOTIFY_STORAGE_DELIVERY_STORE_H_
#define SERVICES_NOTIFY_STORAGE_DELIVERY_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/sql/database.h"
#include "services/notify/storage/message_row.h"

namespace caseload::notify::storage {

// What a holder must show: the message and the number that it was claimed
// under.
struct Lease {
  std::string message_id;
  int64_t number = 0;
};

// Claims the message that is due at `now`, the most urgent first: notices by
// their due day, then by the time they wait. Two workers never claim the same
// one. Opens its attempt. nullopt when nothing is due.
absl::StatusOr<std::optional<MessageRow>> ClaimNext(sql::Transaction& tx,
                                                    absl::string_view holder,
                                                    absl::Duration lease,
                                                    absl::Time now);

// Prolongs a lease; false when it is lost: taken over, withdrawn or expired.
absl::StatusOr<bool> RenewLease(sql::Transaction& tx, const Lease& lease,
                                absl::Duration duration);

// Keeps the bytes that are about to be all handed over, and marks the attempt;
// false, and nothing is kept, when the lease is lost.
absl::StatusOr<bool> RecordDataEnd(sql::Transaction& tx, const Lease& lease,
                                   absl::string_view mail,
                                   absl::Time mail_dated_at, absl::Time now);

// How an attempt ended.
struct AttemptEnd {
  AttemptOutcome outcome = AttemptOutcome::kDeferred;
  std::string stage;
  int64_t reply_code = 0;
  std::string reply;
  std::string mail_server;
  std::string copy_reply;
  absl::Time ended_at;
  // For kAccepted: the civil day of ended_at in the message's zone.
  std::optional<absl::CivilDay> accepted_date;
  // For the others: when to try again; absent to give up.
  std::optional<absl::Time> next_attempt_at;
};

// Closes the attempt and moves the message: ACCEPTED; UNKNOWN or, when no copy
// can exist, PENDING until the next attempt; FAILED without one. false, and
// nothing changes, when the number is no longer the message's or the message is
// not SENDING. An expired lease that nobody took is still good: the outcome is
// a fact.
absl::StatusOr<bool> RecordEnd(sql::Transaction& tx, const Lease& lease,
                               const AttemptEnd& end);

// A message whose holder went away.
struct Orphan {
  MessageRow message;
  // Whether the attempt had reached the end of its data.
  bool data_ended = false;
};

// Messages whose leases have expired; with `all`, every message being sent (for
// a store that only this process can open). At most 100.
absl::StatusOr<std::vector<Orphan>> FindOrphans(sql::Transaction& tx, bool all);

// Whether FindOrphans() would find any; for a read transaction.
absl::StatusOr<bool> HasOrphans(sql::Transaction& tx, bool all);

// When the next message is due, or nullopt when none waits.
absl::StatusOr<std::optional<absl::Time>> NextDue(sql::Transaction& tx);

}  // namespace caseload::notify::storage

#endif  // SERVICES_NOTIFY_STORAGE_DELIVERY_STORE_H_
