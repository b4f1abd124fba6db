#include "services/assessment/names.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace caseload::assessment {
namespace {

using ::testing::Eq;
using ::testing::Optional;

TEST(InstrumentNameTest, ReadsAndWritesBothIds) {
  const auto name =
      InstrumentName::Parse("instruments/yls-cmi/versions/2.0-county");
  ASSERT_TRUE(name.has_value());
  EXPECT_EQ(name->instrument_id, "yls-cmi");
  EXPECT_EQ(name->version, "2.0-county");
  EXPECT_EQ(name->ToString(), "instruments/yls-cmi/versions/2.0-county");
}

TEST(InstrumentNameTest, AcceptsIdsOf64CharactersAndNoLonger) {
  const std::string longest(64, 'a');
  EXPECT_TRUE(InstrumentName::Parse("instruments/" + longest + "/versions/1")
                  .has_value());
  EXPECT_FALSE(InstrumentName::Parse("instruments/" + longest + "a/versions/1")
                   .has_value());
}

TEST(InstrumentNameTest, RefusesEveryOtherForm) {
  for (const char* name :
       {"", "instruments/a", "instruments/a/versions",
        "instruments/a/versions/", "instruments//versions/1",
        "instruments/A/versions/1", "instruments/a/versions/1/",
        "instruments/a/versions/1/x", "x/instruments/a/versions/1",
        "instruments/-/versions/1", "instruments/.a/versions/1",
        "instruments/a/versions/-", "instruments/a b/versions/1",
        "instruments/a/b/versions/1"}) {
    EXPECT_EQ(InstrumentName::Parse(name), std::nullopt) << name;
  }
}

TEST(InstrumentParentTest, ReadsOneInstrumentOrAll) {
  EXPECT_EQ(InstrumentParent::Parse("instruments/ls-cmi")->instrument_id,
            "ls-cmi");
  EXPECT_EQ(InstrumentParent::Parse("instruments/-")->instrument_id, "");
}

TEST(InstrumentParentTest, RefusesEveryOtherForm) {
  for (const char* name : {"", "-", "instruments", "instruments/",
                           "instruments/a/", "instruments/a/versions/1"}) {
    EXPECT_FALSE(InstrumentParent::Parse(name).has_value()) << name;
  }
}

TEST(AssessmentNameTest, ReadsAndWritesItsId) {
  const auto name = AssessmentName::Parse("assessments/0a1b");
  ASSERT_TRUE(name.has_value());
  EXPECT_EQ(name->assessment_id, "0a1b");
  EXPECT_EQ(name->ToString(), "assessments/0a1b");
  for (const char* other : {"", "assessments/", "assessments/A",
                            "assessments/a/b", "cases/a", "assessments/-a"}) {
    EXPECT_FALSE(AssessmentName::Parse(other).has_value()) << other;
  }
}

TEST(CaseNameTest, ReadsAndWritesItsId) {
  const auto name = CaseName::Parse("cases/c-1");
  ASSERT_TRUE(name.has_value());
  EXPECT_EQ(name->case_id, "c-1");
  EXPECT_EQ(name->ToString(), "cases/c-1");
  for (const char* other :
       {"", "cases/", "cases/C", "cases/a/plans/b", "clients/a"}) {
    EXPECT_FALSE(CaseName::Parse(other).has_value()) << other;
  }
}

}  // namespace
}  // namespace caseload::assessment
