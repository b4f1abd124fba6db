// open_streams.h: the streams that a drain must end.
//
// Thread safety: thread-safe.

#ifndef SERVICES_COMMON_RPC_OPEN_STREAMS_H_
#define SERVICES_COMMON_RPC_OPEN_STREAMS_H_

#include <set>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "services/common/sync/mutex.h"

namespace caseload::rpc {

// UNAVAILABLE, reason SERVICE_DRAINING: what a stream is ended with.
absl::Status Draining();

class OpenStream {
 public:
  virtual ~OpenStream() = default;
  // Ends the stream with UNAVAILABLE as soon as it is not at work. Quick; may
  // be called while the stream ends by itself.
  virtual void EndForDrain() = 0;
};

class OpenStreams {
 public:
  // False when the drain has begun: the stream must end by itself.
  [[nodiscard]] bool Add(OpenStream* stream) {
    sync::MutexLock lock(&mutex_);
    if (draining_) return false;
    open_.insert(stream);
    return true;
  }

  // Called before the stream is deleted.
  void Remove(OpenStream* stream) {
    sync::MutexLock lock(&mutex_);
    open_.erase(stream);
  }

  // Ends every stream, and lets no new one begin.
  void EndAll() {
    sync::MutexLock lock(&mutex_);
    draining_ = true;
    // Under the lock: Remove() waits, so none of them is deleted meanwhile.
    for (OpenStream* stream : open_) stream->EndForDrain();
  }

 private:
  sync::Mutex mutex_;
  std::set<OpenStream*> open_ ABSL_GUARDED_BY(mutex_);
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace caseload::rpc

#endif  // SERVICES_COMMON_RPC_OPEN_STREAMS_H_
