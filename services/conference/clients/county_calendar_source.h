// county_calendar_source.h: the county's zone and holidays, wherever they come
// from.

#ifndef SERVICES_CONFERENCE_CLIENTS_COUNTY_CALENDAR_SOURCE_H_
#define SERVICES_CONFERENCE_CLIENTS_COUNTY_CALENDAR_SOURCE_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/conference/clients/peer_call.h"
#include "services/policy/calendar.h"

namespace caseload::conference {

// The county's own calendar.
struct CountyCalendar {
  // IANA name and what it stands for.
  std::string zone_name;
  absl::TimeZone zone;
  policy::WorkingDays working_days;
};

// Thread safety: implementations are thread-safe.
class CountyCalendarSource {
 public:
  virtual ~CountyCalendarSource() = default;

  // UNAVAILABLE or DEADLINE_EXCEEDED when it cannot be had in time.
  virtual absl::StatusOr<CountyCalendar> Get(const PeerCall& call) const = 0;
};

// A calendar that was given at start.
class FixedCountyCalendar final : public CountyCalendarSource {
 public:
  explicit FixedCountyCalendar(CountyCalendar calendar)
      : calendar_(std::move(calendar)) {}

  absl::StatusOr<CountyCalendar> Get(const PeerCall&) const override {
    return calendar_;
  }

 private:
  const CountyCalendar calendar_;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CLIENTS_COUNTY_CALENDAR_SOURCE_H_
