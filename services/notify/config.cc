#include "services/notify/config.h"

#include <CLI/CLI.hpp>
#include <fstream>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"
#include "services/notify/domain/email.h"

namespace caseload::notify {
namespace {

void AddMailOptions(CLI::App& app, Config& config) {
  app.add_option("--mail-domain", config.mail_domain,
                 "domain of Message-IDs and calendar UIDs")
      ->envname("CASELOAD_MAIL_DOMAIN")
      ->required();
  app.add_option("--county-address", config.county_address,
                 "the county's mailbox, Sender of every mail")
      ->envname("CASELOAD_COUNTY_ADDRESS");
  app.add_option("--county-name", config.county_name,
                 "what stands under every mail")
      ->envname("CASELOAD_COUNTY_NAME");
  app.add_option("--conference-link", config.conference_link,
                 "where a person finds a conference, with {conference}")
      ->envname("CASELOAD_CONFERENCE_LINK");
}

void AddSmtpOptions(CLI::App& app, Config& config) {
  app.add_option("--smtp-host", config.smtp_host,
                 "mail server; without one nothing is sent")
      ->envname("CASELOAD_SMTP_HOST");
  app.add_option("--smtp-port", config.smtp_port, "its port")
      ->envname("CASELOAD_SMTP_PORT");
  app.add_option("--smtp-tls", config.smtp_tls, "starttls, implicit or none")
      ->envname("CASELOAD_SMTP_TLS")
      ->check(CLI::IsMember({"starttls", "implicit", "none"}));
  app.add_option("--smtp-ca", config.smtp_ca,
                 "PEM file of the authorities to trust; default the system's")
      ->envname("CASELOAD_SMTP_CA");
  app.add_option("--smtp-username", config.smtp_username, "who logs in")
      ->envname("CASELOAD_SMTP_USERNAME");
  app.add_option("--smtp-password-file", config.smtp_password_file,
                 "file whose first line is the password")
      ->envname("CASELOAD_SMTP_PASSWORD_FILE");
  app.add_option("--smtp-client-name", config.smtp_client_name,
                 "what EHLO says; default the mail domain")
      ->envname("CASELOAD_SMTP_CLIENT_NAME");
}

void AddDeliveryOptions(CLI::App& app, Config& config) {
  app.add_option("--senders", config.senders, "conversations at a time")
      ->envname("CASELOAD_SENDERS")
      ->check(CLI::Range(1, 16));
  app.add_option("--lease-seconds", config.lease_seconds,
                 "an unrenewed lease is another sender's to take after this")
      ->envname("CASELOAD_LEASE_SECONDS")
      ->check(CLI::Range(10.0, 3600.0));
  app.add_option("--retry-minutes", config.retry_minutes,
                 "between two offers of one message (RFC 5321: at least 30)")
      ->envname("CASELOAD_RETRY_MINUTES")
      ->check(CLI::Range(1.0, 1440.0));
  app.add_option("--unreachable-retry-minutes",
                 config.unreachable_retry_minutes,
                 "after a conversation in which nothing was offered")
      ->envname("CASELOAD_UNREACHABLE_RETRY_MINUTES")
      ->check(CLI::Range(0.1, 1440.0));
}

absl::Status BadFlag(absl::string_view flag, absl::string_view problem) {
  return absl::InvalidArgumentError(absl::StrCat(flag, " ", problem));
}

absl::StatusOr<std::string> FirstLine(const std::string& file) {
  std::ifstream stream(file);
  std::string line;
  if (!std::getline(stream, line)) {
    return BadFlag("--smtp-password-file", "cannot be read, or is empty");
  }
  return line;
}

}  // namespace

void AddOptions(CLI::App& app, Config& config) {
  AddMailOptions(app, config);
  AddSmtpOptions(app, config);
  AddDeliveryOptions(app, config);
}

absl::StatusOr<MailSettings> ToMailSettings(const Config& config) {
  if (!IsDomain(config.mail_domain)) {
    return BadFlag("--mail-domain", "is no name like notices.county.example");
  }
  if (!config.smtp_host.empty() && !IsEmail(config.county_address)) {
    return BadFlag("--county-address",
                   "is no single address like name@example.org");
  }
  if (!config.conference_link.empty() &&
      !absl::StartsWith(config.conference_link, "https://")) {
    return BadFlag("--conference-link", "does not begin with https://");
  }
  return MailSettings{config.county_address, config.county_name,
                      config.conference_link};
}

absl::StatusOr<std::optional<SmtpOptions>> ToSmtpOptions(const Config& config) {
  if (config.smtp_host.empty()) return std::optional<SmtpOptions>();
  SmtpOptions options;
  options.host = config.smtp_host;
  options.port = config.smtp_port;
  options.tls = config.smtp_tls == "none"       ? SmtpTls::kNone
                : config.smtp_tls == "implicit" ? SmtpTls::kImplicit
                                                : SmtpTls::kStartTls;
  options.ca_file = config.smtp_ca;
  options.username = config.smtp_username;
  if (!config.smtp_password_file.empty()) {
    ABSL_ASSIGN_OR_RETURN(options.password,
                          FirstLine(config.smtp_password_file));
  }
  options.client_name = config.smtp_client_name.empty()
                            ? config.mail_domain
                            : config.smtp_client_name;
  ABSL_RETURN_IF_ERROR(Validate(options));
  return std::optional<SmtpOptions>(std::move(options));
}

RetryPolicy ToRetryPolicy(const Config& config) {
  RetryPolicy policy;
  policy.offer_interval = absl::Minutes(config.retry_minutes);
  policy.unreachable_interval = absl::Minutes(config.unreachable_retry_minutes);
  return policy;
}

}  // namespace caseload::notify
