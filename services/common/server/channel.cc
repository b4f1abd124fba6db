#include "services/common/server/channel.h"

#include "grpcpp/create_channel.h"
#include "grpcpp/support/channel_arguments.h"

namespace caseload::server {

std::string ServiceConfigJson() {
  return R"json({
    "loadBalancingConfig": [{"round_robin": {}}],
    "healthCheckConfig": {"serviceName": "readiness"},
    "methodConfig": [{
      "name": [{}],
      "retryPolicy": {
        "maxAttempts": 5,
        "initialBackoff": "0.1s",
        "maxBackoff": "2s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": ["UNAVAILABLE"]
      }
    }],
    "retryThrottling": {"maxTokens": 100, "tokenRatio": 0.1}
  })json";
}

std::shared_ptr<grpc::Channel> MakeServiceChannel(
    const TlsIdentity& tls, absl::string_view target,
    absl::string_view expected_spiffe_id) {
  constexpr int kMaxReceiveBytes = 16 << 20;
  // Services that start together find each other at once.
  constexpr int kFirstReconnectMillis = 100;
  constexpr int kMaxReconnectMillis = 5000;
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(ServiceConfigJson());
  // What DNS says about the service must not replace what we ship.
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS,
                   kFirstReconnectMillis);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectMillis);
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  return grpc::CreateCustomChannel(
      std::string(target), tls.ForChannel(expected_spiffe_id), arguments);
}

}  // namespace caseload::server
