// holiday.h: the county's calendar.

#ifndef SERVICES_CASEPLAN_DOMAIN_HOLIDAY_H_
#define SERVICES_CASEPLAN_DOMAIN_HOLIDAY_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/caseplan/domain/recording.h"

namespace caseload::caseplan {

// A day on which the county does not work.
struct Holiday {
  std::string id;
  absl::CivilDay date;
  std::string display_name;
  std::optional<ExternalId> external_id;
  // From 1; the etag is made of it.
  int64_t version = 1;
  absl::Time created_at;
  // Since when it is one no more.
  std::optional<absl::Time> withdrawn_at;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_DOMAIN_HOLIDAY_H_
