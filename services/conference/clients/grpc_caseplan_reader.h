// grpc_caseplan_reader.h: CaseplanReader over caseplan's CaseloadService.

#ifndef SERVICES_CONFERENCE_CLIENTS_GRPC_CASEPLAN_READER_H_
#define SERVICES_CONFERENCE_CLIENTS_GRPC_CASEPLAN_READER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "caseload/caseplan/v1/caseload_service.grpc.pb.h"
#include "grpcpp/channel.h"
#include "services/conference/clients/caseplan_reader.h"

namespace caseload::conference {

class GrpcCaseplanReader final : public CaseplanReader {
 public:
  // `channel` is one of services/common/server/channel.h: it retries
  // UNAVAILABLE and nothing else.
  explicit GrpcCaseplanReader(const std::shared_ptr<grpc::Channel>& channel);

  absl::StatusOr<OfficerOnDay> GetOfficerOnDay(const PeerCall& call,
                                               absl::string_view officer_id,
                                               absl::CivilDay day) override;
  absl::StatusOr<std::vector<policy::DayRange>> ListLeave(
      const PeerCall& call, absl::string_view officer_id,
      const policy::DayRange& days) override;
  absl::StatusOr<std::optional<std::string>> FindOfficerBySubject(
      const PeerCall& call, absl::string_view subject) override;
  absl::StatusOr<std::vector<std::string>> ListSupervised(
      const PeerCall& call, absl::string_view supervisor_id,
      absl::CivilDay day) override;

 private:
  absl::StatusOr<std::vector<caseplan::v1::OfficerPosting>> ListPostings(
      const PeerCall& call,
      caseplan::v1::ListOfficerPostingsRequest request) const;
  absl::StatusOr<Posting> PostingOf(
      const PeerCall& call, const caseplan::v1::OfficerPosting& posting) const;

  const std::unique_ptr<caseplan::v1::CaseloadService::Stub> stub_;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CLIENTS_GRPC_CASEPLAN_READER_H_
