#include "services/conference/clients/grpc_notice_proof_reader.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/status/status_macros.h"
#include "services/conference/clients/peer_status.h"

namespace caseload::conference {

using google::protobuf::util::TimeUtil;

GrpcNoticeProofReader::GrpcNoticeProofReader(
    const std::shared_ptr<grpc::Channel>& channel)
    : stub_(notify::v1::NotifyService::NewStub(channel)) {}

absl::StatusOr<std::optional<absl::Time>>
GrpcNoticeProofReader::FirstAcceptance(const PeerCall& call,
                                       absl::string_view conference_id,
                                       int first_revision) {
  notify::v1::ListNoticeLedgerRequest request;
  request.set_conference(absl::StrCat("conferences/", conference_id));
  std::optional<absl::Time> first;
  do {
    notify::v1::ListNoticeLedgerResponse page;
    grpc::ClientContext context;
    Prepare(call, context);
    ABSL_RETURN_IF_ERROR(
        FromPeer("notify", stub_->ListNoticeLedger(&context, request, &page)));
    for (const notify::v1::NoticeLedgerEntry& entry : page.entries()) {
      if (entry.conference_revision() < first_revision ||
          !entry.has_accept_time()) {
        continue;
      }
      const absl::Time accepted = absl::FromUnixMicros(
          TimeUtil::TimestampToMicroseconds(entry.accept_time()));
      first = std::min(first.value_or(accepted), accepted);
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return first;
}

}  // namespace caseload::conference
