#include "tools/caseloadctl/csv/directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/unit/caseloadctl/test_files.h"
#include "tools/caseloadctl/csv/schema.h"

namespace caseload::csv {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kConditions[] =
    "source_system,id,case_id,condition_type,ordered_on,status\n"
    "demo,CD-1,CA-1,treatment,2026-01-05,met\n";

struct Checked {
  CheckSummary summary;
  std::vector<std::string> problems;  // "file line REASON"
};

Checked Check(const std::string& directory, const CheckOptions& options = {}) {
  Checked checked;
  auto summary =
      CheckDirectory(directory, options, [&checked](const Problem& problem) {
        checked.problems.push_back(
            absl::StrCat(problem.file, " ", problem.line, " ", problem.reason));
      });
  EXPECT_TRUE(summary.ok()) << summary.status();
  if (summary.ok()) checked.summary = *std::move(summary);
  return checked;
}

std::string Manifest(const std::string& mode, int rows) {
  return absl::StrCat("source_system,file,mode,rows,exported_at\n",
                      "demo,conditions.csv,", mode, ",", rows,
                      ",2026-03-31T18:00:00-07:00\n");
}

TEST(CheckDirectory, TheExampleCountyIsGood) {
  const Checked checked = Check(SourcePath("examples/county"));
  EXPECT_THAT(checked.problems, IsEmpty());
  EXPECT_FALSE(checked.summary.any_faulty());
  EXPECT_EQ(checked.summary.files.size(), RecordSchemas().size() + 1);
}

TEST(CheckDirectory, AFileThatAgreesWithTheManifestIsWhole) {
  TemporaryDirectory directory;
  directory.Write("conditions.csv", kConditions);
  directory.Write("manifest.csv", Manifest("full", 1));
  EXPECT_THAT(Check(directory.path()).problems, IsEmpty());
}

TEST(CheckDirectory, AFileCutAtALineEndIsNoticedByTheManifest) {
  TemporaryDirectory directory;
  directory.Write("conditions.csv", kConditions);
  directory.Write("manifest.csv", Manifest("full", 2));
  const Checked checked = Check(directory.path());
  EXPECT_THAT(checked.problems,
              ElementsAre("conditions.csv 0 ROW_COUNT_DIFFERS"));
  EXPECT_TRUE(checked.summary.any_faulty());
}

TEST(CheckDirectory, AReferenceIntoAnIncrementalFileMayBeAnEarlierRecord) {
  TemporaryDirectory directory;
  directory.Write("clients.csv",
                  "source_system,id,given_name,family_name,gender\n"
                  "demo,CL-1,Tavo,Example-Rula,male\n");
  directory.Write("identifiers.csv",
                  "source_system,id,client_id,identifier_type,value\n"
                  "demo,ID-1,CL-9,court,TEST1\n");
  EXPECT_THAT(Check(directory.path()).problems, IsEmpty());
  directory.Write("manifest.csv",
                  "source_system,file,mode,rows,exported_at\n"
                  "demo,clients.csv,full,1,2026-03-31T18:00:00-07:00\n");
  EXPECT_THAT(Check(directory.path()).problems,
              ElementsAre("identifiers.csv 2 REFERENCE_UNKNOWN"));
}

TEST(CheckDirectory, AFullFileThatCannotBeReadRejectsNoReferences) {
  TemporaryDirectory directory;
  directory.Write("clients.csv", "source_system,id,given_name\n");
  directory.Write("identifiers.csv",
                  "source_system,id,client_id,identifier_type,value\n"
                  "demo,ID-1,CL-9,court,TEST1\n");
  directory.Write("manifest.csv",
                  "source_system,file,mode,rows,exported_at\n"
                  "demo,clients.csv,full,1,2026-03-31T18:00:00-07:00\n");
  EXPECT_THAT(Check(directory.path()).problems,
              ElementsAre("clients.csv 1 COLUMN_MISSING",
                          "clients.csv 1 COLUMN_MISSING"));
}

TEST(CheckDirectory, ADirectoryWithoutFilesIsAnError) {
  TemporaryDirectory directory;
  const auto ignore = [](const Problem&) {};
  EXPECT_EQ(CheckDirectory(directory.path(), {}, ignore).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(
      CheckDirectory(directory.path() + "/none", {}, ignore).status().code(),
      absl::StatusCode::kNotFound);
}

TEST(CheckDirectory, ADirectoryNamedLikeAFileIsReported) {
  TemporaryDirectory directory;
  TemporaryDirectory other;
  ASSERT_EQ(RunShell(absl::StrCat("mkdir ", directory.path(), "/contacts.csv"))
                .exit_code,
            0);
  EXPECT_THAT(Check(directory.path()).problems,
              ElementsAre("contacts.csv 0 FILE_UNREADABLE"));
}

// Reasons that the golden directory cannot show: they need a stream that
// breaks or a file of a megabyte, and have tests of their own.
const char* const kShownElsewhere[] = {"FILE_UNREADABLE", "ROW_TOO_LONG"};

TEST(CheckDirectory, TheBadCountyShowsEveryDocumentedReason) {
  std::set<std::string> shown(std::begin(kShownElsewhere),
                              std::end(kShownElsewhere));
  const auto summary = CheckDirectory(
      SourcePath("tests/golden/bad_county"), {},
      [&shown](const Problem& problem) { shown.insert(problem.reason); });
  ASSERT_TRUE(summary.ok());
  std::set<std::string> documented;
  const std::string doc = ReadFile(SourcePath("docs/import-format.md"));
  for (absl::string_view line : absl::StrSplit(doc, '\n')) {
    const std::vector<std::string> cells = absl::StrSplit(line, '|');
    if (cells.size() != 5) continue;
    const std::string of = std::string(absl::StripAsciiWhitespace(cells[2]));
    if (of != "file" && of != "row" && of != "row, file" && of != "cell") {
      continue;
    }
    documented.insert(absl::StrReplaceAll(cells[1], {{"`", ""}, {" ", ""}}));
  }
  EXPECT_EQ(shown, documented);
}

TEST(CheckDirectory, TheBadCountysRejectFilesAreThese) {
  TemporaryDirectory rejects;
  CheckOptions options;
  options.reject_directory = rejects.path();
  Check(SourcePath("tests/golden/bad_county"), options);
  const auto written = ReadDirectory(rejects.path());
  const auto expected =
      ReadDirectory(SourcePath("tests/golden/bad_county_expected/rejects"));
  EXPECT_EQ(written.size(), expected.size());
  for (const auto& [name, bytes] : expected) {
    const std::string file = name.substr(0, name.size() - 4) + ".rejects.csv";
    ASSERT_EQ(written.count(file), 1u) << file;
    EXPECT_EQ(written.at(file), bytes) << file;
  }
}

TEST(CheckDirectory, ARejectDirectoryThatIsNotThereIsAnError) {
  CheckOptions options;
  options.reject_directory = "/nonexistent/rejects";
  EXPECT_EQ(CheckDirectory(SourcePath("tests/golden/bad_county"), options,
                           [](const Problem&) {})
                .status()
                .code(),
            absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace caseload::csv
