// Weekends, holidays, leave, double booking, and the next free slot.

#include "services/conference/domain/schedule_rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/conference/local.h"
#include "tests/support/status_matchers.h"

namespace caseload::conference {
namespace {

using caseload::testing::HasReason;
using caseload::testing::Local;
using caseload::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

absl::TimeZone Zone() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("America/Los_Angeles", &zone));
  return zone;
}

absl::Time At(Local local) {
  return absl::FromCivil(absl::CivilSecond(absl::CivilMinute(local)), Zone());
}

ScheduleFacts Facts() {
  ScheduleFacts facts;
  facts.county_zone = Zone();
  facts.working_days = policy::WorkingDays({absl::CivilDay(2026, 12, 25)});
  return facts;
}

void Take(std::set<absl::Time>& slots, Local from, int minutes) {
  for (absl::Time slot : SlotsOf(At(from), At(from) + absl::Minutes(minutes))) {
    slots.insert(slot);
  }
}

Appointment Hour(Local local) {
  Appointment appointment;
  appointment.local_start = absl::CivilMinute(local);
  appointment.time_zone = "America/Los_Angeles";
  appointment.duration_minutes = 60;
  appointment.start = At(local);
  appointment.end = appointment.start + absl::Hours(1);
  return appointment;
}

std::vector<ScheduleRule> Broken(const ScheduleFacts& facts, Local local) {
  return BrokenRules(facts, At(local), At(local) + absl::Hours(1));
}

TEST(SlotsTest, AnHourTouchesTwelveSlotsAndNotTheNext) {
  const absl::Time start = At({2026, 12, 9, 9, 0});
  const std::vector<absl::Time> slots = SlotsOf(start, start + absl::Hours(1));
  ASSERT_EQ(slots.size(), 12u);
  EXPECT_EQ(slots.front(), start);
  EXPECT_EQ(slots.back(), start + absl::Minutes(55));
}

TEST(SlotsTest, AStartOffTheGridTouchesTheSlotItBeginsIn) {
  const absl::Time start = At({2026, 12, 9, 9, 2});
  EXPECT_THAT(SlotsOf(start, start + absl::Minutes(4)),
              ElementsAre(At({2026, 12, 9, 9, 0}), At({2026, 12, 9, 9, 5})));
}

TEST(ScheduleRulesTest, AnOrdinaryTuesdayBreaksNothing) {
  EXPECT_THAT(Broken(Facts(), {2026, 12, 8, 9, 0}), IsEmpty());
}

TEST(ScheduleRulesTest, EveryRuleIsFoundInOrder) {
  ScheduleFacts facts = Facts();
  facts.officer_leave = {
      {absl::CivilDay(2026, 12, 25), absl::CivilDay(2026, 12, 26)}};
  facts.supervisor_leave = facts.officer_leave;
  Take(facts.officer_slots, {2026, 12, 25, 9, 55}, 5);
  Take(facts.supervisor_slots, {2026, 12, 25, 9, 0}, 5);
  Take(facts.room_slots, {2026, 12, 25, 8, 0}, 480);
  EXPECT_THAT(
      Broken(facts, {2026, 12, 25, 9, 0}),
      ElementsAre(ScheduleRule::kWorkingDay, ScheduleRule::kOfficerLeave,
                  ScheduleRule::kSupervisorLeave, ScheduleRule::kOfficerBooked,
                  ScheduleRule::kSupervisorBooked, ScheduleRule::kRoomBooked));
  EXPECT_THAT(
      Standing(Broken(facts, {2026, 12, 25, 9, 0}),
               {ScheduleRule::kWorkingDay, ScheduleRule::kOfficerLeave,
                ScheduleRule::kSupervisorLeave, ScheduleRule::kOfficerBooked,
                ScheduleRule::kRoomBooked}),
      ElementsAre(ScheduleRule::kSupervisorBooked));
}

// The day is the county's: 23:30 on Friday in Los Angeles is Saturday in UTC.
TEST(ScheduleRulesTest, TheDayIsTheCountys) {
  EXPECT_THAT(Broken(Facts(), {2026, 12, 4, 23, 30}), IsEmpty());
  EXPECT_THAT(Broken(Facts(), {2026, 12, 5, 0, 0}),
              ElementsAre(ScheduleRule::kWorkingDay));
}

TEST(NextFreeTest, LaterOnTheSameDayWhenItEndsByClosing) {
  ScheduleFacts facts = Facts();
  Take(facts.officer_slots, {2026, 12, 8, 9, 0}, 60);
  Take(facts.room_slots, {2026, 12, 8, 10, 0}, 30);
  EXPECT_EQ(NextFreeStart(facts, Hour({2026, 12, 8, 9, 0}), Zone(), {}, {}),
            absl::CivilMinute(2026, 12, 8, 10, 30));
  Take(facts.officer_slots, {2026, 12, 8, 10, 0}, 375);
  // 16:15 would end after 17:00.
  EXPECT_EQ(NextFreeStart(facts, Hour({2026, 12, 8, 9, 0}), Zone(), {}, {}),
            absl::CivilMinute(2026, 12, 9, 9, 0));
}

TEST(NextFreeTest, OverAWeekendAndAHoliday) {
  ScheduleFacts facts = Facts();
  EXPECT_EQ(NextFreeStart(facts, Hour({2026, 12, 25, 9, 0}), Zone(), {}, {}),
            absl::CivilMinute(2026, 12, 28, 9, 0));
  EXPECT_EQ(NextFreeStart(facts, Hour({2026, 12, 25, 9, 0}), Zone(),
                          {ScheduleRule::kWorkingDay}, {}),
            absl::CivilMinute(2026, 12, 25, 9, 0));
}

// 02:30 does not exist on 14 March 2027, a Sunday.
TEST(NextFreeTest, ASkippedLocalTimeIsNoSlot) {
  ScheduleFacts facts = Facts();
  facts.officer_leave = {
      {absl::CivilDay(2027, 3, 12), absl::CivilDay(2027, 3, 13)}};
  EXPECT_EQ(NextFreeStart(facts, Hour({2027, 3, 12, 2, 30}), Zone(),
                          {ScheduleRule::kWorkingDay}, {}),
            absl::CivilMinute(2027, 3, 14, 3, 0));
}

TEST(NextFreeTest, NoneWithinTheHorizon) {
  ScheduleFacts facts = Facts();
  facts.officer_leave = {
      {absl::CivilDay(2026, 12, 1), absl::CivilDay(2027, 12, 31)}};
  SlotSearch search;
  search.horizon_days = 30;
  EXPECT_EQ(NextFreeStart(facts, Hour({2026, 12, 8, 9, 0}), Zone(), {}, search),
            std::nullopt);
}

TEST(ScheduleRefusalTest, NamesRuleNextFreeSlotAndWayOut) {
  Conference conference;
  conference.officer.officer_id = "o1";
  conference.appointment = Hour({2026, 12, 8, 9, 0});
  conference.day = absl::CivilDay(2026, 12, 8);
  EXPECT_THAT(
      ScheduleRefusal({ScheduleRule::kOfficerBooked, ScheduleRule::kRoomBooked},
                      conference, absl::CivilMinute(2026, 12, 8, 10, 0), {}),
      AllOf(StatusIs(absl::StatusCode::kFailedPrecondition,
                     AllOf(HasSubstr("OFFICER_BOOKED, ROOM_BOOKED"),
                           HasSubstr("next free slot: 2026-12-08T10:00 "
                                     "America/Los_Angeles"),
                           HasSubstr("override_reason"))),
            HasReason("OFFICER_DOUBLE_BOOKED")));
  EXPECT_THAT(ScheduleRefusal({ScheduleRule::kWorkingDay}, conference,
                              std::nullopt, {}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("no slot is free within 60 days")));
}

}  // namespace
}  // namespace caseload::conference
