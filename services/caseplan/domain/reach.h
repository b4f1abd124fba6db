// reach.h: which records a caller reaches.

#ifndef SERVICES_CASEPLAN_DOMAIN_REACH_H_
#define SERVICES_CASEPLAN_DOMAIN_REACH_H_

#include <string>

#include "absl/time/civil_time.h"

namespace caseload::caseplan {

// The records that a caller reaches on a day: all of the county's; or those of
// one officer, and of the officers whom that one supervises on the day. With
// neither, none.
struct Reach {
  bool everything = false;
  // The caller's own staff record; empty when there is none in service.
  std::string officer_id;
  // Whether it reaches to the officers supervised, as supervisor or acting
  // supervisor.
  bool supervises = false;
  // The day of the call in the county's zone.
  absl::CivilDay day;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_DOMAIN_REACH_H_
