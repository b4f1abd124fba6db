// What a process looks at by itself (R134): whether its store is there.

#include "services/common/process/watch.h"

#include <future>
#include <string>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/support/postgres_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_store.h"

namespace caseload::process {
namespace {

using caseload::testing::IsOk;

std::unique_ptr<sql::Database> Open(const std::string& url) {
  sql::Options options;
  options.url = url;
  return *sql::Database::Open(options);
}

void Execute(sql::Database& database, const std::string& sql) {
  EXPECT_THAT(
      database.WriteAndWait(
          {}, [&](sql::Transaction& tx) { return tx.Execute(sql).status(); }),
      IsOk());
}

// What health says within 30 seconds.
bool AwaitReady(const server::HealthReporter& health, bool ready) {
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (health.ready() != ready && absl::Now() < deadline) {
  }
  return health.ready();
}

class StoreWatchTest : public ::testing::TestWithParam<sql::Engine> {};

INSTANTIATE_TEST_SUITE_P(Engines, StoreWatchTest, testing::BothEngines(),
                         testing::EngineName);

TEST_P(StoreWatchTest, AStoreThatAnswersMakesReady) {
  testing::TestStore store(GetParam(), {});
  server::HealthReporter health({});
  health.Require("store");
  health.Started();
  EXPECT_FALSE(health.ready());
  ReportStore(store.database(), health);
  EXPECT_TRUE(health.ready());
}

TEST(StoreWatchPostgresTest, ReadinessFollowsAStoreThatGoesAndComesBack) {
  testing::TestPostgresDatabase postgres, other;
  const auto store = Open(postgres.url());
  const auto administration = Open(other.url());
  server::HealthReporter health({});
  health.Started();
  std::string name;
  EXPECT_THAT(store->Read(absl::InfiniteFuture(),
                          [&](sql::Transaction& tx) -> absl::Status {
                            auto row = tx.QueryOne<std::string>(
                                "SELECT current_database()");
                            if (row.ok()) name = std::get<0>(**row);
                            return row.status();
                          }),
              IsOk());
  const Periodic watch(absl::Milliseconds(20),
                       [&] { ReportStore(*store, health); });
  EXPECT_TRUE(health.ready());
  Execute(*administration,
          "ALTER DATABASE \"" + name + "\" ALLOW_CONNECTIONS false");
  postgres.EndConnections();
  EXPECT_FALSE(AwaitReady(health, false));
  Execute(*administration,
          "ALTER DATABASE \"" + name + "\" ALLOW_CONNECTIONS true");
  EXPECT_TRUE(AwaitReady(health, true));
}

TEST(PeriodicTest, RunsAtOnceAgainAndNoMoreOnceItIsGone) {
  std::atomic<int> rounds = 0;
  std::promise<void> third;
  {
    const Periodic periodic(absl::Milliseconds(1), [&] {
      if (++rounds == 3) third.set_value();
    });
    EXPECT_GE(rounds, 1);
    third.get_future().wait();
  }
  const int after = rounds;
  EXPECT_GE(after, 3);
  // A long interval does not hold up the end.
  const Periodic slow(absl::Hours(1), [] {});
  EXPECT_EQ(rounds, after);
}

}  // namespace
}  // namespace caseload::process
