#include "services/common/auth/identity.h"

#include <string>

#include "gtest/gtest.h"
#include "services/common/status/error.h"

namespace caseload::auth {
namespace {

constexpr char kDomain[] = "caseload.example";

TEST(IdentityTest, ServiceIdBecomesAServicePrincipal) {
  const auto caller =
      ParseSpiffeId("spiffe://caseload.example/service/conference", kDomain);
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_EQ(caller->kind, CallerKind::kService);
  EXPECT_EQ(caller->principal, "service/conference");
  EXPECT_EQ(caller->person, "");
  EXPECT_TRUE(caller->roles.empty());
}

TEST(IdentityTest, PartnerIdBecomesAPartnerPrincipal) {
  const auto caller =
      ParseSpiffeId("spiffe://caseload.example/partner/school-7", kDomain);
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_EQ(caller->kind, CallerKind::kPartner);
  EXPECT_EQ(caller->principal, "partner/school-7");
}

TEST(IdentityTest, CertificateWithoutSpiffeIdIsUnauthenticated) {
  const absl::Status status = ParseSpiffeId("", kDomain).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(status::ReasonOf(status), "IDENTITY_MISSING");
}

TEST(IdentityTest, ServiceSpiffeIdIsWhatTheParserTakes) {
  EXPECT_EQ(ServiceSpiffeId(kDomain, "notify"),
            "spiffe://caseload.example/service/notify");
  EXPECT_TRUE(ParseSpiffeId(ServiceSpiffeId(kDomain, "notify"), kDomain).ok());
}

class NotAdmittedTest : public ::testing::TestWithParam<std::string> {};

TEST_P(NotAdmittedTest, IsPermissionDenied) {
  const absl::Status status = ParseSpiffeId(GetParam(), kDomain).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(status::ReasonOf(status), "IDENTITY_NOT_ADMITTED");
}

INSTANTIATE_TEST_SUITE_P(
    Ids, NotAdmittedTest,
    ::testing::Values("spiffe://other.example/service/conference",
                      // A domain that only begins or ends like ours.
                      "spiffe://caseload.example.org/service/conference",
                      "spiffe://my-caseload.example/service/conference",
                      "https://caseload.example/service/conference",
                      "SPIFFE://caseload.example/service/conference",
                      "spiffe://caseload.example", "spiffe://caseload.example/",
                      "spiffe://caseload.example/service/",
                      "spiffe://caseload.example/service/a/b",
                      "spiffe://caseload.example/service/Conference",
                      "spiffe://caseload.example/service/-a",
                      "spiffe://caseload.example/service/a-",
                      "spiffe://caseload.example/service/a%2fb",
                      "spiffe://caseload.example/person/somebody",
                      "spiffe://caseload.example/service/" +
                          std::string(64, 'a')));

}  // namespace
}  // namespace caseload::auth
