// The override sweeper is killed at every named step and started again: each
// override expires once, with one event, and the risk of its case is told.

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/assessment/assessment_migrations.h"
#include "services/assessment/override_sweeper.h"
#include "services/common/clock/clock.h"
#include "services/common/fault/fault.h"
#include "services/common/feed/feed_migrations.h"
#include "services/common/follow/follow_migrations.h"
#include "services/common/sql/migrations.h"
#include "services/common/status/status_macros.h"
#include "tests/support/assessment/example_rows.h"
#include "tests/support/postgres_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_store.h"

namespace caseload::assessment {
namespace {

using ::caseload::testing::IsOk;
using ::caseload::testing::IsOkAndHolds;
using ::testing::ElementsAre;

class SweeperCrashTest : public ::testing::TestWithParam<sql::Engine> {
 protected:
  SweeperCrashTest() {
    if (GetParam() == sql::Engine::kPostgres) {
      postgres_.emplace();
      url_ = postgres_->url();
    } else {
      url_ = "sqlite:" + directory_.File("store.db");
    }
    const auto database = Open();
    EXPECT_THAT(sql::Migrate(*database, "feed", FeedMigrations()), IsOk());
    EXPECT_THAT(sql::Migrate(*database, "follow", FollowMigrations()), IsOk());
    EXPECT_THAT(sql::Migrate(*database, "assessment", AssessmentMigrations()),
                IsOk());
    EXPECT_THAT(database->WriteAndWait(
                    {},
                    [](sql::Transaction& tx) -> absl::Status {
                      ABSL_RETURN_IF_ERROR(testing::StoreAssessment(tx));
                      return testing::StoreApproved(
                          tx,
                          testing::OverrideOfIt(absl::CivilDay(2026, 2, 28)));
                    }),
                IsOk());
  }

  // The store is open in one process at a time.
  std::unique_ptr<sql::Database> Open() {
    sql::Options options;
    options.url = url_;
    auto database = sql::Database::Open(options);
    EXPECT_THAT(database, IsOk());
    return *std::move(database);
  }

  // The wait status of a sweeper that ran with `faults`.
  int RunSweeper(const std::string& faults) {
    const std::string binary =
        absl::StrCat(std::getenv("CASELOAD_BINARY_DIR"), "/bin/sweep_once");
    const pid_t pid = ::fork();
    if (pid == 0) {
      ::setenv("CASELOAD_FAULTS", faults.c_str(), 1);
      ::execl(binary.c_str(), binary.c_str(), url_.c_str(), nullptr);
      ::_exit(127);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    return status;
  }

  // "state kind kind": what the override is, and what the feed tells.
  std::vector<std::string> Outcome() {
    std::vector<std::string> outcome;
    EXPECT_THAT(Open()->Read(
                    absl::InfiniteFuture(),
                    [&](sql::Transaction& tx) -> absl::Status {
                      ABSL_ASSIGN_OR_RETURN(
                          const auto states,
                          tx.Query<std::string>("SELECT state FROM overrides"));
                      for (const auto& [state] : states) {
                        outcome.push_back(state);
                      }
                      ABSL_ASSIGN_OR_RETURN(
                          const auto kinds,
                          tx.Query<std::string>(
                              "SELECT kind FROM changes ORDER BY id"));
                      for (const auto& [kind] : kinds) {
                        outcome.push_back(kind);
                      }
                      return absl::OkStatus();
                    }),
                IsOk());
    return outcome;
  }

  void KillAndGoOn(const std::string& fault) {
    SCOPED_TRACE(fault);
    const int killed = RunSweeper(fault);
    ASSERT_TRUE(WIFSIGNALED(killed) && WTERMSIG(killed) == SIGKILL)
        << "the step was not reached: " << killed;
    const int ended = RunSweeper("");
    ASSERT_TRUE(WIFEXITED(ended) && WEXITSTATUS(ended) == 0) << ended;
    ExpectExpiredOnce();
  }

  // One event and one state of the risk, also when somebody looks again.
  void ExpectExpiredOnce() {
    {
      const auto database = Open();
      clock::SimulatedClock clock(
          absl::FromCivil(absl::CivilDay(2026, 4, 1), absl::UTCTimeZone()));
      OverrideSweeper sweeper({database.get(), &clock, absl::UTCTimeZone()});
      EXPECT_THAT(sweeper.Sweep(), IsOkAndHolds(0));
    }
    EXPECT_THAT(Outcome(), ElementsAre("EXPIRED", "override", "case_risk"));
  }

  // `action` at the commits of this engine.
  std::string AtCommit(const std::string& action) const {
    return absl::StrCat(GetParam() == sql::Engine::kSqlite
                            ? "sql.sqlite.commit="
                            : "sql.postgres.commit=",
                        action);
  }

  caseload::testing::TempDir directory_;
  std::optional<caseload::testing::TestPostgresDatabase> postgres_;
  std::string url_;
};

INSTANTIATE_TEST_SUITE_P(Engines, SweeperCrashTest,
                         caseload::testing::BothEngines(),
                         caseload::testing::EngineName);

// A step that is added without a case below is noticed here.
TEST(SweeperSteps, EveryNamedStepOfOverridesIsTried) {
  std::vector<std::string> names;
  for (const std::string& name : fault::Names()) {
    if (absl::StartsWith(name, "assessment.override.")) names.push_back(name);
  }
  EXPECT_THAT(names, ElementsAre("assessment.override.expire"));
}

TEST_P(SweeperCrashTest, KilledBeforeTheWrite) {
  KillAndGoOn("assessment.override.expire=crash");
}
TEST_P(SweeperCrashTest, KilledAfterTheWrite) {
  KillAndGoOn("assessment.override.expire=crash_after");
}
TEST_P(SweeperCrashTest, KilledBeforeTheCommit) {
  KillAndGoOn(AtCommit("crash"));
}
TEST_P(SweeperCrashTest, KilledAfterTheCommit) {
  KillAndGoOn(AtCommit("crash_after"));
}
TEST_P(SweeperCrashTest, AWriteWhoseAnswerIsLostIsNotMadeTwice) {
  const int ended = RunSweeper("assessment.override.expire=lie");
  ASSERT_TRUE(WIFEXITED(ended) && WEXITSTATUS(ended) == 0) << ended;
  ExpectExpiredOnce();
}

}  // namespace
}  // namespace caseload::assessment
