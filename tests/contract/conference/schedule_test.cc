// ScheduleConference: the ten-day rule, the rules of scheduling, who holds,
// who may, and what is owed.

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/status/error.h"
#include "tests/contract/conference/conference_fixture.h"

namespace caseload::conference {
namespace {

using caseload::testing::HasReason;
using caseload::testing::IsOk;
using caseload::testing::StatusIs;
using google::protobuf::util::MessageDifferencer;
using google::protobuf::util::TimeUtil;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using ScheduleTest = ConferenceTest;

INSTANTIATE_TEST_SUITE_P(Engines, ScheduleTest, testing::BothEngines(),
                         testing::EngineName);

std::string DateText(const type::v1::Date& date) {
  return policy::FormatDay(
      absl::CivilDay(date.year(), date.month(), date.day()));
}

// "KIND when [duty]" of each obligation, when in the county.
std::vector<std::string> Owed(const v1::NoticeDuty& notice) {
  std::vector<std::string> owed;
  for (const v1::NoticeObligation& obligation : notice.obligations()) {
    const absl::Time target = absl::FromUnixMicros(
        TimeUtil::TimestampToMicroseconds(obligation.target_time()));
    absl::TimeZone zone;
    EXPECT_TRUE(absl::LoadTimeZone("America/Los_Angeles", &zone));
    owed.push_back(absl::StrCat(
        v1::NoticeObligation::Kind_Name(obligation.kind()).substr(5), " ",
        absl::FormatTime("%Y-%m-%d %H:%M", target, zone),
        obligation.bears_duty() ? " duty" : ""));
  }
  return owed;
}

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const status::FieldViolation& violation :
       status::FieldViolationsOf(status)) {
    fields.push_back(absl::StrCat(violation.field, " ", violation.reason));
  }
  return fields;
}

// R003, R010, R011, R013: what stands after scheduling sixty days ahead.
TEST_P(ScheduleTest, AConferenceFarAheadOwesInvitationNowAndNoticeAtD14) {
  const absl::StatusOr<v1::Conference> made =
      Schedule(Juvenile({2026, 12, 30, 9, 0}));
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->officer(), "officers/dpo-j");
  EXPECT_EQ(made->supervisor(), "officers/sdpo-j");
  EXPECT_EQ(made->unit(), "units/juvenile-services");
  EXPECT_EQ(made->division(), "juvenile");
  EXPECT_EQ(made->kind(), v1::Conference::KIND_QUARTERLY);
  EXPECT_EQ(made->state(), v1::Conference::STATE_SCHEDULED);
  EXPECT_EQ(made->revision(), 1);
  EXPECT_EQ(made->etag(), "1");
  EXPECT_EQ(made->time().time_zone(), "America/Los_Angeles");
  EXPECT_EQ(TimeUtil::ToString(made->start_time()), "2026-12-30T17:00:00Z");
  EXPECT_EQ(TimeUtil::ToString(made->end_time()), "2026-12-30T18:00:00Z");
  EXPECT_EQ(made->quarter().label(), "2026-Q4");
  // R060: the version that judged.
  EXPECT_EQ(made->policy_version(), "juvenile-4.6@2021-03-22");
  const v1::NoticeDuty& notice = made->notice();
  EXPECT_EQ(notice.basis(), v1::NoticeDuty::BASIS_ORDINARY);
  EXPECT_EQ(DateText(notice.due_by_date()), "2026-12-20");
  EXPECT_EQ(DateText(notice.warn_date()), "2026-12-18");
  EXPECT_EQ(DateText(notice.escalate_date()), "2026-12-19");
  EXPECT_EQ(notice.day_set_revision(), 1);
  EXPECT_THAT(Owed(notice), ElementsAre("INVITATION 2026-11-02 09:00",
                                        "FORMAL_NOTICE 2026-12-16 08:00 duty"));
  absl::StatusOr<v1::Conference> read = Get(made->name());
  ASSERT_THAT(read, IsOk());
  // Only a reader is told how far what is owed has come.
  for (v1::NoticeObligation& owed :
       *read->mutable_notice()->mutable_obligations()) {
    EXPECT_EQ(owed.handover(), v1::NoticeObligation::HANDOVER_WAITING);
    owed.clear_handover();
  }
  EXPECT_TRUE(MessageDifferencer::Equals(*made, *read));
}

// R106: the feed carries all that the dispatcher hands to notify.
TEST_P(ScheduleTest, TheFeedCarriesWhatANoticeNeeds) {
  const absl::StatusOr<v1::Conference> made =
      Schedule(Juvenile({2026, 12, 30, 9, 0}));
  ASSERT_THAT(made, IsOk());
  const v1::ConferenceState state = NewestState(made->name());
  EXPECT_EQ(state.name(), made->name());
  EXPECT_EQ(state.revision(), 1);
  EXPECT_EQ(state.officer().email(), "dpo-j@county.example");
  EXPECT_EQ(state.officer().display_name(), "Officer dpo-j");
  EXPECT_EQ(state.officer().staff_subject(), "dpo-j");
  EXPECT_EQ(state.supervisor().email(), "sdpo-j@county.example");
  EXPECT_EQ(state.policy_pack_id(), "juvenile-4.6");
  EXPECT_EQ(state.policy_digest().size(), 64u);
  EXPECT_EQ(state.county_time_zone(), "America/Los_Angeles");
  EXPECT_EQ(DateText(state.conference_date()), "2026-12-30");
  EXPECT_EQ(state.appointment().location(), "Juvenile Services, room 1");
  EXPECT_FALSE(state.has_previous_appointment());
  EXPECT_TRUE(MessageDifferencer::Equals(state.notice(), made->notice()));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM changes"), 1);
}

// D-14 of 10 December is Thanksgiving: pulled to the working day before.
TEST_P(ScheduleTest, TheTargetIsPulledToAWorkingDayNeverLater) {
  const absl::StatusOr<v1::Conference> made =
      Schedule(Juvenile({2026, 12, 10, 9, 0}));
  ASSERT_THAT(made, IsOk());
  EXPECT_THAT(Owed(made->notice()),
              ElementsAre("INVITATION 2026-11-02 09:00",
                          "FORMAL_NOTICE 2026-11-25 08:00 duty"));
}

TEST_P(ScheduleTest, InsideD14InvitationAndNoticeAreOneAtOnce) {
  const absl::StatusOr<v1::Conference> made =
      Schedule(Adult({2026, 11, 13, 9, 0}), "sdpo sdpo-a");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->notice().basis(), v1::NoticeDuty::BASIS_ORDINARY);
  EXPECT_THAT(Owed(made->notice()),
              ElementsAre("COMBINED 2026-11-02 09:00 duty"));
}

// R011: civil days in the county's zone, never 240 hours.
TEST_P(ScheduleTest, TheLastMinuteOfD10PassesAndTheNextMidnightFails) {
  SetNow({2026, 11, 2, 23, 59});
  const absl::StatusOr<v1::Conference> in_time =
      Schedule(Adult({2026, 11, 12, 9, 0}), "sdpo sdpo-a");
  ASSERT_THAT(in_time, IsOk());
  EXPECT_EQ(in_time->notice().basis(), v1::NoticeDuty::BASIS_ORDINARY);
  SetNow({2026, 11, 3, 0, 0});
  v1::ScheduleConferenceRequest late = Adult({2026, 11, 12, 16, 55});
  late.set_officer("officers/dpo-a2");
  EXPECT_THAT(Schedule(late, "sdpo sdpo-a"),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    HasReason("SHORT_NOTICE_WAIVER_REQUIRED")));
}

// R012, the adult manual's "shall".
TEST_P(ScheduleTest, AdultInsideTenDaysIsRefusedAndNamesTheWayOut) {
  const std::string before = Dump();
  const absl::StatusOr<v1::Conference> refused =
      Schedule(Adult({2026, 11, 10, 9, 0}), "sdpo sdpo-a");
  EXPECT_THAT(refused, AllOf(StatusIs(absl::StatusCode::kFailedPrecondition,
                                      HasSubstr("RequestNoticeWaiver")),
                             HasReason("SHORT_NOTICE_WAIVER_REQUIRED")));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition,
                                HasSubstr("2026-10-31")));
  v1::ScheduleConferenceRequest with_reason = Adult({2026, 11, 10, 9, 0});
  with_reason.set_short_notice_reason("forgotten");
  EXPECT_THAT(Schedule(with_reason, "sdpo sdpo-a"),
              HasReason("SHORT_NOTICE_WAIVER_REQUIRED"));
  EXPECT_EQ(Dump(), before);
}

// R012, the juvenile manual's "should".
TEST_P(ScheduleTest, JuvenileInsideTenDaysNeedsARecordedReason) {
  const std::string before = Dump();
  v1::ScheduleConferenceRequest request = Juvenile({2026, 11, 10, 9, 0});
  const absl::StatusOr<v1::Conference> refused = Schedule(request);
  EXPECT_THAT(refused, AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                             HasReason("SHORT_NOTICE_REASON_REQUIRED")));
  EXPECT_THAT(FieldsOf(refused.status()),
              ElementsAre("short_notice_reason SHORT_NOTICE_REASON_REQUIRED"));
  EXPECT_EQ(Dump(), before);

  request.set_short_notice_reason("the officer returns from training");
  const absl::StatusOr<v1::Conference> made = Schedule(request);
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->notice().basis(), v1::NoticeDuty::BASIS_SHORT_NOTICE);
  EXPECT_EQ(made->notice().basis_reason(), "the officer returns from training");
  EXPECT_THAT(Owed(made->notice()),
              ElementsAre("COMBINED 2026-11-02 09:00 duty"));
}

// R004.
TEST_P(ScheduleTest, AnAdditionalConferenceIsNeverRefusedForShortNotice) {
  ASSERT_THAT(Schedule(Adult({2026, 12, 15, 9, 0}), "sdpo sdpo-a"), IsOk());
  const absl::StatusOr<v1::Conference> additional =
      Schedule(Adult({2026, 11, 3, 9, 0}), "sdpo sdpo-a");
  ASSERT_THAT(additional, IsOk());
  EXPECT_EQ(additional->kind(), v1::Conference::KIND_ADDITIONAL);
  EXPECT_EQ(additional->notice().basis(), v1::NoticeDuty::BASIS_ADDITIONAL);
  // The next quarter's duty is open.
  const absl::StatusOr<v1::Conference> next =
      Schedule(Adult({2027, 1, 12, 9, 0}), "sdpo sdpo-a");
  ASSERT_THAT(next, IsOk());
  EXPECT_EQ(next->kind(), v1::Conference::KIND_QUARTERLY);
  EXPECT_EQ(next->quarter().label(), "2027-Q1");
}

// R010: the juvenile manual's notice names the place, the adult one does not.
TEST_P(ScheduleTest, AJuvenileConferenceWithoutAPlaceIsRefused) {
  v1::ScheduleConferenceRequest request = Juvenile({2026, 12, 30, 9, 0});
  request.clear_location();
  const absl::StatusOr<v1::Conference> refused = Schedule(request);
  EXPECT_THAT(refused, AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                             HasReason("LOCATION_REQUIRED")));
  EXPECT_THAT(FieldsOf(refused.status()),
              ElementsAre("location LOCATION_REQUIRED"));
  EXPECT_THAT(Schedule(Adult({2026, 12, 15, 9, 0}), "sdpo sdpo-a"), IsOk());
}

TEST_P(ScheduleTest, EveryBrokenRuleIsNamedWithTheNextFreeSlot) {
  caseplan_.officers["dpo-j"].leave = {
      {absl::CivilDay(2026, 12, 14), absl::CivilDay(2026, 12, 16)}};
  caseplan_.officers["sdpo-j"].leave = {
      {absl::CivilDay(2026, 12, 21), absl::CivilDay(2026, 12, 21)}};
  caseplan_.officers["dpo-j"].postings[0].acting_supervisor_id = "";
  ASSERT_THAT(Schedule(Juvenile({2026, 12, 9, 9, 0})), IsOk());
  struct Case {
    Local at;
    const char* officer;
    const char* room;
    const char* reason;
    const char* next_free;
  };
  const std::string before = Dump();
  for (const Case& c : std::vector<Case>{
           {{2026, 12, 5, 9, 0},
            "dpo-j",
            "room-1",
            "NOT_A_WORKING_DAY",
            "2026-12-07T09:00"},
           {{2026, 12, 25, 9, 0},
            "dpo-j",
            "room-1",
            "NOT_A_WORKING_DAY",
            "2026-12-28T09:00"},
           {{2026, 12, 14, 9, 0},
            "dpo-j",
            "room-1",
            "OFFICER_ON_LEAVE",
            "2026-12-17T09:00"},
           {{2026, 12, 21, 9, 0},
            "dpo-j",
            "room-1",
            "SUPERVISOR_ON_LEAVE",
            "2026-12-22T09:00"},
           {{2026, 12, 9, 9, 30},
            "dpo-j",
            "room-2",
            "OFFICER_DOUBLE_BOOKED",
            "2026-12-09T10:00"},
           {{2026, 12, 9, 8, 5},
            "dpo-j2",
            "room-2",
            "SUPERVISOR_DOUBLE_BOOKED",
            "2026-12-09T10:00"},
       }) {
    v1::ScheduleConferenceRequest request = Juvenile(c.at);
    request.set_officer(absl::StrCat("officers/", c.officer));
    request.set_room(absl::StrCat("rooms/", c.room));
    EXPECT_THAT(
        Schedule(request),
        AllOf(
            StatusIs(absl::StatusCode::kFailedPrecondition,
                     HasSubstr(absl::StrCat("next free slot: ", c.next_free))),
            HasReason(c.reason)))
        << c.reason;
  }
  // The room is taken while officer and holder are free.
  v1::ScheduleConferenceRequest same_room = Adult({2026, 12, 9, 9, 0});
  same_room.set_room("rooms/room-1");
  EXPECT_THAT(Schedule(same_room, "sdpo sdpo-a"),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    HasReason("ROOM_DOUBLE_BOOKED")));
  EXPECT_EQ(Dump(), before);
}

TEST_P(ScheduleTest, ConferencesBackToBackDoNotCollide) {
  ASSERT_THAT(Schedule(Juvenile({2026, 12, 9, 9, 0})), IsOk());
  EXPECT_THAT(Schedule(Juvenile({2026, 12, 9, 10, 0})), IsOk());
  EXPECT_THAT(Schedule(Juvenile({2026, 12, 9, 8, 0})), IsOk());
}

TEST_P(ScheduleTest, ARuleIsSetAsideByNameAndReasonOnly) {
  ASSERT_THAT(Schedule(Juvenile({2026, 12, 9, 9, 0})), IsOk());
  v1::ScheduleConferenceRequest request = Juvenile({2026, 12, 9, 9, 0});
  request.set_officer("officers/dpo-j2");
  request.add_overridden_rules(v1::SCHEDULE_RULE_SUPERVISOR_BOOKED);
  EXPECT_THAT(Schedule(request), HasReason("OVERRIDE_REASON_REQUIRED"));
  request.set_override_reason("one joint session");
  EXPECT_THAT(Schedule(request), HasReason("ROOM_DOUBLE_BOOKED"));
  request.add_overridden_rules(v1::SCHEDULE_RULE_ROOM_BOOKED);
  request.add_overridden_rules(v1::SCHEDULE_RULE_WORKING_DAY);
  const absl::StatusOr<v1::Conference> made = Schedule(request);
  ASSERT_THAT(made, IsOk());
  // Only what was broken is on record.
  EXPECT_THAT(made->overridden_rules(),
              ElementsAre(v1::SCHEDULE_RULE_SUPERVISOR_BOOKED,
                          v1::SCHEDULE_RULE_ROOM_BOOKED));
  EXPECT_EQ(made->override_reason(), "one joint session");
  // What was set over another still stands in the way of the next one.
  request.clear_overridden_rules();
  request.set_officer("officers/acting-j");
  request.set_supervisor("officers/sdpo-j");
  request.set_holder_reason("stands in");
  EXPECT_THAT(Schedule(request, "manager boss"),
              HasReason("SUPERVISOR_DOUBLE_BOOKED"));
}

TEST_P(ScheduleTest, TheActingSupervisorHoldsWhenTheSupervisorIsOnLeave) {
  caseplan_.officers["sdpo-j"].leave = {
      {absl::CivilDay(2026, 12, 1), absl::CivilDay(2026, 12, 31)}};
  const absl::StatusOr<v1::Conference> made =
      Schedule(Juvenile({2026, 12, 9, 9, 0}));
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->supervisor(), "officers/acting-j");
  EXPECT_EQ(made->holder_reason(), "");
}

TEST_P(ScheduleTest, SomebodyElseHoldsForAReasonOnly) {
  v1::ScheduleConferenceRequest request = Juvenile({2026, 12, 9, 9, 0});
  request.set_supervisor("officers/sdpo-a");
  const absl::StatusOr<v1::Conference> refused = Schedule(request);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(FieldsOf(refused.status()),
              ElementsAre("holder_reason HOLDER_REASON_REQUIRED"));
  request.set_holder_reason("knows the caseload");
  const absl::StatusOr<v1::Conference> made = Schedule(request);
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->supervisor(), "officers/sdpo-a");
  EXPECT_EQ(made->holder_reason(), "knows the caseload");
}

TEST_P(ScheduleTest, WhoMaySchedule) {
  const v1::ScheduleConferenceRequest request = Juvenile({2026, 12, 9, 9, 0});
  const std::string before = Dump();
  EXPECT_THAT(Schedule(request, "dpo dpo-j"),
              AllOf(StatusIs(absl::StatusCode::kPermissionDenied),
                    HasReason("METHOD_NOT_ALLOWED")));
  EXPECT_THAT(Schedule(request, "sdpo sdpo-a"),
              AllOf(StatusIs(absl::StatusCode::kPermissionDenied),
                    HasReason("OFFICER_NOT_SUPERVISED")));
  EXPECT_THAT(Schedule(request, "sdpo nobody"),
              AllOf(StatusIs(absl::StatusCode::kPermissionDenied),
                    HasReason("OFFICER_NOT_SUPERVISED")));
  EXPECT_EQ(Dump(), before);
  EXPECT_THAT(Schedule(request, "sdpo acting-j"), IsOk());
  EXPECT_THAT(Schedule(Juvenile({2026, 12, 9, 11, 0}), "manager boss"), IsOk());
}

TEST_P(ScheduleTest, WhatCannotBeScheduledNamesWhy) {
  struct Case {
    const char* what;
    std::function<void(v1::ScheduleConferenceRequest&)> spoil;
    absl::StatusCode code;
    const char* reason;
    std::vector<std::string> fields;
  };
  const absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;
  const std::string before = Dump();
  for (const Case& c : std::vector<Case>{
           {"an officer whom nobody knows",
            [](auto& r) { r.set_officer("officers/ghost"); },
            absl::StatusCode::kNotFound,
            "RESOURCE_NOT_FOUND",
            {}},
           {"a holder whom nobody knows",
            [](auto& r) {
              r.set_supervisor("officers/ghost");
              r.set_holder_reason("why not");
            },
            absl::StatusCode::kNotFound,
            "RESOURCE_NOT_FOUND",
            {}},
           {"an officer without posting",
            [](auto& r) { r.set_officer("officers/dpo-unposted"); },
            absl::StatusCode::kFailedPrecondition,
            "OFFICER_NOT_POSTED",
            {}},
           {"a vacancy",
            [](auto& r) { r.set_officer("officers/dpo-vacant"); },
            kInvalid,
            "SUPERVISOR_REQUIRED",
            {"supervisor SUPERVISOR_REQUIRED"}},
           {"the officer as holder",
            [](auto& r) { r.set_supervisor("officers/dpo-j"); },
            kInvalid,
            "HOLDER_IS_OFFICER",
            {"supervisor HOLDER_IS_OFFICER"}},
           {"a division without policy",
            [](auto& r) { r.set_officer("officers/dpo-ny"); },
            absl::StatusCode::kFailedPrecondition,
            "POLICY_NOT_YET_KNOWN",
            {}},
           {"an unknown zone",
            [](auto& r) { r.mutable_time()->set_time_zone("Pacific/Coast"); },
            kInvalid,
            "TIME_ZONE_UNKNOWN",
            {"time.time_zone TIME_ZONE_UNKNOWN"}},
           {"a time that has passed",
            [](auto& r) {
              r.mutable_time()->mutable_local_date()->set_month(10);
            },
            kInvalid,
            "START_IN_PAST",
            {"time.local_date START_IN_PAST"}},
           {"a time too far ahead",
            [](auto& r) {
              r.mutable_time()->mutable_local_date()->set_year(2027);
            },
            kInvalid,
            "DATE_TOO_FAR",
            {"time.local_date DATE_TOO_FAR"}},
           {"a waiver that nobody knows",
            [](auto& r) { r.set_notice_waiver("noticeWaivers/ghost"); },
            absl::StatusCode::kNotFound,
            "RESOURCE_NOT_FOUND",
            {}},
       }) {
    v1::ScheduleConferenceRequest request = Juvenile({2026, 12, 9, 9, 0});
    c.spoil(request);
    const absl::StatusOr<v1::Conference> refused =
        Schedule(request, "manager boss");
    EXPECT_THAT(refused, AllOf(StatusIs(c.code), HasReason(c.reason)))
        << c.what;
    EXPECT_EQ(FieldsOf(refused.status()), c.fields) << c.what;
  }
  EXPECT_EQ(Dump(), before);
}

// The clocks go forward over 02:30 on 14 March 2027; on 7 November 2027 they
// show 01:30 twice, and the first is meant.
TEST_P(ScheduleTest, LocalTimesOfTheNightsWhenClocksChange) {
  v1::ScheduleConferenceRequest spring = Adult({2027, 3, 14, 2, 30});
  spring.add_overridden_rules(v1::SCHEDULE_RULE_WORKING_DAY);
  spring.set_override_reason("night shift");
  const absl::StatusOr<v1::Conference> skipped =
      Schedule(spring, "sdpo sdpo-a");
  EXPECT_THAT(skipped, AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                             HasReason("LOCAL_TIME_SKIPPED")));
  EXPECT_THAT(FieldsOf(skipped.status()),
              ElementsAre("time LOCAL_TIME_SKIPPED"));
  v1::ScheduleConferenceRequest autumn = Adult({2026, 11, 1, 1, 30});
  SetNow({2026, 10, 1, 9, 0});
  autumn.add_overridden_rules(v1::SCHEDULE_RULE_WORKING_DAY);
  autumn.set_override_reason("night shift");
  const absl::StatusOr<v1::Conference> first = Schedule(autumn, "sdpo sdpo-a");
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(TimeUtil::ToString(first->start_time()), "2026-11-01T08:30:00Z");
}

// A conference in another zone is judged by the county's civil day.
TEST_P(ScheduleTest, TheCountysDayDecidesWhateverTheConferencesZone) {
  v1::ScheduleConferenceRequest request = Adult({2026, 12, 10, 1, 0});
  request.mutable_time()->set_time_zone("America/New_York");
  const absl::StatusOr<v1::Conference> made = Schedule(request, "sdpo sdpo-a");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(TimeUtil::ToString(made->start_time()), "2026-12-10T06:00:00Z");
  // 22:00 on 9 December in the county.
  EXPECT_EQ(DateText(made->notice().due_by_date()), "2026-11-29");
}

TEST_P(ScheduleTest, CaseplanDownChangesNothing) {
  const std::string before = Dump();
  caseplan_.FailWith(status::Unavailable(
      "PEER_UNAVAILABLE", "caseplan cannot be asked", absl::Seconds(1)));
  EXPECT_THAT(Schedule(Juvenile({2026, 12, 9, 9, 0})),
              AllOf(StatusIs(absl::StatusCode::kUnavailable),
                    HasReason("PEER_UNAVAILABLE")));
  EXPECT_EQ(Dump(), before);
  // Every question had the call's deadline.
  EXPECT_THAT(caseplan_.deadlines(),
              ::testing::Each(::testing::Lt(absl::InfiniteFuture())));
}

TEST_P(ScheduleTest, ARetriedRequestHasOneEffectAndTheSameAnswer) {
  v1::ScheduleConferenceRequest request = Juvenile({2026, 12, 9, 9, 0});
  request.set_request_id("r-1");
  const absl::StatusOr<v1::Conference> first = Schedule(request);
  const absl::StatusOr<v1::Conference> second = Schedule(request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  EXPECT_TRUE(MessageDifferencer::Equals(*first, *second));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM conferences"), 1);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM changes"), 1);
  request.set_location("elsewhere");
  EXPECT_THAT(Schedule(request),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                    HasReason("REQUEST_ID_REUSED")));
}

}  // namespace
}  // namespace caseload::conference
