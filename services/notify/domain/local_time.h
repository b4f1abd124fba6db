// local_time.h: between a conference's wall clock and instants.

#ifndef SERVICES_NOTIFY_DOMAIN_LOCAL_TIME_H_
#define SERVICES_NOTIFY_DOMAIN_LOCAL_TIME_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace caseload::notify {

// The zone, or nullopt when the IANA database has none of that name. "UTC+3"
// and other strings that are no names are none either.
std::optional<absl::TimeZone> FindZone(absl::string_view iana_name);

// The instant at which the clocks of `zone` show `start`; of a minute that
// comes twice the first, and nullopt for one that is skipped.
std::optional<absl::Time> InstantOf(absl::CivilMinute start,
                                    absl::TimeZone zone);

// The civil day of `instant` in `zone`.
absl::CivilDay DayOf(absl::Time instant, absl::TimeZone zone);

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_DOMAIN_LOCAL_TIME_H_
