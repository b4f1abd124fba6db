// mutex.h: std::mutex and std::condition_variable with clang's thread-safety
// annotations.
//
// absl::Mutex is not used in our code: Debian's Abseil is not instrumented, so
// ThreadSanitizer reports races that are none.

#ifndef SERVICES_COMMON_SYNC_MUTEX_H_
#define SERVICES_COMMON_SYNC_MUTEX_H_

#include <condition_variable>
#include <mutex>

#include "absl/base/thread_annotations.h"

namespace caseload::sync {

class ABSL_LOCKABLE Mutex {
 public:
  void Lock() ABSL_EXCLUSIVE_LOCK_FUNCTION() { mutex_.lock(); }
  void Unlock() ABSL_UNLOCK_FUNCTION() { mutex_.unlock(); }

 private:
  friend class CondVar;
  friend class MutexLock;
  std::mutex mutex_;
};

// Holds a Mutex for a scope.
class ABSL_SCOPED_LOCKABLE MutexLock {
 public:
  explicit MutexLock(Mutex* mutex) ABSL_EXCLUSIVE_LOCK_FUNCTION(mutex)
      : lock_(mutex->mutex_) {}
  ~MutexLock() ABSL_UNLOCK_FUNCTION() {}
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  friend class CondVar;
  std::unique_lock<std::mutex> lock_;
};

class CondVar {
 public:
  // Waits until `ready()`; the lock is held whenever `ready` runs.
  template <typename Predicate>
  void Wait(MutexLock* lock, Predicate ready) {
    condition_.wait(lock->lock_, ready);
  }
  // The same, for at most `timeout` of monotonic time; false when it ran out.
  template <typename Rep, typename Period, typename Predicate>
  bool WaitFor(MutexLock* lock, std::chrono::duration<Rep, Period> timeout,
               Predicate ready) {
    return condition_.wait_for(lock->lock_, timeout, ready);
  }
  void NotifyOne() { condition_.notify_one(); }
  void NotifyAll() { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

}  // namespace caseload::sync

#endif  // SERVICES_COMMON_SYNC_MUTEX_H_
