// Tables, pages and words, apart from what is shown in them.

#include "caseload/conference/v1/coverage.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/caseloadctl/show/report.h"
#include "tools/caseloadctl/show/words.h"

namespace caseload::caseloadctl {
namespace {

using conference::v1::ConferenceCoverage;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Report OneTable(std::vector<Column> columns,
                std::vector<std::vector<std::string>> rows) {
  Table table;
  table.columns = std::move(columns);
  table.rows = std::move(rows);
  table.when_empty = "Nothing.";
  Report report;
  report.tables.push_back(std::move(table));
  return report;
}

TEST(Text, ContinuesLongCellsAtASpaceAndKeepsFiguresWhole) {
  const Report report =
      OneTable({{"id", Align::kId}, {"why"}, {"days", Align::kFigure}},
               {{"c-1", "received from another county in the night", "1234"},
                {"c-2", "no", "5"}});
  EXPECT_EQ(ToText(report, 40),
            "ID   WHY                            DAYS\n"
            "c-1  received from another county   1234\n"
            "     in the night\n"
            "c-2  no                                5\n");
}

TEST(Text, BreaksAWordThatIsWiderThanItsColumn) {
  EXPECT_EQ(
      ToText(OneTable({{"why"}, {"by"}}, {{std::string(50, 'x'), "officer"}}),
             40),
      "WHY                              BY\n" + std::string(31, 'x') +
          "  officer\n" + std::string(19, 'x') + "\n");
}

// Accents take bytes and no columns.
TEST(Text, CountsCharactersAndNotBytes) {
  EXPECT_EQ(ToText(OneTable({{"name"}, {"age", Align::kFigure}},
                            {{"José", "1"}, {"Jose", "2"}}),
                   40),
            "NAME  AGE\n"
            "José    1\n"
            "Jose    2\n");
}

TEST(Text, ShowsWhatStandsForAnEmptyTable) {
  EXPECT_EQ(ToText(OneTable({{"a"}}, {}), 80), "Nothing.\n");
}

TEST(Text, LeavesOutFactsWithoutAValue) {
  Report report;
  report.title = "Title";
  report.facts = {{"one", "1"}, {"absent", ""}, {"three", "3"}};
  EXPECT_EQ(ToText(report, 80), "Title\none    1\nthree  3\n");
}

TEST(Text, ReplacesControlCharacters) {
  EXPECT_EQ(ToText(OneTable({{"a"}}, {{"x\033[2J\xC2\x9By\x7F"}}), 80),
            "A\nx?[2J?y?\n");
}

TEST(Html, EscapesAndScopes) {
  Report report = OneTable({{"a<b"}, {"n", Align::kFigure}},
                           {{"<script>alert(1)</script>", "2"}});
  report.title = "Tom & Jerry";
  report.notes = {"<i>"};
  const std::string html = ToHtml(report);
  EXPECT_THAT(html, Not(HasSubstr("<script>")));
  EXPECT_THAT(html, Not(HasSubstr("<i>")));
  EXPECT_THAT(html, HasSubstr("<title>Tom &amp; Jerry</title>"));
  EXPECT_THAT(html, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(html, HasSubstr("<caption>Tom &amp; Jerry</caption>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\">a&lt;b</th>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">&lt;script&gt;"));
  EXPECT_THAT(html, HasSubstr("<td class=\"figure\">2</td>"));
}

TEST(Words, AreTheValuesWithoutTheirEnumeration) {
  EXPECT_EQ(Words(ConferenceCoverage::STATE_NOT_SCHEDULED), "not scheduled");
  EXPECT_EQ(Words(ConferenceCoverage::STATE_UNSPECIFIED), "");
  EXPECT_EQ(Words(static_cast<ConferenceCoverage::State>(99)), "99");
}

TEST(Words, ComeBackAsTheyAreChosen) {
  const auto& states = *ConferenceCoverage::State_descriptor();
  EXPECT_THAT(Choices(states),
              ElementsAre("held", "scheduled", "not-scheduled", "overdue",
                          "excused", "not-carrying"));
  EXPECT_EQ(Chosen(states, "not-scheduled"),
            ConferenceCoverage::STATE_NOT_SCHEDULED);
  EXPECT_EQ(Chosen(states, "unspecified"), 0);
  EXPECT_EQ(Chosen(states, "gone"), 0);
}

TEST(Days, AreReadAndWritten) {
  type::v1::Date day;
  ASSERT_TRUE(ParseDay("2028-02-29", &day));
  EXPECT_EQ(Day(day), "2028-02-29");
  for (const char* wrong :
       {"2027-02-29", "2026-11-31", "2026-1-1", "26-11-01", "2026/11/01", "",
        "tomorrow", "2026-11-01x", "-026-11-01"}) {
    EXPECT_FALSE(ParseDay(wrong, &day)) << wrong;
  }
}

// 2 a.m. comes twice on 1 November 2026 in Los Angeles; the instants differ.
TEST(Moments, AreThoseOfTheZone) {
  google::protobuf::Timestamp instant;
  instant.set_seconds(1793523600);  // 2026-11-01T09:00:00Z
  EXPECT_EQ(Moment(instant, "America/Los_Angeles"), "2026-11-01 01:00");
  EXPECT_EQ(Moment(instant, ""), "2026-11-01 09:00 UTC");
  EXPECT_EQ(Moment(instant, "Nowhere/Town"), "2026-11-01 09:00 UTC");
  EXPECT_EQ(Moment({}, "America/Los_Angeles"), "");
}

TEST(Names, LoseAndTakeTheirCollection) {
  EXPECT_EQ(IdOf("cases/c-1/plans/p-2"), "p-2");
  EXPECT_EQ(IdOf(""), "");
  EXPECT_EQ(NameIn("officers", "o-1"), "officers/o-1");
  EXPECT_EQ(NameIn("officers", "officers/o-1"), "officers/o-1");
  EXPECT_EQ(NameIn("officers", ""), "");
}

TEST(Shares, SayTheWholeAndNeverDivideByNothing) {
  EXPECT_EQ(OutOf(2, 5), "2 of 5 (40 %)");
  EXPECT_EQ(OutOf(0, 0), "-");
}

}  // namespace
}  // namespace caseload::caseloadctl
