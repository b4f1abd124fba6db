#include "services/conference/dispatch/dispatch_threads.h"

#include "absl/random/random.h"
#include "services/common/log/log.h"
#include "services/common/status/status_macros.h"
#include "services/conference/dispatch/backoff.h"

namespace caseload::conference {
namespace {

// How often there is a look for work.
constexpr absl::Duration kPoll = absl::Seconds(1);
// The longest pause while notify or the store cannot be asked.
constexpr absl::Duration kLongestPause = absl::Seconds(30);

}  // namespace

DispatchThreads::~DispatchThreads() { Stop(); }

absl::Status DispatchThreads::Start() {
  ABSL_RETURN_IF_ERROR(dispatcher_.Recover());
  threads_.emplace_back(
      [this] { Run([this] { return FollowAndHandOver(); }); });
  threads_.emplace_back(
      [this] { Run([this] { return dispatcher_.RefreshNext(); }); });
  return absl::OkStatus();
}

void DispatchThreads::Stop() {
  stopping_ = true;
  clock_.WakeAll();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

absl::StatusOr<DispatchRound> DispatchThreads::FollowAndHandOver() {
  ABSL_ASSIGN_OR_RETURN(const bool followed, dispatcher_.FollowFeed());
  ABSL_ASSIGN_OR_RETURN(const DispatchRound round, dispatcher_.HandOverNext());
  ABSL_RETURN_IF_ERROR(dispatcher_.ReportBacklog());
  return followed && round == DispatchRound::kIdle ? DispatchRound::kDone
                                                   : round;
}

void DispatchThreads::Run(
    const std::function<absl::StatusOr<DispatchRound>()>& round) {
  absl::BitGen random;
  int failures = 0;
  while (!stopping_) {
    const absl::StatusOr<DispatchRound> ended = round();
    if (ended.ok() && *ended == DispatchRound::kDone) {
      failures = 0;
      continue;
    }
    absl::Duration pause = kPoll;
    if (ended.ok() && *ended == DispatchRound::kIdle) {
      failures = 0;
    } else {
      if (!ended.ok()) {
        log::Error("a round of the dispatcher failed",
                   {{"status", ended.status()}});
      }
      pause = Backoff(++failures, kLongestPause, random);
    }
    clock_.WaitUntil(clock_.Now() + pause, [this] { return stopping_.load(); });
  }
}

}  // namespace caseload::conference
