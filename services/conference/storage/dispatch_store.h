// dispatch_store.h: obligations on their way to notify, in the caller's
// transaction.
//
// The feed is the outbox: FollowEvent() turns an event into rows, in the
// transaction that moves the cursor past it. A row is then worked on under a
// claim: a numbered lease by the store's clock, so that two replicas do not do
// the same thing at once and one that comes back late changes nothing.

#ifndef SERVICES_CONFERENCE_STORAGE_DISPATCH_STORE_H_
#define SERVICES_CONFERENCE_STORAGE_DISPATCH_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/feed/feed.h"
#include "services/common/sql/database.h"
#include "services/conference/domain/notice_dispatch.h"

namespace caseload::conference {

// The place in the feed up to which events were followed.
absl::StatusOr<feed::Position> LoadDispatchCursor(sql::Transaction& tx);

// Moves the cursor. False, and nothing changed, when it is no longer at `from`:
// another replica was here.
absl::StatusOr<bool> MoveDispatchCursor(sql::Transaction& tx,
                                        feed::Position from, feed::Position to);

// Adds an obligation that is to be handed in, unless it is there already.
// `event` is the conference's state as proto3 JSON.
absl::Status AddDispatch(sql::Transaction& tx, const DispatchKey& key,
                         absl::string_view event, absl::Time now);

// Withdraws every obligation of the conference that is of a revision before
// `revision` and not final. What notify cannot have is withdrawn at once. Where
// an attempt to hand in may still take effect, notify is asked at
// `settled_at`, when it no longer can.
absl::Status SupersedeDispatches(sql::Transaction& tx,
                                 absl::string_view conference_id, int revision,
                                 absl::Time now, absl::Time settled_at);

// What a claim is for.
enum class DispatchWork {
  // Handing in and withdrawing.
  kHandOver,
  // Bringing fresh counts.
  kRefresh,
};

// A row under a claim.
struct ClaimedDispatch {
  DispatchKey key;
  DispatchState state = DispatchState::kWaiting;
  std::string event;
  // "" while it is not known.
  std::string message_name;
  int failures = 0;
  int64_t claim_number = 0;
};

// Whether anything of `work` is due at `now`. For a look without a write.
absl::StatusOr<bool> HasDueDispatch(sql::Transaction& tx, DispatchWork work,
                                    absl::Time now);

// Claims what has been due longest for `lease`; nullopt when nothing is free.
absl::StatusOr<std::optional<ClaimedDispatch>> ClaimDispatch(
    sql::Transaction& tx, DispatchWork work, absl::Duration lease,
    absl::Time now);

// How the work under a claim ended.
struct DispatchEnd {
  DispatchState state = DispatchState::kWaiting;
  std::string message_name;
  // Present for kWaiting and kWithdrawing, absent for all that is final.
  std::optional<absl::Time> next_attempt_at;
  int failures = 0;
  // A catalogued reason, or "".
  std::string failure_reason;
};

// Writes the end and gives the claim back. False, and nothing changed, when the
// claim is another's by now. When the obligation was superseded in the
// meantime it stays so, and only what is known of its message is noted; with
// none known notify is asked at `settled_at`.
absl::StatusOr<bool> EndDispatch(sql::Transaction& tx,
                                 const ClaimedDispatch& claim,
                                 const DispatchEnd& end, absl::Time now,
                                 absl::Time settled_at);

// Frees every claim: right after the start of the only process that can have
// the store open.
absl::Status FreeDispatchClaims(sql::Transaction& tx);

// An obligation as a reader of the conference sees it.
struct DispatchProgress {
  NoticeKind kind = NoticeKind::kInvitation;
  DispatchState state = DispatchState::kWaiting;
  std::string message_name;
  std::string failure_reason;
};

// Those of one revision.
absl::StatusOr<std::vector<DispatchProgress>> ListDispatchProgress(
    sql::Transaction& tx, absl::string_view conference_id, int revision);

// Figures for operations.
struct DispatchBacklog {
  // To be handed in or withdrawn.
  int64_t waiting = 0;
  // Since when the oldest of them is due.
  std::optional<absl::Time> oldest_due_at;
  // Refused by notify for good.
  int64_t refused = 0;
};

absl::StatusOr<DispatchBacklog> CountDispatches(sql::Transaction& tx);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_STORAGE_DISPATCH_STORE_H_
