// calendar.h: a conference as an iCalendar object (RFC 5545, RFC 5546).
//
// REQUEST brings or changes the entry, CANCEL takes it away; both name the same
// UID, and a client keeps the higher SEQUENCE. Pure.

#ifndef SERVICES_NOTIFY_MAIL_CALENDAR_H_
#define SERVICES_NOTIFY_MAIL_CALENDAR_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/notify/domain/message.h"

namespace caseload::notify {

// A person with an address, as ORGANIZER and ATTENDEE name one.
struct CalendarPerson {
  std::string display_name;
  std::string email;
};

struct CalendarEvent {
  MailIdentity identity;
  ConferenceTime time;
  std::string location;
  std::string description;
  // Must be the mail's From, or clients do not take the object.
  CalendarPerson organizer;
  CalendarPerson attendee;
  // DTSTAMP.
  absl::Time dated_at;
  bool cancelled = false;
};

// "REQUEST" or "CANCEL"; the MIME part's method parameter must be the same.
absl::string_view MethodOf(const CalendarEvent& event);

// The object: CRLF, lines folded at 75 octets, with the VTIMEZONE of the
// conference. INTERNAL when the calendar library refuses.
absl::StatusOr<std::string> WriteCalendar(const CalendarEvent& event);

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_MAIL_CALENDAR_H_
