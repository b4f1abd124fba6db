#include "services/common/process/process.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "prometheus/counter.h"
#include "prometheus/gauge.h"
#include "services/common/audit/audit_log.h"
#include "services/common/audit/audit_migrations.h"
#include "services/common/auth/authenticator.h"
#include "services/common/auth/identity.h"
#include "services/common/build_info/build_info.h"
#include "services/common/feed/feed_migrations.h"
#include "services/common/follow/follow_migrations.h"
#include "services/common/idempotency/idempotency_migrations.h"
#include "services/common/log/log.h"
#include "services/common/metrics/registry.h"
#include "services/common/process/watch.h"
#include "services/common/seal/sealer.h"
#include "services/common/server/channel.h"
#include "services/common/server/process.h"
#include "services/common/status/status_macros.h"

namespace caseload::process {
namespace {

// How often the store is asked whether it is there, and the certificate when it
// expires.
constexpr absl::Duration kLookInterval = absl::Seconds(2);

log::Level LevelByName(const std::string& name) {
  if (name == "debug") return log::Level::kDebug;
  if (name == "warn") return log::Level::kWarn;
  if (name == "error") return log::Level::kError;
  return log::Level::kInfo;
}

absl::StatusOr<seal::Sealer> MakeSealer(const std::string& key_file) {
  if (key_file.empty()) return seal::Sealer::WithRandomKey();
  std::ifstream file(key_file, std::ios::binary);
  std::string key((std::istreambuf_iterator<char>(file)),
                  std::istreambuf_iterator<char>());
  absl::StatusOr<seal::Sealer> sealer = seal::Sealer::FromKey(key);
  if (!sealer.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--seal-key ", key_file, ": ", sealer.status().message()));
  }
  return sealer;
}

void ReportBuild(prometheus::Registry& registry,
                 absl::string_view service_name) {
  prometheus::BuildGauge()
      .Name("caseload_build_info")
      .Help("1; the labels say which build this is.")
      .Register(registry)
      .Add({{"service", std::string(service_name)},
            {"version", build_info::kVersion},
            {"commit", build_info::kCommit},
            {"options", build_info::kOptions}})
      .Set(1);
}

// 0 when the file cannot be read, which an alert on what is left sees.
void ReportExpiry(const server::TlsIdentity& tls, prometheus::Gauge& expiry) {
  const absl::StatusOr<absl::Time> not_after = tls.NotAfter();
  expiry.Set(not_after.ok()
                 ? absl::ToDoubleSeconds(*not_after - absl::UnixEpoch())
                 : 0);
}

}  // namespace

// In the order of their making; destroyed in the opposite one.
struct Process::Parts {
  std::string service_name;
  Config config;
  absl::TimeZone county_zone;
  clock::SystemClock clock;
  ids::RandomIdSource ids;
  metrics::Registry metrics;
  std::unique_ptr<sql::Database> database;
  std::unique_ptr<audit::Writer> audit;
  std::unique_ptr<rpc::Executor> executor;
  std::unique_ptr<seal::Sealer> sealer;
  std::unique_ptr<paging::TokenSealer> page_tokens;
  std::unique_ptr<feed::ResumeTokens> resume_tokens;
  std::unique_ptr<server::TlsIdentity> tls;
  std::unique_ptr<auth::TokenVerifier> tokens;
  std::unique_ptr<auth::Authenticator> authenticator;
  std::unique_ptr<rpc::Pipeline> pipeline;
  std::vector<std::unique_ptr<rpc::Service>> services;
  std::vector<server::RegisteredService> registered;
  std::vector<server::DrainStep> own_drain_steps;
  std::vector<std::unique_ptr<follow::ChangeSource>> sources;
  std::vector<std::unique_ptr<follow::Follower>> followers;

  absl::Status OpenStore(const std::vector<sql::Migration>& migrations);
  absl::Status LoadIdentities();
  void BuildPipeline();
};

absl::Status Process::Parts::OpenStore(
    const std::vector<sql::Migration>& migrations) {
  sql::Options options;
  options.url = config.database;
  ABSL_ASSIGN_OR_RETURN(database, sql::Database::Open(options));
  ABSL_RETURN_IF_ERROR(sql::Migrate(*database, "audit", AuditMigrations()));
  ABSL_RETURN_IF_ERROR(
      sql::Migrate(*database, "idempotency", IdempotencyMigrations()));
  ABSL_RETURN_IF_ERROR(sql::Migrate(*database, "feed", FeedMigrations()));
  ABSL_RETURN_IF_ERROR(sql::Migrate(*database, "follow", FollowMigrations()));
  ABSL_RETURN_IF_ERROR(sql::Migrate(*database, service_name, migrations));
  return database->WriteAndWait(
      {}, [this](sql::Transaction& tx) { return feed::EnsureStore(tx, ids); });
}

absl::Status Process::Parts::LoadIdentities() {
  ABSL_ASSIGN_OR_RETURN(
      tls, server::TlsIdentity::Load(
               {config.tls_key, config.tls_certificate, config.tls_trusted}));
  if (!config.token_address.empty()) {
    ABSL_ASSIGN_OR_RETURN(auth::TokenOptions options, ToTokenOptions(config));
    ABSL_ASSIGN_OR_RETURN(
        tokens, auth::TokenVerifier::Create(std::move(options), &clock));
  }
  authenticator =
      std::make_unique<auth::Authenticator>(config.trust_domain, tokens.get());
  return absl::OkStatus();
}

void Process::Parts::BuildPipeline() {
  audit = std::make_unique<audit::Writer>(database.get());
  executor = std::make_unique<rpc::Executor>(rpc::Executor::Options());
  rpc::Pipeline::Options options;
  options.authenticate = [this](absl::string_view peer_spiffe_id,
                                absl::string_view authorization) {
    return authenticator->Authenticate(peer_spiffe_id, authorization);
  };
  options.database = database.get();
  options.audit = audit.get();
  options.executor = executor.get();
  options.clock = &clock;
  options.metrics = &metrics.prometheus();
  pipeline = std::make_unique<rpc::Pipeline>(std::move(options));
}

Process::Process() : parts_(std::make_unique<Parts>()) {}
Process::~Process() = default;

absl::StatusOr<std::unique_ptr<Process>> Process::Open(
    absl::string_view service_name, const Config& config,
    const std::vector<sql::Migration>& migrations) {
  auto process = std::unique_ptr<Process>(new Process());
  Parts& parts = *process->parts_;
  parts.service_name = std::string(service_name);
  parts.config = config;
  log::Init({parts.service_name, LevelByName(config.log_level), nullptr});
  if (!absl::LoadTimeZone(config.county_zone, &parts.county_zone)) {
    return absl::InvalidArgumentError(
        absl::StrCat("--county-zone: '", config.county_zone,
                     "' is no zone that this machine's time zone data knows"));
  }
  ReportBuild(parts.metrics.prometheus(), service_name);
  ABSL_ASSIGN_OR_RETURN(seal::Sealer sealer, MakeSealer(config.seal_key));
  parts.sealer = std::make_unique<seal::Sealer>(std::move(sealer));
  parts.page_tokens = std::make_unique<paging::TokenSealer>(*parts.sealer);
  parts.resume_tokens = std::make_unique<feed::ResumeTokens>(*parts.sealer);
  ABSL_RETURN_IF_ERROR(parts.LoadIdentities());
  ABSL_RETURN_IF_ERROR(parts.OpenStore(migrations));
  parts.BuildPipeline();
  return process;
}

sql::Database& Process::database() { return *parts_->database; }
clock::Clock& Process::clock() { return parts_->clock; }
ids::IdSource& Process::ids() { return parts_->ids; }
absl::TimeZone Process::county_zone() const { return parts_->county_zone; }
prometheus::Registry& Process::metrics() {
  return parts_->metrics.prometheus();
}
const paging::TokenSealer& Process::page_tokens() const {
  return *parts_->page_tokens;
}
const feed::ResumeTokens& Process::resume_tokens() const {
  return *parts_->resume_tokens;
}
const server::TlsIdentity& Process::tls() const { return *parts_->tls; }
const seal::Sealer& Process::sealer() const { return *parts_->sealer; }
rpc::Executor& Process::executor() { return *parts_->executor; }
void Process::ReturnConsistencyTokens(
    std::function<std::string(const sql::Notes&)> make) {
  parts_->pipeline->set_consistency_token(std::move(make));
}

absl::StatusOr<rpc::Service*> Process::AddService(absl::string_view full_name) {
  ABSL_ASSIGN_OR_RETURN(
      std::unique_ptr<rpc::Service> service,
      rpc::Service::Create(parts_->pipeline.get(), full_name));
  parts_->registered.push_back({std::string(full_name), service.get()});
  parts_->services.push_back(std::move(service));
  return parts_->services.back().get();
}

std::shared_ptr<grpc::Channel> Process::ChannelTo(
    absl::string_view name, absl::string_view target) const {
  return server::MakeServiceChannel(
      *parts_->tls, target,
      auth::ServiceSpiffeId(parts_->config.trust_domain, name));
}

const follow::Follower& Process::Follow(
    std::string feed, std::vector<std::string> kinds,
    std::unique_ptr<follow::ChangeSource> source,
    follow::Projection* projection) {
  follow::Follower::Options options;
  options.feed = std::move(feed);
  options.kinds = std::move(kinds);
  options.database = parts_->database.get();
  options.source = source.get();
  options.projection = projection;
  options.clock = &parts_->clock;
  options.metrics = &parts_->metrics.prometheus();
  parts_->sources.push_back(std::move(source));
  parts_->followers.push_back(
      std::make_unique<follow::Follower>(std::move(options)));
  return *parts_->followers.back();
}

void Process::OnDrain(std::string name, std::function<void()> stop) {
  parts_->own_drain_steps.push_back({std::move(name), std::move(stop)});
}

absl::Status Process::Serve() {
  Parts& parts = *parts_;
  for (const auto& service : parts.services) {
    ABSL_RETURN_IF_ERROR(service->CheckComplete());
  }
  auto& strangers = prometheus::BuildCounter()
                        .Name("caseload_strangers_total")
                        .Help("Calls refused before they were read, by reason.")
                        .Register(parts.metrics.prometheus());
  server::ServerOptions options;
  options.service_name = parts.service_name;
  options.certificate_address = parts.config.certificate_address;
  options.token_address = parts.config.token_address;
  options.health_address = parts.config.health_address;
  options.admin_address = parts.config.admin_address;
  options.lame_duck = absl::Seconds(parts.config.lame_duck_seconds);
  options.drain_deadline = absl::Seconds(parts.config.drain_seconds);
  options.on_stranger = [&strangers](absl::string_view reason) {
    strangers.Add({{"reason", std::string(reason)}}).Increment();
  };
  options.on_drain = [&parts] { parts.pipeline->open_streams().EndAll(); };
#ifdef CASELOAD_TEST_CLOCK
  options.test_clock = &parts.clock;
#endif
  ABSL_ASSIGN_OR_RETURN(
      std::unique_ptr<server::Server> server,
      server::Server::Start(std::move(options), parts.tls.get(),
                            parts.authenticator.get(), parts.registered));
  if (!parts.config.metrics_address.empty()) {
    ABSL_ASSIGN_OR_RETURN(const int port,
                          parts.metrics.Expose(parts.config.metrics_address));
    log::Info("metrics", {{"port", port}});
  }
  auto& expiry =
      prometheus::BuildGauge()
          .Name("caseload_certificate_expiry_timestamp_seconds")
          .Help("When the certificate that is in use expires, Unix time.")
          .Register(parts.metrics.prometheus())
          .Add({});
  server->health().Require("store");
  // Ends before the server and the store do.
  const Periodic watch(kLookInterval, [&parts, &expiry, &server] {
    ReportStore(*parts.database, server->health());
    ReportExpiry(*parts.tls, expiry);
  });
  server->health().Started();
  if (!parts.config.ports_file.empty()) {
    ABSL_RETURN_IF_ERROR(server->WritePortsFile(parts.config.ports_file));
  }
  for (const auto& follower : parts.followers) follower->Start();
  log::Info("serving", {{"version", build_info::Summary()},
                        {"certificate_port", server->ports().certificate},
                        {"token_port", server->ports().token},
                        {"health_port", server->ports().health},
                        {"admin_port", server->ports().admin}});

  std::vector<server::DrainStep> steps = parts.own_drain_steps;
  for (const auto& follower : parts.followers) {
    steps.push_back({"follower", [&follower] { follower->Stop(); }});
  }
  steps.push_back({"executor", [&parts] { parts.executor->Drain(); }});
  steps.push_back({"writer", [&parts] { parts.database->Drain(); }});
  steps.push_back({"audit", [&parts] { parts.audit->Drain(); }});
  server::RunUntilSignal(*server, steps);
  return absl::OkStatus();
}

int Main(int argc, char** argv, absl::string_view service_name,
         const std::function<void(CLI::App&)>& add_options,
         const std::function<absl::Status()>& body) {
  server::PrepareProcess();
  CLI::App app(absl::StrCat("Caseload's ", service_name, " service."));
  app.set_version_flag("--version", build_info::Summary());
  add_options(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : 2;
  }
  log::Init({std::string(service_name), log::Level::kInfo, nullptr});
  if (const absl::Status status = body(); !status.ok()) {
    log::Error("not started", {{"status", status}});
    return 1;
  }
  return 0;
}

}  // namespace caseload::process
