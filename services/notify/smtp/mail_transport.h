// mail_transport.h: handing a mail to the mail server, as the delivery worker
// sees it.

#ifndef SERVICES_NOTIFY_SMTP_MAIL_TRANSPORT_H_
#define SERVICES_NOTIFY_SMTP_MAIL_TRANSPORT_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "services/notify/domain/message.h"
#include "services/notify/mail/render.h"

namespace caseload::notify {

// How one conversation ended. Proof is ACCEPTED alone: the server's 250 after
// the data.
struct DeliveryResult {
  AttemptOutcome outcome = AttemptOutcome::kUnreachable;
  // What was last said to the server: "CONNECT", "EHLO", "STARTTLS", "AUTH",
  // "MAIL", "RCPT", "DATA", "BODY", "DATA_END".
  std::string stage;
  // The reply that decided; 0 when none came. Its text is printable ASCII, at
  // most 500 characters; without a reply it says what happened instead.
  int64_t reply_code = 0;
  std::string reply;
  // "mail.county.example:587".
  std::string mail_server;
  // The refusal of the copy, or empty.
  std::string copy_reply;
};

// Asked and told by a conversation, on the thread that called Deliver().
class DeliveryObserver {
 public:
  virtual ~DeliveryObserver() = default;

  // Asked about once a second and between commands: whether to go on. False
  // ends the conversation before the end of the data.
  virtual bool MayGoOn() = 0;

  // Asked once, with everything but the final dot handed over: whether to end
  // the data. False closes the connection, and the server accepts nothing.
  virtual bool MayEndData() = 0;

  // Told exactly once, as soon as the outcome is known: before the connection
  // is closed.
  virtual void Decided(const DeliveryResult& result) = 0;
};

class MailTransport {
 public:
  virtual ~MailTransport() = default;

  // Holds one conversation about `mail` (CRLF lines) and returns when it is
  // over.
  virtual void Deliver(const Envelope& envelope, absl::string_view mail,
                       DeliveryObserver& observer) = 0;
};

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_SMTP_MAIL_TRANSPORT_H_
