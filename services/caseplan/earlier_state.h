// earlier_state.h: what a plan version or an investigation said is kept before
// an import corrects it or takes it back.

#ifndef SERVICES_CASEPLAN_EARLIER_STATE_H_
#define SERVICES_CASEPLAN_EARLIER_STATE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

// Keeps `state`, the resource `record` as its version `version` says it, as
// superseded at `at` by the caller.
absl::Status KeepEarlierState(sql::Transaction& tx,
                              const rpc::CallContext& call, absl::Time at,
                              const std::string& record, int64_t version,
                              const google::protobuf::Message& state);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_EARLIER_STATE_H_
