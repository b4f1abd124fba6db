// What only PostgreSQL can do to a store.

#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/sql/database.h"
#include "services/common/sql/migrations.h"
#include "services/common/sql/postgres_connection.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "tests/support/postgres_server.h"
#include "tests/support/status_matchers.h"

namespace caseload::sql {
namespace {

using ::testing::_;
using ::testing::AllOf;
using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::StatusIs;
using testing::TestPostgresDatabase;

class PostgresTest : public ::testing::Test {
 protected:
  void SetUp() override {
    db_ = Open();
    ASSERT_THAT(Migrate(*db_, "test",
                        {SharedMigration(1, "counters",
                                         "CREATE TABLE counters ("
                                         "  name TEXT PRIMARY KEY,"
                                         "  value INTEGER NOT NULL"
                                         ") STRICT;")}),
                IsOk());
    ASSERT_THAT(Set("n", 0), IsOk());
  }

  std::unique_ptr<Database> Open() {
    Options options;
    options.url = postgres_.url();
    return *Database::Open(options);
  }

  absl::Status Set(const std::string& name, int64_t value,
                   WriteOptions options = {}) {
    return db_->WriteAndWait(options, [&](Transaction& tx) {
      return tx
          .Execute(
              "INSERT INTO counters VALUES (:1, :2) ON CONFLICT (name) "
              "DO UPDATE SET value = excluded.value",
              name, value)
          .status();
    });
  }

  static absl::StatusOr<int64_t> Get(Transaction& tx) {
    ABSL_ASSIGN_OR_RETURN(
        const auto row,
        tx.QueryOne<int64_t>("SELECT value FROM counters WHERE name = 'n'"));
    return std::get<0>(*row);
  }

  absl::StatusOr<int64_t> Get() {
    absl::StatusOr<int64_t> value;
    ABSL_RETURN_IF_ERROR(
        db_->Read(absl::InfiniteFuture(), [&](Transaction& tx) {
          value = Get(tx);
          return value.status();
        }));
    return value;
  }

  // The value of a run-time parameter inside a write.
  std::string Setting(const std::string& name, WriteOptions options) {
    std::string setting;
    EXPECT_THAT(
        db_->WriteAndWait(options,
                          [&](Transaction& tx) -> absl::Status {
                            ABSL_ASSIGN_OR_RETURN(
                                const auto row,
                                tx.QueryOne<std::string>(
                                    "SELECT current_setting(:1)", name));
                            setting = std::get<0>(*row);
                            return absl::OkStatus();
                          }),
        IsOk());
    return setting;
  }

  TestPostgresDatabase postgres_;
  std::unique_ptr<Database> db_;
};

TEST_F(PostgresTest, ADatabaseThatSortsOtherwiseIsRefused) {
  TestPostgresDatabase other("C.UTF-8");
  Options options;
  options.url = other.url();
  EXPECT_THAT(Database::Open(options),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    HasReason("STORE_COLLATION")));
}

TEST(PostgresConnectStringTest, AServerThatIsGoneIsNoticedUnlessTheUrlDiffers) {
  const auto standard = PostgresConnectString("postgresql://db/caseload");
  ASSERT_THAT(standard, IsOk());
  EXPECT_THAT(*standard, AllOf(HasSubstr("connect_timeout='5'"),
                               HasSubstr("tcp_user_timeout='15000'"),
                               HasSubstr("keepalives_idle='10'")));
  const auto chosen = PostgresConnectString(
      "postgresql://db/caseload?tcp_user_timeout=400&keepalives=0");
  ASSERT_THAT(chosen, IsOk());
  EXPECT_THAT(*chosen, AllOf(HasSubstr("tcp_user_timeout='400'"),
                             HasSubstr("keepalives='0'")));
}

TEST_F(PostgresTest, NoServerIsUnavailable) {
  Options options;
  options.url = "postgresql://caseload@/nowhere?host=/tmp/caseload-no-socket";
  EXPECT_THAT(Database::Open(options),
              AllOf(StatusIs(absl::StatusCode::kUnavailable),
                    HasReason("STORE_UNAVAILABLE")));
}

TEST_F(PostgresTest, ConnectionsThatWereEndedWhileIdleAreReplacedUnseen) {
  ASSERT_THAT(Get(), IsOkAndHolds(0));
  postgres_.EndConnections();
  EXPECT_THAT(Get(), IsOkAndHolds(0));
  EXPECT_THAT(Set("n", 1), IsOk());
  EXPECT_THAT(Get(), IsOkAndHolds(1));
}

TEST_F(PostgresTest, AConnectionLostInsideAWriteIsUnavailableAndReplaced) {
  EXPECT_THAT(db_->WriteAndWait({},
                                [&](Transaction& tx) {
                                  postgres_.EndConnections();
                                  return tx
                                      .Execute(
                                          "UPDATE counters "
                                          "SET value = 5")
                                      .status();
                                }),
              AllOf(StatusIs(absl::StatusCode::kUnavailable),
                    HasReason("STORE_UNAVAILABLE")));
  EXPECT_THAT(Get(), IsOkAndHolds(0));
  EXPECT_THAT(Set("n", 1), IsOk());
}

TEST_F(PostgresTest, AConnectionLostBeforeCommitLeavesTheOutcomeOpen) {
  EXPECT_THAT(db_->WriteAndWait({},
                                [&](Transaction& tx) {
                                  const absl::Status status =
                                      tx.Execute(
                                            "UPDATE counters "
                                            "SET value = 5")
                                          .status();
                                  postgres_.EndConnections();
                                  return status;
                                }),
              HasReason("COMMIT_OUTCOME_UNKNOWN"));
  EXPECT_THAT(Get(), IsOkAndHolds(0));
}

TEST_F(PostgresTest, AConnectionLostInsideAReadIsUnavailableAndReplaced) {
  EXPECT_THAT(db_->Read(absl::InfiniteFuture(),
                        [&](Transaction& tx) {
                          postgres_.EndConnections();
                          return Get(tx).status();
                        }),
              HasReason("STORE_UNAVAILABLE"));
  EXPECT_THAT(Get(), IsOkAndHolds(0));
}

TEST_F(PostgresTest, AConflictThatOutlivesTheDeadlineIsAbortedWithRetryInfo) {
  std::unique_ptr<Database> other = Open();
  std::atomic<int> runs = 0;
  WriteOptions options;
  options.deadline = absl::Now() + absl::Seconds(3);
  const absl::Status status =
      db_->WriteAndWait(options, [&](Transaction& tx) -> absl::Status {
        ++runs;
        ABSL_ASSIGN_OR_RETURN(const int64_t value, Get(tx));
        // Somebody else is always quicker.
        EXPECT_THAT(other->WriteAndWait({},
                                        [](Transaction& others) {
                                          return others
                                              .Execute(
                                                  "UPDATE counters SET "
                                                  "value = value + 1")
                                              .status();
                                        }),
                    IsOk());
        return tx.Execute("UPDATE counters SET value = :1", value).status();
      });
  EXPECT_THAT(status, AllOf(StatusIs(absl::StatusCode::kAborted),
                            HasReason("TRANSACTION_CONFLICT")));
  EXPECT_TRUE(status::RetryAfterOf(status).has_value());
  EXPECT_GT(runs, 1);
}

TEST_F(PostgresTest, AConflictIsRetriedWhateverApplyMadeOfIt) {
  std::unique_ptr<Database> other = Open();
  std::atomic<int> runs = 0;
  EXPECT_THAT(
      db_->WriteAndWait(
          {},
          [&](Transaction& tx) -> absl::Status {
            ABSL_ASSIGN_OR_RETURN(const int64_t value, Get(tx));
            if (runs++ == 0) {
              EXPECT_THAT(other->WriteAndWait({},
                                              [](Transaction& others) {
                                                return others
                                                    .Execute(
                                                        "UPDATE counters SET "
                                                        "value = 10")
                                                    .status();
                                              }),
                          IsOk());
            }
            if (!tx.Execute("UPDATE counters SET value = :1", value + 1).ok()) {
              return status::NotFound("counters/n");
            }
            return absl::OkStatus();
          }),
      IsOk());
  EXPECT_EQ(runs, 2);
  EXPECT_THAT(Get(), IsOkAndHolds(11));
}

TEST_F(PostgresTest, AStatementPastTheDeadlineIsCancelledByTheServer) {
  WriteOptions options;
  options.deadline = absl::Now() + absl::Milliseconds(200);
  EXPECT_THAT(
      db_->WriteAndWait(
          options,
          [](Transaction& tx) {
            return tx.Query<std::string>("SELECT pg_sleep(60)::text").status();
          }),
      StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(PostgresTest, DurabilityAndTimeoutsAreSetForOneTransaction) {
  WriteOptions written;
  written.durability = Durability::kWritten;
  WriteOptions hurried;
  hurried.deadline = absl::Now() + absl::Hours(1);
  EXPECT_EQ(Setting("synchronous_commit", written), "off");
  EXPECT_EQ(Setting("synchronous_commit", {}), "on");
  EXPECT_NE(Setting("statement_timeout", hurried), "0");
  EXPECT_NE(Setting("idle_in_transaction_session_timeout", hurried), "0");
  EXPECT_EQ(Setting("statement_timeout", {}), "0");
  EXPECT_EQ(Setting("transaction_isolation", {}), "serializable");
}

TEST_F(PostgresTest, AStatementSurvivesASchemaThatChangesUnderIt) {
  ASSERT_THAT(Get(), IsOkAndHolds(0));
  ASSERT_THAT(Migrate(*Open(), "other",
                      {SharedMigration(1, "retype",
                                       "ALTER TABLE counters ALTER COLUMN "
                                       "value TYPE TEXT;")}),
              IsOk());
  // The first may hit the old plan; the connection is replaced.
  (void)Get();
  EXPECT_THAT(Get(), IsOkAndHolds(0));
}

TEST_F(PostgresTest, ExclusiveWritesSeeWhatTheOneBeforeThemCommitted) {
  std::unique_ptr<Database> other = Open();
  WriteOptions options;
  options.exclusive = "it's a word";
  std::atomic<int> runs = 0;
  const auto add_one = [&runs](Transaction& tx) -> absl::Status {
    ++runs;
    ABSL_ASSIGN_OR_RETURN(const int64_t value, Get(tx));
    return tx.Execute("UPDATE counters SET value = :1", value + 1).status();
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      EXPECT_THAT((i % 2 == 0 ? *db_ : *other).WriteAndWait(options, add_one),
                  IsOk());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(Get(), IsOkAndHolds(8));
  // None met another: no run was in vain.
  EXPECT_EQ(runs, 8);
}

}  // namespace
}  // namespace caseload::sql
