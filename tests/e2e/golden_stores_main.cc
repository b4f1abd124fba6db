// make-golden-stores LANDING: dumps what the stores of the four services hold
// after a county's main job, on both engines, into
// tests/golden/stores/LANDING. See the README there.

#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/support/main_job/main_job.h"
#include "tests/support/postgres_server.h"
#include "tools/authority/authority.h"

namespace caseload {
namespace {

using testing::MainJob;
using testing::TestPostgresDatabase;

constexpr const char* kServices[] = {"assessment", "caseplan", "conference",
                                     "notify"};
constexpr int kRounds = 5;
// caseloadctl's exit codes.
constexpr int kImported = 0;
constexpr int kSomeRowsRejected = 3;

// Ends the program when the command does not end with one of `codes`.
void Run(const std::string& command, const std::set<int>& codes = {0}) {
  const int status = std::system(command.c_str());
  if (!WIFEXITED(status) || codes.count(WEXITSTATUS(status)) == 0) {
    std::cerr << "failed: " << command << std::endl;
    std::abort();
  }
}

// A county whose records are all in the import's files.
void Import(testing::Suite& suite) {
  const std::string ctl =
      absl::StrCat(std::getenv("CASELOAD_BINARY_DIR"), "/bin/caseloadctl ");
  const std::string county = suite.directory() + "/county";
  const std::string token = suite.directory() + "/clerk.token";
  if (!authority::WriteFileAtomically(token, suite.Token("clerk", {"records"}))
           .ok()) {
    std::abort();
  }
  const std::string today = absl::FormatTime(
      "%Y-%m-%d", absl::Now() - absl::Hours(24), absl::UTCTimeZone());
  Run(absl::StrCat(
      ctl, "generate-county --officers 16 --clients 4 --seed 1 --as-of ", today,
      " --out ", county));
  Run(absl::StrCat(ctl, "import ", county, " --target localhost:",
                   suite.process("caseplan").port("token"),
                   " --assessment-target localhost:",
                   suite.process("assessment").port("token"), " --trusted ",
                   suite.directory(), "/ca.pem --token-file ", token,
                   " --rejects ", suite.directory(), "/rejects"),
      // A county so small has officers whose supervisor left.
      {kImported, kSomeRowsRejected});
}

// A waiver that a manager grants, in a division whose policy asks for one.
void Decide(MainJob& job) {
  using caseplan::v1::CaseloadService;
  using conference::v1::ConferenceService;
  using Stub = ConferenceService::Stub;
  job.Write(&CaseloadService::Stub::CreateUnit,
            "unit_id: 'adult-1' unit { display_name: 'Adult Supervision 1'"
            " division: 'adult' first_day { year: 2026 month: 1 day: 1 } }");
  job.Write(&CaseloadService::Stub::CreateOfficer,
            "officer_id: 'dpo-adult' officer { display_name: 'dpo-adult'"
            " email: 'dpo-adult@probation.example' staff_subject: 'dpo-adult'"
            " first_day { year: 2026 month: 1 day: 1 } }");
  job.Write(&CaseloadService::Stub::SetOfficerPosting,
            absl::StrCat("parent: 'officers/dpo-adult' posting {"
                         " unit: 'units/adult-1' supervisor: 'officers/",
                         MainJob::SupervisorId(1),
                         "' period { start_date { year: 2026 month: 1 day: 1 }"
                         " } }"));
  conference::v1::RequestNoticeWaiverRequest ask;
  ask.set_officer("officers/dpo-adult");
  const absl::CivilDay day = absl::ToCivilDay(absl::Now(), absl::UTCTimeZone());
  ask.mutable_conference_date()->set_year(static_cast<int>((day + 5).year()));
  ask.mutable_conference_date()->set_month((day + 5).month());
  ask.mutable_conference_date()->set_day((day + 5).day());
  ask.set_reason("the officer leaves for training");
  const auto asked =
      job.Call<ConferenceService>("conference", &Stub::RequestNoticeWaiver,
                                  MainJob::SupervisorId(1), {"sdpo"}, ask);
  conference::v1::DecideNoticeWaiverRequest decide;
  decide.set_name(asked.name());
  decide.set_decision(
      conference::v1::DecideNoticeWaiverRequest::DECISION_APPROVE);
  decide.set_etag(asked.etag());
  decide.set_note("granted");
  job.Call<ConferenceService>("conference", &Stub::DecideNoticeWaiver,
                              "manager-1", {"manager"}, decide);
}

void Dump(const std::string& engine, const std::string& url,
          const std::string& file) {
  Run(engine == "postgres"
          ? absl::StrCat("pg_dump --no-owner --no-privileges --inserts '", url,
                         "' >'", file, "'")
          : absl::StrCat("sqlite3 '", absl::StripPrefix(url, "sqlite:"),
                         "' .dump >'", file, "'"));
}

void Make(const std::string& engine, const std::string& directory) {
  std::map<std::string, std::string> urls;
  std::vector<std::unique_ptr<TestPostgresDatabase>> postgres;
  if (engine == "postgres") {
    for (const char* service : kServices) {
      postgres.push_back(std::make_unique<TestPostgresDatabase>());
      urls[service] = postgres.back()->url();
    }
  }
  MainJob job(absl::StrCat("golden-", engine), urls);
  job.FillCounty();
  for (int i = 0; i < kRounds; ++i) job.Round(i);
  Decide(job);
  Import(job.suite().suite());
  job.suite().MoveClocks(job.LastNoticeDue() - absl::Now());
  job.AwaitAllMail();
  testing::Suite& suite = job.suite().suite();
  for (const char* service : kServices) {
    if (suite.process(service).Terminate() != 0) std::abort();
    Dump(engine,
         engine == "postgres"
             ? urls.at(service)
             : absl::StrCat("sqlite:", suite.directory(), "/", service, ".db"),
         absl::StrCat(directory, "/", service, ".", engine, ".sql"));
  }
}

}  // namespace
}  // namespace caseload

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  if (argc != 2) {
    std::cerr << "make-golden-stores LANDING" << std::endl;
    return 2;
  }
  const std::string directory = absl::StrCat(std::getenv("CASELOAD_SOURCE_DIR"),
                                             "/tests/golden/stores/", argv[1]);
  std::filesystem::create_directories(directory);
  for (const char* engine : {"sqlite", "postgres"}) {
    caseload::Make(engine, directory);
  }
  return 0;
}
