#include "services/conference/clients/grpc_caseplan_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"
#include "services/conference/clients/caseplan_values.h"
#include "services/conference/clients/peer_status.h"

namespace caseload::conference {
namespace {

constexpr char kPeer[] = "caseplan";
}  // namespace

GrpcCaseplanReader::GrpcCaseplanReader(
    const std::shared_ptr<grpc::Channel>& channel)
    : stub_(caseplan::v1::CaseloadService::NewStub(channel)) {}

absl::StatusOr<std::vector<caseplan::v1::OfficerPosting>>
GrpcCaseplanReader::ListPostings(
    const PeerCall& call,
    caseplan::v1::ListOfficerPostingsRequest request) const {
  request.set_page_size(kCaseplanPageSize);
  std::vector<caseplan::v1::OfficerPosting> postings;
  do {
    grpc::ClientContext context;
    Prepare(call, context);
    caseplan::v1::ListOfficerPostingsResponse page;
    ABSL_RETURN_IF_ERROR(
        FromPeer(kPeer, stub_->ListOfficerPostings(&context, request, &page)));
    postings.insert(postings.end(), page.postings().begin(),
                    page.postings().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return postings;
}

absl::StatusOr<Posting> GrpcCaseplanReader::PostingOf(
    const PeerCall& call, const caseplan::v1::OfficerPosting& posting) const {
  caseplan::v1::GetUnitRequest request;
  request.set_name(posting.unit());
  caseplan::v1::Unit unit;
  grpc::ClientContext context;
  Prepare(call, context);
  ABSL_RETURN_IF_ERROR(
      FromPeer(kPeer, stub_->GetUnit(&context, request, &unit)));
  return ToPosting(posting, unit.division());
}

absl::StatusOr<OfficerOnDay> GrpcCaseplanReader::GetOfficerOnDay(
    const PeerCall& call, absl::string_view officer_id, absl::CivilDay day) {
  caseplan::v1::GetOfficerRequest request;
  request.set_name(absl::StrCat("officers/", officer_id));
  caseplan::v1::Officer officer;
  grpc::ClientContext context;
  Prepare(call, context);
  ABSL_RETURN_IF_ERROR(
      FromPeer(kPeer, stub_->GetOfficer(&context, request, &officer)));
  OfficerOnDay result;
  result.officer_id = std::string(officer_id);
  result.display_name = officer.display_name();
  result.email = officer.email();
  result.staff_subject = officer.staff_subject();

  caseplan::v1::ListOfficerPostingsRequest on_day;
  on_day.set_parent(request.name());
  *on_day.mutable_as_of() = ToDate(day);
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<caseplan::v1::OfficerPosting> postings,
      ListPostings(call, std::move(on_day)));
  if (postings.empty()) return result;
  // An officer has at most one posting on a day.
  ABSL_ASSIGN_OR_RETURN(result.posting, PostingOf(call, postings.front()));
  return result;
}

absl::StatusOr<std::vector<policy::DayRange>> GrpcCaseplanReader::ListLeave(
    const PeerCall& call, absl::string_view officer_id,
    const policy::DayRange& days) {
  caseplan::v1::ListOfficerLeavesRequest request;
  request.set_parent(absl::StrCat("officers/", officer_id));
  *request.mutable_from_day() = ToDate(days.first);
  *request.mutable_to_day() = ToDate(days.last);
  request.set_page_size(kCaseplanPageSize);
  std::vector<policy::DayRange> leaves;
  do {
    grpc::ClientContext context;
    Prepare(call, context);
    caseplan::v1::ListOfficerLeavesResponse page;
    ABSL_RETURN_IF_ERROR(
        FromPeer(kPeer, stub_->ListOfficerLeaves(&context, request, &page)));
    for (const caseplan::v1::OfficerLeave& leave : page.leaves()) {
      leaves.push_back(ToDays(leave.period()));
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return leaves;
}

absl::StatusOr<std::optional<std::string>>
GrpcCaseplanReader::FindOfficerBySubject(const PeerCall& call,
                                         absl::string_view subject) {
  caseplan::v1::ListOfficersRequest request;
  request.set_staff_subject(std::string(subject));
  caseplan::v1::ListOfficersResponse page;
  grpc::ClientContext context;
  Prepare(call, context);
  ABSL_RETURN_IF_ERROR(
      FromPeer(kPeer, stub_->ListOfficers(&context, request, &page)));
  // A subject belongs to one staff record.
  if (page.officers().empty()) return std::optional<std::string>();
  return std::optional<std::string>(IdOf(page.officers(0).name()));
}

absl::StatusOr<std::vector<std::string>> GrpcCaseplanReader::ListSupervised(
    const PeerCall& call, absl::string_view supervisor_id, absl::CivilDay day) {
  caseplan::v1::ListOfficerPostingsRequest request;
  request.set_parent("officers/-");
  request.set_supervisor(absl::StrCat("officers/", supervisor_id));
  *request.mutable_as_of() = ToDate(day);
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<caseplan::v1::OfficerPosting> postings,
      ListPostings(call, std::move(request)));
  std::vector<std::string> supervised;
  supervised.reserve(postings.size());
  for (const caseplan::v1::OfficerPosting& posting : postings) {
    supervised.push_back(IdOf(posting.name()));
  }
  return supervised;
}

}  // namespace caseload::conference
