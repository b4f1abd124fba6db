#include "services/common/redis/client.h"

#include <hiredis/hiredis.h>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <deque>
#include <thread>
#include <utility>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "prometheus/counter.h"
#include "prometheus/gauge.h"
#include "services/common/status/status_macros.h"
#include "services/common/sync/mutex.h"

namespace caseload::redis {
namespace {

using Clock = std::chrono::steady_clock;

// What the bytes of waiting requests may come to.
constexpr size_t kMaxWaitingBytes = size_t{32} << 20;
constexpr size_t kReadBytes = size_t{64} << 10;

struct FreeReader {
  void operator()(redisReader* reader) const { redisReaderFree(reader); }
};
struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reader = std::unique_ptr<redisReader, FreeReader>;
using ReplyPtr = std::unique_ptr<redisReply, FreeReply>;

// A command as Redis reads it.
std::string Format(const std::vector<absl::string_view>& words) {
  std::string text = absl::StrCat("*", words.size(), "\r\n");
  for (absl::string_view word : words) {
    absl::StrAppend(&text, "$", word.size(), "\r\n", word, "\r\n");
  }
  return text;
}

enum Command { kGet, kSet, kDel, kCommands };
enum Counted { kHit, kMiss, kDone, kError, kRefused, kCounted };

// What became of requests, and whether the server is in use.
class Metrics {
 public:
  explicit Metrics(prometheus::Registry* registry) {
    if (registry == nullptr) return;
    auto& requests =
        prometheus::BuildCounter()
            .Name("caseload_redis_requests_total")
            .Help("Requests to Redis, by command and what became of them.")
            .Register(*registry);
    const std::array<const char*, kCommands> commands = {"get", "set", "del"};
    const std::array<const char*, kCounted> outcomes = {"hit", "miss", "done",
                                                        "error", "refused"};
    for (int command = 0; command < kCommands; ++command) {
      for (int outcome = 0; outcome < kCounted; ++outcome) {
        if ((command == kGet) == (outcome == kDone)) continue;
        if (command != kGet && outcome < kDone) continue;
        counters_[command][outcome] = &requests.Add(
            {{"command", commands[command]}, {"outcome", outcomes[outcome]}});
      }
    }
    breaker_ = &prometheus::BuildGauge()
                    .Name("caseload_redis_breaker_open")
                    .Help("1 while Redis is not asked, 0 while it is.")
                    .Register(*registry)
                    .Add({});
    breaker_->Set(1);
  }

  void Count(Command command, Counted outcome) {
    if (counters_[command][outcome] != nullptr) {
      counters_[command][outcome]->Increment();
    }
  }
  void SetBreaker(bool open) {
    if (breaker_ != nullptr) breaker_->Set(open ? 1 : 0);
  }

 private:
  std::array<std::array<prometheus::Counter*, kCounted>, kCommands> counters_ =
      {};
  prometheus::Gauge* breaker_ = nullptr;
};

}  // namespace

class Client::Impl {
 public:
  Impl(Options options, Address address, SslContext tls)
      : options_(std::move(options)),
        address_(std::move(address)),
        tls_(std::move(tls)),
        metrics_(options_.metrics),
        wake_fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
        retry_(absl::ToChronoNanoseconds(options_.first_retry)) {
    // Without it nothing could be handed to the thread.
    if (wake_fd_ < 0) std::abort();
    thread_ = std::thread([this] { Run(); });
  }

  ~Impl() {
    {
      sync::MutexLock lock(&mutex_);
      stopping_ = true;
      changed_.NotifyAll();
    }
    Wake();
    thread_.join();
    ::close(wake_fd_);
  }

  void Send(Command command, std::string bytes, Done done);
  bool WaitUntil(bool up, absl::Duration timeout) {
    sync::MutexLock lock(&mutex_);
    return changed_.WaitFor(&lock, absl::ToChronoNanoseconds(timeout),
                            [&] { return up_ == up; });
  }
  bool IsUp() {
    sync::MutexLock lock(&mutex_);
    return up_;
  }
  const Options& options() const { return options_; }
  void Refuse(Command command) { metrics_.Count(command, kRefused); }

 private:
  struct Request {
    Command command;
    std::string bytes;
    Done done;
    MonotonicTime deadline;
  };
  // What one connection holds; of the thread only.
  struct Session {
    std::unique_ptr<Transport> transport;
    Reader reader{redisReaderCreate()};
    std::string out;
    size_t sent = 0;
    std::deque<Request> under_way;
  };

  void Wake() {
    const uint64_t one = 1;
    // A full counter wakes as well.
    [[maybe_unused]] const ssize_t written =
        ::write(wake_fd_, &one, sizeof(one));
  }
  bool Stopping() {
    sync::MutexLock lock(&mutex_);
    return stopping_;
  }

  // The thread.
  void Run();
  absl::StatusOr<Session> Open();
  absl::Status Ask(Session& session,
                   const std::vector<absl::string_view>& words,
                   MonotonicTime deadline);
  void SetUp(bool up);
  // Until the connection is lost or the client stops; why it was lost.
  absl::string_view Serve(Session& session);
  bool TakeWaiting(Session& session);
  bool WriteOut(Session& session);
  // False when the connection is lost or says what is no reply.
  bool ReadIn(Session& session, std::vector<ReplyPtr>& replies);
  void AwaitEvents(Session& session);
  void Answer(Request& request, const redisReply& reply);
  void Fail(std::deque<Request>& requests);
  void Pause();

  const Options options_;
  const Address address_;
  const SslContext tls_;
  Metrics metrics_;
  const int wake_fd_;

  sync::Mutex mutex_;
  sync::CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool up_ ABSL_GUARDED_BY(mutex_) = false;
  // The thread waits in poll() and must be woken.
  bool asleep_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<Request> waiting_ ABSL_GUARDED_BY(mutex_);
  size_t waiting_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  // Taken from waiting_ and not yet answered.
  size_t under_way_ ABSL_GUARDED_BY(mutex_) = 0;

  // Of the thread only.
  std::chrono::nanoseconds retry_;
  bool told_down_ = false;

  std::thread thread_;
};

void Client::Impl::Send(Command command, std::string bytes, Done done) {
  const MonotonicTime deadline =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(
                         absl::ToChronoNanoseconds(options_.command_timeout));
  bool wake = false;
  {
    sync::MutexLock lock(&mutex_);
    if (up_ && !stopping_ &&
        waiting_.size() + under_way_ < options_.max_waiting &&
        waiting_bytes_ + bytes.size() <= kMaxWaitingBytes) {
      waiting_bytes_ += bytes.size();
      waiting_.push_back(
          {command, std::move(bytes), std::move(done), deadline});
      wake = asleep_;
      asleep_ = false;
      done = nullptr;
    } else {
      metrics_.Count(command, kRefused);
    }
  }
  if (wake) Wake();
  if (done) done(Reply());
}

void Client::Impl::Run() {
  while (!Stopping()) {
    absl::StatusOr<Session> session = Open();
    absl::string_view lost = "does not answer";
    if (session.ok()) {
      retry_ = absl::ToChronoNanoseconds(options_.first_retry);
      SetUp(true);
      lost = Serve(*session);
      SetUp(false);
      Fail(session->under_way);
      std::deque<Request> waiting;
      {
        sync::MutexLock lock(&mutex_);
        waiting.swap(waiting_);
        waiting_bytes_ = 0;
        under_way_ = 0;
      }
      Fail(waiting);
    }
    if (Stopping()) break;
    if (!told_down_) {
      spdlog::warn("redis: not used for now: {}",
                   session.ok() ? std::string(lost)
                                : std::string(session.status().message()));
      told_down_ = true;
    }
    Pause();
  }
}

void Client::Impl::SetUp(bool up) {
  metrics_.SetBreaker(!up);
  if (up && told_down_) {
    spdlog::info("redis: in use again");
    told_down_ = false;
  }
  sync::MutexLock lock(&mutex_);
  up_ = up;
  changed_.NotifyAll();
}

// The probe of a half-open breaker: no request of a caller is risked.
absl::StatusOr<Client::Impl::Session> Client::Impl::Open() {
  const MonotonicTime deadline =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(
                         absl::ToChronoNanoseconds(options_.connect_timeout));
  Session session;
  ABSL_ASSIGN_OR_RETURN(session.transport,
                        Transport::Dial(address_, tls_.get(), deadline));
  if (!options_.password.empty()) {
    std::vector<absl::string_view> words = {"AUTH"};
    if (!options_.username.empty()) words.push_back(options_.username);
    words.push_back(options_.password);
    ABSL_RETURN_IF_ERROR(Ask(session, words, deadline));
  }
  ABSL_RETURN_IF_ERROR(Ask(session, {"PING"}, deadline));
  return session;
}

absl::Status Client::Impl::Ask(Session& session,
                               const std::vector<absl::string_view>& words,
                               MonotonicTime deadline) {
  session.out = Format(words);
  session.sent = 0;
  std::vector<ReplyPtr> replies;
  while (replies.empty()) {
    if (!WriteOut(session) || !ReadIn(session, replies)) {
      return absl::UnavailableError("the connection was closed");
    }
    const bool writing = session.sent < session.out.size();
    if (replies.empty() &&
        !AwaitFd(session.transport->fd(),
                 static_cast<short>(POLLIN | (writing ? POLLOUT : 0)),
                 deadline)) {
      return absl::UnavailableError("no answer in time");
    }
  }
  if (replies.front()->type == REDIS_REPLY_STATUS) return absl::OkStatus();
  // What Redis says of a refused AUTH holds neither user nor password.
  return absl::UnavailableError(absl::StrCat(words.front(), " was refused"));
}

absl::string_view Client::Impl::Serve(Session& session) {
  std::vector<ReplyPtr> replies;
  while (true) {
    if (!TakeWaiting(session)) return "stopped";
    if (!WriteOut(session)) return "the connection was lost";
    replies.clear();
    if (!ReadIn(session, replies)) return "the connection was lost";
    for (const ReplyPtr& reply : replies) {
      if (session.under_way.empty()) return "a reply that nobody asked for";
      Request request = std::move(session.under_way.front());
      session.under_way.pop_front();
      Answer(request, *reply);
    }
    if (!replies.empty()) {
      sync::MutexLock lock(&mutex_);
      under_way_ = session.under_way.size();
      continue;
    }
    if (!session.under_way.empty() &&
        Clock::now() >= session.under_way.front().deadline) {
      return "no reply in time";
    }
    AwaitEvents(session);
  }
}

// False when the client stops.
bool Client::Impl::TakeWaiting(Session& session) {
  std::deque<Request> taken;
  {
    sync::MutexLock lock(&mutex_);
    if (stopping_) return false;
    taken.swap(waiting_);
    waiting_bytes_ = 0;
    under_way_ += taken.size();
  }
  if (session.sent == session.out.size()) {
    session.out.clear();
    session.sent = 0;
  }
  for (Request& request : taken) {
    session.out += request.bytes;
    request.bytes.clear();
    session.under_way.push_back(std::move(request));
  }
  return true;
}

bool Client::Impl::WriteOut(Session& session) {
  while (session.sent < session.out.size()) {
    const Transport::Result result = session.transport->Write(
        session.out.data() + session.sent, session.out.size() - session.sent);
    if (result.kind == Transport::Result::Kind::kClosed) return false;
    if (result.kind == Transport::Result::Kind::kWouldBlock) return true;
    session.sent += result.bytes;
  }
  return true;
}

bool Client::Impl::ReadIn(Session& session, std::vector<ReplyPtr>& replies) {
  char buffer[kReadBytes];
  while (true) {
    const Transport::Result result =
        session.transport->Read(buffer, sizeof(buffer));
    if (result.kind == Transport::Result::Kind::kClosed) return false;
    if (result.kind == Transport::Result::Kind::kWouldBlock) return true;
    if (redisReaderFeed(session.reader.get(), buffer, result.bytes) !=
        REDIS_OK) {
      return false;
    }
    while (true) {
      void* reply = nullptr;
      if (redisReaderGetReply(session.reader.get(), &reply) != REDIS_OK) {
        return false;
      }
      if (reply == nullptr) break;
      replies.emplace_back(static_cast<redisReply*>(reply));
    }
    // What has not become a reply yet is one value at most.
    if (session.reader->len - session.reader->pos >
        options_.max_value_bytes + kReadBytes) {
      return false;
    }
    if (result.bytes < sizeof(buffer) && !session.transport->HoldsBack()) {
      return true;
    }
  }
}

void Client::Impl::AwaitEvents(Session& session) {
  {
    sync::MutexLock lock(&mutex_);
    if (stopping_ || !waiting_.empty()) return;
    asleep_ = true;
  }
  const bool writing = session.sent < session.out.size();
  pollfd waited[2] = {{session.transport->fd(),
                       static_cast<short>(POLLIN | (writing ? POLLOUT : 0)), 0},
                      {wake_fd_, POLLIN, 0}};
  const int timeout = session.under_way.empty()
                          ? -1
                          : PollMillis(session.under_way.front().deadline);
  ::poll(waited, 2, timeout);
  uint64_t count = 0;
  [[maybe_unused]] const ssize_t drained =
      ::read(wake_fd_, &count, sizeof(count));
  sync::MutexLock lock(&mutex_);
  asleep_ = false;
}

void Client::Impl::Answer(Request& request, const redisReply& reply) {
  Reply answer;
  Counted counted = kError;
  if (request.command != kGet) {
    if (reply.type != REDIS_REPLY_ERROR) counted = kDone;
  } else if (reply.type == REDIS_REPLY_STRING) {
    answer.outcome = Outcome::kHit;
    answer.value.assign(reply.str, reply.len);
    counted = kHit;
  } else if (reply.type == REDIS_REPLY_NIL) {
    answer.outcome = Outcome::kMiss;
    counted = kMiss;
  }
  metrics_.Count(request.command, counted);
  if (request.done) request.done(std::move(answer));
}

void Client::Impl::Fail(std::deque<Request>& requests) {
  for (Request& request : requests) {
    metrics_.Count(request.command, kError);
    if (request.done) request.done(Reply());
  }
  requests.clear();
}

// Between two attempts; nothing but the end cuts it short.
void Client::Impl::Pause() {
  {
    sync::MutexLock lock(&mutex_);
    changed_.WaitFor(&lock, retry_, [this] { return stopping_; });
  }
  retry_ = std::min<std::chrono::nanoseconds>(
      2 * retry_, absl::ToChronoNanoseconds(options_.longest_retry));
}

absl::StatusOr<std::unique_ptr<Client>> Client::Create(Options options) {
  ABSL_ASSIGN_OR_RETURN(Address address, ParseAddress(options.url));
  if (options.connect_timeout <= absl::ZeroDuration() ||
      options.command_timeout <= absl::ZeroDuration() ||
      options.first_retry <= absl::ZeroDuration() ||
      options.longest_retry < options.first_retry || options.max_waiting == 0) {
    return absl::InvalidArgumentError(
        "Redis: time-outs, pauses and the number of waiting requests are "
        "above zero");
  }
  SslContext tls;
  if (address.tls) {
    ABSL_ASSIGN_OR_RETURN(tls, MakeSslContext(options.tls));
  }
  return absl::WrapUnique(new Client(std::make_unique<Impl>(
      std::move(options), std::move(address), std::move(tls))));
}

Client::Client(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Client::~Client() = default;

void Client::Get(const std::string& key, Done done) {
  impl_->Send(kGet, Format({"GET", key}), std::move(done));
}

void Client::Set(const std::string& key, const std::string& value,
                 absl::Duration expiry) {
  if (value.size() > impl_->options().max_value_bytes) {
    impl_->Refuse(kSet);
    return;
  }
  const std::string seconds =
      absl::StrCat(std::max<int64_t>(1, absl::ToInt64Seconds(expiry)));
  impl_->Send(kSet, Format({"SET", key, value, "EX", seconds}), nullptr);
}

void Client::Del(const std::string& key) {
  impl_->Send(kDel, Format({"DEL", key}), nullptr);
}

bool Client::IsUp() const { return impl_->IsUp(); }

bool Client::WaitUntil(bool up, absl::Duration timeout) const {
  return impl_->WaitUntil(up, timeout);
}

}  // namespace caseload::redis
