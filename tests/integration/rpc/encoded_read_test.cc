// A read that answers with kept bytes goes through the same wrapper as all
// calls, and a change gives its caller a token to read by.

#include <memory>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "caseload/testing/v1/probe_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/common/audit/audit_log.h"
#include "services/common/audit/audit_migrations.h"
#include "services/common/feed/feed_migrations.h"
#include "services/common/idempotency/idempotency_migrations.h"
#include "services/common/metrics/registry.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/rpc/pipeline.h"
#include "services/common/rpc/service.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_store.h"

namespace caseload::rpc {
namespace {

using caseload::testing::HasReason;
using caseload::testing::IsOk;
using caseload::testing::StatusIs;
using ::caseload::testing::v1::CreateProbeRequest;
using ::caseload::testing::v1::GetProbeRequest;
using ::caseload::testing::v1::Probe;
using ::caseload::testing::v1::ProbeService;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kTokenKey[] = "caseload-consistency-token";

absl::StatusOr<auth::Caller> AuthenticateByHeader(
    absl::string_view, absl::string_view authorization) {
  auth::Caller caller;
  caller.kind = auth::CallerKind::kService;
  caller.principal = absl::StrCat("service/", authorization);
  if (authorization == "tester" || authorization == "other") return caller;
  return status::Unauthenticated("IDENTITY_MISSING", "who are you?");
}

class EncodedReadTest : public ::testing::Test {
 protected:
  EncodedReadTest()
      : executor_(Executor::Options()), audit_(&store_.database()) {
    Pipeline::Options options;
    options.authenticate = AuthenticateByHeader;
    options.database = &store_.database();
    options.audit = &audit_;
    options.executor = &executor_;
    options.clock = &clock_;
    options.metrics = &metrics_.prometheus();
    pipeline_ = std::make_unique<Pipeline>(std::move(options));
    pipeline_->set_consistency_token([](const sql::Notes& notes) {
      return notes.empty() ? "" : notes.begin()->second;
    });
    service_ =
        *Service::Create(pipeline_.get(), "caseload.testing.v1.ProbeService");
    service_->EncodedRead<GetProbeRequest, Probe>(
        "GetProbe", [this](const CallContext& call,
                           const GetProbeRequest& request, Reply reply) {
          call.Touched(request.name());
          answer_(call, std::move(reply));
        });
    service_->Write<CreateProbeRequest, Probe>(
        "CreateProbe",
        [this](sql::Transaction& tx, const CallContext&,
               const CreateProbeRequest& request) -> absl::StatusOr<Probe> {
          if (!note_.empty()) tx.Note("probe", note_);
          return request.probe();
        });
    grpc::ServerBuilder builder;
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    channel_ = server_->InProcessChannel(grpc::ChannelArguments());
    stub_ = ProbeService::NewStub(channel_);
  }
  ~EncodedReadTest() override {
    server_->Shutdown();
    executor_.Drain();
    audit_.Drain();
  }

  absl::StatusOr<Probe> Get(const std::string& name,
                            const std::string& who = "tester",
                            const std::string& token = "") {
    grpc::ClientContext context;
    context.AddMetadata("authorization", who);
    if (!token.empty()) context.AddMetadata(kTokenKey, token);
    GetProbeRequest request;
    request.set_name(name);
    Probe probe;
    const absl::Status status =
        FromGrpcStatus(stub_->GetProbe(&context, request, &probe));
    if (!status.ok()) return status;
    return probe;
  }

  std::vector<std::string> AuditRows() {
    std::vector<std::string> rows;
    EXPECT_THAT(
        store_.database().Read(
            absl::InfiniteFuture(),
            [&](sql::Transaction& tx) -> absl::Status {
              ABSL_ASSIGN_OR_RETURN(
                  const auto found,
                  (tx.Query<std::string, std::string, std::string>(
                      "SELECT code, reason, records FROM audit_log"
                      " ORDER BY id")));
              for (const auto& [code, reason, records] : found) {
                rows.push_back(absl::StrCat(code, " ", reason, " ", records));
              }
              return absl::OkStatus();
            }),
        IsOk());
    return rows;
  }

  static std::shared_ptr<const std::string> Bytes(const std::string& text) {
    Probe probe;
    probe.set_name("probes/a");
    probe.set_text(text);
    return std::make_shared<const std::string>(probe.SerializeAsString());
  }

  caseload::testing::TestStore store_{sql::Engine::kSqlite,
                                      {{"audit", AuditMigrations()},
                                       {"idempotency", IdempotencyMigrations()},
                                       {"feed", FeedMigrations()}}};
  clock::SimulatedClock clock_{absl::UnixEpoch()};
  metrics::Registry metrics_;
  Executor executor_;
  audit::Writer audit_;
  std::unique_ptr<Pipeline> pipeline_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<ProbeService::Stub> stub_;
  std::function<void(const CallContext&, Reply)> answer_;
  std::string note_;
};

TEST_F(EncodedReadTest, KeptBytesAndTheAnswersOwnFieldsAreOneMessage) {
  const auto bytes = Bytes(std::string(20'000, 'x'));
  answer_ = [&](const CallContext&, Reply reply) {
    Probe own;
    own.set_writes(7);
    reply(EncodedAnswer{bytes, own.SerializeAsString()});
  };
  for (int i = 0; i < 3; ++i) {
    const absl::StatusOr<Probe> probe = Get("probes/a");
    ASSERT_THAT(probe, IsOk());
    EXPECT_EQ(probe->name(), "probes/a");
    EXPECT_EQ(probe->text().size(), 20'000u);
    EXPECT_EQ(probe->writes(), 7);
  }
}

TEST_F(EncodedReadTest, AnAnswerWithoutBytesIsAnEmptyMessage) {
  answer_ = [](const CallContext&, Reply reply) { reply(EncodedAnswer()); };
  const absl::StatusOr<Probe> probe = Get("probes/a");
  ASSERT_THAT(probe, IsOk());
  EXPECT_EQ(probe->ByteSizeLong(), 0u);
}

TEST_F(EncodedReadTest, TheReplyMayComeFromAnotherThread) {
  std::thread answering;
  answer_ = [&](const CallContext&, Reply reply) {
    answering = std::thread([this, reply = std::move(reply)] {
      reply(EncodedAnswer{Bytes("late"), ""});
    });
  };
  const absl::StatusOr<Probe> probe = Get("probes/a");
  answering.join();
  ASSERT_THAT(probe, IsOk());
  EXPECT_EQ(probe->text(), "late");
}

// R101, R114: as every call, allowed or refused.
TEST_F(EncodedReadTest, EveryCallIsAuthorizedAuditedAndCounted) {
  answer_ = [&](const CallContext& call, Reply reply) {
    if (call.touched().front() == "probes/none") {
      reply(status::NotFound("probes/none"));
    } else {
      reply(EncodedAnswer{Bytes("text"), ""});
    }
  };
  EXPECT_THAT(Get("probes/a"), IsOk());
  EXPECT_THAT(Get("probes/none"), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Get("probes/a", "other"), HasReason("METHOD_NOT_ALLOWED"));
  EXPECT_THAT(Get("probes/\x01"), HasReason("CONTROL_CHARACTER"));
  EXPECT_THAT(AuditRows(),
              ElementsAre("OK  [\"probes/a\"]",
                          "NotFound RESOURCE_NOT_FOUND [\"probes/none\"]",
                          "PermissionDenied METHOD_NOT_ALLOWED []",
                          "InvalidArgument CONTROL_CHARACTER []"));
  EXPECT_THAT(
      metrics_.Text(),
      HasSubstr("grpc_server_handled_total{grpc_code=\"OK\",grpc_method="
                "\"GetProbe\",grpc_service=\"caseload.testing.v1."
                "ProbeService\",grpc_type=\"unary\"} 1"));
}

TEST_F(EncodedReadTest, AReadBringsItsTokenAndALongOneIsNone) {
  std::string brought;
  answer_ = [&](const CallContext& call, Reply reply) {
    brought = call.consistency_token;
    reply(EncodedAnswer());
  };
  EXPECT_THAT(Get("probes/a", "tester", "token"), IsOk());
  EXPECT_EQ(brought, "token");
  EXPECT_THAT(Get("probes/a", "tester", std::string(6'500, 't')), IsOk());
  EXPECT_EQ(brought, "");
}

TEST_F(EncodedReadTest, AChangeReturnsTheTokenOfWhatItNoted) {
  for (const std::string& note : {std::string("noted"), std::string()}) {
    note_ = note;
    grpc::ClientContext context;
    context.AddMetadata("authorization", "tester");
    CreateProbeRequest request;
    request.set_probe_id("a");
    Probe probe;
    ASSERT_THAT(FromGrpcStatus(stub_->CreateProbe(&context, request, &probe)),
                IsOk());
    const auto& trailing = context.GetServerTrailingMetadata();
    const auto token = trailing.find(kTokenKey);
    if (note.empty()) {
      EXPECT_EQ(token, trailing.end());
    } else {
      ASSERT_NE(token, trailing.end());
      EXPECT_EQ(std::string(token->second.data(), token->second.size()), note);
    }
  }
}

}  // namespace
}  // namespace caseload::rpc
