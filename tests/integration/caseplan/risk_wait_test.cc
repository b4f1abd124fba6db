// A read that brings the token of a change in the assessment service waits for
// the projection, and not for long (R099).

#include "services/caseplan/risk_wait.h"

#include <future>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/caseplan/storage/caseplan_migrations.h"
#include "services/caseplan/storage/risk_store.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_store.h"

namespace caseload::caseplan {
namespace {

using testing::IsOk;

std::string TokenOf(const std::string& case_id, int64_t version) {
  return feed::ChangeToken("assessment",
                           {{absl::StrCat("change/cases/", case_id, "/risk"),
                             absl::StrCat(version)}});
}

class RiskWaitTest : public ::testing::TestWithParam<sql::Engine> {
 protected:
  RiskWait::Options OptionsOf(absl::Duration longest) {
    RiskWait::Options options;
    options.database = &store_.database();
    options.longest = longest;
    return options;
  }
  void Keep(const std::string& case_id, int64_t version) {
    CurrentRisk risk;
    risk.case_id = case_id;
    risk.version = version;
    risk.recorded_at = absl::FromUnixSeconds(1772500001);
    EXPECT_THAT(store_.database().WriteAndWait(
                    {},
                    [&](sql::Transaction& tx) {
                      return storage::UpsertRisk(tx, risk).status();
                    }),
                IsOk());
  }
  static std::future<bool> Await(RiskWait& wait, const std::string& token) {
    auto answered = std::make_shared<std::promise<bool>>();
    std::future<bool> future = answered->get_future();
    wait.Await(token, [answered](bool shown) { answered->set_value(shown); });
    return future;
  }
  static bool IsAnswered(const std::future<bool>& future) {
    return future.wait_for(std::chrono::seconds(0)) ==
           std::future_status::ready;
  }

  testing::TestStore store_{GetParam(), {{"caseplan", CaseplanMigrations()}}};
};

INSTANTIATE_TEST_SUITE_P(Engines, RiskWaitTest, testing::BothEngines(),
                         testing::EngineName);

TEST_P(RiskWaitTest, WhatIsThereIsShown) {
  Keep("c1", 4);
  RiskWait wait(OptionsOf(absl::Hours(1)));
  EXPECT_TRUE(Await(wait, TokenOf("c1", 4)).get());
  EXPECT_TRUE(Await(wait, TokenOf("c1", 3)).get());
}

TEST_P(RiskWaitTest, AReadWaitsUntilTheFollowerHasCommittedTheVersion) {
  RiskWait wait(OptionsOf(absl::Hours(1)));
  std::future<bool> third = Await(wait, TokenOf("c1", 3));
  std::future<bool> second = Await(wait, TokenOf("c1", 2));
  Keep("c1", 2);
  wait.Committed();
  EXPECT_TRUE(second.get());
  EXPECT_FALSE(IsAnswered(third));
  Keep("c1", 3);
  wait.Committed();
  EXPECT_TRUE(third.get());
}

TEST_P(RiskWaitTest, WhatDoesNotComeInTimeIsNotShown) {
  RiskWait wait(OptionsOf(absl::Milliseconds(20)));
  EXPECT_FALSE(Await(wait, TokenOf("c1", 1)).get());
  // A name that is no case's risk never comes.
  EXPECT_FALSE(Await(wait, "assessment nonsense=1").get());
}

TEST_P(RiskWaitTest, OtherTokensWaitForNothing) {
  RiskWait wait(OptionsOf(absl::Hours(1)));
  for (const char* token : {"", "sealed-by-caseplan", "conference a=1"}) {
    std::future<bool> read = Await(wait, token);
    ASSERT_TRUE(IsAnswered(read)) << token;
    EXPECT_TRUE(read.get());
  }
}

TEST_P(RiskWaitTest, BeyondTheBoundNobodyWaits) {
  RiskWait::Options options = OptionsOf(absl::Hours(1));
  options.most_waiting = 2;
  RiskWait wait(options);
  std::future<bool> first = Await(wait, TokenOf("c1", 1));
  std::future<bool> second = Await(wait, TokenOf("c1", 1));
  EXPECT_FALSE(Await(wait, TokenOf("c1", 1)).get());
  // A place is free again.
  Keep("c1", 1);
  wait.Committed();
  EXPECT_TRUE(first.get());
  EXPECT_TRUE(second.get());
  EXPECT_TRUE(Await(wait, TokenOf("c1", 1)).get());
}

TEST_P(RiskWaitTest, WhoWaitsAtTheEndIsAnswered) {
  std::future<bool> read;
  {
    RiskWait wait(OptionsOf(absl::Hours(1)));
    read = Await(wait, TokenOf("c1", 1));
  }
  EXPECT_FALSE(read.get());
}

}  // namespace
}  // namespace caseload::caseplan
