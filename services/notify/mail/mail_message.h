// mail_message.h: a mail with a calendar object, as bytes (RFC 5322, RFC 2045,
// RFC 6047). Pure: the same parts make the same bytes.

#ifndef SERVICES_NOTIFY_MAIL_MAIL_MESSAGE_H_
#define SERVICES_NOTIFY_MAIL_MAIL_MESSAGE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/notify/mail/calendar.h"

namespace caseload::notify {

// What a mail is made of. Names and addresses are single lines (validate.cc).
struct MailParts {
  // Without angle brackets.
  std::string message_id_header;
  // Also Reply-To and organizer.
  CalendarPerson from;
  // Who hands it over: the county's mailbox.
  CalendarPerson sender;
  CalendarPerson to;
  // Empty for no copy.
  std::optional<CalendarPerson> copy;
  std::string subject;
  // Lines end with "\n".
  std::string text;
  std::string html;
  std::string calendar;
  // The calendar's METHOD.
  std::string calendar_method;
  absl::Time dated_at;
  // Zone in which Date is written.
  absl::TimeZone zone;
};

// multipart/alternative of text/plain, text/html and text/calendar, in seven
// bits, lines ended by CRLF and at most 998 octets long. INTERNAL when the mail
// library refuses.
absl::StatusOr<std::string> WriteMail(const MailParts& parts);

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_MAIL_MAIL_MESSAGE_H_
