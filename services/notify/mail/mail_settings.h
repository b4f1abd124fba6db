// mail_settings.h: what every mail of a county has in common.

#ifndef SERVICES_NOTIFY_MAIL_MAIL_SETTINGS_H_
#define SERVICES_NOTIFY_MAIL_MAIL_SETTINGS_H_

#include <string>

namespace caseload::notify {

struct MailSettings {
  // The county's mailbox: Sender, envelope sender, and who stands in for a
  // supervisor without an address.
  std::string county_address;
  // As it stands under a mail: "Example County Probation Department".
  std::string county_name;
  // Where a person finds the conference, with "{conference}" for its opaque id:
  // "https://cases.county.example/conferences/{conference}". Empty for none.
  std::string link_template;
};

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_MAIL_MAIL_SETTINGS_H_
