#include "services/conference/clients/peer_status.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/common/log/log.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/status/error.h"

namespace caseload::conference {

void Prepare(const PeerCall& call, grpc::ClientContext& context) {
  context.set_deadline(absl::ToChronoTime(call.deadline));
  if (!call.traceparent.empty()) {
    context.AddMetadata("traceparent", call.traceparent);
  }
}

absl::Status FromPeer(absl::string_view peer, const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const absl::Status said = rpc::FromGrpcStatus(status);
  switch (said.code()) {
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kFailedPrecondition:
      return said;
    case absl::StatusCode::kUnavailable:
      return status::Unavailable(
          "PEER_UNAVAILABLE",
          absl::StrCat(peer, " cannot be asked; nothing was changed, send the ",
                       "same request again"),
          absl::Seconds(1));
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:
      return status::DeadlineExceeded();
    default:
      log::Error("a service did not answer what it was asked",
                 {{"peer", peer},
                  {"code", absl::StatusCodeToString(said.code())},
                  {"reason", status::ReasonOf(said)}});
      return status::Internal(absl::StrCat(peer, " did not answer"));
  }
}

}  // namespace caseload::conference
