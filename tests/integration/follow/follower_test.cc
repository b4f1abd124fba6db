// The one follower that every projection has, on both engines (issue of the
// change feed: twice, late and disordered are harmless; nothing is skipped).

#include "services/common/follow/follower.h"

#include <atomic>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "services/common/follow/follow_migrations.h"
#include "services/common/metrics/registry.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "tests/support/follow/probe_projection.h"
#include "tests/support/follow/scripted_feed.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_store.h"

namespace caseload::follow {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::ProbeChange;
using testing::ProbeProjection;
using testing::ScriptedFeed;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'100);

// Refuses to apply the next `to_fail` changes.
class FailingProjection final : public ProbeProjection {
 public:
  absl::StatusOr<Outcome> Apply(sql::Transaction& tx,
                                const type::v1::Change& change) override {
    if (to_fail > 0) {
      --to_fail;
      return status::Internal("not now");
    }
    return ProbeProjection::Apply(tx, change);
  }

  std::atomic<int> to_fail = 0;
};

class FollowerTest : public ::testing::TestWithParam<sql::Engine> {
 protected:
  FollowerTest() {
    EXPECT_THAT(
        store_.database().WriteAndWait({}, &ProbeProjection::CreateTable),
        IsOk());
  }

  Follower::Options Options() {
    Follower::Options options;
    options.feed = "script";
    options.kinds = {"probe"};
    options.database = &store_.database();
    options.source = &feed_;
    options.projection = &projection_;
    options.clock = &clock_;
    options.metrics = &metrics_.prometheus();
    options.elapsed = [this] { return absl::Seconds(elapsed_seconds_.load()); };
    options.first_pause = absl::ZeroDuration();
    options.longest_pause = absl::Milliseconds(1);
    options.store_heartbeat_every = absl::ZeroDuration();
    return options;
  }
  void Start() {
    follower_.emplace(Options());
    follower_->Start();
  }

  absl::StatusOr<std::vector<std::string>> Probes() {
    return testing::ListProbes(store_.database());
  }
  Cursor Stored() {
    Cursor cursor;
    EXPECT_THAT(store_.database().Read(
                    absl::InfiniteFuture(),
                    [&](sql::Transaction& tx) -> absl::Status {
                      ABSL_ASSIGN_OR_RETURN(cursor, ReadCursor(tx, "script"));
                      return absl::OkStatus();
                    }),
                IsOk());
    return cursor;
  }

  testing::TestStore store_{GetParam(), {{"follow", FollowMigrations()}}};
  clock::SimulatedClock clock_{kNow};
  metrics::Registry metrics_;
  std::atomic<int> elapsed_seconds_ = 1000;
  ScriptedFeed feed_;
  FailingProjection projection_;
  std::optional<Follower> follower_;
};

INSTANTIATE_TEST_SUITE_P(Engines, FollowerTest, testing::BothEngines(),
                         testing::EngineName);

TEST_P(FollowerTest, WhatComesIsAppliedWithThePlaceAndTheHeartbeat) {
  feed_.Append(ProbeChange("probes/a", 1, "one"));
  feed_.Append(ProbeChange("probes/b", 1, "two"));
  Start();
  ASSERT_TRUE(feed_.AwaitFollowed());
  EXPECT_THAT(Probes(),
              IsOkAndHolds(ElementsAre("probes/a 1 one", "probes/b 1 two")));
  EXPECT_EQ(Stored().resume_token, "first:2");
  EXPECT_EQ(Stored().heartbeat_at, kNow);
  feed_.Append(ProbeChange("probes/a", 2, "three"));
  ASSERT_TRUE(feed_.AwaitFollowed());
  EXPECT_THAT(Probes(),
              IsOkAndHolds(ElementsAre("probes/a 2 three", "probes/b 1 two")));
}

// Twice, late, out of order, in batches of any size and over streams that end
// anywhere: the newest version of each stays.
TEST_P(FollowerTest, InWhateverOrderChangesComeTheNewestStays) {
  Start();
  int round = 0;
  EXPECT_TRUE(rc::check([&] {
    const std::string prefix = absl::StrCat("probes/", ++round, "-");
    std::map<std::string, int> newest;
    const auto arrivals = *rc::gen::resize(
        30, rc::gen::container<std::vector<std::pair<int, int>>>(
                rc::gen::pair(rc::gen::inRange(0, 3), rc::gen::inRange(1, 9))));
    for (const auto& [probe, version] : arrivals) {
      const std::string name = absl::StrCat(prefix, probe);
      newest[name] = std::max(newest[name], version);
      feed_.Append(ProbeChange(name, version, absl::StrCat("t", version)));
      if (version == 8) feed_.End(absl::UnavailableError("cut"));
    }
    RC_ASSERT(feed_.AwaitFollowed());
    std::vector<std::string> expected;
    for (const auto& [name, version] : newest) {
      expected.push_back(absl::StrCat(name, " ", version, " t", version));
    }
    std::vector<std::string> found;
    const auto probes = Probes();
    RC_ASSERT(probes.ok());
    for (const std::string& probe : *probes) {
      if (absl::StartsWith(probe, prefix)) found.push_back(probe);
    }
    RC_ASSERT(found == expected);
  }));
}

TEST_P(FollowerTest, AStreamThatEndsIsTakenUpWhereItWasApplied) {
  feed_.Append(ProbeChange("probes/a", 1, "one"));
  Start();
  ASSERT_TRUE(feed_.AwaitFollowed());
  feed_.End(absl::UnavailableError("drained"));
  ASSERT_TRUE(feed_.AwaitOpened(2));
  ASSERT_TRUE(feed_.AwaitFollowed());
  EXPECT_THAT(feed_.opened(), ElementsAre("", "first:1"));
}

TEST_P(FollowerTest, AServiceThatIsDownAtFirstIsFollowedOnceItIsThere) {
  feed_.Append(ProbeChange("probes/a", 1, "one"));
  feed_.Refuse(5, absl::UnavailableError("nobody there"));
  Start();
  ASSERT_TRUE(feed_.AwaitOpened(6));
  ASSERT_TRUE(feed_.AwaitFollowed());
  EXPECT_THAT(Probes(), IsOkAndHolds(ElementsAre("probes/a 1 one")));
  EXPECT_THAT(metrics_.Text(),
              HasSubstr("caseload_follow_failures_total{feed=\"script\","
                        "reason=\"UNAVAILABLE\"} 5"));
}

TEST_P(FollowerTest, AChangeThatCannotBeAppliedComesAgainUntilItIs) {
  projection_.to_fail = 4;
  feed_.Append(ProbeChange("probes/a", 1, "one"));
  feed_.Append(ProbeChange("probes/b", 1, "two"));
  Start();
  ASSERT_TRUE(feed_.AwaitOpened(5));
  ASSERT_TRUE(feed_.AwaitFollowed());
  EXPECT_THAT(Probes(),
              IsOkAndHolds(ElementsAre("probes/a 1 one", "probes/b 1 two")));
}

// Nothing of a batch is kept when one of its changes fails, nor the place.
TEST_P(FollowerTest, ABatchIsAppliedWholeOrNotAtAll) {
  feed_.Append(ProbeChange("probes/a", 1, "one"));
  type::v1::Change broken = ProbeChange("probes/b", 1, "two");
  broken.mutable_state()->set_value("\x08");
  feed_.Append(broken);
  Start();
  ASSERT_TRUE(feed_.AwaitOpened(4));
  EXPECT_THAT(Probes(), IsOkAndHolds(IsEmpty()));
  EXPECT_EQ(Stored().resume_token, "");
  EXPECT_EQ(follower_->HeartbeatAge(), absl::InfiniteDuration());
}

TEST_P(FollowerTest, AnUnknownKindIsSkippedAndCounted) {
  type::v1::Change later = ProbeChange("probes/a", 1, "one");
  later.set_kind("of_a_later_release");
  later.mutable_state()->set_type_url(
      "type.googleapis.com/caseload.testing.v2.Other");
  feed_.Append(later);
  feed_.Append(ProbeChange("probes/b", 1, "two"));
  Start();
  ASSERT_TRUE(feed_.AwaitFollowed());
  EXPECT_THAT(Probes(), IsOkAndHolds(ElementsAre("probes/b 1 two")));
  EXPECT_THAT(metrics_.Text(),
              HasSubstr("caseload_follow_changes_total{feed=\"script\","
                        "outcome=\"unknown\"} 1"));
}

// The other store was restored: its versions begin again. What it tells wins,
// what it does not tell goes, and the projection is not called fresh before.
TEST_P(FollowerTest, AFeedOfAnotherStoreIsReadFromItsBeginning) {
  feed_.Append(ProbeChange("probes/a", 7, "old"));
  feed_.Append(ProbeChange("probes/b", 7, "old"));
  feed_.Append(ProbeChange("probes/c", 7, "old"));
  Start();
  ASSERT_TRUE(feed_.AwaitFollowed());
  feed_.Replace("second");
  feed_.Append(ProbeChange("probes/a", 2, "restored"));
  ASSERT_TRUE(feed_.AwaitOpened(3));
  // A heartbeat sweeps one row here.
  for (int beat = 0; beat < 3; ++beat) {
    ASSERT_TRUE(feed_.AwaitFollowed());
    feed_.Beat();
  }
  ASSERT_TRUE(feed_.AwaitFollowed());
  EXPECT_THAT(Probes(), IsOkAndHolds(ElementsAre("probes/a 2 restored")));
  EXPECT_FALSE(Stored().rereading);
  EXPECT_THAT(feed_.opened(), ElementsAre("", "first:3", ""));
}

TEST_P(FollowerTest, HowOldTheNewsIsIsKnown) {
  feed_.Refuse(1, absl::UnavailableError("nobody there"));
  follower_.emplace(Options());
  EXPECT_EQ(follower_->HeartbeatAge(), absl::InfiniteDuration());
  follower_->Start();
  ASSERT_TRUE(feed_.AwaitFollowed());
  EXPECT_EQ(follower_->HeartbeatAge(), absl::ZeroDuration());
  elapsed_seconds_ += 7;
  EXPECT_EQ(follower_->HeartbeatAge(), absl::Seconds(7));
  feed_.Beat();
  ASSERT_TRUE(feed_.AwaitFollowed());
  EXPECT_EQ(follower_->HeartbeatAge(), absl::ZeroDuration());
}

TEST_P(FollowerTest, ASilentStreamIsTakenForDead) {
  Follower::Options options = Options();
  options.silence = absl::Milliseconds(1);
  follower_.emplace(options);
  follower_->Start();
  ASSERT_TRUE(feed_.AwaitOpened(3));
}

TEST_P(FollowerTest, AFollowerThatWaitsForNewsIsStopped) {
  Start();
  ASSERT_TRUE(feed_.AwaitFollowed());
  follower_->Stop();
  follower_->Stop();
  feed_.Append(ProbeChange("probes/a", 1, "one"));
  EXPECT_THAT(Probes(), IsOkAndHolds(IsEmpty()));
}

// Two replicas of the following service: each applies, and neither undoes what
// the other did, also when both find that the feed is another one.
TEST(FollowerReplicasTest, TwoReplicasKeepOneProjection) {
  testing::TestStore store(sql::Engine::kPostgres,
                           {{"follow", FollowMigrations()}});
  ASSERT_THAT(store.database().WriteAndWait({}, &ProbeProjection::CreateTable),
              IsOk());
  const std::unique_ptr<sql::Database> replica = store.OpenReplica();
  clock::SimulatedClock clock(kNow);
  ProbeProjection projection;
  ScriptedFeed first, second;
  metrics::Registry metrics, more_metrics;
  Follower::Options options;
  options.feed = "script";
  options.database = &store.database();
  options.source = &first;
  options.projection = &projection;
  options.clock = &clock;
  options.metrics = &metrics.prometheus();
  options.first_pause = absl::ZeroDuration();
  options.longest_pause = absl::Milliseconds(20);
  options.store_heartbeat_every = absl::ZeroDuration();
  Follower one(options);
  options.database = replica.get();
  options.source = &second;
  options.metrics = &more_metrics.prometheus();
  Follower two(options);
  one.Start();
  two.Start();
  const auto append = [&](int version, const std::string& text) {
    for (int probe = 0; probe < 4; ++probe) {
      const std::string name = absl::StrCat("probes/", probe);
      first.Append(ProbeChange(name, version, text));
      second.Append(ProbeChange(name, version, text));
    }
  };
  append(5, "old");
  ASSERT_TRUE(first.AwaitFollowed() && second.AwaitFollowed());
  first.Replace("restored");
  second.Replace("restored");
  append(1, "new");
  std::vector<std::string> expected;
  for (int probe = 0; probe < 4; ++probe) {
    expected.push_back(absl::StrCat("probes/", probe, " 1 new"));
  }
  // Either may have begun again last, so that the other one has to follow it.
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (testing::ListProbes(store.database())
                 .value_or(std::vector<std::string>()) != expected &&
         absl::Now() < deadline) {
    first.Beat();
    second.Beat();
    ASSERT_TRUE(first.AwaitFollowed() && second.AwaitFollowed());
  }
  EXPECT_THAT(testing::ListProbes(store.database()),
              IsOkAndHolds(::testing::ElementsAreArray(expected)));
}

}  // namespace
}  // namespace caseload::follow
