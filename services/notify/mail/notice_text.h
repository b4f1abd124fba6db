// notice_text.h: what a message says, as text and as HTML.
//
// Pure: the same message dated the same says the same.

#ifndef SERVICES_NOTIFY_MAIL_NOTICE_TEXT_H_
#define SERVICES_NOTIFY_MAIL_NOTICE_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/notify/domain/message.h"
#include "services/notify/mail/mail_settings.h"

namespace caseload::notify {

struct NoticeText {
  std::string subject;
  // Lines end with "\n".
  std::string text;
  std::string html;
  // One paragraph for the calendar entry.
  std::string summary;
};

// Counts taken more than kMaxCountsAge before `dated_at` are left out, and the
// text says so ("counts in a notice"). INTERNAL when a template is broken.
absl::StatusOr<NoticeText> WriteNotice(const MessageContent& content,
                                       const MailSettings& settings,
                                       absl::Time dated_at);

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_MAIL_NOTICE_TEXT_H_
