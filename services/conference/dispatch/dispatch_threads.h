// dispatch_threads.h: the dispatcher's two threads of a process.
//
// One follows the feed and hands over, one brings fresh counts: a caseplan that
// does not answer holds up no notice.

#ifndef SERVICES_CONFERENCE_DISPATCH_DISPATCH_THREADS_H_
#define SERVICES_CONFERENCE_DISPATCH_DISPATCH_THREADS_H_

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/clock/clock.h"
#include "services/conference/dispatch/notice_dispatcher.h"

namespace caseload::conference {

// Start() and Stop() are called once each, from one thread.
class DispatchThreads {
 public:
  // Both are borrowed and must outlive the threads.
  DispatchThreads(NoticeDispatcher* dispatcher, clock::Clock* clock)
      : dispatcher_(*dispatcher), clock_(*clock) {}
  // Stops what was not stopped.
  ~DispatchThreads();
  DispatchThreads(const DispatchThreads&) = delete;
  DispatchThreads& operator=(const DispatchThreads&) = delete;

  // Frees what an earlier process had claimed and starts the threads. Waits for
  // no other service.
  absl::Status Start();

  // Waits for the calls that run.
  void Stop();

 private:
  absl::StatusOr<DispatchRound> FollowAndHandOver();
  // Runs `round` again and again until Stop(), with a pause when nothing is due
  // and longer and longer ones while it fails.
  void Run(const std::function<absl::StatusOr<DispatchRound>()>& round);

  NoticeDispatcher& dispatcher_;
  clock::Clock& clock_;
  std::atomic<bool> stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_DISPATCH_DISPATCH_THREADS_H_
