#include "services/common/auth/method_policy.h"

#include <string>

#include "caseload/testing/v1/policies.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/status/error.h"

namespace caseload::auth {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const google::protobuf::MethodDescriptor& Method(const std::string& name) {
  const auto* service =
      caseload::testing::v1::PolicyCase::descriptor()->file()->service(0);
  return *service->FindMethodByName(name);
}

MethodPolicy Policy(const std::string& name) {
  const auto policy = ReadMethodPolicy(Method(name));
  EXPECT_TRUE(policy.ok()) << policy.status();
  return policy.value_or(MethodPolicy());
}

TEST(MethodPolicyTest, EverythingStatedIsRead) {
  const MethodPolicy policy = Policy("Full");
  EXPECT_EQ(policy.method, "/caseload.testing.v1.PolicyCasesService/Full");
  EXPECT_TRUE(policy.roles.Has(options::v1::ROLE_DPO));
  EXPECT_TRUE(policy.roles.Has(options::v1::ROLE_SDPO));
  EXPECT_FALSE(policy.roles.Has(options::v1::ROLE_MANAGER));
  EXPECT_THAT(policy.services, ElementsAre("conference", "notify"));
  EXPECT_THAT(policy.partner_categories, ElementsAre("school"));
  EXPECT_EQ(policy.scope, options::v1::SCOPE_CASELOAD);
  EXPECT_EQ(policy.effect, options::v1::EFFECT_CHANGE_CLIENT);
  EXPECT_EQ(policy.default_deadline, absl::Milliseconds(2500));
  EXPECT_EQ(policy.max_deadline, absl::Seconds(5));
  EXPECT_EQ(policy.max_request_bytes, 4096);
}

TEST(MethodPolicyTest, WhatIsNotStatedHasTheDocumentedDefault) {
  const MethodPolicy policy = Policy("Defaults");
  EXPECT_EQ(policy.default_deadline, absl::Seconds(10));
  EXPECT_EQ(policy.max_deadline, absl::Seconds(60));
  EXPECT_EQ(policy.max_request_bytes, 1048576);
}

struct BadCase {
  std::string method;
  std::string says;
};

void PrintTo(const BadCase& bad, std::ostream* out) { *out << bad.method; }

class BadPolicyTest : public ::testing::TestWithParam<BadCase> {};

TEST_P(BadPolicyTest, IsRefusedNamingTheMethod) {
  const absl::Status status =
      ReadMethodPolicy(Method(GetParam().method)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("/caseload.testing.v1.PolicyCasesService/" +
                        GetParam().method));
  EXPECT_THAT(std::string(status.message()), HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Cases, BadPolicyTest,
    ::testing::Values(BadCase{"Missing", "has no option"},
                      BadCase{"Nobody", "lets nobody"},
                      BadCase{"NoRole", "names a role that is none"},
                      BadCase{"NamelessService", "that is empty"},
                      BadCase{"NoScope", "has no scope"},
                      BadCase{"NoEffect", "has no effect"},
                      BadCase{"DeadlinesCrossed",
                              "default_deadline <= max_deadline"},
                      BadCase{"TooLarge", "max_request_bytes"}),
    [](const auto& test) { return test.param.method; });

Caller Person(int role) {
  Caller caller;
  caller.kind = CallerKind::kPerson;
  caller.principal = "person/a";
  caller.person = "a";
  caller.roles.Add(role);
  return caller;
}

Caller Machine(CallerKind kind, const std::string& principal) {
  Caller caller;
  caller.kind = kind;
  caller.principal = principal;
  return caller;
}

Caller OnBehalf(Caller machine, int role) {
  machine.person = "a";
  machine.roles.Add(role);
  return machine;
}

void ExpectNotAllowed(const absl::Status& status) {
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(status::ReasonOf(status), "METHOD_NOT_ALLOWED");
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("/caseload.testing.v1.PolicyCasesService/"));
}

TEST(AuthorizeTest, PersonNeedsOneOfTheRoles) {
  const MethodPolicy policy = Policy("Full");
  EXPECT_TRUE(Authorize(policy, Person(options::v1::ROLE_SDPO)).ok());
  ExpectNotAllowed(Authorize(policy, Person(options::v1::ROLE_OPS)));
  Caller without_roles = Person(options::v1::ROLE_DPO);
  without_roles.roles = RoleSet();
  ExpectNotAllowed(Authorize(policy, without_roles));
}

TEST(AuthorizeTest, PersonIsNotAllowedByAListedServiceOfTheSameName) {
  Caller person = Person(options::v1::ROLE_OPS);
  person.principal = "service/conference";
  ExpectNotAllowed(Authorize(Policy("Full"), person));
}

TEST(AuthorizeTest, ServiceMustBeListed) {
  const MethodPolicy policy = Policy("Full");
  EXPECT_TRUE(
      Authorize(policy, Machine(CallerKind::kService, "service/notify")).ok());
  ExpectNotAllowed(
      Authorize(policy, Machine(CallerKind::kService, "service/assessment")));
  ExpectNotAllowed(Authorize(Policy("Defaults"),
                             Machine(CallerKind::kService, "service/notify")));
}

TEST(AuthorizeTest, ServiceMayBeNamedLikeAPartnerCategoryWithoutBeingOne) {
  ExpectNotAllowed(Authorize(Policy("Full"),
                             Machine(CallerKind::kService, "service/school"),
                             "school"));
}

TEST(AuthorizeTest, PartnerNeedsItsCategoryOrAnyPartner) {
  const Caller partner = Machine(CallerKind::kPartner, "partner/notify");
  EXPECT_TRUE(Authorize(Policy("Full"), partner, "school").ok());
  EXPECT_TRUE(Authorize(Policy("Defaults"), partner).ok());
  ExpectNotAllowed(Authorize(Policy("Full"), partner, "clinic"));
  ExpectNotAllowed(Authorize(Policy("Full"), partner));
  // The literal "*" as a category is not a way around.
  ExpectNotAllowed(Authorize(Policy("Full"), partner, "*"));
}

TEST(AuthorizeTest, OnBehalfOfNeedsBothTheMachineAndThePerson) {
  const MethodPolicy policy = Policy("Full");
  const Caller listed = Machine(CallerKind::kService, "service/conference");
  const Caller other = Machine(CallerKind::kService, "service/assessment");
  EXPECT_TRUE(Authorize(policy, OnBehalf(listed, options::v1::ROLE_DPO)).ok());
  ExpectNotAllowed(
      Authorize(policy, OnBehalf(listed, options::v1::ROLE_AUDITOR)));
  ExpectNotAllowed(Authorize(policy, OnBehalf(other, options::v1::ROLE_DPO)));
}

}  // namespace
}  // namespace caseload::auth
