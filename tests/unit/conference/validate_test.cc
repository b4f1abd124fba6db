// What can be said of a request alone: field paths, reasons, bounds.

#include "services/conference/validate.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/status/error.h"
#include "tests/support/status_matchers.h"

namespace caseload::conference {
namespace {

using caseload::testing::IsOk;
using caseload::testing::StatusIs;
using ::testing::ElementsAre;

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const status::FieldViolation& violation :
       status::FieldViolationsOf(status)) {
    fields.push_back(absl::StrCat(violation.field, " ", violation.reason));
  }
  return fields;
}

v1::ScheduleConferenceRequest Good() {
  v1::ScheduleConferenceRequest request;
  request.set_officer("officers/o1");
  request.mutable_time()->mutable_local_date()->set_year(2028);
  request.mutable_time()->mutable_local_date()->set_month(2);
  request.mutable_time()->mutable_local_date()->set_day(29);
  request.mutable_time()->set_hours(23);
  request.mutable_time()->set_minutes(55);
  request.mutable_time()->set_duration_minutes(480);
  request.set_room("rooms/r-1");
  request.set_supervisor("officers/s1");
  return request;
}

TEST(ValidateScheduleTest, AGoodRequestIsTakenWhole) {
  const absl::StatusOr<ScheduleCommand> command = Validate(Good());
  ASSERT_THAT(command, IsOk());
  EXPECT_EQ(command->officer_id, "o1");
  EXPECT_EQ(command->proposal.local_start,
            absl::CivilMinute(2028, 2, 29, 23, 55));
  EXPECT_EQ(command->proposal.duration_minutes, 480);
  EXPECT_EQ(command->proposal.room_id, "r-1");
  EXPECT_EQ(command->proposal.supervisor_id, "s1");
}

TEST(ValidateScheduleTest, EveryBadFieldIsNamedByItsPath) {
  struct Case {
    const char* field_and_reason;
    std::function<void(v1::ScheduleConferenceRequest&)> spoil;
  };
  for (const Case& c : std::vector<Case>{
           {"officer FIELD_REQUIRED", [](auto& r) { r.clear_officer(); }},
           {"officer NAME_INVALID", [](auto& r) { r.set_officer("o1"); }},
           {"officer NAME_INVALID",
            [](auto& r) { r.set_officer("officers/O1"); }},
           {"officer NAME_INVALID", [](auto& r) { r.set_officer("units/o1"); }},
           {"time FIELD_REQUIRED", [](auto& r) { r.clear_time(); }},
           {"time.local_date FIELD_REQUIRED",
            [](auto& r) { r.mutable_time()->clear_local_date(); }},
           {"time.local_date DATE_INVALID",
            [](auto& r) {
              r.mutable_time()->mutable_local_date()->set_year(2027);
            }},
           {"time.local_date DATE_INVALID",
            [](auto& r) {
              r.mutable_time()->mutable_local_date()->set_month(13);
            }},
           {"time.local_date DATE_INVALID",
            [](auto& r) {
              r.mutable_time()->mutable_local_date()->set_year(2204);
            }},
           {"time.hours LOCAL_TIME_INVALID",
            [](auto& r) { r.mutable_time()->set_hours(24); }},
           {"time.hours LOCAL_TIME_INVALID",
            [](auto& r) { r.mutable_time()->set_hours(-1); }},
           {"time.minutes LOCAL_TIME_INVALID",
            [](auto& r) { r.mutable_time()->set_minutes(60); }},
           {"time.minutes LOCAL_TIME_INVALID",
            [](auto& r) { r.mutable_time()->set_minutes(7); }},
           {"time.duration_minutes DURATION_INVALID",
            [](auto& r) { r.mutable_time()->set_duration_minutes(10); }},
           {"time.duration_minutes DURATION_INVALID",
            [](auto& r) { r.mutable_time()->set_duration_minutes(485); }},
           {"time.duration_minutes DURATION_INVALID",
            [](auto& r) { r.mutable_time()->set_duration_minutes(61); }},
           {"location TEXT_TOO_LONG",
            [](auto& r) { r.set_location(std::string(201, 'x')); }},
           {"room NAME_INVALID", [](auto& r) { r.set_room("Room 1"); }},
           {"supervisor NAME_INVALID", [](auto& r) { r.set_supervisor("s1"); }},
           {"holder_reason TEXT_TOO_LONG",
            [](auto& r) { r.set_holder_reason(std::string(501, 'x')); }},
           {"notice_waiver NAME_INVALID",
            [](auto& r) { r.set_notice_waiver("waivers/1"); }},
           {"overridden_rules[0] ENUM_INVALID",
            [](auto& r) {
              r.add_overridden_rules(v1::SCHEDULE_RULE_UNSPECIFIED);
            }},
           {"overridden_rules[0] ENUM_INVALID",
            [](auto& r) {
              r.add_overridden_rules(static_cast<v1::ScheduleRule>(99));
            }},
           {"override_reason OVERRIDE_REASON_REQUIRED",
            [](auto& r) {
              r.add_overridden_rules(v1::SCHEDULE_RULE_WORKING_DAY);
            }},
           {"short_notice_reason TEXT_TOO_LONG",
            [](auto& r) { r.set_short_notice_reason(std::string(501, 'x')); }},
       }) {
    v1::ScheduleConferenceRequest request = Good();
    c.spoil(request);
    const absl::StatusOr<ScheduleCommand> command = Validate(request);
    EXPECT_THAT(command, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(FieldsOf(command.status()), ElementsAre(c.field_and_reason));
  }
}

TEST(ValidateScheduleTest, EverythingWrongIsSaidAtOnce) {
  EXPECT_THAT(FieldsOf(Validate(v1::ScheduleConferenceRequest()).status()),
              ElementsAre("officer FIELD_REQUIRED", "time FIELD_REQUIRED"));
}

TEST(ValidateChangesTest, EachRequestNamesWhatItLacks) {
  EXPECT_THAT(FieldsOf(Validate(v1::RescheduleConferenceRequest()).status()),
              ElementsAre("name FIELD_REQUIRED", "time FIELD_REQUIRED",
                          "move_reason FIELD_REQUIRED"));
  EXPECT_THAT(FieldsOf(Validate(v1::CancelConferenceRequest()).status()),
              ElementsAre("name FIELD_REQUIRED", "reason FIELD_REQUIRED"));
  EXPECT_THAT(FieldsOf(Validate(v1::RecordConferenceOutcomeRequest()).status()),
              ElementsAre("name FIELD_REQUIRED", "outcome ENUM_INVALID",
                          "reason FIELD_REQUIRED"));
  EXPECT_THAT(
      FieldsOf(Validate(v1::RequestNoticeWaiverRequest()).status()),
      ElementsAre("officer FIELD_REQUIRED", "conference_date FIELD_REQUIRED",
                  "reason FIELD_REQUIRED"));
  EXPECT_THAT(FieldsOf(Validate(v1::DecideNoticeWaiverRequest()).status()),
              ElementsAre("name FIELD_REQUIRED", "decision ENUM_INVALID",
                          "note FIELD_REQUIRED"));
  EXPECT_THAT(FieldsOf(Validate(v1::GetConferenceRequest()).status()),
              ElementsAre("name FIELD_REQUIRED"));
}

TEST(ValidateChangesTest, AReasonOfBlanksIsNone) {
  v1::CancelConferenceRequest request;
  request.set_name("conferences/c1");
  request.set_reason(" \t\n");
  EXPECT_THAT(FieldsOf(Validate(request).status()),
              ElementsAre("reason FIELD_REQUIRED"));
}

TEST(ValidateChangesTest, AnEtagIsWhatThisServiceGave) {
  v1::CancelConferenceRequest request;
  request.set_name("conferences/c1");
  request.set_reason("closed");
  request.set_etag("7");
  EXPECT_EQ(Validate(request)->version, 7);
  request.set_etag("seven");
  EXPECT_THAT(FieldsOf(Validate(request).status()),
              ElementsAre("etag ETAG_INVALID"));
  request.clear_etag();
  EXPECT_EQ(Validate(request)->version, std::nullopt);
}

TEST(ValidateListTest, AReversedPeriodAndAnUnknownStateAreRefused) {
  v1::ListConferencesRequest request;
  request.mutable_from_date()->set_year(2026);
  request.mutable_from_date()->set_month(12);
  request.mutable_from_date()->set_day(2);
  *request.mutable_to_date() = request.from_date();
  request.mutable_to_date()->set_day(1);
  request.add_states(v1::Conference::STATE_UNSPECIFIED);
  EXPECT_THAT(FieldsOf(Validate(request).status()),
              ElementsAre("to_date PERIOD_REVERSED", "states[0] ENUM_INVALID"));
}

}  // namespace
}  // namespace caseload::conference
