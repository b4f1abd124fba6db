// The caseplan service: flags to parts to port.

#include "caseload/caseplan/v1/caseload_service.pb.h"
#include "services/caseplan/caseload_service.h"
#include "services/caseplan/record_import.h"
#include "services/caseplan/storage/caseplan_migrations.h"
#include "services/common/process/process.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {
namespace {

absl::Status Run(const process::Config& config) {
  ABSL_ASSIGN_OR_RETURN(
      const std::unique_ptr<process::Process> process,
      process::Process::Open("caseplan", config, CaseplanMigrations()));

  ServiceOptions options;
  options.ids = &process->ids();
  options.page_tokens = &process->page_tokens();
  options.zone = process->county_zone();

  CaseloadService caseload(options);
  ABSL_ASSIGN_OR_RETURN(
      rpc::Service * caseload_methods,
      process->AddService("caseload.caseplan.v1.CaseloadService"));
  caseload.Register(*caseload_methods);
  RecordImport record_import(options, &caseload);
  record_import.Register(*caseload_methods);

  return process->Serve();
}

}  // namespace
}  // namespace caseload::caseplan

int main(int argc, char** argv) {
  using caseload::process::Config;
  Config config;
  return caseload::process::Main(
      argc, argv, "caseplan",
      [&](CLI::App& app) { caseload::process::AddOptions(app, config); },
      [&] { return caseload::caseplan::Run(config); });
}
