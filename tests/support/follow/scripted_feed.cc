#include "tests/support/follow/scripted_feed.h"

#include <chrono>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "caseload/testing/v1/probe_service.pb.h"
#include "services/common/status/error.h"

namespace caseload::testing {
namespace {

constexpr std::chrono::seconds kPatience(30);

}  // namespace

class ScriptedFeed::Stream final : public follow::ChangeStream {
 public:
  Stream(ScriptedFeed& feed, size_t told, std::optional<absl::Status> ended)
      : feed_(feed), told_(told), ended_(std::move(ended)) {}
  ~Stream() override {
    sync::MutexLock lock(&feed_.mutex_);
    if (feed_.open_ == this) feed_.open_ = nullptr;
  }

  Next Read(absl::Duration wait,
            type::v1::WatchChangesResponse* response) override {
    sync::MutexLock lock(&feed_.mutex_);
    if (wait == absl::ZeroDuration()) {
      if (++at_hand_ >= feed_.burst_) return Next::kNothing;
    } else {
      at_hand_ = 0;
      waiting_ = true;
      feed_.changed_.NotifyAll();
      feed_.changed_.WaitFor(&lock, absl::ToChronoMilliseconds(wait), [this] {
        return ended_.has_value() || HasNews();
      });
      waiting_ = false;
    }
    if (ended_.has_value()) return Next::kEnded;
    if (!HasNews()) return Next::kNothing;
    Tell(response);
    return Next::kResponse;
  }

  absl::Status Finish() override {
    sync::MutexLock lock(&feed_.mutex_);
    return *ended_;
  }

  void Cancel() override {
    sync::MutexLock lock(&feed_.mutex_);
    EndWith(absl::CancelledError());
  }

  // All three with the feed's mutex held.
  void EndWith(absl::Status why) {
    if (!ended_.has_value()) ended_ = std::move(why);
    feed_.changed_.NotifyAll();
  }
  bool HasNews() const {
    return told_ < feed_.changes_.size() || beats_seen_ < feed_.beats_;
  }
  bool waiting() const { return waiting_; }

 private:
  void Tell(type::v1::WatchChangesResponse* response) {
    response->Clear();
    if (told_ < feed_.changes_.size()) {
      *response->mutable_change() = feed_.changes_[told_++];
    } else {
      response->mutable_heartbeat();
      beats_seen_ = feed_.beats_;
    }
    response->set_resume_token(absl::StrCat(feed_.epoch_, ":", told_));
  }

  ScriptedFeed& feed_;
  size_t told_;
  std::optional<absl::Status> ended_;
  int beats_seen_ = 0;
  int at_hand_ = 0;
  bool waiting_ = false;
};

void ScriptedFeed::Append(const type::v1::Change& change) {
  sync::MutexLock lock(&mutex_);
  changes_.push_back(change);
  ++beats_;
  changed_.NotifyAll();
}

void ScriptedFeed::Beat() {
  sync::MutexLock lock(&mutex_);
  ++beats_;
  changed_.NotifyAll();
}

void ScriptedFeed::Replace(const std::string& epoch) {
  sync::MutexLock lock(&mutex_);
  epoch_ = epoch;
  changes_.clear();
  if (open_ != nullptr) open_->EndWith(absl::UnavailableError("restored"));
}

void ScriptedFeed::Refuse(int count, absl::Status why) {
  sync::MutexLock lock(&mutex_);
  to_refuse_ = count;
  refusal_ = std::move(why);
}

void ScriptedFeed::End(absl::Status why) {
  sync::MutexLock lock(&mutex_);
  if (open_ != nullptr) open_->EndWith(std::move(why));
}

bool ScriptedFeed::AwaitFollowed() {
  sync::MutexLock lock(&mutex_);
  return changed_.WaitFor(&lock, kPatience, [this] {
    return open_ != nullptr && open_->waiting() && !open_->HasNews();
  });
}

bool ScriptedFeed::AwaitOpened(size_t count) {
  sync::MutexLock lock(&mutex_);
  return changed_.WaitFor(&lock, kPatience,
                          [&] { return opened_.size() >= count; });
}

std::vector<std::string> ScriptedFeed::opened() const {
  sync::MutexLock lock(&mutex_);
  return opened_;
}

std::unique_ptr<follow::ChangeStream> ScriptedFeed::Open(
    const type::v1::WatchChangesRequest& request) {
  sync::MutexLock lock(&mutex_);
  opened_.push_back(request.resume_token());
  changed_.NotifyAll();
  size_t told = 0;
  std::optional<absl::Status> ended;
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(request.resume_token(), absl::MaxSplits(':', 1));
  if (to_refuse_ > 0) {
    --to_refuse_;
    ended = refusal_;
  } else if (!request.resume_token().empty() &&
             (parts.first != epoch_ ||
              !absl::SimpleAtoi(parts.second, &told))) {
    ended = status::OutOfRange("FEED_RESYNC", "of another store");
  }
  auto stream = std::make_unique<Stream>(*this, told, std::move(ended));
  open_ = stream.get();
  return stream;
}

type::v1::Change ProbeChange(absl::string_view name, int64_t version,
                             absl::string_view text) {
  caseload::testing::v1::Probe state;
  state.set_text(std::string(text));
  type::v1::Change change;
  change.set_resource_name(std::string(name));
  change.set_kind("probe");
  change.set_version(version);
  change.mutable_record_time()->set_seconds(1'800'000'000);
  change.mutable_state()->PackFrom(state);
  return change;
}

}  // namespace caseload::testing
