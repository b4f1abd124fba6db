// Migrate() and DumpSchema(), on both engines.

#include "services/common/sql/migrations.h"

#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/sql/schema.h"
#include "tests/contract/sql/store_fixture.h"
#include "tests/contract/sql/test_migrations.h"
#include "tests/support/status_matchers.h"

namespace caseload::sql {
namespace {

using ::testing::AllOf;
using testing::HasReason;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::IsOkAndHolds;
using ::testing::Not;
using testing::StatusIs;

// Written by hand from the files in migrations/.
constexpr char kSchema[] =
    "table officers\n"
    "  checks 0\n"
    "  column id TEXT not null\n"
    "  column unit INTEGER not null\n"
    "  foreign key (unit) -> units (id) on delete CASCADE\n"
    "  primary key (id)\n"
    "table schema_migrations\n"
    "  checks 2\n"
    "  column component TEXT not null\n"
    "  column name TEXT not null\n"
    "  column number INTEGER not null\n"
    "  column sha256 TEXT not null\n"
    "  primary key (component, number)\n"
    "table units\n"
    "  checks 2\n"
    "  column closed INTEGER\n"
    "  column county TEXT not null\n"
    "  column id INTEGER not null\n"
    "  column note TEXT\n"
    "  column opened INTEGER not null\n"
    "  column weight REAL not null default\n"
    "  index units_open (opened) where\n"
    "  primary key (id)\n"
    "  unique (county, opened)\n";

class MigrationsTest : public StoreTest {
 protected:
  int64_t Recorded(const std::string& component) {
    int64_t count = 0;
    EXPECT_THAT(db().Read(absl::InfiniteFuture(),
                          [&](Transaction& tx) -> absl::Status {
                            auto row = tx.QueryOne<int64_t>(
                                "SELECT count(*) FROM schema_migrations "
                                "WHERE component = :1",
                                component);
                            if (row.ok()) count = std::get<0>(**row);
                            return row.status();
                          }),
                IsOk());
    return count;
  }
};

TEST_P(MigrationsTest, BothEnginesHaveTheSameTables) {
  ASSERT_THAT(Migrate(db(), "test", TestMigrations()), IsOk());
  EXPECT_THAT(DumpSchema(db()), IsOkAndHolds(std::string(kSchema)));
}

TEST_P(MigrationsTest, TheDumpShowsWhatDiffers) {
  ASSERT_THAT(Migrate(db(), "test", TestMigrations()), IsOk());
  ASSERT_THAT(Migrate(db(), "other",
                      {SharedMigration(1, "x",
                                       "ALTER TABLE units ADD COLUMN "
                                       "phone TEXT;")}),
              IsOk());
  EXPECT_THAT(DumpSchema(db()), IsOkAndHolds(HasSubstr("column phone TEXT\n")));
}

TEST_P(MigrationsTest, WhatIsAppliedIsNotAppliedAgain) {
  ASSERT_THAT(Migrate(db(), "test", TestMigrations()), IsOk());
  ASSERT_THAT(Migrate(db(), "test", TestMigrations()), IsOk());
  Reopen();
  ASSERT_THAT(Migrate(db(), "test", TestMigrations()), IsOk());
  EXPECT_EQ(Recorded("test"), 2);
}

TEST_P(MigrationsTest, AnIdentityColumnNumbersItself) {
  ASSERT_THAT(Migrate(db(), "test", TestMigrations()), IsOk());
  ASSERT_THAT(db().WriteAndWait(
                  {},
                  [](Transaction& tx) -> absl::Status {
                    auto first = tx.Query<int64_t>(
                        "INSERT INTO units (county, opened) VALUES ('REAL', 1) "
                        "RETURNING id");
                    EXPECT_THAT(first, IsOkAndHolds(::testing::ElementsAre(
                                           std::make_tuple(int64_t{1}))));
                    auto second = tx.Query<int64_t>(
                        "INSERT INTO units (county, opened) VALUES ('REAL', 2) "
                        "RETURNING id");
                    EXPECT_THAT(second, IsOkAndHolds(::testing::ElementsAre(
                                            std::make_tuple(int64_t{2}))));
                    return second.status();
                  }),
              IsOk());
}

TEST_P(MigrationsTest, ComponentsNumberTheirOwn) {
  ASSERT_THAT(Migrate(db(), "test", TestMigrations()), IsOk());
  ASSERT_THAT(
      Migrate(db(), "audit",
              {SharedMigration(1, "rows", "CREATE TABLE a (b TEXT) STRICT;")}),
      IsOk());
  EXPECT_EQ(Recorded("test"), 2);
  EXPECT_EQ(Recorded("audit"), 1);
}

TEST_P(MigrationsTest, HistoryThatWasEditedIsRefused) {
  ASSERT_THAT(Migrate(db(), "test", TestMigrations()), IsOk());
  std::vector<Migration> edited = TestMigrations();
  edited[0].sqlite_text += "-- a harmless afterthought\n";
  edited[0].postgres_text += "-- a harmless afterthought\n";
  edited.push_back(
      SharedMigration(3, "more", "CREATE TABLE more (x TEXT) STRICT;"));
  EXPECT_THAT(Migrate(db(), "test", edited),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition,
                             HasSubstr("migration 1 of test")),
                    HasReason("MIGRATION_EDITED")));
  EXPECT_EQ(Recorded("test"), 2);
}

TEST_P(MigrationsTest, AStoreOfANewerBinaryIsRefused) {
  ASSERT_THAT(Migrate(db(), "test", TestMigrations()), IsOk());
  EXPECT_THAT(Migrate(db(), "test", {TestMigrations()[0]}),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    HasReason("MIGRATION_UNKNOWN")));
}

TEST_P(MigrationsTest, AGapInTheNumbersIsRefused) {
  EXPECT_THAT(Migrate(db(), "test", {TestMigrations()[1]}),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    HasReason("MIGRATION_NUMBERING")));
}

TEST_P(MigrationsTest, OneThatFailsHalfWayLeavesNothing) {
  const Migration broken = SharedMigration(
      1, "broken",
      "CREATE TABLE half (x TEXT) STRICT; INSERT INTO nowhere VALUES (1);");
  EXPECT_THAT(Migrate(db(), "test", {broken}),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(DumpSchema(db()), IsOkAndHolds(Not(HasSubstr("half"))));
  // Mended, it is applied as if for the first time.
  EXPECT_THAT(Migrate(db(), "test",
                      {SharedMigration(1, "whole",
                                       "CREATE TABLE half (x TEXT) "
                                       "STRICT;")}),
              IsOk());
}

TEST_P(MigrationsTest, ProcessesThatStartAtOnceApplyEachOnce) {
  // On SQLite the lock file lets only one in: there they share its store.
  constexpr int kProcesses = 6;
  std::vector<std::unique_ptr<Database>> opened;
  std::vector<Database*> stores;
  for (int i = 0; i < kProcesses; ++i) {
    if (GetParam() == Engine::kPostgres) {
      opened.push_back(*Database::Open(StoreOptions()));
      stores.push_back(opened.back().get());
    } else {
      stores.push_back(&db());
    }
  }
  std::vector<std::thread> threads;
  for (Database* store : stores) {
    threads.emplace_back([store] {
      EXPECT_THAT(Migrate(*store, "test", TestMigrations()), IsOk());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Recorded("test"), 2);
  EXPECT_THAT(DumpSchema(db()), IsOkAndHolds(std::string(kSchema)));
}

INSTANTIATE_TEST_SUITE_P(Engines, MigrationsTest,
                         ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         EngineName);

}  // namespace
}  // namespace caseload::sql
