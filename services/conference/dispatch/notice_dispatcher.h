// notice_dispatcher.h: brings what conferences owe to notify (R010-R014, R131).
//
// Follows this store's own change feed: each event of a conference becomes one
// row for each obligation, in the transaction that moves the cursor. From then
// on a row is worked on alone, so that one that notify refuses, or that must
// wait, holds no other up:
//
//   WAITING --> HANDED_IN    notify has it; its counts are refreshed from 20
//      |            |        hours before its target time on
//      |            v
//      |       WITHDRAWING --> WITHDRAWN | OVERTAKEN    a later revision came
//      v
//   REFUSED                  for good; visible on the conference, alarmed
//
// A step may run twice: handing in is keyed by conference, revision, recipient
// and kind, withdrawing twice is withdrawing once, and older counts change
// nothing. Nobody's write ever waits for any of this.
//
// Thread safety: every method is thread-safe.

#ifndef SERVICES_CONFERENCE_DISPATCH_NOTICE_DISPATCHER_H_
#define SERVICES_CONFERENCE_DISPATCH_NOTICE_DISPATCHER_H_

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/clock/clock.h"
#include "services/common/sql/database.h"
#include "services/conference/clients/notify_client.h"
#include "services/conference/clients/snapshot_reader.h"
#include "services/conference/dispatch/dispatch_metrics.h"
#include "services/conference/dispatch/notice_content.h"
#include "services/conference/storage/dispatch_store.h"
#include "services/policy/followed/pack_source.h"

namespace caseload::conference {

// How a round of work ended.
enum class DispatchRound {
  // Nothing was due.
  kIdle,
  // Something was done; there may be more.
  kDone,
  // Notify cannot be asked: there is no use in going on at once.
  kPeerDown,
};

class NoticeDispatcher {
 public:
  // Everything is borrowed and must outlive the dispatcher.
  struct Options {
    sql::Database* database = nullptr;
    clock::Clock* clock = nullptr;
    NotifyClient* notify = nullptr;
    SnapshotReader* snapshots = nullptr;
    const policy::PackSource* packs = nullptr;
    DispatchMetrics* metrics = nullptr;
    // How long a claim holds. Longer than all that is asked for under one.
    absl::Duration lease = absl::Minutes(1);
    // How long an answer is waited for.
    absl::Duration notify_timeout = absl::Seconds(10);
    absl::Duration snapshot_timeout = absl::Seconds(5);
    // After a caseplan that did not answer, notices that are due at once go
    // without counts for so long.
    absl::Duration snapshot_rest = absl::Seconds(30);
    // Counts are refreshed from so long before the target time on, and again
    // and again until the message is settled: notify leaves out what is older
    // than 24 hours when it sends.
    absl::Duration refresh_ahead = absl::Hours(20);
    absl::Duration refresh_interval = absl::Hours(6);
  };

  explicit NoticeDispatcher(const Options& options) : options_(options) {}
  NoticeDispatcher(const NoticeDispatcher&) = delete;
  NoticeDispatcher& operator=(const NoticeDispatcher&) = delete;

  // Frees what an earlier process had claimed, where this one alone has the
  // store. Called once, before the rounds.
  absl::Status Recover();

  // Follows the feed by up to a hundred events; false when there were none.
  absl::StatusOr<bool> FollowFeed();

  // Hands in, or withdraws, what has been due longest.
  absl::StatusOr<DispatchRound> HandOverNext();

  // Brings fresh counts to the message that has been waiting for them longest.
  absl::StatusOr<DispatchRound> RefreshNext();

  // Puts the backlog into the metrics.
  absl::Status ReportBacklog();

 private:
  // The end of the work under a claim, and whether notify can be asked.
  struct Outcome {
    DispatchEnd end;
    DispatchResult result = DispatchResult::kFailed;
    bool peer_down = false;
  };

  absl::StatusOr<std::optional<ClaimedDispatch>> Claim(DispatchWork work);
  absl::StatusOr<DispatchRound> Record(const ClaimedDispatch& claim,
                                       const Outcome& outcome);

  Outcome HandIn(const ClaimedDispatch& claim);
  Outcome Withdraw(const ClaimedDispatch& claim);
  Outcome Refresh(const ClaimedDispatch& claim);

  // The message with reminders and, when it is due soon, counts.
  absl::StatusOr<NoticeMessage> Prepare(const ClaimedDispatch& claim);
  // Hands in, and finds what is there already under the same key.
  absl::StatusOr<std::string> Submit(const NoticeMessage& message);
  absl::StatusOr<NoticeCounts> Counts(const v1::ConferenceState& event,
                                      const policy::PolicyPack& pack,
                                      const std::vector<std::string>& numbers);
  // When fresh counts are wanted next; nullopt for a message without any.
  std::optional<absl::Time> RefreshAt(const NoticeMessage& message) const;

  // What becomes of a claim whose attempt failed with `status`.
  Outcome Failed(const ClaimedDispatch& claim, const absl::Status& status);
  Outcome Refused(const ClaimedDispatch& claim, const absl::Status& status);

  PeerCall NotifyCall() const;
  absl::Time SettledAt() const;

  const Options options_;
  // No snapshot is asked for, for a notice that is due at once, before this
  // instant (Unix microseconds).
  std::atomic<int64_t> snapshots_rest_until_ = 0;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_DISPATCH_NOTICE_DISPATCHER_H_
