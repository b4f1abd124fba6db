#include "tests/support/loopback/loopback_suite.h"

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "caseload/options/v1/options.pb.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/security/tls_credentials_options.h"

namespace caseload::testing {
namespace {

void OkOrDie(const absl::Status& status) {
  if (status.ok()) return;
  std::cerr << status << "\n";
  std::abort();
}

template <typename T>
T ValueOrDie(absl::StatusOr<T> value) {
  OkOrDie(value.status());
  return *std::move(value);
}

auth::TokenOptions TokenOptionsFor(const TempDir& directory) {
  auth::TokenOptions options;
  options.issuer = "https://login.caseload.example";
  options.audience = "caseload";
  options.jwks_path = directory.File("jwks.json");
  options.group_roles = {{"officers", options::v1::ROLE_DPO},
                         {"operators", options::v1::ROLE_OPS}};
  return options;
}

}  // namespace

grpc::ServerUnaryReactor* EchoService::Echo(
    grpc::CallbackServerContext* context,
    const caseload::testing::v1::EchoRequest* request,
    caseload::testing::v1::EchoResponse* response) {
  response->set_text(request->text());
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  sync::MutexLock lock(&mutex_);
  ++entered_;
  if (failures_ > 0) {
    --failures_;
    reactor->Finish(grpc::Status(grpc::StatusCode::UNAVAILABLE, "as told"));
    return reactor;
  }
  if (!hold_) {
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
  hold_ = false;
  held_ = reactor;
  changed_.NotifyAll();
  return reactor;
}

void EchoService::Hold() {
  sync::MutexLock lock(&mutex_);
  hold_ = true;
}

void EchoService::WaitForHeld() {
  sync::MutexLock lock(&mutex_);
  changed_.Wait(&lock, [this] { return held_ != nullptr; });
}

void EchoService::Release() {
  sync::MutexLock lock(&mutex_);
  held_->Finish(grpc::Status::OK);
  held_ = nullptr;
}

void EchoService::Fail(int count) {
  sync::MutexLock lock(&mutex_);
  failures_ = count;
}

int EchoService::entered() const {
  sync::MutexLock lock(&mutex_);
  return entered_;
}

LoopbackSuite::LoopbackSuite()
    : ca_(ValueOrDie(authority::CertificateAuthority::Create(
          "Caseload test authority", start_ - absl::Hours(1),
          start_ + absl::Hours(24)))),
      issuer_(ValueOrDie(authority::TokenIssuer::Create("test-1"))) {
  OkOrDie(ca_.WriteTo(directory_.path()));
  OkOrDie(issuer_.WriteTo(directory_.path()));
  tokens_ = ValueOrDie(
      auth::TokenVerifier::Create(TokenOptionsFor(directory_), &clock_));
  authenticator_ =
      std::make_unique<auth::Authenticator>(kTrustDomain, tokens_.get());
  server_identity_ =
      ValueOrDie(server::TlsIdentity::Load(WriteLeaf("server", kServerId)));
}

server::TlsFiles LoopbackSuite::WriteLeaf(
    const std::string& name, const std::string& spiffe_id,
    const authority::CertificateAuthority& authority) {
  authority::LeafOptions options;
  options.spiffe_id = spiffe_id;
  options.not_before = start_ - absl::Hours(1);
  options.not_after = start_ + absl::Hours(12);
  OkOrDie(authority::WriteKeyPair(ValueOrDie(authority.Issue(options)),
                                  directory_.path(), name));
  return {directory_.File(name + ".key"), directory_.File(name + ".pem"),
          directory_.File("ca.pem")};
}

std::unique_ptr<server::TlsIdentity> LoopbackSuite::Identity(
    const std::string& spiffe_id) {
  const std::string name = absl::StrCat("leaf-", leaves_++);
  return ValueOrDie(server::TlsIdentity::Load(WriteLeaf(name, spiffe_id)));
}

server::ServerOptions LoopbackSuite::Options() const {
  server::ServerOptions options;
  options.service_name = "caseplan";
  options.certificate_address = "127.0.0.1:0";
  options.token_address = "127.0.0.1:0";
  options.health_address = "127.0.0.1:0";
  options.admin_address = "127.0.0.1:0";
  options.lame_duck = absl::ZeroDuration();
  return options;
}

std::unique_ptr<server::Server> LoopbackSuite::Start(
    server::ServerOptions options) {
  auto server = ValueOrDie(server::Server::Start(
      std::move(options), server_identity_.get(), authenticator_.get(),
      {{"caseload.testing.v1.EchoService", &echo_}}));
  server->health().Started();
  return server;
}

std::string LoopbackSuite::Token(absl::Duration lifetime,
                                 const std::string& audience,
                                 const std::string& group) const {
  authority::TokenClaims claims;
  claims.issuer = "https://login.caseload.example";
  claims.audience = audience;
  claims.subject = "officer-7";
  claims.groups = {group};
  claims.issued_at = absl::Now() - absl::Hours(1);
  claims.lifetime = absl::Hours(1) + lifetime;
  return ValueOrDie(issuer_.Sign(claims));
}

std::shared_ptr<grpc::Channel> LoopbackSuite::WithCertificate(
    int port, const std::string& spiffe_id) {
  const auto identity = Identity(spiffe_id);
  return grpc::CreateChannel(absl::StrCat("127.0.0.1:", port),
                             identity->ForChannel(kServerId));
}

std::shared_ptr<grpc::Channel> LoopbackSuite::WithoutCertificate(
    int port) const {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = ca_.certificate();
  return grpc::CreateChannel(absl::StrCat("127.0.0.1:", port),
                             grpc::SslCredentials(options));
}

EchoCall CallEcho(const std::shared_ptr<grpc::Channel>& channel,
                  const std::string& token) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::seconds(10));
  if (!token.empty()) {
    context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
  }
  caseload::testing::v1::EchoRequest request;
  request.set_text("hello");
  caseload::testing::v1::EchoResponse response;
  EchoCall call;
  call.status = caseload::testing::v1::EchoService::NewStub(channel)->Echo(
      &context, request, &response);
  call.text = response.text();
  return call;
}

}  // namespace caseload::testing
