#include "services/assessment/validate.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/assessment/names.h"
#include "tests/support/assessment/example_instruments.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment {
namespace {

using ::caseload::testing::HasReason;
using ::caseload::testing::IsOk;
using ::caseload::testing::IsOkAndHolds;
using ::caseload::testing::StatusIs;
using ::testing::Eq;
using ::testing::SizeIs;

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& violation : status::FieldViolationsOf(status)) {
    fields.push_back(violation.field);
  }
  return fields;
}

type::v1::Date MakeDate(int year, int month, int day) {
  type::v1::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

TEST(ParseDateTest, ReadsEveryDayOfTheCalendar) {
  EXPECT_THAT(ParseDate("d", MakeDate(2024, 2, 29)),
              IsOkAndHolds(Eq(absl::CivilDay(2024, 2, 29))));
  EXPECT_THAT(ParseDate("d", MakeDate(1900, 1, 1)), IsOk());
  EXPECT_THAT(ParseDate("d", MakeDate(2199, 12, 31)), IsOk());
}

TEST(ParseDateTest, RefusesDaysThatDoNotExist) {
  for (const type::v1::Date& date :
       {MakeDate(2023, 2, 29), MakeDate(2024, 13, 1), MakeDate(2024, 0, 1),
        MakeDate(2024, 1, 0), MakeDate(1899, 12, 31), MakeDate(2200, 1, 1),
        MakeDate(0, 0, 0), MakeDate(2024, -1, 1)}) {
    const absl::Status status = ParseDate("in_use_on", date).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(status, HasReason("DATE_INVALID"));
    EXPECT_EQ(FieldsOf(status), std::vector<std::string>{"in_use_on"});
  }
}

TEST(ParseNameTest, SaysWhichFieldAndWhichForm) {
  const absl::Status status =
      ParseName<InstrumentName>("name", "instruments/x").status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(status, HasReason("NAME_INVALID"));
  EXPECT_EQ(FieldsOf(status), std::vector<std::string>{"name"});
  EXPECT_THAT(std::string(status.message()),
              ::testing::HasSubstr(InstrumentName::kForm));
}

v1::CreateInstrumentRequest RequestFor(
    const policy::v1::Instrument& definition) {
  v1::CreateInstrumentRequest request;
  *request.mutable_instrument()->mutable_definition() = definition;
  return request;
}

TEST(ValidateCreateInstrumentTest, AcceptsEveryScoringConvention) {
  EXPECT_THAT(ValidateCreateInstrument(RequestFor(testing::ExampleRisk())),
              IsOk());
  EXPECT_THAT(ValidateCreateInstrument(RequestFor(testing::ExampleRecorded())),
              IsOk());
  EXPECT_THAT(ValidateCreateInstrument(RequestFor(testing::ExampleAreas())),
              IsOk());
  EXPECT_THAT(ValidateCreateInstrument(RequestFor(testing::ExampleScreen())),
              IsOk());
}

TEST(ValidateCreateInstrumentTest, AsksForADefinition) {
  const absl::Status status =
      ValidateCreateInstrument(v1::CreateInstrumentRequest()).status();
  EXPECT_THAT(status, HasReason("FIELD_REQUIRED"));
  EXPECT_EQ(FieldsOf(status),
            std::vector<std::string>{"instrument.definition"});
}

// R098: a band's gap, a maximum that does not add up and a level without a band
// are reported together, each with its path.
TEST(ValidateCreateInstrumentTest, ReportsEveryProblemByItsPath) {
  policy::v1::Instrument definition = testing::ExampleRisk();
  definition.set_maximum_total(13);
  definition.mutable_norm_groups(0)->mutable_total_bands(1)->set_minimum(5);
  definition.mutable_level_mappings()->RemoveLast();
  const absl::Status status =
      ValidateCreateInstrument(RequestFor(definition)).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(status, HasReason("INSTRUMENT_INVALID"));
  EXPECT_THAT(
      FieldsOf(status),
      ::testing::IsSupersetOf(
          {"instrument.definition.maximum_total",
           "instrument.definition.norm_groups[0].total_bands[1].minimum",
           "instrument.definition.level_mappings"}));
}

}  // namespace
}  // namespace caseload::assessment
