// How scores become levels, on every band edge of every shipped instrument.

#include "services/policy/instrument.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
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

// Scores that add up to `total` in a norm group, filling the domains in order.
std::vector<DomainScore> ScoresOf(const Instrument& instrument, int total,
                                  absl::string_view group_id = "") {
  const NormGroup* group = instrument.FindNormGroup(group_id);
  std::vector<DomainScore> scores;
  total -= TotalRangeOf(instrument, group).minimum;
  for (const InstrumentDomain& domain : instrument.domains) {
    const ScoreRange range = RangeOf(domain, group);
    const int more = std::min(total, range.maximum - range.minimum);
    scores.push_back({domain.id, range.minimum + more, 0});
    total -= more;
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
      const ScoringResult result = Score(
          instrument, golden.group, ScoresOf(instrument, total, golden.group));
      EXPECT_TRUE(result.Complete());
      EXPECT_EQ(result.total, total);
      EXPECT_EQ(result.level_id, golden.level)
          << golden.id << " " << golden.group << " " << total;
      EXPECT_EQ(instrument.BandOf(golden.scheme, result.level_id).value_or("-"),
                golden.band);
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

// One step outside the outermost bands there is no score at all.
TEST(InstrumentBandsTest, BeyondTheOutermostBandsNothingIsScored) {
  for (const Instrument& instrument : ShippedInstruments()) {
    for (const NormGroup& group : instrument.norm_groups) {
      const ScoreRange range = TotalRangeOf(instrument, &group);
      EXPECT_EQ(group.total_bands.front().minimum, range.minimum);
      EXPECT_EQ(group.total_bands.back().maximum, range.maximum);
      EXPECT_EQ(LevelOf(group.total_bands, range.minimum - 1), std::nullopt);
      EXPECT_EQ(LevelOf(group.total_bands, range.maximum + 1), std::nullopt);
      std::vector<DomainScore> scores =
          ScoresOf(instrument, range.maximum, group.id);
      ++scores[0].score;
      EXPECT_EQ(Score(instrument, group.id, scores).problems[0].fault,
                ScoreFault::kOutOfRange)
          << instrument.id;
      scores = ScoresOf(instrument, range.minimum, group.id);
      --scores[0].score;
      EXPECT_EQ(Score(instrument, group.id, scores).problems[0].fault,
                ScoreFault::kOutOfRange)
          << instrument.id;
    }
  }
}

// Every band of every domain, and what every level means to every division, is
// golden text: tests/golden/instrument_domains.txt. After a change run with
// CASELOAD_UPDATE_GOLDEN=1 and read the difference.
TEST(InstrumentBandsTest, DomainBandsAndMappingsAreAsReviewed) {
  std::string actual;
  for (const Instrument& instrument : ShippedInstruments()) {
    const std::string name =
        absl::StrCat(instrument.id, " ", instrument.version);
    for (const InstrumentDomain& domain : instrument.domains) {
      for (const ScoreBand& band : domain.bands) {
        absl::StrAppend(&actual, name, " domain ", domain.id, " ", band.minimum,
                        " ", band.maximum, " ", band.level, "\n");
        EXPECT_EQ(LevelOf(domain.bands, band.minimum), band.level);
        EXPECT_EQ(LevelOf(domain.bands, band.maximum), band.level);
      }
    }
    for (const LevelMapping& mapping : instrument.level_mappings) {
      absl::StrAppend(&actual, name, " level ", mapping.level_id, " ",
                      mapping.band_scheme_id, " ", mapping.band_id, "\n");
    }
  }
  const char* path = "tests/golden/instrument_domains.txt";
  if (std::getenv("CASELOAD_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(absl::StrCat(std::getenv("CASELOAD_SOURCE_DIR"), "/", path))
        << actual;
  }
  EXPECT_EQ(actual, ReadSourceFile(path));
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

// R124: what a clinician or the client finds is clinical and never a level.
TEST(InstrumentTest, ClinicalInstrumentsNeverSetRisk) {
  std::vector<std::string> clinical;
  for (const Instrument& instrument : ShippedInstruments()) {
    if (!instrument.clinical) continue;
    clinical.push_back(instrument.id);
    EXPECT_FALSE(instrument.sets_risk) << instrument.id;
    EXPECT_TRUE(instrument.level_mappings.empty()) << instrument.id;
  }
  EXPECT_THAT(clinical, ::testing::ElementsAre("asi", "biopsychosocial", "k10",
                                               "k6", "tcu-trauma"));
}

TEST(InstrumentTest, TheSeverityIndexRatesEachAreaAndHasNoTotal) {
  const Instrument& asi = ShippedInstrument("asi", "5");
  EXPECT_EQ(asi.domains.size(), 7u);
  EXPECT_EQ(asi.maximum_total, 0);
  EXPECT_TRUE(asi.levels.empty());
  const RatingScale* composite = asi.FindScale("composite");
  const RatingScale* severity = asi.FindScale("severity");
  ASSERT_NE(composite, nullptr);
  ASSERT_NE(severity, nullptr);
  EXPECT_EQ(FormatSteps(composite->minimum, composite->decimals), "0.00");
  EXPECT_EQ(FormatSteps(composite->maximum, composite->decimals), "1.00");
  EXPECT_TRUE(IsOnScale(*severity, {"severity", 9, std::nullopt}));
  EXPECT_FALSE(IsOnScale(*severity, {"severity", 10, std::nullopt}));
  EXPECT_TRUE(IsOnScale(*severity, {"severity", std::nullopt, -8}));
  EXPECT_FALSE(IsOnScale(*severity, {"severity", std::nullopt, -7}));
  EXPECT_FALSE(IsOnScale(*severity, {"severity", 1, -8}));
  EXPECT_FALSE(IsOnScale(*severity, {"severity", std::nullopt, std::nullopt}));
}

// The same answers of one person are 25 by one convention and 15 by the other;
// each is high, because the convention stands with the score.
TEST(InstrumentTest, AKesslerScoreIsReadByItsOwnConvention) {
  const Instrument& k10 = ShippedInstrument("k10", "1");
  EXPECT_TRUE(k10.HasItemConventions());
  EXPECT_EQ(Score(k10, "items-1-5", {{"distress", 25, 0}}).level_id, "high");
  EXPECT_EQ(Score(k10, "items-0-4", {{"distress", 15, 0}}).level_id, "high");
  EXPECT_EQ(Score(k10, "items-1-5", {{"distress", 15, 0}}).level_id, "low");
  EXPECT_EQ(Score(k10, "", {{"distress", 15, 0}}).problems[0].fault,
            ScoreFault::kUnknownNormGroup);
  const ScoringResult above = Score(k10, "items-0-4", {{"distress", 41, 0}});
  ASSERT_EQ(above.problems.size(), 1u);
  EXPECT_EQ(above.problems[0].fault, ScoreFault::kOutOfRange);
  EXPECT_EQ(above.problems[0].limit, 40);
  const ScoringResult below = Score(k10, "items-1-5", {{"distress", 9, 0}});
  ASSERT_EQ(below.problems.size(), 1u);
  EXPECT_EQ(below.problems[0].fault, ScoreFault::kOutOfRange);
  EXPECT_EQ(below.problems[0].lower_limit, 10);
  // One answer is missing, and the others are what they can be.
  const ScoringResult missing = Score(k10, "items-1-5", {{"distress", 9, 1}});
  ASSERT_EQ(missing.problems.size(), 1u);
  EXPECT_EQ(missing.problems[0].fault, ScoreFault::kTooManyMissing);
  EXPECT_EQ(Score(k10, "items-1-5", {{"distress", 46, 1}}).problems[0].fault,
            ScoreFault::kMissingItems);
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
