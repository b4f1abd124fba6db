// What may be asked for and decided about overrides of the level (R032).

#include "services/assessment/domain/override.h"

#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/status/error.h"
#include "tests/support/assessment/example_policy.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment::domain {
namespace {

using ::absl::CivilDay;
using ::caseload::testing::HasReason;
using ::caseload::testing::IsOk;
using ::caseload::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;

const CivilDay kToday(2026, 11, 20);

class OverrideRulesTest : public ::testing::Test {
 protected:
  OverrideRulesTest() {
    override_.id = "o";
    override_.from = {"a", "moderate", "example-bands", "middle"};
    override_.to_band_id = "top";
    override_.reason_code = "crisis";
    override_.asked = {kToday, kToday + 30};
    override_.requested.by = "person/dpo";
  }

  // "field REASON" of everything that is wrong with the request.
  std::vector<std::string> Wrong() {
    std::vector<std::string> wrong;
    for (const auto& violation : status::FieldViolationsOf(
             CheckRequest(pack_, *pack_.overrides, override_, kToday))) {
      wrong.push_back(violation.field + " " + violation.reason);
    }
    return wrong;
  }
  absl::Status Approval(const std::vector<OverridePeriod>& others = {}) {
    return CheckApproval(override_, override_.from, others, kToday,
                         "overrides/o");
  }
  static OverridePeriod Period(CivilDay first, std::optional<CivilDay> last) {
    return {"other", "c", "example-bands", "low", {first, last}};
  }

  policy::PolicyPack pack_ = assessment::testing::ExamplePack();
  Override override_;
};

TEST_F(OverrideRulesTest, ARequestWithinThePolicyIsTaken) {
  EXPECT_THAT(Wrong(), ElementsAre());
  override_.asked.last = std::nullopt;
  EXPECT_THAT(Wrong(), ElementsAre());
  // Today alone, and as long as it may be.
  override_.asked.last = kToday;
  EXPECT_THAT(Wrong(), ElementsAre());
  override_.asked.last = kToday + 90;
  EXPECT_THAT(Wrong(), ElementsAre());
}

TEST_F(OverrideRulesTest, EveryBrokenRuleIsNamedAtOnce) {
  override_.to_band_id = "moon";
  override_.reason_code = "mood";
  override_.asked = {kToday - 1, kToday - 1};
  EXPECT_THAT(Wrong(),
              ElementsAre("override.to_band OVERRIDE_BAND_UNKNOWN",
                          "override.reason_code OVERRIDE_REASON_UNKNOWN",
                          "override.effective_date OVERRIDE_EFFECTIVE_IN_PAST",
                          "override.expiry_date OVERRIDE_EXPIRY_IN_PAST"));
}

TEST_F(OverrideRulesTest, TheBandMustBeAnother) {
  override_.to_band_id = "middle";
  EXPECT_THAT(Wrong(), ElementsAre("override.to_band OVERRIDE_BAND_UNCHANGED"));
}

TEST_F(OverrideRulesTest, TheLastDayIsNotBeforeTheFirstNorTooFar) {
  override_.asked = {kToday + 5, kToday + 4};
  EXPECT_THAT(Wrong(), ElementsAre("override.expiry_date PERIOD_REVERSED"));
  override_.asked.last = kToday + 5 + 91;
  EXPECT_THAT(Wrong(), ElementsAre("override.expiry_date OVERRIDE_TOO_LONG"));
}

TEST_F(OverrideRulesTest, DirectionIsByTheSchemesOrder) {
  EXPECT_EQ(DirectionBetween(pack_.band_scheme, "low", "top"),
            OverrideDirection::kUp);
  EXPECT_EQ(DirectionBetween(pack_.band_scheme, "top", "middle"),
            OverrideDirection::kDown);
  EXPECT_EQ(DirectionBetween(pack_.band_scheme, "top", "top"),
            OverrideDirection::kNone);
}

TEST_F(OverrideRulesTest, WhoAskedNeverDecidesWhateverTheirRoles) {
  const policy::OverrideRules& rules = *pack_.overrides;
  EXPECT_THAT(
      CheckMayDecide(rules, override_, "person/dpo", {"sdpo", "manager"}),
      AllOf(StatusIs(absl::StatusCode::kPermissionDenied),
            HasReason("OVERRIDE_DECIDED_BY_REQUESTER")));
  EXPECT_THAT(CheckMayDecide(rules, override_, "person/sdpo", {"dpo", "sdpo"}),
              IsOk());
  EXPECT_THAT(CheckMayDecide(rules, override_, "person/sdpo", {"dpo", "admin"}),
              AllOf(StatusIs(absl::StatusCode::kPermissionDenied),
                    HasReason("OVERRIDE_APPROVER_ROLE_MISSING")));
}

TEST_F(OverrideRulesTest, DaysThatHavePassedAreNeverInForce) {
  override_.asked = {kToday - 3, kToday + 10};
  EXPECT_EQ(DaysInForce(override_, kToday).first, kToday);
  override_.asked.first = kToday + 3;
  EXPECT_EQ(DaysInForce(override_, kToday).first, kToday + 3);
}

TEST_F(OverrideRulesTest, AnApprovalNeedsItsDaysAndTheLevelThatWasAskedFor) {
  EXPECT_THAT(Approval(), IsOk());
  override_.asked = {kToday - 9, kToday - 1};
  EXPECT_THAT(Approval(), HasReason("OVERRIDE_EXPIRY_IN_PAST"));
  override_.asked.last = kToday;
  EXPECT_THAT(Approval(), IsOk());
  EXPECT_THAT(CheckApproval(override_, std::nullopt, {}, kToday, "overrides/o"),
              HasReason("OVERRIDE_LEVEL_CHANGED"));
  ScoredLevel other = override_.from;
  other.band_id = "low";
  EXPECT_THAT(CheckApproval(override_, other, {}, kToday, "overrides/o"),
              HasReason("OVERRIDE_LEVEL_CHANGED"));
}

TEST_F(OverrideRulesTest, NoTwoApprovedOverridesShareADay) {
  override_.asked = {kToday + 5, kToday + 10};
  EXPECT_THAT(Approval({Period(kToday, kToday + 4)}), IsOk());
  EXPECT_THAT(Approval({Period(kToday, kToday + 5)}),
              HasReason("OVERRIDE_OVERLAPS"));
  EXPECT_THAT(Approval({Period(kToday, std::nullopt)}),
              HasReason("OVERRIDE_OVERLAPS"));
  EXPECT_THAT(Approval({Period(kToday + 10, kToday + 20)}),
              HasReason("OVERRIDE_OVERLAPS"));
  EXPECT_THAT(Approval({Period(kToday + 11, std::nullopt)}), IsOk());
  override_.asked.last = std::nullopt;
  EXPECT_THAT(Approval({Period(kToday + 11, std::nullopt)}),
              HasReason("OVERRIDE_OVERLAPS"));
}

TEST_F(OverrideRulesTest, WhatIsEndedCountsUntilTheDayBefore) {
  EXPECT_FALSE(DaysWhenEnded({kToday, std::nullopt}, kToday).has_value());
  EXPECT_FALSE(DaysWhenEnded({kToday + 1, kToday + 9}, kToday).has_value());
  const auto days = DaysWhenEnded({kToday - 3, kToday + 9}, kToday);
  ASSERT_TRUE(days.has_value());
  EXPECT_EQ(days->first, kToday - 3);
  EXPECT_EQ(days->last, kToday - 1);
}

TEST_F(OverrideRulesTest, OnlyWhatLastsIsEnded) {
  EXPECT_THAT(CheckLasts(override_, kToday, "overrides/o"),
              HasReason("OVERRIDE_NOT_APPROVED"));
  override_.state = OverrideState::kApproved;
  override_.in_force = Days{kToday - 9, kToday};
  EXPECT_THAT(CheckLasts(override_, kToday, "overrides/o"), IsOk());
  EXPECT_THAT(CheckLasts(override_, kToday + 1, "overrides/o"),
              HasReason("OVERRIDE_NOT_APPROVED"));
}

}  // namespace
}  // namespace caseload::assessment::domain
