// The binaries themselves: start, crash, restart, drain.

#include <optional>
#include <string>

#include "caseload/caseplan/v1/caseload_service.grpc.pb.h"
#include "gmock/gmock.h"
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
using caseplan::v1::CreateUnitRequest;
using caseplan::v1::GetUnitRequest;
using caseplan::v1::Unit;
using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using testing::HasReason;
using testing::IsOk;
using testing::StatusIs;

CreateUnitRequest NewUnit(const std::string& id) {
  CreateUnitRequest request;
  request.set_unit_id(id);
  request.set_request_id("11111111-1111-4111-8111-111111111111");
  Unit& unit = *request.mutable_unit();
  unit.set_display_name("Juvenile Services 1");
  unit.set_division("juvenile");
  unit.mutable_first_day()->set_year(2026);
  unit.mutable_first_day()->set_month(1);
  unit.mutable_first_day()->set_day(1);
  return request;
}

class LifeTest : public ::testing::TestWithParam<std::string> {
 protected:
  LifeTest() {
    if (GetParam() == "Postgres") postgres_.emplace();
    Start();
  }

  void Start() {
    suite_.Start("caseplan", postgres_.has_value() ? postgres_->url() : "");
    stub_ = CaseloadService::NewStub(suite_.TokenChannel("caseplan"));
  }

  absl::Status Create(const CreateUnitRequest& request, Unit* unit) {
    const auto context = testing::WithToken(suite_.Token("s-1", {"admin"}));
    return rpc::FromGrpcStatus(stub_->CreateUnit(context.get(), request, unit));
  }

  absl::Status Get(const std::string& name, Unit* unit) {
    const auto context = testing::WithToken(suite_.Token("s-2", {"dpo"}));
    GetUnitRequest request;
    request.set_name(name);
    return rpc::FromGrpcStatus(stub_->GetUnit(context.get(), request, unit));
  }

  std::optional<testing::TestPostgresDatabase> postgres_;
  testing::Suite suite_;
  std::unique_ptr<CaseloadService::Stub> stub_;
};

INSTANTIATE_TEST_SUITE_P(Engines, LifeTest,
                         ::testing::Values("Sqlite", "Postgres"),
                         [](const auto& engine) { return engine.param; });

// What was acknowledged is there after kill -9, and a retry across the crash
// has one effect and the same answer.
TEST_P(LifeTest, AnAcknowledgedWriteSurvivesKillAndIsReplayed) {
  Unit created, replayed, read;
  ASSERT_THAT(Create(NewUnit("juvenile-1"), &created), IsOk());
  suite_.process("caseplan").Kill();
  Start();
  ASSERT_THAT(Create(NewUnit("juvenile-1"), &replayed), IsOk());
  EXPECT_EQ(replayed.SerializeAsString(), created.SerializeAsString());
  ASSERT_THAT(Get(created.name(), &read), IsOk());
  EXPECT_EQ(read.SerializeAsString(), created.SerializeAsString());
  EXPECT_THAT(Create(NewUnit("juvenile-2"), &replayed),
              HasReason("REQUEST_ID_REUSED"));
}

TEST_P(LifeTest, SigtermDrainsAndExitsWithZero) {
  Unit unit;
  ASSERT_THAT(Create(NewUnit("juvenile-1"), &unit), IsOk());
  EXPECT_EQ(suite_.process("caseplan").Terminate(), 0);
}

// The health port is plaintext, so it must serve health and nothing else.
TEST_P(LifeTest, TheHealthPortAnswersHealthOnly) {
  const auto channel = grpc::CreateChannel(
      "127.0.0.1:" + std::to_string(suite_.process("caseplan").port("health")),
      grpc::InsecureChannelCredentials());
  for (const char* name :
       {"liveness", "readiness", "caseload.caseplan.v1.CaseloadService"}) {
    grpc::ClientContext context;
    HealthCheckRequest request;
    request.set_service(name);
    HealthCheckResponse response;
    ASSERT_THAT(rpc::FromGrpcStatus(Health::NewStub(channel)->Check(
                    &context, request, &response)),
                IsOk());
    EXPECT_EQ(response.status(), HealthCheckResponse::SERVING) << name;
  }
  grpc::ClientContext context;
  GetUnitRequest request;
  request.set_name("units/juvenile-1");
  Unit unit;
  EXPECT_THAT(rpc::FromGrpcStatus(CaseloadService::NewStub(channel)->GetUnit(
                  &context, request, &unit)),
              StatusIs(absl::StatusCode::kUnimplemented));
}

}  // namespace
}  // namespace caseload
