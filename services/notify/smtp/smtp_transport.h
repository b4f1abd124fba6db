// smtp_transport.h: SMTP through libcurl (RFC 5321, RFC 3207, RFC 4954).
//
// libcurl speaks the protocol; what is ours is when to stop: RFC 5321's minimum
// time-outs for each stage (section 4.5.3.2), the lease that is renewed during
// the conversation, and the last question before the final dot. A server that
// refuses the recipient is not offered the data, whatever it says to the copy;
// one that refuses the copy alone delivers to the recipient.
//
// The process must ignore SIGPIPE (services/common/server/process.cc does): TLS
// writes to a connection that the server may have closed.
//
// Thread safety: thread-safe; each call has a connection of its own.

#ifndef SERVICES_NOTIFY_SMTP_SMTP_TRANSPORT_H_
#define SERVICES_NOTIFY_SMTP_SMTP_TRANSPORT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/notify/smtp/mail_transport.h"

namespace caseload::notify {

// How long to wait at each stage. The defaults are the minimums of RFC 5321.
struct SmtpTimeouts {
  // Until the connection stands and the server has said 220.
  absl::Duration greeting = absl::Minutes(5);
  // For the reply to EHLO, STARTTLS (with the handshake) and AUTH.
  absl::Duration command = absl::Minutes(5);
  absl::Duration mail = absl::Minutes(5);
  absl::Duration recipient = absl::Minutes(5);
  absl::Duration data = absl::Minutes(2);
  // For each block of the data.
  absl::Duration block = absl::Minutes(3);
  absl::Duration data_end = absl::Minutes(10);
};

enum class SmtpTls {
  // STARTTLS, or no conversation.
  kStartTls,
  // TLS from the first byte.
  kImplicit,
  // None. For a server on this machine only.
  kNone,
};

struct SmtpOptions {
  std::string host;
  int port = 587;
  SmtpTls tls = SmtpTls::kStartTls;
  // PEM file of the authorities to trust; empty is the system's.
  std::string ca_file;
  // Empty for a server that asks for none.
  std::string username;
  std::string password;
  // What EHLO says.
  std::string client_name;
  SmtpTimeouts timeouts;
};

// INVALID_ARGUMENT naming the flag that is wrong: no host, a port out of
// range, no TLS to another machine, a password without TLS.
absl::Status Validate(const SmtpOptions& options);

class SmtpTransport final : public MailTransport {
 public:
  // `options` are valid.
  explicit SmtpTransport(SmtpOptions options);

  void Deliver(const Envelope& envelope, absl::string_view mail,
               DeliveryObserver& observer) override;

 private:
  const SmtpOptions options_;
};

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_SMTP_SMTP_TRANSPORT_H_
