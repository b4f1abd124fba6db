// channel.h: how one service calls another.

#ifndef SERVICES_COMMON_SERVER_CHANNEL_H_
#define SERVICES_COMMON_SERVER_CHANNEL_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "grpcpp/channel.h"
#include "services/common/server/tls.h"

namespace caseload::server {

// The gRPC service config of every client of ours, JSON:
//   - round_robin over all replicas whose health service says SERVING for
//     "readiness";
//   - UNAVAILABLE is tried again, up to 5 attempts, with back-off; no other
//     code is. A change must therefore carry a request_id;
//   - no more than about one call in ten is a retry when a service is in
//     trouble.
std::string ServiceConfigJson();

// A channel to the service that is reached at `target` ("dns:///caseplan:8443")
// and whose certificate states exactly `expected_spiffe_id`. Connects when it
// is first used; `tls` may be destroyed before it.
std::shared_ptr<grpc::Channel> MakeServiceChannel(
    const TlsIdentity& tls, absl::string_view target,
    absl::string_view expected_spiffe_id);

}  // namespace caseload::server

#endif  // SERVICES_COMMON_SERVER_CHANNEL_H_
