// grpc_change_source.h: WatchChanges of another service over gRPC.
//
//   auto changes = follow::MakeGrpcChangeSource<
//       assessment::v1::AssessmentService>(channel);

#ifndef SERVICES_COMMON_FOLLOW_GRPC_CHANGE_SOURCE_H_
#define SERVICES_COMMON_FOLLOW_GRPC_CHANGE_SOURCE_H_

#include <functional>
#include <memory>
#include <utility>

#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/support/async_stream.h"
#include "services/common/follow/change_source.h"

namespace caseload::follow {

using WatchReader =
    grpc::ClientAsyncReaderInterface<type::v1::WatchChangesResponse>;

// What a generated stub's PrepareAsyncWatchChanges does.
using PrepareWatch = std::function<std::unique_ptr<WatchReader>(
    grpc::ClientContext*, const type::v1::WatchChangesRequest&,
    grpc::CompletionQueue*)>;

class GrpcChangeSource final : public ChangeSource {
 public:
  explicit GrpcChangeSource(PrepareWatch prepare)
      : prepare_(std::move(prepare)) {}

  std::unique_ptr<ChangeStream> Open(
      const type::v1::WatchChangesRequest& request) override;

 private:
  const PrepareWatch prepare_;
};

// The changes of the proto service `Service` behind `channel`.
template <typename Service>
std::unique_ptr<ChangeSource> MakeGrpcChangeSource(
    const std::shared_ptr<grpc::Channel>& channel) {
  std::shared_ptr<typename Service::Stub> stub = Service::NewStub(channel);
  return std::make_unique<GrpcChangeSource>(
      [stub](grpc::ClientContext* context,
             const type::v1::WatchChangesRequest& request,
             grpc::CompletionQueue* queue) -> std::unique_ptr<WatchReader> {
        return stub->PrepareAsyncWatchChanges(context, request, queue);
      });
}

}  // namespace caseload::follow

#endif  // SERVICES_COMMON_FOLLOW_GRPC_CHANGE_SOURCE_H_
