// config.h: what the notify service can be told, beyond
// services/common/process/config.h. Each is a flag and an environment variable
// (CASELOAD_ + the flag's name in capitals).

#ifndef SERVICES_NOTIFY_CONFIG_H_
#define SERVICES_NOTIFY_CONFIG_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/notify/domain/retry.h"
#include "services/notify/mail/mail_settings.h"
#include "services/notify/smtp/smtp_transport.h"

namespace CLI {
class App;
}

namespace caseload::notify {

struct Config {
  // Domain of Message-IDs and calendar UIDs: "notices.county.example". It only
  // has to be the county's own and never change.
  std::string mail_domain;
  // The county's mailbox, Sender of every mail, and the name under it.
  std::string county_address;
  std::string county_name = "Probation Department";
  // Where a person finds a conference, with "{conference}" for its id.
  std::string conference_link;
  // The mail server; empty is a process that sends nothing and only serves.
  std::string smtp_host;
  int smtp_port = 587;
  // "starttls", "implicit" or "none".
  std::string smtp_tls = "starttls";
  std::string smtp_ca;
  std::string smtp_username;
  // File whose first line is the password.
  std::string smtp_password_file;
  // What EHLO says; empty is the mail domain.
  std::string smtp_client_name;
  // Conversations at a time, 1 to 16.
  int senders = 2;
  double lease_seconds = 120;
  double retry_minutes = 30;
  double unreachable_retry_minutes = 5;
};

// Adds the flags of `config` to `app`; `config` must outlive the parse.
void AddOptions(CLI::App& app, Config& config);

// Checks what the flags say together. INVALID_ARGUMENT naming the flag that is
// wrong.
absl::StatusOr<MailSettings> ToMailSettings(const Config& config);

// The mail server, or nullopt when none is named. Reads the password's file.
absl::StatusOr<std::optional<SmtpOptions>> ToSmtpOptions(const Config& config);

RetryPolicy ToRetryPolicy(const Config& config);

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_CONFIG_H_
