// What only SQLite's file can show: its lock, and what a power cut leaves.

#include <sys/wait.h>
#include <unistd.h>

#include <future>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/fault/fault.h"
#include "services/common/sql/database.h"
#include "services/common/sql/migrations.h"
#include "services/common/status/status_macros.h"
#include "tests/support/sqlite_power_cut.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace caseload::sql {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::StatusIs;

class SqliteTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { testing::WatchSqliteSyncs(); }

  void SetUp() override {
    db_ = Open(path_);
    ASSERT_THAT(Migrate(*db_, "test",
                        {SharedMigration(1, "names",
                                         "CREATE TABLE names ("
                                         "  name TEXT PRIMARY KEY"
                                         ") STRICT;")}),
                IsOk());
  }
  void TearDown() override { fault::Reset(); }

  static std::unique_ptr<Database> Open(const std::string& path) {
    Options options;
    options.url = "sqlite:" + path;
    absl::StatusOr<std::unique_ptr<Database>> opened = Database::Open(options);
    EXPECT_THAT(opened, IsOk());
    return *std::move(opened);
  }

  absl::Status Insert(const std::string& name, Durability durability) {
    WriteOptions options;
    options.durability = durability;
    return db_->WriteAndWait(options, [&](Transaction& tx) {
      return tx.Execute("INSERT INTO names VALUES (:1)", name).status();
    });
  }

  // The names that a power cut at this moment would leave.
  std::vector<std::string> NamesAfterPowerCut() {
    testing::TempDir after;
    testing::LayOutAfterPowerCut(path_, after.path());
    std::unique_ptr<Database> store = Open(after.File("store.db"));
    std::vector<std::string> names;
    EXPECT_THAT(store->Read(absl::InfiniteFuture(),
                            [&](Transaction& tx) -> absl::Status {
                              ABSL_ASSIGN_OR_RETURN(
                                  const auto rows,
                                  tx.Query<std::string>(
                                      "SELECT name FROM names ORDER BY name"));
                              for (const auto& [name] : rows)
                                names.push_back(name);
                              return absl::OkStatus();
                            }),
                IsOk());
    return names;
  }

  int LogSyncs() { return testing::SyncCount(path_ + "-wal"); }

  testing::TempDir directory_;
  const std::string path_ = directory_.File("store.db");
  std::unique_ptr<Database> db_;
};

TEST_F(SqliteTest, ASecondOwnerIsRefusedUntilTheFirstCloses) {
  Options options;
  options.url = "sqlite:" + path_;
  EXPECT_THAT(Database::Open(options),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    HasReason("STORE_IN_USE")));
  db_.reset();
  EXPECT_THAT(Database::Open(options), IsOk());
}

TEST_F(SqliteTest, AnotherProcessIsRefusedAndADeadOneIsNot) {
  db_.reset();
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    std::unique_ptr<Database> held = Open(path_);
    if (::write(ready[1], "x", 1) != 1) ::_exit(1);
    while (true) ::pause();
  }
  char byte;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  Options options;
  options.url = "sqlite:" + path_;
  EXPECT_THAT(Database::Open(options), HasReason("STORE_IN_USE"));
  ::kill(child, SIGKILL);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_THAT(Database::Open(options), IsOk());
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_F(SqliteTest, AFolderThatIsNotThereIsUnavailable) {
  Options options;
  options.url = "sqlite:" + directory_.File("nowhere/store.db");
  EXPECT_THAT(Database::Open(options),
              AllOf(StatusIs(absl::StatusCode::kUnavailable),
                    HasReason("STORE_UNAVAILABLE")));
}

TEST_F(SqliteTest, ASyncedWriteSurvivesAPowerCutOnceItIsAnswered) {
  ASSERT_THAT(Insert("a", Durability::kSynced), IsOk());
  EXPECT_THAT(NamesAfterPowerCut(), ElementsAre("a"));
  ASSERT_THAT(Insert("b", Durability::kSynced), IsOk());
  EXPECT_THAT(NamesAfterPowerCut(), ElementsAre("a", "b"));
}

TEST_F(SqliteTest, AWrittenWriteIsAnsweredWithoutASyncAndSyncedInASecond) {
  const int before = LogSyncs();
  // The sync stands still, so that the moment before it can be looked at.
  fault::Arm("sql.sqlite.sync", fault::Action::kStall);
  const absl::Time written = absl::Now();
  ASSERT_THAT(Insert("a", Durability::kWritten), IsOk());
  EXPECT_EQ(LogSyncs(), before);
  EXPECT_THAT(NamesAfterPowerCut(), IsEmpty());
  ASSERT_TRUE(fault::WaitUntilStalled("sql.sqlite.sync", absl::Seconds(30)));
  EXPECT_LT(absl::Now() - written, absl::Seconds(1));
  fault::Release("sql.sqlite.sync");
  ASSERT_TRUE(
      testing::WaitForSyncAfter(path_ + "-wal", before, absl::Seconds(30)));
  EXPECT_THAT(NamesAfterPowerCut(), ElementsAre("a"));
}

TEST_F(SqliteTest, AChangeSyncsWhatWasOnlyWrittenBeforeIt) {
  ASSERT_THAT(Insert("a", Durability::kWritten), IsOk());
  ASSERT_THAT(Insert("b", Durability::kSynced), IsOk());
  EXPECT_THAT(NamesAfterPowerCut(), ElementsAre("a", "b"));
}

TEST_F(SqliteTest, AChangeInABatchOfWrittenRowsSyncsThemAll) {
  fault::Arm("sql.sqlite.begin", fault::Action::kStall);
  std::vector<std::future<absl::Status>> answers;
  const auto insert = [&](const std::string& name, Durability durability) {
    auto promise = std::make_shared<std::promise<absl::Status>>();
    answers.push_back(promise->get_future());
    WriteOptions options;
    options.durability = durability;
    db_->Write(
        options,
        [name](Transaction& tx) {
          return tx.Execute("INSERT INTO names VALUES (:1)", name).status();
        },
        [promise](absl::Status status) { promise->set_value(status); });
  };
  insert("first", Durability::kWritten);
  ASSERT_TRUE(fault::WaitUntilStalled("sql.sqlite.begin", absl::Seconds(30)));
  insert("read 1", Durability::kWritten);
  insert("change", Durability::kSynced);
  insert("read 2", Durability::kWritten);
  const int before = LogSyncs();
  fault::Release("sql.sqlite.begin");
  for (auto& answer : answers) EXPECT_THAT(answer.get(), IsOk());
  EXPECT_EQ(LogSyncs(), before + 1);
  EXPECT_THAT(NamesAfterPowerCut(),
              ElementsAre("change", "first", "read 1", "read 2"));
}

TEST_F(SqliteTest, ClosingSyncsWhatWasOnlyWritten) {
  ASSERT_THAT(Insert("a", Durability::kWritten), IsOk());
  db_.reset();
  EXPECT_THAT(NamesAfterPowerCut(), ElementsAre("a"));
}

TEST_F(SqliteTest, ManyWaitingChangesShareOneSync) {
  fault::Arm("sql.sqlite.begin", fault::Action::kStall);
  std::vector<std::future<absl::Status>> answers;
  for (int i = 0; i < 101; ++i) {
    auto promise = std::make_shared<std::promise<absl::Status>>();
    answers.push_back(promise->get_future());
    db_->Write(
        {},
        [i](Transaction& tx) {
          return tx.Execute("INSERT INTO names VALUES (:1)", absl::StrCat(i))
              .status();
        },
        [promise](absl::Status status) { promise->set_value(status); });
    if (i == 0) {
      ASSERT_TRUE(
          fault::WaitUntilStalled("sql.sqlite.begin", absl::Seconds(30)));
    }
  }
  const int before = LogSyncs();
  fault::Release("sql.sqlite.begin");
  for (auto& answer : answers) EXPECT_THAT(answer.get(), IsOk());
  EXPECT_EQ(LogSyncs(), before + 2);
}

}  // namespace
}  // namespace caseload::sql
