// RescheduleConference, CancelConference, RecordConferenceOutcome (R013).

#include <string>
#include <vector>

#include "google/protobuf/util/message_differencer.h"
#include "services/common/status/error.h"
#include "tests/contract/conference/conference_fixture.h"

namespace caseload::conference {
namespace {

using caseload::testing::HasReason;
using caseload::testing::IsOk;
using caseload::testing::StatusIs;
using google::protobuf::util::MessageDifferencer;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Outcome = v1::RecordConferenceOutcomeRequest;

using ChangeTest = ConferenceTest;

INSTANTIATE_TEST_SUITE_P(Engines, ChangeTest, testing::BothEngines(),
                         testing::EngineName);

std::vector<v1::NoticeObligation::Kind> KindsOwed(
    const v1::NoticeDuty& notice) {
  std::vector<v1::NoticeObligation::Kind> kinds;
  for (const v1::NoticeObligation& obligation : notice.obligations()) {
    kinds.push_back(obligation.kind());
  }
  return kinds;
}

// The time on the clocks, whatever it stands for.
int Hours(const v1::Conference& conference) {
  return conference.time().hours();
}

// R013: the old revision's slots are free, the new one shows old and new time.
TEST_P(ChangeTest, AMoveMakesARevisionThatShowsOldAndNew) {
  const v1::Conference first = *Schedule(Juvenile({2026, 12, 9, 9, 0}));
  SetNow({2026, 11, 3, 10, 0});
  const absl::StatusOr<v1::Conference> moved =
      Reschedule(MoveTo(first, {2026, 12, 16, 14, 0}));
  ASSERT_THAT(moved, IsOk());
  EXPECT_EQ(moved->revision(), 2);
  EXPECT_EQ(moved->etag(), "2");
  EXPECT_EQ(moved->name(), first.name());
  EXPECT_EQ(moved->kind(), v1::Conference::KIND_QUARTERLY);
  EXPECT_EQ(moved->change_reason(), "the supervisor is in court");
  EXPECT_EQ(moved->notice().basis(), v1::NoticeDuty::BASIS_ORDINARY);
  EXPECT_EQ(moved->notice().due_by_date().day(), 6);
  EXPECT_THAT(KindsOwed(moved->notice()),
              ElementsAre(v1::NoticeObligation::KIND_CHANGE,
                          v1::NoticeObligation::KIND_FORMAL_NOTICE));
  const v1::ConferenceState state = NewestState(first.name());
  EXPECT_EQ(state.revision(), 2);
  EXPECT_EQ(state.previous_appointment().time().local_date().day(), 9);
  EXPECT_EQ(state.appointment().time().local_date().day(), 16);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM conference_revisions"), 2);
  // What was taken is given back.
  EXPECT_EQ(Count("SELECT COUNT(*) FROM bookings"), 3 * 12);
  EXPECT_THAT(Schedule(Juvenile({2026, 12, 9, 9, 0})), IsOk());
}

TEST_P(ChangeTest, AMoveOntoItsOwnTimeIsNoDoubleBooking) {
  const v1::Conference first = *Schedule(Juvenile({2026, 12, 9, 9, 0}));
  const absl::StatusOr<v1::Conference> moved =
      Reschedule(MoveTo(first, {2026, 12, 9, 9, 30}));
  ASSERT_THAT(moved, IsOk());
  EXPECT_EQ(Hours(*moved), 9);
}

TEST_P(ChangeTest, AMoveOntoAnotherConferenceIsRefusedAndChangesNothing) {
  const v1::Conference first = *Schedule(Juvenile({2026, 12, 9, 9, 0}));
  ASSERT_THAT(Schedule(Juvenile({2026, 12, 16, 9, 0})), IsOk());
  const std::string before = Dump();
  EXPECT_THAT(Reschedule(MoveTo(first, {2026, 12, 16, 9, 30})),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition,
                             HasSubstr("2026-12-16T10:00")),
                    HasReason("OFFICER_DOUBLE_BOOKED")));
  EXPECT_EQ(Dump(), before);
}

// "A change of neither date, time nor place sends nothing."
TEST_P(ChangeTest, AChangeOfTheHolderAloneSendsNothing) {
  const v1::Conference first = *Schedule(Juvenile({2026, 12, 9, 9, 0}));
  v1::RescheduleConferenceRequest request = MoveTo(first, {2026, 12, 9, 9, 0});
  request.set_supervisor("officers/acting-j");
  const absl::StatusOr<v1::Conference> changed = Reschedule(request);
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->supervisor(), "officers/acting-j");
  EXPECT_EQ(changed->revision(), 1);
  EXPECT_EQ(changed->etag(), "2");
  EXPECT_TRUE(MessageDifferencer::Equals(changed->notice(), first.notice()));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM notice_obligations"), 2);
  // The new holder is taken, the old one free.
  EXPECT_EQ(Count("SELECT COUNT(*) FROM bookings"
                  " WHERE resource = 'officers/acting-j'"),
            12);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM bookings"
                  " WHERE resource = 'officers/sdpo-j'"),
            0);
}

// "Properly noticed, then postponed by at most 10 days for a recorded reason:
// stays compliant; change notice at once."
TEST_P(ChangeTest, AnAdultConferenceIsPostponedOnceItWasProperlyNoticed) {
  const v1::Conference first =
      *Schedule(Adult({2026, 12, 9, 9, 0}), "sdpo sdpo-a");
  SetNow({2026, 12, 8, 16, 0});
  v1::RescheduleConferenceRequest request = MoveTo(first, {2026, 12, 15, 9, 0});
  request.set_move_reason_code("ILLNESS");
  const std::string before = Dump();
  // Without proof of the notice it is a move inside the ten days.
  EXPECT_THAT(Reschedule(request, "sdpo sdpo-a"),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    HasReason("SHORT_NOTICE_WAIVER_REQUIRED")));
  EXPECT_EQ(Dump(), before);

  const std::string id = first.name().substr(sizeof("conferences/") - 1);
  proofs_.Accept(id, 1, CountyTime({2026, 11, 25, 8, 1}));
  const absl::StatusOr<v1::Conference> moved =
      Reschedule(request, "sdpo sdpo-a");
  ASSERT_THAT(moved, IsOk());
  EXPECT_EQ(moved->notice().basis(), v1::NoticeDuty::BASIS_POSTPONED);
  EXPECT_EQ(moved->notice().basis_reason(), "the supervisor is in court");
  EXPECT_EQ(moved->notice().move_reason_code(), "ILLNESS");
  EXPECT_EQ(moved->notice().due_by_date().month(), 11);
  EXPECT_EQ(moved->notice().due_by_date().day(), 29);
  EXPECT_TRUE(moved->notice().has_postponed_accept_time());
  EXPECT_THAT(KindsOwed(moved->notice()),
              ElementsAre(v1::NoticeObligation::KIND_CHANGE));
  EXPECT_TRUE(moved->notice().obligations(0).bears_duty());
}

TEST_P(ChangeTest, NotifyDownRefusesAMoveThatNeedsItsProofAndChangesNothing) {
  const v1::Conference first =
      *Schedule(Adult({2026, 12, 9, 9, 0}), "sdpo sdpo-a");
  proofs_.FailWith(status::Unavailable(
      "PEER_UNAVAILABLE", "notify cannot be asked", absl::Seconds(1)));
  SetNow({2026, 11, 20, 9, 0});
  EXPECT_THAT(Reschedule(MoveTo(first, {2026, 12, 10, 9, 0}), "sdpo sdpo-a"),
              IsOk())
      << "before the notice's target time there is no proof to ask for";
  SetNow({2026, 12, 8, 16, 0});
  const std::string before = Dump();
  EXPECT_THAT(Reschedule(MoveTo(first, {2026, 12, 15, 9, 0}), "sdpo sdpo-a"),
              AllOf(StatusIs(absl::StatusCode::kUnavailable),
                    HasReason("PEER_UNAVAILABLE")));
  EXPECT_EQ(Dump(), before);
}

// The first conference of a quarter meets its duty, whatever was first set.
TEST_P(ChangeTest, AMoveToAnotherQuarterTakesOrLeavesTheDuty) {
  const v1::Conference fourth =
      *Schedule(Adult({2026, 12, 9, 9, 0}), "sdpo sdpo-a");
  const v1::Conference extra =
      *Schedule(Adult({2026, 12, 16, 9, 0}), "sdpo sdpo-a");
  EXPECT_EQ(extra.kind(), v1::Conference::KIND_ADDITIONAL);
  const absl::StatusOr<v1::Conference> next =
      Reschedule(MoveTo(extra, {2027, 1, 13, 9, 0}), "sdpo sdpo-a");
  ASSERT_THAT(next, IsOk());
  EXPECT_EQ(next->kind(), v1::Conference::KIND_QUARTERLY);
  EXPECT_EQ(next->quarter().label(), "2027-Q1");
  const absl::StatusOr<v1::Conference> joined =
      Reschedule(MoveTo(fourth, {2027, 1, 20, 9, 0}), "sdpo sdpo-a");
  ASSERT_THAT(joined, IsOk());
  EXPECT_EQ(joined->kind(), v1::Conference::KIND_ADDITIONAL);
}

TEST_P(ChangeTest, WhatCannotBeMoved) {
  const v1::Conference first = *Schedule(Juvenile({2026, 12, 9, 9, 0}));
  const v1::RescheduleConferenceRequest good =
      MoveTo(first, {2026, 12, 16, 9, 0});
  const std::string before = Dump();

  v1::RescheduleConferenceRequest unknown = good;
  unknown.set_name("conferences/ghost");
  EXPECT_THAT(Reschedule(unknown), AllOf(StatusIs(absl::StatusCode::kNotFound),
                                         HasReason("RESOURCE_NOT_FOUND")));
  EXPECT_THAT(Reschedule(good, "sdpo sdpo-a"),
              AllOf(StatusIs(absl::StatusCode::kNotFound),
                    HasReason("RESOURCE_NOT_FOUND")));
  v1::RescheduleConferenceRequest stale = good;
  stale.set_etag("7");
  EXPECT_THAT(Reschedule(stale), AllOf(StatusIs(absl::StatusCode::kAborted),
                                       HasReason("ETAG_MISMATCH")));
  v1::RescheduleConferenceRequest code = good;
  code.set_move_reason_code("GOLF");
  EXPECT_THAT(Reschedule(code),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                    HasReason("REASON_CODE_UNKNOWN")));
  SetNow({2026, 12, 9, 9, 0});
  EXPECT_THAT(Reschedule(good),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    HasReason("CONFERENCE_HAS_BEGUN")));
  EXPECT_EQ(Dump(), before);
}

// An officer who holds others' conferences does not move the one about them.
TEST_P(ChangeTest, TheOneItIsAboutMayReadAndNotChange) {
  v1::ScheduleConferenceRequest request = Juvenile({2026, 12, 9, 9, 0});
  request.set_officer("officers/sdpo-j");
  const absl::StatusOr<v1::Conference> about =
      Schedule(request, "manager boss");
  ASSERT_THAT(about, IsOk());
  EXPECT_THAT(Get(about->name(), "sdpo sdpo-j"), IsOk());
  EXPECT_THAT(Reschedule(MoveTo(*about, {2026, 12, 16, 9, 0}), "sdpo sdpo-j"),
              AllOf(StatusIs(absl::StatusCode::kPermissionDenied),
                    HasReason("OFFICER_NOT_SUPERVISED")));
  EXPECT_THAT(Cancel(about->name(), "sdpo sdpo-j"),
              HasReason("OFFICER_NOT_SUPERVISED"));
}

TEST_P(ChangeTest, ACancellationFreesTheSlotsAndOpensTheDuty) {
  const v1::Conference first = *Schedule(Juvenile({2026, 12, 9, 9, 0}));
  const absl::StatusOr<v1::Conference> cancelled = Cancel(first.name());
  ASSERT_THAT(cancelled, IsOk());
  EXPECT_EQ(cancelled->state(), v1::Conference::STATE_CANCELLED);
  EXPECT_EQ(cancelled->revision(), 2);
  EXPECT_EQ(cancelled->change_reason(), "the office is closed");
  EXPECT_THAT(KindsOwed(cancelled->notice()),
              ElementsAre(v1::NoticeObligation::KIND_CANCELLATION));
  EXPECT_EQ(NewestState(first.name()).state(), v1::Conference::STATE_CANCELLED);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM bookings"), 0);
  const absl::StatusOr<v1::Conference> again =
      Schedule(Juvenile({2026, 12, 9, 9, 0}));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->kind(), v1::Conference::KIND_QUARTERLY);
  const std::string before = Dump();
  EXPECT_THAT(Cancel(first.name()),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    HasReason("CONFERENCE_NOT_SCHEDULED")));
  EXPECT_EQ(Dump(), before);
}

TEST_P(ChangeTest, AnOutcomeIsRecordedOnceItsTimeHasCome) {
  const v1::Conference first = *Schedule(Juvenile({2026, 12, 9, 9, 0}));
  const std::string before = Dump();
  EXPECT_THAT(Record(first.name(), Outcome::OUTCOME_HELD),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    HasReason("CONFERENCE_NOT_BEGUN")));
  EXPECT_EQ(Dump(), before);
  SetNow({2026, 12, 9, 9, 0});
  EXPECT_THAT(Cancel(first.name()), HasReason("CONFERENCE_HAS_BEGUN"));
  EXPECT_THAT(Record(first.name(), Outcome::OUTCOME_NOT_HELD),
              HasReason("FIELD_REQUIRED"));
  const absl::StatusOr<v1::Conference> held =
      Record(first.name(), Outcome::OUTCOME_HELD);
  ASSERT_THAT(held, IsOk());
  EXPECT_EQ(held->state(), v1::Conference::STATE_HELD);
  EXPECT_EQ(held->revision(), 1);
  EXPECT_EQ(NewestState(first.name()).state(), v1::Conference::STATE_HELD);
  EXPECT_THAT(Record(first.name(), Outcome::OUTCOME_NOT_HELD, "a slip"),
              HasReason("CONFERENCE_NOT_SCHEDULED"));
}

TEST_P(ChangeTest, OneThatWasNotHeldLeavesTheDutyOpen) {
  const v1::Conference first = *Schedule(Juvenile({2026, 12, 9, 9, 0}));
  SetNow({2026, 12, 9, 10, 0});
  const absl::StatusOr<v1::Conference> missed =
      Record(first.name(), Outcome::OUTCOME_NOT_HELD, "the officer was ill");
  ASSERT_THAT(missed, IsOk());
  EXPECT_EQ(missed->state(), v1::Conference::STATE_NOT_HELD);
  EXPECT_EQ(missed->change_reason(), "the officer was ill");
  v1::ScheduleConferenceRequest next = Juvenile({2026, 12, 30, 9, 0});
  EXPECT_EQ(Schedule(next)->kind(), v1::Conference::KIND_QUARTERLY);
}

// Two movers at once: one wins, the other reads again.
TEST_P(ChangeTest, AnEtagLetsOneOfTwoMoversWin) {
  const v1::Conference first = *Schedule(Juvenile({2026, 12, 9, 9, 0}));
  v1::RescheduleConferenceRequest request = MoveTo(first, {2026, 12, 16, 9, 0});
  request.set_etag(first.etag());
  EXPECT_THAT(Reschedule(request), IsOk());
  EXPECT_THAT(Reschedule(request), AllOf(StatusIs(absl::StatusCode::kAborted),
                                         HasReason("ETAG_MISMATCH")));
}

TEST_P(ChangeTest, ARetriedMoveHasOneEffectAndTheSameAnswer) {
  const v1::Conference first = *Schedule(Juvenile({2026, 12, 9, 9, 0}));
  v1::RescheduleConferenceRequest request = MoveTo(first, {2026, 12, 16, 9, 0});
  request.set_etag(first.etag());
  request.set_request_id("move-1");
  const absl::StatusOr<v1::Conference> once = Reschedule(request);
  const absl::StatusOr<v1::Conference> twice = Reschedule(request);
  ASSERT_THAT(once, IsOk());
  ASSERT_THAT(twice, IsOk());
  EXPECT_TRUE(MessageDifferencer::Equals(*once, *twice));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM conference_revisions"), 2);
}

}  // namespace
}  // namespace caseload::conference
