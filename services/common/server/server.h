// server.h: a service's listeners, from start to drain.
//
//   certificate port  TLS, client certificate required: services and partners
//   token port        TLS, no client certificate: people, with a token
//   health port       plaintext, grpc.health.v1 and nothing else: the kubelet
//   admin port        TLS, client certificate "ops", loopback: reflection,
//                     channelz and, in test builds, the clock
//
// The first two belong to one grpc::Server, the others to one each: a plaintext
// port of the first would serve everything to everybody.

#ifndef SERVICES_COMMON_SERVER_SERVER_H_
#define SERVICES_COMMON_SERVER_SERVER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/server.h"
#include "services/common/auth/authenticator.h"
#include "services/common/auth/metadata_processor.h"
#include "services/common/clock/clock.h"
#include "services/common/server/health.h"
#include "services/common/server/tls.h"

namespace caseload::server {

// What a connection may cost. The defaults are what docs/limits.md states;
// tests set others.
struct Limits {
  int max_receive_bytes = 1 << 20;
  int max_send_bytes = 16 << 20;
  // A call's headers, a token of up to 8 KiB among them.
  int max_metadata_bytes = 16 << 10;
  int max_concurrent_streams = 256;
  absl::Duration handshake_timeout = absl::Seconds(5);
  absl::Duration max_connection_idle = absl::Minutes(5);
  // gRPC varies it by 10 %. A Kubernetes service balances connections, not
  // calls: without an age, a new replica stays idle.
  absl::Duration max_connection_age = absl::Minutes(5);
  // For calls that still run on a connection of that age.
  absl::Duration max_connection_age_grace = absl::Seconds(30);
  absl::Duration keepalive_time = absl::Minutes(1);
  absl::Duration keepalive_timeout = absl::Seconds(20);
  // A client that pings more often is sent away.
  absl::Duration min_ping_interval = absl::Seconds(30);
};

struct ServerOptions {
  // "caseplan".
  std::string service_name;
  // "host:port"; port 0 takes a free one. Empty: no such listener, which only
  // the token and admin port allow.
  std::string certificate_address;
  std::string token_address;
  std::string health_address;
  // Loopback only, always.
  std::string admin_address;
  // After NOT_SERVING, how long calls are still taken: longer than the callers
  // need to notice.
  absl::Duration lame_duck = absl::Seconds(5);
  // After that, how long running calls may take to finish.
  absl::Duration drain_deadline = absl::Seconds(20);
  Limits limits;
  // Told of every call that the processors refused; may be empty.
  auth::OnStranger on_stranger;
  // Called when the drain begins, after NOT_SERVING: ends the streams. May be
  // empty.
  std::function<void()> on_drain;
  // How the lame duck passes; empty is a wait. For tests.
  std::function<void(absl::Duration)> wait;
#ifdef CASELOAD_TEST_CLOCK
  // Moved by the admin listener's ClockService. Borrowed; null for none.
  clock::SystemClock* test_clock = nullptr;
#endif
};

// A proto service and its implementation, borrowed.
struct RegisteredService {
  // "caseload.caseplan.v1.CaseloadService".
  std::string full_name;
  grpc::Service* service = nullptr;
};

// The ports that were bound; 0 for a listener that there is not.
struct BoundPorts {
  int certificate = 0;
  int token = 0;
  int health = 0;
  int admin = 0;
};

class Server {
 public:
  // Listens. Not ready until health().Started(), and what was required is
  // reported. `tls`, `authenticator` and the services are borrowed and outlive
  // the server.
  //
  // INVALID_ARGUMENT for addresses that are missing or not allowed (in a build
  // with the test clock all but loopback); UNAVAILABLE when one cannot be
  // bound.
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      ServerOptions options, const TlsIdentity* tls,
      auth::Authenticator* authenticator,
      const std::vector<RegisteredService>& services);
  // Ends at once what still runs.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  HealthReporter& health() { return health_; }
  const BoundPorts& ports() const { return ports_; }

  // Writes the bound ports as JSON, {"certificate":8443,"health":8081,...}, by
  // renaming a whole file over `path`: whoever sees the file can connect.
  absl::Status WritePortsFile(const std::string& path) const;

  // NOT_SERVING; after the lame duck new calls are refused; returns when the
  // running ones have finished or were cancelled at the drain deadline. The
  // health port still answers. Once; blocks.
  void Drain();

 private:
  Server(ServerOptions options, const std::vector<RegisteredService>& services);

  absl::Status StartCalls(const TlsIdentity& tls,
                          auth::Authenticator* authenticator,
                          const std::vector<RegisteredService>& services);
  absl::Status StartHealth();
  absl::Status StartAdmin(const TlsIdentity& tls,
                          auth::Authenticator* authenticator,
                          const std::vector<RegisteredService>& services);

  const ServerOptions options_;
  HealthReporter health_;
  BoundPorts ports_;
  // Services of ours on the admin listener; they outlive it.
  std::vector<std::unique_ptr<grpc::Service>> admin_services_;
  // Answers UNIMPLEMENTED to whatever is not health.
  grpc::CallbackGenericService unimplemented_;
  std::unique_ptr<grpc::Server> calls_;
  std::unique_ptr<grpc::Server> health_server_;
  std::unique_ptr<grpc::Server> admin_;
};

}  // namespace caseload::server

#endif  // SERVICES_COMMON_SERVER_SERVER_H_
