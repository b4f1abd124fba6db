// What is current and what is due (R015-R017, R024, R025, R083).

#include "services/policy/clocks.h"

#include <algorithm>
#include <optional>
#include <random>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/policy/support.h"

namespace caseload::policy {
namespace {

using testing::Day;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::ShippedInstruments;
using testing::ShippedPack;

const PolicyPack& Juvenile() { return ShippedPack("juvenile-4.6"); }
const PolicyPack& Adult() { return ShippedPack("adult-1.17"); }

CaseFacts Received(absl::string_view type, absl::string_view day) {
  CaseFacts facts;
  facts.case_type_id = std::string(type);
  facts.received = Day(day);
  return facts;
}

AssessmentFact LsCmi(absl::string_view day, absl::string_view level = "high") {
  return {"ls-cmi", "1.0", Day(day), std::string(level)};
}

// ---- Assessments (R016, R039) ----

TEST(AssessmentTest, TheFirstIsDueThirtyDaysFromReceipt) {
  const CaseFacts facts = Received("formal-probation", "2026-10-10");
  DutyJudgement judgement =
      JudgeRiskAssessment(Adult(), facts, {}, Day("2026-11-09"));
  EXPECT_EQ(judgement.state, DutyState::kDue);
  EXPECT_EQ(judgement.due, Day("2026-11-09"));
  EXPECT_TRUE(judgement.InOrder());
  judgement = JudgeRiskAssessment(Adult(), facts, {}, Day("2026-11-10"));
  EXPECT_EQ(judgement.state, DutyState::kNeverDone);
  EXPECT_EQ(judgement.policy.pack_id, "adult-1.17");
}

TEST(AssessmentTest, AnAdultsClockStandsStillInCustodyAndStartsAtRelease) {
  CaseFacts facts = Received("formal-probation", "2026-10-10");
  facts.custodies = {{Day("2026-10-01"), std::nullopt}};
  DutyJudgement judgement =
      JudgeRiskAssessment(Adult(), facts, {}, Day("2027-10-01"));
  EXPECT_EQ(judgement.state, DutyState::kDue);
  EXPECT_EQ(judgement.due, std::nullopt);
  // Moved between facilities on one day: one custody.
  facts.custodies = {{Day("2026-11-01"), Day("2026-12-01")},
                     {Day("2026-10-01"), Day("2026-11-01")}};
  judgement = JudgeRiskAssessment(Adult(), facts, {}, Day("2026-12-31"));
  EXPECT_EQ(judgement.due, Day("2026-12-31"));
  EXPECT_EQ(judgement.state, DutyState::kDue);
  // Before release is known, the clock still stands.
  EXPECT_EQ(JudgeRiskAssessment(Adult(), facts, {}, Day("2026-11-15")).due,
            std::nullopt);
}

TEST(AssessmentTest, CustodyInBetweenTakesItsDaysOffTheClock) {
  CaseFacts facts = Received("formal-probation", "2026-10-10");
  // Due on November 9; booked on October 15, released on November 20: 36 days.
  facts.custodies = {{Day("2026-10-15"), Day("2026-11-20")}};
  EXPECT_EQ(JudgeRiskAssessment(Adult(), facts, {}, Day("2026-10-14")).due,
            Day("2026-11-09"));
  const DutyJudgement standing_still =
      JudgeRiskAssessment(Adult(), facts, {}, Day("2026-11-19"));
  EXPECT_EQ(standing_still.state, DutyState::kDue);
  EXPECT_EQ(standing_still.due, std::nullopt);
  EXPECT_EQ(standing_still.why, DutyWhy::kInCustody);
  DutyJudgement judgement =
      JudgeRiskAssessment(Adult(), facts, {}, Day("2026-11-20"));
  EXPECT_EQ(judgement.due, Day("2026-12-15"));
  EXPECT_EQ(judgement.state, DutyState::kDue);
  EXPECT_EQ(judgement.why, DutyWhy::kNone);
  EXPECT_EQ(JudgeRiskAssessment(Adult(), facts, {}, Day("2026-12-16")).state,
            DutyState::kNeverDone);
  // Twice, of which one was recorded in two pieces.
  facts.custodies = {{Day("2026-12-01"), Day("2026-12-03")},
                     {Day("2026-10-15"), Day("2026-11-01")},
                     {Day("2026-10-20"), Day("2026-11-20")}};
  EXPECT_EQ(JudgeRiskAssessment(Adult(), facts, {}, Day("2026-12-03")).due,
            Day("2026-12-17"));
}

TEST(AssessmentTest, CustodyOnTheDueDayIsInTimeAndTheDayAfterIsTooLate) {
  CaseFacts facts = Received("formal-probation", "2026-10-10");
  facts.custodies = {{Day("2026-11-09"), Day("2026-11-10")}};
  EXPECT_EQ(JudgeRiskAssessment(Adult(), facts, {}, Day("2026-11-10")).due,
            Day("2026-11-10"));
  facts.custodies = {{Day("2026-11-10"), std::nullopt}};
  const DutyJudgement late =
      JudgeRiskAssessment(Adult(), facts, {}, Day("2026-11-20"));
  EXPECT_EQ(late.due, Day("2026-11-09"));
  EXPECT_EQ(late.state, DutyState::kNeverDone);
}

TEST(AssessmentTest, CustodyBeforeReceiptIsNoneOfTheClocks) {
  CaseFacts facts = Received("formal-probation", "2026-10-10");
  facts.custodies = {{Day("2026-09-01"), Day("2026-10-09")}};
  EXPECT_EQ(JudgeRiskAssessment(Adult(), facts, {}, Day("2026-10-10")).due,
            Day("2026-11-09"));
}

TEST(AssessmentTest, CustodyDoesNotKeepAnAssessmentYoung) {
  CaseFacts facts = Received("formal-probation", "2025-10-10");
  facts.custodies = {{Day("2025-12-01"), Day("2026-06-01")}};
  EXPECT_EQ(JudgeRiskAssessment(Adult(), facts, {LsCmi("2025-11-01")},
                                Day("2026-07-01"))
                .due,
            Day("2026-11-01"));
}

TEST(AssessmentTest, TheJuvenileClockDoesNotWaitForRelease) {
  CaseFacts facts = Received("court-supervision", "2026-10-10");
  facts.custodies = {{Day("2026-10-01"), std::nullopt}};
  EXPECT_EQ(JudgeRiskAssessment(Juvenile(), facts, {}, Day("2026-10-20")).due,
            Day("2026-11-09"));
  // Before the first plan.
  facts.first_plan_start = Day("2026-10-25");
  EXPECT_EQ(JudgeRiskAssessment(Juvenile(), facts, {}, Day("2026-10-20")).due,
            Day("2026-10-25"));
}

// Recounts day by day: in time as long as the days out of custody since the
// start are no more than the pack's.
TEST(AssessmentTest, TheDueDayAgreesWithACountDayByDay) {
  std::mt19937 random(20261201);
  const auto up_to = [&](int most) {
    return static_cast<int>(random() % static_cast<unsigned>(most + 1));
  };
  for (int round = 0; round < 3000; ++round) {
    CaseFacts facts = Received("formal-probation", "2027-12-20");
    // Over leap days, the ends of months and both changes of the clock.
    facts.received += up_to(500);
    absl::CivilDay day = facts.received - up_to(40);
    for (int i = up_to(4); i > 0; --i) {
      day += up_to(30);
      Custody custody{day, day + up_to(25)};
      day = *custody.released;
      if (i == 1 && up_to(3) == 0) custody.released.reset();
      facts.custodies.push_back(custody);
    }
    std::shuffle(facts.custodies.begin(), facts.custodies.end(), random);
    const absl::CivilDay as_of = facts.received + up_to(150);
    const auto in_custody = [&](absl::CivilDay asked) {
      return std::any_of(
          facts.custodies.begin(), facts.custodies.end(),
          [&](const Custody& custody) {
            return custody.booked <= asked &&
                   (!custody.released.has_value() || asked < *custody.released);
          });
    };
    // The first day that counts is the thirtieth before the last one.
    int left = 30 + 1;
    absl::CivilDay due = facts.received;
    for (; due <= as_of && left > 0; ++due) left -= in_custody(due) ? 0 : 1;
    std::optional<absl::CivilDay> expected;
    if (left == 0) {
      expected = due - 1;
    } else if (!in_custody(as_of)) {
      expected = as_of + left;
    }
    EXPECT_EQ(FirstAssessmentDue(Adult(), facts, as_of), expected)
        << "round " << round << ", received "
        << absl::FormatCivilTime(facts.received) << ", as of "
        << absl::FormatCivilTime(as_of);
  }
}

TEST(AssessmentTest, TwelveMonthsToTheDayAreCurrentAndOneMoreIsNot) {
  const CaseFacts facts = Received("formal-probation", "2024-02-01");
  const std::vector<AssessmentFact> done = {LsCmi("2024-02-29")};
  DutyJudgement judgement =
      JudgeRiskAssessment(Adult(), facts, done, Day("2025-02-28"));
  EXPECT_EQ(judgement.state, DutyState::kCurrent);
  EXPECT_EQ(judgement.due, Day("2025-02-28"));
  judgement = JudgeRiskAssessment(Adult(), facts, done, Day("2025-03-01"));
  EXPECT_EQ(judgement.state, DutyState::kOverdue);
  EXPECT_FALSE(judgement.InOrder());
}

TEST(AssessmentTest, YlsIsCurrentForSixMonthsClampedAtTheMonthsEnd) {
  const CaseFacts facts = Received("court-supervision", "2026-08-01");
  const std::vector<AssessmentFact> done = {
      {"yls-cmi", "2.0", Day("2026-08-31"), "high"}};
  EXPECT_EQ(JudgeRiskAssessment(Juvenile(), facts, done, Day("2027-02-28")).due,
            Day("2027-02-28"));
  EXPECT_EQ(
      JudgeRiskAssessment(Juvenile(), facts, done, Day("2027-03-01")).state,
      DutyState::kOverdue);
}

TEST(AssessmentTest, APriorOneUnderTwelveMonthsIsReusedForAdultsOnly) {
  const CaseFacts adult = Received("formal-probation", "2026-10-10");
  EXPECT_EQ(JudgeRiskAssessment(Adult(), adult, {LsCmi("2025-10-11")},
                                Day("2026-10-10"))
                .state,
            DutyState::kCurrent);
  EXPECT_EQ(JudgeRiskAssessment(Adult(), adult, {LsCmi("2025-10-10")},
                                Day("2026-10-10"))
                .state,
            DutyState::kDue);
  const CaseFacts youth = Received("court-supervision", "2026-10-10");
  EXPECT_EQ(JudgeRiskAssessment(Juvenile(), youth,
                                {{"yls-cmi", "2.0", Day("2026-10-09"), "low"}},
                                Day("2026-10-10"))
                .state,
            DutyState::kDue);
}

TEST(AssessmentTest, OneCompletedLaterIsNotKnownYet) {
  EXPECT_EQ(
      JudgeRiskAssessment(Adult(), Received("formal-probation", "2026-10-10"),
                          {LsCmi("2026-10-20")}, Day("2026-10-19"))
          .state,
      DutyState::kDue);
}

TEST(AssessmentTest, AdministrativeCasesNeedNone) {
  const DutyJudgement judgement = JudgeRiskAssessment(
      Adult(), Received("administrative", "2020-01-01"), {}, Day("2026-10-19"));
  EXPECT_EQ(judgement.state, DutyState::kNotRequired);
  EXPECT_EQ(judgement.why, DutyWhy::kCaseType);
}

TEST(AssessmentTest, TcmIsJudgedOnceItWasUsed) {
  const CaseFacts facts = Received("court-supervision", "2026-01-01");
  const DutyJudgement unused =
      JudgeInstrument(Juvenile(), facts, "tcm", {}, Day("2026-11-01"));
  EXPECT_EQ(unused.state, DutyState::kNotRequired);
  EXPECT_EQ(unused.why, DutyWhy::kNotUsed);
  EXPECT_EQ(
      JudgeInstrument(Juvenile(), facts, "asi", {}, Day("2026-11-01")).why,
      DutyWhy::kNotInPack);
  EXPECT_EQ(JudgeInstrument(Juvenile(), facts, "tcm",
                            {{"tcm", "22-ccr-51351", Day("2026-02-01"), ""}},
                            Day("2026-11-01"))
                .state,
            DutyState::kOverdue);
}

TEST(AssessmentTest, WhatWasDueBeforeGoLiveSaysSo) {
  EXPECT_TRUE(JudgeRiskAssessment(Adult(),
                                  Received("formal-probation", "2026-05-31"),
                                  {}, Day("2026-11-01"))
                  .before_go_live);  // due 30 June, go-live 1 July
  EXPECT_FALSE(JudgeRiskAssessment(Adult(),
                                   Received("formal-probation", "2026-06-01"),
                                   {}, Day("2026-11-01"))
                   .before_go_live);
}

// ---- Levels (R032) ----

LevelJudgement LevelOfCase(const std::vector<AssessmentFact>& assessments,
                           const std::vector<OverrideFact>& overrides,
                           absl::string_view as_of) {
  return JudgeLevel(Adult(), ShippedInstruments(),
                    Received("formal-probation", "2024-01-01"), assessments,
                    overrides, Day(as_of));
}

TEST(LevelTest, TheFirstCurrentInstrumentInThePacksOrderGoverns) {
  const std::vector<AssessmentFact> assessments = {
      {"lsi-r", "publisher", Day("2026-06-01"), "low"},
      LsCmi("2026-01-01", "very-high")};
  LevelJudgement judgement = LevelOfCase(assessments, {}, "2026-11-01");
  EXPECT_EQ(judgement.assessment, 1);
  EXPECT_EQ(judgement.scored_band_id, "high");
  EXPECT_FALSE(judgement.stale);
  // The LS/CMI has run out, the LSI-R has not.
  judgement = LevelOfCase(assessments, {}, "2027-01-02");
  EXPECT_EQ(judgement.assessment, 0);
  EXPECT_EQ(judgement.scored_band_id, "low");
  // Both have: the later is the last known.
  judgement = LevelOfCase(assessments, {}, "2028-01-01");
  EXPECT_EQ(judgement.assessment, 0);
  EXPECT_TRUE(judgement.stale);
}

TEST(LevelTest, NoAssessmentIsNoLevel) {
  const LevelJudgement judgement = LevelOfCase({}, {}, "2026-11-01");
  EXPECT_EQ(judgement.assessment, std::nullopt);
  EXPECT_EQ(judgement.supervision_band_id, "");
}

TEST(LevelTest, AnOverrideOfAnotherSchemeCountsForNothing) {
  const std::vector<AssessmentFact> assessments = {LsCmi("2026-06-01", "low")};
  const OverrideFact other = {"high", Day("2026-07-01"), std::nullopt,
                              "juvenile-4"};
  LevelJudgement judgement = LevelOfCase(assessments, {other}, "2026-07-02");
  EXPECT_EQ(judgement.override_in_force, std::nullopt);
  EXPECT_EQ(judgement.supervision_band_id, judgement.scored_band_id);
  const OverrideFact own = {"high", Day("2026-07-01"), std::nullopt, "adult-4"};
  judgement = LevelOfCase(assessments, {other, own}, "2026-07-02");
  EXPECT_EQ(judgement.override_in_force, 1);
  EXPECT_EQ(judgement.supervision_band_id, "high");
}

TEST(LevelTest, AnOverrideInForceMovesSupervisionAndNeverTheScoredLevel) {
  const std::vector<AssessmentFact> assessments = {LsCmi("2026-06-01", "low")};
  const std::vector<OverrideFact> overrides = {
      {"high", Day("2026-07-01"), Day("2026-08-31")},
      {"med-high", Day("2026-07-15"), std::nullopt}};
  LevelJudgement judgement = LevelOfCase(assessments, overrides, "2026-06-30");
  EXPECT_EQ(judgement.supervision_band_id, "low");
  judgement = LevelOfCase(assessments, overrides, "2026-07-01");
  EXPECT_EQ(judgement.supervision_band_id, "high");
  EXPECT_EQ(judgement.scored_band_id, "low");
  judgement = LevelOfCase(assessments, overrides, "2026-07-15");
  EXPECT_EQ(judgement.override_in_force, 1);
  EXPECT_EQ(judgement.supervision_band_id, "med-high");
  judgement = LevelOfCase(assessments, {overrides[0]}, "2026-08-31");
  EXPECT_EQ(judgement.supervision_band_id, "high");
  judgement = LevelOfCase(assessments, {overrides[0]}, "2026-09-01");
  EXPECT_EQ(judgement.supervision_band_id, "low");
}

// ---- Plans (R017, R083) ----

PlanFact Approved(absl::string_view day) {
  PlanFact plan;
  plan.approved = Day(day);
  plan.signed_or_refused = plan.approved;
  return plan;
}

PlanJudgement JudgeYouth(const std::optional<PlanFact>& plan,
                         absl::string_view as_of,
                         std::optional<absl::CivilDay> assessed = {}) {
  return JudgePlan(Juvenile(), Received("court-supervision", "2026-07-01"),
                   plan, assessed, Day(as_of));
}

TEST(PlanTest, TheFirstIsDueAfter45DaysAndForAdultsAfter60) {
  PlanJudgement judgement = JudgeYouth({}, "2026-08-15");
  EXPECT_EQ(judgement.duty.state, DutyState::kDue);
  EXPECT_EQ(judgement.duty.due, Day("2026-08-15"));
  EXPECT_EQ(JudgeYouth({}, "2026-08-16").duty.state, DutyState::kNeverDone);
  EXPECT_EQ(JudgePlan(Adult(), Received("formal-probation", "2026-07-01"), {},
                      {}, Day("2026-08-30"))
                .duty.due,
            Day("2026-08-30"));
}

TEST(PlanTest, ACurrentPlanNamesTheDayItStopsBeingSo) {
  const PlanJudgement judgement =
      JudgeYouth(Approved("2026-08-01"), "2026-11-01");
  EXPECT_EQ(judgement.duty.state, DutyState::kCurrent);
  EXPECT_THAT(judgement.faults, IsEmpty());
  EXPECT_EQ(judgement.duty.due, Day("2026-11-01"));  // the review
  EXPECT_EQ(judgement.expires, Day("2027-02-01"));
}

TEST(PlanTest, EveryReasonWhyItIsNotCurrentIsListed) {
  EXPECT_THAT(JudgeYouth(Approved("2026-08-01"), "2026-11-02").faults,
              ElementsAre(PlanFault::kReviewOverdue));

  PlanFact reviewed = Approved("2026-08-01");
  reviewed.last_review = Day("2027-01-15");
  EXPECT_THAT(JudgeYouth(reviewed, "2027-02-01").faults, IsEmpty());
  EXPECT_THAT(JudgeYouth(reviewed, "2027-02-02").faults,
              ElementsAre(PlanFault::kExpired));

  EXPECT_THAT(
      JudgeYouth(Approved("2026-08-01"), "2026-10-01", Day("2026-08-31"))
          .faults,
      IsEmpty());
  EXPECT_THAT(
      JudgeYouth(Approved("2026-08-01"), "2026-10-01", Day("2026-09-01"))
          .faults,
      ElementsAre(PlanFault::kOlderThanAssessment));

  PlanFact ended = Approved("2026-08-01");
  ended.ended = Day("2026-09-01");
  EXPECT_THAT(JudgeYouth(ended, "2026-08-31").faults, IsEmpty());
  EXPECT_THAT(JudgeYouth(ended, "2026-09-01").faults,
              ElementsAre(PlanFault::kEnded));

  PlanFact all = Approved("2026-01-01");
  all.signed_or_refused.reset();
  EXPECT_THAT(
      JudgeYouth(all, "2026-11-01", Day("2026-10-01")).faults,
      ElementsAre(PlanFault::kNotSigned, PlanFault::kExpired,
                  PlanFault::kReviewOverdue, PlanFault::kOlderThanAssessment));
}

TEST(PlanTest, UnsignedIsProvisionalForFourteenDays) {
  PlanFact plan = Approved("2026-08-01");
  plan.signed_or_refused = Day("2026-09-01");
  PlanJudgement judgement = JudgeYouth(plan, "2026-08-15");
  EXPECT_TRUE(judgement.provisional);
  EXPECT_EQ(judgement.duty.state, DutyState::kCurrent);
  judgement = JudgeYouth(plan, "2026-08-16");
  EXPECT_FALSE(judgement.provisional);
  EXPECT_THAT(judgement.faults, ElementsAre(PlanFault::kNotSigned));
  EXPECT_THAT(JudgeYouth(plan, "2026-09-01").faults, IsEmpty());
}

TEST(PlanTest, AdministrativeCasesNeedNone) {
  const DutyJudgement judgement =
      JudgePlan(Juvenile(), Received("administrative", "2020-01-01"), {}, {},
                Day("2026-11-01"))
          .duty;
  EXPECT_EQ(judgement.state, DutyState::kNotRequired);
  EXPECT_EQ(judgement.why, DutyWhy::kCaseType);
}

// ---- Enrollments, client state, notes ----

TEST(EnrollmentTest, IsVerifiedEverySixCalendarMonths) {  // R024
  EXPECT_EQ(
      JudgeEnrollment(Adult(), Day("2026-08-31"), {}, Day("2027-02-28")).state,
      DutyState::kCurrent);
  EXPECT_EQ(
      JudgeEnrollment(Adult(), Day("2026-08-31"), {}, Day("2027-03-01")).state,
      DutyState::kNeverDone);
  EXPECT_EQ(JudgeEnrollment(Adult(), Day("2026-01-01"), Day("2026-09-15"),
                            Day("2027-03-15"))
                .state,
            DutyState::kCurrent);
  EXPECT_EQ(JudgeEnrollment(Adult(), Day("2026-01-01"), Day("2026-09-15"),
                            Day("2027-03-16"))
                .state,
            DutyState::kOverdue);
}

TEST(ClientStateTest, IsConfirmedWithin90Days) {  // R015
  EXPECT_EQ(JudgeClientState(Juvenile(), Day("2026-01-01"), Day("2026-08-01"),
                             Day("2026-10-30"))
                .state,
            DutyState::kCurrent);
  EXPECT_EQ(JudgeClientState(Juvenile(), Day("2026-01-01"), Day("2026-08-01"),
                             Day("2026-10-31"))
                .state,
            DutyState::kOverdue);
  EXPECT_EQ(
      JudgeClientState(Juvenile(), Day("2026-08-01"), {}, Day("2026-10-31"))
          .state,
      DutyState::kNeverDone);
}

TEST(NoteTest, OneObjectiveLinkedNoteInTheCalendarMonth) {  // R025
  const std::vector<absl::CivilDay> notes = {Day("2026-10-31"),
                                             Day("2026-12-01")};
  EXPECT_EQ(
      JudgeNotes(Juvenile(), notes, Day("2026-11-01"), Day("2026-11-30")).state,
      DutyState::kDue);
  EXPECT_EQ(
      JudgeNotes(Juvenile(), notes, Day("2026-11-01"), Day("2026-12-01")).state,
      DutyState::kNeverDone);
  EXPECT_EQ(
      JudgeNotes(Juvenile(), notes, Day("2026-12-01"), Day("2026-12-01")).state,
      DutyState::kCurrent);
}

}  // namespace
}  // namespace caseload::policy
