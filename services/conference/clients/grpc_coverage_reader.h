// grpc_coverage_reader.h: CoverageReader over caseplan's CaseloadService.

#ifndef SERVICES_CONFERENCE_CLIENTS_GRPC_COVERAGE_READER_H_
#define SERVICES_CONFERENCE_CLIENTS_GRPC_COVERAGE_READER_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "caseload/caseplan/v1/caseload_service.grpc.pb.h"
#include "grpcpp/channel.h"
#include "services/conference/clients/coverage_reader.h"

namespace caseload::conference {

// Reads postings, leave and primary assignments of the whole county, page by
// page: coverage is a report, asked a few times a day.
class GrpcCoverageReader final : public CoverageReader {
 public:
  // `channel` is one of services/common/server/channel.h: it retries
  // UNAVAILABLE and nothing else.
  explicit GrpcCoverageReader(const std::shared_ptr<grpc::Channel>& channel);

  absl::StatusOr<std::vector<OfficerInPeriod>> ListOfficersInPeriod(
      const PeerCall& call, const policy::DayRange& period) override;

 private:
  // By officer's id.
  using Officers = std::map<std::string, OfficerInPeriod>;

  absl::StatusOr<std::map<std::string, std::string>> DivisionsByUnit(
      const PeerCall& call) const;
  absl::Status AddPostings(const PeerCall& call, const policy::DayRange& period,
                           Officers& officers) const;
  absl::Status AddNames(const PeerCall& call, Officers& officers) const;
  absl::Status AddLeave(const PeerCall& call, const policy::DayRange& period,
                        Officers& officers) const;
  absl::Status AddCarried(const PeerCall& call, const policy::DayRange& period,
                          Officers& officers) const;

  const std::unique_ptr<caseplan::v1::CaseloadService::Stub> stub_;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CLIENTS_GRPC_COVERAGE_READER_H_
