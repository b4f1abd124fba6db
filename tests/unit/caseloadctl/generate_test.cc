#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/unit/caseloadctl/test_files.h"
#include "tools/caseloadctl/generate/county.h"
#include "tools/caseloadctl/generate/instruments.h"
#include "tools/caseloadctl/generate/random.h"

namespace caseload::generate {
namespace {

using ::caseload::csv::ReadDirectory;
using ::caseload::csv::SourcePath;
using ::caseload::csv::TemporaryDirectory;
using ::testing::ElementsAre;

CountyOptions Options(const std::string& directory) {
  CountyOptions options;
  options.officers = 30;
  options.clients = 200;
  options.seed = 1;
  options.as_of = absl::CivilDay(2026, 11, 20);
  options.zone = "America/Los_Angeles";
  options.directory = directory;
  return options;
}

// The standard fixes the engine's numbers; these, computed apart, fix what is
// made of them.
TEST(Random, AnswersTheSameOnEveryMachine) {
  Random random(42);
  EXPECT_THAT((std::vector<uint64_t>{random.Below(10), random.Below(1000),
                                     random.Below(1u << 20)}),
              ElementsAre(6, 824, 949002));
  std::vector<int> items = {1, 2, 3, 4, 5, 6};
  random.Shuffle(&items);
  EXPECT_THAT(items, ElementsAre(3, 4, 5, 6, 2, 1));
}

TEST(Random, StaysInItsBoundsAndReachesThem) {
  Random random(1);
  std::map<int, int> seen;
  for (int i = 0; i < 6000; ++i) ++seen[random.Between(-1, 1)];
  EXPECT_EQ(seen.size(), 3u);
  for (const auto& [value, count] : seen) {
    EXPECT_NEAR(count, 2000, 200) << value;
  }
}

TEST(Deck, EveryDeckDealtHasExactlyItsShares) {
  Random random(1);
  Deck deck(&random, {{"a", 3}, {"b", 1}});
  for (int round = 0; round < 10; ++round) {
    std::map<std::string, int> seen;
    for (int i = 0; i < 4; ++i) ++seen[deck.Draw()];
    EXPECT_EQ(seen["a"], 3);
    EXPECT_EQ(seen["b"], 1);
  }
}

TEST(MakeScoring, KeepsDomainsWithinTheirMaximaAndTheTotalTheirSum) {
  Random random(3);
  for (const Instrument* instrument :
       {&YouthLevelOfService(), &LevelOfServiceCaseManagement(),
        &LevelOfServiceRevised()}) {
    for (int band = 0; band < kBands; ++band) {
      for (int i = 0; i < 200; ++i) {
        const Scoring scoring =
            MakeScoring(*instrument, band, "leisure", &random);
        int sum = 0;
        for (size_t d = 0; d < scoring.domains.size(); ++d) {
          EXPECT_LE(scoring.domains[d], instrument->domains[d].max);
          if (instrument->domains[d].need_area == "leisure") {
            EXPECT_EQ(scoring.domains[d], 0);
          }
          sum += scoring.domains[d];
        }
        EXPECT_EQ(sum, scoring.total);
        EXPECT_GE(scoring.total, instrument->totals[band].low);
        EXPECT_LE(scoring.total, instrument->totals[band].high);
      }
    }
  }
}

TEST(GenerateCounty, TheSameSeedWritesTheSameBytes) {
  TemporaryDirectory one;
  TemporaryDirectory two;
  TemporaryDirectory other;
  ASSERT_TRUE(GenerateCounty(Options(one.path())).ok());
  ASSERT_TRUE(GenerateCounty(Options(two.path())).ok());
  CountyOptions options = Options(other.path());
  options.seed = 2;
  ASSERT_TRUE(GenerateCounty(options).ok());
  const auto files = ReadDirectory(one.path());
  EXPECT_EQ(files, ReadDirectory(two.path()));
  EXPECT_NE(files.at("clients.csv"),
            ReadDirectory(other.path()).at("clients.csv"));
}

// The zone of the machine must not matter; the county's does.
TEST(GenerateCounty, OtherZonesAndDaysAreTaken) {
  for (const char* zone : {"Asia/Tokyo", "UTC", "America/New_York"}) {
    for (const absl::CivilDay day :
         {absl::CivilDay(2024, 2, 29), absl::CivilDay(2027, 1, 1),
          absl::CivilDay(2026, 3, 8), absl::CivilDay(2026, 11, 1)}) {
      TemporaryDirectory directory;
      CountyOptions options = Options(directory.path());
      options.zone = zone;
      options.as_of = day;
      options.clients = 50;
      ASSERT_TRUE(GenerateCounty(options).ok());
      const auto run = csv::RunShell(
          absl::StrCat(csv::Caseloadctl(), " csv-check ", directory.path()));
      EXPECT_EQ(run.exit_code, 0) << zone << " " << day << run.output;
    }
  }
}

TEST(GenerateCounty, TheExampleIsWhatItsCommandWrites) {
  TemporaryDirectory directory;
  CountyOptions options = Options(directory.path());
  options.clients = 900;
  ASSERT_TRUE(GenerateCounty(options).ok());
  auto expected = ReadDirectory(SourcePath("examples/county"));
  expected.erase("README.md");
  const auto written = ReadDirectory(directory.path());
  ASSERT_EQ(written.size(), expected.size());
  for (const auto& [name, bytes] : expected) {
    ASSERT_EQ(written.count(name), 1u) << name;
    // Not EXPECT_EQ: a difference would print megabytes.
    EXPECT_TRUE(written.at(name) == bytes)
        << name << " differs; examples/county/README.md has the command";
  }
}

TEST(GenerateCounty, NothingLooksLikeARealPersonOrAddress) {
  for (const auto& [name, bytes] :
       ReadDirectory(SourcePath("examples/county"))) {
    if (name == "clients.csv") {
      size_t rows = 0;
      size_t marked = 0;
      for (size_t at = bytes.find("\nexample-cms,CL-"); at != bytes.npos;
           at = bytes.find("\nexample-cms,CL-", at + 1)) {
        ++rows;
        const size_t end = bytes.find('\n', at + 1);
        marked += bytes.substr(at, end - at).find(",Example-") != bytes.npos;
      }
      EXPECT_EQ(rows, 900u);
      EXPECT_EQ(marked, rows);
    }
    for (size_t at = bytes.find('@'); at != bytes.npos;
         at = bytes.find('@', at + 1)) {
      EXPECT_EQ(bytes.substr(at, 12), "@example.org") << name;
    }
  }
}

TEST(GenerateCounty, RefusesWhatIsOutOfBounds) {
  TemporaryDirectory directory;
  CountyOptions options = Options(directory.path());
  options.officers = kMinOfficers - 1;
  EXPECT_EQ(GenerateCounty(options).code(), absl::StatusCode::kInvalidArgument);
  options = Options(directory.path());
  options.clients = 0;
  EXPECT_EQ(GenerateCounty(options).code(), absl::StatusCode::kInvalidArgument);
  options = Options(directory.path());
  options.zone = "Nowhere/Town";
  EXPECT_EQ(GenerateCounty(options).code(), absl::StatusCode::kInvalidArgument);
  options = Options("/proc/nowhere");
  EXPECT_EQ(GenerateCounty(options).code(), absl::StatusCode::kUnknown);
}

// Every officer count that is allowed gives each unit somebody, and exactly as
// many rows as asked for at most.
TEST(GenerateCounty, SmallStaffsFillEveryUnit) {
  for (int officers = kMinOfficers; officers < kMinOfficers + 12; ++officers) {
    TemporaryDirectory directory;
    CountyOptions options = Options(directory.path());
    options.officers = officers;
    options.clients = 30;
    ASSERT_TRUE(GenerateCounty(options).ok());
    const auto files = ReadDirectory(directory.path());
    int rows = -1;  // without the header
    for (char c : files.at("officers.csv")) rows += c == '\n';
    EXPECT_LE(rows, officers);
    EXPECT_GE(rows, officers - 1);
  }
}

}  // namespace
}  // namespace caseload::generate
