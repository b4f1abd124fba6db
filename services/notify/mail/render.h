// render.h: from a message to the bytes that are handed to the mail server.

#ifndef SERVICES_NOTIFY_MAIL_RENDER_H_
#define SERVICES_NOTIFY_MAIL_RENDER_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/notify/domain/message.h"
#include "services/notify/mail/mail_settings.h"

namespace caseload::notify {

// Who is named to the mail server, whatever the headers say.
struct Envelope {
  // The county's mailbox: bounces come to it.
  std::string sender;
  std::string recipient;
  // The supervisor's copy; empty for none. Its refusal blocks nothing.
  std::string copy;
};

Envelope EnvelopeOf(const MessageContent& content,
                    const MailSettings& settings);

// Pure: the same arguments make the same bytes, so that a message that is sent
// again is byte for byte the same.
absl::StatusOr<std::string> Render(const MessageContent& content,
                                   const MailIdentity& identity,
                                   const MailSettings& settings,
                                   absl::Time dated_at);

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_MAIL_RENDER_H_
