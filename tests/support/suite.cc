#include "tests/support/suite.h"

#include <cstdlib>
#include <fstream>
#include <iostream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "caseload/admin/v1/clock.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/server/channel.h"
#include "services/common/server/tls.h"

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
  // Of this county alone, and no secret.
  std::ofstream(directory_.File("seal.key"))
      << directory_.path().substr(directory_.path().size() - 6)
      << std::string(26, 's');
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

ServiceProcess& Suite::Start(const std::string& service,
                             const std::string& database) {
  return StartInstance(service, service,
                       database.empty()
                           ? "sqlite:" + directory_.File(service + ".db")
                           : database,
                       0);
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
      {"CASELOAD_MAIL_DOMAIN", "notices.county.example"}};
  for (const auto& [other, process] : processes_) {
    // Its own entry is that of the life before.
    if (other == instance) continue;
    std::string& target = options.environment[absl::StrCat(
        "CASELOAD_", absl::AsciiStrToUpper(process->service()), "_TARGET")];
    absl::StrAppend(&target, target.empty() ? "ipv4:127.0.0.1:" : ",127.0.0.1:",
                    process->port("certificate"));
  }
  processes_[instance].reset();
  processes_[instance] = std::make_unique<ServiceProcess>(std::move(options));
  return *processes_[instance];
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
  const auto stub = admin::v1::ClockService::NewStub(grpc::CreateChannel(
      absl::StrCat("127.0.0.1:", process(service).port("admin")),
      IdentityOf("ops")->ForChannel(
          absl::StrCat("spiffe://", kTrustDomain, "/service/", service))));
  admin::v1::SetOffsetRequest request;
  request.mutable_offset()->set_seconds(absl::ToInt64Seconds(offset));
  grpc::ClientContext context;
  admin::v1::SetOffsetResponse moved;
  Must(rpc::FromGrpcStatus(stub->SetOffset(&context, request, &moved)));
}

std::shared_ptr<grpc::Channel> Suite::TokenChannel(const std::string& service) {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = authority_->certificate();
  return grpc::CreateChannel(
      absl::StrCat("localhost:", process(service).port("token")),
      grpc::SslCredentials(options));
}

std::string Suite::Token(const std::string& subject,
                         const std::vector<std::string>& roles) {
  authority::TokenClaims claims;
  claims.issuer = kIssuer;
  claims.audience = kAudience;
  claims.subject = subject;
  for (const std::string& role : roles) {
    claims.groups.push_back("probation-" + role);
  }
  claims.issued_at = absl::Now() - absl::Minutes(1);
  claims.lifetime = absl::Hours(1);
  return Must(issuer_->Sign(claims));
}

std::unique_ptr<grpc::ClientContext> WithToken(const std::string& token) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->AddMetadata("authorization", "Bearer " + token);
  return context;
}

}  // namespace caseload::testing
