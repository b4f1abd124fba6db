// Runs the binary: exit codes, what a person and what a script reads.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/unit/caseloadctl/test_files.h"

namespace caseload::csv {
namespace {

CommandResult RunCaseloadctl(const std::string& arguments) {
  return RunShell(absl::StrCat(Caseloadctl(), " ", arguments));
}

std::string Golden(const std::string& name) {
  return ReadFile(SourcePath("tests/golden/bad_county_expected/" + name));
}

TEST(Command, ABadCountyIsListedRowByRow) {
  const CommandResult result =
      RunCaseloadctl("csv-check " + SourcePath("tests/golden/bad_county"));
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.output, Golden("table.txt"));
}

TEST(Command, JsonSaysTheSame) {
  const CommandResult result = RunCaseloadctl(
      "csv-check --json " + SourcePath("tests/golden/bad_county"));
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.output, Golden("report.json"));
  TemporaryDirectory directory;
  directory.Write("report.json", result.output);
  EXPECT_EQ(RunShell("python3 -m json.tool " + directory.path() +
                     "/report.json >/dev/null")
                .exit_code,
            0);
}

TEST(Command, RejectedRowsAloneExitWithThree) {
  TemporaryDirectory directory;
  directory.Write("holidays.csv",
                  "source_system,id,date,name\n"
                  "demo,HD-1,2026-01-01,New Year's Day\n"
                  "demo,HD-2,tomorrow,Soon\n");
  EXPECT_EQ(RunCaseloadctl("csv-check " + directory.path()).exit_code, 3);
}

TEST(Command, AGoodDirectoryExitsWithZeroAndLatin1OnRequest) {
  TemporaryDirectory directory;
  directory.Write("holidays.csv",
                  "source_system,id,date,name\n"
                  "demo,HD-1,2026-01-01,A\xF1o nuevo\n");
  EXPECT_EQ(RunCaseloadctl("csv-check " + directory.path()).exit_code, 3);
  const CommandResult json =
      RunCaseloadctl("csv-check --json --encoding latin-1 " + directory.path());
  EXPECT_EQ(json.exit_code, 0);
  EXPECT_TRUE(absl::StrContains(json.output, "\"problems\": []"));
}

TEST(Command, RejectFilesAreWrittenWhereAsked) {
  TemporaryDirectory directory;
  const std::string rejects = directory.path() + "/new/rejects";
  EXPECT_EQ(RunCaseloadctl(absl::StrCat("csv-check --rejects ", rejects, " ",
                                        SourcePath("tests/golden/bad_county")))
                .exit_code,
            1);
  EXPECT_EQ(ReadDirectory(rejects).count("clients.rejects.csv"), 1u);
}

TEST(Command, WrongUsageExitsWithTwo) {
  TemporaryDirectory directory;
  for (const char* arguments :
       {"", "nothing", "csv-check", "csv-check --encoding ebcdic .",
        "generate-county --as-of 2026-02-30 --out x",
        "generate-county --as-of 2026-11-20 --officers 3 --out x",
        "generate-county --as-of 2026-11-20 --clients many --out x",
        "generate-county --as-of 2026-11-20 --zone Nowhere/Town --out x",
        "generate-county --out x"}) {
    const CommandResult result = RunShell(absl::StrCat(
        "cd ", directory.path(), " && ", Caseloadctl(), " ", arguments));
    EXPECT_EQ(result.exit_code, 2) << arguments << "\n" << result.output;
  }
  EXPECT_TRUE(ReadDirectory(directory.path()).empty());
}

TEST(Command, WhatCannotBeDoneExitsWithOne) {
  EXPECT_EQ(RunCaseloadctl("csv-check /nonexistent").exit_code, 1);
  EXPECT_EQ(
      RunCaseloadctl("generate-county --as-of 2026-11-20 --out /proc/nowhere")
          .exit_code,
      1);
}

TEST(Command, HelpHasExamplesAndExitCodes) {
  EXPECT_TRUE(
      absl::StrContains(RunCaseloadctl("--help").output, "Exit codes:"));
  for (const char* command : {"call",
                              "case",
                              "certs",
                              "completion",
                              "conferences",
                              "coverage",
                              "csv-check",
                              "csv-schema",
                              "generate-county",
                              "health",
                              "import",
                              "instruments check",
                              "instruments create",
                              "instruments dry-run",
                              "instruments list",
                              "instruments reband",
                              "ledger",
                              "notices",
                              "officers",
                              "overrides approve",
                              "overrides decline",
                              "overrides end",
                              "overrides list",
                              "overrides rates",
                              "overrides request",
                              "policy activate",
                              "policy check",
                              "policy effective",
                              "policy list",
                              "snapshot",
                              "token"}) {
    const CommandResult result =
        RunCaseloadctl(absl::StrCat(command, " --help"));
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_TRUE(absl::StrContains(result.output, "Example")) << command;
  }
}

TEST(Command, WrongValuesOfReadingCommandsExitWithTwo) {
  for (const char* arguments :
       {"coverage",
        "coverage 2026-02-30",
        "coverage tomorrow",
        "coverage 2026-11-23 --state soon",
        "coverage 2026-11-23 --html --json",
        "conferences --state held --from 23.11.2026",
        "conferences c-1 --officer o-1",
        "snapshot",
        "case",
        "checklist",
        "checklist c-1 --html --json",
        "snapshot o-1 --from 2026-11-01",
        "ledger --from yesterday",
        "notices --state sent-out",
        "officers --on 1",
        "instruments",
        "instruments check /nonexistent",
        "instruments dry-run",
        "instruments list --in-use-on soon",
        "instruments reband",
        "overrides",
        "overrides list --state soon",
        "overrides list o-1 --case c-1",
        "overrides request c-1 --to high --reason crisis",
        "overrides request c-1 --to high --reason crisis --narrative x "
        "--until tomorrow",
        "overrides decline o-1",
        "overrides end o-1",
        "overrides rates --from 2026-10-01",
        "policy",
        "policy check /nonexistent",
        "policy effective adult",
        "policy activate p 2027-01-01 --dry-run --force",
        "completion",
        "completion fish"}) {
    const CommandResult result = RunCaseloadctl(arguments);
    EXPECT_EQ(result.exit_code, 2) << arguments << "\n" << result.output;
  }
}

TEST(Command, WhatIsMissingForACallIsNamed) {
  for (const char* command :
       {"officers", "snapshot o-1", "case c-1", "conferences",
        "coverage 2026-11-23", "notices", "ledger", "overrides list",
        "overrides approve o-1", "policy list", "instruments list",
        "instruments reband lsi-r/idaho-2020"}) {
    const CommandResult result =
        RunCaseloadctl(absl::StrCat(command, " --trusted /dev/null"));
    EXPECT_EQ(result.exit_code, 1) << command;
    EXPECT_TRUE(absl::StrContains(result.output, "--target is missing"))
        << command << "\n"
        << result.output;
  }
}

// Every error by its field, asked of nobody; the exit code says it to a script.
TEST(Command, AnInstrumentIsCheckedWithoutAService) {
  const std::string good = SourcePath("policies/instruments/lsi-r.textproto");
  const std::string bad =
      SourcePath("tests/golden/caseloadctl/instrument_check.textproto");
  CommandResult result = RunCaseloadctl("instruments check " + good);
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_TRUE(absl::StrContains(result.output, "Nothing is wrong."));
  for (const char* command : {"check", "create", "dry-run"}) {
    result = RunCaseloadctl(absl::StrCat("instruments ", command, " ", bad));
    EXPECT_EQ(result.exit_code, 1) << command;
    EXPECT_TRUE(absl::StrContains(result.output, "maximum_total")) << command;
  }
  result = RunCaseloadctl("instruments check --json " + bad);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_TRUE(absl::StrContains(result.output, "\"field\": \"maximum_total\""))
      << result.output;
}

// What bash offers after the words, one a line.
std::string Completions(const std::string& words, const std::string& last) {
  return RunShell(absl::StrCat(
                      "bash -c 'source <(", Caseloadctl(),
                      " completion bash); COMP_WORDS=(caseloadctl ", words,
                      " \"", last,
                      "\"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
                      "_caseloadctl; printf \"%s\\n\" \"${COMPREPLY[@]}\"'"))
      .output;
}

TEST(Command, BashCompletesCommandsAndTheirOptions) {
  EXPECT_EQ(Completions("", "cov"), "coverage\n");
  EXPECT_EQ(Completions("policy", "e"), "effective\n");
  EXPECT_EQ(Completions("policy activate", "--dry"), "--dry-run\n");
  EXPECT_EQ(Completions("coverage 2026-11-23", "--sta"), "--state\n");
  EXPECT_EQ(Completions("ledger --from 2026-11-01", "--br"), "--breaches\n");
  EXPECT_EQ(Completions("nothing of ours", "led"), "ledger\n");
}

// docs/synthetic-county.md at 10,000 clients, recounted by a program that
// shares no code with the generator.
TEST(SyntheticCounty, HasTheSharesOfItsTable) {
  TemporaryDirectory directory;
  ASSERT_EQ(RunCaseloadctl("generate-county --officers 350 --clients 10000 "
                           "--seed 7 --as-of 2026-11-20 --out " +
                           directory.path())
                .exit_code,
            0);
  const CommandResult recount = RunShell(absl::StrCat(
      "python3 -B ", SourcePath("tests/unit/caseloadctl/recount_county.py"),
      " shares ", SourcePath("docs/synthetic-county.md"), " ",
      directory.path()));
  EXPECT_EQ(recount.exit_code, 0) << recount.output;
  // A county of this size meets every rare case: no row of it is refused.
  const CommandResult check = RunCaseloadctl("csv-check " + directory.path());
  EXPECT_EQ(check.exit_code, 0) << check.output;
}

// Every finding of R015-R033 and every no-contact reason is there to be found.
TEST(SyntheticCounty, TheExampleShowsEveryFinding) {
  const CommandResult recount = RunShell(absl::StrCat(
      "python3 -B ", SourcePath("tests/unit/caseloadctl/recount_county.py"),
      " occurs ", SourcePath("docs/synthetic-county.md"), " ",
      SourcePath("examples/county")));
  EXPECT_EQ(recount.exit_code, 0) << recount.output;
}

// The recount itself can fail: a county that is not what the table says.
TEST(SyntheticCounty, TheRecountNoticesAnotherShare) {
  TemporaryDirectory directory;
  std::string doc = ReadFile(SourcePath("docs/synthetic-county.md"));
  const std::string line = "| `state_custody` | 7 |";
  const size_t at = doc.find(line);
  ASSERT_NE(at, std::string::npos);
  doc.replace(at, line.size(), "| `state_custody` | 12 |");
  directory.Write("doc.md", doc);
  const CommandResult recount = RunShell(absl::StrCat(
      "python3 -B ", SourcePath("tests/unit/caseloadctl/recount_county.py"),
      " shares ", directory.path(), "/doc.md ", SourcePath("examples/county")));
  EXPECT_EQ(recount.exit_code, 1);
  EXPECT_TRUE(absl::StrContains(recount.output, "\nstate_custody: "));
}

}  // namespace
}  // namespace caseload::csv
