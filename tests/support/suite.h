// suite.h: the four services, with a throwaway authority, started by a test.

#ifndef TESTS_SUPPORT_SUITE_H_
#define TESTS_SUPPORT_SUITE_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "services/common/server/tls.h"
#include "tests/support/redis/redis_server.h"
#include "tests/support/service_process.h"
#include "tests/support/temp_dir.h"
#include "tools/authority/authority.h"

namespace caseload::testing {

// A county of a test's own: certificates and tokens signed by an authority
// that lives as long as this object.
class Suite {
 public:
  Suite();
  ~Suite();

  // Starts a service on a store of its own; `database` empty is an SQLite file
  // that a restart finds again.
  //
  // Its certificate port is the same in every life, and every service is told
  // the ports of the others, whether they are there or not: two that follow
  // each other are started one after the other.
  ServiceProcess& Start(const std::string& service,
                        const std::string& database = "");
  // How Start() starts it, for a test that adds to that and keeps the process
  // itself.
  ServiceProcess::Options OptionsOf(const std::string& service,
                                    const std::string& database = "");
  // The same with what a test added to OptionsOf().
  ServiceProcess& Start(ServiceProcess::Options options);
  // Writes <name>.key and <name>.pem for "service/<name>" into directory().
  void WriteIdentity(const std::string& name);
  // The process of a service, or of a replica ("caseplan-2").
  ServiceProcess& process(const std::string& instance) {
    return *processes_.at(instance);
  }

  // Starts replica `number` of a service on a PostgreSQL store that it shares.
  // A second start is its next life, at the same certificate port: clients
  // that know its address find it again.
  ServiceProcess& StartReplica(const std::string& service, int number,
                               const std::string& database);

  // A channel to `service` with the certificate of another service.
  std::shared_ptr<grpc::Channel> ChannelAs(const std::string& caller_service,
                                           const std::string& service);
  // The same to all of `instances` of the service, with what every client of
  // ours is configured with.
  std::shared_ptr<grpc::Channel> ReplicasAs(
      const std::string& caller_service, const std::string& service,
      const std::vector<std::string>& instances);
  // Moves the clock of `service`'s process to real time plus `offset`, over its
  // admin listener.
  void MoveClock(const std::string& service, absl::Duration offset);
  // The same for a process that may be dead.
  absl::Status TryMoveClock(const std::string& service, absl::Duration offset);
  // A channel to the service's token port. Calls bring a token.
  std::shared_ptr<grpc::Channel> TokenChannel(const std::string& service);
  // A token for a made-up person, of the groups "probation-<role>"; `offset` is
  // that of the clocks that it is shown to.
  std::string Token(const std::string& subject,
                    const std::vector<std::string>& roles,
                    absl::Duration offset = absl::ZeroDuration());

  const std::string& directory() const { return directory_.path(); }
  // The Redis that caseplan keeps snapshots in.
  RedisServer& redis() { return redis_; }

 private:
  ServiceProcess::Options OptionsOfInstance(const std::string& service,
                                            const std::string& instance,
                                            const std::string& database,
                                            int certificate_port);
  std::unique_ptr<server::TlsIdentity> IdentityOf(const std::string& name);
  ServiceProcess& StartInstance(const std::string& service,
                                const std::string& instance,
                                const std::string& database,
                                int certificate_port);

  TempDir directory_;
  RedisServer redis_;
  std::unique_ptr<authority::CertificateAuthority> authority_;
  std::unique_ptr<authority::TokenIssuer> issuer_;
  // Certificate port of each service.
  std::map<std::string, int> ports_;
  std::map<std::string, std::unique_ptr<ServiceProcess>> processes_;
};

// Whether the same call may be answered otherwise when the services, which have
// just been started, have found each other.
bool IsNotYet(const absl::Status& status);

// A call's context that carries a token.
std::unique_ptr<grpc::ClientContext> WithToken(const std::string& token);

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_SUITE_H_
