// feed.h: the change feed, written.
//
// Every change of a resource appends a row in its own transaction: the outbox,
// the invalidation signal and the integration API are this one table.

#ifndef SERVICES_COMMON_FEED_FEED_H_
#define SERVICES_COMMON_FEED_FEED_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/common/sql/database.h"

namespace caseload::feed {

// One change; see caseload.type.v1.Change.
struct Change {
  std::string resource_name;
  std::string kind;
  absl::Time recorded_at;
  // The few current fields that followers project.
  const google::protobuf::Message* state = nullptr;
  std::string traceparent;
};

// Appends `change` under the resource's next version and returns that version
// (1 for the first). Called last in the transaction, after what it tells of.
absl::StatusOr<int64_t> Append(sql::Transaction& tx, const Change& change);

}  // namespace caseload::feed

#endif  // SERVICES_COMMON_FEED_FEED_H_
