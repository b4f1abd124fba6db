// What services/common/rpc does for every call, tried on a service of the test.

#include <atomic>
#include <future>
#include <thread>

#include "absl/strings/str_cat.h"
#include "caseload/testing/v1/probe_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/common/audit/audit_log.h"
#include "services/common/audit/audit_migrations.h"
#include "services/common/build_info/build_info.h"
#include "services/common/feed/feed.h"
#include "services/common/feed/feed_migrations.h"
#include "services/common/idempotency/idempotency_migrations.h"
#include "services/common/metrics/registry.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/rpc/pipeline.h"
#include "services/common/rpc/service.h"
#include "services/common/seal/sealer.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "tests/integration/rpc/probe_migrations.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_store.h"

namespace caseload::rpc {
namespace {

using caseload::testing::HasReason;
using caseload::testing::IsOk;
using caseload::testing::StatusIs;
using ::caseload::testing::v1::CreateProbeRequest;
using ::caseload::testing::v1::GetProbeRequest;
using ::caseload::testing::v1::ImportProbesRequest;
using ::caseload::testing::v1::ImportProbesResponse;
using ::caseload::testing::v1::Probe;
using ::caseload::testing::v1::ProbeService;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kServiceName[] = "caseload.testing.v1.ProbeService";
constexpr char kCreate[] = "/caseload.testing.v1.ProbeService/CreateProbe";

const absl::Time kNow = absl::FromCivil(
    absl::CivilSecond(2026, 11, 1, 8, 30, 0), absl::UTCTimeZone());

// "tester" and "person:<roles>" in the authorization header stand for verified
// identities; identification itself is services/common/auth's.
absl::StatusOr<auth::Caller> AuthenticateByHeader(
    absl::string_view, absl::string_view authorization) {
  auth::Caller caller;
  if (authorization == "tester" || authorization == "other") {
    caller.kind = auth::CallerKind::kService;
    caller.principal = absl::StrCat("service/", authorization);
    return caller;
  }
  if (authorization == "tester for p1" || authorization == "tester for p2") {
    caller.kind = auth::CallerKind::kService;
    caller.principal = "service/tester";
    caller.person = authorization == "tester for p1" ? "p1" : "p2";
    caller.roles.Add(options::v1::ROLE_ADMIN);
    return caller;
  }
  if (authorization == "dpo") {
    caller.kind = auth::CallerKind::kPerson;
    caller.principal = "person/p1";
    caller.person = "p1";
    caller.roles.Add(options::v1::ROLE_DPO);
    return caller;
  }
  return status::Unauthenticated("IDENTITY_MISSING", "who are you?");
}

class WrapperTest : public ::testing::TestWithParam<sql::Engine> {
 protected:
  WrapperTest() {
    Executor::Options executor_options;
    executor_options.threads = 4;
    executor_options.max_queued = 128;
    executor_ = std::make_unique<Executor>(executor_options);
    audit_ = std::make_unique<audit::Writer>(&store_.database());
    Pipeline::Options options;
    options.authenticate = AuthenticateByHeader;
    options.database = &store_.database();
    options.audit = audit_.get();
    options.executor = executor_.get();
    options.clock = &clock_;
    options.metrics = &metrics_.prometheus();
    pipeline_ = std::make_unique<Pipeline>(std::move(options));
    service_ = *Service::Create(pipeline_.get(), kServiceName);
    AddHandlers();
    EXPECT_THAT(service_->CheckComplete(), IsOk());
    grpc::ServerBuilder builder;
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    channel_ = server_->InProcessChannel(grpc::ChannelArguments());
    stub_ = ProbeService::NewStub(channel_);
  }

  ~WrapperTest() override {
    pipeline_->open_streams().EndAll();
    server_->Shutdown();
    executor_->Drain();
    audit_->Drain();
  }

  void AddHandlers() {
    service_->Write<CreateProbeRequest, Probe>(
        "CreateProbe",
        [this](sql::Transaction& tx, const CallContext& call,
               const CreateProbeRequest& request) -> absl::StatusOr<Probe> {
          ++applies_;
          if (request.probe_id().empty()) {
            return status::InvalidField("probe_id", "FIELD_REQUIRED",
                                        "name the probe");
          }
          Probe probe = request.probe();
          probe.set_name(absl::StrCat("probes/", request.probe_id()));
          probe.set_writes(1);
          ABSL_RETURN_IF_ERROR(
              tx.Execute("INSERT INTO probes (id, text, writes)"
                         " VALUES (:1, :2, 1)",
                         request.probe_id(), probe.text())
                  .status());
          call.Touched(probe.name());
          return probe;
        });
    service_->Read<GetProbeRequest, Probe>(
        "GetProbe",
        [this](sql::Transaction& tx, const CallContext& call,
               const GetProbeRequest& request) -> absl::StatusOr<Probe> {
          if (in_read_) in_read_();
          ABSL_ASSIGN_OR_RETURN(
              auto row, (tx.QueryOne<std::string, int64_t>(
                            "SELECT text, writes FROM probes WHERE id = :1",
                            request.name().substr(sizeof("probes/") - 1))));
          if (!row.has_value()) return status::NotFound(request.name());
          call.Touched(request.name());
          Probe probe;
          probe.set_name(request.name());
          probe.set_text(std::get<0>(*row));
          probe.set_writes(std::get<1>(*row));
          return probe;
        });
    service_->Batches<ImportProbesRequest, ImportProbesResponse>(
        "ImportProbes",
        [](sql::Transaction& tx, const CallContext& call,
           const ImportProbesRequest& request)
            -> absl::StatusOr<ImportProbesResponse> {
          ImportProbesResponse response;
          for (const std::string& id : request.probe_ids()) {
            ABSL_ASSIGN_OR_RETURN(
                const int64_t created,
                tx.Execute("INSERT INTO probes (id, text, writes)"
                           " VALUES (:1, '', 1) ON CONFLICT (id) DO NOTHING",
                           id));
            response.set_created(response.created() +
                                 static_cast<int32_t>(created));
            call.Touched(absl::StrCat("probes/", id));
          }
          return response;
        });
    service_->Watch("WatchChanges", &resume_tokens_);
  }

  struct Context : grpc::ClientContext {
    explicit Context(const std::string& who) {
      if (!who.empty()) AddMetadata("authorization", who);
    }
  };

  absl::Status Create(const CreateProbeRequest& request,
                      const std::string& who = "tester",
                      Probe* answer = nullptr) {
    Context context(who);
    Probe probe;
    const grpc::Status status = stub_->CreateProbe(&context, request, &probe);
    if (answer != nullptr) *answer = probe;
    return FromGrpcStatus(status);
  }

  absl::Status Get(const std::string& name, const std::string& who = "tester") {
    Context context(who);
    GetProbeRequest request;
    request.set_name(name);
    Probe probe;
    return FromGrpcStatus(stub_->GetProbe(&context, request, &probe));
  }

  // Sends bytes of the test's own making.
  absl::Status CreateFromBytes(const std::string& bytes) {
    grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer> generic(
        channel_);
    Context context("tester");
    grpc::Slice slice(bytes);
    grpc::ByteBuffer request(&slice, 1), response;
    std::promise<grpc::Status> answered;
    generic.UnaryCall(
        &context, kCreate, grpc::StubOptions(), &request, &response,
        [&](const grpc::Status& status) { answered.set_value(status); });
    return FromGrpcStatus(answered.get_future().get());
  }

  int64_t Count(const std::string& sql) {
    int64_t count = -1;
    EXPECT_THAT(
        store_.database().Read(absl::InfiniteFuture(),
                               [&](sql::Transaction& tx) -> absl::Status {
                                 ABSL_ASSIGN_OR_RETURN(
                                     auto row, (tx.QueryOne<int64_t>(sql)));
                                 count = std::get<0>(*row);
                                 return absl::OkStatus();
                               }),
        IsOk());
    return count;
  }

  // Rows of the audit log, newest last: "code reason records request_id".
  std::vector<std::string> AuditRows() {
    std::vector<std::string> result;
    EXPECT_THAT(
        store_.database().Read(
            absl::InfiniteFuture(),
            [&](sql::Transaction& tx) -> absl::Status {
              ABSL_ASSIGN_OR_RETURN(
                  auto rows,
                  (tx.Query<std::string, std::string, std::string, std::string>(
                      "SELECT code, reason, records, request_id FROM audit_log"
                      " ORDER BY id")));
              for (const auto& [code, reason, records, id] : rows) {
                result.push_back(
                    absl::StrCat(code, " ", reason, " ", records, " ", id));
              }
              return absl::OkStatus();
            }),
        IsOk());
    return result;
  }

  caseload::testing::TestStore store_{GetParam(),
                                      {{"audit", AuditMigrations()},
                                       {"idempotency", IdempotencyMigrations()},
                                       {"feed", FeedMigrations()},
                                       {"probe", ProbeMigrations()}}};
  clock::SimulatedClock clock_{kNow};
  metrics::Registry metrics_;
  const feed::ResumeTokens resume_tokens_{seal::Sealer::WithRandomKey()};
  std::unique_ptr<Executor> executor_;
  std::unique_ptr<audit::Writer> audit_;
  std::unique_ptr<Pipeline> pipeline_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<ProbeService::Stub> stub_;
  std::atomic<int> applies_ = 0;
  std::function<void()> in_read_;
};

INSTANTIATE_TEST_SUITE_P(Engines, WrapperTest, testing::BothEngines(),
                         testing::EngineName);

CreateProbeRequest NewProbe(const std::string& id,
                            const std::string& request_id = "") {
  CreateProbeRequest request;
  request.set_probe_id(id);
  request.mutable_probe()->set_text("text of " + id);
  request.set_request_id(request_id);
  return request;
}

// R101, R114: every call leaves a row, allowed or refused, and a change's row
// is there when the change is.
TEST_P(WrapperTest, EveryCallLeavesAnAuditRow) {
  EXPECT_THAT(Create(NewProbe("a", "r-1")), IsOk());
  EXPECT_THAT(Get("probes/a"), IsOk());
  EXPECT_THAT(Get("probes/b"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Create(NewProbe("b"), "dpo"),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(AuditRows(),
              ElementsAre("OK  [\"probes/a\"] r-1", "OK  [\"probes/a\"] ",
                          "NotFound RESOURCE_NOT_FOUND [] ",
                          "PermissionDenied METHOD_NOT_ALLOWED [] "));
  EXPECT_EQ(Count("SELECT MIN(recorded_at) FROM audit_log"),
            absl::ToUnixMicros(kNow));
}

TEST_P(WrapperTest, AStrangerIsRefusedCountedAndNotStored) {
  EXPECT_THAT(Create(NewProbe("a"), ""),
              AllOf(StatusIs(absl::StatusCode::kUnauthenticated),
                    HasReason("IDENTITY_MISSING")));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM audit_log"), 0);
  EXPECT_THAT(
      metrics_.Text(),
      HasSubstr("grpc_server_handled_total{grpc_code=\"Unauthenticated\","
                "grpc_method=\"CreateProbe\","
                "grpc_service=\"caseload.testing.v1.ProbeService\","
                "grpc_type=\"unary\"} 1"));
}

TEST_P(WrapperTest, DefaultIsDeny) {
  EXPECT_THAT(Create(NewProbe("a"), "other"),
              AllOf(StatusIs(absl::StatusCode::kPermissionDenied),
                    HasReason("METHOD_NOT_ALLOWED")));
  EXPECT_EQ(applies_, 0);
}

TEST_P(WrapperTest, BytesThatAreNoMessageAreRefusedAndAudited) {
  for (const std::string& bytes :
       {std::string("\xff\xff\xff\xff"), std::string("\x0a\x02\xc3\x28")}) {
    EXPECT_THAT(CreateFromBytes(bytes),
                AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                      HasReason("MALFORMED_REQUEST")));
  }
  EXPECT_EQ(Count("SELECT COUNT(*) FROM audit_log"
                  " WHERE reason = 'MALFORMED_REQUEST'"),
            2);
  EXPECT_EQ(applies_, 0);
}

TEST_P(WrapperTest, ControlCharactersAndOversizeChangeNothing) {
  CreateProbeRequest request = NewProbe("a");
  request.mutable_probe()->set_text(std::string("a\0b", 3));
  const absl::Status refused = Create(request);
  EXPECT_THAT(refused, AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                             HasReason("CONTROL_CHARACTER")));
  EXPECT_EQ(status::FieldViolationsOf(refused)[0].field, "probe.text");
  request.mutable_probe()->set_text(std::string(2001, 'x'));
  EXPECT_THAT(Create(request),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                    HasReason("REQUEST_TOO_LARGE")));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM probes"), 0);
}

TEST_P(WrapperTest, ARetriedRequestHasOneEffectAndTheSameAnswer) {
  Probe first, second;
  EXPECT_THAT(Create(NewProbe("a", "r-1"), "tester", &first), IsOk());
  EXPECT_THAT(Create(NewProbe("a", "r-1"), "tester", &second), IsOk());
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  EXPECT_EQ(applies_, 1);
  EXPECT_THAT(Create(NewProbe("b", "r-1")),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                    HasReason("REQUEST_ID_REUSED")));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM probes"), 1);
  CreateProbeRequest too_long = NewProbe("c", std::string(65, 'r'));
  EXPECT_THAT(Create(too_long), HasReason("TEXT_TOO_LONG"));
}

TEST_P(WrapperTest, TwoPeopleBehindOneMachineShareNoRequestIds) {
  EXPECT_THAT(Create(NewProbe("a", "r-1"), "tester for p1"), IsOk());
  EXPECT_THAT(Create(NewProbe("b", "r-1"), "tester for p2"), IsOk());
  EXPECT_THAT(Create(NewProbe("c", "r-1"), "tester for p1"),
              HasReason("REQUEST_ID_REUSED"));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM probes"), 2);
}

TEST_P(WrapperTest, AFailedRequestIsNotRemembered) {
  EXPECT_THAT(Create(NewProbe("", "r-1")), HasReason("FIELD_REQUIRED"));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM request_replays"), 0);
}

TEST_P(WrapperTest, AnAnswerIsForgottenAfterSevenDays) {
  EXPECT_THAT(Create(NewProbe("a", "r-1")), IsOk());
  clock_.AdvanceTime(absl::Hours(24 * 7) - absl::Seconds(1));
  EXPECT_THAT(Create(NewProbe("b", "r-1")), HasReason("REQUEST_ID_REUSED"));
  clock_.AdvanceTime(absl::Seconds(2));
  EXPECT_THAT(Create(NewProbe("b", "r-1")), IsOk());
}

// 64 twins at once, on PostgreSQL through the retry at SERIALIZABLE.
TEST_P(WrapperTest, ConcurrentTwinsHaveOneEffect) {
  std::vector<std::thread> callers;
  std::atomic<int> ok = 0;
  for (int i = 0; i < 64; ++i) {
    callers.emplace_back([&] {
      absl::Status status = Create(NewProbe("a", "r-1"));
      // A conflict that outlasts the retries says so; the caller sends the
      // same request again.
      while (status.code() == absl::StatusCode::kAborted) {
        status = Create(NewProbe("a", "r-1"));
      }
      if (status.ok()) ++ok;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(ok, 64);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM probes"), 1);
}

TEST_P(WrapperTest, AFullExecutorRefusesWithRetryInfo) {
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  std::atomic<int> inside = 0;
  std::promise<void> four_inside;
  in_read_ = [&] {
    if (++inside == 4) four_inside.set_value();
    released.wait();
  };
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i)
    callers.emplace_back([&] { (void)Get("probes/a"); });
  four_inside.get_future().wait();
  // The queue takes 128 more; the one after that is refused.
  std::atomic<int> refused = 0;
  std::promise<absl::Status> first_refusal;
  for (int i = 0; i < 129; ++i) {
    callers.emplace_back([&] {
      const absl::Status status = Get("probes/a");
      if (status.code() == absl::StatusCode::kResourceExhausted &&
          ++refused == 1) {
        first_refusal.set_value(status);
      }
    });
  }
  const absl::Status status = first_refusal.get_future().get();
  EXPECT_THAT(status, HasReason("EXECUTOR_FULL"));
  EXPECT_EQ(status::RetryAfterOf(status), absl::Seconds(1));
  release.set_value();
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(refused, 1);
}

TEST_P(WrapperTest, EveryMethodsSeriesAreThereFromTheStart) {
  const std::string text = metrics_.Text();
  for (const char* method : {"CreateProbe", "GetProbe", "ImportProbes"}) {
    EXPECT_THAT(text, HasSubstr(absl::StrCat("grpc_server_started_total{"
                                             "grpc_method=\"",
                                             method, "\"")));
  }
  EXPECT_THAT(text, HasSubstr("grpc_code=\"ResourceExhausted\""));
  EXPECT_THAT(text, HasSubstr("grpc_type=\"bidi_stream\""));
}

TEST_P(WrapperTest, AStreamOfBatchesAcknowledgesEachAndIsAuditedAtBothEnds) {
  Context context("tester");
  auto stream = stub_->ImportProbes(&context);
  for (int batch = 0; batch < 3; ++batch) {
    ImportProbesRequest request;
    request.add_probe_ids(absl::StrCat("p", batch));
    request.add_probe_ids("again");
    ASSERT_TRUE(stream->Write(request));
    ImportProbesResponse response;
    ASSERT_TRUE(stream->Read(&response));
    EXPECT_EQ(response.created(), batch == 0 ? 2 : 1);
    // Acknowledged means committed.
    EXPECT_EQ(Count("SELECT COUNT(*) FROM probes"), batch + 2);
  }
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(Count("SELECT COUNT(*) FROM audit_log"), 5);
}

TEST_P(WrapperTest, ADrainEndsAStreamThatWaits) {
  Context context("tester");
  auto stream = stub_->ImportProbes(&context);
  ImportProbesRequest request;
  request.add_probe_ids("a");
  ASSERT_TRUE(stream->Write(request));
  ImportProbesResponse response;
  ASSERT_TRUE(stream->Read(&response));
  pipeline_->open_streams().EndAll();
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_THAT(FromGrpcStatus(stream->Finish()),
              AllOf(StatusIs(absl::StatusCode::kUnavailable),
                    HasReason("SERVICE_DRAINING")));
  Context late("tester");
  auto refused = stub_->ImportProbes(&late);
  EXPECT_FALSE(refused->Read(&response));
  EXPECT_THAT(FromGrpcStatus(refused->Finish()), HasReason("SERVICE_DRAINING"));
}

TEST_P(WrapperTest, AStreamChecksAccessAndBytesToo) {
  Context context("dpo");
  auto stream = stub_->ImportProbes(&context);
  ImportProbesResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_THAT(FromGrpcStatus(stream->Finish()),
              HasReason("METHOD_NOT_ALLOWED"));
}

TEST_P(WrapperTest, AServiceWithAMethodWithoutHandlerDoesNotStart) {
  auto incomplete = *Service::Create(pipeline_.get(), kServiceName);
  const absl::Status status = incomplete->CheckComplete();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("GetProbe"));
}

// Each would be entered with a null function or a message of another type.
TEST_P(WrapperTest, AHandlerThatDoesNotFitItsMethodDoesNotStart) {
  auto service = *Service::Create(pipeline_.get(), kServiceName);
  service->Write<ImportProbesRequest, ImportProbesResponse>(
      "ImportProbes",
      [](sql::Transaction&, const CallContext&,
         const ImportProbesRequest&) -> absl::StatusOr<ImportProbesResponse> {
        return ImportProbesResponse();
      });
  service->Watch("GetProbe", &resume_tokens_);
  service->Read<GetProbeRequest, Probe>(
      "CreateProbe",
      [](sql::Transaction&, const CallContext&,
         const GetProbeRequest&) -> absl::StatusOr<Probe> { return Probe(); });
  service->Watch("WatchChanges", &resume_tokens_);
  const absl::Status status = service->CheckComplete();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(
      std::string(status.message()),
      HasSubstr("other messages than their method: [ImportProbes GetProbe "
                "CreateProbe]"));
}

TEST_P(WrapperTest, EveryAnswerNamesTheBuild) {
  for (const char* who : {"tester", "other", ""}) {
    Context context(who);
    GetProbeRequest request;
    request.set_name("probes/a");
    Probe probe;
    (void)stub_->GetProbe(&context, request, &probe);
    const auto& metadata = context.GetServerInitialMetadata();
    const auto version = metadata.find("caseload-version");
    ASSERT_NE(version, metadata.end()) << who;
    EXPECT_EQ(std::string(version->second.data(), version->second.size()),
              build_info::Summary());
  }
}

// A store that takes no more changes says so on record (R101).
TEST_P(WrapperTest, ARefusalForAFullQueueLeavesItsAuditRow) {
  std::promise<void> release;
  const std::shared_future<void> released = release.get_future().share();
  std::atomic<int> answered = 0;
  absl::Status status;
  int accepted = 0;
  // More than wait, at work and refused: the last ones are refused.
  for (; status.ok(); ++accepted) {
    ASSERT_LT(accepted, 1000);
    store_.database().Write(
        {},
        [&](sql::Transaction&) { return released.wait(), absl::OkStatus(); },
        [&, caller = std::this_thread::get_id()](const absl::Status& written) {
          // A refusal comes on the calling thread.
          if (std::this_thread::get_id() == caller) status = written;
          ++answered;
        });
  }
  EXPECT_THAT(status, HasReason("WRITE_QUEUE_FULL"));
  std::promise<absl::Status> row;
  audit::Row refusal;
  refusal.principal = "service/other";
  refusal.method = kCreate;
  refusal.code = "ResourceExhausted";
  audit_->Append(refusal,
                 [&](const absl::Status& written) { row.set_value(written); });
  release.set_value();
  EXPECT_THAT(row.get_future().get(), IsOk());
  store_.database().Drain();
  EXPECT_EQ(answered, accepted);
}

TEST_P(WrapperTest, AnIdIsFreeAfterSevenDaysHoweverManyOlderOnesWait) {
  for (int i = 0; i < 25; ++i) {
    EXPECT_THAT(Create(NewProbe(absl::StrCat("a", i), absl::StrCat("r-", i))),
                IsOk());
  }
  clock_.AdvanceTime(absl::Hours(24 * 7) + absl::Seconds(1));
  EXPECT_THAT(Create(NewProbe("b", "r-24")), IsOk());
}

// During a rolling update the old replica meets the new one's answers.
TEST_P(WrapperTest, AStoredAnswerWithAnUnknownFieldIsReplayed) {
  EXPECT_THAT(Create(NewProbe("a", "r-1")), IsOk());
  EXPECT_THAT(store_.database().WriteAndWait(
                  {},
                  [](sql::Transaction& tx) {
                    return tx
                        .Execute(
                            "UPDATE request_replays SET response ="
                            " '{\"name\":\"probes/a\",\"later\":1}'")
                        .status();
                  }),
              IsOk());
  Probe answer;
  EXPECT_THAT(Create(NewProbe("a", "r-1"), "tester", &answer), IsOk());
  EXPECT_EQ(answer.name(), "probes/a");
}

}  // namespace
}  // namespace caseload::rpc
