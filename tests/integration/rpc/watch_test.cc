// WatchChanges as every service serves it (R106), on both engines.

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "caseload/testing/v1/probe_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/common/audit/audit_log.h"
#include "services/common/audit/audit_migrations.h"
#include "services/common/feed/feed.h"
#include "services/common/feed/feed_migrations.h"
#include "services/common/metrics/registry.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/rpc/pipeline.h"
#include "services/common/rpc/service.h"
#include "services/common/seal/sealer.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_store.h"

namespace caseload::rpc {
namespace {

using caseload::testing::HasReason;
using caseload::testing::IsOk;
using caseload::testing::StatusIs;
using ::caseload::testing::v1::Probe;
using ::caseload::testing::v1::ProbeService;
using ::caseload::type::v1::WatchChangesRequest;
using ::caseload::type::v1::WatchChangesResponse;
using ::testing::AllOf;
using ::testing::ElementsAre;

const absl::Time kNow = absl::FromCivil(
    absl::CivilSecond(2026, 11, 1, 8, 30, 0), absl::UTCTimeZone());

class WatchTest : public ::testing::TestWithParam<sql::Engine> {
 protected:
  WatchTest() {
    EXPECT_THAT(store_.database().WriteAndWait({},
                                               [this](sql::Transaction& tx) {
                                                 return feed::EnsureStore(tx,
                                                                          ids_);
                                               }),
                IsOk());
    audit_ = std::make_unique<audit::Writer>(&store_.database());
    Pipeline::Options options;
    options.authenticate =
        [this](
            absl::string_view,
            absl::string_view authorization) -> absl::StatusOr<auth::Caller> {
      if (revoked_) return status::Unauthenticated("IDENTITY_MISSING", "who?");
      auth::Caller caller;
      caller.kind = auth::CallerKind::kService;
      caller.principal = absl::StrCat("service/", authorization);
      return caller;
    };
    options.database = &store_.database();
    options.audit = audit_.get();
    options.executor = &executor_;
    options.clock = &clock_;
    options.metrics = &metrics_.prometheus();
    pipeline_ = std::make_unique<Pipeline>(std::move(options));
    service_ =
        *Service::Create(pipeline_.get(), "caseload.testing.v1.ProbeService");
    service_->Watch("WatchChanges", &tokens_);
    grpc::ServerBuilder builder;
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    stub_ = ProbeService::NewStub(
        server_->InProcessChannel(grpc::ChannelArguments()));
  }

  ~WatchTest() override {
    pipeline_->open_streams().EndAll();
    server_->Shutdown();
    executor_.Drain();
    store_.database().Drain();
    audit_->Drain();
  }

  // A follower's stream; cancelled when it goes.
  struct Stream {
    ~Stream() { context.TryCancel(); }
    // The next change, whatever heartbeats come before it.
    std::string NextChange() {
      WatchChangesResponse response;
      while (reader->Read(&response)) {
        token = response.resume_token();
        if (!response.has_change()) {
          ++heartbeats;
          continue;
        }
        Probe state;
        EXPECT_TRUE(response.change().state().UnpackTo(&state));
        return absl::StrCat(response.change().kind(), " ",
                            response.change().resource_name(), " ",
                            response.change().version(), " ", state.text());
      }
      return "ended";
    }
    // The next response, which must be a heartbeat.
    bool NextIsHeartbeat() {
      WatchChangesResponse response;
      if (!reader->Read(&response)) return false;
      token = response.resume_token();
      return response.has_heartbeat();
    }
    absl::Status Finish() {
      WatchChangesResponse response;
      while (reader->Read(&response)) {
      }
      return FromGrpcStatus(reader->Finish());
    }

    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReader<WatchChangesResponse>> reader;
    std::string token;
    int heartbeats = 0;
  };

  std::unique_ptr<Stream> Watch(const std::string& token = "",
                                const std::vector<std::string>& kinds = {},
                                const std::string& who = "tester",
                                bool newest_only = false) {
    auto stream = std::make_unique<Stream>();
    stream->context.AddMetadata("authorization", who);
    WatchChangesRequest request;
    request.set_resume_token(token);
    *request.mutable_kinds() = {kinds.begin(), kinds.end()};
    request.set_newest_only(newest_only);
    stream->reader = stub_->WatchChanges(&stream->context, request);
    return stream;
  }

  static absl::Status AppendIn(sql::Transaction& tx, const std::string& name,
                               const std::string& text,
                               const std::string& kind) {
    Probe state;
    state.set_text(text);
    return feed::Append(tx, {name, kind, kNow, &state, ""}).status();
  }

  void Append(const std::string& name, const std::string& text,
              const std::string& kind = "probe") {
    EXPECT_THAT(store_.database().WriteAndWait({},
                                               [&](sql::Transaction& tx) {
                                                 return AppendIn(tx, name, text,
                                                                 kind);
                                               }),
                IsOk());
  }

  void Execute(const std::string& sql) {
    EXPECT_THAT(
        store_.database().WriteAndWait(
            {}, [&](sql::Transaction& tx) { return tx.Execute(sql).status(); }),
        IsOk());
  }

  caseload::testing::TestStore store_{
      GetParam(), {{"audit", AuditMigrations()}, {"feed", FeedMigrations()}}};
  clock::SimulatedClock clock_{kNow};
  ids::RandomIdSource ids_;
  metrics::Registry metrics_;
  const feed::ResumeTokens tokens_{seal::Sealer::WithRandomKey()};
  Executor executor_{Executor::Options{4, 128}};
  std::atomic<bool> revoked_ = false;
  std::unique_ptr<audit::Writer> audit_;
  std::unique_ptr<Pipeline> pipeline_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<ProbeService::Stub> stub_;
};

INSTANTIATE_TEST_SUITE_P(Engines, WatchTest, testing::BothEngines(),
                         testing::EngineName);

TEST_P(WatchTest, ChangesComeInTheirOrderAlsoWhileWatching) {
  Append("probes/a", "one");
  Append("probes/b", "two");
  auto stream = Watch();
  EXPECT_EQ(stream->NextChange(), "probe probes/a 1 one");
  EXPECT_EQ(stream->NextChange(), "probe probes/b 1 two");
  Append("probes/a", "three");
  EXPECT_EQ(stream->NextChange(), "probe probes/a 2 three");
}

TEST_P(WatchTest, AStreamGoesOnAfterTheTokenItStoppedAt) {
  Append("probes/a", "one");
  Append("probes/b", "two");
  std::string after_first;
  {
    auto stream = Watch();
    EXPECT_EQ(stream->NextChange(), "probe probes/a 1 one");
    after_first = stream->token;
  }
  EXPECT_EQ(Watch(after_first)->NextChange(), "probe probes/b 1 two");
}

// A heartbeat carries a position too: what came before it does not come again.
TEST_P(WatchTest, AnIdleFeedSendsHeartbeatsToGoOnFrom) {
  Append("probes/a", "one");
  auto stream = Watch();
  EXPECT_EQ(stream->NextChange(), "probe probes/a 1 one");
  EXPECT_TRUE(stream->NextIsHeartbeat());
  EXPECT_TRUE(stream->NextIsHeartbeat());
  Append("probes/a", "two");
  EXPECT_EQ(Watch(stream->token)->NextChange(), "probe probes/a 2 two");
}

// Followers refuse to serve records when no heartbeat comes: a busy feed must
// not look like a dead one.
TEST_P(WatchTest, ABusyFeedSendsHeartbeatsToo) {
  auto stream = Watch();
  const absl::Time begun = absl::Now();
  // Each is sent before the next is made: the feed is never idle for long.
  for (int i = 1;
       stream->heartbeats < 2 && absl::Now() - begun < absl::Seconds(60); ++i) {
    Append("probes/a", "again");
    ASSERT_EQ(stream->NextChange(),
              absl::StrCat("probe probes/a ", i, " again"));
  }
  EXPECT_EQ(stream->heartbeats, 2);
}

// A kind that is not asked for costs no time: 1,000 of them, ten looks' worth.
TEST_P(WatchTest, OnlyTheKindsThatWereAskedForCome) {
  EXPECT_THAT(store_.database().WriteAndWait(
                  {},
                  [&](sql::Transaction& tx) -> absl::Status {
                    for (int i = 0; i < 1000; ++i) {
                      ABSL_RETURN_IF_ERROR(AppendIn(
                          tx, absl::StrCat("others/", i), "x", "other"));
                    }
                    return absl::OkStatus();
                  }),
              IsOk());
  Append("probes/a", "one");
  auto stream = Watch("", {"probe"});
  EXPECT_EQ(stream->NextChange(), "probe probes/a 1 one");
  // Nothing but the change was true to say until it was reached.
  EXPECT_EQ(stream->heartbeats, 0);
}

// Who keeps the current state only is spared the way there, and still sees what
// comes later.
TEST_P(WatchTest, OfEachResourceTheNewestChangeComesWhenOnlyThatIsAskedFor) {
  Append("probes/a", "one");
  Append("probes/b", "two");
  Append("probes/a", "three");
  auto stream = Watch("", {}, "tester", /*newest_only=*/true);
  EXPECT_EQ(stream->NextChange(), "probe probes/b 1 two");
  EXPECT_EQ(stream->NextChange(), "probe probes/a 2 three");
  Append("probes/b", "four");
  EXPECT_EQ(stream->NextChange(), "probe probes/b 2 four");
}

TEST_P(WatchTest, ATokenThatIsNoneOfOursIsRefused) {
  EXPECT_THAT(Watch("bm9uZQ")->Finish(),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                    HasReason("RESUME_TOKEN_INVALID")));
}

TEST_P(WatchTest, ATokenOfAnotherEpochAsksForAResync) {
  Append("probes/a", "one");
  auto stream = Watch();
  EXPECT_EQ(stream->NextChange(), "probe probes/a 1 one");
  Execute("UPDATE feed_store SET epoch = 'restored'");
  EXPECT_THAT(
      Watch(stream->token)->Finish(),
      AllOf(StatusIs(absl::StatusCode::kOutOfRange), HasReason("FEED_RESYNC")));
}

TEST_P(WatchTest, ATokenOlderThanWhatIsKeptAsksForAResync) {
  Append("probes/a", "one");
  Append("probes/a", "two");
  auto stream = Watch();
  EXPECT_EQ(stream->NextChange(), "probe probes/a 1 one");
  Execute(
      "UPDATE feed_store SET"
      " pruned_xid = (SELECT xid FROM changes WHERE version = 2),"
      " pruned_id = (SELECT id FROM changes WHERE version = 2)");
  EXPECT_THAT(Watch(stream->token)->Finish(), HasReason("FEED_RESYNC"));
}

TEST_P(WatchTest, AccessIsCheckedAtTheStartAndAgainWhileWatching) {
  EXPECT_THAT(Watch("", {}, "other")->Finish(),
              AllOf(StatusIs(absl::StatusCode::kPermissionDenied),
                    HasReason("METHOD_NOT_ALLOWED")));
  auto stream = Watch();
  EXPECT_TRUE(stream->NextIsHeartbeat());
  revoked_ = true;
  EXPECT_THAT(stream->Finish(), StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST_P(WatchTest, ADrainEndsWatchersAndTheAuditLogSaysSo) {
  auto stream = Watch();
  EXPECT_TRUE(stream->NextIsHeartbeat());
  pipeline_->open_streams().EndAll();
  EXPECT_THAT(stream->Finish(), AllOf(StatusIs(absl::StatusCode::kUnavailable),
                                      HasReason("SERVICE_DRAINING")));
  EXPECT_THAT(Watch()->Finish(), HasReason("SERVICE_DRAINING"));
  std::vector<std::string> rows;
  EXPECT_THAT(store_.database().Read(
                  absl::InfiniteFuture(),
                  [&](sql::Transaction& tx) -> absl::Status {
                    ABSL_ASSIGN_OR_RETURN(
                        const auto found,
                        (tx.Query<std::string, std::string>(
                            "SELECT code, reason FROM audit_log ORDER BY id")));
                    for (const auto& [code, reason] : found) {
                      rows.push_back(absl::StrCat(code, " ", reason));
                    }
                    return absl::OkStatus();
                  }),
              IsOk());
  EXPECT_THAT(rows, ElementsAre("OK ", "Unavailable SERVICE_DRAINING", "OK ",
                                "Unavailable SERVICE_DRAINING"));
}

TEST_P(WatchTest, AStateWithAnUnknownFieldIsToldWithoutIt) {
  Append("probes/a", "one");
  Execute("UPDATE changes SET state = '{\"text\":\"one\",\"later\":1}'");
  EXPECT_EQ(Watch()->NextChange(), "probe probes/a 1 one");
}

// PostgreSQL: the lower transaction commits last. Its change is not skipped,
// and until it is told nobody is told that the feed is fresh.
TEST(WatchOrderTest, ASlowTransactionsChangeIsNotSkipped) {
  caseload::testing::TestStore store(sql::Engine::kPostgres,
                                     {{"feed", FeedMigrations()}});
  const auto append = [](sql::Transaction& tx, const std::string& name) {
    Probe state;
    return feed::Append(tx, {name, "probe", kNow, &state, ""}).status();
  };
  struct Look {
    std::vector<std::string> names;
    bool withheld = false;
  };
  const auto look = [&store] {
    Look seen;
    EXPECT_THAT(store.database().Read(
                    absl::InfiniteFuture(),
                    [&](sql::Transaction& tx) -> absl::Status {
                      ABSL_ASSIGN_OR_RETURN(const auto entries,
                                            feed::ReadAfter(tx, {}, 10));
                      for (const auto& entry : entries) {
                        seen.names.push_back(entry.resource_name);
                      }
                      ABSL_ASSIGN_OR_RETURN(seen.withheld,
                                            feed::HasWithheld(tx));
                      return absl::OkStatus();
                    }),
                IsOk());
    return seen;
  };
  const absl::Status slow = store.database().WriteAndWait(
      {}, [&](sql::Transaction& tx) -> absl::Status {
        ABSL_RETURN_IF_ERROR(append(tx, "probes/slow"));
        // Another transaction begins later and commits first. A thread of its
        // own, as another caller's.
        std::thread other([&] {
          EXPECT_THAT(store.database().WriteAndWait(
                          {},
                          [&](sql::Transaction& quick) {
                            return append(quick, "probes/quick");
                          }),
                      IsOk());
        });
        other.join();
        const Look seen = look();
        EXPECT_THAT(seen.names, ElementsAre());
        EXPECT_TRUE(seen.withheld);
        return absl::OkStatus();
      });
  ASSERT_THAT(slow, IsOk());
  // Other tests' transactions on the same server may still hold it back.
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  Look seen = look();
  while (seen.withheld && absl::Now() < deadline) seen = look();
  EXPECT_THAT(seen.names, ElementsAre("probes/slow", "probes/quick"));
}

}  // namespace
}  // namespace caseload::rpc
