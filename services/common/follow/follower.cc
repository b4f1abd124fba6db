#include "services/common/follow/follower.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <utility>

#include "absl/time/clock.h"
#include "google/protobuf/util/time_util.h"
#include "prometheus/counter.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "services/common/fault/fault.h"
#include "services/common/log/log.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::follow {
namespace {

using type::v1::WatchChangesRequest;
using type::v1::WatchChangesResponse;

// Bounds what a transaction holds and how long it is open.
constexpr size_t kMaxBatch = 100;
constexpr absl::Duration kWriteDeadline = absl::Seconds(10);
constexpr int64_t kNever = std::numeric_limits<int64_t>::min();

absl::Duration MachineElapsed() {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

Follower::Options WithDefaults(Follower::Options options) {
  if (!options.elapsed) options.elapsed = &MachineElapsed;
  return options;
}

absl::Time RecordTime(const type::v1::Change& change) {
  return absl::FromUnixMicros(
      google::protobuf::util::TimeUtil::TimestampToMicroseconds(
          change.record_time()));
}

}  // namespace

// What has come since the last commit.
struct Follower::Batch {
  std::vector<WatchChangesResponse> responses;
  // When the newest heartbeat among them arrived.
  std::optional<absl::Duration> heartbeat;

  bool HasChange() const {
    for (const WatchChangesResponse& response : responses) {
      if (response.has_change()) return true;
    }
    return false;
  }
};

struct Follower::Metrics {
  Metrics(prometheus::Registry& registry, const std::string& feed)
      : changes(prometheus::BuildCounter()
                    .Name("caseload_follow_changes_total")
                    .Help("Changes of a followed feed, by what became of them.")
                    .Register(registry)),
        failures(prometheus::BuildCounter()
                     .Name("caseload_follow_failures_total")
                     .Help("Streams of a followed feed that ended in failure,"
                           " by reason or code.")
                     .Register(registry)),
        labels{{"feed", feed}},
        heartbeat(prometheus::BuildGauge()
                      .Name("caseload_follow_heartbeat_timestamp_seconds")
                      .Help("When everything committed in the followed feed was"
                            " last known to be applied, Unix time.")
                      .Register(registry)
                      .Add(labels)),
        delay(prometheus::BuildHistogram()
                  .Name("caseload_follow_delay_seconds")
                  .Help("From a change's recording to its projection.")
                  .Register(registry)
                  .Add(labels,
                       prometheus::Histogram::BucketBoundaries{
                           0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600})) {
    for (const Outcome outcome :
         {Outcome::kApplied, Outcome::kNotNewer, Outcome::kUnknown}) {
      Of(outcome);
    }
  }

  prometheus::Counter& Of(Outcome outcome) {
    const char* const name = outcome == Outcome::kApplied    ? "applied"
                             : outcome == Outcome::kNotNewer ? "not_newer"
                                                             : "unknown";
    return changes.Add({{"feed", labels.at("feed")}, {"outcome", name}});
  }
  void Failed(const absl::Status& why) {
    std::string reason = status::ReasonOf(why);
    if (reason.empty()) reason = absl::StatusCodeToString(why.code());
    failures.Add({{"feed", labels.at("feed")}, {"reason", reason}}).Increment();
  }

  prometheus::Family<prometheus::Counter>& changes;
  prometheus::Family<prometheus::Counter>& failures;
  const std::map<std::string, std::string> labels;
  prometheus::Gauge& heartbeat;
  prometheus::Histogram& delay;
  // Outcomes of the transaction that runs; counted once it is committed.
  std::map<Outcome, int> outcomes;
};

Follower::Follower(Options options)
    : options_(WithDefaults(std::move(options))),
      metrics_(std::make_unique<Metrics>(*options_.metrics, options_.feed)),
      pause_(options_.first_pause),
      heartbeat_nanos_(kNever) {}

Follower::~Follower() { Stop(); }

void Follower::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Follower::Stop() {
  {
    sync::MutexLock lock(&mutex_);
    stopped_ = true;
    if (stream_ != nullptr) stream_->Cancel();
    changed_.NotifyAll();
  }
  if (thread_.joinable()) thread_.join();
}

absl::Duration Follower::HeartbeatAge() const {
  const int64_t nanos = heartbeat_nanos_.load();
  if (nanos == kNever) return absl::InfiniteDuration();
  return options_.elapsed() - absl::Nanoseconds(nanos);
}

void Follower::Run() {
  while (true) {
    absl::Status ended = FollowOneStream();
    {
      sync::MutexLock lock(&mutex_);
      if (stopped_) return;
    }
    const std::string reason = status::ReasonOf(ended);
    metrics_->Failed(ended);
    // Once until something is applied again: a service that is down for hours
    // is one line.
    if (!failure_logged_) {
      log::Warn(
          "a followed feed's stream ended",
          {{"feed", options_.feed}, {"status", ended}, {"reason", reason}});
      failure_logged_ = true;
    }
    if (reason == "FEED_RESYNC" || reason == "RESUME_TOKEN_INVALID") {
      if (const absl::Status begun = BeginAgain(); !begun.ok()) {
        log::Error("a followed feed could not be begun again",
                   {{"feed", options_.feed}, {"status", begun}});
      }
    }
    Pause();
  }
}

absl::Status Follower::FollowOneStream() {
  ABSL_RETURN_IF_ERROR(options_.database->Read(
      absl::Now() + kWriteDeadline, [&](sql::Transaction& tx) -> absl::Status {
        ABSL_ASSIGN_OR_RETURN(cursor_, ReadCursor(tx, options_.feed));
        return absl::OkStatus();
      }));
  WatchChangesRequest request;
  request.set_resume_token(cursor_.resume_token);
  *request.mutable_kinds() = {options_.kinds.begin(), options_.kinds.end()};
  request.set_newest_only(true);
  const std::unique_ptr<ChangeStream> stream = options_.source->Open(request);
  {
    sync::MutexLock lock(&mutex_);
    if (stopped_) return absl::CancelledError();
    stream_ = stream.get();
  }
  absl::Status status;
  while (status.ok()) {
    Batch batch;
    status = ReadBatch(*stream, batch);
    // What came before the end is applied.
    if (batch.responses.empty()) continue;
    if (absl::Status applied = Commit(batch); !applied.ok()) {
      status = std::move(applied);
    }
  }
  sync::MutexLock lock(&mutex_);
  stream_ = nullptr;
  return status;
}

absl::Status Follower::ReadBatch(ChangeStream& stream, Batch& batch) {
  absl::Duration wait = options_.silence;
  while (batch.responses.size() < kMaxBatch) {
    WatchChangesResponse response;
    switch (stream.Read(wait, &response)) {
      case ChangeStream::Next::kEnded:
        return stream.Finish();
      case ChangeStream::Next::kNothing:
        if (!batch.responses.empty()) return absl::OkStatus();
        return absl::DeadlineExceededError("the stream fell silent");
      case ChangeStream::Next::kResponse:
        if (response.has_heartbeat()) batch.heartbeat = options_.elapsed();
        batch.responses.push_back(std::move(response));
    }
    // The rest of the batch is what has already come.
    wait = absl::ZeroDuration();
  }
  return absl::OkStatus();
}

absl::Status Follower::Commit(const Batch& batch) {
  const absl::Duration now = options_.elapsed();
  const bool store_heartbeat =
      batch.heartbeat.has_value() &&
      (cursor_.rereading || !heartbeat_stored_.has_value() ||
       now - *heartbeat_stored_ >= options_.store_heartbeat_every);
  if (batch.HasChange() || store_heartbeat) {
    // Owed also when the answer to the commit is lost.
    if (batch.HasChange() || cursor_.rereading) committed_owed_ = true;
    const absl::Status written = Write([&](sql::Transaction& tx) {
      return ApplyIn(tx, batch, store_heartbeat);
    });
    if (!written.ok()) {
      log::Error("changes could not be applied; they are tried again",
                 {{"feed", options_.feed}, {"status", written}});
      return written;
    }
    cursor_ = next_cursor_;
    if (store_heartbeat) heartbeat_stored_ = now;
    for (const auto& [outcome, count] : metrics_->outcomes) {
      metrics_->Of(outcome).Increment(count);
    }
    for (const WatchChangesResponse& response : batch.responses) {
      if (!response.has_change()) continue;
      metrics_->delay.Observe(absl::ToDoubleSeconds(
          options_.clock->Now() - RecordTime(response.change())));
    }
  }
  if (committed_owed_) {
    ABSL_RETURN_IF_ERROR(options_.projection->Committed());
    committed_owed_ = false;
  }
  pause_ = options_.first_pause;
  failure_logged_ = false;
  if (batch.heartbeat.has_value() && !cursor_.rereading) {
    heartbeat_nanos_.store(absl::ToInt64Nanoseconds(*batch.heartbeat));
    metrics_->heartbeat.Set(
        absl::ToDoubleSeconds(absl::Now() - absl::UnixEpoch()));
  }
  return absl::OkStatus();
}

absl::Status Follower::ApplyIn(sql::Transaction& tx, const Batch& batch,
                               bool store_heartbeat) {
  ABSL_ASSIGN_OR_RETURN(const Cursor stored, ReadCursor(tx, options_.feed));
  if (stored.rereading != cursor_.rereading) {
    return absl::AbortedError("another replica began the feed again");
  }
  metrics_->outcomes.clear();
  for (const WatchChangesResponse& response : batch.responses) {
    if (!response.has_change()) continue;
    ABSL_RETURN_IF_ERROR(CASELOAD_FAULT_POINT("follow.apply"));
    ABSL_ASSIGN_OR_RETURN(const Outcome outcome,
                          options_.projection->Apply(tx, response.change()));
    ++metrics_->outcomes[outcome];
    if (outcome == Outcome::kUnknown) {
      log::Warn("a change of an unknown kind was skipped",
                {{"feed", options_.feed},
                 {"kind", response.change().kind()},
                 {"type", response.change().state().type_url()}});
    }
  }
  next_cursor_ = cursor_;
  next_cursor_.resume_token = batch.responses.back().resume_token();
  if (store_heartbeat) {
    next_cursor_.heartbeat_at = options_.clock->Now();
    if (next_cursor_.rereading) {
      ABSL_ASSIGN_OR_RETURN(const bool swept, options_.projection->Sweep(tx));
      next_cursor_.rereading = !swept;
    }
  }
  return CASELOAD_FAULT_STEP("follow.cursor",
                             WriteCursor(tx, options_.feed, next_cursor_));
}

absl::Status Follower::BeginAgain() {
  return Write([this](sql::Transaction& tx) -> absl::Status {
    ABSL_ASSIGN_OR_RETURN(Cursor cursor, ReadCursor(tx, options_.feed));
    // Another replica has begun again already: go on from where it is.
    if (cursor.resume_token != cursor_.resume_token) return absl::OkStatus();
    ABSL_RETURN_IF_ERROR(options_.projection->ForgetVersions(tx));
    cursor.resume_token.clear();
    cursor.rereading = true;
    return WriteCursor(tx, options_.feed, cursor);
  });
}

void Follower::Pause() {
  const absl::Duration pause = pause_ * absl::Uniform(random_, 0.5, 1.0);
  pause_ = std::min(pause_ * 2, options_.longest_pause);
  sync::MutexLock lock(&mutex_);
  changed_.WaitFor(&lock, absl::ToChronoMilliseconds(pause),
                   [this] { return stopped_; });
}

absl::Status Follower::Write(sql::Apply apply) {
  sql::WriteOptions options;
  options.deadline = absl::Now() + kWriteDeadline;
  options.own_place = true;
  return options_.database->WriteAndWait(options, std::move(apply));
}

}  // namespace caseload::follow
