// read_mail.h: a mail as an independent parser reads it.

#ifndef TESTS_SUPPORT_NOTIFY_READ_MAIL_H_
#define TESTS_SUPPORT_NOTIFY_READ_MAIL_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"

namespace caseload::notify::testing {

// The facts that tests/support/notify/read_mail.py finds in `mail`; the key
// "problem" only when a rule of the formats is broken. Ends the process when
// the script cannot be run: no test after it could say anything.
std::map<std::string, std::string> ReadMail(absl::string_view mail);

}  // namespace caseload::notify::testing

#endif  // TESTS_SUPPORT_NOTIFY_READ_MAIL_H_
