// cached_snapshots.h: GetCaseloadSnapshot, answered with kept bytes.
//
// What a caller may read is decided on the rows, as in all handlers, and what
// was decided is kept under the staff's generation. What is kept of a snapshot
// is its serialized bytes, found under the generations that it was built from
// (generation_source.h), and passed on without being parsed. docs/caching.md
// says what a caller can rely on.

#ifndef SERVICES_CASEPLAN_CACHED_SNAPSHOTS_H_
#define SERVICES_CASEPLAN_CACHED_SNAPSHOTS_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "caseload/caseplan/v1/caseload_service.pb.h"
#include "caseload/caseplan/v1/snapshot.pb.h"
#include "services/caseplan/generation_source.h"
#include "services/caseplan/policy_packs.h"
#include "services/caseplan/risk_wait.h"
#include "services/caseplan/service_base.h"
#include "services/caseplan/snapshot_builder.h"
#include "services/caseplan/storage/generation_store.h"
#include "services/common/cache/memory_tier.h"
#include "services/common/cache/sealed_cache.h"
#include "services/common/rpc/call_context.h"
#include "services/common/rpc/executor.h"
#include "services/common/rpc/service.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

// Thread-safe.
class CachedSnapshots final : public ServiceBase {
 public:
  // All borrowed.
  struct Options {
    sql::Database* database = nullptr;
    rpc::Executor* executor = nullptr;
    GenerationSource* generations = nullptr;
    cache::SealedCache* cache = nullptr;
    // Says how fresh the projection of risk is, on every answer; may be empty.
    // Must not block.
    std::function<void(v1::SnapshotFreshness*)> describe_risk;
    // Has a read that brings a token of the assessment service wait until the
    // projection shows that change; may be null.
    RiskWait* risk_wait = nullptr;
  };

  CachedSnapshots(const ServiceOptions& options, Options own);

  // Gives GetCaseloadSnapshot its handler, in place of one that builds.
  // `this` outlives `service`.
  void Register(rpc::Service& service);

  // Answers one call; never blocks.
  void Answer(const rpc::CallContext& call,
              const v1::GetCaseloadSnapshotRequest& request, rpc::Reply reply);

  // Snapshots built since the start, for tests.
  int builds() const { return builds_; }

 private:
  // One call on its way.
  struct Asked {
    const rpc::CallContext* call;
    std::string officer_id;
    // Told only to a caller who may read the officer's caseload.
    absl::StatusOr<SnapshotQuery> query;
    rpc::Reply reply;
    storage::Generations generations;
    // The change that its token names is not shown: risk_stale.
    bool risk_behind = false;
  };
  using AskedPtr = std::shared_ptr<Asked>;

  void AskGenerations(const AskedPtr& asked);
  void OnGenerations(const AskedPtr& asked);
  // Keeps that a caller may read; "" keeps nothing.
  void Grant(const std::string& key);
  // On an executor thread: decides on the rows.
  void CheckAccess(const AskedPtr& asked);
  void Fetch(const AskedPtr& asked);
  // On an executor thread: for a caller whose generations are not known.
  void BuildAlone(const AskedPtr& asked);
  absl::StatusOr<cache::Built> Build(const SnapshotQuery& query);
  void Reply(const AskedPtr& asked,
             const absl::StatusOr<cache::Answer>& answer);
  void Post(const AskedPtr& asked,
            void (CachedSnapshots::*step)(const AskedPtr&));
  static std::vector<std::string> ScopesOf(const std::string& officer_id);
  std::string AccessKey(const rpc::CallContext& call,
                        const std::string& officer_id,
                        const storage::Generations& generations) const;
  std::string SnapshotKey(const SnapshotQuery& query,
                          const storage::Generations& generations) const;

  const Options own_;
  PolicyPacks packs_;
  // Who was found to read whose caseload: keys without bytes.
  cache::MemoryTier granted_;
  std::atomic<int> builds_ = 0;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_CACHED_SNAPSHOTS_H_
