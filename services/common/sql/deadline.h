// deadline.h: for reads that no caller's deadline bounds.

#ifndef SERVICES_COMMON_SQL_DEADLINE_H_
#define SERVICES_COMMON_SQL_DEADLINE_H_

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace caseload::sql {

// The real time that is `wait` from now, whatever the service's clock says:
// what Database::Read takes.
inline absl::Time DeadlineAfter(absl::Duration wait) {
  return absl::Now() + wait;
}

}  // namespace caseload::sql

#endif  // SERVICES_COMMON_SQL_DEADLINE_H_
