#include "services/common/auth/authenticator.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "caseload/options/v1/options.pb.h"
#include "gtest/gtest.h"
#include "services/common/auth/metadata_processor.h"
#include "services/common/status/error.h"
#include "tests/support/temp_dir.h"
#include "tools/authority/authority.h"

namespace caseload::auth {
namespace {

constexpr char kService[] = "spiffe://caseload.example/service/conference";

class AuthenticatorTest : public ::testing::Test {
 protected:
  AuthenticatorTest()
      : clock_(absl::FromUnixSeconds(1'770'000'000)),
        issuer_(*authority::TokenIssuer::Create("try-1")) {
    EXPECT_TRUE(issuer_.WriteTo(directory_.path()).ok());
    TokenOptions options;
    options.issuer = "issuer";
    options.audience = "caseload";
    options.jwks_path = directory_.File("jwks.json");
    options.group_roles = {{"officers", options::v1::ROLE_DPO}};
    tokens_ = *TokenVerifier::Create(options, &clock_);
    authenticator_.emplace("caseload.example", tokens_.get());
  }

  std::string Bearer(absl::Duration lifetime = absl::Hours(1)) const {
    authority::TokenClaims claims;
    claims.issuer = "issuer";
    claims.audience = "caseload";
    claims.subject = "officer-7";
    claims.groups = {"officers"};
    claims.issued_at = clock_.Now() - absl::Hours(2);
    claims.lifetime = absl::Hours(2) + lifetime;
    return absl::StrCat("Bearer ", *issuer_.Sign(claims));
  }

  void ExpectRefused(const std::string& spiffe_id, const std::string& header,
                     absl::StatusCode code, const std::string& reason) {
    const absl::Status status =
        authenticator_->Authenticate(spiffe_id, header).status();
    EXPECT_EQ(status.code(), code) << status;
    EXPECT_EQ(status::ReasonOf(status), reason) << status;
  }

  testing::TempDir directory_;
  clock::SimulatedClock clock_;
  authority::TokenIssuer issuer_;
  std::unique_ptr<TokenVerifier> tokens_;
  std::optional<Authenticator> authenticator_;
};

TEST_F(AuthenticatorTest, CertificateAloneIsAMachine) {
  const auto caller = authenticator_->Authenticate(kService, "");
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_EQ(caller->kind, CallerKind::kService);
  EXPECT_EQ(caller->principal, "service/conference");
  EXPECT_EQ(caller->person, "");
}

TEST_F(AuthenticatorTest, TokenAloneIsAPerson) {
  const auto caller = authenticator_->Authenticate("", Bearer());
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_EQ(caller->kind, CallerKind::kPerson);
  EXPECT_EQ(caller->principal, "person/officer-7");
}

TEST_F(AuthenticatorTest, SchemeIsReadWithoutRegardToCase) {
  std::string header = Bearer();
  header.replace(0, 6, "bEARER");
  EXPECT_TRUE(authenticator_->Authenticate("", header).ok());
}

TEST_F(AuthenticatorTest, BothAreACallOnBehalfOf) {
  const auto caller = authenticator_->Authenticate(kService, Bearer());
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_EQ(caller->kind, CallerKind::kService);
  EXPECT_EQ(caller->principal, "service/conference");
  EXPECT_EQ(caller->person, "officer-7");
  EXPECT_TRUE(caller->roles.Has(options::v1::ROLE_DPO));
}

TEST_F(AuthenticatorTest, NeitherIsUnauthenticated) {
  ExpectRefused("", "", absl::StatusCode::kUnauthenticated, "IDENTITY_MISSING");
}

TEST_F(AuthenticatorTest, ABadTokenIsNotSavedByAGoodCertificate) {
  ExpectRefused(kService, Bearer(-absl::Hours(1)),
                absl::StatusCode::kUnauthenticated, "TOKEN_EXPIRED");
  ExpectRefused(kService, "Bearer x", absl::StatusCode::kUnauthenticated,
                "TOKEN_INVALID");
  ExpectRefused(kService, "Basic eDp5", absl::StatusCode::kUnauthenticated,
                "TOKEN_INVALID");
}

TEST_F(AuthenticatorTest, AForeignCertificateIsNotSavedByAGoodToken) {
  ExpectRefused("spiffe://other.example/service/conference", Bearer(),
                absl::StatusCode::kPermissionDenied, "IDENTITY_NOT_ADMITTED");
}

TEST_F(AuthenticatorTest, WithoutAVerifierEveryTokenIsRefused) {
  authenticator_.emplace("caseload.example", nullptr);
  ExpectRefused("", Bearer(), absl::StatusCode::kUnauthenticated,
                "TOKEN_INVALID");
  EXPECT_TRUE(authenticator_->Authenticate(kService, "").ok());
}

TEST(AdmitOperatorsTest, TakesOpsAndServicesOnBehalfOfOpsOnly) {
  Caller caller;
  caller.kind = CallerKind::kService;
  caller.principal = "service/ops";
  EXPECT_TRUE(AdmitOperators(caller).ok());
  caller.principal = "service/notify";
  EXPECT_EQ(status::ReasonOf(AdmitOperators(caller)), "METHOD_NOT_ALLOWED");
  caller.roles.Add(options::v1::ROLE_OPS);
  EXPECT_TRUE(AdmitOperators(caller).ok());
  caller.kind = CallerKind::kPartner;
  caller.principal = "partner/ops";
  EXPECT_EQ(AdmitOperators(caller).code(), absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace caseload::auth
