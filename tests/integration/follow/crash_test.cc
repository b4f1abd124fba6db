// A follower is killed at every named step, in the middle of a batch too, and
// started again: the projection is what an undisturbed one is.

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/fault/fault.h"
#include "services/common/follow/follow_migrations.h"
#include "services/common/sql/migrations.h"
#include "tests/integration/follow/probe_script.h"
#include "tests/support/follow/probe_projection.h"
#include "tests/support/postgres_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_store.h"

namespace caseload::follow {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using testing::IsOk;
using testing::IsOkAndHolds;

class FollowCrashTest : public ::testing::TestWithParam<sql::Engine> {
 protected:
  FollowCrashTest() {
    if (GetParam() == sql::Engine::kPostgres) {
      postgres_.emplace();
      url_ = postgres_->url();
    } else {
      url_ = "sqlite:" + directory_.File("store.db");
    }
    const auto database = Open();
    EXPECT_THAT(sql::Migrate(*database, "follow", FollowMigrations()), IsOk());
    EXPECT_THAT(
        database->WriteAndWait({}, &testing::ProbeProjection::CreateTable),
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

  // The wait status of a follower that ran with `faults`.
  int RunFollower(const std::string& faults) {
    const std::string binary =
        absl::StrCat(std::getenv("CASELOAD_BINARY_DIR"), "/bin/follow_script");
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

  void KillAndGoOn(const std::string& fault) {
    SCOPED_TRACE(fault);
    const int killed = RunFollower(fault);
    ASSERT_TRUE(WIFSIGNALED(killed) && WTERMSIG(killed) == SIGKILL)
        << "the step was not reached: " << killed;
    const int ended = RunFollower("");
    ASSERT_TRUE(WIFEXITED(ended) && WEXITSTATUS(ended) == 0) << ended;
    EXPECT_THAT(testing::ListProbes(*Open()),
                IsOkAndHolds(ElementsAreArray(ScriptResult())));
  }

  // "crash:3" at the commits of this engine.
  std::string AtCommit(const std::string& action) const {
    return absl::StrCat(GetParam() == sql::Engine::kSqlite
                            ? "sql.sqlite.commit="
                            : "sql.postgres.commit=",
                        action);
  }

  testing::TempDir directory_;
  std::optional<testing::TestPostgresDatabase> postgres_;
  std::string url_;
};

INSTANTIATE_TEST_SUITE_P(Engines, FollowCrashTest, testing::BothEngines(),
                         testing::EngineName);

// A step that is added without a case below is noticed here.
TEST(FollowSteps, EveryNamedStepOfTheFollowerIsTried) {
  std::vector<std::string> names;
  for (const std::string& name : fault::Names()) {
    if (absl::StartsWith(name, "follow.")) names.push_back(name);
  }
  EXPECT_THAT(names, ElementsAre("follow.apply", "follow.cursor"));
}

TEST_P(FollowCrashTest, KilledBeforeTheFirstChange) {
  KillAndGoOn("follow.apply=crash");
}
TEST_P(FollowCrashTest, KilledInTheMiddleOfABatch) {
  KillAndGoOn("follow.apply=crash:7");
}
TEST_P(FollowCrashTest, KilledBeforeThePlaceIsWritten) {
  KillAndGoOn("follow.cursor=crash:3");
}
TEST_P(FollowCrashTest, KilledAfterThePlaceIsWritten) {
  KillAndGoOn("follow.cursor=crash_after:3");
}
TEST_P(FollowCrashTest, KilledBeforeACommit) {
  KillAndGoOn(AtCommit("crash:3"));
}
TEST_P(FollowCrashTest, KilledAfterACommit) {
  KillAndGoOn(AtCommit("crash_after:3"));
}

// The commit is made and its answer lost: the batch comes again.
TEST_P(FollowCrashTest, ACommitWhoseAnswerIsLostIsAppliedAgain) {
  const int ended = RunFollower(AtCommit("lie:3"));
  ASSERT_TRUE(WIFEXITED(ended) && WEXITSTATUS(ended) == 0) << ended;
  EXPECT_THAT(testing::ListProbes(*Open()),
              IsOkAndHolds(ElementsAreArray(ScriptResult())));
}

}  // namespace
}  // namespace caseload::follow
