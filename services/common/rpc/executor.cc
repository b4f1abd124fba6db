#include "services/common/rpc/executor.h"

#include <algorithm>
#include <utility>

namespace caseload::rpc {

Executor::Executor(const Options& options) : max_queued_(options.max_queued) {
  const int threads = options.threads > 0
                          ? options.threads
                          : static_cast<int>(std::max(
                                1u, std::thread::hardware_concurrency())) *
                                2;
  threads_.reserve(threads);
  for (int i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { Run(); });
  }
}

Executor::~Executor() {
  Drain();
  for (std::thread& thread : threads_) thread.join();
}

bool Executor::TryPost(std::function<void()> work) {
  {
    sync::MutexLock lock(&mutex_);
    if (draining_ || queue_.size() >= max_queued_) return false;
    queue_.push_back(std::move(work));
  }
  posted_.NotifyOne();
  return true;
}

void Executor::Drain() {
  sync::MutexLock lock(&mutex_);
  draining_ = true;
  posted_.NotifyAll();
  idle_.Wait(&lock, [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return queue_.empty() && running_ == 0;
  });
}

void Executor::Run() {
  while (true) {
    std::function<void()> work;
    {
      sync::MutexLock lock(&mutex_);
      posted_.Wait(&lock, [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return draining_ || !queue_.empty();
      });
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
      ++running_;
    }
    work();
    work = nullptr;  // What it holds is released before Drain() returns.
    sync::MutexLock lock(&mutex_);
    --running_;
    if (queue_.empty() && running_ == 0) idle_.NotifyAll();
  }
}

}  // namespace caseload::rpc
