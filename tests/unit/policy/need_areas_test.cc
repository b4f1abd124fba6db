// How many needs a plan targets, and which (R018-R020, R124).

#include "services/policy/need_areas.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/policy/support.h"

namespace caseload::policy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::ShippedInstrument;
using testing::ShippedPack;

const Instrument& Yls() { return ShippedInstrument("yls-cmi", "2.0"); }
const Instrument& LsCmi() { return ShippedInstrument("ls-cmi", "1.0"); }
const Instrument& Strong() { return ShippedInstrument("strong-r", "2"); }

NeedAreaFacts YlsFacts(absl::string_view band, std::vector<std::string> areas) {
  NeedAreaFacts facts;
  facts.scored_band_id = std::string(band);
  for (const InstrumentDomain& domain : Yls().domains) {
    facts.results.push_back({domain.id, domain.maximum, 0});
  }
  facts.targeted = std::move(areas);
  return facts;
}

// R018: 3-4 at high and very high, 1-3 at low and moderate; too many is flagged
// as much as too few.
TEST(NeedCountTest, JuvenileCountsFollowTheScoredBand) {
  const std::vector<std::string> areas = {"family", "peers", "substance-use",
                                          "leisure", "attitudes"};
  const struct {
    const char* band;
    int count;
    NeedCountState expected;
  } cases[] = {
      {"low", 0, NeedCountState::kTooFew},
      {"low", 1, NeedCountState::kInRule},
      {"low", 3, NeedCountState::kInRule},
      {"low", 4, NeedCountState::kTooMany},
      {"moderate", 0, NeedCountState::kTooFew},
      {"moderate", 3, NeedCountState::kInRule},
      {"moderate", 4, NeedCountState::kTooMany},
      {"high", 2, NeedCountState::kTooFew},
      {"high", 3, NeedCountState::kInRule},
      {"high", 4, NeedCountState::kInRule},
      {"high", 5, NeedCountState::kTooMany},
      {"very-high", 2, NeedCountState::kTooFew},
      {"very-high", 4, NeedCountState::kInRule},
      {"very-high", 5, NeedCountState::kTooMany},
      {"", 2, NeedCountState::kNoRule},
  };
  for (const auto& c : cases) {
    const auto judgement = JudgeNeedAreas(
        ShippedPack("juvenile-4.6"), Yls(),
        YlsFacts(c.band, {areas.begin(), areas.begin() + c.count}));
    EXPECT_EQ(judgement.count_state, c.expected) << c.band << " " << c.count;
    EXPECT_EQ(judgement.policy.pack_id, "juvenile-4.6");
  }
}

TEST(NeedCountTest, TheSameAreaTwiceCountsOnce) {
  EXPECT_EQ(JudgeNeedAreas(ShippedPack("juvenile-4.6"), Yls(),
                           YlsFacts("high", {"peers", "peers", "family"}))
                .count_state,
            NeedCountState::kTooFew);
}

// R019
TEST(NeedAreaTest, AnAreaThatNoAssessmentShowsIsFlagged) {
  NeedAreaFacts facts = YlsFacts("low", {"peers", "housing"});
  EXPECT_THAT(
      JudgeNeedAreas(ShippedPack("juvenile-4.6"), Yls(), facts).not_assessed,
      ElementsAre("housing"));
  facts.otherwise_assessed = {"housing"};
  EXPECT_TRUE(
      JudgeNeedAreas(ShippedPack("juvenile-4.6"), Yls(), facts).InOrder());
}

TEST(RankDomainsTest, BandDecidesBeforeShareAndStaticNeverCounts) {
  // peers 3/4 is moderate, leisure 2/3 is high though its share is lower.
  const auto ranked = RankDomains(Yls(), {{"offenses", 5, 0},
                                          {"peers", 3, 0},
                                          {"leisure", 2, 0},
                                          {"family", 0, 0}});
  ASSERT_EQ(ranked.size(), 3u);
  EXPECT_EQ(ranked[0].domain_id, "leisure");
  EXPECT_EQ(ranked[1].domain_id, "peers");
  EXPECT_EQ(ranked[2].domain_id, "family");
  EXPECT_FALSE(ranked[1].tied_with_previous);
}

TEST(RankDomainsTest, WithoutBandsTheShareDecides) {
  // 8/9 < 4/4; 4/8 = 2/4 ties.
  const auto ranked = RankDomains(LsCmi(), {{"education-employment", 8, 0},
                                            {"companions", 4, 0},
                                            {"alcohol-drug", 4, 0},
                                            {"antisocial-pattern", 2, 0}});
  ASSERT_EQ(ranked.size(), 4u);
  EXPECT_EQ(ranked[0].domain_id, "companions");
  EXPECT_EQ(ranked[1].domain_id, "education-employment");
  EXPECT_EQ(ranked[2].domain_id, "alcohol-drug");
  EXPECT_EQ(ranked[3].domain_id, "antisocial-pattern");
  EXPECT_TRUE(ranked[3].tied_with_previous);
}

NeedAreaFacts AdultFacts(std::vector<std::string> targeted) {
  NeedAreaFacts facts;
  facts.scored_band_id = "high";
  // Highest: companions 4/4, attitude 3/4, then alcohol and antisocial at 1/2.
  facts.results = {
      {"criminal-history", 8, 0},     {"education-employment", 1, 0},
      {"family-marital", 0, 0},       {"leisure-recreation", 0, 0},
      {"companions", 4, 0},           {"alcohol-drug", 4, 0},
      {"procriminal-attitude", 3, 0}, {"antisocial-pattern", 2, 0}};
  facts.targeted = std::move(targeted);
  return facts;
}

// R020
TEST(HighestFactorsTest, AdultPlanFocusesOnThreeOfTheHighestTiesAllIn) {
  const PolicyPack& pack = ShippedPack("adult-1.17");
  const auto judgement =
      JudgeNeedAreas(pack, LsCmi(),
                     AdultFacts({"peers", "attitudes", "personality-behavior",
                                 "education-employment"}));
  EXPECT_THAT(judgement.highest_domains,
              ElementsAre("companions", "procriminal-attitude", "alcohol-drug",
                          "antisocial-pattern"));
  EXPECT_EQ(judgement.required_highest, 3);
  EXPECT_EQ(judgement.targeted_highest, 3);
  EXPECT_TRUE(judgement.InOrder());  // others besides are allowed

  const auto two = JudgeNeedAreas(
      pack, LsCmi(),
      AdultFacts({"peers", "attitudes", "education-employment"}));
  EXPECT_EQ(two.targeted_highest, 2);
  EXPECT_FALSE(two.HighestTargeted());
}

TEST(HighestFactorsTest, FewerDomainsAboveTheLowestBandAskForFewer) {
  NeedAreaFacts facts = AdultFacts({"peers"});
  for (DomainResult& result : facts.results) {
    if (result.domain_id != "companions") result.score = 0;
  }
  const auto judgement =
      JudgeNeedAreas(ShippedPack("adult-1.17"), LsCmi(), facts);
  EXPECT_EQ(judgement.required_highest, 1);
  EXPECT_TRUE(judgement.HighestTargeted());
}

// R124
TEST(HighestFactorsTest, StrongWantsTheTopThreeAndNoOthers) {
  NeedAreaFacts facts;
  facts.scored_band_id = "high";
  facts.results = {{"education-employment", 0, 2},
                   {"alcohol-drugs", 0, 2},
                   {"aggression", 0, 1},
                   {"family", 0, 0},
                   {"mental-health", 0, 0}};
  facts.targeted = {"education-employment", "substance-use", "aggression"};
  const PolicyPack& pack = ShippedPack("adult-1.17");
  EXPECT_TRUE(JudgeNeedAreas(pack, Strong(), facts).InOrder());
  facts.targeted.push_back("family");
  const auto judgement = JudgeNeedAreas(pack, Strong(), facts);
  EXPECT_THAT(judgement.outside_top, ElementsAre("family"));
  EXPECT_THAT(judgement.not_assessed, IsEmpty());
  EXPECT_FALSE(judgement.InOrder());
}

}  // namespace
}  // namespace caseload::policy
