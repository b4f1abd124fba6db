// call_context.h: what a handler knows about the call it answers.

#ifndef SERVICES_COMMON_RPC_CALL_CONTEXT_H_
#define SERVICES_COMMON_RPC_CALL_CONTEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/auth/caller.h"

namespace caseload::rpc {

// Made by the wrapper for one call; a handler reads no clock and no metadata.
// Not thread-safe: the steps of one call run one after the other.
class CallContext {
 public:
  auth::Caller caller;
  // When the call began, by the service's clock.
  absl::Time now;
  // When the caller stops waiting; never later than the method allows.
  absl::Time deadline;
  // "/caseload.caseplan.v1.CaseloadService/CreateUnit".
  std::string method;
  // The caller's request_id, or empty.
  std::string request_id;
  // W3C traceparent of the call, or empty.
  std::string traceparent;
  // The caseload-consistency-token that the caller sent back, or empty.
  std::string consistency_token;

  // Notes that the call read or changed a record, for its audit row. The name
  // is an opaque one ("cases/0123..."); once is enough.
  void Touched(absl::string_view resource_name) const;
  const std::vector<std::string>& touched() const { return touched_; }
  // Forgets what was noted: an apply that runs again begins anew.
  void ClearTouched() const { touched_.clear(); }

 private:
  mutable std::vector<std::string> touched_;
};

}  // namespace caseload::rpc

#endif  // SERVICES_COMMON_RPC_CALL_CONTEXT_H_
