#include "services/caseplan/domain/names.h"

#include <optional>
#include <string>

#include "gtest/gtest.h"

namespace caseload::caseplan {
namespace {

TEST(NamesTest, FormatAndParseAreInverse) {
  std::optional<UnitName> unit = UnitName::Parse("units/north-2");
  ASSERT_TRUE(unit.has_value());
  EXPECT_EQ(unit->id, "north-2");
  EXPECT_EQ(unit->ToString(), "units/north-2");

  std::optional<ObjectiveName> objective =
      ObjectiveName::Parse("cases/c1/plans/p1/objectives/o1");
  ASSERT_TRUE(objective.has_value());
  EXPECT_EQ(objective->id, "o1");
  EXPECT_EQ(objective->parent.id, "p1");
  EXPECT_EQ(objective->parent.parent.id, "c1");
  EXPECT_EQ(objective->ToString(), "cases/c1/plans/p1/objectives/o1");
}

TEST(NamesTest, FormsSayWhatIsWanted) {
  EXPECT_EQ(PostingName::Form(), "officers/{id}/postings/{id}");
}

class BadUnitName : public ::testing::TestWithParam<const char*> {};

TEST_P(BadUnitName, IsRefused) {
  EXPECT_FALSE(UnitName::Parse(GetParam()).has_value()) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Names, BadUnitName,
                         ::testing::Values("", "units", "units/", "/units/a",
                                           "unit/a", "xunits/a", "units/A",
                                           "units/-a", "units/a b", "units/a/b",
                                           "counties/1/units/a",
                                           "units/\xC3\xA4"));

TEST(NamesTest, AnIdHasAtMost63Characters) {
  const std::string longest(63, 'a');
  EXPECT_TRUE(UnitName::Parse("units/" + longest).has_value());
  EXPECT_FALSE(UnitName::Parse("units/" + longest + "a").has_value());
}

TEST(NamesTest, AChildNeedsItsParent) {
  EXPECT_FALSE(PostingName::Parse("postings/p").has_value());
  EXPECT_FALSE(PostingName::Parse("units/u/postings/p").has_value());
  EXPECT_FALSE(PostingName::Parse("officers//postings/p").has_value());
}

}  // namespace
}  // namespace caseload::caseplan
