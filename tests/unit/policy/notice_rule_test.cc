// The ten-day rule (R011-R013) at its edges.

#include "services/policy/notice_rule.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/policy/support.h"

namespace caseload::policy {
namespace {

using testing::At;
using testing::Day;
using testing::ShippedPack;
using testing::Zone;

const PolicyPack& Juvenile() { return ShippedPack("juvenile-4.6"); }
const PolicyPack& Adult() { return ShippedPack("adult-1.17"); }

constexpr char kCounty[] = "America/Los_Angeles";

// A pack whose duties could always be breached.
PolicyPack SinceEver(const PolicyPack& pack) {
  PolicyPack copy = pack;
  copy.go_live_date = Day("1990-01-01");
  return copy;
}

NoticeClass ClassOf(const PolicyPack& pack, const NoticeFacts& facts,
                    absl::Time now, absl::string_view zone = kCounty) {
  return JudgeNotice(pack, facts, now, Zone(zone)).notice_class;
}

// ---- R011: D-10 23:59 passes, D-9 00:00 fails ----

struct EdgeCase {
  const char* name;
  const char* zone;
  const char* conference;
  const char* last_good;
  const char* first_bad;
};

class TenDayEdgeTest : public ::testing::TestWithParam<EdgeCase> {};

TEST_P(TenDayEdgeTest, PassesToTheLastSecondOfTheTenthDayAndNotAfter) {
  const EdgeCase& edge = GetParam();
  const PolicyPack pack = SinceEver(Adult());
  NoticeFacts facts;
  facts.conference_start = At(edge.conference, edge.zone);
  facts.scheduled_at = facts.conference_start - absl::Hours(24 * 60);
  facts.accepted_at = At(edge.last_good, edge.zone);
  const NoticeJudgement good =
      JudgeNotice(pack, facts, facts.conference_start, Zone(edge.zone));
  EXPECT_EQ(good.notice_class, NoticeClass::kOnTime);
  EXPECT_EQ(good.margin_days, 10);
  EXPECT_EQ(good.policy, pack.version);

  facts.accepted_at = At(edge.first_bad, edge.zone);
  const NoticeJudgement bad =
      JudgeNotice(pack, facts, facts.conference_start, Zone(edge.zone));
  EXPECT_EQ(bad.notice_class, NoticeClass::kBreach);
  EXPECT_EQ(bad.cause, BreachCause::kAcceptedLate);
  EXPECT_EQ(bad.margin_days, 9);

  const NoticeSchedule schedule = ComputeNoticeSchedule(
      pack, facts.conference_start, facts.scheduled_at, Zone(edge.zone), {});
  EXPECT_EQ(schedule.deadline, At(edge.first_bad, edge.zone));
}

INSTANTIATE_TEST_SUITE_P(
    Edges, TenDayEdgeTest,
    ::testing::Values(
        EdgeCase{"Plain", kCounty, "2026-09-24 09:00", "2026-09-14 23:59:59",
                 "2026-09-15 00:00"},
        // 240 hours before would be 08:00 on the 5th.
        EdgeCase{"SpringForward", kCounty, "2026-03-15 09:00",
                 "2026-03-05 23:59:59", "2026-03-06 00:00"},
        EdgeCase{"SpringForwardOnTheDeadline", kCounty, "2026-03-17 09:00",
                 "2026-03-07 23:59:59", "2026-03-08 00:00"},
        EdgeCase{"FallBack", kCounty, "2026-11-05 09:00", "2026-10-26 23:59:59",
                 "2026-10-27 00:00"},
        EdgeCase{"FallBackOnTheDeadline", kCounty, "2026-11-11 09:00",
                 "2026-11-01 23:59:59", "2026-11-02 00:00"},
        EdgeCase{"LeapDay", kCounty, "2028-03-10 09:00", "2028-02-29 23:59:59",
                 "2028-03-01 00:00"},
        EdgeCase{"NoLeapDay", kCounty, "2027-03-10 09:00",
                 "2027-02-28 23:59:59", "2027-03-01 00:00"},
        EdgeCase{"YearEnd", kCounty, "2027-01-08 09:00", "2026-12-29 23:59:59",
                 "2026-12-30 00:00"},
        EdgeCase{"EarlyMorning", kCounty, "2026-09-24 00:00",
                 "2026-09-14 23:59:59", "2026-09-15 00:00"},
        EdgeCase{"LateEvening", kCounty, "2026-09-24 23:59",
                 "2026-09-14 23:59:59", "2026-09-15 00:00"},
        EdgeCase{"EastOfUtc", "Pacific/Auckland", "2026-10-05 09:00",
                 "2026-09-25 23:59:59", "2026-09-26 00:00"},
        EdgeCase{"HalfHourZone", "Asia/Kolkata", "2026-09-24 09:00",
                 "2026-09-14 23:59:59", "2026-09-15 00:00"},
        EdgeCase{"Utc", "UTC", "2026-09-24 09:00", "2026-09-14 23:59:59",
                 "2026-09-15 00:00"}),
    [](const auto& edge) { return std::string(edge.param.name); });

TEST(TenDayRuleTest, TheCountysZoneDecidesAndNotAnother) {
  // 23:30 in Los Angeles is already the next day in New York and in UTC.
  const PolicyPack pack = SinceEver(Adult());
  NoticeFacts facts;
  facts.conference_start = At("2026-09-24 09:00");
  facts.scheduled_at = At("2026-08-01 09:00");
  facts.accepted_at = At("2026-09-14 23:30");
  EXPECT_EQ(ClassOf(pack, facts, facts.conference_start), NoticeClass::kOnTime);
  EXPECT_EQ(ClassOf(pack, facts, facts.conference_start, "America/New_York"),
            NoticeClass::kBreach);
}

// ---- What is sent when ----

TEST(NoticeScheduleTest, AimsAtEightInTheMorningOfTheFourteenthDay) {
  const absl::Time start = At("2026-09-24 13:00");  // Thursday
  const NoticeSchedule schedule = ComputeNoticeSchedule(
      Juvenile(), start, At("2026-08-01 10:00"), Zone(kCounty), {});
  EXPECT_EQ(schedule.conference_day, Day("2026-09-24"));
  EXPECT_EQ(schedule.last_compliant_day, Day("2026-09-14"));
  EXPECT_EQ(schedule.target_at, At("2026-09-10 08:00"));
  EXPECT_EQ(schedule.send_at, schedule.target_at);
  EXPECT_EQ(schedule.warn_at, At("2026-09-12 08:00"));
  EXPECT_EQ(schedule.escalate_at, At("2026-09-13 08:00"));
  EXPECT_EQ(schedule.invite_at, At("2026-08-01 10:00"));
  EXPECT_FALSE(schedule.combined);
  EXPECT_FALSE(schedule.inside_minimum);
}

TEST(NoticeScheduleTest, IsPulledEarlierToAWorkingDayAndNeverLater) {
  // D-14 is Saturday 28 November; Thanksgiving and the day after are off.
  const WorkingDays working({Day("2026-11-26"), Day("2026-11-27")});
  const NoticeSchedule schedule =
      ComputeNoticeSchedule(Juvenile(), At("2026-12-12 09:00"),
                            At("2026-10-01 09:00"), Zone(kCounty), working);
  EXPECT_EQ(schedule.target_at, At("2026-11-25 08:00"));
}

TEST(NoticeScheduleTest, KeepsTheLocalHourAcrossDaylightSaving) {
  const NoticeSchedule spring =
      ComputeNoticeSchedule(Juvenile(), At("2026-03-18 09:00"),
                            At("2026-01-05 09:00"), Zone(kCounty), {});
  EXPECT_EQ(spring.target_at, At("2026-03-04 16:00", "UTC"));  // PST
  const NoticeSchedule autumn =
      ComputeNoticeSchedule(Juvenile(), At("2026-11-12 09:00"),
                            At("2026-09-01 09:00"), Zone(kCounty), {});
  EXPECT_EQ(autumn.target_at, At("2026-10-29 15:00", "UTC"));  // PDT
}

TEST(NoticeScheduleTest, SetAfterTheTargetGoesOutAtOnceInOneMessage) {
  const absl::Time set = At("2026-09-11 10:00");
  const NoticeSchedule schedule = ComputeNoticeSchedule(
      Juvenile(), At("2026-09-24 13:00"), set, Zone(kCounty), {});
  EXPECT_TRUE(schedule.combined);
  EXPECT_EQ(schedule.send_at, set);
  EXPECT_FALSE(schedule.inside_minimum);
}

TEST(NoticeScheduleTest, ASendTimeInThePastIsNeverDropped) {
  const absl::Time set = At("2026-09-23 10:00");
  const NoticeSchedule schedule = ComputeNoticeSchedule(
      Juvenile(), At("2026-09-24 13:00"), set, Zone(kCounty), {});
  EXPECT_TRUE(schedule.inside_minimum);
  EXPECT_EQ(schedule.send_at, set);
}

// ---- R012: set inside ten days ----

AdmissionFacts Inside() {
  AdmissionFacts facts;
  facts.conference_start = At("2026-09-24 09:00");
  facts.scheduled_at = At("2026-09-15 00:00");
  return facts;
}

TEST(AdmissionTest, TheTenthDayIsStillInTime) {
  AdmissionFacts facts = Inside();
  facts.scheduled_at = At("2026-09-14 23:59:59");
  EXPECT_EQ(JudgeAdmission(Adult(), facts, Zone(kCounty)).admission,
            Admission::kAdmitted);
}

TEST(AdmissionTest, AdultNeedsAWaiverAndAReasonDoesNotDo) {
  AdmissionFacts facts = Inside();
  facts.reason_given = true;
  EXPECT_EQ(JudgeAdmission(Adult(), facts, Zone(kCounty)).admission,
            Admission::kWaiverNeeded);
  facts.waiver_approved = true;
  EXPECT_EQ(JudgeAdmission(Adult(), facts, Zone(kCounty)).admission,
            Admission::kAdmitted);
}

TEST(AdmissionTest, JuvenileNeedsAReason) {
  AdmissionFacts facts = Inside();
  EXPECT_EQ(JudgeAdmission(Juvenile(), facts, Zone(kCounty)).admission,
            Admission::kReasonNeeded);
  facts.reason_given = true;
  EXPECT_EQ(JudgeAdmission(Juvenile(), facts, Zone(kCounty)).admission,
            Admission::kAdmitted);
}

TEST(AdmissionTest, AnAdditionalConferenceIsNeverRefused) {  // R004
  AdmissionFacts facts = Inside();
  facts.additional = true;
  EXPECT_EQ(JudgeAdmission(Adult(), facts, Zone(kCounty)).admission,
            Admission::kAdmitted);
}

TEST(AdmissionTest, ThePastIsRefused) {
  AdmissionFacts facts = Inside();
  facts.additional = true;
  facts.scheduled_at = facts.conference_start;
  EXPECT_EQ(JudgeAdmission(Adult(), facts, Zone(kCounty)).admission,
            Admission::kInThePast);
}

TEST(WaiverTest, TheRequesterNeverApproves) {
  EXPECT_TRUE(MayApproveWaiver(Adult(), "staff/1", "staff/2", "manager"));
  EXPECT_FALSE(MayApproveWaiver(Adult(), "staff/1", "staff/1", "manager"));
  EXPECT_FALSE(MayApproveWaiver(Adult(), "staff/1", "staff/2", "sdpo"));
  EXPECT_FALSE(MayApproveWaiver(Adult(), "staff/1", "", "manager"));
}

// ---- R013: moves ----

EarlierNotice ProperlyNoticed(absl::string_view reason) {
  return {At("2026-09-24 09:00"), At("2026-09-10 08:00"), std::string(reason)};
}

TEST(MoveTest, PostponementOfTenDaysContinuesAndElevenDoesNot) {
  AdmissionFacts facts;
  facts.scheduled_at = At("2026-09-23 15:00");
  facts.earlier = ProperlyNoticed("ILLNESS");
  // Three days ahead and two: only the postponement can admit them.
  facts.conference_start = At("2026-09-25 09:00");
  EXPECT_TRUE(JudgeAdmission(Adult(), facts, Zone(kCounty)).count_continues);
  facts.conference_start = At("2026-10-02 09:00");
  EXPECT_EQ(JudgeAdmission(Adult(), facts, Zone(kCounty)).admission,
            Admission::kAdmitted);
  facts.earlier->conference_start = At("2026-09-21 09:00");
  EXPECT_EQ(JudgeAdmission(Adult(), facts, Zone(kCounty)).admission,
            Admission::kWaiverNeeded);
  facts.conference_start = At("2026-10-01 09:00");
  EXPECT_EQ(JudgeAdmission(Adult(), facts, Zone(kCounty)).admission,
            Admission::kAdmitted);
}

TEST(MoveTest, PostponementNeedsAReasonOfThePackAndAProperNotice) {
  AdmissionFacts facts;
  facts.scheduled_at = At("2026-09-23 15:00");
  facts.conference_start = At("2026-09-29 09:00");
  facts.earlier = ProperlyNoticed("FORGOTTEN");
  EXPECT_EQ(JudgeAdmission(Adult(), facts, Zone(kCounty)).admission,
            Admission::kWaiverNeeded);
  facts.earlier = ProperlyNoticed("COURT");
  facts.earlier->accepted_at = At("2026-09-15 00:00");
  EXPECT_EQ(JudgeAdmission(Adult(), facts, Zone(kCounty)).admission,
            Admission::kWaiverNeeded);
  facts.earlier->accepted_at.reset();
  EXPECT_EQ(JudgeAdmission(Adult(), facts, Zone(kCounty)).admission,
            Admission::kWaiverNeeded);
}

TEST(MoveTest, AnEarlierDateRestartsTheCount) {
  AdmissionFacts facts;
  facts.scheduled_at = At("2026-09-14 15:00");
  facts.conference_start = At("2026-09-23 09:00");
  facts.earlier = ProperlyNoticed("ILLNESS");
  const auto judgement = JudgeAdmission(Adult(), facts, Zone(kCounty));
  EXPECT_EQ(judgement.admission, Admission::kWaiverNeeded);
  EXPECT_FALSE(judgement.count_continues);
}

TEST(MoveTest, AnotherTimeOfTheSameDayKeepsTheClass) {
  NoticeFacts facts;
  facts.conference_start = At("2026-09-24 16:00");
  facts.scheduled_at = At("2026-08-01 09:00");
  facts.earlier = ProperlyNoticed("");
  const NoticeJudgement judgement = JudgeNotice(
      SinceEver(Adult()), facts, At("2026-09-24 12:00"), Zone(kCounty));
  EXPECT_EQ(judgement.notice_class, NoticeClass::kOnTime);
  EXPECT_EQ(judgement.margin_days, 14);
  EXPECT_TRUE(judgement.awaiting_acceptance);
}

TEST(MoveTest, AnotherTimeOfTheSameDayKeepsShortNoticeToo) {
  NoticeFacts facts;
  facts.conference_start = At("2026-09-24 16:00");
  facts.scheduled_at = At("2026-09-19 09:00");  // when the day was set
  facts.reason_given = true;
  facts.earlier = {At("2026-09-24 09:00"), At("2026-09-19 09:01"), ""};
  EXPECT_EQ(ClassOf(SinceEver(Juvenile()), facts, At("2026-09-25 09:00")),
            NoticeClass::kShortNotice);
}

TEST(MoveTest, ALaterDateBeyondThePostponementRestartsTheCount) {
  NoticeFacts facts;
  facts.conference_start = At("2026-10-08 09:00");
  facts.scheduled_at = At("2026-09-23 15:00");
  facts.earlier = ProperlyNoticed("ILLNESS");
  const PolicyPack pack = SinceEver(Adult());
  const NoticeJudgement pending =
      JudgeNotice(pack, facts, At("2026-09-28 23:59"), Zone(kCounty));
  EXPECT_EQ(pending.notice_class, NoticeClass::kPending);
  EXPECT_EQ(pending.due_by, Day("2026-09-28"));
  EXPECT_EQ(ClassOf(pack, facts, At("2026-09-29 00:00")), NoticeClass::kBreach);
}

// ---- The ledger's classes ----

NoticeFacts SetInTime() {
  NoticeFacts facts;
  facts.conference_start = At("2026-09-24 09:00");
  facts.scheduled_at = At("2026-08-01 09:00");
  return facts;
}

TEST(LedgerTest, PendingUntilTheTenthDayHasPassed) {
  const PolicyPack pack = SinceEver(Adult());
  EXPECT_EQ(ClassOf(pack, SetInTime(), At("2026-09-14 23:59")),
            NoticeClass::kPending);
  const NoticeJudgement late =
      JudgeNotice(pack, SetInTime(), At("2026-09-15 00:00"), Zone(kCounty));
  EXPECT_EQ(late.notice_class, NoticeClass::kBreach);
  EXPECT_EQ(late.cause, BreachCause::kNotAccepted);
  EXPECT_EQ(late.margin_days, std::nullopt);
}

TEST(LedgerTest, NeverNoticedOnceItBegan) {
  const NoticeJudgement judgement = JudgeNotice(
      SinceEver(Adult()), SetInTime(), At("2026-09-24 09:00"), Zone(kCounty));
  EXPECT_EQ(judgement.notice_class, NoticeClass::kBreach);
  EXPECT_EQ(judgement.cause, BreachCause::kNeverNoticed);
}

TEST(LedgerTest, WaivedAndShortNoticeInsideTenDays) {
  NoticeFacts facts = SetInTime();
  facts.scheduled_at = At("2026-09-18 09:00");
  facts.accepted_at = At("2026-09-18 09:01");
  facts.waiver_approved = true;
  EXPECT_EQ(ClassOf(SinceEver(Adult()), facts, facts.conference_start),
            NoticeClass::kWaived);
  facts.waiver_approved = false;
  facts.reason_given = true;
  EXPECT_EQ(ClassOf(SinceEver(Juvenile()), facts, facts.conference_start),
            NoticeClass::kShortNotice);
  // "Shall": a reason is no waiver.
  const NoticeJudgement adult = JudgeNotice(
      SinceEver(Adult()), facts, facts.conference_start, Zone(kCounty));
  EXPECT_EQ(adult.notice_class, NoticeClass::kBreach);
  EXPECT_EQ(adult.cause, BreachCause::kSetLate);
}

TEST(LedgerTest, AWaiverDoesNotExcuseALateNoticeOfATimelyDate) {
  NoticeFacts facts = SetInTime();
  facts.accepted_at = At("2026-09-16 09:00");
  facts.waiver_approved = true;
  facts.reason_given = true;
  EXPECT_EQ(ClassOf(SinceEver(Adult()), facts, facts.conference_start),
            NoticeClass::kBreach);
}

TEST(LedgerTest, AWaiverDoesNotExcuseTheNoticeItself) {
  NoticeFacts facts = SetInTime();
  facts.scheduled_at = At("2026-09-18 09:00");
  facts.waiver_approved = true;
  const PolicyPack pack = SinceEver(Adult());
  EXPECT_EQ(ClassOf(pack, facts, At("2026-09-24 08:59")), NoticeClass::kWaived);
  const NoticeJudgement begun =
      JudgeNotice(pack, facts, facts.conference_start, Zone(kCounty));
  EXPECT_EQ(begun.notice_class, NoticeClass::kBreach);
  EXPECT_EQ(begun.cause, BreachCause::kNeverNoticed);
}

TEST(LedgerTest, AdditionalIsShownApartAndNeverABreach) {  // R004
  NoticeFacts facts = SetInTime();
  facts.additional = true;
  const PolicyPack pack = SinceEver(Adult());
  EXPECT_EQ(ClassOf(pack, facts, facts.conference_start),
            NoticeClass::kAdditional);
  facts.accepted_at = At("2026-09-10 08:00");
  EXPECT_EQ(ClassOf(pack, facts, facts.conference_start), NoticeClass::kOnTime);
}

TEST(LedgerTest, PostponedStaysCompliantWhileTheChangeNoticeIsOwed) {
  NoticeFacts facts;
  facts.conference_start = At("2026-09-30 09:00");
  facts.scheduled_at = At("2026-09-23 15:00");
  facts.earlier = ProperlyNoticed("EMERGENCY");
  const NoticeJudgement judgement = JudgeNotice(
      SinceEver(Adult()), facts, At("2026-09-24 09:00"), Zone(kCounty));
  EXPECT_EQ(judgement.notice_class, NoticeClass::kPostponed);
  EXPECT_EQ(judgement.due_by, Day("2026-09-14"));
  EXPECT_TRUE(judgement.awaiting_acceptance);
}

TEST(LedgerTest, APostponedDateThatIsNoticedInTimeIsOnTime) {
  NoticeFacts facts;
  facts.conference_start = At("2026-10-02 09:00");
  facts.scheduled_at = At("2026-09-20 09:00");
  facts.accepted_at = At("2026-09-20 09:01");
  facts.earlier = ProperlyNoticed("COURT");
  const NoticeJudgement judgement = JudgeNotice(
      SinceEver(Adult()), facts, facts.conference_start, Zone(kCounty));
  EXPECT_EQ(judgement.notice_class, NoticeClass::kOnTime);
  EXPECT_EQ(judgement.due_by, Day("2026-09-22"));
}

TEST(LedgerTest, HandDeliveryMitigatesAndStaysABreach) {
  NoticeFacts facts = SetInTime();
  facts.handed_over = true;
  const NoticeJudgement judgement = JudgeNotice(
      SinceEver(Adult()), facts, facts.conference_start, Zone(kCounty));
  EXPECT_EQ(judgement.notice_class, NoticeClass::kBreach);
  EXPECT_TRUE(judgement.mitigated_by_hand_delivery);
}

TEST(LedgerTest, NothingDueBeforeGoLiveIsABreach) {
  PolicyPack pack = Adult();
  pack.go_live_date = Day("2026-09-15");  // D-10 is the 14th
  EXPECT_EQ(ClassOf(pack, SetInTime(), At("2026-09-24 09:00")),
            NoticeClass::kNotJudged);
  pack.go_live_date = Day("2026-09-14");
  EXPECT_EQ(ClassOf(pack, SetInTime(), At("2026-09-24 09:00")),
            NoticeClass::kBreach);
}

TEST(LedgerTest, AnImportedConferenceIsNotJudged) {
  NoticeFacts facts = SetInTime();
  facts.imported = true;
  EXPECT_EQ(ClassOf(SinceEver(Adult()), facts, At("2026-09-24 09:00")),
            NoticeClass::kNotJudged);
}

}  // namespace
}  // namespace caseload::policy
