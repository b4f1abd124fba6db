// enum_names.h: the words for the enumerators of this folder, as the store and
// error texts write them.

#ifndef SERVICES_CONFERENCE_DOMAIN_ENUM_NAMES_H_
#define SERVICES_CONFERENCE_DOMAIN_ENUM_NAMES_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "services/conference/domain/conference.h"
#include "services/conference/domain/notice_dispatch.h"
#include "services/conference/domain/notice_waiver.h"

namespace caseload::conference {

// "QUARTERLY", "SCHEDULED", "OFFICER_BOOKED" ...: the proto's names without
// their prefix.
absl::string_view NameOf(Kind value);
absl::string_view NameOf(State value);
absl::string_view NameOf(ScheduleRule value);
absl::string_view NameOf(NoticeKind value);
absl::string_view NameOf(NoticeBasis value);
absl::string_view NameOf(WaiverState value);
absl::string_view NameOf(DispatchState value);

// The enumerator of a name; nullopt when there is none.
template <typename Enum>
std::optional<Enum> ParseEnum(absl::string_view name);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_DOMAIN_ENUM_NAMES_H_
