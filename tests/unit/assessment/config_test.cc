#include "services/assessment/config.h"

#include "CLI/CLI.hpp"
#include "caseload/options/v1/options.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment {
namespace {

using ::caseload::testing::IsOk;
using ::caseload::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ConfigTest, NobodySeesClinicalAssessmentsUnlessTold) {
  Config config;
  CLI::App app;
  AddOptions(app, config);
  app.parse("--caseplan-target caseplan:8443", false);
  EXPECT_THAT(config.clinical_roles, IsEmpty());
  const auto roles = ToRoles(config.clinical_roles);
  ASSERT_THAT(roles, IsOk());
  EXPECT_TRUE(roles->empty());
}

TEST(ConfigTest, ReadsRolesByName) {
  Config config;
  CLI::App app;
  AddOptions(app, config);
  app.parse(
      "--clinical-roles manager,quality --instruments x"
      " --caseplan-target caseplan:8443",
      false);
  EXPECT_THAT(config.clinical_roles, ElementsAre("manager", "quality"));
  EXPECT_EQ(config.instruments, "x");
  const auto roles = ToRoles(config.clinical_roles);
  ASSERT_THAT(roles, IsOk());
  EXPECT_TRUE(roles->Has(options::v1::ROLE_MANAGER));
  EXPECT_TRUE(roles->Has(options::v1::ROLE_QUALITY));
  EXPECT_FALSE(roles->Has(options::v1::ROLE_DPO));
}

TEST(ConfigTest, CaseplanMustBeNamed) {
  Config config;
  CLI::App app;
  AddOptions(app, config);
  EXPECT_THROW(app.parse("", false), CLI::RequiredError);
}

TEST(ConfigTest, RefusesARoleThatIsNone) {
  EXPECT_THAT(ToRoles({"manager", "clinician"}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace caseload::assessment
