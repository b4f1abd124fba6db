// What a person reads, as text: tests/golden/caseloadctl holds an answer
// (NAME.textproto), its lines on a terminal of 80 columns (NAME.txt) and, where
// there is a page, its HTML (NAME.html). An unexpected text is left in
// <build>/golden, to be read and taken over.

#include "tools/caseloadctl/reports/reports.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/policy/proto/load.h"
#include "tests/unit/caseloadctl/test_files.h"

namespace caseload::caseloadctl {
namespace {

using csv::ReadFile;
using csv::SourcePath;

std::string GoldenPath(const std::string& name) {
  return SourcePath("tests/golden/caseloadctl/" + name);
}

template <typename Message>
Message Answer(const std::string& name) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      ReadFile(GoldenPath(name + ".textproto")), &message))
      << name;
  return message;
}

void ExpectGolden(const std::string& actual, const std::string& name) {
  const bool known = std::filesystem::exists(GoldenPath(name));
  if (known && ReadFile(GoldenPath(name)) == actual) return;
  const std::filesystem::path folder =
      std::filesystem::path(std::getenv("CASELOAD_BINARY_DIR")) / "golden";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / name) << actual;
  EXPECT_EQ(actual, known ? ReadFile(GoldenPath(name)) : "") << name;
}

struct Case {
  std::string name;
  std::function<Report()> report;
  bool html = false;
};

void PrintTo(const Case& golden, std::ostream* out) { *out << golden.name; }

template <typename Message>
Case Golden(const std::string& name, Report (*report)(const Message&),
            bool html = false) {
  return {name, [name, report] { return report(Answer<Message>(name)); }, html};
}

std::vector<Case> Cases() {
  return {
      {"officers",
       [] {
         return OfficersReport(
             Answer<caseplan::v1::ListOfficersResponse>("officers"), {});
       }},
      {"officer_postings",
       [] {
         return OfficersReport(
             Answer<caseplan::v1::ListOfficersResponse>("officers"),
             Answer<caseplan::v1::ListOfficerPostingsResponse>(
                 "officer_postings"));
       }},
      {"snapshot",
       [] {
         return SnapshotReport(
             Answer<caseplan::v1::CaseloadSnapshot>("snapshot"), true);
       },
       true},
      Golden("case", CaseReport),
      Golden("checklist", ChecklistReport),
      Golden("conference", ConferenceReport),
      Golden("conferences", ConferencesReport),
      Golden("coverage", CoverageReport, true),
      {"instrument_check",
       [] {
         // The answer is the definition itself, which is checked here.
         InstrumentCheck check;
         check.problems =
             policy::LoadInstrument(
                 "instrument_check.textproto",
                 ReadFile(GoldenPath("instrument_check.textproto")))
                 .problems;
         return InstrumentCheckReport(check);
       }},
      Golden("instrument_effect", InstrumentEffectReport),
      Golden("instrument_list", InstrumentListReport),
      Golden("instrument_rebanding", RebandingReport),
      Golden("instrument_stored", InstrumentReport),
      Golden("ledger", LedgerReport, true),
      Golden("notice", NoticeReport),
      Golden("notices", NoticesReport),
      Golden("override", OverrideReport),
      Golden("override_rates", OverrideRatesReport),
      Golden("overrides", OverridesReport),
      Golden("policy_activation", PolicyActivationReport),
      Golden("policy_check", PolicyCheckReport),
      Golden("policy_effect", PolicyEffectReport),
      Golden("policy_effective", EffectivePolicyReport),
      Golden("policy_list", PolicyListReport),
  };
}

class ReportsTest : public ::testing::TestWithParam<Case> {};

INSTANTIATE_TEST_SUITE_P(Golden, ReportsTest, ::testing::ValuesIn(Cases()),
                         [](const auto& golden) { return golden.param.name; });

TEST_P(ReportsTest, IsWhatWasReviewed) {
  const Report report = GetParam().report();
  ExpectGolden(ToText(report, 80), GetParam().name + ".txt");
  if (GetParam().html) {
    ExpectGolden(ToHtml(report), GetParam().name + ".html");
  }
}

// However narrow the terminal, no line is wider.
TEST_P(ReportsTest, FitsTerminals) {
  const Report report = GetParam().report();
  for (const size_t width : {size_t{80}, size_t{132}}) {
    for (absl::string_view line : absl::StrSplit(ToText(report, width), '\n')) {
      EXPECT_LE(DisplayWidth(line), width) << line;
    }
  }
}

// A record cannot move the reader's cursor or colour the terminal.
TEST_P(ReportsTest, HoldsNoControlCharacters) {
  for (const char byte : ToText(GetParam().report(), 80)) {
    EXPECT_TRUE(byte == '\n' || static_cast<unsigned char>(byte) >= 0x20);
  }
}

// Answers without anything in them are shown, not crashed on.
TEST(EmptyReports, SayThatThereIsNothing) {
  EXPECT_THAT(ToText(OfficersReport({}, {}), 80),
              ::testing::HasSubstr("No officer matches."));
  EXPECT_THAT(ToText(LedgerReport({}), 80),
              ::testing::HasSubstr("No notice matches."));
  EXPECT_THAT(ToText(CoverageReport({}), 80),
              ::testing::HasSubstr("No officer matches."));
  EXPECT_THAT(ToText(SnapshotReport({}, true), 80),
              ::testing::HasSubstr("No case."));
  EXPECT_THAT(ToText(InstrumentListReport({}), 80),
              ::testing::HasSubstr("No version is stored."));
  EXPECT_THAT(ToText(InstrumentEffectReport({}), 80),
              ::testing::HasSubstr("Nobody."));
  EXPECT_THAT(ToText(OverridesReport({}), 80),
              ::testing::HasSubstr("No override matches."));
  EXPECT_THAT(ToText(OverrideRatesReport({}), 80),
              ::testing::HasSubstr("No assessment was made in the period."));
  EXPECT_THAT(ToText(PolicyCheckReport({}), 80),
              ::testing::HasSubstr("Nothing is wrong."));
  EXPECT_THAT(ToText(CaseReport({}), 80),
              ::testing::HasSubstr("No plan is in force."));
}

}  // namespace
}  // namespace caseload::caseloadctl
