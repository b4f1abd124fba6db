#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/caseplan/convert.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/validate.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/caseplan/proto_text.h"

namespace caseload::caseplan {
namespace {

using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::StatusIs;

constexpr char kOfficer[] = R"pb(
  display_name: "Avery Example"
  email: "avery@example.test"
  first_day { year: 2024 month: 2 day: 29 }
)pb";

TEST(ValidateOfficerTest, AWholeOfficerIsWell) {
  EXPECT_THAT(ValidateOfficer(Parse<v1::Officer>(kOfficer)), IsOk());
}

TEST(ValidateOfficerTest, NamesEverythingThatIsMissingAtOnce) {
  EXPECT_THAT(Violations(ValidateOfficer(v1::Officer())),
              ElementsAre("officer.display_name FIELD_REQUIRED",
                          "officer.email FIELD_REQUIRED",
                          "officer.first_day FIELD_REQUIRED"));
}

TEST(ValidateOfficerTest, ADayThatDoesNotExistIsRefused) {
  auto officer = Parse<v1::Officer>(kOfficer);
  officer.mutable_first_day()->set_year(2025);
  EXPECT_THAT(Violations(ValidateOfficer(officer)),
              ElementsAre("officer.first_day DATE_INVALID"));
}

TEST(ValidateOfficerTest, YearsOutsideTheCalendarAreRefused) {
  for (int year : {0, 1899, 2200, -1, 2147483647}) {
    auto officer = Parse<v1::Officer>(kOfficer);
    *officer.mutable_first_day() = ToProto(absl::CivilDay(2024, 1, 1));
    officer.mutable_first_day()->set_year(year);
    EXPECT_THAT(Violations(ValidateOfficer(officer)),
                ElementsAre("officer.first_day DATE_INVALID"))
        << year;
  }
}

TEST(ValidateOfficerTest, ServiceThatEndsBeforeItBeginsIsRefused) {
  auto officer = Parse<v1::Officer>(kOfficer);
  *officer.mutable_last_day() = ToProto(absl::CivilDay(2024, 2, 28));
  EXPECT_THAT(Violations(ValidateOfficer(officer)),
              ElementsAre("officer.last_day PERIOD_REVERSED"));
}

TEST(ValidateOfficerTest, LengthIsCountedInCharacters) {
  auto officer = Parse<v1::Officer>(kOfficer);
  std::string name;
  for (int i = 0; i < 200; ++i) name += "\xC3\xA9";
  officer.set_display_name(name);
  EXPECT_THAT(ValidateOfficer(officer), IsOk());
  officer.set_display_name(name + "e");
  absl::Status status = ValidateOfficer(officer);
  EXPECT_THAT(Violations(status),
              ElementsAre("officer.display_name TEXT_TOO_LONG"));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument,
                               HasSubstr("has 201 characters; at most 200")));
}

TEST(ValidateOfficerTest, WhatIsNoAddressIsRefused) {
  for (const char* email :
       {"avery", "@example.test", "avery@", "a@b@c", "a b@c", "a@b,c@d"}) {
    auto officer = Parse<v1::Officer>(kOfficer);
    officer.set_email(email);
    EXPECT_THAT(Violations(ValidateOfficer(officer)),
                ElementsAre("officer.email EMAIL_INVALID"))
        << email;
  }
}

// R068: an adjustment has its reason.
TEST(ValidateOfficerTest, AnAdjustedCapacityNeedsItsReason) {
  auto officer = Parse<v1::Officer>(kOfficer);
  officer.set_capacity_factor(0.5);
  EXPECT_THAT(Violations(ValidateOfficer(officer)),
              ElementsAre("officer.capacity_reason FIELD_REQUIRED"));
  officer.set_capacity_reason("new to the caseload");
  EXPECT_THAT(ValidateOfficer(officer), IsOk());
  officer.set_capacity_factor(2.1);
  EXPECT_THAT(Violations(ValidateOfficer(officer)),
              ElementsAre("officer.capacity_factor NUMBER_OUT_OF_RANGE"));
}

TEST(ValidateOfficerTest, AnExternalIdIsWholeOrAbsent) {
  auto officer = Parse<v1::Officer>(kOfficer);
  officer.mutable_external_id()->set_source_system("JCMS");
  EXPECT_THAT(Violations(ValidateOfficer(officer)),
              ElementsAre("officer.external_id.source_system ID_INVALID",
                          "officer.external_id.id FIELD_REQUIRED"));
}

TEST(ValidatePostingTest, NobodySupervisesThemselves) {
  auto posting = Parse<v1::OfficerPosting>(R"pb(
    unit: "units/u"
    supervisor: "officers/a"
    acting_supervisor: "officers/a"
    period { start_date { year: 2026 month: 1 day: 1 } }
  )pb");
  EXPECT_THAT(ValidatePosting("officers/b", posting), IsOk());
  EXPECT_THAT(Violations(ValidatePosting("officers/a", posting)),
              ElementsAre("posting.supervisor SUPERVISOR_IS_SELF",
                          "posting.acting_supervisor SUPERVISOR_IS_SELF"));
}

TEST(ValidatePostingTest, NamesAndPeriodAreCheckedByPath) {
  auto posting = Parse<v1::OfficerPosting>(R"pb(
    unit: "units/U"
    supervisor: "a"
    period {
      start_date { year: 2026 month: 1 day: 2 }
      end_date { year: 2026 month: 1 day: 1 }
    }
    full_time_equivalent: 1.5
  )pb");
  EXPECT_THAT(Violations(ValidatePosting("officers/a", posting)),
              ElementsAre("posting.unit NAME_INVALID",
                          "posting.supervisor NAME_INVALID",
                          "posting.period.end_date PERIOD_REVERSED",
                          "posting.full_time_equivalent NUMBER_OUT_OF_RANGE"));
}

TEST(ValidateLeaveTest, AKindThatIsNoneIsRefused) {
  v1::OfficerLeave leave;
  leave.set_kind(static_cast<v1::OfficerLeave::Kind>(17));
  EXPECT_THAT(
      Violations(ValidateLeave(leave)),
      ElementsAre("leave.kind ENUM_INVALID", "leave.period FIELD_REQUIRED"));
}

TEST(ValidateMaskTest, OnlyFieldsThatChangeAreNamed) {
  google::protobuf::FieldMask mask;
  EXPECT_THAT(ValidateMask(mask, {"a"}), HasReason("UPDATE_MASK_INVALID"));
  mask.add_paths("a");
  EXPECT_THAT(ValidateMask(mask, {"a"}), IsOk());
  mask.add_paths("etag");
  EXPECT_THAT(Violations(ValidateMask(mask, {"a"})),
              ElementsAre("update_mask UPDATE_MASK_INVALID"));
}

TEST(ParseNameTest, SaysTheFieldAndTheForm) {
  absl::Status status = ParseName<PostingName>("name", "officers/a").status();
  EXPECT_THAT(Violations(status), ElementsAre("name NAME_INVALID"));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument,
                               HasSubstr("officers/{id}/postings/{id}")));
}

TEST(ConvertTest, AnInstantBefore1970KeepsItsNanos) {
  google::protobuf::Timestamp instant;
  instant.set_seconds(-2);
  instant.set_nanos(750'000'000);
  google::protobuf::Timestamp back = ToProto(FromProto(instant));
  EXPECT_EQ(back.seconds(), -2);
  EXPECT_EQ(back.nanos(), 750'000'000);
}

TEST(ConvertTest, AnOfficerKeepsItsFields) {
  auto proto = Parse<v1::Officer>(kOfficer);
  proto.set_staff_subject("subject-1");
  *proto.mutable_last_day() = ToProto(absl::CivilDay(2026, 12, 31));
  proto.mutable_external_id()->set_source_system("jcms");
  proto.mutable_external_id()->set_id("7");
  Officer officer = FromProto(proto);
  officer.id = "a";
  officer.version = 2;
  officer.created_at = absl::FromUnixSeconds(5);
  v1::Officer back = ToProto(officer);
  EXPECT_EQ(back.name(), "officers/a");
  EXPECT_EQ(back.etag(), "\"2\"");
  EXPECT_EQ(back.capacity_factor(), 1.0);
  EXPECT_EQ(back.create_time().seconds(), 5);
  proto.set_name(back.name());
  proto.set_etag(back.etag());
  proto.set_capacity_factor(1.0);
  *proto.mutable_create_time() = back.create_time();
  EXPECT_EQ(back.SerializeAsString(), proto.SerializeAsString());
}

TEST(ConvertTest, AnEmptyEtagIsOfEveryVersion) {
  EXPECT_TRUE(EtagMatches("", 3));
  EXPECT_TRUE(EtagMatches("\"3\"", 3));
  EXPECT_FALSE(EtagMatches("\"2\"", 3));
  EXPECT_FALSE(EtagMatches("3", 3));
}

}  // namespace
}  // namespace caseload::caseplan
