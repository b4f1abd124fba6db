#include "tests/support/suite.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "caseload/admin/v1/clock.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/seal/sealer.h"
#include "services/common/server/channel.h"
#include "services/common/server/tls.h"
#include "services/common/status/error.h"

namespace caseload::testing {
namespace {

constexpr char kTrustDomain[] = "county.example";
constexpr char kIssuer[] = "https://login.county.example";
constexpr char kAudience[] = "caseload";

template <typename T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::cerr << value.status() << std::endl;
    std::abort();
  }
  return *std::move(value);
}
void Must(const absl::Status& status) {
  if (!status.ok()) {
    std::cerr << status << std::endl;
    std::abort();
  }
}

// A port that nobody listens on, below those that the system gives to
// connections. Processes that run side by side look in other places, since the
// port is free until its service takes it.
int FreePort() {
  constexpr int kFirst = 20000;
  constexpr int kPlaces = 750;
  constexpr int kPortsOfAPlace = 16;
  static int next = 0;
  while (true) {
    const int port = kFirst + ::getpid() % kPlaces * kPortsOfAPlace +
                     next++ % kPortsOfAPlace;
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool is_free = ::bind(fd, reinterpret_cast<const sockaddr*>(&address),
                                sizeof(address)) == 0;
    ::close(fd);
    if (is_free) return port;
  }
}

}  // namespace

Suite::Suite() {
  const absl::Time now = absl::Now();
  authority_ = std::make_unique<authority::CertificateAuthority>(
      Must(authority::CertificateAuthority::Create(
          "test authority", now - absl::Hours(1), now + absl::Hours(24))));
  issuer_ = std::make_unique<authority::TokenIssuer>(
      Must(authority::TokenIssuer::Create("test-key")));
  Must(authority_->WriteTo(directory_.path()));
  Must(issuer_->WriteTo(directory_.path()));
  std::ofstream(directory_.File("seal.key"), std::ios::binary)
      << std::string(seal::Sealer::kKeyBytes, 's');
  std::ofstream(directory_.File("cache.key"), std::ios::binary)
      << std::string(seal::Sealer::kKeyBytes, 'k');
  for (const char* service :
       {"assessment", "caseplan", "conference", "notify"}) {
    ports_[service] = FreePort();
  }
}

Suite::~Suite() = default;

void Suite::WriteIdentity(const std::string& name) {
  const absl::Time now = absl::Now();
  authority::LeafOptions options;
  options.spiffe_id =
      absl::StrCat("spiffe://", kTrustDomain, "/service/", name);
  options.not_before = now - absl::Hours(1);
  options.not_after = now + absl::Hours(24);
  Must(authority::WriteKeyPair(Must(authority_->Issue(options)),
                               directory_.path(), name));
}

ServiceProcess::Options Suite::OptionsOf(const std::string& service,
                                         const std::string& database) {
  // A binary that is none of the services is called by nobody who was told.
  const auto port = ports_.find(service);
  return OptionsOfInstance(service, service,
                           database.empty()
                               ? "sqlite:" + directory_.File(service + ".db")
                               : database,
                           port == ports_.end() ? 0 : port->second);
}

ServiceProcess& Suite::Start(const std::string& service,
                             const std::string& database) {
  return Start(OptionsOf(service, database));
}

ServiceProcess& Suite::Start(ServiceProcess::Options options) {
  const std::string instance = options.instance;
  processes_[instance].reset();
  processes_[instance] = std::make_unique<ServiceProcess>(std::move(options));
  return *processes_[instance];
}

ServiceProcess& Suite::StartReplica(const std::string& service, int number,
                                    const std::string& database) {
  const std::string instance = absl::StrCat(service, "-", number);
  const auto before = processes_.find(instance);
  return StartInstance(
      service, instance, database,
      before == processes_.end() ? 0 : before->second->port("certificate"));
}

ServiceProcess& Suite::StartInstance(const std::string& service,
                                     const std::string& instance,
                                     const std::string& database,
                                     int certificate_port) {
  return Start(
      OptionsOfInstance(service, instance, database, certificate_port));
}

ServiceProcess::Options Suite::OptionsOfInstance(const std::string& service,
                                                 const std::string& instance,
                                                 const std::string& database,
                                                 int certificate_port) {
  WriteIdentity(service);
  ServiceProcess::Options options;
  options.service = service;
  options.instance = instance;
  options.directory = directory_.path();
  options.arguments = {
      absl::StrCat("--database=", database),
      absl::StrCat("--certificate-address=127.0.0.1:", certificate_port),
      "--token-address=127.0.0.1:0",
      "--health-address=127.0.0.1:0",
      "--admin-address=127.0.0.1:0",
      absl::StrCat("--tls-key=", directory_.File(service + ".key")),
      absl::StrCat("--tls-certificate=", directory_.File(service + ".pem")),
      absl::StrCat("--tls-trusted=", directory_.File("ca.pem")),
      absl::StrCat("--trust-domain=", kTrustDomain),
      "--county-zone=America/Los_Angeles",
      absl::StrCat("--token-issuer=", kIssuer),
      absl::StrCat("--token-audience=", kAudience),
      absl::StrCat("--token-jwks=", directory_.File("jwks.json")),
      "--token-group=probation-dpo=dpo,probation-sdpo=sdpo,"
      "probation-manager=manager,probation-admin=admin,"
      "probation-auditor=auditor,probation-records=records,"
      "probation-quality=quality,probation-ops=ops",
      absl::StrCat("--seal-key=", directory_.File("seal.key"))};
  // A replica drains as it is shipped: its clients have time to leave.
  if (instance == service) {
    options.arguments.push_back("--lame-duck-seconds=0");
  }
  const std::string source = std::getenv("CASELOAD_SOURCE_DIR");
  // Settings that only some services have come by their environment variables.
  options.environment = {
      {"CASELOAD_INSTRUMENTS", source + "/policies/instruments"},
      {"CASELOAD_PACKS", source + "/policies/packs"},
      {"CASELOAD_REDIS_URL", redis_.url()},
      {"CASELOAD_CACHE_KEY", directory_.File("cache.key")},
      {"CASELOAD_MAIL_DOMAIN", "notices.county.example"}};
  for (const auto& [other, port] : ports_) {
    if (other == service) continue;
    options.environment[absl::StrCat("CASELOAD_", absl::AsciiStrToUpper(other),
                                     "_TARGET")] =
        absl::StrCat("127.0.0.1:", port);
  }
  return options;
}

std::unique_ptr<server::TlsIdentity> Suite::IdentityOf(
    const std::string& name) {
  WriteIdentity(name);
  return Must(server::TlsIdentity::Load({directory_.File(name + ".key"),
                                         directory_.File(name + ".pem"),
                                         directory_.File("ca.pem")}));
}

std::shared_ptr<grpc::Channel> Suite::ChannelAs(
    const std::string& caller_service, const std::string& service) {
  return grpc::CreateChannel(
      absl::StrCat("127.0.0.1:", process(service).port("certificate")),
      IdentityOf(caller_service)
          ->ForChannel(
              absl::StrCat("spiffe://", kTrustDomain, "/service/", service)));
}

std::shared_ptr<grpc::Channel> Suite::ReplicasAs(
    const std::string& caller_service, const std::string& service,
    const std::vector<std::string>& instances) {
  std::vector<std::string> addresses;
  for (const std::string& instance : instances) {
    addresses.push_back(
        absl::StrCat("127.0.0.1:", process(instance).port("certificate")));
  }
  return server::MakeServiceChannel(
      *IdentityOf(caller_service),
      absl::StrCat("ipv4:", absl::StrJoin(addresses, ",")),
      absl::StrCat("spiffe://", kTrustDomain, "/service/", service));
}

void Suite::MoveClock(const std::string& service, absl::Duration offset) {
  Must(TryMoveClock(service, offset));
}

absl::Status Suite::TryMoveClock(const std::string& service,
                                 absl::Duration offset) {
  const auto stub = admin::v1::ClockService::NewStub(grpc::CreateChannel(
      absl::StrCat("127.0.0.1:", process(service).port("admin")),
      IdentityOf("ops")->ForChannel(
          absl::StrCat("spiffe://", kTrustDomain, "/service/", service))));
  admin::v1::SetOffsetRequest request;
  request.mutable_offset()->set_seconds(absl::ToInt64Seconds(offset));
  grpc::ClientContext context;
  admin::v1::SetOffsetResponse moved;
  return rpc::FromGrpcStatus(stub->SetOffset(&context, request, &moved));
}

std::shared_ptr<grpc::Channel> Suite::TokenChannel(const std::string& service) {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = authority_->certificate();
  return grpc::CreateChannel(
      absl::StrCat("localhost:", process(service).port("token")),
      grpc::SslCredentials(options));
}

std::string Suite::Token(const std::string& subject,
                         const std::vector<std::string>& roles,
                         absl::Duration offset) {
  authority::TokenClaims claims;
  claims.issuer = kIssuer;
  claims.audience = kAudience;
  claims.subject = subject;
  for (const std::string& role : roles) {
    claims.groups.push_back("probation-" + role);
  }
  claims.issued_at = absl::Now() + offset - absl::Minutes(1);
  claims.lifetime = absl::Hours(1);
  return Must(issuer_->Sign(claims));
}

bool IsNotYet(const absl::Status& status) {
  return absl::IsUnavailable(status) ||
         absl::EndsWith(status::ReasonOf(status), "_NOT_YET_KNOWN");
}

std::unique_ptr<grpc::ClientContext> WithToken(const std::string& token) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->AddMetadata("authorization", "Bearer " + token);
  return context;
}

}  // namespace caseload::testing
