// staff.h: officers' postings and caseloads, as far as conferences need them.

#ifndef SERVICES_CONFERENCE_DOMAIN_STAFF_H_
#define SERVICES_CONFERENCE_DOMAIN_STAFF_H_

#include <string>
#include <vector>

#include "services/policy/calendar.h"

namespace caseload::conference {

// Where an officer works, and under whom, on some days.
struct Posting {
  policy::DayRange days;
  std::string unit_id;
  std::string division;
  // "" for a vacancy.
  std::string supervisor_id;
  // "" for none.
  std::string acting_supervisor_id;
};

// An officer's part in a period.
struct OfficerInPeriod {
  std::string officer_id;
  std::string display_name;
  // Those that touch the period, in order.
  std::vector<Posting> postings;
  // The days of each case of which they were the primary officer; may overlap.
  std::vector<policy::DayRange> carried;
  // Their leave; may overlap.
  std::vector<policy::DayRange> leave;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_DOMAIN_STAFF_H_
