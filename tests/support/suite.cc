#include "tests/support/suite.h"

#include <cstdlib>
#include <fstream>
#include <iostream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "services/common/seal/sealer.h"
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
  std::ofstream(directory_.File("cache.key"), std::ios::binary)
      << std::string(seal::Sealer::kKeyBytes, 'k');
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
  WriteIdentity(service);
  ServiceProcess::Options options;
  options.service = service;
  options.directory = directory_.path();
  options.arguments = {
      absl::StrCat("--database=",
                   database.empty()
                       ? "sqlite:" + directory_.File(service + ".db")
                       : database),
      "--certificate-address=127.0.0.1:0",
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
      "--lame-duck-seconds=0"};
  const std::string source = std::getenv("CASELOAD_SOURCE_DIR");
  // Settings that only some services have come by their environment variables.
  options.environment = {
      {"CASELOAD_INSTRUMENTS", source + "/policies/instruments"},
      {"CASELOAD_PACKS", source + "/policies/packs"},
      {"CASELOAD_REDIS_URL", redis_.url()},
      {"CASELOAD_CACHE_KEY", directory_.File("cache.key")},
      {"CASELOAD_MAIL_DOMAIN", "notices.county.example"}};
  for (const auto& [other, process] : processes_) {
    // Its own entry is that of the life before.
    if (other == service) continue;
    options.environment[absl::StrCat("CASELOAD_", absl::AsciiStrToUpper(other),
                                     "_TARGET")] =
        absl::StrCat("127.0.0.1:", process->port("certificate"));
  }
  return options;
}

ServiceProcess& Suite::Start(const std::string& service,
                             const std::string& database) {
  processes_[service].reset();
  processes_[service] =
      std::make_unique<ServiceProcess>(OptionsOf(service, database));
  return *processes_[service];
}

std::shared_ptr<grpc::Channel> Suite::ChannelAs(
    const std::string& caller_service, const std::string& service) {
  WriteIdentity(caller_service);
  const auto tls = Must(server::TlsIdentity::Load(
      {directory_.File(caller_service + ".key"),
       directory_.File(caller_service + ".pem"), directory_.File("ca.pem")}));
  return grpc::CreateChannel(
      absl::StrCat("127.0.0.1:", process(service).port("certificate")),
      tls->ForChannel(
          absl::StrCat("spiffe://", kTrustDomain, "/service/", service)));
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
