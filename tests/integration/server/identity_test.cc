// Who is let in at which port, over real TLS on loopback (R133).

#include <atomic>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "gtest/gtest.h"
#include "services/common/server/channel.h"
#include "services/common/sync/mutex.h"
#include "tests/support/loopback/forged_token.h"
#include "tests/support/loopback/loopback_suite.h"

namespace caseload::server {
namespace {

using testing::CallEcho;
using testing::EchoCall;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kConference[] = "spiffe://caseload.example/service/conference";

// The reasons that the processors gave, in order.
class Strangers {
 public:
  auth::OnStranger Listener() {
    return [this](absl::string_view reason) {
      sync::MutexLock lock(&mutex_);
      reasons_.emplace_back(reason);
    };
  }
  std::vector<std::string> reasons() const {
    sync::MutexLock lock(&mutex_);
    return reasons_;
  }

 private:
  mutable sync::Mutex mutex_;
  std::vector<std::string> reasons_;
};

class IdentityTest : public ::testing::Test {
 protected:
  IdentityTest() {
    ServerOptions options = suite_.Options();
    options.on_stranger = strangers_.Listener();
    server_ = suite_.Start(options);
  }

  int certificate_port() const { return server_->ports().certificate; }
  int token_port() const { return server_->ports().token; }

  void ExpectStranger(const EchoCall& call, grpc::StatusCode code,
                      const std::string& reason) {
    EXPECT_EQ(call.status.error_code(), code) << call.status.error_message();
    EXPECT_THAT(call.status.error_message(), HasSubstr(reason));
    EXPECT_EQ(suite_.echo().entered(), 0) << "refused before the handler";
    EXPECT_THAT(strangers_.reasons(), ElementsAre(reason));
  }

  testing::LoopbackSuite suite_;
  Strangers strangers_;
  std::unique_ptr<Server> server_;
};

TEST_F(IdentityTest, ServiceOfTheTrustDomainIsServed) {
  const EchoCall call =
      CallEcho(suite_.WithCertificate(certificate_port(), kConference));
  EXPECT_TRUE(call.status.ok()) << call.status.error_message();
  EXPECT_EQ(call.text, "hello");
  EXPECT_THAT(strangers_.reasons(), ElementsAre());
}

TEST_F(IdentityTest, WithoutAClientCertificateTheHandshakeFails) {
  const EchoCall call =
      CallEcho(suite_.WithoutCertificate(certificate_port()), suite_.Token());
  EXPECT_EQ(call.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(suite_.echo().entered(), 0);
}

TEST_F(IdentityTest, CertificateOfAnotherAuthorityFailsTheHandshake) {
  const auto other = authority::CertificateAuthority::Create(
      "Another authority", absl::Now() - absl::Hours(1),
      absl::Now() + absl::Hours(1));
  ASSERT_TRUE(other.ok());
  const auto identity =
      TlsIdentity::Load(suite_.WriteLeaf("foreign", kConference, *other));
  ASSERT_TRUE(identity.ok()) << identity.status();
  const EchoCall call = CallEcho(
      grpc::CreateChannel(absl::StrCat("127.0.0.1:", certificate_port()),
                          (*identity)->ForChannel(testing::kServerId)));
  EXPECT_EQ(call.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(suite_.echo().entered(), 0);
}

TEST_F(IdentityTest, CertificateOfAnotherTrustDomainIsPermissionDenied) {
  ExpectStranger(
      CallEcho(suite_.WithCertificate(
          certificate_port(), "spiffe://other.example/service/conference")),
      grpc::StatusCode::PERMISSION_DENIED, "IDENTITY_NOT_ADMITTED");
}

TEST_F(IdentityTest, CertificateWithoutAnIdentityIsRefusedEvenWithAToken) {
  ExpectStranger(
      CallEcho(suite_.WithCertificate(certificate_port(), ""), suite_.Token()),
      grpc::StatusCode::UNAUTHENTICATED, "IDENTITY_MISSING");
}

TEST_F(IdentityTest, ServiceOnBehalfOfAPersonIsServed) {
  EXPECT_TRUE(CallEcho(suite_.WithCertificate(certificate_port(), kConference),
                       suite_.Token())
                  .status.ok());
}

TEST_F(IdentityTest, ServiceOnBehalfOfAnExpiredTokenIsRefused) {
  ExpectStranger(
      CallEcho(suite_.WithCertificate(certificate_port(), kConference),
               suite_.Token(-absl::Minutes(30))),
      grpc::StatusCode::UNAUTHENTICATED, "TOKEN_EXPIRED");
}

TEST_F(IdentityTest, TokenOnTheTokenPortIsServed) {
  const auto channel = suite_.WithoutCertificate(token_port());
  EXPECT_TRUE(CallEcho(channel, suite_.Token()).status.ok());
}

TEST_F(IdentityTest, EachCallOfAConnectionIsJudgedByItsOwnToken) {
  const auto channel = suite_.WithoutCertificate(token_port());
  EXPECT_TRUE(CallEcho(channel, suite_.Token()).status.ok());
  EXPECT_EQ(CallEcho(channel).status.error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(IdentityTest, NoTokenOnTheTokenPortIsUnauthenticated) {
  ExpectStranger(CallEcho(suite_.WithoutCertificate(token_port())),
                 grpc::StatusCode::UNAUTHENTICATED, "IDENTITY_MISSING");
}

TEST_F(IdentityTest, CertificateOnTheTokenPortCountsForNothing) {
  ExpectStranger(CallEcho(suite_.WithCertificate(token_port(), kConference)),
                 grpc::StatusCode::UNAUTHENTICATED, "IDENTITY_MISSING");
}

TEST_F(IdentityTest, ExpiredTokenIsUnauthenticated) {
  ExpectStranger(CallEcho(suite_.WithoutCertificate(token_port()),
                          suite_.Token(-absl::Minutes(30))),
                 grpc::StatusCode::UNAUTHENTICATED, "TOKEN_EXPIRED");
}

TEST_F(IdentityTest, TokenForAnotherAudienceIsUnauthenticated) {
  ExpectStranger(CallEcho(suite_.WithoutCertificate(token_port()),
                          suite_.Token(absl::Hours(1), "payroll")),
                 grpc::StatusCode::UNAUTHENTICATED, "TOKEN_INVALID");
}

TEST_F(IdentityTest, TwoTokensInOneCallAreRefused) {
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + suite_.Token());
  context.AddMetadata("authorization", "Bearer " + suite_.Token());
  caseload::testing::v1::EchoResponse response;
  EchoCall call;
  call.status =
      caseload::testing::v1::EchoService::NewStub(
          suite_.WithoutCertificate(token_port()))
          ->Echo(&context, caseload::testing::v1::EchoRequest(), &response);
  ExpectStranger(call, grpc::StatusCode::UNAUTHENTICATED, "TOKEN_INVALID");
}

class ForgedTokenTest : public IdentityTest {
 protected:
  // What a good token would state.
  static std::string Claims() {
    return absl::StrCat(
        R"({"iss":"https://login.caseload.example","aud":"caseload",)",
        R"("sub":"officer-7","groups":["officers"],"exp":)",
        absl::ToUnixSeconds(absl::Now() + absl::Hours(1)), "}");
  }
  void ExpectRefused(const std::string& token) {
    ExpectStranger(CallEcho(suite_.WithoutCertificate(token_port()), token),
                   grpc::StatusCode::UNAUTHENTICATED, "TOKEN_INVALID");
  }
};

TEST_F(ForgedTokenTest, UnsignedIsUnauthenticated) {
  ExpectRefused(
      testing::UnsignedToken(R"({"alg":"none","kid":"test-1"})", Claims()));
}

TEST_F(ForgedTokenTest, HmacKeyedWithThePublicKeysIsUnauthenticated) {
  const auto key = testing::HmacKey(suite_.issuer().jwks());
  ExpectRefused(
      testing::SignedToken(key.get(), {"HS256", "test-1", ""}, Claims()));
}

TEST_F(ForgedTokenTest, RsaKeyOf1024BitsIsUnauthenticated) {
  const auto key = testing::NewRsaKey(1024, "test-1");
  ExpectRefused(
      testing::SignedToken(key.get(), {"RS256", "test-1", ""}, Claims()));
}

TEST_F(ForgedTokenTest, UnknownKeyIsUnauthenticated) {
  const auto key = testing::NewEcKey("made-up");
  ExpectRefused(
      testing::SignedToken(key.get(), {"ES256", "made-up", ""}, Claims()));
}

TEST_F(ForgedTokenTest, KnownIdWithAnotherKeyIsUnauthenticated) {
  const auto key = testing::NewEcKey("test-1");
  ExpectRefused(
      testing::SignedToken(key.get(), {"ES256", "test-1", ""}, Claims()));
}

TEST_F(IdentityTest, ClientDoesNotSpeakToAServerOfAnotherIdentity) {
  const auto identity = suite_.Identity(kConference);
  const std::string target = absl::StrCat("127.0.0.1:", certificate_port());
  const EchoCall wrong = CallEcho(grpc::CreateChannel(
      target,
      identity->ForChannel("spiffe://caseload.example/service/notify")));
  EXPECT_EQ(wrong.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(suite_.echo().entered(), 0);
  EXPECT_TRUE(
      CallEcho(MakeServiceChannel(*identity, target, testing::kServerId))
          .status.ok());
}

TEST_F(IdentityTest, ClientDoesNotSpeakToAServerOfAnotherAuthority) {
  const auto other = authority::CertificateAuthority::Create(
      "Another authority", absl::Now() - absl::Hours(1),
      absl::Now() + absl::Hours(1));
  ASSERT_TRUE(other.ok());
  const auto impostor = TlsIdentity::Load(
      suite_.WriteLeaf("impostor", testing::kServerId, *other));
  ASSERT_TRUE(impostor.ok());
  const auto server =
      Server::Start(suite_.Options(), impostor->get(), &suite_.authenticator(),
                    {{"caseload.testing.v1.EchoService", &suite_.echo()}});
  ASSERT_TRUE(server.ok());
  EXPECT_EQ(CallEcho(suite_.WithCertificate((*server)->ports().certificate,
                                            kConference))
                .status.error_code(),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(suite_.echo().entered(), 0);
}

// Renewing by the swap of a symbolic link to a directory, as Kubernetes does.
class RotationTest : public ::testing::Test {
 protected:
  void Issue(const std::string& version, const std::string& spiffe_id) {
    const std::string directory = suite_.directory().File(version);
    std::filesystem::create_directory(directory);
    authority::LeafOptions options;
    options.spiffe_id = spiffe_id;
    options.not_before = absl::Now() - absl::Hours(1);
    options.not_after = absl::Now() + absl::Hours(1);
    const auto leaf = suite_.ca().Issue(options);
    ASSERT_TRUE(leaf.ok());
    ASSERT_TRUE(authority::WriteKeyPair(*leaf, directory, "tls").ok());
    const std::string link = suite_.directory().File("next");
    std::filesystem::create_symlink(directory, link);
    std::filesystem::rename(link, suite_.directory().File("current"));
  }

  testing::LoopbackSuite suite_;
};

TEST_F(RotationTest, RenewedCertificateIsServedWithoutARestart) {
  Issue("v1", testing::kServerId);
  const std::string current = suite_.directory().File("current");
  const auto tls =
      TlsIdentity::Load({current + "/tls.key", current + "/tls.pem",
                         suite_.directory().File("ca.pem")});
  ASSERT_TRUE(tls.ok()) << tls.status();
  const auto server =
      Server::Start(suite_.Options(), tls->get(), &suite_.authenticator(),
                    {{"caseload.testing.v1.EchoService", &suite_.echo()}});
  ASSERT_TRUE(server.ok()) << server.status();
  const std::string target =
      absl::StrCat("127.0.0.1:", (*server)->ports().certificate);
  const auto client = suite_.Identity(kConference);
  // A name of its own tells the renewed certificate from the old one.
  constexpr char kRenewed[] = "spiffe://caseload.example/service/renewed";
  EXPECT_EQ(CallEcho(grpc::CreateChannel(target, client->ForChannel(kRenewed)))
                .status.error_code(),
            grpc::StatusCode::UNAVAILABLE);
  Issue("v2", kRenewed);
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  const auto channel = grpc::CreateCustomChannel(
      target, client->ForChannel(kRenewed), arguments);
  EXPECT_TRUE(channel->WaitForConnected(std::chrono::system_clock::now() +
                                        std::chrono::seconds(20)));
  EXPECT_TRUE(CallEcho(channel).status.ok());
}

TEST_F(RotationTest, ExpiryIsThatOfTheFileNow) {
  Issue("v1", testing::kServerId);
  const std::string current = suite_.directory().File("current");
  const auto tls =
      TlsIdentity::Load({current + "/tls.key", current + "/tls.pem",
                         suite_.directory().File("ca.pem")});
  ASSERT_TRUE(tls.ok()) << tls.status();
  const auto expires = (*tls)->NotAfter();
  ASSERT_TRUE(expires.ok()) << expires.status();
  EXPECT_LT(absl::AbsDuration(*expires - absl::Now() - absl::Hours(1)),
            absl::Minutes(1));
}

TEST(TlsIdentityTest, FilesThatCannotWorkAreNoStart) {
  testing::LoopbackSuite suite;
  const TlsFiles good = suite.WriteLeaf("good", kConference);
  const TlsFiles other = suite.WriteLeaf("other", kConference);
  EXPECT_TRUE(TlsIdentity::Load(good).ok());
  for (const TlsFiles& files :
       {TlsFiles{other.key, good.certificate, good.trusted},
        TlsFiles{good.key, suite.directory().File("absent"), good.trusted},
        TlsFiles{good.key, good.certificate, good.key},
        TlsFiles{good.certificate, good.certificate, good.trusted}}) {
    EXPECT_EQ(TlsIdentity::Load(files).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace caseload::server
