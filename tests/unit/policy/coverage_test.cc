// Load against limits (R067, R068), carrying and coverage (R002-R004).

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/policy/conference_rule.h"
#include "services/policy/load.h"
#include "tests/unit/policy/support.h"

namespace caseload::policy {
namespace {

using testing::Day;
using testing::ShippedPack;

const PolicyPack& Juvenile() { return ShippedPack("juvenile-4.6"); }

std::vector<CarriedCase> Cases(int count, const char* band,
                               const char* type = "court-supervision") {
  return std::vector<CarriedCase>(count, {type, band, std::nullopt});
}

TEST(LoadTest, FifteenHighAreFullAndSixteenAreOver) {
  LoadJudgement judgement = JudgeLoad(Juvenile(), Cases(15, "high"), 100);
  EXPECT_DOUBLE_EQ(*judgement.load, 1.0);
  EXPECT_FALSE(judgement.over_capacity);
  EXPECT_EQ(judgement.limits[2].state, LimitState::kInBand);
  judgement = JudgeLoad(Juvenile(), Cases(16, "very-high"), 100);
  EXPECT_TRUE(judgement.over_capacity);
  EXPECT_EQ(judgement.limits[2].state, LimitState::kOver);
}

TEST(LoadTest, TwelveHighAreInBandAndElevenBelow) {
  EXPECT_EQ(JudgeLoad(Juvenile(), Cases(12, "high"), 100).limits[2].state,
            LimitState::kInBand);
  EXPECT_EQ(JudgeLoad(Juvenile(), Cases(11, "high"), 100).limits[2].state,
            LimitState::kBelow);
}

TEST(LoadTest, AFullMixedCaseloadIsNotOverByRounding) {
  std::vector<CarriedCase> cases = Cases(3, "high");  // 1/5
  for (const auto& more : {Cases(7, "moderate"), Cases(30, "low")}) {
    cases.insert(cases.end(), more.begin(), more.end());  // 1/5, 3/5
  }
  const LoadJudgement judgement = JudgeLoad(Juvenile(), cases, 100);
  EXPECT_NEAR(*judgement.load, 1.0, 1e-9);
  EXPECT_FALSE(judgement.over_capacity);
  cases.push_back(Cases(1, "low")[0]);
  EXPECT_TRUE(JudgeLoad(Juvenile(), cases, 100).over_capacity);
}

TEST(LoadTest, PartTimeAndWeightsCount) {
  EXPECT_TRUE(JudgeLoad(Juvenile(), Cases(8, "high"), 50).over_capacity);
  std::vector<CarriedCase> cases = Cases(8, "high");
  for (CarriedCase& carried : cases) carried.weight_hundredths = 50;
  EXPECT_FALSE(JudgeLoad(Juvenile(), cases, 50).over_capacity);
  EXPECT_EQ(JudgeLoad(Juvenile(), Cases(8, "high"), 0).load, std::nullopt);
  EXPECT_TRUE(JudgeLoad(Juvenile(), Cases(8, "high"), 0).over_capacity);
}

TEST(LoadTest, AdministrativeCasesWeighNothing) {
  const LoadJudgement judgement =
      JudgeLoad(Juvenile(), Cases(200, "low", "administrative"), 100);
  EXPECT_DOUBLE_EQ(*judgement.load, 0.0);
  EXPECT_EQ(judgement.cases, 200);
  EXPECT_EQ(judgement.limits[0].cases, 0);
}

TEST(LoadTest, TheAdultDivisionHasNoLimitSet) {
  const LoadJudgement judgement = JudgeLoad(
      ShippedPack("adult-1.17"), Cases(300, "high", "formal-probation"), 100);
  EXPECT_FALSE(judgement.limits_set);
  EXPECT_EQ(judgement.load, std::nullopt);
  EXPECT_FALSE(judgement.over_capacity);
}

TEST(LoadTest, CasesWithoutALevelAreCountedApart) {
  EXPECT_EQ(JudgeLoad(Juvenile(), Cases(2, ""), 100).without_level, 2);
}

// ---- Carrying (R002) ----

CarryingJudgement Carried(const std::vector<DayRange>& assignments,
                          const std::vector<DayRange>& leaves = {},
                          absl::string_view day = "2026-11-15") {
  return JudgeCarrying(Juvenile(), assignments, leaves, Day(day));
}

TEST(CarryingTest, ThirtyDaysCarryAndTwentyNineAreExcused) {
  EXPECT_EQ(Carried({{Day("2026-12-02"), Day("2027-06-30")}}).carrying,
            Carrying::kCarrying);
  const CarryingJudgement fewer =
      Carried({{Day("2026-12-03"), Day("2027-06-30")}});
  EXPECT_EQ(fewer.carrying, Carrying::kExcused);
  EXPECT_EQ(fewer.reason, ExcuseReason::kFewDays);
  EXPECT_EQ(fewer.days_carried, 29);
}

TEST(CarryingTest, LosingAllCasesOnTheLastDayChangesNothing) {
  EXPECT_EQ(Carried({{Day("2026-10-01"), Day("2026-12-30")}}).carrying,
            Carrying::kCarrying);
}

TEST(CarryingTest, OverlappingCasesCountOnce) {
  EXPECT_EQ(Carried({{Day("2026-12-01"), Day("2026-12-20")},
                     {Day("2026-12-01"), Day("2026-12-20")}})
                .days_carried,
            20);
}

TEST(CarryingTest, LeaveForAllOfItExcusesAndADayLessDoesNot) {
  const std::vector<DayRange> assigned = {
      {Day("2026-01-01"), Day("2027-12-31")}};
  CarryingJudgement judgement =
      Carried(assigned, {{Day("2026-09-01"), Day("2026-11-10")},
                         {Day("2026-11-11"), Day("2027-02-01")}});
  EXPECT_EQ(judgement.carrying, Carrying::kExcused);
  EXPECT_EQ(judgement.reason, ExcuseReason::kOnLeave);
  judgement = Carried(assigned, {{Day("2026-10-01"), Day("2026-12-30")}});
  EXPECT_EQ(judgement.carrying, Carrying::kCarrying);
}

TEST(CarryingTest, WithoutACaseNobodyIsConferenced) {
  EXPECT_EQ(Carried({{Day("2026-07-01"), Day("2026-09-30")}}).carrying,
            Carrying::kNotCarrying);
}

TEST(CarryingTest, AQuarterBeforeGoLiveIsExcused) {
  const auto before =
      Carried({{Day("2026-01-01"), Day("2026-12-31")}}, {}, "2026-06-30");
  EXPECT_EQ(before.carrying, Carrying::kExcused);
  EXPECT_EQ(before.reason, ExcuseReason::kBeforeGoLive);
  EXPECT_EQ(Carried({{Day("2026-01-01"), Day("2026-12-31")}}, {}, "2026-07-01")
                .carrying,
            Carrying::kCarrying);
}

// ---- Coverage (R003, R004) ----

CoverageJudgement Cover(const std::vector<ConferenceFact>& conferences,
                        absl::string_view as_of,
                        const PolicyPack& pack = Juvenile()) {
  const CarryingJudgement carrying = JudgeCarrying(
      pack, {{Day("2026-01-01"), Day("2027-12-31")}}, {}, Day("2026-11-15"));
  return JudgeCoverage(pack, carrying, conferences, Day(as_of));
}

TEST(CoverageTest, HeldScheduledNotScheduledAndOverdue) {
  const ConferenceFact held{Day("2026-10-20"), ConferenceOutcome::kHeld};
  const ConferenceFact ahead{Day("2026-12-15"), ConferenceOutcome::kScheduled};
  EXPECT_EQ(Cover({}, "2026-12-31").coverage, Coverage::kNotScheduled);
  EXPECT_EQ(Cover({}, "2027-01-01").coverage, Coverage::kOverdue);
  EXPECT_EQ(Cover({ahead}, "2026-12-15").coverage, Coverage::kScheduled);
  EXPECT_EQ(Cover({held}, "2026-11-15").coverage, Coverage::kHeld);
  EXPECT_EQ(Cover({held}, "2027-01-01").coverage, Coverage::kHeld);
  EXPECT_EQ(Cover({held}, "2026-11-15").due, Day("2026-12-31"));
}

TEST(CoverageTest, ADayThatPassedWithoutAnOutcomeCoversNothing) {
  const ConferenceFact forgotten{Day("2026-11-10"),
                                 ConferenceOutcome::kScheduled};
  const CoverageJudgement judgement = Cover({forgotten}, "2026-11-11");
  EXPECT_EQ(judgement.coverage, Coverage::kNotScheduled);
  EXPECT_TRUE(judgement.outcome_missing);
}

TEST(CoverageTest, CancelledAndOtherQuartersDoNotCount) {
  EXPECT_EQ(Cover({{Day("2026-11-10"), ConferenceOutcome::kCancelled},
                   {Day("2026-09-30"), ConferenceOutcome::kHeld},
                   {Day("2027-01-01"), ConferenceOutcome::kHeld}},
                  "2027-01-02")
                .coverage,
            Coverage::kOverdue);
}

TEST(CoverageTest, ASecondConferenceChangesNothing) {  // R004
  const CoverageJudgement judgement =
      Cover({{Day("2026-10-20"), ConferenceOutcome::kHeld},
             {Day("2026-11-20"), ConferenceOutcome::kHeld},
             {Day("2026-12-20"), ConferenceOutcome::kScheduled}},
            "2026-12-01");
  EXPECT_EQ(judgement.coverage, Coverage::kHeld);
  EXPECT_EQ(judgement.held, 2);
}

TEST(CoverageTest, ARollingQuarterIsOverOnItsDay) {
  PolicyPack pack = Juvenile();
  pack.quarter = {QuarterKind::kRolling, 7, 90};
  EXPECT_EQ(Cover({}, "2026-11-15", pack).coverage, Coverage::kOverdue);
  EXPECT_EQ(
      Cover({{Day("2026-08-18"), ConferenceOutcome::kHeld}}, "2026-11-15", pack)
          .coverage,
      Coverage::kHeld);
  EXPECT_EQ(
      Cover({{Day("2026-08-17"), ConferenceOutcome::kHeld}}, "2026-11-15", pack)
          .coverage,
      Coverage::kOverdue);
}

}  // namespace
}  // namespace caseload::policy
