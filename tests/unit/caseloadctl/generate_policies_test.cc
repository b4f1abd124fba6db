// The synthetic county against policies/: what it names is there, so that what
// it makes can be judged.

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/policy/instrument.h"
#include "services/policy/pack.h"
#include "services/policy/proto/files.h"
#include "services/policy/proto/load.h"
#include "tests/unit/caseloadctl/test_files.h"
#include "tools/caseloadctl/csv/record_reader.h"
#include "tools/caseloadctl/csv/schema.h"
#include "tools/caseloadctl/generate/county.h"
#include "tools/caseloadctl/generate/instruments.h"

namespace caseload::generate {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

std::vector<policy::Instrument> ShippedInstruments() {
  std::vector<policy::PolicyProblem> problems;
  auto loaded = policy::LoadDirectory(csv::SourcePath("policies/instruments"),
                                      policy::LoadInstrument, &problems);
  EXPECT_TRUE(loaded.ok());
  EXPECT_THAT(problems, IsEmpty());
  std::vector<policy::Instrument> instruments;
  for (auto& file : *loaded) instruments.push_back(file.value.value);
  return instruments;
}

// By division.
std::map<std::string, policy::PolicyPack> ShippedPacks() {
  std::map<std::string, policy::PolicyPack> packs;
  for (const char* name : {"juvenile-4.6", "adult-1.17"}) {
    const std::string path =
        csv::SourcePath(absl::StrCat("policies/packs/", name, ".textproto"));
    auto loaded = policy::LoadPack(path, csv::ReadFile(path));
    EXPECT_TRUE(loaded.ok()) << path;
    if (loaded.ok()) {
      packs.emplace(loaded.value->value.division, loaded.value->value);
    }
  }
  return packs;
}

const policy::Instrument* Find(
    const std::vector<policy::Instrument>& instruments,
    const Instrument& generated) {
  for (const policy::Instrument& instrument : instruments) {
    if (instrument.id == generated.name &&
        instrument.version == generated.version) {
      return &instrument;
    }
  }
  return nullptr;
}

const policy::InstrumentDomain* FindDomain(const policy::Instrument& instrument,
                                           const std::string& id) {
  for (const policy::InstrumentDomain& domain : instrument.domains) {
    if (domain.id == id) return &domain;
  }
  return nullptr;
}

bool HasNormGroup(const policy::Instrument& instrument, const std::string& id) {
  if (id.empty()) return instrument.norm_groups.empty();
  for (const policy::NormGroup& group : instrument.norm_groups) {
    if (group.id == id) return true;
  }
  return false;
}

TEST(GeneratedInstruments, AreThoseOfTheShippedFiles) {
  const std::vector<policy::Instrument> shipped = ShippedInstruments();
  for (const Instrument* generated :
       {&YouthLevelOfService(), &LevelOfServiceCaseManagement(),
        &LevelOfServiceRevised(), &StrongR(), &TargetedCaseManagement()}) {
    SCOPED_TRACE(generated->name);
    const policy::Instrument* instrument = Find(shipped, *generated);
    ASSERT_NE(instrument, nullptr);
    EXPECT_TRUE(HasNormGroup(*instrument, generated->norm_group_male));
    EXPECT_TRUE(HasNormGroup(*instrument, generated->norm_group_female));
    for (const Domain& domain : generated->domains) {
      SCOPED_TRACE(domain.name);
      const policy::InstrumentDomain* there =
          FindDomain(*instrument, domain.name);
      ASSERT_NE(there, nullptr);
      EXPECT_EQ(domain.max, there->maximum);
      EXPECT_EQ(domain.IsDynamic(),
                there->kind == policy::DomainKind::kDynamic);
      if (domain.IsDynamic()) {
        EXPECT_THAT(there->need_area_ids, Contains(domain.need_area));
      }
    }
  }
}

// A made-up total has the level that the shipped bands give it, whatever the
// norm group.
TEST(GeneratedInstruments, HaveLevelsOfTheShippedFiles) {
  const std::vector<policy::Instrument> shipped = ShippedInstruments();
  Random random(5);
  for (const Instrument* generated :
       {&YouthLevelOfService(), &LevelOfServiceCaseManagement(),
        &LevelOfServiceRevised(), &StrongR()}) {
    SCOPED_TRACE(generated->name);
    const policy::Instrument* instrument = Find(shipped, *generated);
    ASSERT_NE(instrument, nullptr);
    for (int i = 0; i < 400; ++i) {
      const Scoring scoring =
          MakeScoring(*generated, i % kBands, "leisure", &random);
      bool known = false;
      for (const policy::Level& level : instrument->levels) {
        known |= level.id == scoring.level;
      }
      EXPECT_TRUE(known) << scoring.level;
      for (const policy::NormGroup& group : instrument->norm_groups) {
        if (group.id != generated->norm_group_male &&
            group.id != generated->norm_group_female) {
          continue;
        }
        for (const policy::ScoreBand& band : group.total_bands) {
          if (band.minimum <= scoring.total && scoring.total <= band.maximum) {
            EXPECT_EQ(band.level, scoring.level) << scoring.total;
          }
        }
      }
    }
  }
}

// The cells of the rows of a kind, in their order.
std::vector<std::map<std::string, std::string>> Rows(
    const std::string& directory, const std::string& kind) {
  const csv::FileSchema* schema = csv::FindSchema(kind + ".csv");
  std::ifstream in(directory + "/" + kind + ".csv", std::ios::binary);
  csv::RecordReader reader(in, kind + ".csv", *schema, {false, nullptr, true});
  std::vector<std::map<std::string, std::string>> rows;
  csv::RowOutcome row;
  while (reader.Next(&row)) {
    EXPECT_TRUE(row.record.has_value());
    std::map<std::string, std::string> cells;
    for (const auto& [name, cell] : row.record->values) cells[name] = cell;
    rows.push_back(std::move(cells));
    row = csv::RowOutcome();
  }
  return rows;
}

TEST(GeneratedCounty, NamesCaseTypesAndNeedAreasOfItsDivisionsPacks) {
  const std::map<std::string, policy::PolicyPack> packs = ShippedPacks();
  csv::TemporaryDirectory directory;
  CountyOptions options;
  options.officers = 30;
  options.clients = 300;
  options.seed = 7;
  options.as_of = absl::CivilDay(2026, 11, 20);
  options.zone = "America/Los_Angeles";
  options.directory = directory.path();
  ASSERT_TRUE(GenerateCounty(options).ok());
  std::map<std::string, std::string> division_of_case;
  for (const auto& row : Rows(directory.path(), "cases")) {
    division_of_case[row.at("id")] = row.at("division");
    const policy::PolicyPack& pack = packs.at(row.at("division"));
    EXPECT_NE(pack.FindCaseType(row.at("case_type")), nullptr)
        << row.at("case_type");
  }
  std::map<std::string, std::string> division_of_plan;
  for (const auto& row : Rows(directory.path(), "plans")) {
    division_of_plan[row.at("id")] = division_of_case.at(row.at("case_id"));
    EXPECT_LT(row.at("effective_on"), row.at("expires_on"));
  }
  for (const auto& row : Rows(directory.path(), "objectives")) {
    const auto need = row.find("need_area");
    if (need == row.end()) continue;
    const policy::PolicyPack& pack =
        packs.at(division_of_plan.at(row.at("plan_id")));
    EXPECT_NE(pack.FindNeedArea(need->second), nullptr) << need->second;
  }
}

}  // namespace
}  // namespace caseload::generate
