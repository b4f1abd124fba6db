// sealed_cache.h: built bytes, kept in this process and in Redis under keys
// that change when what they were built from does.
//
// A key names a state (a schema version, a subject, generations), so an entry
// is never wrong, only unused: nothing is ever invalidated. The in-process tier
// stands before Redis; what Redis holds is sealed with AES-256-GCM under a key
// that it never sees, with the cache key as associated data, and under a hash
// of the cache key: a dump of Redis tells nothing, and bytes that were changed
// or moved to another key do not open and count as absent. Redis slow, empty
// or gone means that bytes are built more often, nothing else.
//
// Calls that miss on one key while its bytes are being fetched or built wait
// for that one build.
//
//   cache.Get(key, [&] { return Build(); }, [](absl::StatusOr<Answer> a)
//   {...});
//
// Thread safety: thread-safe.

#ifndef SERVICES_COMMON_CACHE_SEALED_CACHE_H_
#define SERVICES_COMMON_CACHE_SEALED_CACHE_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "prometheus/counter.h"
#include "prometheus/gauge.h"
#include "prometheus/registry.h"
#include "services/common/cache/memory_tier.h"
#include "services/common/redis/client.h"
#include "services/common/seal/key_ring.h"
#include "services/common/sync/mutex.h"

namespace caseload::cache {

enum class Source { kBuild, kProcess, kRedis };

struct Answer {
  Bytes bytes;
  Source source = Source::kBuild;
};

// What a build returns.
struct Built {
  // The key of the state that was read, which may be a later one than the key
  // that was asked for; empty keeps nothing.
  std::string key;
  std::string bytes;
};

class SealedCache {
 public:
  struct Options {
    // Cost of the in-process tier; 0 switches it off.
    size_t memory_bytes = size_t{64} << 20;
    // Longer values are not kept.
    size_t max_value_bytes = size_t{4} << 20;
    // How long Redis keeps an entry.
    absl::Duration expiry = absl::Hours(26);
    // Begins every key in Redis.
    std::string redis_prefix = "caseload:";
    // Borrowed; null means that there is no Redis.
    redis::Client* redis = nullptr;
    // Runs a build on a thread that may block; false when there is no room.
    std::function<bool(std::function<void()>)> run_build;
    // Borrowed; null counts nothing.
    prometheus::Registry* metrics = nullptr;
  };
  using Build = std::function<absl::StatusOr<Built>()>;
  using Done = std::function<void(absl::StatusOr<Answer>)>;

  SealedCache(Options options, seal::KeyRing keys);
  SealedCache(const SealedCache&) = delete;
  SealedCache& operator=(const SealedCache&) = delete;

  // Gives `done` the bytes under `key`: from this process before Get() returns,
  // else from Redis, else from `build`. `done` is called exactly once and must
  // be quick. An error is the build's, told to all that waited for it, or
  // RESOURCE_EXHAUSTED, reason EXECUTOR_FULL, when no build could be run. Every
  // call that was begun must be answered before the cache goes.
  void Get(const std::string& key, Build build, Done done);

  // The in-process tier alone; null when `key` is not in it.
  Bytes GetFromProcess(absl::string_view key);

 private:
  // The calls that wait for one key.
  struct Flight {
    std::vector<Done> waiting;
  };

  void OnRedis(const std::string& key, Build build, redis::Client::Reply reply);
  void StartBuild(const std::string& key, Build build);
  void RunBuild(const std::string& key, const Build& build);
  void Land(const std::string& key, const absl::StatusOr<Answer>& answer);
  void Keep(absl::string_view key, const Bytes& bytes);
  std::string RedisKey(absl::string_view key) const;
  void Count(Source source, size_t calls);

  const Options options_;
  const seal::KeyRing keys_;
  MemoryTier memory_;
  prometheus::Counter* by_source_[3] = {};
  prometheus::Counter* not_opened_ = nullptr;
  prometheus::Gauge* memory_cost_ = nullptr;

  sync::Mutex mutex_;
  absl::flat_hash_map<std::string, Flight> flights_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace caseload::cache

#endif  // SERVICES_COMMON_CACHE_SEALED_CACHE_H_
