#include "services/common/sql/schema.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/contract/caseplan/caseplan_fixture.h"

namespace caseload::caseplan {
namespace {

std::string SchemaOn(const std::string& url) {
  sql::Options options;
  options.url = url;
  auto database = sql::Database::Open(options);
  EXPECT_THAT(database, testing::IsOk());
  if (!database.ok()) return "";
  EXPECT_THAT(sql::Migrate(**database, "caseplan", CaseplanMigrations()),
              testing::IsOk());
  auto schema = sql::DumpSchema(**database);
  EXPECT_THAT(schema, testing::IsOk());
  return schema.value_or("");
}

TEST(CaseplanSchemaTest, BothEnginesHaveTheSameTables) {
  testing::TempDir directory;
  testing::TestPostgresDatabase postgres;
  const std::string sqlite = SchemaOn("sqlite:" + directory.File("store.db"));
  EXPECT_NE(sqlite.find("table postings"), std::string::npos);
  EXPECT_EQ(sqlite, SchemaOn(postgres.url()));
}

}  // namespace
}  // namespace caseload::caseplan
