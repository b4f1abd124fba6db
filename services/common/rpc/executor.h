// executor.h: a bounded pool of threads for work that blocks.
//
// gRPC's own threads must never block, so every handler runs here. The queue is
// bounded: work that does not fit is refused at once, so that a caller learns
// that the service is full while it can still do something about it.
//
// Thread safety: thread-safe.

#ifndef SERVICES_COMMON_RPC_EXECUTOR_H_
#define SERVICES_COMMON_RPC_EXECUTOR_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "services/common/sync/mutex.h"

namespace caseload::rpc {

class Executor {
 public:
  struct Options {
    // 0 means twice the number of cores.
    int threads = 0;
    // Work that may wait. At most 256.
    size_t max_queued = 256;
  };

  explicit Executor(const Options& options);
  // Runs what was accepted, then ends the threads.
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Runs `work` on a thread of the pool; false, and nothing is run, when the
  // queue is full or Drain() was called.
  [[nodiscard]] bool TryPost(std::function<void()> work);

  // Refuses new work, runs what was accepted and returns when it is done.
  void Drain();

 private:
  void Run();

  const size_t max_queued_;
  sync::Mutex mutex_;
  sync::CondVar posted_;
  sync::CondVar idle_;
  std::deque<std::function<void()>> queue_ ABSL_GUARDED_BY(mutex_);
  int running_ ABSL_GUARDED_BY(mutex_) = 0;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace caseload::rpc

#endif  // SERVICES_COMMON_RPC_EXECUTOR_H_
