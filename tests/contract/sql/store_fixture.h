// store_fixture.h: one empty store of the engine that a test is run for.

#ifndef TESTS_CONTRACT_SQL_STORE_FIXTURE_H_
#define TESTS_CONTRACT_SQL_STORE_FIXTURE_H_

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "services/common/sql/database.h"
#include "tests/support/postgres_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace caseload::sql {

inline std::string EngineName(const ::testing::TestParamInfo<Engine>& info) {
  return info.param == Engine::kSqlite ? "Sqlite" : "Postgres";
}

class StoreTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (GetParam() == Engine::kPostgres) postgres_.emplace();
    Reopen();
  }
  void TearDown() override { db_.reset(); }

  // For sql::Options::url.
  std::string Url() const {
    return postgres_.has_value() ? postgres_->url()
                                 : "sqlite:" + directory_.File("store.db");
  }
  virtual Options StoreOptions() const {
    Options options;
    options.url = Url();
    return options;
  }

  Database& db() { return *db_; }
  void Close() { db_.reset(); }
  void Reopen() {
    db_.reset();
    absl::StatusOr<std::unique_ptr<Database>> opened =
        Database::Open(StoreOptions());
    ASSERT_THAT(opened, testing::IsOk());
    db_ = *std::move(opened);
  }

  std::future<absl::Status> WriteAsync(Apply apply, WriteOptions options = {}) {
    auto promise = std::make_shared<std::promise<absl::Status>>();
    std::future<absl::Status> answer = promise->get_future();
    db_->Write(options, std::move(apply), [promise](absl::Status status) {
      promise->set_value(std::move(status));
    });
    return answer;
  }

  testing::TempDir directory_;
  std::optional<testing::TestPostgresDatabase> postgres_;
  std::unique_ptr<Database> db_;
};

}  // namespace caseload::sql

#endif  // TESTS_CONTRACT_SQL_STORE_FIXTURE_H_
