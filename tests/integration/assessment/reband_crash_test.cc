// Re-banding is killed at random moments and started again: what it leaves is
// row for row what a run leaves that nobody disturbed. And what it takes.
//
// CASELOAD_REBAND_CASES sets the number of cases (1,500 when it is not set; the
// long run takes 100,000), CASELOAD_KILL_SEED draws the moments of another run
// again.

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/assessment/assessment_migrations.h"
#include "services/common/feed/feed_migrations.h"
#include "services/common/follow/follow_migrations.h"
#include "services/common/import/import_migrations.h"
#include "services/common/sql/migrations.h"
#include "services/common/status/status_macros.h"
#include "tests/support/assessment/county_of_cases.h"
#include "tests/support/postgres_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_store.h"

namespace caseload::assessment {
namespace {

using ::caseload::testing::IsOk;

constexpr int kKills = 3;
// "Under 100 MB above idle."
constexpr int64_t kMostKilobytes = 100 * 1024;

const absl::Time kNow = absl::FromCivil(
    absl::CivilSecond(2026, 11, 20, 17, 0, 0), absl::UTCTimeZone());

int FromEnvironment(const char* name, int otherwise) {
  int value = 0;
  const char* text = std::getenv(name);
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

// A store of its own with the open cases in it.
class Store {
 public:
  Store(sql::Engine engine, int cases) {
    if (engine == sql::Engine::kPostgres) {
      postgres_ = std::make_unique<caseload::testing::TestPostgresDatabase>();
      url_ = postgres_->url();
    } else {
      url_ = "sqlite:" + directory_.File("assessment.db");
    }
    const auto database = Open();
    EXPECT_THAT(sql::Migrate(*database, "feed", FeedMigrations()), IsOk());
    EXPECT_THAT(sql::Migrate(*database, "import", ImportMigrations()), IsOk());
    EXPECT_THAT(sql::Migrate(*database, "follow", FollowMigrations()), IsOk());
    EXPECT_THAT(sql::Migrate(*database, "assessment", AssessmentMigrations()),
                IsOk());
    EXPECT_THAT(testing::OpenCases(*database, cases, kNow), IsOk());
  }

  const std::string& url() const { return url_; }

  // The store is open in one process at a time.
  std::unique_ptr<sql::Database> Open() {
    sql::Options options;
    options.url = url_;
    auto database = sql::Database::Open(options);
    EXPECT_THAT(database, IsOk());
    return *std::move(database);
  }

  // Every row of a query of texts, in its order.
  std::vector<std::string> Rows(const std::string& query, size_t columns) {
    const auto database = Open();
    std::vector<std::string> lines;
    EXPECT_THAT(
        database->Read(
            absl::InfiniteFuture(),
            [&](sql::Transaction& tx) -> absl::Status {
              ABSL_ASSIGN_OR_RETURN(
                  auto rows, tx.QueryValues(query, {},
                                            std::vector<sql::Kind>(
                                                columns, sql::Kind::kText)));
              for (const auto& row : rows) {
                lines.push_back(absl::StrJoin(
                    row, "|", [](std::string* out, const sql::Value& value) {
                      absl::StrAppend(out, value.null ? "NULL" : value.text);
                    }));
              }
              return absl::OkStatus();
            }),
        IsOk());
    return lines;
  }

 private:
  caseload::testing::TempDir directory_;
  std::unique_ptr<caseload::testing::TestPostgresDatabase> postgres_;
  std::string url_;
};

// Everything that re-banding writes, and what it must not touch.
std::vector<std::string> Left(Store& store) {
  std::vector<std::string> all;
  for (const std::string& lines :
       {absl::StrJoin(store.Rows("SELECT assessment_id, rebanding_id, level,"
                                 " instrument_version, effective_date,"
                                 " derived_by,"
                                 " CAST(derived_at AS TEXT),"
                                 " CAST(uses_unverified_figures AS TEXT)"
                                 " FROM derived_levels ORDER BY assessment_id",
                                 8),
                      "\n"),
        absl::StrJoin(
            store.Rows("SELECT assessment_id, rebanding_id, band_scheme_id,"
                       " band_id FROM derived_level_bands"
                       " ORDER BY assessment_id, band_scheme_id",
                       4),
            "\n"),
        absl::StrJoin(
            store.Rows("SELECT id, instrument_version, state, position,"
                       " CAST(total_cases AS TEXT),"
                       " CAST(examined_cases AS TEXT),"
                       " CAST(derived_cases AS TEXT),"
                       " CAST(changed_cases AS TEXT),"
                       " CAST(not_comparable_cases AS TEXT),"
                       " CAST(started_at AS TEXT), CAST(finished_at AS TEXT)"
                       " FROM rebandings ORDER BY id",
                       11),
            "\n"),
        absl::StrJoin(store.Rows("SELECT kind, resource_name, state"
                                 " FROM changes ORDER BY id",
                                 3),
                      "\n"),
        absl::StrJoin(store.Rows("SELECT id, instrument_version, state,"
                                 " scored_level, CAST(version AS TEXT)"
                                 " FROM assessments ORDER BY id",
                                 5),
                      "\n")}) {
    all.push_back(lines);
  }
  return all;
}

// A running reband_once.
class Child {
 public:
  Child(const Store& store, int at_once, const std::string& mode) {
    const std::string binary =
        absl::StrCat(std::getenv("CASELOAD_BINARY_DIR"), "/bin/reband_once");
    const std::string now = absl::StrCat(absl::ToUnixMicros(kNow));
    const std::string count = absl::StrCat(at_once);
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::close(ends[0]);
      ::close(ends[1]);
      ::execl(binary.c_str(), binary.c_str(), store.url().c_str(), now.c_str(),
              count.c_str(), mode.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    output_ = ends[0];
  }
  ~Child() { ::close(output_); }

  // Waits until it has stored another part; false when it has ended.
  bool Part() {
    char byte = 0;
    return ::read(output_, &byte, 1) == 1;
  }
  void Kill() { ::kill(pid_, SIGKILL); }
  // Reads the rest and waits; the wait status.
  int Wait() {
    char byte = 0;
    std::string rest;
    while (::read(output_, &byte, 1) == 1) {
      if (byte != '.') rest.push_back(byte);
    }
    if (!absl::SimpleAtoi(rest, &peak_kilobytes_)) peak_kilobytes_ = 0;
    int status = 0;
    EXPECT_EQ(::waitpid(pid_, &status, 0), pid_);
    return status;
  }
  // The most memory that it held, once it has ended well.
  int64_t peak_kilobytes() const { return peak_kilobytes_; }

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  int64_t peak_kilobytes_ = 0;
};

bool EndedWell(int status) {
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

class RebandCrashTest : public ::testing::TestWithParam<sql::Engine> {
 protected:
  const int cases_ = FromEnvironment("CASELOAD_REBAND_CASES", 1500);
  const int at_once_ = cases_ >= 50'000 ? 500 : 50;
};

INSTANTIATE_TEST_SUITE_P(Engines, RebandCrashTest,
                         caseload::testing::BothEngines(),
                         caseload::testing::EngineName);

TEST_P(RebandCrashTest, KilledThreeTimesTheRowsAreThoseOfAnUndisturbedRun) {
  Store undisturbed(GetParam(), cases_);
  EXPECT_TRUE(EndedWell(Child(undisturbed, at_once_, "reband").Wait()));
  const std::vector<std::string> expected = Left(undisturbed);
  EXPECT_NE(expected[0], "");

  const int seed = FromEnvironment(
      "CASELOAD_KILL_SEED", static_cast<int>(std::random_device()() >> 1));
  std::cout << "CASELOAD_KILL_SEED=" << seed << "\n";
  std::mt19937 random(static_cast<uint32_t>(seed));
  Store store(GetParam(), cases_);
  // A third of the parts each, so that all three meet it at work.
  const int parts = cases_ / at_once_ / (kKills + 1);
  for (int kill = 0; kill < kKills; ++kill) {
    Child child(store, at_once_, "reband");
    const int after = std::uniform_int_distribution<int>(0, parts)(random);
    for (int i = 0; i < after; ++i) EXPECT_TRUE(child.Part());
    child.Kill();
    const int status = child.Wait();
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
  }
  EXPECT_TRUE(EndedWell(Child(store, at_once_, "reband").Wait()));
  EXPECT_EQ(Left(store), expected);
}

TEST_P(RebandCrashTest, TakesLittleMoreMemoryThanAnIdleProcess) {
  Store store(GetParam(), cases_);
  Child idle(store, at_once_, "idle");
  EXPECT_TRUE(EndedWell(idle.Wait()));
  absl::Time began = absl::Now();
  EXPECT_TRUE(EndedWell(Child(store, 500, "raw").Wait()));
  const double raw_rate = cases_ / absl::ToDoubleSeconds(absl::Now() - began);
  began = absl::Now();
  Child rebanding(store, 500, "reband");
  EXPECT_TRUE(EndedWell(rebanding.Wait()));
  const double seconds = absl::ToDoubleSeconds(absl::Now() - began);
  EXPECT_GT(idle.peak_kilobytes(), 0);
  const int64_t above_idle = rebanding.peak_kilobytes() - idle.peak_kilobytes();
  EXPECT_LT(above_idle, kMostKilobytes);
  // Two rows of a derived level, and two on the feed where it moved.
  int64_t rows = 0;
  for (const char* table :
       {"derived_levels", "derived_level_bands", "changes"}) {
    int64_t count = 0;
    EXPECT_TRUE(absl::SimpleAtoi(
        store.Rows(absl::StrCat("SELECT CAST(COUNT(*) AS TEXT) FROM ", table),
                   1)[0],
        &count));
    rows += count;
  }
  EXPECT_GT(rows, cases_);
  std::cout << absl::StrCat(
      cases_, " assessments: ", static_cast<int>(rows / seconds),
      " rows/s re-banding, ", static_cast<int>(raw_rate),
      " rows/s raw inserts, ratio ", rows / seconds / raw_rate, "; ",
      above_idle / 1024, " MB above idle\n");
}

}  // namespace
}  // namespace caseload::assessment
