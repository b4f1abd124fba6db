// caseloadctl against the running suite: what a supervisor, an officer and a
// manager read, and what they may not.

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "caseload/notify/v1/notify_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/notify/synthetic_messages.h"
#include "tests/support/suite.h"
#include "tools/authority/authority.h"

namespace caseload {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

struct Result {
  int exit_code = -1;
  std::string output;
  std::string error;

  Json json() const { return Json::parse(output); }
};

std::string ReadFile(const std::string& path) {
  std::ifstream in(path);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

class CommandLineTest : public ::testing::Test {
 protected:
  CommandLineTest() {
    for (const char* service : {"notify", "assessment", "caseplan"}) {
      suite_.Start(service);
    }
    suite_.Start("conference");
  }

  // Runs caseloadctl as somebody with one role.
  Result Run(const std::string& subject, const std::string& role,
             const std::string& arguments) {
    const std::string token = suite_.directory() + "/caller.token";
    EXPECT_TRUE(
        authority::WriteFileAtomically(token, suite_.Token(subject, {role}))
            .ok());
    std::string command =
        absl::StrCat("CASELOADCTL_TRUSTED=", suite_.directory(),
                     "/ca.pem CASELOADCTL_TOKEN_FILE=", token);
    for (const char* service :
         {"assessment", "caseplan", "conference", "notify"}) {
      absl::StrAppend(
          &command, " CASELOADCTL_", Upper(service),
          "_TARGET=localhost:", suite_.process(service).port("token"));
    }
    const std::string out = suite_.directory() + "/out";
    const std::string err = suite_.directory() + "/err";
    absl::StrAppend(&command, " ", std::getenv("CASELOAD_BINARY_DIR"),
                    "/bin/caseloadctl ", arguments, " >", out, " 2>", err);
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, ReadFile(out),
            ReadFile(err)};
  }

  // Hands notify a notice for an officer with the token subject "s-<officer>".
  void SubmitNotice(const std::string& officer, const std::string& name) {
    notify::v1::SubmitMessageRequest request = notify::testing::FormalNotice(
        "c-" + officer,
        absl::ToCivilDay(absl::Now(), notify::testing::CountyZone()) + 20);
    notify::v1::StaffMember& recipient =
        *request.mutable_message()->mutable_recipient();
    recipient.set_officer("officers/" + officer);
    recipient.set_staff_subject("s-" + officer);
    recipient.set_display_name(name);
    request.set_request_id(officer);
    grpc::ClientContext context;
    notify::v1::Message message;
    const grpc::Status status =
        notify::v1::NotifyService::NewStub(
            suite_.ChannelAs("conference", "notify"))
            ->SubmitMessage(&context, request, &message);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  // A county that is small enough to be imported in a moment.
  void ImportACounty() {
    const std::string county = suite_.directory() + "/county";
    ASSERT_EQ(Run("clerk", "records",
                  absl::StrCat("generate-county --officers 16 --clients 60 "
                               "--seed 5 --as-of 2026-11-20 --out ",
                               county))
                  .exit_code,
              0);
    const Result result =
        Run("clerk", "records",
            absl::StrCat("import ", county, " --target localhost:",
                         suite_.process("caseplan").port("token"),
                         " --rejects ", suite_.directory(), "/rejects"));
    // 3: some rows are kept with a flag or refused; that is the import's test.
    ASSERT_TRUE(result.exit_code == 0 || result.exit_code == 3) << result.error;
  }

  testing::Suite suite_;

 private:
  static std::string Upper(std::string text) {
    for (char& letter : text) letter = absl::ascii_toupper(letter);
    return text;
  }
};

constexpr char kDay[] = "2026-11-23";

// YLS/CMI 2.0 with other bands for young men in the community.
std::string MovedInstrument() {
  std::string text =
      ReadFile(absl::StrCat(std::getenv("CASELOAD_SOURCE_DIR"),
                            "/policies/instruments/yls-cmi-2.0.textproto"));
  const auto replace = [&text](const std::string& from, const std::string& to) {
    const size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
  };
  replace("version: \"2.0\"", "version: \"2.1\"");
  replace("\"low\" minimum: 0 maximum: 9", "\"low\" minimum: 0 maximum: 30");
  replace("\"moderate\" minimum: 10 maximum: 21",
          "\"moderate\" minimum: 31 maximum: 32");
  replace("\"high\" minimum: 22 maximum: 31",
          "\"high\" minimum: 33 maximum: 34");
  replace("\"very-high\" minimum: 32 maximum: 42",
          "\"very-high\" minimum: 35 maximum: 42");
  return text;
}

// R098: whom a version would move is shown, then written, and the same command
// again writes nothing.
TEST_F(CommandLineTest, AManagerSeesWhomAVersionMovesAndMovesThem) {
  ASSERT_NO_FATAL_FAILURE(ImportACounty());
  const Result imported =
      Run("clerk", "records",
          absl::StrCat("import ", suite_.directory(),
                       "/county --run again --target localhost:",
                       suite_.process("caseplan").port("token"),
                       " --assessment-target localhost:",
                       suite_.process("assessment").port("token"),
                       " --rejects ", suite_.directory(), "/rejects"));
  ASSERT_TRUE(imported.exit_code == 0 || imported.exit_code == 3)
      << imported.error;
  const std::string file = suite_.directory() + "/moved.textproto";
  std::ofstream(file) << MovedInstrument();

  const Result effect =
      Run("m", "manager", absl::StrCat("instruments dry-run --json ", file));
  ASSERT_EQ(effect.exit_code, 0) << effect.error;
  EXPECT_THAT(effect.error, HasSubstr("cases looked at"));
  const size_t moving = effect.json()["changes"].size();
  ASSERT_GT(moving, 0u) << effect.output;
  EXPECT_EQ(effect.json()["changes"][0]["to_level"], "low");

  EXPECT_EQ(Run("m", "manager", "instruments create " + file).exit_code, 1);
  const Result stored = Run("a", "admin", "instruments create " + file);
  EXPECT_EQ(stored.exit_code, 0) << stored.error;
  EXPECT_THAT(Run("o", "dpo", "instruments list --instrument yls-cmi").output,
              HasSubstr("yls-cmi/2.1"));

  EXPECT_EQ(Run("o", "dpo", "instruments reband yls-cmi/2.1").exit_code, 1);
  const Result moved =
      Run("m", "manager", "instruments reband --json yls-cmi/2.1");
  ASSERT_EQ(moved.exit_code, 0) << moved.error;
  EXPECT_EQ(moved.json()["changed_cases"], std::to_string(moving));
  const Result again =
      Run("m", "manager", "instruments reband --json yls-cmi/2.1");
  EXPECT_EQ(again.exit_code, 0) << again.error;
  EXPECT_FALSE(again.json().contains("derived_cases")) << again.output;
  EXPECT_EQ(
      Run("m", "manager", absl::StrCat("instruments dry-run --json ", file))
          .json()
          .contains("changes"),
      false);
}

TEST_F(CommandLineTest, AManagerReadsTheCounty) {
  ASSERT_NO_FATAL_FAILURE(ImportACounty());

  const Result officers =
      Run("m", "manager", absl::StrCat("officers --on ", kDay, " --json"));
  ASSERT_EQ(officers.exit_code, 0) << officers.error;
  ASSERT_GT(officers.json()["officers"].size(), 10u);
  EXPECT_GT(officers.json()["postings"].size(), 10u);
  const Result table =
      Run("m", "manager", absl::StrCat("officers --on ", kDay));
  EXPECT_EQ(table.exit_code, 0);
  for (const Json& officer : officers.json()["officers"]) {
    EXPECT_THAT(table.output,
                HasSubstr(officer["name"].get<std::string>().substr(9)));
  }

  // Just started, conference may not have found caseplan and its policy yet.
  const absl::Time deadline = absl::Now() + absl::Seconds(60);
  Result coverage;
  do {
    coverage = Run("m", "manager", absl::StrCat("coverage ", kDay, " --json"));
  } while (coverage.exit_code != 0 && absl::Now() < deadline);
  ASSERT_EQ(coverage.exit_code, 0) << coverage.error;
  EXPECT_GT(coverage.json()["coverage"].size(), 10u);
  EXPECT_THAT(Run("m", "manager", absl::StrCat("coverage ", kDay)).output,
              HasSubstr("Coverage of the quarter"));
  EXPECT_THAT(
      Run("m", "manager", absl::StrCat("coverage ", kDay, " --html")).output,
      HasSubstr("<th scope=\"col\">officer</th>"));

  const Result conferences = Run("m", "manager", "conferences");
  EXPECT_EQ(conferences.exit_code, 0) << conferences.error;
  EXPECT_THAT(conferences.output, HasSubstr("No conference matches."));
}

TEST_F(CommandLineTest, TheSnapshotAndACaseOfIt) {
  ASSERT_NO_FATAL_FAILURE(ImportACounty());
  const Json officers =
      Run("m", "manager", absl::StrCat("officers --on ", kDay, " --json"))
          .json()["officers"];
  for (const Json& officer : officers) {
    const std::string name = officer["name"];
    const Result snapshot =
        Run("m", "manager", absl::StrCat("snapshot ", name, " --json"));
    ASSERT_EQ(snapshot.exit_code, 0) << snapshot.error;
    const Json answer = snapshot.json();
    EXPECT_EQ(answer["officer"], name);
    if (!answer.contains("cases")) continue;
    EXPECT_EQ(answer["totals"]["cases"], answer["cases"].size());
    EXPECT_THAT(
        Run("m", "manager", absl::StrCat("snapshot ", name, " --html")).output,
        HasSubstr("<caption>Cases</caption>"));
    const std::string first = answer["cases"][0]["case"];
    const Result view = Run("m", "manager", absl::StrCat("case ", first));
    ASSERT_EQ(view.exit_code, 0) << view.error;
    EXPECT_THAT(view.output, HasSubstr(first.substr(6)));
    return;
  }
}

// Canary: nothing of the other officer's is on an officer's screen (R004).
TEST_F(CommandLineTest, AnOfficerSeesTheirOwnNoticesOnly) {
  SubmitNotice("o-1", "CanaryOwn");
  SubmitNotice("o-2", "CanaryElse");
  for (const char* command : {"notices", "ledger", "notices --json",
                              "ledger --json", "ledger --html"}) {
    const Result mine = Run("s-o-1", "dpo", command);
    ASSERT_EQ(mine.exit_code, 0) << mine.error;
    EXPECT_THAT(mine.output, HasSubstr("CanaryOwn")) << command;
    EXPECT_THAT(mine.output, Not(HasSubstr("CanaryElse"))) << command;
    const Result all = Run("m", "manager", command);
    EXPECT_THAT(all.output, HasSubstr("CanaryOwn")) << command;
    EXPECT_THAT(all.output, HasSubstr("CanaryElse")) << command;
  }
  const Json both = Run("m", "manager", "notices --json").json();
  ASSERT_EQ(both["messages"].size(), 2u);
  for (const Json& message : both["messages"]) {
    const bool own = message["recipient"]["display_name"] == "CanaryOwn";
    const Result one =
        Run("s-o-1", "dpo",
            absl::StrCat("notices ", message["name"].get<std::string>()));
    EXPECT_EQ(one.exit_code, own ? 0 : 1);
    EXPECT_THAT(one.error, own ? HasSubstr("") : HasSubstr("NotFound"));
  }
}

TEST_F(CommandLineTest, PolicyIsCheckedListedAndPutInForce) {
  const Result list = Run("m", "manager", "policy list --json");
  ASSERT_EQ(list.exit_code, 0) << list.error;
  ASSERT_GE(list.json()["policy_packs"].size(), 2u);
  const Json pack = list.json()["policy_packs"][0];
  EXPECT_THAT(Run("m", "manager", "policy list").output,
              HasSubstr(pack["name"].get<std::string>().substr(12)));

  const std::string division = pack["division"];
  const Result effective =
      Run("d", "dpo", absl::StrCat("policy effective ", division, " ", kDay));
  EXPECT_EQ(effective.exit_code, 0) << effective.error;
  EXPECT_THAT(effective.output, HasSubstr("content hash"));

  const std::string bad = suite_.directory() + "/bad.textproto";
  std::ofstream(bad) << "no_such_field: 1\n";
  const Result wrong = Run("m", "manager", "policy check " + bad);
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_THAT(wrong.output, HasSubstr("bad.textproto:1"));

  const std::string activate =
      absl::StrCat("policy activate ", pack["name"].get<std::string>(),
                   " 2190-01-01 --request-id e2e-1");
  EXPECT_EQ(Run("m", "manager", activate + " --dry-run").exit_code, 0);
  const Result first = Run("m", "manager", activate + " --json");
  ASSERT_EQ(first.exit_code, 0) << first.error;
  EXPECT_EQ(Run("m", "manager", activate + " --json").output, first.output);
  const Result refused = Run("d", "dpo", activate);
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.error, HasSubstr("PermissionDenied"));
}

TEST_F(CommandLineTest, WhatGoesWrongIsSaid) {
  const Result unknown = Run("m", "manager", "conferences no-such");
  EXPECT_EQ(unknown.exit_code, 1);
  EXPECT_THAT(unknown.error, HasSubstr("NotFound"));
  EXPECT_EQ(unknown.output, "");
  const Result late = Run("m", "manager",
                          "conferences --timeout 0.1 "
                          "--target 127.0.0.1:1");
  EXPECT_EQ(late.exit_code, 1);
  EXPECT_THAT(late.error, HasSubstr("--t"));
}

}  // namespace
}  // namespace caseload
