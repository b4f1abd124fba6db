// What sql::Database promises when something goes wrong, on both engines.

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/fault/fault.h"
#include "services/common/sql/migrations.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/common/sync/mutex.h"
#include "tests/contract/sql/store_fixture.h"
#include "tests/support/status_matchers.h"

#ifndef CASELOAD_FAULT_POINTS
#error "the tests need a build with CASELOAD_FAULT_POINTS"
#endif

namespace caseload::sql {
namespace {

using ::testing::AllOf;
using testing::HasReason;
using testing::IsOk;
using testing::StatusIs;

constexpr absl::Duration kLong = absl::Seconds(30);

class FailureTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    ASSERT_THAT(Migrate(db(), "test",
                        {SharedMigration(1, "pairs",
                                         "CREATE TABLE pairs ("
                                         "  name TEXT NOT NULL,"
                                         "  half INTEGER NOT NULL,"
                                         "  PRIMARY KEY (name, half)"
                                         ") STRICT;")}),
                IsOk());
  }
  void TearDown() override {
    fault::Reset();
    StoreTest::TearDown();
  }

  // Two rows that belong together.
  static Apply InsertPair(const std::string& name) {
    return [name](Transaction& tx) -> absl::Status {
      for (int half : {1, 2}) {
        ABSL_RETURN_IF_ERROR(
            tx.Execute("INSERT INTO pairs (name, half) VALUES (:1, :2)", name,
                       half)
                .status());
      }
      return absl::OkStatus();
    };
  }

  // How many rows each name has.
  std::map<std::string, int64_t> Halves() {
    std::map<std::string, int64_t> halves;
    EXPECT_THAT(
        db().Read(absl::Now() + kLong,
                  [&](Transaction& tx) -> absl::Status {
                    ABSL_ASSIGN_OR_RETURN(
                        const auto rows,
                        (tx.Query<std::string, int64_t>(
                            "SELECT name, count(*) FROM pairs GROUP BY name")));
                    for (const auto& [name, count] : rows) {
                      halves[name] = count;
                    }
                    return absl::OkStatus();
                  }),
        IsOk());
    return halves;
  }

  // The step of this engine: "commit" is "sql.sqlite.commit" or ...
  std::string StepName(const std::string& step) const {
    return absl::StrCat(
        GetParam() == Engine::kSqlite ? "sql.sqlite." : "sql.postgres.", step);
  }
};

using Pairs = std::map<std::string, int64_t>;

TEST_P(FailureTest, EveryStepOfTheStoreHasATest) {
  EXPECT_THAT(fault::Names(),
              ::testing::ElementsAre("sql.postgres.begin",
                                     "sql.postgres.commit", "sql.sqlite.begin",
                                     "sql.sqlite.commit", "sql.sqlite.sync"));
}

TEST_P(FailureTest, AFullQueueRefusesAndSaysWhenToComeAgain) {
  Close();
  Options options = StoreOptions();
  options.pool_size = 1;
  options.max_waiting_writes = 3;
  auto opened = Database::Open(options);
  ASSERT_THAT(opened, IsOk());
  db_ = *std::move(opened);

  std::promise<void> entered;
  std::promise<void> go;
  std::future<absl::Status> running = WriteAsync([&](Transaction&) {
    entered.set_value();
    go.get_future().wait();
    return absl::OkStatus();
  });
  entered.get_future().wait();
  std::vector<std::future<absl::Status>> waiting;
  for (int i = 0; i < 3; ++i) {
    waiting.push_back(WriteAsync(InsertPair(absl::StrCat("p", i))));
  }
  std::future<absl::Status> refused = WriteAsync(InsertPair("one too many"));
  // Answered while all others still wait.
  const absl::Status status = refused.get();
  EXPECT_THAT(status, AllOf(StatusIs(absl::StatusCode::kResourceExhausted),
                            HasReason("WRITE_QUEUE_FULL")));
  EXPECT_TRUE(status::RetryAfterOf(status).has_value());
  go.set_value();
  EXPECT_THAT(running.get(), IsOk());
  for (auto& answer : waiting) EXPECT_THAT(answer.get(), IsOk());
  EXPECT_EQ(Halves(), (Pairs{{"p0", 2}, {"p1", 2}, {"p2", 2}}));
}

TEST_P(FailureTest, AWriteWhoseDeadlinePassesInTheQueueIsDropped) {
  Close();
  Options options = StoreOptions();
  options.pool_size = 1;
  auto opened = Database::Open(options);
  ASSERT_THAT(opened, IsOk());
  db_ = *std::move(opened);
  std::promise<void> entered;
  const absl::Time deadline = absl::Now() + absl::Milliseconds(50);
  // Keeps the one turn until the other's deadline has passed.
  std::future<absl::Status> running = WriteAsync([&](Transaction&) {
    entered.set_value();
    std::promise<void> never;
    never.get_future().wait_until(
        absl::ToChronoTime(deadline + absl::Milliseconds(1)));
    return absl::OkStatus();
  });
  entered.get_future().wait();
  WriteOptions with_deadline;
  with_deadline.deadline = deadline;
  std::future<absl::Status> late =
      WriteAsync(InsertPair("late"), with_deadline);
  std::future<absl::Status> patient = WriteAsync(InsertPair("patient"));
  EXPECT_THAT(running.get(), IsOk());
  EXPECT_THAT(late.get(), StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(patient.get(), IsOk());
  EXPECT_EQ(Halves(), (Pairs{{"patient", 2}}));
}

TEST_P(FailureTest, ACommitThatFailsLeavesNothingOfItsWrite) {
  fault::Arm(StepName("commit"), fault::Action::kFail);
  EXPECT_THAT(db().WriteAndWait({}, InsertPair("lost")),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(Halves(), Pairs());
  EXPECT_THAT(db().WriteAndWait({}, InsertPair("lost")), IsOk());
  EXPECT_EQ(Halves(), (Pairs{{"lost", 2}}));
}

TEST_P(FailureTest, ABeginThatFailsLeavesNothingOfItsWrite) {
  fault::Arm(StepName("begin"), fault::Action::kFail);
  EXPECT_THAT(db().WriteAndWait({}, InsertPair("lost")),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(Halves(), Pairs());
  EXPECT_THAT(db().WriteAndWait({}, InsertPair("lost")), IsOk());
}

TEST_P(FailureTest, ACommitWhoseAnswerIsLostIsNotRunAgain) {
  std::atomic<int> runs = 0;
  fault::Arm(StepName("commit"), fault::Action::kLie);
  EXPECT_THAT(db().WriteAndWait({},
                                [&](Transaction& tx) {
                                  ++runs;
                                  return InsertPair("there")(tx);
                                }),
              AllOf(StatusIs(absl::StatusCode::kUnavailable),
                    HasReason("COMMIT_OUTCOME_UNKNOWN")));
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(Halves(), (Pairs{{"there", 2}}));
}

TEST_P(FailureTest, TheObserverHearsThatACommitsOutcomeIsUnknown) {
  std::vector<CommitOutcome> heard;
  db().Observe(
      [&](const Notes&, CommitOutcome outcome) { heard.push_back(outcome); });
  const auto write = [](Transaction& tx) {
    tx.Note("what", "there");
    return InsertPair("there")(tx);
  };
  fault::Arm(StepName("commit"), fault::Action::kLie);
  EXPECT_THAT(db().WriteAndWait({}, write),
              HasReason("COMMIT_OUTCOME_UNKNOWN"));
  EXPECT_EQ(heard, std::vector<CommitOutcome>({CommitOutcome::kUnknown}));
}

TEST_P(FailureTest, TheObserverHearsNothingOfACommitThatFailed) {
  int heard = 0;
  db().Observe([&](const Notes&, CommitOutcome) { ++heard; });
  const auto write = [](Transaction& tx) {
    tx.Note("what", "lost");
    return InsertPair("lost")(tx);
  };
  fault::Arm(StepName("commit"), fault::Action::kFail);
  EXPECT_THAT(db().WriteAndWait({}, write),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(heard, 0);
  EXPECT_THAT(db().WriteAndWait({}, write), IsOk());
  EXPECT_EQ(heard, 1);
}

TEST_P(FailureTest, ADeferredRuleRefusesItsWriteAndNotItsBatch) {
  ASSERT_THAT(
      Migrate(db(), "deferred",
              {SharedMigration(1, "late",
                               "CREATE TABLE ends (id TEXT PRIMARY KEY) STRICT;"
                               "CREATE TABLE arrows (target TEXT NOT NULL "
                               "REFERENCES ends (id) "
                               "DEFERRABLE INITIALLY DEFERRED) STRICT;")}),
      IsOk());
  const std::string step = StepName("begin");
  fault::Arm(step, fault::Action::kStall);
  std::vector<std::future<absl::Status>> answers;
  answers.push_back(WriteAsync(InsertPair("p0")));
  ASSERT_TRUE(fault::WaitUntilStalled(step, kLong));
  answers.push_back(WriteAsync(InsertPair("p1")));
  std::future<absl::Status> broken = WriteAsync([](Transaction& tx) {
    return tx.Execute("INSERT INTO arrows VALUES ('nowhere')").status();
  });
  answers.push_back(WriteAsync(InsertPair("p2")));
  fault::Release(step);
  for (auto& answer : answers) EXPECT_THAT(answer.get(), IsOk());
  EXPECT_THAT(broken.get(), HasReason("CONSTRAINT_VIOLATED"));
  EXPECT_EQ(Halves(), (Pairs{{"p0", 2}, {"p1", 2}, {"p2", 2}}));
}

// --- crashes ---

class CrashTest : public FailureTest {
 protected:
  // In a child process with `faults` armed: twenty writes; what was answered
  // comes back through a pipe until the child is killed.
  std::set<std::string> AcknowledgedBy(const std::string& faults,
                                       Durability durability, bool& crashed) {
    Close();
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    // No thread of ours is alive: the store is closed.
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      ::_exit(RunChild(faults, durability, ends[1]));
    }
    ::close(ends[1]);
    std::string text;
    char buffer[512];
    ssize_t got = 0;
    while ((got = ::read(ends[0], buffer, sizeof(buffer))) > 0) {
      text.append(buffer, got);
    }
    ::close(ends[0]);
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    crashed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    EXPECT_TRUE(crashed || (WIFEXITED(status) && WEXITSTATUS(status) == 0));
    return absl::StrSplit(text, '\n', absl::SkipEmpty());
  }

 private:
  int RunChild(const std::string& faults, Durability durability, int pipe) {
    if (!fault::ArmAll(faults).ok()) return 2;
    auto opened = Database::Open(StoreOptions());
    if (!opened.ok()) return 3;
    for (int i = 0; i < 20; ++i) {
      const std::string name = absl::StrCat("p", i);
      WriteOptions options;
      options.durability = durability;
      (*opened)->Write(options, InsertPair(name), [&, name](absl::Status s) {
        if (!s.ok()) return;
        const std::string line = name + "\n";
        if (::write(pipe, line.data(), line.size()) < 0) std::abort();
      });
      // Every other one alone, the rest in whatever batches come about.
      if (i % 2 == 0) (*opened)->Drain();
    }
    opened->reset();
    return 0;
  }
};

TEST_P(CrashTest, WhatWasAcknowledgedIsThereAndTheRestIsWhole) {
  for (const Durability durability :
       {Durability::kSynced, Durability::kWritten}) {
    for (const std::string& step : {StepName("begin"), StepName("commit")}) {
      for (const char* action : {"crash:1", "crash:6", "crash_after:6"}) {
        const std::string faults = absl::StrCat(step, "=", action);
        SCOPED_TRACE(faults);
        bool crashed = false;
        const std::set<std::string> acknowledged =
            AcknowledgedBy(faults, durability, crashed);
        EXPECT_TRUE(crashed);
        EXPECT_LT(acknowledged.size(), 20u);
        Reopen();
        const Pairs halves = Halves();
        for (const std::string& name : acknowledged) {
          EXPECT_EQ(halves.count(name), 1u) << name;
        }
        for (const auto& [name, count] : halves) EXPECT_EQ(count, 2) << name;
        ASSERT_THAT(
            db().WriteAndWait({},
                              [](Transaction& tx) {
                                return tx.Execute("DELETE FROM pairs").status();
                              }),
            IsOk());
      }
    }
  }
}

// --- where SQLite's writes share a commit ---

class SqliteFailureTest : public CrashTest {};

TEST_P(SqliteFailureTest,
       ABatchWhoseCommitFailsIsRunAgainOneByOneWithOneEffect) {
  fault::Arm("sql.sqlite.begin", fault::Action::kStall);
  std::vector<std::future<absl::Status>> answers;
  answers.push_back(WriteAsync(InsertPair("first")));
  ASSERT_TRUE(fault::WaitUntilStalled("sql.sqlite.begin", kLong));
  // These wait for the next commit, together.
  std::atomic<int> runs = 0;
  for (int i = 0; i < 5; ++i) {
    answers.push_back(WriteAsync([&runs, i](Transaction& tx) {
      ++runs;
      return InsertPair(absl::StrCat("p", i))(tx);
    }));
  }
  fault::Arm("sql.sqlite.commit", fault::Action::kFail, 2);
  fault::Release("sql.sqlite.begin");
  for (auto& answer : answers) EXPECT_THAT(answer.get(), IsOk());
  EXPECT_EQ(runs, 10);
  EXPECT_EQ(Halves(), (Pairs{{"first", 2},
                             {"p0", 2},
                             {"p1", 2},
                             {"p2", 2},
                             {"p3", 2},
                             {"p4", 2}}));
}

TEST_P(SqliteFailureTest, AnApplyThatEndsTheTransactionHarmsNobodyElse) {
  fault::Arm("sql.sqlite.begin", fault::Action::kStall);
  std::vector<std::future<absl::Status>> answers;
  answers.push_back(WriteAsync(InsertPair("p0")));
  ASSERT_TRUE(fault::WaitUntilStalled("sql.sqlite.begin", kLong));
  answers.push_back(WriteAsync(InsertPair("p1")));
  // What SQLite does by itself when the disk is full.
  std::future<absl::Status> ender =
      WriteAsync([](Transaction& tx) { return tx.ExecuteScript("ROLLBACK"); });
  answers.push_back(WriteAsync(InsertPair("p2")));
  fault::Release("sql.sqlite.begin");
  for (auto& answer : answers) EXPECT_THAT(answer.get(), IsOk());
  EXPECT_THAT(ender.get(), HasReason("STORE_UNAVAILABLE"));
  EXPECT_EQ(Halves(), (Pairs{{"p0", 2}, {"p1", 2}, {"p2", 2}}));
}

TEST_P(SqliteFailureTest, ACrashWhileSyncingLosesNothing) {
  for (const char* action : {"crash", "crash_after"}) {
    bool crashed = false;
    const std::set<std::string> acknowledged =
        AcknowledgedBy(absl::StrCat("sql.sqlite.sync=", action),
                       Durability::kWritten, crashed);
    EXPECT_TRUE(crashed);
    EXPECT_EQ(acknowledged.size(), 20u);
    Reopen();
    EXPECT_EQ(Halves().size(), 20u);
    ASSERT_THAT(
        db().WriteAndWait({},
                          [](Transaction& tx) {
                            return tx.Execute("DELETE FROM pairs").status();
                          }),
        IsOk());
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, FailureTest,
                         ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         EngineName);
INSTANTIATE_TEST_SUITE_P(Engines, CrashTest,
                         ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         EngineName);

INSTANTIATE_TEST_SUITE_P(Engines, SqliteFailureTest,
                         ::testing::Values(Engine::kSqlite), EngineName);

}  // namespace
}  // namespace caseload::sql
