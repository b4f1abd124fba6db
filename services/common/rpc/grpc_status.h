// grpc_status.h: the only place where absl::Status and grpc::Status meet.

#ifndef SERVICES_COMMON_RPC_GRPC_STATUS_H_
#define SERVICES_COMMON_RPC_GRPC_STATUS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/support/status.h"

namespace caseload::rpc {

// What goes on the wire: code, message (at most 1,024 bytes) and the google.rpc
// details that services/common/status attached. A status without an ErrorInfo
// was not made for a caller and may say what a caller must not read: it becomes
// INTERNAL with a neutral text.
grpc::Status ToGrpcStatus(const absl::Status& status);

// The way back, for a client of another service: code, message and details.
absl::Status FromGrpcStatus(const grpc::Status& status);

// "OK", "InvalidArgument" ...: the code's name as the ecosystem's dashboards
// write it in the label grpc_code.
absl::string_view CodeName(absl::StatusCode code);

// The number of codes that gRPC defines; their values are 0 to kCodes - 1.
inline constexpr int kCodes = 17;

}  // namespace caseload::rpc

#endif  // SERVICES_COMMON_RPC_GRPC_STATUS_H_
