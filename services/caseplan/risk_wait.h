// risk_wait.h: a read that follows a change in the assessment service waits
// until the projection of current risk shows the change (R099).
//
// The change's consistency token names the case and the version of its risk. A
// thread of its own looks the version up when a read begins to wait and
// whenever the follower has committed something; no other thread blocks.
//
// Thread safety: thread-safe.

#ifndef SERVICES_CASEPLAN_RISK_WAIT_H_
#define SERVICES_CASEPLAN_RISK_WAIT_H_

#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/feed/change_token.h"
#include "services/common/sql/database.h"
#include "services/common/sync/mutex.h"

namespace caseload::caseplan {

class RiskWait {
 public:
  struct Options {
    // Borrowed.
    sql::Database* database = nullptr;
    // A read waits no longer.
    absl::Duration longest = absl::Seconds(1);
    // Reads beyond so many do not wait.
    size_t most_waiting = 1024;
  };
  // Whether everything that the token names is shown.
  using Done = std::function<void(bool shown)>;

  explicit RiskWait(Options options);
  // Answers all that wait.
  ~RiskWait();
  RiskWait(const RiskWait&) = delete;
  RiskWait& operator=(const RiskWait&) = delete;

  // Calls `done` exactly once: at once, on this thread, for a token that is
  // none of the assessment service's; else on a thread that must not block, at
  // the latest after Options::longest. What cannot be looked up is not shown.
  void Await(absl::string_view token, Done done);

  // The follower has committed: what is waited for may be there.
  void Committed();

 private:
  struct Waiting {
    feed::ResourceVersions versions;
    // Of monotonic time.
    absl::Duration until;
    Done done;
  };

  void Run();
  // Takes out those that are answered: shown, or out of time.
  void Look(std::vector<Waiting>* waiting);
  absl::StatusOr<feed::ResourceVersions> VersionsOf(
      const std::vector<Waiting>& waiting);

  const Options options_;
  sync::Mutex mutex_;
  sync::CondVar changed_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  bool committed_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<Waiting> arrived_ ABSL_GUARDED_BY(mutex_);
  // All that wait, arrived ones among them.
  size_t waiting_ ABSL_GUARDED_BY(mutex_) = 0;
  std::thread thread_;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_RISK_WAIT_H_
