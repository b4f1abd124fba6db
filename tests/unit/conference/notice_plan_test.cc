// What is owed when a conference is set or moved, on what terms (R010-R013).

#include "services/conference/domain/notice_plan.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/conference/local.h"
#include "tests/support/conference/shipped_packs.h"
#include "tests/support/status_matchers.h"

namespace caseload::conference {
namespace {

using caseload::testing::AdultPack;
using caseload::testing::HasReason;
using caseload::testing::IsOk;
using caseload::testing::JuvenilePack;
using caseload::testing::Local;
using caseload::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;

absl::TimeZone ZoneOf(const char* name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone));
  return zone;
}

// A county, and times on its clocks.
class NoticePlanTest : public ::testing::Test {
 protected:
  absl::Time At(Local local) const {
    return absl::FromCivil(absl::CivilSecond(absl::CivilMinute(local)), zone_);
  }
  NoticeRequest Request(Local start, Local now) const {
    NoticeRequest request;
    request.start = At(start);
    request.now = At(now);
    return request;
  }
  absl::StatusOr<NoticeDuty> Plan(const policy::PolicyPack& pack,
                                  const NoticeRequest& request) const {
    return PlanNotice(pack, request, zone_, policy::WorkingDays());
  }
  // A conference set at `set` for `start`, whose notice was accepted then.
  EarlierRevision Earlier(Local start, Local set,
                          std::optional<absl::Time> accepted_at) const {
    EarlierRevision earlier;
    earlier.start = At(start);
    earlier.day = absl::CivilDay(absl::CivilMinute(start));
    earlier.notice = *Plan(AdultPack(), Request(start, set));
    earlier.accepted_at = accepted_at;
    return earlier;
  }

  absl::TimeZone zone_ = ZoneOf("America/Los_Angeles");
};

TEST_F(NoticePlanTest, FarAheadInvitationNowAndNoticeAtD14) {
  const absl::StatusOr<NoticeDuty> duty =
      Plan(AdultPack(), Request({2026, 12, 30, 9, 0}, {2026, 11, 2, 9, 0}));
  ASSERT_THAT(duty, IsOk());
  EXPECT_EQ(duty->basis, NoticeBasis::kOrdinary);
  EXPECT_EQ(duty->due_by, absl::CivilDay(2026, 12, 20));
  EXPECT_EQ(duty->warn_on, absl::CivilDay(2026, 12, 18));
  EXPECT_EQ(duty->escalate_on, absl::CivilDay(2026, 12, 19));
  EXPECT_THAT(duty->obligations,
              ElementsAre(NoticeObligation{NoticeKind::kInvitation,
                                           At({2026, 11, 2, 9, 0}), false},
                          NoticeObligation{NoticeKind::kFormalNotice,
                                           At({2026, 12, 16, 8, 0}), true}));
}

// Civil days, not hours: the tenth day before lies across the change of clocks,
// a leap day or the year's end, in zones east and west of the machine's.
TEST_F(NoticePlanTest, TheTenDaysAreCivilDaysInEveryWeekAndZone) {
  struct Case {
    const char* zone;
    Local start;
    absl::CivilDay due_by;
  };
  for (const Case& c : std::vector<Case>{
           {"America/Los_Angeles",
            {2026, 3, 15, 9, 0},
            absl::CivilDay(2026, 3, 5)},
           {"America/Los_Angeles",
            {2026, 11, 5, 9, 0},
            absl::CivilDay(2026, 10, 26)},
           {"America/Los_Angeles",
            {2028, 3, 5, 9, 0},
            absl::CivilDay(2028, 2, 24)},
           {"America/Los_Angeles",
            {2028, 3, 10, 9, 0},
            absl::CivilDay(2028, 2, 29)},
           {"America/Los_Angeles",
            {2027, 1, 5, 9, 0},
            absl::CivilDay(2026, 12, 26)},
           {"Pacific/Auckland",
            {2026, 9, 28, 0, 5},
            absl::CivilDay(2026, 9, 18)},
           {"Pacific/Honolulu",
            {2026, 12, 9, 23, 55},
            absl::CivilDay(2026, 11, 29)},
       }) {
    zone_ = ZoneOf(c.zone);
    // The last minute of the last day, and the minute after it.
    const absl::CivilMinute last = absl::CivilMinute(c.due_by) + 24 * 60 - 1;
    const absl::StatusOr<NoticeDuty> in_time =
        Plan(AdultPack(), Request(c.start, last));
    ASSERT_THAT(in_time, IsOk()) << c.zone << " " << absl::CivilMinute(c.start);
    EXPECT_EQ(in_time->due_by, c.due_by);
    EXPECT_EQ(in_time->basis, NoticeBasis::kOrdinary);
    EXPECT_THAT(Plan(AdultPack(), Request(c.start, last + 1)),
                AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                      HasReason("SHORT_NOTICE_WAIVER_REQUIRED")))
        << c.zone << " " << absl::CivilMinute(c.start);
  }
}

TEST_F(NoticePlanTest, InsideTenDaysByTheDivisionsManual) {
  NoticeRequest request = Request({2026, 11, 10, 9, 0}, {2026, 11, 2, 9, 0});
  EXPECT_THAT(Plan(JuvenilePack(), request),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                    HasReason("SHORT_NOTICE_REASON_REQUIRED")));
  request.reason = "a reason";
  EXPECT_THAT(Plan(AdultPack(), request),
              HasReason("SHORT_NOTICE_WAIVER_REQUIRED"));
  EXPECT_EQ(Plan(JuvenilePack(), request)->basis, NoticeBasis::kShortNotice);
  EXPECT_EQ(Plan(JuvenilePack(), request)->basis_reason, "a reason");
  request.waiver_id = "w1";
  request.waiver_reason = "the quarter ends";
  const absl::StatusOr<NoticeDuty> waived = Plan(AdultPack(), request);
  ASSERT_THAT(waived, IsOk());
  EXPECT_EQ(waived->basis, NoticeBasis::kWaived);
  EXPECT_EQ(waived->waiver_id, "w1");
  EXPECT_EQ(waived->basis_reason, "the quarter ends");
  EXPECT_THAT(waived->obligations,
              ElementsAre(NoticeObligation{NoticeKind::kCombined,
                                           At({2026, 11, 2, 9, 0}), true}));
}

TEST_F(NoticePlanTest, AWaiverIsNotUsedUpWhereTheTenDaysAreKept) {
  NoticeRequest request = Request({2026, 12, 10, 9, 0}, {2026, 11, 2, 9, 0});
  request.waiver_id = "w1";
  EXPECT_EQ(Plan(AdultPack(), request)->basis, NoticeBasis::kOrdinary);
  EXPECT_EQ(Plan(AdultPack(), request)->waiver_id, "");
}

TEST_F(NoticePlanTest, AnAdditionalConferenceIsAdmittedAtAnyTime) {
  NoticeRequest request = Request({2026, 11, 2, 15, 0}, {2026, 11, 2, 9, 0});
  request.additional = true;
  EXPECT_EQ(Plan(AdultPack(), request)->basis, NoticeBasis::kAdditional);
  request.start = request.now;
  EXPECT_THAT(Plan(AdultPack(), request),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                    HasReason("START_IN_PAST")));
}

// "Properly noticed, then postponed by at most 10 days for a recorded reason":
// stays compliant, change notice at once.
TEST_F(NoticePlanTest, APostponementKeepsTheDateThatWasProperlyNoticed) {
  NoticeRequest request = Request({2026, 12, 20, 9, 0}, {2026, 12, 9, 9, 0});
  request.revision = 2;
  request.reason = "flu";
  request.move_reason_code = "ILLNESS";
  request.earlier = Earlier({2026, 12, 10, 9, 0}, {2026, 11, 2, 9, 0},
                            At({2026, 11, 26, 8, 1}));
  const absl::StatusOr<NoticeDuty> duty = Plan(AdultPack(), request);
  ASSERT_THAT(duty, IsOk());
  EXPECT_EQ(duty->basis, NoticeBasis::kPostponed);
  EXPECT_EQ(duty->basis_reason, "flu");
  EXPECT_EQ(duty->due_by, absl::CivilDay(2026, 11, 30));
  EXPECT_EQ(duty->day_set_revision, 2);
  ASSERT_TRUE(duty->postponed_from.has_value());
  EXPECT_EQ(duty->postponed_from->start, At({2026, 12, 10, 9, 0}));
  EXPECT_THAT(duty->obligations,
              ElementsAre(NoticeObligation{NoticeKind::kChange,
                                           At({2026, 12, 9, 9, 0}), true}));

  // Postponed again: the bound is over the date that was properly noticed.
  NoticeRequest again = Request({2026, 12, 21, 9, 0}, {2026, 12, 17, 9, 0});
  again.reason = "flu";
  again.move_reason_code = "ILLNESS";
  again.earlier = EarlierRevision{request.start, absl::CivilDay(2026, 12, 20),
                                  *duty, At({2026, 12, 9, 9, 1})};
  EXPECT_THAT(Plan(AdultPack(), again),
              HasReason("SHORT_NOTICE_WAIVER_REQUIRED"));
  again.start = At({2026, 12, 19, 9, 0});
  EXPECT_EQ(Plan(AdultPack(), again)->basis, NoticeBasis::kPostponed);
}

TEST_F(NoticePlanTest, WhatIsNoPostponementCountsAnew) {
  struct Case {
    const char* what;
    Local to;
    const char* code;
    std::optional<absl::CivilMinute> accepted;
  };
  for (const Case& c : std::vector<Case>{
           {"eleven days later",
            {2026, 12, 21, 9, 0},
            "ILLNESS",
            absl::CivilMinute(2026, 11, 26, 8, 1)},
           {"earlier",
            {2026, 12, 15, 9, 0},
            "ILLNESS",
            absl::CivilMinute(2026, 11, 26, 8, 1)},
           {"without a reason's code",
            {2026, 12, 18, 9, 0},
            "",
            absl::CivilMinute(2026, 11, 26, 8, 1)},
           {"never accepted", {2026, 12, 18, 9, 0}, "ILLNESS", std::nullopt},
           {"accepted on D-9",
            {2026, 12, 18, 9, 0},
            "ILLNESS",
            absl::CivilMinute(2026, 12, 7, 0, 0)},
       }) {
    const bool earlier_move = std::string(c.what) == "earlier";
    NoticeRequest request = Request(c.to, {2026, 12, 14, 9, 0});
    request.reason = "a reason";
    request.move_reason_code = c.code;
    std::optional<absl::Time> accepted;
    if (c.accepted.has_value()) accepted = At(*c.accepted);
    request.earlier =
        Earlier(earlier_move ? absl::CivilMinute(2026, 12, 16, 9, 0)
                             : absl::CivilMinute(2026, 12, 10, 9, 0),
                {2026, 11, 2, 9, 0}, accepted);
    if (std::string(c.what) == "accepted on D-9") {
      request.earlier->start = At({2026, 12, 16, 9, 0});
      request.earlier->day = absl::CivilDay(2026, 12, 16);
    }
    EXPECT_THAT(Plan(AdultPack(), request),
                HasReason("SHORT_NOTICE_WAIVER_REQUIRED"))
        << c.what;
  }
}

TEST_F(NoticePlanTest, AMoveFarAheadRestartsTheCount) {
  NoticeRequest request = Request({2027, 2, 10, 9, 0}, {2026, 12, 1, 9, 0});
  request.revision = 2;
  request.reason = "a clash";
  request.earlier = Earlier({2026, 12, 10, 9, 0}, {2026, 11, 2, 9, 0},
                            At({2026, 11, 26, 8, 1}));
  const absl::StatusOr<NoticeDuty> duty = Plan(AdultPack(), request);
  ASSERT_THAT(duty, IsOk());
  EXPECT_EQ(duty->basis, NoticeBasis::kOrdinary);
  EXPECT_FALSE(duty->postponed_from.has_value());
  EXPECT_EQ(duty->due_by, absl::CivilDay(2027, 1, 31));
  EXPECT_THAT(duty->obligations,
              ElementsAre(NoticeObligation{NoticeKind::kChange,
                                           At({2026, 12, 1, 9, 0}), false},
                          NoticeObligation{NoticeKind::kFormalNotice,
                                           At({2027, 1, 27, 8, 0}), true}));
}

// "Change of place, or of time within the same day: change notice at once; the
// count does not restart."
TEST_F(NoticePlanTest, AChangeWithinTheDayKeepsTheDuty) {
  NoticeRequest request = Request({2026, 12, 10, 14, 0}, {2026, 12, 9, 9, 0});
  request.revision = 2;
  request.reason = "a clash";
  request.earlier = Earlier({2026, 12, 10, 9, 0}, {2026, 11, 2, 9, 0},
                            At({2026, 11, 26, 8, 1}));
  const absl::StatusOr<NoticeDuty> duty = Plan(AdultPack(), request);
  ASSERT_THAT(duty, IsOk());
  EXPECT_EQ(duty->basis, NoticeBasis::kOrdinary);
  EXPECT_EQ(duty->due_by, absl::CivilDay(2026, 11, 30));
  EXPECT_EQ(duty->day_set_revision, 1);
  EXPECT_EQ(duty->day_set_at, At({2026, 11, 2, 9, 0}));
  EXPECT_THAT(duty->obligations,
              ElementsAre(NoticeObligation{NoticeKind::kChange,
                                           At({2026, 12, 9, 9, 0}), false}));
}

// The old revision's notice is withdrawn: what it was to say is still owed.
TEST_F(NoticePlanTest, AChangeBeforeTheNoticeStillOwesTheNotice) {
  NoticeRequest request = Request({2026, 12, 30, 14, 0}, {2026, 11, 9, 9, 0});
  request.reason = "a clash";
  request.earlier =
      Earlier({2026, 12, 30, 9, 0}, {2026, 11, 2, 9, 0}, std::nullopt);
  EXPECT_THAT(Plan(AdultPack(), request)->obligations,
              ElementsAre(NoticeObligation{NoticeKind::kChange,
                                           At({2026, 11, 9, 9, 0}), false},
                          NoticeObligation{NoticeKind::kFormalNotice,
                                           At({2026, 12, 16, 8, 0}), true}));
  // Sent at D-14 and not accepted yet: the change carries the notice.
  request.now = At({2026, 12, 17, 9, 0});
  EXPECT_THAT(Plan(AdultPack(), request)->obligations,
              ElementsAre(NoticeObligation{NoticeKind::kChange,
                                           At({2026, 12, 17, 9, 0}), true}));
}

TEST_F(NoticePlanTest, AReasonCodeThatPolicyDoesNotListIsRefused) {
  NoticeRequest request = Request({2026, 12, 30, 14, 0}, {2026, 11, 9, 9, 0});
  request.move_reason_code = "GOLF";
  EXPECT_THAT(Plan(AdultPack(), request),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                    HasReason("REASON_CODE_UNKNOWN")));
}

TEST_F(NoticePlanTest, ProofIsAskedForOnceANoticeMayHaveGoneOut) {
  const NoticeDuty duty =
      *Plan(AdultPack(), Request({2026, 12, 30, 9, 0}, {2026, 11, 2, 9, 0}));
  EXPECT_FALSE(MayHaveBeenNoticed(duty, At({2026, 12, 16, 7, 59})));
  EXPECT_TRUE(MayHaveBeenNoticed(duty, At({2026, 12, 16, 8, 0})));
}

}  // namespace
}  // namespace caseload::conference
