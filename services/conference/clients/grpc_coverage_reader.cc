#include "services/conference/clients/grpc_coverage_reader.h"

#include <utility>

#include "services/common/status/status_macros.h"
#include "services/conference/clients/caseplan_values.h"
#include "services/conference/clients/peer_status.h"

namespace caseload::conference {
namespace {

using Stub = caseplan::v1::CaseloadService::Stub;

// Asks for page after page and hands each to `take`.
template <typename Request, typename Response, typename Take>
absl::Status ForEachPage(Stub& stub,
                         grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                      const Request&,
                                                      Response*),
                         const PeerCall& call, Request request, Take take) {
  request.set_page_size(kCaseplanPageSize);
  do {
    grpc::ClientContext context;
    Prepare(call, context);
    Response page;
    ABSL_RETURN_IF_ERROR(
        FromPeer("caseplan", (stub.*method)(&context, request, &page)));
    take(page);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

bool Touches(const policy::DayRange& days, const policy::DayRange& period) {
  return days.Intersect(period).Length() > 0;
}

}  // namespace

GrpcCoverageReader::GrpcCoverageReader(
    const std::shared_ptr<grpc::Channel>& channel)
    : stub_(caseplan::v1::CaseloadService::NewStub(channel)) {}

absl::StatusOr<std::map<std::string, std::string>>
GrpcCoverageReader::DivisionsByUnit(const PeerCall& call) const {
  std::map<std::string, std::string> divisions;
  ABSL_RETURN_IF_ERROR(ForEachPage(
      *stub_, &Stub::ListUnits, call, caseplan::v1::ListUnitsRequest(),
      [&](const caseplan::v1::ListUnitsResponse& page) {
        for (const caseplan::v1::Unit& unit : page.units()) {
          divisions[unit.name()] = unit.division();
        }
      }));
  return divisions;
}

absl::Status GrpcCoverageReader::AddPostings(const PeerCall& call,
                                             const policy::DayRange& period,
                                             Officers& officers) const {
  ABSL_ASSIGN_OR_RETURN(const auto divisions, DivisionsByUnit(call));
  caseplan::v1::ListOfficerPostingsRequest request;
  request.set_parent("officers/-");
  return ForEachPage(
      *stub_, &Stub::ListOfficerPostings, call, std::move(request),
      [&](const caseplan::v1::ListOfficerPostingsResponse& page) {
        for (const caseplan::v1::OfficerPosting& posting : page.postings()) {
          const auto division = divisions.find(posting.unit());
          if (division == divisions.end() ||
              !Touches(ToDays(posting.period()), period)) {
            continue;
          }
          OfficerInPeriod& officer = officers[IdOf(posting.name())];
          officer.officer_id = IdOf(posting.name());
          officer.postings.push_back(ToPosting(posting, division->second));
        }
      });
}

absl::Status GrpcCoverageReader::AddNames(const PeerCall& call,
                                          Officers& officers) const {
  return ForEachPage(
      *stub_, &Stub::ListOfficers, call, caseplan::v1::ListOfficersRequest(),
      [&](const caseplan::v1::ListOfficersResponse& page) {
        for (const caseplan::v1::Officer& officer : page.officers()) {
          const auto found = officers.find(IdOf(officer.name()));
          if (found == officers.end()) continue;
          found->second.display_name = officer.display_name();
        }
      });
}

absl::Status GrpcCoverageReader::AddLeave(const PeerCall& call,
                                          const policy::DayRange& period,
                                          Officers& officers) const {
  caseplan::v1::ListOfficerLeavesRequest request;
  request.set_parent("officers/-");
  *request.mutable_from_day() = ToDate(period.first);
  *request.mutable_to_day() = ToDate(period.last);
  return ForEachPage(
      *stub_, &Stub::ListOfficerLeaves, call, std::move(request),
      [&](const caseplan::v1::ListOfficerLeavesResponse& page) {
        for (const caseplan::v1::OfficerLeave& leave : page.leaves()) {
          const auto found = officers.find(IdOf(leave.name()));
          if (found == officers.end()) continue;
          found->second.leave.push_back(ToDays(leave.period()));
        }
      });
}

absl::Status GrpcCoverageReader::AddCarried(const PeerCall& call,
                                            const policy::DayRange& period,
                                            Officers& officers) const {
  caseplan::v1::ListAssignmentsRequest request;
  request.set_parent("cases/-");
  request.set_role(caseplan::v1::Assignment::ROLE_PRIMARY);
  return ForEachPage(
      *stub_, &Stub::ListAssignments, call, std::move(request),
      [&](const caseplan::v1::ListAssignmentsResponse& page) {
        for (const caseplan::v1::Assignment& assignment : page.assignments()) {
          const auto found = officers.find(IdOf(assignment.officer()));
          const policy::DayRange days = ToDays(assignment.period());
          if (found == officers.end() || !Touches(days, period)) continue;
          found->second.carried.push_back(days);
        }
      });
}

absl::StatusOr<std::vector<OfficerInPeriod>>
GrpcCoverageReader::ListOfficersInPeriod(const PeerCall& call,
                                         const policy::DayRange& period) {
  Officers officers;
  ABSL_RETURN_IF_ERROR(AddPostings(call, period, officers));
  ABSL_RETURN_IF_ERROR(AddNames(call, officers));
  ABSL_RETURN_IF_ERROR(AddLeave(call, period, officers));
  ABSL_RETURN_IF_ERROR(AddCarried(call, period, officers));
  std::vector<OfficerInPeriod> result;
  result.reserve(officers.size());
  for (auto& [id, officer] : officers) result.push_back(std::move(officer));
  return result;
}

}  // namespace caseload::conference
