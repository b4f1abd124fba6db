// grpc_notice_proof_reader.h: NoticeProofReader over notify's NotifyService.

#ifndef SERVICES_CONFERENCE_CLIENTS_GRPC_NOTICE_PROOF_READER_H_
#define SERVICES_CONFERENCE_CLIENTS_GRPC_NOTICE_PROOF_READER_H_

#include <memory>
#include <optional>

#include "caseload/notify/v1/notify_service.grpc.pb.h"
#include "grpcpp/channel.h"
#include "services/conference/clients/notice_proof_reader.h"

namespace caseload::conference {

class GrpcNoticeProofReader final : public NoticeProofReader {
 public:
  // `channel` is one of services/common/server/channel.h: it retries
  // UNAVAILABLE and nothing else.
  explicit GrpcNoticeProofReader(const std::shared_ptr<grpc::Channel>& channel);

  // The earliest acceptance on the conference's ledger: the ledger's entries
  // are the messages that bear a duty.
  absl::StatusOr<std::optional<absl::Time>> FirstAcceptance(
      const PeerCall& call, absl::string_view conference_id,
      int first_revision) override;

 private:
  const std::unique_ptr<notify::v1::NotifyService::Stub> stub_;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CLIENTS_GRPC_NOTICE_PROOF_READER_H_
