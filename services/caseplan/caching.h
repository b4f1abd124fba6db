// caching.h: what cached snapshots are made of, put together from the flags.

#ifndef SERVICES_CASEPLAN_CACHING_H_
#define SERVICES_CASEPLAN_CACHING_H_

#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/caseplan/cached_snapshots.h"
#include "services/caseplan/config.h"
#include "services/caseplan/generation_source.h"
#include "services/common/cache/sealed_cache.h"
#include "services/common/process/process.h"
#include "services/common/redis/client.h"

namespace caseload::caseplan {

// Outlives the process's Serve(). Redis goes first: it answers what waits on
// it.
struct Caching {
  std::unique_ptr<ConsistencyTokens> tokens;
  std::unique_ptr<GenerationSource> generations;
  std::unique_ptr<cache::SealedCache> cache;
  std::unique_ptr<CachedSnapshots> snapshots;
  // Null without --redis-url.
  std::unique_ptr<redis::Client> redis;
};

// Opens the cache of `process`, whose store is migrated. Never waits for Redis.
// `risk_age` says how old the projection of current risk may be, on every
// answer; `risk_wait`, borrowed, may be null. INVALID_ARGUMENT names what is
// wrong with a flag.
absl::StatusOr<Caching> OpenCaching(process::Process& process,
                                    const ServiceOptions& options,
                                    const CachingConfig& config,
                                    std::function<absl::Duration()> risk_age,
                                    RiskWait* risk_wait);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_CACHING_H_
