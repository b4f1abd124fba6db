// names.h: the resource names that notify speaks of.

#ifndef SERVICES_NOTIFY_NAMES_H_
#define SERVICES_NOTIFY_NAMES_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace caseload::notify {

// "messages/{id}".
std::string MessageName(absl::string_view id);
// "conferences/{id}".
std::string ConferenceName(absl::string_view id);
// "officers/{id}".
std::string OfficerName(absl::string_view id);

// The id of a name of that collection, or nullopt when it is no such name.
std::optional<std::string> ParseMessageName(absl::string_view name);
std::optional<std::string> ParseConferenceName(absl::string_view name);
std::optional<std::string> ParseOfficerName(absl::string_view name);

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_NAMES_H_
