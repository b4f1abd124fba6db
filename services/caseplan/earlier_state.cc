#include "services/caseplan/earlier_state.h"

#include <utility>

#include "google/protobuf/util/json_util.h"
#include "services/caseplan/storage/earlier_state_store.h"
#include "services/common/status/error.h"

namespace caseload::caseplan {

absl::Status KeepEarlierState(sql::Transaction& tx,
                              const rpc::CallContext& call, absl::Time at,
                              const std::string& record, int64_t version,
                              const google::protobuf::Message& state) {
  storage::EarlierState earlier;
  earlier.record = record;
  earlier.version = version;
  if (!google::protobuf::util::MessageToJsonString(state, &earlier.state)
           .ok()) {
    return status::Internal("a record cannot be written as JSON");
  }
  earlier.superseded_at = at;
  earlier.superseded_by = call.caller.principal;
  return storage::InsertEarlierState(tx, earlier);
}

}  // namespace caseload::caseplan
