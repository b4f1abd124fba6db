// What a scored assessment comes to under another version of its instrument.

#include "services/policy/reband.h"

#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "tests/unit/policy/support.h"

namespace caseload::policy {
namespace {

using testing::ShippedInstrument;
using testing::ShippedInstruments;

ScoredFacts Facts(absl::string_view group, std::optional<int> total,
                  absl::string_view level = "", int missing_items = 0) {
  ScoredFacts facts;
  facts.norm_group_id = group;
  facts.total = total;
  facts.level = level;
  facts.missing_items = missing_items;
  return facts;
}

const Instrument& Yls() { return ShippedInstrument("yls-cmi", "2.0"); }

// YLS/CMI 2.0 with another break between moderate and high for young men in the
// community.
Instrument Moved() {
  Instrument moved = Yls();
  moved.version = "2.1";
  moved.norm_groups[0].total_bands[1].maximum = 23;
  moved.norm_groups[0].total_bands[2].minimum = 24;
  return moved;
}

TEST(RebandTest, ATotalIsReadByTheBandsOfTheOtherVersion) {
  const Instrument moved = Moved();
  EXPECT_EQ(Reband(Yls(), moved, Facts("community-male", 21)).level,
            "moderate");
  EXPECT_EQ(Reband(Yls(), moved, Facts("community-male", 22)).level,
            "moderate");
  EXPECT_EQ(Reband(Yls(), moved, Facts("community-male", 23)).level,
            "moderate");
  EXPECT_EQ(Reband(Yls(), moved, Facts("community-male", 24)).level, "high");
  EXPECT_EQ(Reband(Yls(), moved, Facts("community-female", 22)).level, "high");
}

TEST(RebandTest, WhatIsNotComparableIsNeverGuessed) {
  const auto obstacle = [](const Instrument& target, const ScoredFacts& facts) {
    const Rebanded rebanded = Reband(Yls(), target, facts);
    EXPECT_EQ(rebanded.level, "");
    return rebanded.obstacle;
  };
  const ScoredFacts facts = Facts("community-male", 10);
  // YLS/CMI 1.0 has one group for all, 2.0 one for each gender and setting.
  EXPECT_EQ(obstacle(ShippedInstrument("yls-cmi", "1.0"), facts),
            RebandObstacle::kNormGroupUnknown);
  Instrument target = Moved();
  target.norm_groups[0].gender = Gender::kFemale;
  EXPECT_EQ(obstacle(target, facts), RebandObstacle::kNormGroupUnknown);
  target = Moved();
  target.norm_groups[0].setting = std::nullopt;
  EXPECT_EQ(obstacle(target, facts), RebandObstacle::kNormGroupUnknown);
  target = Moved();
  target.norm_groups[0].item_range = ItemRange{1, 2};
  EXPECT_EQ(obstacle(target, facts), RebandObstacle::kOtherItemRange);
  target = Moved();
  target.domains[3].maximum = 5;
  EXPECT_EQ(obstacle(target, facts), RebandObstacle::kOtherDomains);
  target = Moved();
  target.domains.pop_back();
  EXPECT_EQ(obstacle(target, facts), RebandObstacle::kOtherDomains);
  target = Moved();
  target.domains[3].id = "friends";
  EXPECT_EQ(obstacle(target, facts), RebandObstacle::kOtherDomains);
  target = Moved();
  target.allowed_missing_items = 0;
  EXPECT_EQ(obstacle(target, Facts("community-male", 10, "", 1)),
            RebandObstacle::kTooManyItemsMissing);
  EXPECT_EQ(obstacle(Moved(), Facts("community-male", std::nullopt)),
            RebandObstacle::kNoTotal);
  EXPECT_EQ(obstacle(Moved(), Facts("community-male", 43)),
            RebandObstacle::kOutsideBands);
  target = Moved();
  target.scoring_convention = ScoringConvention::kLevelRecorded;
  EXPECT_EQ(obstacle(target, facts), RebandObstacle::kOtherConvention);
}

TEST(RebandTest, ARecordedLevelStaysIfTheOtherVersionHasIt) {
  const Instrument& strong = ShippedInstrument("strong-r", "2");
  Instrument other = strong;
  EXPECT_EQ(Reband(strong, other, Facts("", std::nullopt, "hv")).level, "hv");
  other.levels.erase(other.levels.begin() + 4);
  EXPECT_EQ(Reband(strong, other, Facts("", std::nullopt, "hv")).obstacle,
            RebandObstacle::kLevelUnknown);
}

TEST(RebandTest, OnlyWhatSetsRiskIsRebanded) {
  for (const Instrument& instrument : ShippedInstruments()) {
    EXPECT_EQ(IsRebandable(instrument),
              instrument.id != "tcm" && !instrument.clinical)
        << instrument.id;
  }
}

// Under its own version nothing changes, whatever the total.
TEST(RebandPropertyTest, UnderItsOwnVersionALevelStays) {
  EXPECT_TRUE(rc::check([] {
    const Instrument& instrument = *rc::gen::elementOf(ShippedInstruments());
    RC_PRE(instrument.scoring_convention == ScoringConvention::kSumOfDomains);
    const NormGroup& group = *rc::gen::elementOf(instrument.norm_groups);
    const ScoreRange range = TotalRangeOf(instrument, &group);
    const int total = *rc::gen::inRange(range.minimum, range.maximum + 1);
    const Rebanded rebanded =
        Reband(instrument, instrument, Facts(group.id, total));
    RC_ASSERT(rebanded.obstacle == RebandObstacle::kNone);
    RC_ASSERT(rebanded.level == *LevelOf(group.total_bands, total));
  }));
}

}  // namespace
}  // namespace caseload::policy
