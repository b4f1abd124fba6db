// follower.h: keeps a projection of another service's feed.
//
// One thread reads WatchChanges of the other service, applies what has come, at
// most 100 changes at once, in one transaction together with the place that it
// has reached, and begins again from that place whenever the stream ends, after
// a pause that doubles and varies. Nothing waits for it: a service starts, is
// ready and writes whether or not the other one is there.
//
// Every replica of a service follows for itself. They write to one projection,
// where the higher version stays, and each knows for itself how fresh it is.
//
// A feed that does not know the place any more (its store was restored or
// moved, or the place is older than what it keeps) is read again from its
// beginning, of every resource the newest change only; see
// Projection::ForgetVersions(). No service forgets changes today, so that the
// beginning of a feed is every resource that there is. Before one does, a
// follower must list the resources first: what is swept afterwards is what the
// feed told nothing of.
//
// Thread safety: thread-safe.

#ifndef SERVICES_COMMON_FOLLOW_FOLLOWER_H_
#define SERVICES_COMMON_FOLLOW_FOLLOWER_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "prometheus/registry.h"
#include "services/common/clock/clock.h"
#include "services/common/follow/change_source.h"
#include "services/common/follow/cursor.h"
#include "services/common/follow/projection.h"
#include "services/common/sql/database.h"
#include "services/common/sync/mutex.h"

namespace caseload::follow {

class Follower {
 public:
  // Pointers are borrowed and must outlive the follower.
  struct Options {
    // Name of the cursor and of the metrics' label: "assessment".
    std::string feed;
    // Kinds of change to ask for.
    std::vector<std::string> kinds;
    sql::Database* database = nullptr;
    ChangeSource* source = nullptr;
    Projection* projection = nullptr;
    // What the stored heartbeat is stamped with.
    const clock::Clock* clock = nullptr;
    prometheus::Registry* metrics = nullptr;
    // Monotonic time since any fixed point; empty is the machine's.
    std::function<absl::Duration()> elapsed;
    // A stream that says nothing for so long is taken for dead.
    absl::Duration silence = absl::Seconds(10);
    absl::Duration first_pause = absl::Milliseconds(100);
    absl::Duration longest_pause = absl::Seconds(5);
    // How often an idle feed's heartbeat is stored.
    absl::Duration store_heartbeat_every = absl::Seconds(5);
  };

  explicit Follower(Options options);
  // Stops.
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  // Begins to follow. Once.
  void Start();

  // Ends the stream and waits until what is being applied is committed or
  // rolled back. Further calls do nothing.
  void Stop();

  // How long ago the other service last said that nothing newer was committed
  // there than what is applied here; infinite when it has not yet since
  // Start(). Of this process, and of monotonic time.
  absl::Duration HeartbeatAge() const;

 private:
  struct Batch;
  struct Metrics;

  void Run();
  // Follows one stream to its end; why it ended.
  absl::Status FollowOneStream();
  absl::Status ReadBatch(ChangeStream& stream, Batch& batch);
  absl::Status Commit(const Batch& batch);
  absl::Status ApplyIn(sql::Transaction& tx, const Batch& batch,
                       bool store_heartbeat);
  // The feed does not know the place: begins again.
  absl::Status BeginAgain();
  void Pause();
  absl::Status Write(sql::Apply apply);

  const Options options_;
  const std::unique_ptr<Metrics> metrics_;
  absl::BitGen random_;
  std::thread thread_;

  // Of the thread alone: the place that is reached, and the one that the
  // transaction under way writes.
  Cursor cursor_;
  Cursor next_cursor_;
  bool failure_logged_ = false;
  // Projection::Committed() is owed.
  bool committed_owed_ = false;
  std::optional<absl::Duration> heartbeat_stored_;
  absl::Duration pause_;

  std::atomic<int64_t> heartbeat_nanos_;

  sync::Mutex mutex_;
  sync::CondVar changed_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  ChangeStream* stream_ ABSL_GUARDED_BY(mutex_) = nullptr;
};

}  // namespace caseload::follow

#endif  // SERVICES_COMMON_FOLLOW_FOLLOWER_H_
