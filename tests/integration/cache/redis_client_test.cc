// What a service sees of a Redis that answers, freezes, dies, lies or is not
// there: bytes, a miss, or "unavailable", and never a wait beyond one time-out.

#include <chrono>
#include <fstream>
#include <future>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/metrics/registry.h"
#include "services/common/redis/client.h"
#include "tests/support/redis/redis_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tools/authority/authority.h"

namespace caseload::redis {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::RedisServer;
using testing::StatusIs;
using testing::TempDir;
using Outcome = Client::Outcome;

constexpr absl::Duration kSoon = absl::Seconds(30);

Options OptionsFor(const std::string& url) {
  Options options;
  options.url = url;
  options.command_timeout = absl::Milliseconds(200);
  options.first_retry = absl::Milliseconds(5);
  options.longest_retry = absl::Milliseconds(20);
  return options;
}

std::unique_ptr<Client> Connect(Options options) {
  absl::StatusOr<std::unique_ptr<Client>> client =
      Client::Create(std::move(options));
  EXPECT_THAT(client.status(), IsOk());
  EXPECT_TRUE((*client)->WaitUntil(true, kSoon));
  return *std::move(client);
}

Client::Reply Get(Client& client, const std::string& key) {
  std::promise<Client::Reply> reply;
  client.Get(key, [&](Client::Reply got) { reply.set_value(std::move(got)); });
  return reply.get_future().get();
}

TEST(RedisClientTest, ReturnsTheBytesThatWereSet) {
  RedisServer server;
  const auto client = Connect(OptionsFor(server.url()));
  for (const std::string& value : {std::string(), std::string("a\0\r\n$b", 6),
                                   std::string(3'000'000, 'x')}) {
    client->Set("key", value, absl::Hours(1));
    const Client::Reply reply = Get(*client, "key");
    EXPECT_EQ(reply.outcome, Outcome::kHit);
    EXPECT_EQ(reply.value, value);
  }
}

TEST(RedisClientTest, AnAbsentAndARemovedKeyAreMisses) {
  RedisServer server;
  const auto client = Connect(OptionsFor(server.url()));
  EXPECT_EQ(Get(*client, "never").outcome, Outcome::kMiss);
  client->Set("key", "value", absl::Hours(1));
  client->Del("key");
  EXPECT_EQ(Get(*client, "key").outcome, Outcome::kMiss);
}

TEST(RedisClientTest, RepliesKeepTheOrderOfManyRequestsAtOnce) {
  RedisServer server;
  const auto client = Connect(OptionsFor(server.url()));
  constexpr int kMany = 2'000;
  for (int i = 0; i < kMany; ++i) {
    client->Set("key" + std::to_string(i), std::to_string(i), absl::Hours(1));
  }
  std::vector<std::promise<std::string>> values(kMany);
  for (int i = 0; i < kMany; ++i) {
    client->Get("key" + std::to_string(i), [&values, i](Client::Reply reply) {
      values[i].set_value(std::move(reply.value));
    });
  }
  for (int i = 0; i < kMany; ++i) {
    EXPECT_EQ(values[i].get_future().get(), std::to_string(i));
  }
}

TEST(RedisClientTest, AFrozenServerCostsOneTimeOutAndThenNothing) {
  RedisServer server;
  const auto client = Connect(OptionsFor(server.url()));
  client->Set("key", "value", absl::Hours(1));
  ASSERT_EQ(Get(*client, "key").outcome, Outcome::kHit);

  server.Freeze();
  EXPECT_EQ(Get(*client, "key").outcome, Outcome::kUnavailable);
  ASSERT_TRUE(client->WaitUntil(false, kSoon));
  const auto begun = std::chrono::steady_clock::now();
  for (int i = 0; i < 1'000; ++i) {
    EXPECT_EQ(Get(*client, "key").outcome, Outcome::kUnavailable);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(1));

  server.Thaw();
  ASSERT_TRUE(client->WaitUntil(true, kSoon));
  EXPECT_EQ(Get(*client, "key").value, "value");
}

TEST(RedisClientTest, AKilledServerIsUsedAgainWhenItIsBack) {
  RedisServer server;
  const auto client = Connect(OptionsFor(server.url()));
  client->Set("key", "value", absl::Hours(1));
  ASSERT_EQ(Get(*client, "key").outcome, Outcome::kHit);
  server.Kill();
  EXPECT_EQ(Get(*client, "key").outcome, Outcome::kUnavailable);
  server.Restart();
  ASSERT_TRUE(client->WaitUntil(true, kSoon));
  EXPECT_EQ(Get(*client, "key").outcome, Outcome::kMiss);
}

TEST(RedisClientTest, WithoutAServerItStartsAndAnswersAtOnce) {
  TempDir directory;
  absl::StatusOr<std::unique_ptr<Client>> client =
      Client::Create(OptionsFor("unix:" + directory.File("none.sock")));
  ASSERT_THAT(client.status(), IsOk());
  EXPECT_EQ(Get(**client, "key").outcome, Outcome::kUnavailable);
  EXPECT_FALSE((*client)->IsUp());
}

TEST(RedisClientTest, RequestsThatWaitAreAnsweredWhenTheClientGoes) {
  RedisServer server;
  Options options = OptionsFor(server.url());
  options.command_timeout = absl::Hours(1);
  auto client = Connect(options);
  server.Freeze();
  std::promise<Client::Reply> reply;
  client->Get("key", [&](Client::Reply got) { reply.set_value(got); });
  client.reset();
  EXPECT_EQ(reply.get_future().get().outcome, Outcome::kUnavailable);
}

TEST(RedisClientTest, MoreThanMayWaitIsRefusedAtOnce) {
  RedisServer server;
  Options options = OptionsFor(server.url());
  options.command_timeout = absl::Hours(1);
  options.max_waiting = 10;
  const auto client = Connect(options);
  server.Freeze();
  std::vector<std::promise<Client::Reply>> replies(11);
  for (auto& reply : replies) {
    client->Get("key", [&](Client::Reply got) { reply.set_value(got); });
  }
  EXPECT_EQ(replies.back().get_future().get().outcome, Outcome::kUnavailable);
  server.Thaw();
  EXPECT_EQ(replies.front().get_future().get().outcome, Outcome::kMiss);
}

TEST(RedisClientTest, AValueLongerThanAllowedIsNeitherSentNorTaken) {
  RedisServer server;
  Options options = OptionsFor(server.url());
  options.max_value_bytes = 1'000;
  const auto client = Connect(options);
  client->Set("long", std::string(1'001, 'x'), absl::Hours(1));
  EXPECT_EQ(Get(*client, "long").outcome, Outcome::kMiss);
  server.Set("long", std::string(10'000'000, 'x'));
  EXPECT_EQ(Get(*client, "long").outcome, Outcome::kUnavailable);
  ASSERT_TRUE(client->WaitUntil(true, kSoon));
  EXPECT_EQ(Get(*client, "other").outcome, Outcome::kMiss);
}

TEST(RedisClientTest, ThePasswordIsSentAndAWrongOneIsNotUsed) {
  RedisServer::Options asked;
  asked.password = "synthetic-password";
  RedisServer server(asked);
  Options options = OptionsFor(server.url());
  EXPECT_FALSE(
      (*Client::Create(options))->WaitUntil(true, absl::Milliseconds(300)));
  options.password = "another";
  EXPECT_FALSE(
      (*Client::Create(options))->WaitUntil(true, absl::Milliseconds(300)));
  options.password = asked.password;
  EXPECT_EQ(Get(*Connect(options), "key").outcome, Outcome::kMiss);
}

// A certificate authority's files and those of a server that it vouches for.
class TlsFixture {
 public:
  TlsFixture() {
    const absl::Time now = absl::Now();
    const auto ca = authority::CertificateAuthority::Create(
        "Test authority", now - absl::Hours(1), now + absl::Hours(24));
    authority::LeafOptions leaf;
    leaf.not_before = now - absl::Hours(1);
    leaf.not_after = now + absl::Hours(24);
    const auto pair = ca->Issue(leaf);
    Write("ca.pem", ca->certificate());
    Write("redis.pem", pair->certificate);
    Write("redis.key", pair->key);
  }
  RedisServer::Options server() const {
    RedisServer::Options options;
    options.tls_trusted = directory_.File("ca.pem");
    options.tls_certificate = directory_.File("redis.pem");
    options.tls_key = directory_.File("redis.key");
    return options;
  }
  TlsFiles client() const {
    return {directory_.File("ca.pem"), directory_.File("redis.pem"),
            directory_.File("redis.key")};
  }

 private:
  void Write(const std::string& name, const std::string& text) {
    std::ofstream(directory_.File(name)) << text;
  }
  TempDir directory_;
};

TEST(RedisClientTest, BytesTravelOverTlsToTheServerThatIsNamed) {
  const TlsFixture files;
  RedisServer server(files.server());
  Options options = OptionsFor(server.url());
  options.tls = files.client();
  const auto client = Connect(options);
  const std::string value(2'000'000, 'x');
  client->Set("key", value, absl::Hours(1));
  EXPECT_EQ(Get(*client, "key").value, value);
}

TEST(RedisClientTest, AServerOfAnotherNameOrAuthorityIsNotUsed) {
  const TlsFixture files;
  const TlsFixture elsewhere;
  RedisServer server(files.server());
  Options options = OptionsFor(server.url());
  options.tls = elsewhere.client();
  EXPECT_FALSE(
      (*Client::Create(options))->WaitUntil(true, absl::Milliseconds(300)));
  // It listens there as well; its certificate does not say so.
  options.url = absl::StrReplaceAll(server.url(), {{"127.0.0.1", "127.0.0.2"}});
  options.tls = files.client();
  EXPECT_FALSE(
      (*Client::Create(options))->WaitUntil(true, absl::Milliseconds(300)));
  options.url = server.url();
  EXPECT_TRUE((*Client::Create(options))->WaitUntil(true, kSoon));
}

TEST(RedisClientTest, AnUnusableOptionIsRefused) {
  for (const char* url :
       {"", "redis.county.example:6379", "redis://host", "redis://host:0",
        "redis://:6379", "redis://user:word@host:6379", "unix:relative"}) {
    Options options;
    options.url = url;
    EXPECT_THAT(Client::Create(options).status(),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << url;
  }
  Options options;
  options.url = "rediss://127.0.0.1:6379";
  options.tls.trusted = "/nonexistent.pem";
  EXPECT_THAT(Client::Create(options).status(),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(RedisClientTest, MetricsTellHitsMissesErrorsAndTheBreaker) {
  RedisServer server;
  metrics::Registry registry;
  Options options = OptionsFor(server.url());
  options.metrics = &registry.prometheus();
  const auto client = Connect(options);
  client->Set("key", "value", absl::Hours(1));
  Get(*client, "key");
  Get(*client, "other");
  std::string text = registry.Text();
  for (const char* line :
       {"caseload_redis_requests_total{command=\"set\",outcome=\"done\"} 1",
        "caseload_redis_requests_total{command=\"get\",outcome=\"hit\"} 1",
        "caseload_redis_requests_total{command=\"get\",outcome=\"miss\"} 1",
        "caseload_redis_breaker_open 0"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  server.Freeze();
  Get(*client, "key");
  ASSERT_TRUE(client->WaitUntil(false, kSoon));
  Get(*client, "key");
  text = registry.Text();
  for (const char* line :
       {"caseload_redis_requests_total{command=\"get\",outcome=\"error\"} 1",
        "caseload_redis_requests_total{command=\"get\",outcome=\"refused\"} 1",
        "caseload_redis_breaker_open 1"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

}  // namespace
}  // namespace caseload::redis
