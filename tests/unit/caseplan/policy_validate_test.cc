#include "services/caseplan/policy_validate.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/caseplan/proto_text.h"

namespace caseload::caseplan {
namespace {

using ::caseload::testing::HasReason;
using ::caseload::testing::IsOk;
using ::caseload::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr absl::CivilDay kToday(2026, 11, 20);

TEST(CheckActivationDayTest, TomorrowNeedsNobody) {
  EXPECT_THAT(CheckActivationDay(kToday + 1, kToday, false, false), IsOk());
  EXPECT_THAT(CheckActivationDay(kToday + 1, kToday, true, false), IsOk());
}

TEST(CheckActivationDayTest, TodayAndThePastMustBeForced) {
  for (const absl::CivilDay day : {kToday, kToday - 1, kToday - 400}) {
    // A manager forces it deliberately or not at all.
    for (const bool by_manager : {false, true}) {
      const absl::Status refused =
          CheckActivationDay(day, kToday, false, by_manager);
      EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
      EXPECT_THAT(refused, HasReason("POLICY_TOO_SOON"));
      EXPECT_THAT(std::string(refused.message()), HasSubstr("2026-11-21"));
    }
  }
}

TEST(CheckActivationDayTest, OnlyAManagerForces) {
  const absl::Status refused = CheckActivationDay(kToday, kToday, true, false);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(refused, HasReason("POLICY_FORCE_NEEDS_MANAGER"));
  EXPECT_THAT(CheckActivationDay(kToday, kToday, true, true), IsOk());
  EXPECT_THAT(CheckActivationDay(kToday - 400, kToday, true, true), IsOk());
}

TEST(ValidateActivatePolicyPackTest, NamesAllThatIsMissing) {
  EXPECT_THAT(
      Violations(ValidateActivatePolicyPack(
          Parse<v1::ActivatePolicyPackRequest>("force: true"))),
      ElementsAre("name FIELD_REQUIRED", "effective_date FIELD_REQUIRED",
                  "reason FIELD_REQUIRED"));
  v1::ActivatePolicyPackRequest request = Parse<v1::ActivatePolicyPackRequest>(
      "name: 'packs/x' effective_date { year: 2026 month: 2 day: 30 }");
  request.set_reason(std::string(501, 'x'));
  EXPECT_THAT(Violations(ValidateActivatePolicyPack(request)),
              ElementsAre("name NAME_INVALID", "effective_date DATE_INVALID",
                          "reason TEXT_TOO_LONG"));
}

TEST(ValidateDryRunPolicyPackTest, NeedsAPackAndADay) {
  EXPECT_THAT(
      Violations(ValidateDryRunPolicyPack(v1::DryRunPolicyPackRequest())),
      ElementsAre("policy_pack FIELD_REQUIRED",
                  "effective_date FIELD_REQUIRED"));
}

TEST(ValidateGetEffectivePolicyTest, NeedsADivisionAndADay) {
  EXPECT_THAT(
      Violations(ValidateGetEffectivePolicy(v1::GetEffectivePolicyRequest())),
      ElementsAre("division FIELD_REQUIRED", "date FIELD_REQUIRED"));
  EXPECT_THAT(Violations(ValidateGetEffectivePolicy(
                  Parse<v1::GetEffectivePolicyRequest>(
                      "division: 'adult' date { year: 2026 month: 1 day: 1 }"
                      " known_at { seconds: 99999999999 }"))),
              ElementsAre("known_at TIME_INVALID"));
}

TEST(ValidateCreatePolicyPackTest, NamesEveryProblemByItsPath) {
  EXPECT_THAT(
      Violations(
          ValidateCreatePolicyPack(v1::CreatePolicyPackRequest()).status()),
      ElementsAre("policy_pack.content FIELD_REQUIRED"));
  const absl::Status refused =
      ValidateCreatePolicyPack(
          Parse<v1::CreatePolicyPackRequest>(
              "policy_pack { content { pack_id: 'NOT AN ID' } }"))
          .status();
  EXPECT_THAT(refused, HasReason("POLICY_INVALID"));
  const auto violations = Violations(refused);
  EXPECT_THAT(violations, ::testing::Contains(
                              "policy_pack.content.pack_id POLICY_INVALID"));
  EXPECT_THAT(violations, ::testing::Contains(
                              "policy_pack.content.division POLICY_INVALID"));
}

TEST(CheckPackTest, ABadTextIsAnAnswerWithItsPlace) {
  const auto checked = CheckPack(Parse<v1::CheckPolicyPackRequest>(
      "text { file: 'adult.textproto' text: 'pack_id: \"x\"\\nno_such: 1' }"));
  ASSERT_THAT(checked, IsOk());
  ASSERT_EQ(checked->problems.size(), 1u);
  EXPECT_EQ(checked->problems[0].file, "adult.textproto");
  EXPECT_EQ(checked->problems[0].line, 2);
  EXPECT_THAT(Violations(CheckPack(v1::CheckPolicyPackRequest()).status()),
              ElementsAre("content FIELD_REQUIRED"));
  EXPECT_THAT(
      Violations(
          CheckPack(Parse<v1::CheckPolicyPackRequest>("text {}")).status()),
      ElementsAre("text.text FIELD_REQUIRED"));
}

}  // namespace
}  // namespace caseload::caseplan
