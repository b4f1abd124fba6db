// feed.h: the change feed of one store, written and read.
//
// Every change of a resource appends a row in its own transaction: the outbox,
// the invalidation signal and the integration API are this one table. Rows are
// read in commit order: on SQLite the id is that order; on PostgreSQL a slow
// transaction's lower id would appear later and be skipped for ever, so rows
// carry their transaction and are read only below the oldest one still open.
//
// Thread safety: the functions belong to their transaction; ResumeTokens is
// thread-safe.

#ifndef SERVICES_COMMON_FEED_FEED_H_
#define SERVICES_COMMON_FEED_FEED_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/common/ids/ids.h"
#include "services/common/seal/sealer.h"
#include "services/common/sql/database.h"

namespace caseload::feed {

// One change to append; see caseload.type.v1.Change.
struct Change {
  std::string resource_name;
  std::string kind;
  absl::Time recorded_at;
  // The few current fields that followers project. Borrowed.
  const google::protobuf::Message* state = nullptr;
  std::string traceparent;
};

// Appends `change` under the resource's next version and returns that version
// (1 for the first). Called last in the transaction, after what it tells of.
absl::StatusOr<int64_t> Append(sql::Transaction& tx, const Change& change);

// A place between two changes of one store; {0, 0} is before the first.
struct Position {
  int64_t xid = 0;
  int64_t id = 0;

  friend bool operator<(const Position& a, const Position& b) {
    return a.xid != b.xid ? a.xid < b.xid : a.id < b.id;
  }
};

// One change as it was appended.
struct Entry {
  // The place right after it.
  Position position;
  std::string resource_name;
  std::string kind;
  int64_t version = 0;
  absl::Time recorded_at;
  // Full name and proto3 JSON of the state.
  std::string state_type;
  std::string state_json;
  // A later change of the same resource is committed.
  bool superseded = false;
};

// At most `limit` changes after `after`, in commit order.
absl::StatusOr<std::vector<Entry>> ReadAfter(sql::Transaction& tx,
                                             Position after, int limit);

// Whether changes are committed that ReadAfter() does not tell of yet, because
// an older transaction is still open. Never on SQLite.
absl::StatusOr<bool> HasWithheld(sql::Transaction& tx);

// What a resume token is held against.
struct Store {
  std::string epoch;
  // Changes up to here are forgotten.
  Position pruned;
};

// Names the store when it is new. Called at start, after Migrate().
absl::Status EnsureStore(sql::Transaction& tx, ids::IdSource& ids);

// The store as it stands. INTERNAL when EnsureStore() was never called.
absl::StatusOr<Store> ReadStore(sql::Transaction& tx);

// Positions as callers hold them: sealed, with the store's epoch.
class ResumeTokens {
 public:
  explicit ResumeTokens(seal::Sealer sealer) : sealer_(std::move(sealer)) {}

  std::string Make(const Store& store, Position position) const;

  // The position, {0, 0} for an empty token. INVALID_ARGUMENT, reason
  // RESUME_TOKEN_INVALID, when it is none of ours; OUT_OF_RANGE, reason
  // FEED_RESYNC, when it is of another epoch or older than what is kept.
  absl::StatusOr<Position> Open(const Store& store,
                                absl::string_view token) const;

 private:
  const seal::Sealer sealer_;
};

}  // namespace caseload::feed

#endif  // SERVICES_COMMON_FEED_FEED_H_
