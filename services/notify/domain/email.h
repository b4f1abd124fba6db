// email.h: what a mail address is here.

#ifndef SERVICES_NOTIFY_DOMAIN_EMAIL_H_
#define SERVICES_NOTIFY_DOMAIN_EMAIL_H_

#include "absl/strings/string_view.h"

namespace caseload::notify {

// Whether `email` is one mailbox in the plain form user@example.org, of at most
// 254 ASCII characters. Quoted local parts, comments and address literals are
// none, so that nothing in an address can end a header or an SMTP command.
bool IsEmail(absl::string_view email);

// Whether `domain` is a dotted name such as "county.example".
bool IsDomain(absl::string_view domain);

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_DOMAIN_EMAIL_H_
