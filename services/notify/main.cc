// The notify service: flags to parts to port.

#include "services/common/process/process.h"
#include "services/common/status/status_macros.h"
#include "services/notify/config.h"
#include "services/notify/notify_service.h"
#include "services/notify/storage/notify_migrations.h"

namespace caseload::notify {
namespace {

absl::Status Run(const process::Config& common, const Config& config) {
  ABSL_ASSIGN_OR_RETURN(
      const std::unique_ptr<process::Process> process,
      process::Process::Open("notify", common, NotifyMigrations()));

  NotifyService::Options options;
  options.ids = &process->ids();
  options.page_tokens = &process->page_tokens();
  options.resume_tokens = &process->resume_tokens();
  options.mail_domain = config.mail_domain;
  NotifyService messages(options);
  ABSL_ASSIGN_OR_RETURN(rpc::Service * methods,
                        process->AddService("caseload.notify.v1.NotifyService"));
  messages.Register(*methods);

  return process->Serve();
}

}  // namespace
}  // namespace caseload::notify

int main(int argc, char** argv) {
  caseload::process::Config common;
  caseload::notify::Config config;
  return caseload::process::Main(
      argc, argv, "notify",
      [&](CLI::App& app) {
        caseload::process::AddOptions(app, common);
        caseload::notify::AddOptions(app, config);
      },
      [&] { return caseload::notify::Run(common, config); });
}
