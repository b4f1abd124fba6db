#include "tests/support/conference/fake_notify.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::testing {

using conference::CaseloadSnapshot;
using conference::DispatchKey;
using conference::MessageProgress;
using conference::NoticeCounts;
using conference::NoticeKind;
using conference::NoticeMessage;
using conference::NoticeReminder;
using conference::PeerCall;

void FakeNotify::FailWith(absl::Status fault) {
  sync::MutexLock lock(&mutex_);
  fault_ = std::move(fault);
}

void FakeNotify::LoseNextAnswer() {
  sync::MutexLock lock(&mutex_);
  lose_next_answer_ = true;
}

void FakeNotify::SetState(const std::string& name, State state) {
  sync::MutexLock lock(&mutex_);
  messages_.at(name).state = state;
}

void FakeNotify::RefuseRecipient(const std::string& officer_id) {
  sync::MutexLock lock(&mutex_);
  refused_recipient_ = officer_id;
}

std::map<std::string, FakeNotify::Stored> FakeNotify::messages() const {
  sync::MutexLock lock(&mutex_);
  return messages_;
}

FakeNotify::Stored FakeNotify::Only(int revision, NoticeKind kind) const {
  sync::MutexLock lock(&mutex_);
  std::vector<Stored> found;
  for (const auto& [name, stored] : messages_) {
    if (stored.message.key.revision == revision &&
        stored.message.key.kind == kind) {
      found.push_back(stored);
    }
  }
  EXPECT_EQ(found.size(), 1u);
  return found.empty() ? Stored() : found.front();
}

int FakeNotify::submissions() const {
  sync::MutexLock lock(&mutex_);
  return submissions_;
}

absl::Status FakeNotify::Enter() const { return fault_; }

absl::Status FakeNotify::Leave() {
  if (!lose_next_answer_) return absl::OkStatus();
  lose_next_answer_ = false;
  return absl::UnavailableError("the answer was lost");
}

std::optional<std::string> FakeNotify::NameOf(const DispatchKey& key) const {
  for (const auto& [name, stored] : messages_) {
    if (stored.message.key == key) return name;
  }
  return std::nullopt;
}

absl::StatusOr<std::string> FakeNotify::Submit(const PeerCall&,
                                               const NoticeMessage& message) {
  sync::MutexLock lock(&mutex_);
  ABSL_RETURN_IF_ERROR(Enter());
  if (message.key.recipient_id == refused_recipient_) {
    return status::InvalidField("message.recipient.email", "FIELD_REQUIRED",
                                "is required");
  }
  ++submissions_;
  std::string name =
      NameOf(message.key)
          .value_or(absl::StrCat("messages/", messages_.size() + 1));
  messages_.emplace(name, Stored{name, message, State::kPending, {}});
  ABSL_RETURN_IF_ERROR(Leave());
  return name;
}

absl::Status FakeNotify::Withdraw(const PeerCall&, absl::string_view name,
                                  absl::string_view) {
  sync::MutexLock lock(&mutex_);
  ABSL_RETURN_IF_ERROR(Enter());
  Stored& stored = messages_.at(std::string(name));
  if (stored.state == State::kAccepted) {
    return status::FailedPrecondition("MESSAGE_FINAL", name, "was accepted");
  }
  if (stored.state == State::kSending) {
    return status::WithRetryAfter(
        status::FailedPrecondition("MESSAGE_BEING_SENT", name, "ask again"),
        absl::Seconds(30));
  }
  stored.state = State::kWithdrawn;
  return Leave();
}

absl::StatusOr<std::optional<std::string>> FakeNotify::Find(
    const PeerCall&, const DispatchKey& key) {
  sync::MutexLock lock(&mutex_);
  ABSL_RETURN_IF_ERROR(Enter());
  return NameOf(key);
}

absl::StatusOr<MessageProgress> FakeNotify::Look(const PeerCall&,
                                                 absl::string_view name) {
  sync::MutexLock lock(&mutex_);
  ABSL_RETURN_IF_ERROR(Enter());
  const Stored& stored = messages_.at(std::string(name));
  MessageProgress progress;
  progress.settled =
      stored.state != State::kPending && stored.state != State::kSending;
  for (const NoticeReminder& reminder : stored.message.reminders) {
    progress.reminder_numbers.push_back(reminder.number);
  }
  return progress;
}

absl::Status FakeNotify::Refresh(const PeerCall&, absl::string_view name,
                                 const NoticeCounts& counts) {
  sync::MutexLock lock(&mutex_);
  ABSL_RETURN_IF_ERROR(Enter());
  Stored& stored = messages_.at(std::string(name));
  if (stored.state != State::kPending) {
    return status::FailedPrecondition("MESSAGE_NOT_REFRESHABLE", name,
                                      "a copy is being sent");
  }
  stored.refreshed.push_back(counts);
  return Leave();
}

void FakeSnapshots::Set(CaseloadSnapshot snapshot) {
  sync::MutexLock lock(&mutex_);
  snapshot_ = std::move(snapshot);
}

void FakeSnapshots::FailWith(absl::Status fault) {
  sync::MutexLock lock(&mutex_);
  fault_ = std::move(fault);
}

int FakeSnapshots::calls() const {
  sync::MutexLock lock(&mutex_);
  return calls_;
}

absl::StatusOr<CaseloadSnapshot> FakeSnapshots::GetSnapshot(
    const PeerCall&, absl::string_view, absl::CivilDay as_of) {
  sync::MutexLock lock(&mutex_);
  ++calls_;
  ABSL_RETURN_IF_ERROR(fault_);
  CaseloadSnapshot snapshot = snapshot_;
  snapshot.as_of = as_of;
  return snapshot;
}

}  // namespace caseload::testing
