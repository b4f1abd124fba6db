#include "services/notify/mail/render.h"

#include "absl/strings/ascii.h"
#include "services/common/status/status_macros.h"
#include "services/notify/domain/local_time.h"
#include "services/notify/mail/calendar.h"
#include "services/notify/mail/mail_message.h"
#include "services/notify/mail/notice_text.h"

namespace caseload::notify {
namespace {

// The supervisor, or under their name the county's mailbox.
CalendarPerson From(const MessageContent& content,
                    const MailSettings& settings) {
  const StaffMember& supervisor = content.supervisor;
  return {supervisor.display_name, supervisor.email.empty()
                                       ? settings.county_address
                                       : supervisor.email};
}

bool IsSameMailbox(const std::string& a, const std::string& b) {
  return absl::AsciiStrToLower(a) == absl::AsciiStrToLower(b);
}

CalendarEvent EventOf(const MessageContent& content,
                      const MailIdentity& identity,
                      const MailSettings& settings, const NoticeText& notice,
                      absl::Time dated_at) {
  CalendarEvent event;
  event.identity = identity;
  event.time = content.conference_time;
  event.location = content.location;
  event.description = notice.summary;
  event.organizer = From(content, settings);
  event.attendee = {content.recipient.display_name, content.recipient.email};
  event.dated_at = dated_at;
  event.cancelled = CancelsEvent(content.kind);
  return event;
}

}  // namespace

Envelope EnvelopeOf(const MessageContent& content,
                    const MailSettings& settings) {
  Envelope envelope;
  envelope.sender = settings.county_address;
  envelope.recipient = content.recipient.email;
  // Somebody who holds a conference with themselves needs one mail.
  if (!IsSameMailbox(content.supervisor.email, content.recipient.email)) {
    envelope.copy = content.supervisor.email;
  }
  return envelope;
}

absl::StatusOr<std::string> Render(const MessageContent& content,
                                   const MailIdentity& identity,
                                   const MailSettings& settings,
                                   absl::Time dated_at) {
  ABSL_ASSIGN_OR_RETURN(const NoticeText notice,
                        WriteNotice(content, settings, dated_at));
  const CalendarEvent event =
      EventOf(content, identity, settings, notice, dated_at);
  MailParts parts;
  ABSL_ASSIGN_OR_RETURN(parts.calendar, WriteCalendar(event));
  parts.calendar_method = std::string(MethodOf(event));
  parts.message_id_header = identity.message_id_header;
  parts.from = event.organizer;
  parts.sender = {settings.county_name, settings.county_address};
  parts.to = event.attendee;
  const Envelope envelope = EnvelopeOf(content, settings);
  if (!envelope.copy.empty()) {
    parts.copy.emplace(
        CalendarPerson{content.supervisor.display_name, envelope.copy});
  }
  parts.subject = notice.subject;
  parts.text = notice.text;
  parts.html = notice.html;
  parts.dated_at = dated_at;
  parts.zone =
      FindZone(content.conference_time.time_zone).value_or(absl::UTCTimeZone());
  return WriteMail(parts);
}

}  // namespace caseload::notify
