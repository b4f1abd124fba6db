// Today's binaries on the stores of earlier landings (tests/golden/stores).

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/sql/database.h"
#include "services/common/sql/schema.h"
#include "services/common/status/status_macros.h"
#include "tests/support/postgres_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"
#include "tests/support/temp_dir.h"

namespace caseload {
namespace {

using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Not;

// In the order in which they can be started: each knows those before it.
constexpr const char* kServices[] = {"notify", "assessment", "caseplan",
                                     "conference"};

std::string StoresDirectory() {
  return absl::StrCat(std::getenv("CASELOAD_SOURCE_DIR"),
                      "/tests/golden/stores");
}

std::vector<std::string> Landings() {
  std::vector<std::string> landings;
  for (const auto& entry :
       std::filesystem::directory_iterator(StoresDirectory())) {
    if (entry.is_directory()) landings.push_back(entry.path().filename());
  }
  return landings;
}

// Rows of each table.
using Rows = std::map<std::string, int64_t>;

// What a store holds while no service has it.
struct Store {
  std::string schema;
  Rows rows;
};

// The tables that a dump has rows of.
Rows RowsOfDump(const std::string& file) {
  Rows rows;
  std::ifstream in(file);
  std::string line;
  while (std::getline(in, line)) {
    absl::string_view text = line;
    if (!absl::ConsumePrefix(&text, "INSERT INTO ")) continue;
    absl::ConsumePrefix(&text, "public.");
    const std::string table(text.substr(0, text.find(' ')));
    ++rows[std::string(
        absl::StripSuffix(absl::StripPrefix(table, "\""), "\""))];
  }
  return rows;
}

void ReadStore(const std::string& url, const Rows& before, Store* store) {
  sql::Options options;
  options.url = url;
  auto database = sql::Database::Open(options);
  ASSERT_THAT(database, IsOk());
  auto schema = sql::DumpSchema(**database);
  ASSERT_THAT(schema, IsOk());
  store->schema = *std::move(schema);
  ASSERT_THAT((*database)->Read(
                  absl::InfiniteFuture(),
                  [&](sql::Transaction& tx) -> absl::Status {
                    for (const auto& [table, count] : before) {
                      ABSL_ASSIGN_OR_RETURN(
                          const auto rows,
                          tx.Query<int64_t>("SELECT count(*) FROM " + table));
                      store->rows[table] = std::get<0>(rows.at(0));
                    }
                    return absl::OkStatus();
                  }),
              IsOk());
}

class UpgradeTest : public ::testing::TestWithParam<std::string> {
 protected:
  // An empty store of the service.
  std::string NewStore(const std::string& service) {
    if (GetParam() == "postgres") {
      postgres_.push_back(std::make_unique<testing::TestPostgresDatabase>());
      return postgres_.back()->url();
    }
    return "sqlite:" +
           directory_.File(absl::StrCat(service, "-", ++stores_, ".db"));
  }

  // The same, filled with what the landing's store held.
  std::string OldStore(const std::string& service, const std::string& landing) {
    const std::string url = NewStore(service);
    const std::string dump = DumpOf(service, landing);
    const std::string command =
        GetParam() == "postgres"
            ? absl::StrCat("psql -q -v ON_ERROR_STOP=1 -o /dev/null -f '", dump,
                           "' '", url, "'")
            : absl::StrCat("sqlite3 '", absl::StripPrefix(url, "sqlite:"),
                           "' < '", dump, "'");
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    return url;
  }

  std::string DumpOf(const std::string& service, const std::string& landing) {
    return absl::StrCat(StoresDirectory(), "/", landing, "/", service, ".",
                        GetParam(), ".sql");
  }

  // Starts all services on the stores, ends them, and reads what they left of
  // what there was before.
  void RunOn(const std::map<std::string, std::string>& urls,
             std::map<std::string, Rows> before,
             std::map<std::string, Store>* stores) {
    testing::Suite suite;
    for (const char* service : kServices) {
      suite.Start(service, urls.at(service));
    }
    for (const char* service : kServices) {
      EXPECT_EQ(suite.process(service).Terminate(), 0) << service;
      ReadStore(urls.at(service), before[service], &(*stores)[service]);
    }
  }

 private:
  testing::TempDir directory_;
  std::vector<std::unique_ptr<testing::TestPostgresDatabase>> postgres_;
  int stores_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Engines, UpgradeTest,
                         ::testing::Values("sqlite", "postgres"),
                         [](const auto& engine) { return engine.param; });

TEST_P(UpgradeTest, AnOldStoreBecomesTheSameAsANewOneAndKeepsItsRows) {
  std::map<std::string, std::string> urls;
  for (const char* service : kServices) urls[service] = NewStore(service);
  std::map<std::string, Store> fresh;
  ASSERT_NO_FATAL_FAILURE(RunOn(urls, {}, &fresh));

  const std::vector<std::string> landings = Landings();
  ASSERT_FALSE(landings.empty());
  for (const std::string& landing : landings) {
    SCOPED_TRACE(landing);
    std::map<std::string, Rows> before;
    for (const char* service : kServices) {
      urls[service] = OldStore(service, landing);
      before[service] = RowsOfDump(DumpOf(service, landing));
      EXPECT_THAT(before[service], Not(IsEmpty())) << service;
    }
    std::map<std::string, Store> upgraded;
    ASSERT_NO_FATAL_FAILURE(RunOn(urls, before, &upgraded));
    for (const char* service : kServices) {
      SCOPED_TRACE(service);
      EXPECT_EQ(upgraded[service].schema, fresh[service].schema);
      for (const auto& [table, rows] : before[service]) {
        EXPECT_GE(upgraded[service].rows[table], rows) << table;
      }
    }
  }
}

}  // namespace
}  // namespace caseload
