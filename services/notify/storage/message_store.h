// message_store.h: messages handed in, read, refreshed and withdrawn.
//
// Functions over a transaction; the caller owns it, and appends to the change
// feed what it changed. An apply that runs again starts from nothing, so none
// of these keeps state.

#ifndef SERVICES_NOTIFY_STORAGE_MESSAGE_STORE_H_
#define SERVICES_NOTIFY_STORAGE_MESSAGE_STORE_H_

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

// Whose messages a caller reaches: all of them, or those addressed to
// `subject`, with `as_supervisor` those of the conferences that they hold too.
// An empty subject reaches none.
struct Reach {
  bool all = false;
  std::string subject;
  bool as_supervisor = false;
};

// Whether `row` is within `reach`.
bool Reaches(const Reach& reach, const MessageRow& row);

// Adds a message that is to be sent at its target time. ALREADY_EXISTS when its
// key is taken, which a caller rules out with FindByKey in the same
// transaction.
absl::Status Insert(sql::Transaction& tx, const MessageRow& row);

absl::StatusOr<std::optional<MessageRow>> Find(sql::Transaction& tx,
                                               absl::string_view message_id);
absl::StatusOr<std::optional<MessageRow>> FindByKey(
    sql::Transaction& tx, absl::string_view conference_id,
    int64_t conference_revision, absl::string_view recipient_id,
    MessageKind kind);

// Filters of List, joined by AND; an absent one is none.
struct MessageFilter {
  Reach reach;
  std::optional<std::string> conference_id;
  std::optional<std::string> recipient_id;
  std::optional<MessageState> state;
  // Only what comes after this message in the order of List.
  std::optional<std::pair<absl::Time, std::string>> after;
  int32_t limit = 0;
};

// Newest first.
absl::StatusOr<std::vector<MessageRow>> List(sql::Transaction& tx,
                                             const MessageFilter& filter);

// Replaces the counts of a pending message and forgets the mail that was made
// of the old ones. The number of messages changed: 0 when it is not pending or
// a copy may exist.
absl::StatusOr<int64_t> ReplaceCounts(sql::Transaction& tx,
                                      absl::string_view message_id,
                                      absl::string_view counts,
                                      absl::Time counts_snapshot_at,
                                      absl::Time now);

// Withdraws a message; whoever holds its lease loses it. The caller has seen in
// this transaction that it may be withdrawn.
absl::Status Cancel(sql::Transaction& tx, absl::string_view message_id,
                    absl::string_view reason, absl::Time now);

// Every attempt of a message, oldest first.
absl::StatusOr<std::vector<AttemptRow>> Attempts(sql::Transaction& tx,
                                                 absl::string_view message_id);

}  // namespace caseload::notify::storage

#endif  // SERVICES_NOTIFY_STORAGE_MESSAGE_STORE_H_
