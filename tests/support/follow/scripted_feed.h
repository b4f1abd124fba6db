// scripted_feed.h: another service's feed, as a test writes it.

#ifndef TESTS_SUPPORT_FOLLOW_SCRIPTED_FEED_H_
#define TESTS_SUPPORT_FOLLOW_SCRIPTED_FEED_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "caseload/type/v1/feed.pb.h"
#include "services/common/follow/change_source.h"
#include "services/common/sync/mutex.h"

namespace caseload::testing {

// Tells every stream what was appended, in that order and as often as it was,
// then one heartbeat whenever there is nothing left to tell. Resume tokens are
// "<epoch>:<how many were told>".
//
// Thread safety: thread-safe.
class ScriptedFeed final : public follow::ChangeSource {
 public:
  // Streams have at most `burst` responses at hand: a batch ends there.
  explicit ScriptedFeed(int burst = 1000) : burst_(burst) {}

  void Append(const type::v1::Change& change);
  // One more heartbeat, though nothing was appended.
  void Beat();

  // From now on another store is there, without any change: tokens of the one
  // before ask for a resync.
  void Replace(const std::string& epoch);
  // From now on the next `count` streams end at once with `why`.
  void Refuse(int count, absl::Status why);
  // Ends the stream that is open.
  void End(absl::Status why);

  // Waits until a stream has told everything, its heartbeat too, and the
  // follower asks for more: everything was applied then. False after 30 s.
  bool AwaitFollowed();
  // Waits until the streams opened so far are `count`. False after 30 s.
  bool AwaitOpened(size_t count);
  // The resume tokens that streams were opened with.
  std::vector<std::string> opened() const;

  std::unique_ptr<follow::ChangeStream> Open(
      const type::v1::WatchChangesRequest& request) override;

 private:
  class Stream;

  const int burst_;
  mutable sync::Mutex mutex_;
  sync::CondVar changed_;
  std::string epoch_ ABSL_GUARDED_BY(mutex_) = "first";
  std::vector<type::v1::Change> changes_ ABSL_GUARDED_BY(mutex_);
  // Grows with every change and Beat(): a heartbeat is owed to who has not seen
  // the newest one.
  int beats_ ABSL_GUARDED_BY(mutex_) = 1;
  int to_refuse_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Status refusal_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> opened_ ABSL_GUARDED_BY(mutex_);
  Stream* open_ ABSL_GUARDED_BY(mutex_) = nullptr;
};

// A change of kind "probe" whose state is a caseload.testing.v1.Probe.
type::v1::Change ProbeChange(absl::string_view name, int64_t version,
                             absl::string_view text);

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_FOLLOW_SCRIPTED_FEED_H_
