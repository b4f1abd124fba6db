// grpc_snapshot_reader.h: SnapshotReader over caseplan's CaseloadService.

#ifndef SERVICES_CONFERENCE_CLIENTS_GRPC_SNAPSHOT_READER_H_
#define SERVICES_CONFERENCE_CLIENTS_GRPC_SNAPSHOT_READER_H_

#include <memory>

#include "caseload/caseplan/v1/caseload_service.grpc.pb.h"
#include "grpcpp/channel.h"
#include "services/conference/clients/snapshot_reader.h"

namespace caseload::conference {

class GrpcSnapshotReader final : public SnapshotReader {
 public:
  // `channel` is one of services/common/server/channel.h: it retries
  // UNAVAILABLE and nothing else.
  explicit GrpcSnapshotReader(const std::shared_ptr<grpc::Channel>& channel);

  absl::StatusOr<CaseloadSnapshot> GetSnapshot(const PeerCall& call,
                                               absl::string_view officer_id,
                                               absl::CivilDay as_of) override;

 private:
  const std::unique_ptr<caseplan::v1::CaseloadService::Stub> stub_;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CLIENTS_GRPC_SNAPSHOT_READER_H_
