// The two tiers on a real Redis: what comes from where, one build for all who
// wait, and nothing but what was stored under the key that is asked for.

#include "services/common/cache/sealed_cache.h"

#include <atomic>
#include <future>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/rpc/executor.h"
#include "tests/support/redis/redis_server.h"
#include "tests/support/status_matchers.h"

namespace caseload::cache {
namespace {

using testing::HasReason;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using testing::RedisServer;
using ::testing::SizeIs;
using testing::StatusIs;

constexpr absl::Duration kSoon = absl::Seconds(30);
const char kClientName[] = "Synthetic Testperson";

seal::KeyRing Keys(char current, char previous = '\0') {
  return *seal::KeyRing::FromKeys(
      std::string(32, current),
      previous == '\0' ? "" : std::string(32, previous));
}

// One process: its executor, its Redis connection, its cache.
class Replica {
 public:
  explicit Replica(RedisServer* server, seal::KeyRing keys = Keys('k'),
                   size_t memory_bytes = size_t{1} << 20)
      : executor_({4, 256}) {
    if (server != nullptr) {
      redis::Options options;
      options.url = server->url();
      options.command_timeout = absl::Milliseconds(200);
      options.first_retry = absl::Milliseconds(5);
      options.longest_retry = absl::Milliseconds(20);
      redis_ = *redis::Client::Create(options);
      EXPECT_TRUE(redis_->WaitUntil(true, kSoon));
    }
    SealedCache::Options options;
    options.memory_bytes = memory_bytes;
    options.max_value_bytes = 10'000;
    options.redis = redis_.get();
    options.run_build = [this](std::function<void()> build) {
      return executor_.TryPost(std::move(build));
    };
    cache_ = std::make_unique<SealedCache>(options, std::move(keys));
  }
  ~Replica() {
    redis_.reset();
    executor_.Drain();
  }

  // Asks for `key`; a build answers `built` under the same key.
  absl::StatusOr<Answer> Get(const std::string& key, const std::string& built) {
    return Get(key, [this, key, built]() -> absl::StatusOr<Built> {
      ++builds;
      return Built{key, built};
    });
  }
  absl::StatusOr<Answer> Get(const std::string& key, SealedCache::Build build) {
    std::promise<absl::StatusOr<Answer>> answer;
    cache_->Get(key, std::move(build), [&](absl::StatusOr<Answer> got) {
      answer.set_value(std::move(got));
    });
    return answer.get_future().get();
  }
  // Waits until what was sent to Redis before is there.
  void Settle() {
    std::promise<void> settled;
    redis_->Get("settle", [&](redis::Client::Reply) { settled.set_value(); });
    settled.get_future().wait();
  }

  SealedCache& cache() { return *cache_; }
  redis::Client& redis() { return *redis_; }
  rpc::Executor& executor() { return executor_; }

  std::atomic<int> builds = 0;

 private:
  rpc::Executor executor_;
  std::unique_ptr<redis::Client> redis_;
  std::unique_ptr<SealedCache> cache_;
};

void ExpectAnswer(const absl::StatusOr<Answer>& answer,
                  const std::string& bytes, Source source) {
  ASSERT_THAT(answer.status(), IsOk());
  EXPECT_EQ(*answer->bytes, bytes);
  EXPECT_EQ(answer->source, source);
}

TEST(SealedCacheTest, TheFirstReadBuildsTheNextComesFromTheProcess) {
  RedisServer server;
  Replica replica(&server);
  ExpectAnswer(replica.Get("key", "bytes"), "bytes", Source::kBuild);
  ExpectAnswer(replica.Get("key", "other"), "bytes", Source::kProcess);
}

TEST(SealedCacheTest, AnotherReplicaIsServedFromRedisAndThenFromItself) {
  RedisServer server;
  Replica one(&server);
  Replica two(&server);
  ExpectAnswer(one.Get("key", "bytes"), "bytes", Source::kBuild);
  one.Settle();
  ExpectAnswer(two.Get("key", "other"), "bytes", Source::kRedis);
  ExpectAnswer(two.Get("key", "other"), "bytes", Source::kProcess);
  EXPECT_EQ(two.builds, 0);
}

TEST(SealedCacheTest, RedisHoldsNeitherKeyNorValueInClear) {
  RedisServer server;
  Replica replica(&server);
  const std::string key = "v1/cases/case-0001";
  ASSERT_THAT(replica.Get(key, kClientName).status(), IsOk());
  replica.Settle();
  ASSERT_THAT(server.Keys(), SizeIs(1));
  for (const std::string& stored : server.Keys()) {
    EXPECT_THAT(stored, Not(HasSubstr("case-0001")));
    EXPECT_THAT(server.Get(stored), Not(HasSubstr("Synthetic")));
  }
}

TEST(SealedCacheTest, TamperedBytesAreBuiltAgain) {
  RedisServer server;
  Replica one(&server);
  ASSERT_THAT(one.Get("key", "bytes").status(), IsOk());
  one.Settle();
  const std::string stored = server.Keys().at(0);
  const std::string sealed = server.Get(stored);
  // In the key's name, the nonce, the cipher text and the tag.
  for (size_t at : {size_t{0}, size_t{4}, size_t{17}, sealed.size() - 1}) {
    std::string changed = sealed;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    server.Set(stored, changed);
    Replica two(&server);
    ExpectAnswer(two.Get("key", "fresh"), "fresh", Source::kBuild);
  }
}

TEST(SealedCacheTest, BytesThatWereMovedToAnotherKeyAreBuiltAgain) {
  RedisServer server;
  Replica one(&server);
  ASSERT_THAT(one.Get("officer-a", "bytes of a").status(), IsOk());
  one.Settle();
  const std::string of_a = server.Keys().at(0);
  ASSERT_THAT(one.Get("officer-b", "bytes of b").status(), IsOk());
  one.Settle();
  for (const std::string& stored : server.Keys()) {
    server.Set(stored, server.Get(of_a));
  }
  Replica two(&server);
  ExpectAnswer(two.Get("officer-b", "bytes of b"), "bytes of b",
               Source::kBuild);
}

TEST(SealedCacheTest, AfterARotationThePreviousKeyStillOpens) {
  RedisServer server;
  Replica before(&server, Keys('a'));
  ASSERT_THAT(before.Get("key", "bytes").status(), IsOk());
  before.Settle();
  Replica after(&server, Keys('b', 'a'));
  ExpectAnswer(after.Get("key", "fresh"), "bytes", Source::kRedis);
  Replica later(&server, Keys('c', 'b'));
  ExpectAnswer(later.Get("key", "fresh"), "fresh", Source::kBuild);
}

TEST(SealedCacheTest, BytesAreKeptUnderTheStateThatTheBuildRead) {
  Replica replica(nullptr);
  // The build saw a later state than the caller did.
  ExpectAnswer(replica.Get("generation 1",
                           []() -> absl::StatusOr<Built> {
                             return Built{"generation 2", "new bytes"};
                           }),
               "new bytes", Source::kBuild);
  EXPECT_EQ(replica.cache().GetFromProcess("generation 1"), nullptr);
  ExpectAnswer(replica.Get("generation 2", "never"), "new bytes",
               Source::kProcess);
}

TEST(SealedCacheTest, ABuildWithoutAKeyIsNotKept) {
  Replica replica(nullptr);
  const auto build = []() -> absl::StatusOr<Built> {
    return Built{"", "bytes"};
  };
  ExpectAnswer(replica.Get("key", build), "bytes", Source::kBuild);
  ExpectAnswer(replica.Get("key", build), "bytes", Source::kBuild);
}

TEST(SealedCacheTest, AThousandMissesOnOneKeyBuildOncePerReplica) {
  RedisServer server;
  Replica one(&server);
  Replica two(&server);
  constexpr int kCalls = 1'000;
  for (Replica* replica : {&one, &two}) {
    std::promise<void> go;
    std::shared_future<void> gone = go.get_future().share();
    std::vector<std::promise<std::string>> answers(kCalls);
    for (int i = 0; i < kCalls; ++i) {
      replica->cache().Get(
          // Keys of their own: the second replica may not find the first's.
          replica == &one ? "one" : "two",
          [replica, gone]() -> absl::StatusOr<Built> {
            gone.wait();
            ++replica->builds;
            return Built{replica->builds == 1 ? "kept" : "", "bytes"};
          },
          [&answers, i](absl::StatusOr<Answer> answer) {
            answers[i].set_value(*answer->bytes);
          });
    }
    go.set_value();
    for (auto& answer : answers) {
      EXPECT_EQ(answer.get_future().get(), "bytes");
    }
    EXPECT_EQ(replica->builds, 1);
  }
}

TEST(SealedCacheTest, AFailedBuildIsToldToAllAndTriedAgainByTheNext) {
  Replica replica(nullptr);
  const auto failing = []() -> absl::StatusOr<Built> {
    return status::NotFound("officers/none");
  };
  EXPECT_THAT(replica.Get("key", failing),
              StatusIs(absl::StatusCode::kNotFound));
  ExpectAnswer(replica.Get("key", "bytes"), "bytes", Source::kBuild);
}

TEST(SealedCacheTest, ABuildThatFindsNoThreadIsRefused) {
  Replica replica(nullptr);
  replica.executor().Drain();
  EXPECT_THAT(replica.Get("key", "bytes").status(), HasReason("EXECUTOR_FULL"));
}

TEST(SealedCacheTest, RedisFlushedFrozenKilledOrBackIsNeverWrong) {
  RedisServer server;
  Replica replica(&server, Keys('k'), 0);
  int round = 0;
  const auto read = [&] {
    const std::string key = "key " + std::to_string(++round);
    const std::string bytes = "bytes " + std::to_string(round);
    ExpectAnswer(replica.Get(key, bytes), bytes, Source::kBuild);
    const absl::StatusOr<Answer> again = replica.Get(key, bytes);
    ASSERT_THAT(again.status(), IsOk());
    EXPECT_EQ(*again->bytes, bytes);
  };
  read();
  server.Flush();
  read();
  server.Freeze();
  read();
  server.Thaw();
  ASSERT_TRUE(replica.redis().WaitUntil(true, kSoon));
  read();
  server.Kill();
  read();
  server.Restart();
  ASSERT_TRUE(replica.redis().WaitUntil(true, kSoon));
  read();
  // And it is in use again.
  ExpectAnswer(replica.Get("key " + std::to_string(round), "other"),
               "bytes " + std::to_string(round), Source::kRedis);
}

TEST(SealedCacheTest, TheProcessKeepsWhatWasUsedLastWithinItsBound) {
  const size_t each = 1 + 100 + MemoryTier::kEntryOverhead;
  Replica replica(nullptr, Keys('k'), 2 * each);
  const std::string bytes(100, 'x');
  ASSERT_THAT(replica.Get("a", bytes).status(), IsOk());
  ASSERT_THAT(replica.Get("b", bytes).status(), IsOk());
  ASSERT_THAT(replica.Get("a", bytes).status(), IsOk());
  ASSERT_THAT(replica.Get("c", bytes).status(), IsOk());
  EXPECT_NE(replica.cache().GetFromProcess("a"), nullptr);
  EXPECT_EQ(replica.cache().GetFromProcess("b"), nullptr);
  EXPECT_NE(replica.cache().GetFromProcess("c"), nullptr);
}

TEST(SealedCacheTest, AValueOverTheLimitIsAnsweredAndNotKept) {
  RedisServer server;
  Replica replica(&server, Keys('k'), size_t{1} << 20);
  const std::string bytes(10'001, 'x');
  ExpectAnswer(replica.Get("key", bytes), bytes, Source::kBuild);
  replica.Settle();
  EXPECT_EQ(replica.cache().GetFromProcess("key"), nullptr);
  EXPECT_THAT(server.Keys(), SizeIs(0));
}

}  // namespace
}  // namespace caseload::cache
