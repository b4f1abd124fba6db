// grpc_notify_client.h: NotifyClient over notify's NotifyService.

#ifndef SERVICES_CONFERENCE_CLIENTS_GRPC_NOTIFY_CLIENT_H_
#define SERVICES_CONFERENCE_CLIENTS_GRPC_NOTIFY_CLIENT_H_

#include <memory>
#include <optional>
#include <string>

#include "caseload/notify/v1/notify_service.grpc.pb.h"
#include "grpcpp/channel.h"
#include "services/conference/clients/notify_client.h"

namespace caseload::conference {

// The request_id of every change is a digest of what is asked for: the same
// event makes the same request, and the same request is made once.
class GrpcNotifyClient final : public NotifyClient {
 public:
  // `channel` is one of services/common/server/channel.h: it retries
  // UNAVAILABLE and nothing else.
  explicit GrpcNotifyClient(const std::shared_ptr<grpc::Channel>& channel);

  absl::StatusOr<std::string> Submit(const PeerCall& call,
                                     const NoticeMessage& message) override;
  absl::Status Withdraw(const PeerCall& call, absl::string_view message_name,
                        absl::string_view reason) override;
  absl::StatusOr<std::optional<std::string>> Find(
      const PeerCall& call, const DispatchKey& key) override;
  absl::StatusOr<MessageProgress> Look(const PeerCall& call,
                                       absl::string_view message_name) override;
  absl::Status Refresh(const PeerCall& call, absl::string_view message_name,
                       const NoticeCounts& counts) override;

 private:
  const std::unique_ptr<notify::v1::NotifyService::Stub> stub_;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CLIENTS_GRPC_NOTIFY_CLIENT_H_
