#include "services/assessment/domain/completion.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/policy/proto/convert.h"
#include "tests/support/assessment/example_instruments.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment::domain {
namespace {

using ::caseload::testing::HasReason;
using ::caseload::testing::IsOk;
using ::caseload::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSubject[] = "assessments/a";

policy::Instrument ValueOf(const policy::v1::Instrument& definition) {
  return *policy::ConvertInstrument(definition).value;
}

DomainEntry Scored(const std::string& domain, int score, int missing = 0) {
  DomainEntry entry;
  entry.domain_id = domain;
  entry.score = score;
  entry.missing_items = missing;
  return entry;
}

// Sections filled, made on 2026-08-31.
Assessment WithSections() {
  Assessment assessment;
  assessment.has_strengths = true;
  assessment.has_needs = true;
  assessment.has_risk_to_community = true;
  assessment.assessed_date = absl::CivilDay(2026, 8, 31);
  return assessment;
}

Assessment Risk(int history, int family, int peers) {
  Assessment assessment = WithSections();
  assessment.norm_group_id = "all";
  assessment.domains = {Scored("history", history), Scored("family", family),
                        Scored("peers", peers)};
  return assessment;
}

absl::Status CompleteRisk(Assessment* assessment) {
  return Complete(ValueOf(testing::ExampleRisk()), kSubject, assessment);
}

struct Edge {
  int history, family, peers;
  const char* norm_group;
  const char* level;
  const char* band;
};

class BandEdgeTest : public ::testing::TestWithParam<Edge> {};

// Each band's first and last score in both norm groups.
INSTANTIATE_TEST_SUITE_P(
    Edges, BandEdgeTest,
    ::testing::Values(Edge{0, 0, 0, "all", "low", "low"},
                      Edge{0, 0, 3, "all", "low", "low"},
                      Edge{4, 0, 0, "all", "moderate", "middle"},
                      Edge{4, 3, 0, "all", "moderate", "middle"},
                      Edge{4, 4, 0, "all", "high", "top"},
                      Edge{4, 5, 3, "all", "high", "top"},
                      Edge{4, 0, 0, "custody", "low", "low"},
                      Edge{4, 1, 0, "custody", "moderate", "middle"},
                      Edge{4, 4, 0, "custody", "moderate", "middle"},
                      Edge{4, 5, 0, "custody", "high", "top"}));

TEST_P(BandEdgeTest, TotalBecomesItsLevelAndTheDivisionsBand) {
  const Edge& edge = GetParam();
  Assessment assessment = Risk(edge.history, edge.family, edge.peers);
  assessment.norm_group_id = edge.norm_group;
  ASSERT_THAT(CompleteRisk(&assessment), IsOk());
  EXPECT_EQ(assessment.result->total, edge.history + edge.family + edge.peers);
  EXPECT_EQ(assessment.result->level, edge.level);
  ASSERT_EQ(assessment.result->bands.size(), 1u);
  EXPECT_EQ(assessment.result->bands[0].band_scheme_id, "example-bands");
  EXPECT_EQ(assessment.result->bands[0].band_id, edge.band);
  EXPECT_FALSE(assessment.result->provisional);
}

// 31 August plus six months is clamped to the end of February.
TEST(CompleteTest, IsCurrentForTheInstrumentsInterval) {
  Assessment assessment = Risk(0, 0, 0);
  ASSERT_THAT(CompleteRisk(&assessment), IsOk());
  EXPECT_EQ(assessment.result->current_until_date, absl::CivilDay(2027, 2, 28));
}

TEST(CompleteTest, DomainsGetTheirOwnBandsWhereTheInstrumentHasThem) {
  Assessment assessment = Risk(1, 3, 1);
  ASSERT_THAT(CompleteRisk(&assessment), IsOk());
  EXPECT_EQ(assessment.domains[0].level, "");
  EXPECT_EQ(assessment.domains[1].level, "high");
  EXPECT_EQ(assessment.domains[2].level, "");
}

TEST(CompleteTest, CountsOfItemsAreWorthOnePointEach) {
  Assessment assessment = Risk(1, 0, 1);
  assessment.domains[1].score.reset();
  assessment.domains[1].item_counts = ItemCounts{3, 2};
  ASSERT_THAT(CompleteRisk(&assessment), IsOk());
  EXPECT_EQ(assessment.result->total, 5);
  EXPECT_EQ(assessment.domains[1].level, "high");
}

// R074: none of the three sections may be empty, and all that are are named.
TEST(CompleteTest, EmptySectionsRefuse) {
  for (const auto& [section, name] :
       std::vector<std::pair<bool Assessment::*, std::string>>{
           {&Assessment::has_strengths, "strengths"},
           {&Assessment::has_needs, "needs"},
           {&Assessment::has_risk_to_community, "risks_to_community"}}) {
    Assessment assessment = Risk(0, 0, 0);
    assessment.*section = false;
    const absl::Status refused = CompleteRisk(&assessment);
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
    EXPECT_THAT(refused, HasReason("SECTION_MISSING"));
    EXPECT_THAT(std::string(refused.message()), HasSubstr("empty: " + name));
    EXPECT_FALSE(assessment.result.has_value());
  }
}

TEST(CompleteTest, DomainsWithoutAScoreRefuseAndAreNamed) {
  Assessment assessment = Risk(0, 0, 0);
  assessment.domains[1].score.reset();
  assessment.domains.pop_back();
  const absl::Status refused = CompleteRisk(&assessment);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("DOMAIN_NOT_SCORED"));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("family, peers"));
  EXPECT_FALSE(assessment.result.has_value());
}

TEST(CompleteTest, MissingItemsWithinWhatIsAllowedAreProvisional) {
  Assessment assessment = Risk(2, 2, 2);
  assessment.domains[1].missing_items = 1;
  ASSERT_THAT(CompleteRisk(&assessment), IsOk());
  EXPECT_TRUE(assessment.result->provisional);
  EXPECT_EQ(assessment.result->missing_items, 1);
  EXPECT_EQ(assessment.result->level, "moderate");
}

TEST(CompleteTest, MoreMissingItemsThanAllowedRefuse) {
  Assessment assessment = Risk(2, 2, 2);
  assessment.domains[0].missing_items = 1;
  assessment.domains[1].missing_items = 1;
  const absl::Status refused = CompleteRisk(&assessment);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("TOO_MANY_ITEMS_MISSING"));
  EXPECT_FALSE(assessment.result.has_value());
}

TEST(CompleteTest, AnEnteredTotalMustBeTheSum) {
  Assessment assessment = Risk(2, 2, 2);
  assessment.entered_total = 7;
  const absl::Status refused = CompleteRisk(&assessment);
  EXPECT_THAT(refused, HasReason("TOTAL_DISAGREES"));
  // A score stands in no text.
  EXPECT_THAT(std::string(refused.message()), Not(HasSubstr("7")));
  assessment.entered_total = 6;
  EXPECT_THAT(CompleteRisk(&assessment), IsOk());
}

TEST(CompleteTest, AnEnteredLevelMustBeTheComputedOne) {
  Assessment assessment = Risk(2, 2, 2);
  assessment.entered_level = "high";
  EXPECT_THAT(CompleteRisk(&assessment), HasReason("LEVEL_DISAGREES"));
  assessment.entered_level = "moderate";
  EXPECT_THAT(CompleteRisk(&assessment), IsOk());
}

TEST(CompleteTest, ARecordedLevelIsTakenAsItIs) {
  Assessment assessment = WithSections();
  const policy::Instrument instrument = ValueOf(testing::ExampleRecorded());
  EXPECT_THAT(Complete(instrument, kSubject, &assessment),
              HasReason("LEVEL_NOT_RECORDED"));
  assessment.entered_level = "hi";
  ASSERT_THAT(Complete(instrument, kSubject, &assessment), IsOk());
  EXPECT_EQ(assessment.result->total, std::nullopt);
  EXPECT_EQ(assessment.result->level, "hi");
  EXPECT_EQ(assessment.result->bands[0].band_id, "top");
}

TEST(CompleteTest, ANarrativeNeedsEveryAreaDescribed) {
  Assessment assessment = WithSections();
  const policy::Instrument instrument = ValueOf(testing::ExampleAreas());
  assessment.domains.resize(1);
  assessment.domains[0].domain_id = "housing";
  assessment.domains[0].note = "Rents a room.";
  const absl::Status refused = Complete(instrument, kSubject, &assessment);
  EXPECT_THAT(refused, HasReason("DOMAIN_NOT_SCORED"));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("health"));
  assessment.domains.emplace_back();
  assessment.domains[1].domain_id = "health";
  assessment.domains[1].note = "No complaint.";
  ASSERT_THAT(Complete(instrument, kSubject, &assessment), IsOk());
  EXPECT_EQ(assessment.result->level, "");
  EXPECT_TRUE(assessment.result->bands.empty());
}

}  // namespace
}  // namespace caseload::assessment::domain
