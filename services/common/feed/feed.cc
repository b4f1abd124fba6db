#include "services/common/feed/feed.h"

#include "google/protobuf/util/json_util.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::feed {

absl::StatusOr<int64_t> Append(sql::Transaction& tx, const Change& change) {
  std::string state;
  if (!google::protobuf::util::MessageToJsonString(*change.state, &state)
           .ok()) {
    return status::Internal("a change could not be put on the feed");
  }
  ABSL_ASSIGN_OR_RETURN(
      auto newest,
      (tx.QueryOne<std::optional<int64_t>>(
          "SELECT MAX(version) FROM changes WHERE resource_name = :1",
          change.resource_name)));
  const int64_t version = std::get<0>(*newest).value_or(0) + 1;
  ABSL_RETURN_IF_ERROR(
      tx.Execute("INSERT INTO changes (resource_name, kind, version,"
                 " recorded_at, state_type, state, traceparent)"
                 " VALUES (:1, :2, :3, :4, :5, :6, :7)",
                 change.resource_name, change.kind, version,
                 absl::ToUnixMicros(change.recorded_at),
                 change.state->GetDescriptor()->full_name(), state,
                 change.traceparent)
          .status());
  return version;
}

}  // namespace caseload::feed
