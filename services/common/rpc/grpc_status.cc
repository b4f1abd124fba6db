#include "services/common/rpc/grpc_status.h"

#include <map>
#include <string>

#include "absl/strings/cord.h"
#include "google/rpc/status.pb.h"
#include "services/common/status/error.h"

namespace caseload::rpc {
namespace {

constexpr size_t kMaxMessageBytes = 1024;
constexpr char kTypePrefix[] = "type.googleapis.com/google.rpc.";

absl::Status Neutral() {
  return status::Internal(
      "the service met a fault of its own; its log says more");
}

// Cuts without splitting a UTF-8 sequence.
std::string Capped(absl::string_view message) {
  if (message.size() <= kMaxMessageBytes) return std::string(message);
  size_t end = kMaxMessageBytes;
  while (end > 0 && (message[end] & 0xC0) == 0x80) --end;
  return std::string(message.substr(0, end));
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  if (status::ReasonOf(status).empty()) return ToGrpcStatus(Neutral());

  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(Capped(status.message()));
  // Sorted, so that the same error is the same bytes.
  std::map<std::string, std::string> payloads;
  status.ForEachPayload(
      [&](absl::string_view type_url, const absl::Cord& value) {
        payloads[std::string(type_url)] = std::string(value);
      });
  for (auto& [type_url, value] : payloads) {
    auto* detail = details.add_details();
    detail->set_type_url(type_url);
    detail->set_value(value);
  }
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()),
                      details.message(), details.SerializeAsString());
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()),
                      status.error_message());
  google::rpc::Status details;
  if (details.ParseFromString(status.error_details())) {
    for (const auto& detail : details.details()) {
      if (absl::string_view(detail.type_url())
              .substr(0, sizeof(kTypePrefix) - 1) == kTypePrefix) {
        result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
      }
    }
  }
  return result;
}

absl::string_view CodeName(absl::StatusCode code) {
  static constexpr absl::string_view kNames[kCodes] = {"OK",
                                                       "Canceled",
                                                       "Unknown",
                                                       "InvalidArgument",
                                                       "DeadlineExceeded",
                                                       "NotFound",
                                                       "AlreadyExists",
                                                       "PermissionDenied",
                                                       "ResourceExhausted",
                                                       "FailedPrecondition",
                                                       "Aborted",
                                                       "OutOfRange",
                                                       "Unimplemented",
                                                       "Internal",
                                                       "Unavailable",
                                                       "DataLoss",
                                                       "Unauthenticated"};
  const int index = static_cast<int>(code);
  return index >= 0 && index < kCodes ? kNames[index] : kNames[2];
}

}  // namespace caseload::rpc
