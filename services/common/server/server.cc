#include "services/common/server/server.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/ext/channelz_service_plugin.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/grpcpp.h"
#include "nlohmann/json.hpp"
#include "services/common/log/log.h"
#include "services/common/server/address.h"
#include "services/common/server/elsewhere_service.h"
#include "services/common/status/status_macros.h"
#ifdef CASELOAD_TEST_CLOCK
#include "services/common/server/clock_service.h"
#endif

namespace caseload::server {
namespace {

// gRPC's plugins (reflection, channelz) are registered for every server of the
// process; this takes them from one.
class WithoutPlugins final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>*
                         plugins) override {
    plugins->clear();
  }
};

int Millis(absl::Duration duration) {
  return static_cast<int>(absl::ToInt64Milliseconds(duration));
}

void ApplyLimits(const Limits& limits, grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(limits.max_receive_bytes);
  builder.SetMaxSendMessageSize(limits.max_send_bytes);
  const std::pair<const char*, int> arguments[] = {
      {GRPC_ARG_MAX_METADATA_SIZE, limits.max_metadata_bytes},
      {GRPC_ARG_MAX_CONCURRENT_STREAMS, limits.max_concurrent_streams},
      {GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, Millis(limits.handshake_timeout)},
      {GRPC_ARG_MAX_CONNECTION_IDLE_MS, Millis(limits.max_connection_idle)},
      {GRPC_ARG_MAX_CONNECTION_AGE_MS, Millis(limits.max_connection_age)},
      {GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
       Millis(limits.max_connection_age_grace)},
      {GRPC_ARG_KEEPALIVE_TIME_MS, Millis(limits.keepalive_time)},
      {GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Millis(limits.keepalive_timeout)},
      {GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
       Millis(limits.min_ping_interval)},
      // Two processes on one port would share its connections unnoticed.
      {GRPC_ARG_ALLOW_REUSEPORT, 0},
  };
  for (const auto& [name, value] : arguments) {
    builder.AddChannelArgument(name, value);
  }
}

absl::Status CheckAddresses(const ServerOptions& options) {
  if (options.certificate_address.empty() || options.health_address.empty()) {
    return absl::InvalidArgumentError(
        "a server needs a certificate address and a health address");
  }
  if (!options.admin_address.empty() && !IsLoopback(options.admin_address)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the admin listener is for loopback only, not ",
                     options.admin_address));
  }
#ifdef CASELOAD_TEST_CLOCK
  for (const std::string* address :
       {&options.certificate_address, &options.token_address,
        &options.health_address}) {
    if (!address->empty() && !IsLoopback(*address)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "a build with CASELOAD_TEST_CLOCK listens on loopback only, not ",
          *address));
    }
  }
#endif
  return absl::OkStatus();
}

absl::Status CannotListen(absl::string_view addresses) {
  return absl::UnavailableError(absl::StrCat("cannot listen on ", addresses));
}

std::vector<std::string> NamesOf(
    const std::vector<RegisteredService>& services) {
  std::vector<std::string> names;
  for (const RegisteredService& service : services) {
    names.push_back(service.full_name);
  }
  return names;
}

void Wait(absl::Duration duration) {
  std::this_thread::sleep_for(absl::ToChronoNanoseconds(duration));
}

std::chrono::system_clock::time_point After(absl::Duration duration) {
  return std::chrono::system_clock::now() +
         absl::ToChronoMilliseconds(duration);
}

}  // namespace

Server::Server(ServerOptions options,
               const std::vector<RegisteredService>& services)
    : options_(std::move(options)), health_(NamesOf(services)) {}

Server::~Server() {
  health_.Detach();
  for (const auto& server :
       {calls_.get(), admin_.get(), health_server_.get()}) {
    if (server != nullptr) server->Shutdown(After(absl::ZeroDuration()));
  }
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    ServerOptions options, const TlsIdentity* tls,
    auth::Authenticator* authenticator,
    const std::vector<RegisteredService>& services) {
  ABSL_RETURN_IF_ERROR(CheckAddresses(options));
  grpc::EnableDefaultHealthCheckService(true);
  std::unique_ptr<Server> server(new Server(std::move(options), services));
  ABSL_RETURN_IF_ERROR(server->StartCalls(*tls, authenticator, services));
  ABSL_RETURN_IF_ERROR(server->StartAdmin(*tls, authenticator, services));
  ABSL_RETURN_IF_ERROR(server->StartHealth());
  const BoundPorts& ports = server->ports_;
  log::Info("listening", {{"certificate_port", ports.certificate},
                          {"token_port", ports.token},
                          {"health_port", ports.health},
                          {"admin_port", ports.admin}});
  return server;
}

absl::Status Server::StartCalls(
    const TlsIdentity& tls, auth::Authenticator* authenticator,
    const std::vector<RegisteredService>& services) {
  grpc::ServerBuilder builder;
  builder.SetOption(std::make_unique<WithoutPlugins>());
  ApplyLimits(options_.limits, builder);
  auto certificate_port = tls.ForCertificatePort();
  certificate_port->SetAuthMetadataProcessor(
      auth::MakeCertificateProcessor(authenticator, options_.on_stranger));
  builder.AddListeningPort(options_.certificate_address, certificate_port,
                           &ports_.certificate);
  if (!options_.token_address.empty()) {
    auto token_port = tls.ForTokenPort();
    token_port->SetAuthMetadataProcessor(
        auth::MakeTokenProcessor(authenticator, options_.on_stranger));
    builder.AddListeningPort(options_.token_address, token_port, &ports_.token);
  }
  for (const RegisteredService& service : services) {
    builder.RegisterService(service.service);
  }
  calls_ = builder.BuildAndStart();
  if (calls_ == nullptr) {
    return CannotListen(absl::StrCat(options_.certificate_address, " ",
                                     options_.token_address));
  }
  health_.Attach(calls_->GetHealthCheckService());
  return absl::OkStatus();
}

absl::Status Server::StartHealth() {
  grpc::ServerBuilder builder;
  builder.SetOption(std::make_unique<WithoutPlugins>());
  ApplyLimits(options_.limits, builder);
  builder.AddListeningPort(options_.health_address,
                           grpc::InsecureServerCredentials(), &ports_.health);
  // gRPC starts no server without a service of ours.
  builder.RegisterCallbackGenericService(&unimplemented_);
  health_server_ = builder.BuildAndStart();
  if (health_server_ == nullptr) return CannotListen(options_.health_address);
  health_.Attach(health_server_->GetHealthCheckService());
  return absl::OkStatus();
}

absl::Status Server::StartAdmin(
    const TlsIdentity& tls, auth::Authenticator* authenticator,
    const std::vector<RegisteredService>& services) {
  if (options_.admin_address.empty()) return absl::OkStatus();
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::channelz::experimental::InitChannelzService();
  for (const RegisteredService& service : services) {
    admin_services_.push_back(
        std::make_unique<ElsewhereService>(service.full_name));
  }
#ifdef CASELOAD_TEST_CLOCK
  if (options_.test_clock != nullptr) {
    admin_services_.push_back(MakeClockService(options_.test_clock));
  }
#endif
  // Reflection and channelz come as plugins of the process.
  grpc::ServerBuilder builder;
  ApplyLimits(options_.limits, builder);
  auto credentials = tls.ForCertificatePort();
  credentials->SetAuthMetadataProcessor(auth::MakeCertificateProcessor(
      authenticator, options_.on_stranger, auth::AdmitOperators));
  builder.AddListeningPort(options_.admin_address, credentials, &ports_.admin);
  for (const auto& service : admin_services_) {
    builder.RegisterService(service.get());
  }
  admin_ = builder.BuildAndStart();
  return admin_ == nullptr ? CannotListen(options_.admin_address)
                           : absl::OkStatus();
}

absl::Status Server::WritePortsFile(const std::string& path) const {
  const nlohmann::json ports = {{"certificate", ports_.certificate},
                                {"token", ports_.token},
                                {"health", ports_.health},
                                {"admin", ports_.admin}};
  const std::string temporary = absl::StrCat(path, ".new");
  std::ofstream file(temporary, std::ios::trunc);
  file << ports.dump() << "\n";
  file.close();
  if (!file.good() || std::rename(temporary.c_str(), path.c_str()) != 0) {
    return absl::UnavailableError(absl::StrCat("cannot write ", path));
  }
  return absl::OkStatus();
}

void Server::Drain() {
  log::Info("draining", {{"lame_duck_seconds", options_.lame_duck},
                         {"deadline_seconds", options_.drain_deadline}});
  health_.Drain();
  if (options_.on_drain) options_.on_drain();
  (options_.wait ? options_.wait : Wait)(options_.lame_duck);
  calls_->Shutdown(After(options_.drain_deadline));
  if (admin_ != nullptr) admin_->Shutdown(After(absl::ZeroDuration()));
  log::Info("drained");
}

}  // namespace caseload::server
