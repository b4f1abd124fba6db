// The snapshot of the binaries, through the process's own tier and a real
// Redis, across a restart and without Redis (R100).

#include <memory>
#include <optional>
#include <string>

#include "caseload/caseplan/v1/caseload_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"
#include "services/common/rpc/grpc_status.h"
#include "tests/support/postgres_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace caseload {
namespace {

using caseplan::v1::CaseloadService;
using caseplan::v1::CaseloadSnapshot;
using grpc::health::v1::Health;
using testing::IsOk;
using testing::StatusIs;
using Source = caseplan::v1::SnapshotFreshness;

constexpr char kTokenKey[] = "caseload-consistency-token";

class SnapshotCacheTest : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (GetParam() == "Postgres") postgres_.emplace();
    Start();
    Call(&CaseloadService::Stub::CreateUnit,
         Parse<caseplan::v1::CreateUnitRequest>(R"pb(
           unit_id: "juvenile-1"
           unit {
             display_name: "Juvenile Services"
             division: "juvenile"
             first_day { year: 2026 month: 1 day: 1 }
           }
         )pb"));
    Call(&CaseloadService::Stub::CreateOfficer,
         Parse<caseplan::v1::CreateOfficerRequest>(R"pb(
           officer_id: "dpo-a"
           officer {
             display_name: "Sample Officer"
             email: "dpo-a@example.test"
             first_day { year: 2026 month: 1 day: 1 }
           }
         )pb"));
    Call(&CaseloadService::Stub::CreateClient,
         Parse<caseplan::v1::CreateClientRequest>(R"pb(
           client_id: "youth"
           client { given_name: "Sample" family_name: "Youth" }
         )pb"));
    Call(&CaseloadService::Stub::OpenCase,
         Parse<caseplan::v1::OpenCaseRequest>(R"pb(
           case_id: "case-1"
           case {
             client: "clients/youth"
             division: "juvenile"
             case_type: "formal"
             unit: "units/juvenile-1"
             received_date { year: 2026 month: 2 day: 1 }
           }
         )pb"));
    Call(&CaseloadService::Stub::AssignCase,
         Parse<caseplan::v1::AssignCaseRequest>(R"pb(
           parent: "cases/case-1"
           assignment {
             officer: "officers/dpo-a"
             role: ROLE_PRIMARY
             period { start_date { year: 2026 month: 2 day: 1 } }
           }
         )pb"));
  }

  void Start() {
    suite_.Start("caseplan", postgres_.has_value() ? postgres_->url() : "");
    stub_ = CaseloadService::NewStub(suite_.TokenChannel("caseplan"));
  }

  template <typename Message>
  static Message Parse(const std::string& text) {
    Message message;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
    return message;
  }

  // A change; the token that came with its answer.
  template <typename Request, typename Response>
  std::string Call(grpc::Status (CaseloadService::Stub::*method)(
                       grpc::ClientContext*, const Request&, Response*),
                   const Request& request) {
    const auto context = testing::WithToken(
        suite_.Token("s-1", {"admin", "records", "manager", "sdpo"}));
    Response response;
    EXPECT_THAT(rpc::FromGrpcStatus(
                    (stub_.get()->*method)(context.get(), request, &response)),
                IsOk());
    const auto& trailing = context->GetServerTrailingMetadata();
    const auto token = trailing.find(kTokenKey);
    if (token == trailing.end()) return "";
    return std::string(token->second.data(), token->second.size());
  }

  absl::StatusOr<CaseloadSnapshot> Get(const std::string& token = "",
                                       const std::string& role = "manager") {
    const auto context = testing::WithToken(suite_.Token("s-2", {role}));
    if (!token.empty()) context->AddMetadata(kTokenKey, token);
    caseplan::v1::GetCaseloadSnapshotRequest request;
    request.set_officer("officers/dpo-a");
    CaseloadSnapshot snapshot;
    const absl::Status status = rpc::FromGrpcStatus(
        stub_->GetCaseloadSnapshot(context.get(), request, &snapshot));
    if (!status.ok()) return status;
    return snapshot;
  }
  Source::Source SourceOfNext() {
    const auto snapshot = Get();
    EXPECT_THAT(snapshot, IsOk());
    return snapshot.ok() ? snapshot->freshness().source()
                         : Source::SOURCE_UNSPECIFIED;
  }

  std::optional<testing::TestPostgresDatabase> postgres_;
  testing::Suite suite_;
  std::unique_ptr<CaseloadService::Stub> stub_;
};

INSTANTIATE_TEST_SUITE_P(Engines, SnapshotCacheTest,
                         ::testing::Values("Sqlite", "Postgres"),
                         [](const auto& engine) { return engine.param; });

TEST_P(SnapshotCacheTest, BuiltThenKeptThenFoundInRedisAfterARestart) {
  EXPECT_EQ(SourceOfNext(), Source::SOURCE_BUILD);
  EXPECT_EQ(SourceOfNext(), Source::SOURCE_PROCESS);
  EXPECT_EQ(suite_.process("caseplan").Terminate(), 0);
  Start();
  EXPECT_EQ(SourceOfNext(), Source::SOURCE_REDIS);
  EXPECT_EQ(SourceOfNext(), Source::SOURCE_PROCESS);
}

TEST_P(SnapshotCacheTest, AChangeShowsInTheNextReadWithItsTokenAndWithout) {
  ASSERT_THAT(Get(), IsOk());
  for (const bool with_token : {false, true}) {
    const std::string name = with_token ? "With-Token" : "Without";
    caseplan::v1::UpdateClientRequest request;
    request.mutable_client()->set_name("clients/youth");
    request.mutable_client()->set_family_name(name);
    request.mutable_update_mask()->add_paths("family_name");
    const std::string token =
        Call(&CaseloadService::Stub::UpdateClient, request);
    // SQLite's one process needs none.
    EXPECT_EQ(token.empty(), GetParam() == "Sqlite");
    const auto snapshot = Get(with_token ? token : "");
    ASSERT_THAT(snapshot, IsOk());
    ASSERT_EQ(snapshot->cases_size(), 1);
    EXPECT_THAT(snapshot->cases(0).client_display_name(),
                ::testing::HasSubstr(name));
  }
}

// The token of a change on one replica, sealed with the key that both share,
// is understood by the other.
TEST_P(SnapshotCacheTest, AChangeOnOneReplicaShowsOnTheOther) {
  if (!postgres_.has_value()) return;  // One process owns an SQLite file.
  suite_.StartReplica("caseplan", 2, postgres_->url());
  auto other = CaseloadService::NewStub(suite_.TokenChannel("caseplan-2"));
  for (int round = 0; round < 20; ++round) {
    const std::string name = "Round-" + std::to_string(round);
    caseplan::v1::UpdateClientRequest request;
    request.mutable_client()->set_name("clients/youth");
    request.mutable_client()->set_family_name(name);
    request.mutable_update_mask()->add_paths("family_name");
    const std::string token =
        Call(&CaseloadService::Stub::UpdateClient, request);
    ASSERT_NE(token, "");
    std::swap(stub_, other);
    const auto snapshot = Get(round % 2 == 0 ? token : "");
    std::swap(stub_, other);
    ASSERT_THAT(snapshot, IsOk());
    ASSERT_EQ(snapshot->cases_size(), 1);
    EXPECT_THAT(snapshot->cases(0).client_display_name(),
                ::testing::HasSubstr(name));
  }
}

// Redis is never asked whether the service may serve.
TEST_P(SnapshotCacheTest, WithoutRedisItServesAndIsReady) {
  suite_.redis().Kill();
  EXPECT_EQ(suite_.process("caseplan").Terminate(), 0);
  Start();
  EXPECT_EQ(SourceOfNext(), Source::SOURCE_BUILD);
  EXPECT_EQ(SourceOfNext(), Source::SOURCE_PROCESS);
  const auto channel = grpc::CreateChannel(
      "127.0.0.1:" + std::to_string(suite_.process("caseplan").port("health")),
      grpc::InsecureChannelCredentials());
  grpc::ClientContext context;
  grpc::health::v1::HealthCheckRequest request;
  request.set_service("readiness");
  grpc::health::v1::HealthCheckResponse response;
  ASSERT_THAT(rpc::FromGrpcStatus(Health::NewStub(channel)->Check(
                  &context, request, &response)),
              IsOk());
  EXPECT_EQ(response.status(), grpc::health::v1::HealthCheckResponse::SERVING);
}

TEST_P(SnapshotCacheTest, KeptBytesAreNotForThoseWhoMayNotReadThem) {
  ASSERT_THAT(Get(), IsOk());
  EXPECT_THAT(Get("", "dpo"), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Get("", "records"),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

}  // namespace
}  // namespace caseload
