#include "services/common/server/clock_service.h"

#include "caseload/admin/v1/clock.grpc.pb.h"
#include "google/protobuf/util/time_util.h"
#include "grpcpp/grpcpp.h"
#include "services/common/log/log.h"

namespace caseload::server {
namespace {

constexpr absl::Duration kFarthest = absl::Hours(24 * 36525);

google::protobuf::Duration ToProto(absl::Duration duration) {
  return google::protobuf::util::TimeUtil::NanosecondsToDuration(
      absl::ToInt64Nanoseconds(duration));
}

google::protobuf::Timestamp ToProto(absl::Time time) {
  return google::protobuf::util::TimeUtil::NanosecondsToTimestamp(
      absl::ToUnixNanos(time));
}

class ClockService final : public admin::v1::ClockService::CallbackService {
 public:
  explicit ClockService(clock::SystemClock* clock) : clock_(clock) {}

  grpc::ServerUnaryReactor* SetOffset(
      grpc::CallbackServerContext* context,
      const admin::v1::SetOffsetRequest* request,
      admin::v1::SetOffsetResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    const absl::Duration offset = absl::Seconds(request->offset().seconds()) +
                                  absl::Nanoseconds(request->offset().nanos());
    if (!request->has_offset() || absl::AbsDuration(offset) > kFarthest) {
      reactor->Finish(
          grpc::Status(grpc::StatusCode::INVALID_ARGUMENT,
                       "offset must be given, and be within +-36,525 days"));
      return reactor;
    }
    clock_->SetOffset(offset);
    log::Warn("the clock was moved", {{"offset_seconds", offset}});
    Describe(response);
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerUnaryReactor* GetOffset(
      grpc::CallbackServerContext* context,
      const admin::v1::GetOffsetRequest* /*request*/,
      admin::v1::GetOffsetResponse* response) override {
    Describe(response);
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  template <typename Response>
  void Describe(Response* response) const {
    *response->mutable_offset() = ToProto(clock_->offset());
    *response->mutable_now() = ToProto(clock_->Now());
  }

  clock::SystemClock* const clock_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeClockService(clock::SystemClock* clock) {
  return std::make_unique<ClockService>(clock);
}

}  // namespace caseload::server
