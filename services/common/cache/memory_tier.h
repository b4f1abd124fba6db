// memory_tier.h: a bounded map from keys to bytes in this process, the least
// recently used ones leaving first.
//
// Thread safety: thread-safe.

#ifndef SERVICES_COMMON_CACHE_MEMORY_TIER_H_
#define SERVICES_COMMON_CACHE_MEMORY_TIER_H_

#include <cstddef>
#include <list>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/common/sync/mutex.h"

namespace caseload::cache {

// Shared by the tier and the answers that are on their way out.
using Bytes = std::shared_ptr<const std::string>;

class MemoryTier {
 public:
  // What an entry costs beyond its key and its bytes.
  static constexpr size_t kEntryOverhead = 200;

  // Holds entries whose cost together is at most `max_cost` bytes; 0 holds
  // none.
  explicit MemoryTier(size_t max_cost) : max_cost_(max_cost) {}

  // Null when `key` is not there.
  Bytes Get(absl::string_view key);
  // An entry that alone costs more than the whole tier may is not taken.
  void Put(absl::string_view key, Bytes bytes);
  // Bytes that all entries cost together.
  size_t cost() const;

 private:
  struct Entry {
    std::string key;
    Bytes bytes;
  };
  using Entries = std::list<Entry>;

  static size_t CostOf(const Entry& entry) {
    return entry.key.size() + entry.bytes->size() + kEntryOverhead;
  }
  void Remove(Entries::iterator entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t max_cost_;
  mutable sync::Mutex mutex_;
  // The most recently used one first.
  Entries entries_ ABSL_GUARDED_BY(mutex_);
  // Keys are views of the entries' own.
  absl::flat_hash_map<absl::string_view, Entries::iterator> by_key_
      ABSL_GUARDED_BY(mutex_);
  size_t cost_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace caseload::cache

#endif  // SERVICES_COMMON_CACHE_MEMORY_TIER_H_
