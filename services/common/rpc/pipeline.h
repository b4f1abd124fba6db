// pipeline.h: what every call goes through.
//
// One unary call, in order:
//
//   gRPC thread      count it; who is calling; may they call this method
//   executor thread  deadline; size; parse; check the texts; gather
//   store            replay or apply, with audit row (change); or read
//   store thread     COMMIT, then the answer (change); or the audit row is
//                    written, then the answer (read, refusal)
//
// A stream of batches does the same for every batch; one audit row says that it
// was opened and one that it was closed, and a drain ends it with UNAVAILABLE.
//
// A full executor refuses with RESOURCE_EXHAUSTED and RetryInfo. A call whose
// time is up is dropped before it touches the store. Nothing here knows a
// method by name.
//
// Thread safety: thread-safe.

#ifndef SERVICES_COMMON_RPC_PIPELINE_H_
#define SERVICES_COMMON_RPC_PIPELINE_H_

#include <functional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "prometheus/registry.h"
#include "services/common/audit/audit_log.h"
#include "services/common/auth/caller.h"
#include "services/common/clock/clock.h"
#include "services/common/rpc/executor.h"
#include "services/common/rpc/open_streams.h"
#include "services/common/sql/database.h"

namespace caseload::rpc {

class Pipeline {
 public:
  // Everything is borrowed and must outlive the pipeline.
  struct Options {
    // Turns the peer's verified SPIFFE id (or "") and the authorization header
    // (or "") into a caller. Called on gRPC threads: must not block.
    std::function<absl::StatusOr<auth::Caller>(absl::string_view peer_spiffe_id,
                                               absl::string_view authorization)>
        authenticate;
    sql::Database* database = nullptr;
    audit::Writer* audit = nullptr;
    Executor* executor = nullptr;
    clock::Clock* clock = nullptr;
    prometheus::Registry* metrics = nullptr;
    // The consistency token of a change, made from what its transaction noted;
    // empty sends none. May be empty itself.
    std::function<std::string(const sql::Notes&)> consistency_token;
  };

  explicit Pipeline(Options options) : options_(std::move(options)) {}
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  const Options& options() const { return options_; }
  // Before the first call only.
  void set_consistency_token(
      std::function<std::string(const sql::Notes&)> make) {
    options_.consistency_token = std::move(make);
  }
  // The streams that are open; the drain ends them.
  OpenStreams& open_streams() { return open_streams_; }

 private:
  Options options_;
  OpenStreams open_streams_;
};

}  // namespace caseload::rpc

#endif  // SERVICES_COMMON_RPC_PIPELINE_H_
