// smtp_reply.h: what a mail server's reply means for a message.

#ifndef SERVICES_NOTIFY_DOMAIN_SMTP_REPLY_H_
#define SERVICES_NOTIFY_DOMAIN_SMTP_REPLY_H_

#include "absl/strings/string_view.h"
#include "services/notify/domain/message.h"

namespace caseload::notify {

// Where a conversation stands.
enum class SmtpStage {
  kConnect,
  kEhlo,
  kStartTls,
  kAuth,
  kMail,
  kRecipient,
  kData,
  kBody,
  kDataEnd,
};

// "CONNECT", "EHLO" ... "DATA_END".
absl::string_view Name(SmtpStage stage);

// The outcome of a conversation that ended at `stage` with the reply `code`, 0
// when none came (RFC 5321, 4.2.1 and 4.5.4):
//
//   * before MAIL the server was not offered anything: kUnreachable, whatever
//     it said; so also for 530, 535 and 538, which are about us and not about
//     the message;
//   * 2yz after the data is kAccepted, and nothing else is;
//   * 4yz is kDeferred, 5yz kRejected;
//   * without a reply, the message was not accepted before the end of the data
//     (kDeferred), and nobody knows after it (kUnknown).
AttemptOutcome OutcomeOf(SmtpStage stage, int code);

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_DOMAIN_SMTP_REPLY_H_
