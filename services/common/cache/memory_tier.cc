#include "services/common/cache/memory_tier.h"

#include <utility>

namespace caseload::cache {

Bytes MemoryTier::Get(absl::string_view key) {
  sync::MutexLock lock(&mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->bytes;
}

void MemoryTier::Put(absl::string_view key, Bytes bytes) {
  Entry entry{std::string(key), std::move(bytes)};
  const size_t cost = CostOf(entry);
  if (cost > max_cost_) return;
  sync::MutexLock lock(&mutex_);
  if (const auto found = by_key_.find(key); found != by_key_.end()) {
    Remove(found->second);
  }
  entries_.push_front(std::move(entry));
  by_key_.emplace(entries_.front().key, entries_.begin());
  cost_ += cost;
  while (cost_ > max_cost_) Remove(std::prev(entries_.end()));
}

size_t MemoryTier::cost() const {
  sync::MutexLock lock(&mutex_);
  return cost_;
}

void MemoryTier::Remove(Entries::iterator entry) {
  cost_ -= CostOf(*entry);
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

}  // namespace caseload::cache
