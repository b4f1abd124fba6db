// names.h: the resource names that this service reads and writes.

#ifndef SERVICES_CONFERENCE_NAMES_H_
#define SERVICES_CONFERENCE_NAMES_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace caseload::conference {

// The collections of this service and those it refers to.
inline constexpr absl::string_view kConferences = "conferences";
inline constexpr absl::string_view kNoticeWaivers = "noticeWaivers";
inline constexpr absl::string_view kOfficers = "officers";
inline constexpr absl::string_view kRooms = "rooms";
inline constexpr absl::string_view kUnits = "units";

// "officers" and "abc" make "officers/abc"; an empty id makes "".
std::string FormatName(absl::string_view collection, absl::string_view id);

// The id of a name of `collection`; nullopt when `name` is none.
std::optional<std::string> ParseName(absl::string_view collection,
                                     absl::string_view name);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_NAMES_H_
