// test_store.h: a fresh, migrated store on either engine, for suites that run
// on both.
//
//   class UnitStoreTest : public testing::TestWithParam<sql::Engine> {
//     TestStore store_{GetParam(), {{"caseplan", CaseplanMigrations()}}};
//   };
//   INSTANTIATE_TEST_SUITE_P(Engines, UnitStoreTest, BothEngines(),
//   EngineName);

#ifndef TESTS_SUPPORT_TEST_STORE_H_
#define TESTS_SUPPORT_TEST_STORE_H_

#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/sql/database.h"
#include "services/common/sql/migrations.h"
#include "tests/support/postgres_server.h"
#include "tests/support/temp_dir.h"

namespace caseload::testing {

struct Component {
  std::string name;
  std::vector<sql::Migration> migrations;
};

class TestStore {
 public:
  TestStore(sql::Engine engine, const std::vector<Component>& components) {
    if (engine == sql::Engine::kPostgres) {
      postgres_.emplace();
      url_ = postgres_->url();
    } else {
      url_ = "sqlite:" + directory_.File("store.db");
    }
    database_ = Open();
    for (const Component& component : components) {
      const absl::Status migrated =
          sql::Migrate(*database_, component.name, component.migrations);
      if (!migrated.ok()) Die(migrated);
    }
  }

  sql::Database& database() { return *database_; }
  const std::string& url() const { return url_; }

  // Another process's view of the same store: a replica. PostgreSQL only;
  // SQLite has one owner.
  std::unique_ptr<sql::Database> OpenReplica() { return Open(); }

  // Closes and opens the store again, as a restart does.
  void Reopen() {
    database_.reset();
    database_ = Open();
  }

 private:
  [[noreturn]] static void Die(const absl::Status& status) {
    std::cerr << "no test store: " << status << std::endl;
    std::abort();
  }

  std::unique_ptr<sql::Database> Open() {
    sql::Options options;
    options.url = url_;
    absl::StatusOr<std::unique_ptr<sql::Database>> database =
        sql::Database::Open(options);
    if (!database.ok()) Die(database.status());
    return *std::move(database);
  }

  TempDir directory_;
  std::optional<TestPostgresDatabase> postgres_;
  std::string url_;
  std::unique_ptr<sql::Database> database_;
};

// For INSTANTIATE_TEST_SUITE_P.
inline auto BothEngines() {
  return ::testing::Values(sql::Engine::kSqlite, sql::Engine::kPostgres);
}
inline std::string EngineName(
    const ::testing::TestParamInfo<sql::Engine>& info) {
  return info.param == sql::Engine::kSqlite ? "Sqlite" : "Postgres";
}

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_TEST_STORE_H_
