// RequestNoticeWaiver, DecideNoticeWaiver, and the conference they allow
// (R012).

#include <string>

#include "tests/contract/conference/conference_fixture.h"

namespace caseload::conference {
namespace {

using caseload::testing::HasReason;
using caseload::testing::IsOk;
using caseload::testing::StatusIs;
using ::testing::AllOf;

using WaiverTest = ConferenceTest;

INSTANTIATE_TEST_SUITE_P(Engines, WaiverTest, testing::BothEngines(),
                         testing::EngineName);

const absl::CivilDay kDay(2026, 11, 10);

TEST_P(WaiverTest, AnApprovedWaiverAdmitsOneConferenceOnItsDay) {
  const absl::StatusOr<v1::NoticeWaiver> asked = AskWaiver(kDay);
  ASSERT_THAT(asked, IsOk());
  EXPECT_EQ(asked->state(), v1::NoticeWaiver::STATE_PENDING);
  EXPECT_EQ(asked->requested_by(), "sdpo-a");
  v1::ScheduleConferenceRequest request = Adult({2026, 11, 10, 9, 0});
  request.set_notice_waiver(asked->name());
  EXPECT_THAT(Schedule(request, "sdpo sdpo-a"),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    HasReason("WAIVER_NOT_USABLE")));

  const absl::StatusOr<v1::NoticeWaiver> decided =
      DecideWaiver(asked->name(), true);
  ASSERT_THAT(decided, IsOk());
  EXPECT_EQ(decided->state(), v1::NoticeWaiver::STATE_APPROVED);
  EXPECT_EQ(decided->decided_by(), "boss");
  EXPECT_TRUE(decided->has_decision_time());

  const absl::StatusOr<v1::Conference> made = Schedule(request, "sdpo sdpo-a");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->notice().basis(), v1::NoticeDuty::BASIS_WAIVED);
  EXPECT_EQ(made->notice().notice_waiver(), asked->name());
  EXPECT_EQ(made->notice().basis_reason(), "the quarter ends");
  EXPECT_EQ(Count("SELECT COUNT(*) FROM notice_waivers WHERE state = 'USED'"),
            1);

  // It is used up.
  ASSERT_THAT(Cancel(made->name(), "sdpo sdpo-a"), IsOk());
  EXPECT_THAT(Schedule(request, "sdpo sdpo-a"), HasReason("WAIVER_NOT_USABLE"));
}

TEST_P(WaiverTest, AWaiverIsForItsOfficerAndDayOnly) {
  const std::string name = AskWaiver(kDay)->name();
  ASSERT_THAT(DecideWaiver(name, true), IsOk());
  v1::ScheduleConferenceRequest other_day = Adult({2026, 11, 9, 9, 0});
  other_day.set_notice_waiver(name);
  EXPECT_THAT(Schedule(other_day, "sdpo sdpo-a"),
              HasReason("WAIVER_NOT_USABLE"));
  v1::ScheduleConferenceRequest other_officer = Adult({2026, 11, 10, 9, 0});
  other_officer.set_officer("officers/dpo-a2");
  other_officer.set_notice_waiver(name);
  EXPECT_THAT(Schedule(other_officer, "sdpo sdpo-a"),
              HasReason("WAIVER_NOT_USABLE"));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM conferences"), 0);
}

// "Approved by a manager, never by the requester."
TEST_P(WaiverTest, WhoMayDecide) {
  const std::string asked_by_manager =
      AskWaiver(kDay, "dpo-a", "manager boss")->name();
  const std::string before = Dump();
  EXPECT_THAT(DecideWaiver(asked_by_manager, true, "manager boss"),
              AllOf(StatusIs(absl::StatusCode::kPermissionDenied),
                    HasReason("WAIVER_DECIDED_BY_REQUESTER")));
  EXPECT_THAT(DecideWaiver(asked_by_manager, true, "sdpo sdpo-a"),
              AllOf(StatusIs(absl::StatusCode::kPermissionDenied),
                    HasReason("METHOD_NOT_ALLOWED")));
  EXPECT_EQ(Dump(), before);
  EXPECT_THAT(DecideWaiver(asked_by_manager, true, "manager other"), IsOk());
  EXPECT_THAT(DecideWaiver(asked_by_manager, false, "manager other"),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    HasReason("WAIVER_ALREADY_DECIDED")));
  EXPECT_THAT(DecideWaiver("noticeWaivers/ghost", true),
              AllOf(StatusIs(absl::StatusCode::kNotFound),
                    HasReason("RESOURCE_NOT_FOUND")));
}

TEST_P(WaiverTest, ARefusedWaiverAdmitsNothing) {
  const std::string name = AskWaiver(kDay)->name();
  const absl::StatusOr<v1::NoticeWaiver> refused = DecideWaiver(name, false);
  ASSERT_THAT(refused, IsOk());
  EXPECT_EQ(refused->state(), v1::NoticeWaiver::STATE_REFUSED);
  v1::ScheduleConferenceRequest request = Adult({2026, 11, 10, 9, 0});
  request.set_notice_waiver(name);
  EXPECT_THAT(Schedule(request, "sdpo sdpo-a"), HasReason("WAIVER_NOT_USABLE"));
}

TEST_P(WaiverTest, AWaiverOfNoUseIsRefused) {
  const std::string before = Dump();
  EXPECT_THAT(AskWaiver(absl::CivilDay(2026, 11, 12)),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    HasReason("WAIVER_NOT_NEEDED")));
  EXPECT_THAT(AskWaiver(kDay, "dpo-j", "sdpo sdpo-j"),
              HasReason("WAIVER_NOT_NEEDED"));
  EXPECT_THAT(AskWaiver(absl::CivilDay(2026, 11, 1)),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                    HasReason("START_IN_PAST")));
  EXPECT_THAT(AskWaiver(kDay, "dpo-j", "sdpo sdpo-a"),
              AllOf(StatusIs(absl::StatusCode::kPermissionDenied),
                    HasReason("OFFICER_NOT_SUPERVISED")));
  EXPECT_THAT(AskWaiver(kDay, "ghost", "manager boss"),
              AllOf(StatusIs(absl::StatusCode::kNotFound),
                    HasReason("RESOURCE_NOT_FOUND")));
  EXPECT_EQ(Dump(), before);
}

TEST_P(WaiverTest, AWaiverThatIsNotNeededIsNotUsedUp) {
  const std::string name = AskWaiver(kDay)->name();
  ASSERT_THAT(DecideWaiver(name, true), IsOk());
  ASSERT_THAT(Schedule(Adult({2026, 12, 15, 9, 0}), "sdpo sdpo-a"), IsOk());
  v1::ScheduleConferenceRequest additional = Adult({2026, 11, 10, 9, 0});
  additional.set_notice_waiver(name);
  const absl::StatusOr<v1::Conference> made =
      Schedule(additional, "sdpo sdpo-a");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->notice().basis(), v1::NoticeDuty::BASIS_ADDITIONAL);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM notice_waivers WHERE state = 'USED'"),
            0);
}

// A same-day change keeps what the waiver allowed.
TEST_P(WaiverTest, AChangeWithinTheDayStaysWaived) {
  const std::string name = AskWaiver(kDay)->name();
  ASSERT_THAT(DecideWaiver(name, true), IsOk());
  v1::ScheduleConferenceRequest request = Adult({2026, 11, 10, 9, 0});
  request.set_notice_waiver(name);
  const v1::Conference made = *Schedule(request, "sdpo sdpo-a");
  const absl::StatusOr<v1::Conference> moved =
      Reschedule(MoveTo(made, {2026, 11, 10, 14, 0}), "sdpo sdpo-a");
  ASSERT_THAT(moved, IsOk());
  EXPECT_EQ(moved->notice().basis(), v1::NoticeDuty::BASIS_WAIVED);
  EXPECT_EQ(moved->notice().notice_waiver(), name);
  EXPECT_EQ(moved->notice().day_set_revision(), 1);
}

}  // namespace
}  // namespace caseload::conference
