// How scores become levels, on every band edge of every shipped instrument.

#include "services/policy/instrument.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/policy/support.h"

namespace caseload::policy {
namespace {

using testing::Day;
using testing::ReadSourceFile;
using testing::ShippedInstrument;
using testing::ShippedInstruments;
using testing::ShippedPack;

// Scores that add up to `total`, filling the domains in order.
std::vector<DomainScore> ScoresOf(const Instrument& instrument, int total) {
  std::vector<DomainScore> scores;
  for (const InstrumentDomain& domain : instrument.domains) {
    const int score = std::min(total, domain.maximum);
    scores.push_back({domain.id, score, 0});
    total -= score;
  }
  return scores;
}

struct GoldenBand {
  std::string id, version, group;
  int minimum, maximum;
  std::string level, scheme, band;
};

std::vector<GoldenBand> GoldenBands() {
  std::istringstream text(ReadSourceFile("tests/golden/instrument_bands.txt"));
  std::vector<GoldenBand> bands;
  for (std::string line; std::getline(text, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream fields(line);
    GoldenBand band;
    fields >> band.id >> band.version >> band.group >> band.minimum >>
        band.maximum >> band.level >> band.scheme >> band.band;
    EXPECT_FALSE(fields.fail()) << line;
    bands.push_back(band);
  }
  return bands;
}

TEST(InstrumentBandsTest, BothEdgesOfEveryBandAreAsWrittenDown) {
  for (const GoldenBand& golden : GoldenBands()) {
    const Instrument& instrument = ShippedInstrument(golden.id, golden.version);
    for (const int total : {golden.minimum, golden.maximum}) {
      const ScoringResult result =
          Score(instrument, golden.group, ScoresOf(instrument, total));
      EXPECT_TRUE(result.Complete());
      EXPECT_EQ(result.total, total);
      EXPECT_EQ(result.level_id, golden.level)
          << golden.id << " " << golden.group << " " << total;
      EXPECT_EQ(instrument.BandOf(golden.scheme, result.level_id), golden.band);
    }
  }
}

TEST(InstrumentBandsTest, EveryNormGroupIsWrittenDown) {
  std::map<std::string, int> written;
  for (const GoldenBand& golden : GoldenBands()) {
    ++written[golden.id + " " + golden.version + " " + golden.group];
  }
  for (const Instrument& instrument : ShippedInstruments()) {
    for (const NormGroup& group : instrument.norm_groups) {
      EXPECT_EQ(
          written[instrument.id + " " + instrument.version + " " + group.id],
          static_cast<int>(group.total_bands.size()));
    }
  }
}

TEST(InstrumentTest, IdahoChangedItsBandsOn21July2020) {
  EXPECT_TRUE(ShippedInstrument("lsi-r", "idaho-before-2020")
                  .IsInUse(Day("2020-07-20")));
  EXPECT_FALSE(ShippedInstrument("lsi-r", "idaho-before-2020")
                   .IsInUse(Day("2020-07-21")));
  EXPECT_FALSE(
      ShippedInstrument("lsi-r", "idaho-2020").IsInUse(Day("2020-07-20")));
  EXPECT_TRUE(
      ShippedInstrument("lsi-r", "idaho-2020").IsInUse(Day("2020-07-21")));
}

TEST(InstrumentTest, NarrativeAndRecordedInstrumentsAreNotScored) {
  for (const Instrument* instrument :
       {&ShippedInstrument("tcm", "22-ccr-51351"),
        &ShippedInstrument("strong-r", "2")}) {
    const ScoringResult result = Score(*instrument, "general", {});
    ASSERT_EQ(result.problems.size(), 1u);
    EXPECT_EQ(result.problems[0].fault, ScoreFault::kNotScored);
  }
}

TEST(InstrumentTest, TcmNeverSetsRisk) {
  EXPECT_FALSE(ShippedInstrument("tcm", "22-ccr-51351").sets_risk);
}

// ---- What is wrong with scores ----

const Instrument& Yls() { return ShippedInstrument("yls-cmi", "2.0"); }

std::vector<ScoreFault> FaultsOf(const std::vector<DomainScore>& scores,
                                 absl::string_view group = "community-male") {
  std::vector<ScoreFault> faults;
  for (const ScoreProblem& problem : Score(Yls(), group, scores).problems) {
    faults.push_back(problem.fault);
  }
  return faults;
}

TEST(ScoreTest, AScoreOverTheDomainsMaximumIsRefused) {
  std::vector<DomainScore> scores = ScoresOf(Yls(), 0);
  scores[0].score = 5;
  EXPECT_TRUE(FaultsOf(scores).empty());
  scores[0].score = 6;
  const ScoringResult result = Score(Yls(), "community-male", scores);
  ASSERT_EQ(result.problems.size(), 1u);
  EXPECT_EQ(result.problems[0].fault, ScoreFault::kOutOfRange);
  EXPECT_EQ(result.problems[0].index, 0);
  EXPECT_EQ(result.problems[0].limit, 5);
  EXPECT_EQ(result.level_id, "");
  scores[0].score = -1;
  EXPECT_THAT(FaultsOf(scores),
              ::testing::ElementsAre(ScoreFault::kOutOfRange));
}

TEST(ScoreTest, EveryFaultIsReportedAtOnce) {
  std::vector<DomainScore> scores = ScoresOf(Yls(), 0);
  scores[1].domain_id = "horoscope";
  scores[2].domain_id = scores[0].domain_id;
  scores[3].score = 99;
  EXPECT_THAT(FaultsOf(scores, "martian"),
              ::testing::ElementsAre(
                  ScoreFault::kUnknownNormGroup, ScoreFault::kUnknownDomain,
                  ScoreFault::kDuplicateDomain, ScoreFault::kOutOfRange,
                  ScoreFault::kDomainNotScored, ScoreFault::kDomainNotScored));
}

TEST(ScoreTest, MissingItemsMakeALevelProvisionalUpToWhatIsAllowed) {
  std::vector<DomainScore> scores = ScoresOf(Yls(), 0);
  scores[6].missing_items = 4;
  ScoringResult result = Score(Yls(), "community-male", scores);
  EXPECT_TRUE(result.Complete());
  EXPECT_TRUE(result.provisional);
  EXPECT_EQ(result.level_id, "low");
  scores[7].missing_items = 1;
  result = Score(Yls(), "community-male", scores);
  ASSERT_EQ(result.problems.size(), 1u);
  EXPECT_EQ(result.problems[0].fault, ScoreFault::kTooManyMissing);
  EXPECT_EQ(result.problems[0].limit, 4);
  EXPECT_EQ(result.missing_items, 5);
}

TEST(ScoreTest, AScoreCannotExceedTheItemsThatWereAnswered) {
  std::vector<DomainScore> scores = ScoresOf(Yls(), 0);
  scores[0] = {"offenses", 4, 1};
  EXPECT_TRUE(FaultsOf(scores).empty());
  scores[0] = {"offenses", 4, 2};
  EXPECT_THAT(FaultsOf(scores),
              ::testing::ElementsAre(ScoreFault::kMissingItems));
  scores[0] = {"offenses", 0, 6};
  EXPECT_THAT(FaultsOf(scores),
              ::testing::ElementsAre(ScoreFault::kMissingItems));
}

TEST(ScoreTest, DomainBandsHaveTheirOwnEdges) {
  const InstrumentDomain& family = *Yls().FindDomain("family");
  EXPECT_EQ(LevelOf(family.bands, 2), "low");
  EXPECT_EQ(LevelOf(family.bands, 3), "moderate");
  EXPECT_EQ(LevelOf(family.bands, 4), "moderate");
  EXPECT_EQ(LevelOf(family.bands, 5), "high");
  EXPECT_EQ(LevelOf(family.bands, 7), std::nullopt);
}

// ---- Pack and instruments together ----

TEST(CheckInstrumentsTest, AnUnmappedLevelRefusesActivation) {
  Instrument lsir = ShippedInstrument("ls-cmi", "1.0");
  PolicyPack pack = ShippedPack("adult-1.17");
  pack.assessment.instruments.resize(1);
  lsir.level_mappings.erase(lsir.level_mappings.begin() + 4);
  const auto problems = CheckInstruments(pack, {lsir});
  EXPECT_EQ(ToString(problems),
            "assessment.instruments[0].instrument_id: instrument ls-cmi 1.0 "
            "maps its level 'very-high' to no band of scheme 'adult-4'; add "
            "the mapping to the instrument\n");
}

TEST(CheckInstrumentsTest, MappingsThatMakeNoSenseAreRefused) {
  Instrument lscmi = ShippedInstrument("ls-cmi", "1.0");
  PolicyPack pack = ShippedPack("adult-1.17");
  pack.assessment.instruments.resize(1);
  lscmi.level_mappings[4].band_id = "extreme";
  EXPECT_THAT(ToString(CheckInstruments(pack, {lscmi})),
              ::testing::HasSubstr("to 'extreme', which scheme 'adult-4' does "
                                   "not have"));
  lscmi.level_mappings[4].band_id = "low";
  EXPECT_THAT(ToString(CheckInstruments(pack, {lscmi})),
              ::testing::HasSubstr("level 'very-high' to a lower band than the "
                                   "level below it"));
}

TEST(CheckInstrumentsTest, AMissingInstrumentAndANeedAreaAreNamed) {
  PolicyPack pack = ShippedPack("juvenile-4.6");
  EXPECT_THAT(ToString(CheckInstruments(pack, {})),
              ::testing::AllOf(
                  ::testing::HasSubstr("[0].instrument_id: is 'yls-cmi', and"),
                  ::testing::HasSubstr("names no instrument that sets risk")));
  pack.need_areas.clear();
  EXPECT_THAT(ToString(CheckInstruments(pack, {Yls()})),
              ::testing::HasSubstr("'peers', which the pack does not have"));
}

TEST(CheckInstrumentsTest, TcmCannotBeTheRiskAssessment) {
  PolicyPack pack = ShippedPack("juvenile-4.6");
  pack.assessment.instruments[1].duty = InstrumentDuty::kRiskAssessment;
  EXPECT_THAT(ToString(CheckInstruments(pack, ShippedInstruments())),
              ::testing::HasSubstr("does not set risk and cannot be the risk "
                                   "assessment"));
}

}  // namespace
}  // namespace caseload::policy
