#include "services/conference/dispatch/notice_dispatcher.h"

#include <memory>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "services/common/clock/call_deadline.h"
#include "services/common/fault/fault.h"
#include "services/common/log/log.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/conference/dispatch/backoff.h"
#include "services/conference/domain/enum_names.h"
#include "services/policy/calendar.h"

namespace caseload::conference {
namespace {

constexpr int kEventsAtOnce = 100;
// The longest wait for an obligation that failed alone.
constexpr absl::Duration kLongestWait = absl::Minutes(5);
// A message that was just being sent is looked at again after this.
constexpr absl::Duration kLookAgain = absl::Minutes(5);
constexpr char kWithdrawReason[] = "the conference was moved or called off";

// What concerns every obligation alike: notify is away, or does not know us.
bool IsPeerDown(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnimplemented:
      return true;
    default:
      return false;
  }
}

// What the same request will be answered with for ever.
bool IsRefusal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kOutOfRange:
      return !status::RetryAfterOf(status).has_value();
    default:
      return false;
  }
}

std::string ReasonOf(const absl::Status& status) {
  const std::string reason = status::ReasonOf(status);
  return reason.empty() ? absl::StatusCodeToString(status.code()) : reason;
}

void LogFailure(log::Level level, absl::string_view what,
                const ClaimedDispatch& claim, const absl::Status& status) {
  log::Write(level, "dispatch", what,
             {{"conference_id", claim.key.conference_id},
              {"revision", claim.key.revision},
              {"kind", NameOf(claim.key.kind)},
              {"failures", claim.failures},
              {"code", absl::StatusCodeToString(status.code())},
              {"reason", status::ReasonOf(status)}});
}

std::vector<std::string> NumbersOf(
    const std::vector<NoticeReminder>& reminders) {
  std::vector<std::string> numbers;
  for (const NoticeReminder& reminder : reminders) {
    numbers.push_back(reminder.number);
  }
  return numbers;
}

// Writes the rows of one event.
absl::Status FollowEvent(sql::Transaction& tx, const feed::Entry& entry,
                         absl::Time now, absl::Time settled_at) {
  ABSL_ASSIGN_OR_RETURN(const v1::ConferenceState event,
                        ParseEvent(entry.state_json));
  const std::vector<DispatchKey> keys = KeysOf(event);
  if (keys.empty()) return absl::OkStatus();
  ABSL_RETURN_IF_ERROR(SupersedeDispatches(tx, keys.front().conference_id,
                                           event.revision(), now, settled_at));
  for (const DispatchKey& key : keys) {
    ABSL_RETURN_IF_ERROR(AddDispatch(tx, key, entry.state_json, now));
  }
  return absl::OkStatus();
}

}  // namespace

PeerCall NoticeDispatcher::NotifyCall() const {
  return {clock::CallDeadlineIn(options_.notify_timeout), ""};
}

absl::Time NoticeDispatcher::SettledAt() const {
  return options_.clock->Now() + 3 * options_.notify_timeout;
}

absl::Status NoticeDispatcher::Recover() {
  if (options_.database->engine() != sql::Engine::kSqlite) {
    return absl::OkStatus();
  }
  return options_.database->WriteAndWait(
      {}, [](sql::Transaction& tx) { return FreeDispatchClaims(tx); });
}

absl::StatusOr<bool> NoticeDispatcher::FollowFeed() {
  feed::Position from;
  std::vector<feed::Entry> entries;
  ABSL_RETURN_IF_ERROR(options_.database->Read(
      absl::InfiniteFuture(), [&](sql::Transaction& tx) -> absl::Status {
        ABSL_ASSIGN_OR_RETURN(from, LoadDispatchCursor(tx));
        ABSL_ASSIGN_OR_RETURN(entries,
                              feed::ReadAfter(tx, from, kEventsAtOnce));
        return absl::OkStatus();
      }));
  if (entries.empty()) return false;
  const absl::Time now = options_.clock->Now();
  const absl::Time settled_at = SettledAt();
  const absl::Status followed = CASELOAD_FAULT_STEP(
      "conference.dispatch.follow",
      options_.database->WriteAndWait(
          {}, [&](sql::Transaction& tx) -> absl::Status {
            ABSL_ASSIGN_OR_RETURN(
                const bool ours,
                MoveDispatchCursor(tx, from, entries.back().position));
            if (!ours) return absl::OkStatus();
            for (const feed::Entry& entry : entries) {
              if (entry.kind != "conference") continue;
              ABSL_RETURN_IF_ERROR(FollowEvent(tx, entry, now, settled_at));
            }
            return absl::OkStatus();
          }));
  ABSL_RETURN_IF_ERROR(followed);
  return true;
}

absl::StatusOr<std::optional<ClaimedDispatch>> NoticeDispatcher::Claim(
    DispatchWork work) {
  const absl::Time now = options_.clock->Now();
  bool due = false;
  ABSL_RETURN_IF_ERROR(options_.database->Read(
      absl::InfiniteFuture(), [&](sql::Transaction& tx) -> absl::Status {
        ABSL_ASSIGN_OR_RETURN(due, HasDueDispatch(tx, work, now));
        return absl::OkStatus();
      }));
  std::optional<ClaimedDispatch> claim;
  if (!due) return claim;
  const absl::Status claimed = CASELOAD_FAULT_STEP(
      "conference.dispatch.claim",
      options_.database->WriteAndWait(
          {}, [&](sql::Transaction& tx) -> absl::Status {
            ABSL_ASSIGN_OR_RETURN(claim,
                                  ClaimDispatch(tx, work, options_.lease, now));
            return absl::OkStatus();
          }));
  ABSL_RETURN_IF_ERROR(claimed);
  return claim;
}

absl::StatusOr<DispatchRound> NoticeDispatcher::Record(
    const ClaimedDispatch& claim, const Outcome& outcome) {
  ABSL_RETURN_IF_ERROR(CASELOAD_FAULT_STEP(
      "conference.dispatch.record",
      options_.database->WriteAndWait({}, [&](sql::Transaction& tx) {
        return EndDispatch(tx, claim, outcome.end, options_.clock->Now(),
                           SettledAt())
            .status();
      })));
  options_.metrics->Count(outcome.result);
  return outcome.peer_down ? DispatchRound::kPeerDown : DispatchRound::kDone;
}

NoticeDispatcher::Outcome NoticeDispatcher::Refused(
    const ClaimedDispatch& claim, const absl::Status& status) {
  LogFailure(log::Level::kError, "notify refuses an obligation for good", claim,
             status);
  Outcome outcome;
  outcome.end = {DispatchState::kRefused, claim.message_name, std::nullopt,
                 claim.failures + 1, ReasonOf(status)};
  outcome.result = DispatchResult::kRefused;
  return outcome;
}

NoticeDispatcher::Outcome NoticeDispatcher::Failed(const ClaimedDispatch& claim,
                                                   const absl::Status& status) {
  LogFailure(log::Level::kWarn, "an obligation has to wait", claim, status);
  absl::InsecureBitGen random;
  const absl::Duration wait = status::RetryAfterOf(status).value_or(
      Backoff(claim.failures + 1, kLongestWait, random));
  Outcome outcome;
  outcome.end = {claim.state, claim.message_name, options_.clock->Now() + wait,
                 claim.failures + 1, ReasonOf(status)};
  return outcome;
}

absl::StatusOr<NoticeCounts> NoticeDispatcher::Counts(
    const v1::ConferenceState& event, const policy::PolicyPack& pack,
    const std::vector<std::string>& numbers) {
  ABSL_ASSIGN_OR_RETURN(const absl::TimeZone zone,
                        policy::LoadZone(event.county_time_zone()));
  const absl::Time now = options_.clock->Now();
  const PeerCall call = {clock::CallDeadlineIn(options_.snapshot_timeout), ""};
  ABSL_ASSIGN_OR_RETURN(
      const CaseloadSnapshot snapshot,
      options_.snapshots->GetSnapshot(
          call, event.officer().officer().substr(sizeof("officers/") - 1),
          policy::LocalDay(now, zone)));
  return CountsFor(pack, numbers, snapshot, now);
}

absl::StatusOr<NoticeMessage> NoticeDispatcher::Prepare(
    const ClaimedDispatch& claim) {
  ABSL_ASSIGN_OR_RETURN(const v1::ConferenceState event,
                        ParseEvent(claim.event));
  ABSL_ASSIGN_OR_RETURN(NoticeMessage message, ContentOf(event, claim.key));
  if (!message.duty.has_value()) return message;
  ABSL_ASSIGN_OR_RETURN(
      const std::shared_ptr<const policy::PolicyPack> pack,
      options_.packs->InForce(message.division, DayOf(event)));
  message.policy_version =
      absl::StrCat(pack->version.pack_id, "@", pack->version.version_label);
  message.reminders = RemindersOf(*pack);
  const absl::Time now = options_.clock->Now();
  if (now < message.target_at - options_.refresh_ahead ||
      absl::ToUnixMicros(now) < snapshots_rest_until_) {
    return message;
  }
  absl::StatusOr<NoticeCounts> counts =
      Counts(event, *pack, NumbersOf(message.reminders));
  if (counts.ok()) {
    message.counts = *std::move(counts);
  } else {
    // The notice does not wait for them (requirements.md, "counts in a
    // notice"); a refresh may still bring them.
    LogFailure(log::Level::kWarn, "a notice goes without counts for now", claim,
               counts.status());
    snapshots_rest_until_ = absl::ToUnixMicros(now + options_.snapshot_rest);
  }
  return message;
}

absl::StatusOr<std::string> NoticeDispatcher::Submit(
    const NoticeMessage& message) {
  absl::StatusOr<std::string> name;
  const absl::Status submitted = CASELOAD_FAULT_STEP(
      "conference.dispatch.submit",
      (name = options_.notify->Submit(NotifyCall(), message)).status());
  if (status::ReasonOf(submitted) !=
      "MESSAGE_ALREADY_EXISTS_WITH_OTHER_CONTENT") {
    ABSL_RETURN_IF_ERROR(submitted);
    return name;
  }
  // Handed in before, with an answer that was lost, in the words of another
  // policy or version: there is one of the key, which is what is owed.
  ABSL_ASSIGN_OR_RETURN(const std::optional<std::string> found,
                        options_.notify->Find(NotifyCall(), message.key));
  if (!found.has_value()) return submitted;
  return *found;
}

std::optional<absl::Time> NoticeDispatcher::RefreshAt(
    const NoticeMessage& message) const {
  if (message.reminders.empty()) return std::nullopt;
  const absl::Time now = options_.clock->Now();
  const absl::Time first = message.target_at - options_.refresh_ahead;
  if (message.counts.has_value()) return now + options_.refresh_interval;
  return std::max(first, now);
}

NoticeDispatcher::Outcome NoticeDispatcher::HandIn(
    const ClaimedDispatch& claim) {
  const absl::StatusOr<NoticeMessage> message = Prepare(claim);
  // Ours to mend (a policy that is not known yet): never notify's refusal.
  if (!message.ok()) return Failed(claim, message.status());
  const absl::StatusOr<std::string> name = Submit(*message);
  if (!name.ok()) {
    if (IsRefusal(name.status())) return Refused(claim, name.status());
    Outcome outcome = Failed(claim, name.status());
    outcome.peer_down = IsPeerDown(name.status());
    // What all wait for is no fault of this one: it is tried first thing.
    if (outcome.peer_down) outcome.end.next_attempt_at = options_.clock->Now();
    return outcome;
  }
  Outcome outcome;
  outcome.end = {DispatchState::kHandedIn, *name, RefreshAt(*message), 0, ""};
  outcome.result = DispatchResult::kHandedIn;
  return outcome;
}

NoticeDispatcher::Outcome NoticeDispatcher::Withdraw(
    const ClaimedDispatch& claim) {
  std::string name = claim.message_name;
  absl::Status status;
  bool unknown_to_notify = false;
  if (name.empty()) {
    const absl::StatusOr<std::optional<std::string>> found =
        options_.notify->Find(NotifyCall(), claim.key);
    status = found.status();
    if (found.ok()) {
      name = found->value_or("");
      unknown_to_notify = !found->has_value();
    }
  }
  if (status.ok() && !unknown_to_notify) {
    status = CASELOAD_FAULT_STEP(
        "conference.dispatch.withdraw",
        options_.notify->Withdraw(NotifyCall(), name, kWithdrawReason));
  }
  Outcome outcome;
  outcome.end = {DispatchState::kWithdrawn, name, std::nullopt, 0, ""};
  outcome.result = DispatchResult::kWithdrawn;
  if (status.ok() || absl::IsNotFound(status)) return outcome;
  if (status::ReasonOf(status) == "MESSAGE_FINAL") {
    outcome.end.state = DispatchState::kOvertaken;
    outcome.result = DispatchResult::kOvertaken;
    return outcome;
  }
  if (IsRefusal(status)) return Refused(claim, status);
  outcome = Failed(claim, status);
  outcome.end.message_name = name;
  outcome.peer_down = IsPeerDown(status);
  if (outcome.peer_down) outcome.end.next_attempt_at = options_.clock->Now();
  return outcome;
}

NoticeDispatcher::Outcome NoticeDispatcher::Refresh(
    const ClaimedDispatch& claim) {
  const auto next = [&](std::optional<absl::Time> at) {
    Outcome outcome;
    outcome.end = {DispatchState::kHandedIn, claim.message_name, at, 0, ""};
    outcome.result = DispatchResult::kRefreshed;
    return outcome;
  };
  const absl::StatusOr<v1::ConferenceState> event = ParseEvent(claim.event);
  if (!event.ok()) return Failed(claim, event.status());
  if (options_.clock->Now() >= StartOf(*event)) return next(std::nullopt);
  const absl::StatusOr<MessageProgress> progress =
      options_.notify->Look(NotifyCall(), claim.message_name);
  if (!progress.ok()) return Failed(claim, progress.status());
  if (progress->settled) return next(std::nullopt);
  const auto pack = options_.packs->InForce(event->division(), DayOf(*event));
  if (!pack.ok()) return Failed(claim, pack.status());
  const absl::StatusOr<NoticeCounts> counts =
      Counts(*event, **pack, progress->reminder_numbers);
  if (!counts.ok()) return Failed(claim, counts.status());
  const absl::Status refreshed = CASELOAD_FAULT_STEP(
      "conference.dispatch.refresh",
      options_.notify->Refresh(NotifyCall(), claim.message_name, *counts));
  const absl::Time now = options_.clock->Now();
  if (refreshed.ok()) return next(now + options_.refresh_interval);
  // It is being sent this moment; should that fail, it wants counts again.
  if (status::ReasonOf(refreshed) == "MESSAGE_NOT_REFRESHABLE") {
    return next(now + kLookAgain);
  }
  return Failed(claim, refreshed);
}

absl::StatusOr<DispatchRound> NoticeDispatcher::HandOverNext() {
  ABSL_ASSIGN_OR_RETURN(const std::optional<ClaimedDispatch> claim,
                        Claim(DispatchWork::kHandOver));
  if (!claim.has_value()) return DispatchRound::kIdle;
  return Record(*claim, claim->state == DispatchState::kWaiting
                            ? HandIn(*claim)
                            : Withdraw(*claim));
}

absl::StatusOr<DispatchRound> NoticeDispatcher::RefreshNext() {
  ABSL_ASSIGN_OR_RETURN(const std::optional<ClaimedDispatch> claim,
                        Claim(DispatchWork::kRefresh));
  if (!claim.has_value()) return DispatchRound::kIdle;
  return Record(*claim, Refresh(*claim));
}

absl::Status NoticeDispatcher::ReportBacklog() {
  DispatchBacklog backlog;
  ABSL_RETURN_IF_ERROR(options_.database->Read(
      absl::InfiniteFuture(), [&](sql::Transaction& tx) -> absl::Status {
        ABSL_ASSIGN_OR_RETURN(backlog, CountDispatches(tx));
        return absl::OkStatus();
      }));
  options_.metrics->Report(backlog, options_.clock->Now());
  return absl::OkStatus();
}

}  // namespace caseload::conference
