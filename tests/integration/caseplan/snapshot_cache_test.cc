// The cached snapshot on real stores and a real Redis: never older than a
// change that was acknowledged, whatever becomes of Redis, and nobody's name
// where it does not belong (R100; docs/caching.md).

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/caseplan/cached_snapshots.h"
#include "services/caseplan/generation_source.h"
#include "services/caseplan/storage/policy_migrations.h"
#include "services/common/cache/sealed_cache.h"
#include "services/common/redis/client.h"
#include "services/common/rpc/executor.h"
#include "services/common/seal/key_ring.h"
#include "services/common/status/status_macros.h"
#include "tests/contract/caseplan/county_fixture.h"
#include "tests/support/redis/redis_server.h"

namespace caseload::caseplan {
namespace {

using absl::CivilDay;
using testing::HasReason;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Not;
using testing::RedisServer;
using Source = v1::SnapshotFreshness;

constexpr absl::Duration kSoon = absl::Seconds(30);

// One process of the service, but for its ports.
class Replica {
 public:
  struct Setup {
    // Borrowed by all replicas of a test.
    const ServiceOptions* options = nullptr;
    const ConsistencyTokens* tokens = nullptr;
    // Its own store, or null for another's (SQLite has one owner).
    std::unique_ptr<sql::Database> store;
    sql::Database* shared = nullptr;
    // Null: none.
    RedisServer* redis = nullptr;
    size_t process_bytes = size_t{4} << 20;
    GenerationSourceOptions freshness;
  };

  explicit Replica(Setup setup)
      : setup_(std::move(setup)), executor_({4, 256}) {
    auto source =
        OpenGenerationSource(&database(), setup_.tokens, setup_.freshness);
    EXPECT_THAT(source, IsOk());
    generations_ = *std::move(source);
    if (setup_.redis != nullptr) {
      redis::Options options;
      options.url = setup_.redis->url();
      options.command_timeout = absl::Milliseconds(100);
      options.first_retry = absl::Milliseconds(2);
      options.longest_retry = absl::Milliseconds(20);
      redis_ = *redis::Client::Create(std::move(options));
      EXPECT_TRUE(redis_->WaitUntil(true, kSoon));
    }
    cache::SealedCache::Options tiers;
    tiers.memory_bytes = setup_.process_bytes;
    tiers.redis = redis_.get();
    tiers.run_build = [this](std::function<void()> build) {
      return executor_.TryPost(std::move(build));
    };
    cache_ = std::make_unique<cache::SealedCache>(
        std::move(tiers), *seal::KeyRing::FromKeys(std::string(32, 'k'), ""));
    CachedSnapshots::Options own;
    own.database = &database();
    own.executor = &executor_;
    own.generations = generations_.get();
    own.cache = cache_.get();
    snapshots_ = std::make_unique<CachedSnapshots>(*setup_.options, own);
  }
  ~Replica() {
    redis_.reset();
    executor_.Drain();
    generations_.reset();
  }

  sql::Database& database() {
    return setup_.store != nullptr ? *setup_.store : *setup_.shared;
  }
  CachedSnapshots& snapshots() { return *snapshots_; }

  absl::StatusOr<v1::CaseloadSnapshot> Read(
      const rpc::CallContext& call,
      const v1::GetCaseloadSnapshotRequest& request) {
    std::promise<absl::StatusOr<rpc::EncodedAnswer>> answered;
    snapshots_->Answer(call, request,
                       [&](absl::StatusOr<rpc::EncodedAnswer> answer) {
                         answered.set_value(std::move(answer));
                       });
    absl::StatusOr<rpc::EncodedAnswer> answer = answered.get_future().get();
    if (!answer.ok()) return answer.status();
    v1::CaseloadSnapshot snapshot;
    EXPECT_TRUE(snapshot.ParseFromString(
        absl::StrCat(*answer->body, answer->appended)));
    return snapshot;
  }

  // Waits until what was sent to Redis before is there.
  void Settle() {
    std::promise<void> settled;
    redis_->Get("settle", [&](redis::Client::Reply) { settled.set_value(); });
    settled.get_future().wait();
  }
  bool AwaitRedis() { return redis_->WaitUntil(true, kSoon); }

 private:
  Setup setup_;
  rpc::Executor executor_;
  std::unique_ptr<GenerationSource> generations_;
  std::unique_ptr<cache::SealedCache> cache_;
  std::unique_ptr<CachedSnapshots> snapshots_;
  std::unique_ptr<redis::Client> redis_;
};

class SnapshotCacheTest : public CountyTest {
 protected:
  void SetUp() override {
    CountyTest::SetUp();
    if (HasFatalFailure()) return;
    ASSERT_THAT(sql::Migrate(*database_, "policy", PolicyMigrations()), IsOk());
    ASSERT_THAT(Assign("case-1", "dpo-a", PeriodText(CivilDay(2026, 2, 1))),
                IsOk());
  }
  void TearDown() override {
    one_.reset();
    two_.reset();
    CountyTest::TearDown();
  }

  std::unique_ptr<sql::Database> OpenStore() {
    sql::Options options;
    options.url = postgres_.has_value()
                      ? postgres_->url()
                      : "sqlite:" + directory_.File("store.db");
    return *sql::Database::Open(options);
  }
  Replica::Setup SetupOf() {
    Replica::Setup setup;
    setup.options = &options_;
    setup.tokens = &change_tokens_;
    setup.redis = &redis_;
    return setup;
  }
  // On the store that the fixture writes to.
  void StartOne(size_t process_bytes = size_t{4} << 20) {
    Replica::Setup setup = SetupOf();
    setup.shared = database_.get();
    setup.process_bytes = process_bytes;
    one_ = std::make_unique<Replica>(std::move(setup));
  }
  // With connections of its own. PostgreSQL only.
  void StartTwo() {
    Replica::Setup setup = SetupOf();
    setup.store = OpenStore();
    two_ = std::make_unique<Replica>(std::move(setup));
  }

  rpc::CallContext Call(const std::string& token = "") {
    rpc::CallContext call = MakeCall(
        v1::GetCaseloadSnapshotRequest::descriptor(), "GetCaseloadSnapshot");
    call.consistency_token = token;
    return call;
  }
  static v1::GetCaseloadSnapshotRequest RequestOf(const std::string& officer) {
    v1::GetCaseloadSnapshotRequest request;
    request.set_officer(absl::StrCat("officers/", officer));
    return request;
  }
  absl::StatusOr<v1::CaseloadSnapshot> Get(Replica& replica,
                                           const std::string& token = "") {
    return replica.Read(Call(token), RequestOf("dpo-a"));
  }

  // Gives the client a name that says `number`; the token of the change.
  std::string Rename(int number) {
    v1::UpdateClientRequest request;
    request.mutable_client()->set_name("clients/youth");
    request.mutable_client()->set_family_name(NameOf(number));
    request.mutable_update_mask()->add_paths("family_name");
    const rpc::CallContext call =
        MakeCall(v1::UpdateClientRequest::descriptor(), "UpdateClient");
    std::string token;
    EXPECT_THAT(database_->WriteAndWait(
                    {},
                    [&](sql::Transaction& tx) {
                      const absl::Status status =
                          caseload_.UpdateClient(tx, call, request).status();
                      token = change_tokens_.Make(
                          storage::GenerationsOfNotes(tx.notes()));
                      return status;
                    }),
                IsOk());
    return token;
  }
  static std::string NameOf(int number) {
    return absl::StrFormat("Synthetic-%07d", number);
  }
  // The number that the snapshot's one case shows; -1 for none.
  static int NumberIn(const v1::CaseloadSnapshot& snapshot) {
    if (snapshot.cases_size() != 1) return -1;
    const std::string& name = snapshot.cases(0).client_display_name();
    const size_t at = name.find("Synthetic-");
    int number = -1;
    if (at == std::string::npos ||
        !absl::SimpleAtoi(name.substr(at + 10, 7), &number)) {
      return -1;
    }
    return number;
  }

  storage::Generation GenerationOfOfficer() {
    storage::Generation generation;
    EXPECT_THAT(database_->Read(absl::InfiniteFuture(),
                                [&](sql::Transaction& tx) -> absl::Status {
                                  const std::string scope =
                                      storage::OfficerScope("dpo-a");
                                  ABSL_ASSIGN_OR_RETURN(
                                      const auto all,
                                      storage::ReadGenerations(tx, {scope}));
                                  generation = all.at(scope);
                                  return absl::OkStatus();
                                }),
                IsOk());
    return generation;
  }
  // Puts the rows back as they were when the name said `number`, as a restore
  // does.
  void PutBack(const storage::Generation& generation, int number) {
    EXPECT_THAT(
        database_->WriteAndWait(
            {},
            [&](sql::Transaction& tx) -> absl::Status {
              ABSL_RETURN_IF_ERROR(
                  tx.Execute("UPDATE generations SET counter = :1, tag = :2"
                             " WHERE scope = :3",
                             generation.counter, generation.tag,
                             storage::OfficerScope("dpo-a"))
                      .status());
              return tx
                  .Execute(
                      "UPDATE clients SET family_name = :1"
                      " WHERE id = 'youth'",
                      NameOf(number))
                  .status();
            }),
        IsOk());
  }

  // What becomes of Redis in the course of a test.
  void Disturb(int round) {
    switch (round % 50) {
      case 5:
      case 15:
        redis_.Flush();
        break;
      case 20:
        redis_.Freeze();
        break;
      case 27:
        redis_.Thaw();
        break;
      case 35:
        redis_.Kill();
        break;
      case 42:
        redis_.Restart();
        break;
      default:
        break;
    }
  }

  RedisServer redis_;
  const ConsistencyTokens change_tokens_{
      *seal::Sealer::FromKey(std::string(32, 's'))};
  std::unique_ptr<Replica> one_;
  std::unique_ptr<Replica> two_;
};

INSTANTIATE_TEST_SUITE_P(Engines, SnapshotCacheTest,
                         ::testing::Values(sql::Engine::kSqlite,
                                           sql::Engine::kPostgres),
                         EngineName);

TEST_P(SnapshotCacheTest, BuiltOnceThenServedFromTheProcess) {
  StartOne();
  Rename(1);
  const auto first = Get(*one_);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->freshness().source(), Source::SOURCE_BUILD);
  EXPECT_EQ(NumberIn(*first), 1);
  auto again = Get(*one_);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->freshness().source(), Source::SOURCE_PROCESS);
  EXPECT_EQ(one_->snapshots().builds(), 1);
  // The rest of the answer is the same.
  again->mutable_freshness()->set_source(Source::SOURCE_BUILD);
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
}

TEST_P(SnapshotCacheTest, WithoutItsOwnTierItIsServedFromRedis) {
  StartOne(/*process_bytes=*/0);
  Rename(1);
  ASSERT_THAT(Get(*one_), IsOk());
  one_->Settle();
  const auto again = Get(*one_);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->freshness().source(), Source::SOURCE_REDIS);
  EXPECT_EQ(NumberIn(*again), 1);
}

TEST_P(SnapshotCacheTest, EachDayAndPeriodIsASnapshotOfItsOwn) {
  StartOne();
  auto request = RequestOf("dpo-a");
  ASSERT_THAT(one_->Read(Call(), request), IsOk());
  request.mutable_as_of()->set_year(2026);
  request.mutable_as_of()->set_month(1);
  request.mutable_as_of()->set_day(15);
  const auto before = one_->Read(Call(), request);
  ASSERT_THAT(before, IsOk());
  EXPECT_EQ(before->cases_size(), 0);
  // The same day, asked about in words and by default.
  request.mutable_as_of()->set_month(11);
  request.mutable_as_of()->set_day(20);
  auto today = one_->Read(Call(), request);
  ASSERT_THAT(today, IsOk());
  EXPECT_EQ(today->freshness().source(), Source::SOURCE_PROCESS);
  SetLocalTime(absl::CivilSecond(2026, 11, 21, 0, 0, 1));
  today = Get(*one_);
  ASSERT_THAT(today, IsOk());
  EXPECT_EQ(today->freshness().source(), Source::SOURCE_BUILD);
  EXPECT_EQ(today->as_of().day(), 21);
}

TEST_P(SnapshotCacheTest, WhoMayNotReadIsRefusedWhateverIsKept) {
  StartOne();
  ASSERT_THAT(Get(*one_), IsOk());
  CallAs("dpo-a", {options::v1::ROLE_DPO});
  EXPECT_THAT(Get(*one_), IsOk());
  EXPECT_THAT(Get(*one_), IsOk());
  CallAs("dpo-b", {options::v1::ROLE_DPO});
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(Get(*one_), HasReason("OFFICER_NOT_SUPERVISED"));
  }
  CallAs("sdpo-2", {options::v1::ROLE_SDPO});
  EXPECT_THAT(Get(*one_), HasReason("OFFICER_NOT_SUPERVISED"));
  CallAs("sdpo-1", {options::v1::ROLE_SDPO});
  EXPECT_THAT(Get(*one_), IsOk());
  // Under another supervisor from today on: what was granted ends with it.
  CallAsManager();
  ASSERT_THAT(
      WRITE(caseload_, SetOfficerPosting,
            Parse<v1::SetOfficerPostingRequest>(absl::StrCat(
                "parent: 'officers/dpo-a' posting { unit: "
                "'units/unit-1' supervisor: 'officers/sdpo-2' period { ",
                PeriodText(CivilDay(2026, 11, 20)), " } }"))),
      IsOk());
  CallAs("sdpo-1", {options::v1::ROLE_SDPO});
  EXPECT_THAT(Get(*one_), HasReason("OFFICER_NOT_SUPERVISED"));
  CallAs("sdpo-2", {options::v1::ROLE_SDPO});
  EXPECT_THAT(Get(*one_), IsOk());
}

TEST_P(SnapshotCacheTest, BadRequestsAndUnknownOfficersAreNotKept) {
  StartOne();
  EXPECT_THAT(one_->Read(Call(), RequestOf("UPPER")),
              HasReason("NAME_INVALID"));
  EXPECT_THAT(one_->Read(Call(), RequestOf("nobody")),
              HasReason("RESOURCE_NOT_FOUND"));
  auto future = RequestOf("dpo-a");
  future.mutable_as_of()->set_year(2027);
  future.mutable_as_of()->set_month(1);
  future.mutable_as_of()->set_day(1);
  EXPECT_THAT(one_->Read(Call(), future), HasReason("DATE_IN_FUTURE"));
  EXPECT_THAT(redis_.Keys(), IsEmpty());
}

// Also of the days before a reassignment, and on the day of its change.
TEST_P(SnapshotCacheTest, EveryReadAfterAnAnsweredChangeShowsIt) {
  StartOne();
  for (int round = 1; round <= 300; ++round) {
    Disturb(round);
    Rename(round);
    const auto read = Get(*one_);
    ASSERT_THAT(read, IsOk());
    ASSERT_EQ(NumberIn(*read), round);
  }
}

// Readers race with the writer for the cache: what they build while a change is
// on its way must not be found by those who come after it.
TEST_P(SnapshotCacheTest, ReadersInARaceNeverSeeLessThanWasAnswered) {
  StartOne();
  Rename(0);
  std::atomic<int> answered = 0;
  std::atomic<bool> done = false;
  std::atomic<int> stale = 0;
  std::atomic<int> reads = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const int known = answered;
        const auto read = Get(*one_);
        ++reads;
        if (!read.ok() || NumberIn(*read) < known) ++stale;
      }
    });
  }
  for (int round = 1; round <= 200; ++round) {
    Rename(round);
    answered = round;
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(stale, 0);
  EXPECT_GT(reads, 0);
}

TEST_P(SnapshotCacheTest, AThousandMissesOnOneKeyBuildOnce) {
  StartOne();
  constexpr int kCalls = 1'000;
  const rpc::CallContext call = Call();
  const auto request = RequestOf("dpo-a");
  redis_.Freeze();
  std::vector<std::promise<absl::Status>> answers(kCalls);
  for (auto& answer : answers) {
    one_->snapshots().Answer(call, request,
                             [&answer](absl::StatusOr<rpc::EncodedAnswer> got) {
                               answer.set_value(got.status());
                             });
  }
  for (auto& answer : answers) EXPECT_THAT(answer.get_future().get(), IsOk());
  EXPECT_EQ(one_->snapshots().builds(), 1);
  redis_.Thaw();
}

TEST_P(SnapshotCacheTest, RedisHoldsNobodysNameOrId) {
  StartOne();
  Rename(1);
  ASSERT_THAT(Get(*one_), IsOk());
  one_->Settle();
  const std::vector<std::string> keys = redis_.Keys();
  ASSERT_THAT(keys, Not(IsEmpty()));
  for (const std::string& key : keys) {
    const std::string dump = absl::StrCat(key, " ", redis_.Get(key));
    for (const char* secret :
         {"Synthetic", "Sample", "youth", "case-1", "dpo-a"}) {
      EXPECT_THAT(dump, Not(HasSubstr(secret)));
    }
  }
}

// SQLite: the file of an earlier day is put back; Redis and its bytes stay.
TEST_P(SnapshotCacheTest, AnOlderDatabaseFindsNoBytesOfItsFuture) {
  if (GetParam() == sql::Engine::kPostgres) {
    // The row is put back, as a restore of the whole store would.
    StartOne(/*process_bytes=*/0);
    Rename(1);
    ASSERT_THAT(Get(*one_), IsOk());
    const auto before = GenerationOfOfficer();
    Rename(2);
    ASSERT_THAT(Get(*one_), IsOk());
    one_->Settle();
    PutBack(before, 1);
    auto restored = Get(*one_);
    ASSERT_THAT(restored, IsOk());
    EXPECT_EQ(NumberIn(*restored), 1);
    Rename(3);
    EXPECT_EQ(GenerationOfOfficer().counter, before.counter + 1);
    const auto read = Get(*one_);
    ASSERT_THAT(read, IsOk());
    EXPECT_EQ(NumberIn(*read), 3);
    return;
  }
  Rename(1);
  database_.reset();
  const std::string file = directory_.File("store.db");
  std::filesystem::copy_file(file, directory_.File("backup.db"));
  database_ = OpenStore();
  StartOne();
  Rename(2);
  ASSERT_THAT(Get(*one_), IsOk());
  one_->Settle();
  one_.reset();
  database_.reset();
  std::filesystem::remove(file + "-wal");
  std::filesystem::remove(file + "-shm");
  std::filesystem::copy_file(directory_.File("backup.db"), file,
                             std::filesystem::copy_options::overwrite_existing);
  database_ = OpenStore();
  StartOne();
  auto read = Get(*one_);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(NumberIn(*read), 1);
  // The counter that the lost change had, with another tag.
  Rename(3);
  read = Get(*one_);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(NumberIn(*read), 3);
}

// Two processes on one PostgreSQL.
class ReplicatedSnapshotTest : public SnapshotCacheTest {
 protected:
  void SetUp() override {
    SnapshotCacheTest::SetUp();
    if (HasFatalFailure()) return;
    StartOne();
    StartTwo();
  }
  // 300, or what CASELOAD_STALE_READ_ROUNDS says (10,000 for a release).
  static int Rounds() {
    const char* asked = std::getenv("CASELOAD_STALE_READ_ROUNDS");
    int rounds = 300;
    if (asked != nullptr) {
      EXPECT_TRUE(absl::SimpleAtoi(asked, &rounds)) << asked;
    }
    return rounds;
  }
};

INSTANTIATE_TEST_SUITE_P(Postgres, ReplicatedSnapshotTest,
                         ::testing::Values(sql::Engine::kPostgres), EngineName);

TEST_P(ReplicatedSnapshotTest, WhatOneBuiltTheOtherTakesFromRedis) {
  Rename(1);
  ASSERT_THAT(Get(*one_), IsOk());
  one_->Settle();
  const auto read = Get(*two_);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->freshness().source(), Source::SOURCE_REDIS);
  EXPECT_EQ(NumberIn(*read), 1);
  EXPECT_EQ(two_->snapshots().builds(), 0);
}

// Written on one and read on the other, with the token and without, while Redis
// is flushed, frozen and killed.
TEST_P(ReplicatedSnapshotTest, NoReadOnTheOtherReplicaIsStale) {
  int stale = 0;
  const int rounds = Rounds();
  for (int round = 1; round <= rounds; ++round) {
    Disturb(round);
    const std::string token = Rename(round);
    ASSERT_NE(token, "");
    const auto read = Get(*two_, round % 2 == 0 ? token : "");
    ASSERT_THAT(read, IsOk());
    if (NumberIn(*read) != round) ++stale;
    // The writer's own replica fills Redis as well.
    if (round % 3 == 0) {
      const auto own = Get(*one_);
      ASSERT_THAT(own, IsOk());
      if (NumberIn(*own) != round) ++stale;
    }
  }
  EXPECT_EQ(stale, 0);
}

TEST_P(ReplicatedSnapshotTest, ReadersOfBothInARaceSeeWhatWasAnswered) {
  Rename(0);
  std::atomic<int> answered = 0;
  std::atomic<bool> done = false;
  std::atomic<int> stale = 0;
  std::vector<std::thread> readers;
  for (Replica* replica : {one_.get(), two_.get(), two_.get()}) {
    readers.emplace_back([&, replica] {
      while (!done) {
        const int known = answered;
        const auto read = Get(*replica);
        if (!read.ok() || NumberIn(*read) < known) ++stale;
      }
    });
  }
  for (int round = 1; round <= 150; ++round) {
    Rename(round);
    answered = round;
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(stale, 0);
}

TEST_P(ReplicatedSnapshotTest, AThousandMissesBuildOnceOnEachReplica) {
  constexpr int kCalls = 1'000;
  const rpc::CallContext call = Call();
  const auto request = RequestOf("dpo-a");
  // Neither finds what the other has built.
  redis_.Freeze();
  for (Replica* replica : {one_.get(), two_.get()}) {
    std::vector<std::promise<absl::Status>> answers(kCalls);
    for (auto& answer : answers) {
      replica->snapshots().Answer(
          call, request, [&answer](absl::StatusOr<rpc::EncodedAnswer> got) {
            answer.set_value(got.status());
          });
    }
    for (auto& answer : answers) EXPECT_THAT(answer.get_future().get(), IsOk());
    EXPECT_EQ(replica->snapshots().builds(), 1);
  }
  redis_.Thaw();
}

}  // namespace
}  // namespace caseload::caseplan
