// loopback_suite.h: certificates, tokens and an echo service for tests that
// speak real TLS over loopback.

#ifndef TESTS_SUPPORT_LOOPBACK_LOOPBACK_SUITE_H_
#define TESTS_SUPPORT_LOOPBACK_LOOPBACK_SUITE_H_

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "caseload/testing/v1/echo.grpc.pb.h"
#include "services/common/auth/authenticator.h"
#include "services/common/clock/clock.h"
#include "services/common/server/server.h"
#include "services/common/server/tls.h"
#include "services/common/sync/mutex.h"
#include "tests/support/temp_dir.h"
#include "tools/authority/authority.h"

namespace caseload::testing {

inline constexpr char kTrustDomain[] = "caseload.example";
inline constexpr char kServerId[] =
    "spiffe://caseload.example/service/caseplan";

// Answers at once, unless calls are held; then each waits for Release().
class EchoService final
    : public caseload::testing::v1::EchoService::CallbackService {
 public:
  grpc::ServerUnaryReactor* Echo(
      grpc::CallbackServerContext* context,
      const caseload::testing::v1::EchoRequest* request,
      caseload::testing::v1::EchoResponse* response) override;

  // The next call is held.
  void Hold();
  // Returns when a call is held.
  void WaitForHeld();
  // Answers the held call.
  void Release();
  // The next `count` calls answer UNAVAILABLE.
  void Fail(int count);
  // Calls whose handler was entered.
  int entered() const;

 private:
  mutable sync::Mutex mutex_;
  sync::CondVar changed_;
  bool hold_ = false;
  grpc::ServerUnaryReactor* held_ = nullptr;
  int failures_ = 0;
  int entered_ = 0;
};

// One authority, one issuer, and files for a server and its clients.
class LoopbackSuite {
 public:
  LoopbackSuite();

  // Writes a certificate of `authority` with `spiffe_id` as <name>.pem and
  // <name>.key, beside the ca.pem that everybody trusts.
  server::TlsFiles WriteLeaf(const std::string& name,
                             const std::string& spiffe_id,
                             const authority::CertificateAuthority& authority);
  server::TlsFiles WriteLeaf(const std::string& name,
                             const std::string& spiffe_id) {
    return WriteLeaf(name, spiffe_id, ca_);
  }
  std::unique_ptr<server::TlsIdentity> Identity(const std::string& spiffe_id);

  // Loopback, port 0, no lame duck.
  server::ServerOptions Options() const;
  // Listens and is ready; dies when it cannot.
  std::unique_ptr<server::Server> Start(server::ServerOptions options);

  // A token of the issuer, from now for `lifetime`.
  std::string Token(absl::Duration lifetime = absl::Hours(1),
                    const std::string& audience = "caseload",
                    const std::string& group = "officers") const;

  // Channels to a port, with a certificate or without one.
  std::shared_ptr<grpc::Channel> WithCertificate(int port,
                                                 const std::string& spiffe_id);
  std::shared_ptr<grpc::Channel> WithoutCertificate(int port) const;

  EchoService& echo() { return echo_; }
  const TempDir& directory() const { return directory_; }
  const authority::CertificateAuthority& ca() const { return ca_; }
  const authority::TokenIssuer& issuer() const { return issuer_; }
  auth::Authenticator& authenticator() { return *authenticator_; }

 private:
  TempDir directory_;
  clock::SystemClock clock_;
  const absl::Time start_ = absl::Now();
  authority::CertificateAuthority ca_;
  authority::TokenIssuer issuer_;
  std::unique_ptr<auth::TokenVerifier> tokens_;
  std::unique_ptr<auth::Authenticator> authenticator_;
  std::unique_ptr<server::TlsIdentity> server_identity_;
  EchoService echo_;
  int leaves_ = 0;
};

struct EchoCall {
  grpc::Status status;
  std::string text;
};
// Calls Echo over `channel` with `token`, if it is not empty, and a deadline of
// 10 s.
EchoCall CallEcho(const std::shared_ptr<grpc::Channel>& channel,
                  const std::string& token = "");

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_LOOPBACK_LOOPBACK_SUITE_H_
