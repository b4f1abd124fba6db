// fake_notify.h: notify as the dispatcher sees it, in memory, with faults to
// order.

#ifndef TESTS_SUPPORT_CONFERENCE_FAKE_NOTIFY_H_
#define TESTS_SUPPORT_CONFERENCE_FAKE_NOTIFY_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "services/common/sync/mutex.h"
#include "services/conference/clients/notify_client.h"
#include "services/conference/clients/snapshot_reader.h"

namespace caseload::testing {

// Keeps one message of a key, as notify does.
class FakeNotify final : public conference::NotifyClient {
 public:
  enum class State { kPending, kSending, kAccepted, kWithdrawn };
  struct Stored {
    std::string name;
    conference::NoticeMessage message;
    State state = State::kPending;
    // Counts that a refresh brought, oldest first.
    std::vector<conference::NoticeCounts> refreshed;
  };

  // Every call answers `fault`, and does nothing, until it is OK again.
  void FailWith(absl::Status fault);
  // The next change takes effect and its answer is lost.
  void LoseNextAnswer();
  void SetState(const std::string& name, State state);
  // Refuses every message to the officer for good, as one without an address.
  void RefuseRecipient(const std::string& officer_id);

  // By name: "messages/1" ... in the order of their coming.
  std::map<std::string, Stored> messages() const;
  // The message of a kind of a revision; the test fails when there is none or
  // more than one.
  Stored Only(int revision, conference::NoticeKind kind) const;
  // Calls of Submit() that got through.
  int submissions() const;

  absl::StatusOr<std::string> Submit(
      const conference::PeerCall& call,
      const conference::NoticeMessage& message) override;
  absl::Status Withdraw(const conference::PeerCall& call,
                        absl::string_view message_name,
                        absl::string_view reason) override;
  absl::StatusOr<std::optional<std::string>> Find(
      const conference::PeerCall& call,
      const conference::DispatchKey& key) override;
  absl::StatusOr<conference::MessageProgress> Look(
      const conference::PeerCall& call,
      absl::string_view message_name) override;
  absl::Status Refresh(const conference::PeerCall& call,
                       absl::string_view message_name,
                       const conference::NoticeCounts& counts) override;

 private:
  absl::Status Enter() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Leave() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::optional<std::string> NameOf(const conference::DispatchKey& key) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable sync::Mutex mutex_;
  absl::Status fault_ ABSL_GUARDED_BY(mutex_);
  bool lose_next_answer_ ABSL_GUARDED_BY(mutex_) = false;
  std::string refused_recipient_ ABSL_GUARDED_BY(mutex_);
  int submissions_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::string, Stored> messages_ ABSL_GUARDED_BY(mutex_);
};

// Snapshots of one shape for every officer.
class FakeSnapshots final : public conference::SnapshotReader {
 public:
  void Set(conference::CaseloadSnapshot snapshot);
  void FailWith(absl::Status fault);
  int calls() const;

  absl::StatusOr<conference::CaseloadSnapshot> GetSnapshot(
      const conference::PeerCall& call, absl::string_view officer_id,
      absl::CivilDay as_of) override;

 private:
  mutable sync::Mutex mutex_;
  absl::Status fault_ ABSL_GUARDED_BY(mutex_);
  int calls_ ABSL_GUARDED_BY(mutex_) = 0;
  conference::CaseloadSnapshot snapshot_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_CONFERENCE_FAKE_NOTIFY_H_
