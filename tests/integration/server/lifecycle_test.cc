// Health, drain, channels, limits and the admin listener of a running server.

#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "caseload/admin/v1/clock.grpc.pb.h"
#include "gmock/gmock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/common/server/channel.h"
#include "services/common/server/process.h"
#include "services/common/server/server.h"
#include "tests/support/loopback/loopback_suite.h"
#include "tests/support/loopback/raw_call.h"

namespace caseload::server {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using testing::CallEcho;
using testing::CallRaw;
using testing::EchoCall;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kConference[] = "spiffe://caseload.example/service/conference";
constexpr char kOps[] = "spiffe://caseload.example/service/ops";
constexpr char kEcho[] = "caseload.testing.v1.EchoService";
constexpr char kReflection[] =
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

std::shared_ptr<grpc::Channel> Plaintext(int port) {
  return grpc::CreateChannel(absl::StrCat("127.0.0.1:", port),
                             grpc::InsecureChannelCredentials());
}

// "SERVING", "NOT_SERVING" or the code of the answer.
std::string HealthOf(const std::shared_ptr<grpc::Channel>& channel,
                     const std::string& service) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::seconds(10));
  HealthCheckRequest request;
  request.set_service(service);
  HealthCheckResponse response;
  const grpc::Status status =
      Health::NewStub(channel)->Check(&context, request, &response);
  if (!status.ok()) return absl::StrCat("code ", status.error_code());
  return HealthCheckResponse::ServingStatus_Name(response.status());
}

// ServerReflectionRequest with list_services = "*".
std::string ListServices() { return std::string("\x3a\x01*"); }

class LifecycleTest : public ::testing::Test {
 protected:
  std::shared_ptr<grpc::Channel> Caller(const Server& server) {
    return suite_.WithCertificate(server.ports().certificate, kConference);
  }

  testing::LoopbackSuite suite_;
};

TEST_F(LifecycleTest, HealthPortServesHealthAndNothingElse) {
  const auto server = suite_.Start(suite_.Options());
  const auto channel = Plaintext(server->ports().health);
  EXPECT_EQ(HealthOf(channel, "liveness"), "SERVING");
  EXPECT_EQ(HealthOf(channel, "readiness"), "SERVING");
  EXPECT_EQ(HealthOf(channel, ""), "SERVING");
  EXPECT_EQ(HealthOf(channel, kEcho), "SERVING");
  EXPECT_EQ(HealthOf(channel, "no.such.Service"),
            absl::StrCat("code ", grpc::StatusCode::NOT_FOUND));
  EXPECT_EQ(CallEcho(channel, suite_.Token()).status.error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(suite_.echo().entered(), 0);
  EXPECT_EQ(CallRaw(channel, kReflection, ListServices()).status.error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(CallRaw(channel, "/grpc.channelz.v1.Channelz/GetServers", "")
                .status.error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(LifecycleTest, CallPortsServeNeitherReflectionNorChannelz) {
  const auto server = suite_.Start(suite_.Options());
  EXPECT_EQ(
      CallRaw(Caller(*server), kReflection, ListServices()).status.error_code(),
      grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(
      CallRaw(Caller(*server), "/grpc.channelz.v1.Channelz/GetServers", "")
          .status.error_code(),
      grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(LifecycleTest, ReadinessFollowsWhatIsRequiredAndLivenessDoesNot) {
  const auto server = suite_.Start(suite_.Options());
  const auto channel = Plaintext(server->ports().health);
  server->health().Require("store");
  EXPECT_EQ(HealthOf(channel, "readiness"), "NOT_SERVING");
  server->health().Report("store", absl::OkStatus());
  EXPECT_EQ(HealthOf(channel, "readiness"), "SERVING");
  server->health().Report("store", absl::UnavailableError("disk full"));
  for (const std::string name : {"", "readiness", kEcho}) {
    EXPECT_EQ(HealthOf(channel, name), "NOT_SERVING") << name;
  }
  EXPECT_EQ(HealthOf(channel, "liveness"), "SERVING");
  EXPECT_EQ(HealthOf(Caller(*server), kEcho), "NOT_SERVING");
}

TEST_F(LifecycleTest, ClientsWaitUntilTheServiceIsReady) {
  const auto server = suite_.Start(suite_.Options());
  server->health().Require("store");
  const auto identity = suite_.Identity(kConference);
  const auto channel = MakeServiceChannel(
      *identity, absl::StrCat("127.0.0.1:", server->ports().certificate),
      testing::kServerId);
  EXPECT_EQ(CallEcho(channel).status.error_code(),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(suite_.echo().entered(), 0);
  server->health().Report("store", absl::OkStatus());
  EXPECT_TRUE(channel->WaitForConnected(std::chrono::system_clock::now() +
                                        std::chrono::seconds(10)));
  EXPECT_TRUE(CallEcho(channel).status.ok());
}

TEST_F(LifecycleTest, ClientsTryUnavailableAgainUpToFiveTimes) {
  const auto server = suite_.Start(suite_.Options());
  const auto identity = suite_.Identity(kConference);
  const auto channel = MakeServiceChannel(
      *identity, absl::StrCat("127.0.0.1:", server->ports().certificate),
      testing::kServerId);
  suite_.echo().Fail(4);
  EXPECT_TRUE(CallEcho(channel).status.ok());
  EXPECT_EQ(suite_.echo().entered(), 5);
  suite_.echo().Fail(100);
  EXPECT_EQ(CallEcho(channel).status.error_code(),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(suite_.echo().entered(), 10);
}

TEST_F(LifecycleTest, DrainSaysNotServingThenRefusesThenLetsRunningCallsEnd) {
  ServerOptions options = suite_.Options();
  options.lame_duck = absl::Seconds(7);
  std::vector<std::string> during_lame_duck;
  Server* draining = nullptr;
  std::shared_ptr<grpc::Channel> caller;
  options.wait = [&](absl::Duration lame_duck) {
    during_lame_duck.push_back(absl::FormatDuration(lame_duck));
    const auto health = Plaintext(draining->ports().health);
    during_lame_duck.push_back(HealthOf(health, "readiness"));
    during_lame_duck.push_back(HealthOf(health, "liveness"));
    during_lame_duck.push_back(CallEcho(caller).text);
  };
  const auto server = suite_.Start(options);
  draining = server.get();
  caller = Caller(*server);
  suite_.echo().Hold();
  EchoCall running;
  std::thread in_flight([&] { running = CallEcho(caller); });
  suite_.echo().WaitForHeld();
  std::thread drain([&] { server->Drain(); });
  // Calls are taken until the lame duck has passed, then refused.
  grpc::Status refused;
  do {
    refused = CallEcho(Caller(*server)).status;
  } while (refused.ok());
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(during_lame_duck,
              ElementsAre("7s", "NOT_SERVING", "SERVING", "hello"));
  suite_.echo().Release();
  in_flight.join();
  drain.join();
  EXPECT_TRUE(running.status.ok()) << running.status.error_message();
  EXPECT_EQ(running.text, "hello");
  const auto health = Plaintext(server->ports().health);
  EXPECT_EQ(HealthOf(health, "readiness"), "NOT_SERVING");
  server->health().Report("store", absl::OkStatus());
  EXPECT_EQ(HealthOf(health, "readiness"), "NOT_SERVING");
}

TEST_F(LifecycleTest, CallsThatOutlastTheDrainDeadlineAreCancelled) {
  ServerOptions options = suite_.Options();
  options.drain_deadline = absl::Milliseconds(50);
  const auto server = suite_.Start(options);
  suite_.echo().Hold();
  EchoCall running;
  std::thread in_flight([&] { running = CallEcho(Caller(*server)); });
  suite_.echo().WaitForHeld();
  std::thread drain([&] { server->Drain(); });
  in_flight.join();
  EXPECT_EQ(running.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  suite_.echo().Release();
  drain.join();
}

TEST_F(LifecycleTest, ClientsThatWatchHealthDoNotHoldTheDrainUp) {
  ServerOptions options = suite_.Options();
  options.drain_deadline = absl::Seconds(60);
  const auto server = suite_.Start(options);
  const auto identity = suite_.Identity(kConference);
  const auto channel = MakeServiceChannel(
      *identity, absl::StrCat("127.0.0.1:", server->ports().certificate),
      testing::kServerId);
  ASSERT_TRUE(CallEcho(channel).status.ok());
  const absl::Time begin = absl::Now();
  server->Drain();
  EXPECT_LT(absl::Now() - begin, absl::Seconds(20));
}

TEST_F(LifecycleTest, SignalDrainsInOrderAndASecondOneChangesNothing) {
  const auto server = suite_.Start(suite_.Options());
  std::vector<std::string> order;
  pthread_t waiting;
  sync::Mutex mutex;
  sync::CondVar changed;
  bool is_waiting = false;
  std::thread main_thread([&] {
    PrepareProcess();
    {
      sync::MutexLock lock(&mutex);
      waiting = pthread_self();
      is_waiting = true;
      changed.NotifyAll();
    }
    RunUntilSignal(*server, {{"executor",
                              [&] {
                                pthread_kill(pthread_self(), SIGTERM);
                                order.push_back("executor");
                              }},
                             {"writer", [&] { order.push_back("writer"); }},
                             {"audit", [&] { order.push_back("audit"); }}});
  });
  {
    sync::MutexLock lock(&mutex);
    changed.Wait(&lock, [&] { return is_waiting; });
  }
  EXPECT_TRUE(server->health().ready());
  pthread_kill(waiting, SIGTERM);
  main_thread.join();
  EXPECT_THAT(order, ElementsAre("executor", "writer", "audit"));
  EXPECT_FALSE(server->health().ready());
}

TEST_F(LifecycleTest, RequestAboveTheLimitIsResourceExhausted) {
  const auto server = suite_.Start(suite_.Options());
  const auto stub =
      caseload::testing::v1::EchoService::NewStub(Caller(*server));
  caseload::testing::v1::EchoRequest request;
  caseload::testing::v1::EchoResponse response;
  request.set_text(std::string((1 << 20) - 4, 'a'));
  ASSERT_EQ(request.ByteSizeLong(), size_t{1 << 20});
  {
    grpc::ClientContext context;
    EXPECT_TRUE(stub->Echo(&context, request, &response).ok());
  }
  request.mutable_text()->push_back('a');
  grpc::ClientContext context;
  EXPECT_EQ(stub->Echo(&context, request, &response).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(LifecycleTest, MetadataAboveTheLimitIsResourceExhausted) {
  const auto server = suite_.Start(suite_.Options());
  const auto channel = Caller(*server);
  // The limit holds once the client has acknowledged it (measured).
  ASSERT_TRUE(CallEcho(channel).status.ok());
  grpc::ClientContext context;
  context.AddMetadata("x-large", std::string(20 << 10, 'a'));
  caseload::testing::v1::EchoResponse response;
  EXPECT_EQ(
      caseload::testing::v1::EchoService::NewStub(channel)
          ->Echo(&context, caseload::testing::v1::EchoRequest(), &response)
          .error_code(),
      grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(LifecycleTest, SilentConnectionIsClosedAtTheHandshakeTimeout) {
  ServerOptions options = suite_.Options();
  options.limits.handshake_timeout = absl::Milliseconds(200);
  const auto server = suite_.Start(options);
  const int connection = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(server->ports().certificate));
  ASSERT_EQ(connect(connection, reinterpret_cast<sockaddr*>(&address),
                    sizeof(address)),
            0);
  timeval limit = {30, 0};
  setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  char byte;
  EXPECT_EQ(read(connection, &byte, 1), 0) << "closed, not timed out";
  close(connection);
}

TEST_F(LifecycleTest, PortsFileNamesTheBoundPorts) {
  ServerOptions options = suite_.Options();
  options.admin_address = "";
  const auto server = suite_.Start(options);
  const std::string path = suite_.directory().File("ports.json");
  ASSERT_TRUE(server->WritePortsFile(path).ok());
  std::ifstream file(path);
  const nlohmann::json ports = nlohmann::json::parse(file);
  EXPECT_EQ(ports["certificate"], server->ports().certificate);
  EXPECT_EQ(ports["token"], server->ports().token);
  EXPECT_EQ(ports["health"], server->ports().health);
  EXPECT_EQ(ports["admin"], 0);
  EXPECT_GT(server->ports().health, 0);
  EXPECT_NE(server->ports().certificate, server->ports().token);
  EXPECT_FALSE(
      server->WritePortsFile(suite_.directory().File("absent/ports")).ok());
}

class RefusedStartTest : public LifecycleTest {
 protected:
  absl::Status StartStatus(const ServerOptions& options) {
    const auto tls = suite_.Identity(testing::kServerId);
    return Server::Start(options, tls.get(), &suite_.authenticator(),
                         {{kEcho, &suite_.echo()}})
        .status();
  }
};

TEST_F(RefusedStartTest, PortThatIsTakenIsUnavailable) {
  const auto server = suite_.Start(suite_.Options());
  for (const auto member :
       {&ServerOptions::certificate_address, &ServerOptions::token_address,
        &ServerOptions::health_address, &ServerOptions::admin_address}) {
    ServerOptions options = suite_.Options();
    options.*member = absl::StrCat("127.0.0.1:", server->ports().certificate);
    EXPECT_EQ(StartStatus(options).code(), absl::StatusCode::kUnavailable);
  }
}

TEST_F(RefusedStartTest, AddressesBeyondLoopbackAreRefusedWithTheTestClock) {
  for (const auto member :
       {&ServerOptions::certificate_address, &ServerOptions::token_address,
        &ServerOptions::health_address, &ServerOptions::admin_address}) {
    ServerOptions options = suite_.Options();
    options.*member = "0.0.0.0:0";
    EXPECT_EQ(StartStatus(options).code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST_F(RefusedStartTest, CertificateAndHealthAddressAreNeeded) {
  for (const auto member :
       {&ServerOptions::certificate_address, &ServerOptions::health_address}) {
    ServerOptions options = suite_.Options();
    options.*member = "";
    EXPECT_EQ(StartStatus(options).code(), absl::StatusCode::kInvalidArgument);
  }
}

class AdminTest : public LifecycleTest {
 protected:
  AdminTest() {
    ServerOptions options = suite_.Options();
    options.test_clock = &clock_;
    server_ = suite_.Start(options);
  }
  std::shared_ptr<grpc::Channel> As(const std::string& spiffe_id) {
    return suite_.WithCertificate(server_->ports().admin, spiffe_id);
  }

  clock::SystemClock clock_;
  std::unique_ptr<Server> server_;
};

TEST_F(AdminTest, WhoDoesNotOperateIsPermissionDenied) {
  const auto answer = CallRaw(As(kConference), kReflection, ListServices());
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_THAT(answer.status.error_message(), HasSubstr("METHOD_NOT_ALLOWED"));
  EXPECT_EQ(CallRaw(As("spiffe://caseload.example/partner/ops"), kReflection,
                    ListServices())
                .status.error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(AdminTest, TokenDoesNotReplaceTheClientCertificate) {
  EXPECT_EQ(CallEcho(suite_.WithoutCertificate(server_->ports().admin),
                     suite_.Token(absl::Hours(1), "caseload", "operators"))
                .status.error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST_F(AdminTest, ReflectionListsTheServicesOfTheCallPorts) {
  const auto answer = CallRaw(As(kOps), kReflection, ListServices());
  EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_THAT(answer.bytes, HasSubstr(kEcho));
  EXPECT_THAT(answer.bytes, HasSubstr("caseload.admin.v1.ClockService"));
}

TEST_F(AdminTest, ServiceItselfIsServedElsewhere) {
  const EchoCall call = CallEcho(As(kOps));
  EXPECT_EQ(call.status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_THAT(call.status.error_message(), HasSubstr("certificate and token"));
  EXPECT_EQ(suite_.echo().entered(), 0);
}

TEST_F(AdminTest, ChannelzShowsTheServers) {
  const auto answer =
      CallRaw(As(kOps), "/grpc.channelz.v1.Channelz/GetServers", "");
  EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_THAT(answer.bytes, HasSubstr("127.0.0.1"));
}

TEST_F(AdminTest, ClockServiceMovesTheClockAndWakesItsWaiters) {
  const auto stub = admin::v1::ClockService::NewStub(As(kOps));
  const absl::Time deadline = clock_.Now() + absl::Hours(24 * 30);
  std::thread waiter([&] { clock_.WaitUntil(deadline, [] { return false; }); });
  admin::v1::SetOffsetRequest request;
  request.mutable_offset()->set_seconds(30 * 24 * 3600 + 60);
  admin::v1::SetOffsetResponse moved;
  grpc::ClientContext set_context;
  ASSERT_TRUE(stub->SetOffset(&set_context, request, &moved).ok());
  waiter.join();
  EXPECT_GE(clock_.Now(), deadline);
  EXPECT_EQ(moved.offset().seconds(), 30 * 24 * 3600 + 60);
  EXPECT_GE(absl::FromUnixSeconds(moved.now().seconds()),
            deadline - absl::Seconds(1));
  admin::v1::GetOffsetResponse now;
  grpc::ClientContext get_context;
  ASSERT_TRUE(
      stub->GetOffset(&get_context, admin::v1::GetOffsetRequest(), &now).ok());
  EXPECT_EQ(now.offset().seconds(), 30 * 24 * 3600 + 60);
}

TEST_F(AdminTest, OffsetsThatAreMissingOrTooFarAreInvalid) {
  const auto stub = admin::v1::ClockService::NewStub(As(kOps));
  admin::v1::SetOffsetRequest too_far;
  too_far.mutable_offset()->set_seconds(-int64_t{36526} * 24 * 3600);
  for (const auto& request : {admin::v1::SetOffsetRequest(), too_far}) {
    grpc::ClientContext context;
    admin::v1::SetOffsetResponse response;
    EXPECT_EQ(stub->SetOffset(&context, request, &response).error_code(),
              grpc::StatusCode::INVALID_ARGUMENT);
  }
  EXPECT_EQ(clock_.offset(), absl::ZeroDuration());
}

}  // namespace
}  // namespace caseload::server
