// call_deadline.h: until when the answer to a call is waited for.

#ifndef SERVICES_COMMON_CLOCK_CALL_DEADLINE_H_
#define SERVICES_COMMON_CLOCK_CALL_DEADLINE_H_

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace caseload::clock {

// The deadline of a call that a worker makes now. gRPC's deadlines are real
// time, whatever a service's own clock says.
inline absl::Time CallDeadlineIn(absl::Duration timeout) {
  return absl::Now() + timeout;
}

}  // namespace caseload::clock

#endif  // SERVICES_COMMON_CLOCK_CALL_DEADLINE_H_
