#include "tests/bench/load.h"

#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/byte_buffer.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/status/status_macros.h"

namespace caseload::bench {
namespace {

constexpr std::chrono::seconds kCallDeadline{30};

bool IsExpected(const grpc::ByteBuffer& buffer, const Answer& expected) {
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return false;
  const size_t fixed = expected.bytes.size() -
                       std::min(expected.bytes.size(), expected.varying_tail);
  if (expected.varying_tail == 0 && buffer.Length() != fixed) return false;
  size_t at = 0;
  for (const grpc::Slice& slice : slices) {
    const size_t length = std::min(slice.size(), fixed - at);
    if (std::memcmp(slice.begin(), expected.bytes.data() + at, length) != 0) {
      return false;
    }
    at += length;
  }
  return at == fixed;
}

// One of the callers: a call at a time.
class Caller {
 public:
  // Takes the exchanges in turn, from number `first` on. `calls` and `queue`
  // are borrowed.
  Caller(const std::shared_ptr<grpc::Channel>& channel, const Calls* calls,
         size_t first, grpc::CompletionQueue* queue)
      : stub_(channel), calls_(calls), at_(first), queue_(queue) {
    for (const Exchange& exchange : calls->exchanges) {
      const grpc::Slice slice(exchange.request);
      requests_.emplace_back(&slice, 1);
    }
  }

  void Start() {
    reader_.reset();
    context_.emplace();
    context_->set_deadline(std::chrono::system_clock::now() + kCallDeadline);
    if (!calls_->authorization.empty()) {
      context_->AddMetadata("authorization", calls_->authorization);
    }
    at_ = (at_ + 1) % requests_.size();
    begun_ = absl::Now();
    reader_ = stub_.PrepareUnaryCall(&*context_, calls_->method, requests_[at_],
                                     queue_);
    reader_->StartCall();
    reader_->Finish(&response_, &status_, this);
  }

  absl::Duration Latency() const { return absl::Now() - begun_; }
  const grpc::ByteBuffer& response() const { return response_; }
  const Answer& expected() const { return calls_->exchanges[at_].answer; }
  const grpc::Status& status() const { return status_; }

 private:
  grpc::GenericStub stub_;
  const Calls* const calls_;
  size_t at_;
  grpc::CompletionQueue* const queue_;
  std::vector<grpc::ByteBuffer> requests_;
  std::optional<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientAsyncResponseReader<grpc::ByteBuffer>> reader_;
  grpc::ByteBuffer response_;
  grpc::Status status_;
  absl::Time begun_;
};

// The callers of one load and what they have done.
class Loop {
 public:
  Loop(const Target& target, const Calls& calls, int callers)
      : target_(target) {
    const size_t connections = std::min<size_t>(
        target.channels.size(),
        static_cast<size_t>((callers - 1) / kCallersPerConnection + 1));
    for (int i = 0; i < callers; ++i) {
      callers_.push_back(std::make_unique<Caller>(
          target.channels[static_cast<size_t>(i) % connections], &calls,
          static_cast<size_t>(i), &queue_));
    }
  }

  ~Loop() {
    queue_.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
    }
  }

  absl::StatusOr<Load> Run(const Amount& amount) {
    ABSL_ASSIGN_OR_RETURN(const absl::Duration cpu_before,
                          CpuTimeOf(target_.pid));
    const absl::Time begun = absl::Now();
    const absl::Time end =
        amount.calls > 0 ? absl::InfiniteFuture() : begun + amount.time;
    for (const auto& caller : callers_) Start(*caller);
    while (running_ > 0) {
      ABSL_ASSIGN_OR_RETURN(Caller * caller, Next());
      const bool enough =
          amount.calls > 0 ? started_ >= amount.calls : absl::Now() >= end;
      if (!enough) Start(*caller);
    }
    Load load;
    load.took = absl::Now() - begun;
    ABSL_ASSIGN_OR_RETURN(const absl::Duration cpu_after,
                          CpuTimeOf(target_.pid));
    load.server_cpu = cpu_after - cpu_before;
    load.calls = static_cast<int64_t>(latencies_.size());
    load.p50 = Percentile(0.50);
    load.p99 = Percentile(0.99);
    return load;
  }

 private:
  void Start(Caller& caller) {
    caller.Start();
    ++started_;
    ++running_;
  }

  // The caller whose answer came, which is the one it must be.
  absl::StatusOr<Caller*> Next() {
    void* tag = nullptr;
    bool ok = false;
    if (!queue_.Next(&tag, &ok)) return absl::InternalError("queue ended");
    --running_;
    auto* caller = static_cast<Caller*>(tag);
    if (!caller->status().ok()) return rpc::FromGrpcStatus(caller->status());
    if (!IsExpected(caller->response(), caller->expected())) {
      return absl::DataLossError(
          absl::StrCat(target_.name, " gave another answer"));
    }
    latencies_.push_back(caller->Latency());
    return caller;
  }

  absl::Duration Percentile(double share) {
    const auto at = latencies_.begin() +
                    static_cast<ptrdiff_t>(
                        share * static_cast<double>(latencies_.size() - 1));
    std::nth_element(latencies_.begin(), at, latencies_.end());
    return *at;
  }

  const Target& target_;
  grpc::CompletionQueue queue_;
  std::vector<std::unique_ptr<Caller>> callers_;
  int64_t started_ = 0;
  int running_ = 0;
  std::vector<absl::Duration> latencies_;
};

}  // namespace

// In nanoseconds; /proc has hundredths of a second.
absl::StatusOr<absl::Duration> CpuTimeOf(pid_t pid) {
  clockid_t clock = 0;
  timespec time = {};
  if (clock_getcpuclockid(pid, &clock) != 0 ||
      clock_gettime(clock, &time) != 0) {
    return absl::UnavailableError(
        absl::StrCat("process ", pid, " has no CPU clock"));
  }
  return absl::DurationFromTimespec(time);
}

absl::StatusOr<std::string> CallOnce(
    const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
    const std::string& request, const std::string& authorization) {
  const Calls calls = {method, authorization, {{request, {}}}};
  grpc::CompletionQueue queue;
  Caller caller(channel, &calls, 0, &queue);
  caller.Start();
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  queue.Shutdown();
  while (queue.Next(&tag, &ok)) {
  }
  if (!caller.status().ok()) return rpc::FromGrpcStatus(caller.status());
  grpc::Slice slice;
  if (!caller.response().DumpToSingleSlice(&slice).ok()) {
    return absl::DataLossError("an answer could not be read");
  }
  return std::string(reinterpret_cast<const char*>(slice.begin()),
                     slice.size());
}

absl::StatusOr<Load> RunLoad(const Target& target, const Calls& calls,
                             int callers, const Amount& amount) {
  return Loop(target, calls, callers).Run(amount);
}

std::vector<std::shared_ptr<grpc::Channel>> Connect(
    const std::string& address, const std::string& certificate, int count) {
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = certificate;
  const auto credentials = certificate.empty()
                               ? grpc::InsecureChannelCredentials()
                               : grpc::SslCredentials(tls);
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetMaxReceiveMessageSize(-1);
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int i = 0; i < count; ++i) {
    channels.push_back(
        grpc::CreateCustomChannel(address, credentials, arguments));
  }
  return channels;
}

}  // namespace caseload::bench
