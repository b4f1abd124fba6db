// The caseplan service with everything on, behind a plaintext port of the
// loopback device. The shipped binary has no such port: this one exists to
// compare with a floor that has no TLS either, and to count instructions.

#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "grpcpp/server_builder.h"
#include "services/caseplan/caching.h"
#include "services/caseplan/caseload_service.h"
#include "services/caseplan/config.h"
#include "services/caseplan/record_import.h"
#include "services/caseplan/snapshot_service.h"
#include "services/caseplan/storage/caseplan_migrations.h"
#include "services/caseplan/storage/policy_migrations.h"
#include "services/common/import/import_migrations.h"
#include "services/common/process/process.h"
#include "services/common/sql/migrations.h"
#include "services/common/status/status_macros.h"
#include "tests/bench/listener.h"

namespace caseload::caseplan {
namespace {

absl::Status Serve(process::Process& process, rpc::Service& service,
                   const std::string& ports_file) {
  ABSL_RETURN_IF_ERROR(service.CheckComplete());
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return absl::UnavailableError("cannot listen");
  ABSL_RETURN_IF_ERROR(
      bench::ServeUntilSignal(*server, {{"plaintext", port}}, ports_file));
  process.database().Drain();
  return absl::OkStatus();
}

// As services/caseplan/main.cc composes it, but for what the bench does not
// call: the other services, and the assessment service's feed.
absl::Status Run(const process::Config& common, const Config& config) {
  ABSL_ASSIGN_OR_RETURN(
      const std::unique_ptr<process::Process> process,
      process::Process::Open("caseplan", common, CaseplanMigrations()));
  ABSL_RETURN_IF_ERROR(
      sql::Migrate(process->database(), "policy", PolicyMigrations()));
  ABSL_RETURN_IF_ERROR(
      sql::Migrate(process->database(), "import", ImportMigrations()));
  ABSL_ASSIGN_OR_RETURN(const imports::RecordMasters masters,
                        imports::RecordMasters::Parse(
                            config.imported_kinds, RecordImport::KindNames()));

  ServiceOptions options;
  options.ids = &process->ids();
  options.page_tokens = &process->page_tokens();
  options.zone = process->county_zone();
  options.masters = &masters;

  CaseloadService caseload(options);
  ABSL_ASSIGN_OR_RETURN(
      rpc::Service * methods,
      process->AddService("caseload.caseplan.v1.CaseloadService"));
  caseload.Register(*methods);
  RecordImport record_import(options);
  record_import.Register(*methods);
  SnapshotService snapshots(options);
  snapshots.Register(*methods);
  ABSL_ASSIGN_OR_RETURN(const Caching caching,
                        OpenCaching(
                            *process, options, config.caching,
                            [] { return absl::InfiniteDuration(); },
                            /*risk_wait=*/nullptr));
  caching.snapshots->Register(*methods);
  methods->Watch("WatchChanges", &process->resume_tokens());
  return Serve(*process, *methods, common.ports_file);
}

}  // namespace
}  // namespace caseload::caseplan

int main(int argc, char** argv) {
  caseload::process::Config common;
  caseload::caseplan::Config config;
  return caseload::process::Main(
      argc, argv, "caseplan",
      [&](CLI::App& app) {
        caseload::process::AddOptions(app, common);
        caseload::caseplan::AddOptions(app, config);
      },
      [&] { return caseload::caseplan::Run(common, config); });
}
