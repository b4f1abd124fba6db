// replay.h: a retried request_id has one effect and the same answer (AIP-155).
//
// The scope of an id is the principal and the method; the answer is stored in
// the transaction of the change, so a crash leaves both or neither. A twin that
// runs at the same time meets the claimed row: on SQLite it runs after the
// first, on PostgreSQL its transaction is run again and then finds the answer.

#ifndef SERVICES_COMMON_IDEMPOTENCY_REPLAY_H_
#define SERVICES_COMMON_IDEMPOTENCY_REPLAY_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/common/sql/database.h"

namespace caseload::idempotency {

// How long an answer is kept.
inline constexpr absl::Duration kKept = absl::Hours(7 * 24);
// Longest request_id, in bytes.
inline constexpr size_t kMaxRequestIdBytes = 64;

// Identifies one request of one caller.
struct Key {
  std::string principal;
  std::string method;
  std::string request_id;
};

// Claims `key` in `tx`. True: this is the first time, go on and Store() the
// answer. False: it was answered before and `response` now holds that answer.
// INVALID_ARGUMENT, reason REQUEST_ID_REUSED, when the id came with another
// body. Also forgets a few answers that are older than kKept.
absl::StatusOr<bool> Claim(sql::Transaction& tx, const Key& key,
                           const google::protobuf::Message& request,
                           absl::Time now, google::protobuf::Message* response);

// Stores the answer of a claimed key, in the same transaction.
absl::Status Store(sql::Transaction& tx, const Key& key,
                   const google::protobuf::Message& response);

}  // namespace caseload::idempotency

#endif  // SERVICES_COMMON_IDEMPOTENCY_REPLAY_H_
