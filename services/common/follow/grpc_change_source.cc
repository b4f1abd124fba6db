#include "services/common/follow/grpc_change_source.h"

#include <chrono>

#include "grpc/support/time.h"
#include "grpcpp/support/status.h"
#include "services/common/rpc/grpc_status.h"

namespace caseload::follow {
namespace {

// gRPC's own monotonic deadline: a host clock that is set does not reach it.
gpr_timespec MonotonicIn(absl::Duration wait) {
  return gpr_time_add(
      gpr_now(GPR_CLOCK_MONOTONIC),
      gpr_time_from_micros(absl::ToInt64Microseconds(wait), GPR_TIMESPAN));
}

// At most one operation is under way at any time, so that no tag is needed.
class GrpcChangeStream final : public ChangeStream {
 public:
  GrpcChangeStream(const PrepareWatch& prepare,
                   const type::v1::WatchChangesRequest& request)
      : reader_(prepare(&context_, request, &queue_)) {
    reader_->StartCall(nullptr);
    pending_ = true;
  }

  ~GrpcChangeStream() override {
    context_.TryCancel();
    if (pending_) Await(absl::InfiniteDuration());
    if (!finished_) {
      grpc::Status ignored;
      reader_->Finish(&ignored, nullptr);
      Await(absl::InfiniteDuration());
    }
    queue_.Shutdown();
    void* tag;
    bool ok;
    while (queue_.Next(&tag, &ok)) {
    }
  }

  Next Read(absl::Duration wait,
            type::v1::WatchChangesResponse* response) override {
    if (ended_) return Next::kEnded;
    if (!started_) {
      if (!Await(wait)) return Next::kNothing;
      started_ = true;
      if (ended_) return Next::kEnded;
    }
    if (!pending_) {
      reader_->Read(&received_, nullptr);
      pending_ = true;
    }
    if (!Await(wait)) return Next::kNothing;
    if (ended_) return Next::kEnded;
    response->Swap(&received_);
    return Next::kResponse;
  }

  absl::Status Finish() override {
    grpc::Status status;
    reader_->Finish(&status, nullptr);
    pending_ = true;
    Await(absl::InfiniteDuration());
    finished_ = true;
    return rpc::FromGrpcStatus(status);
  }

  void Cancel() override { context_.TryCancel(); }

 private:
  // Whether the operation under way was done within `wait`; one that failed is
  // the stream's end.
  bool Await(absl::Duration wait) {
    void* tag;
    bool ok = false;
    const auto got =
        wait == absl::InfiniteDuration()
            ? queue_.AsyncNext(&tag, &ok, gpr_inf_future(GPR_CLOCK_MONOTONIC))
            : queue_.AsyncNext(&tag, &ok, MonotonicIn(wait));
    if (got == grpc::CompletionQueue::TIMEOUT) return false;
    pending_ = false;
    if (!ok) ended_ = true;
    return true;
  }

  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  const std::unique_ptr<WatchReader> reader_;
  type::v1::WatchChangesResponse received_;
  bool started_ = false;
  bool pending_ = false;
  bool ended_ = false;
  bool finished_ = false;
};

}  // namespace

std::unique_ptr<ChangeStream> GrpcChangeSource::Open(
    const type::v1::WatchChangesRequest& request) {
  return std::make_unique<GrpcChangeStream>(prepare_, request);
}

}  // namespace caseload::follow
