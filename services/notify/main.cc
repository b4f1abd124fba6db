// The notify service: flags to parts to port.

#include <memory>
#include <optional>

#include "absl/time/time.h"
#include "services/common/log/log.h"
#include "services/common/process/process.h"
#include "services/common/process/watch.h"
#include "services/common/status/status_macros.h"
#include "services/notify/config.h"
#include "services/notify/delivery/delivery_metrics.h"
#include "services/notify/delivery/sender_group.h"
#include "services/notify/notify_service.h"
#include "services/notify/smtp/smtp_transport.h"
#include "services/notify/storage/notify_migrations.h"

namespace caseload::notify {
namespace {

constexpr absl::Duration kFiguresInterval = absl::Seconds(15);

DeliveryWorker::Options SenderOptions(process::Process& process,
                                      const Config& config,
                                      MailTransport* transport,
                                      const MailSettings& mail,
                                      DeliveryMetrics* metrics) {
  DeliveryWorker::Options options;
  options.database = &process.database();
  options.clock = &process.clock();
  options.transport = transport;
  options.mail = mail;
  options.retry = ToRetryPolicy(config);
  options.name = process.ids().NewId();
  options.lease = absl::Seconds(config.lease_seconds);
  options.on_attempt_end = [metrics](AttemptOutcome outcome, bool given_up) {
    metrics->AttemptEnded(outcome, given_up);
  };
  return options;
}

absl::Status Run(const process::Config& common, const Config& config) {
  ABSL_ASSIGN_OR_RETURN(const MailSettings mail, ToMailSettings(config));
  ABSL_ASSIGN_OR_RETURN(const std::optional<SmtpOptions> smtp,
                        ToSmtpOptions(config));
  ABSL_ASSIGN_OR_RETURN(
      const std::unique_ptr<process::Process> process,
      process::Process::Open("notify", common, NotifyMigrations()));

  NotifyService::Options options;
  options.ids = &process->ids();
  options.page_tokens = &process->page_tokens();
  options.resume_tokens = &process->resume_tokens();
  options.mail_domain = config.mail_domain;
  NotifyService messages(options);
  ABSL_ASSIGN_OR_RETURN(
      rpc::Service * methods,
      process->AddService("caseload.notify.v1.NotifyService"));
  messages.Register(*methods);

  DeliveryMetrics metrics(process->metrics(), &process->database(),
                          &process->clock(), process->county_zone());
  std::optional<process::Periodic> figures;
  figures.emplace(kFiguresInterval, [&metrics] {
    const absl::Status read = metrics.Read();
    if (!read.ok()) {
      log::Warn("open messages were not counted", {{"status", read}});
    }
  });
  process->OnDrain("figures", [&figures] { figures.reset(); });

  std::optional<SmtpTransport> transport;
  std::optional<SenderGroup> senders;
  if (smtp.has_value()) {
    transport.emplace(*smtp);
    senders.emplace(
        SenderOptions(*process, config, &*transport, mail, &metrics),
        config.senders);
    ABSL_RETURN_IF_ERROR(senders->Start());
    process->OnDrain("senders", [&senders] { senders->Stop(); });
  } else {
    log::Warn("no mail server is configured: this process sends nothing");
  }
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
