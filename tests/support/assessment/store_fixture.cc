#include "tests/support/assessment/store_fixture.h"

#include "services/assessment/assessment_migrations.h"
#include "services/common/feed/feed_migrations.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment::testing {

using ::caseload::testing::IsOk;

StoreTest::StoreTest()
    : store_(GetParam(), {{"feed", FeedMigrations()},
                          {"assessment", AssessmentMigrations()}}) {}

rpc::CallContext StoreTest::CallBy(int role) const {
  rpc::CallContext call;
  call.caller.kind = auth::CallerKind::kPerson;
  call.caller.principal = "person/test";
  call.caller.person = "test";
  call.caller.roles.Add(role);
  call.now = now;
  call.deadline = absl::InfiniteFuture();
  return call;
}

int64_t StoreTest::CountRows(const std::string& table) {
  const auto count = Read([&](sql::Transaction& tx) {
    return tx.QueryOne<int64_t>("SELECT COUNT(*) FROM " + table);
  });
  EXPECT_THAT(count, IsOk());
  return std::get<0>(**count);
}

std::vector<std::string> StoreTest::FeedStates(const std::string& kind) {
  const auto rows = Read([&](sql::Transaction& tx) {
    return tx.Query<std::string>(
        "SELECT state FROM changes WHERE kind = :1 ORDER BY id", kind);
  });
  EXPECT_THAT(rows, IsOk());
  std::vector<std::string> states;
  for (const auto& [state] : *rows) states.push_back(state);
  return states;
}

}  // namespace caseload::assessment::testing
