// wait.h: waiting on a condition until an absl::Time.

#ifndef SERVICES_COMMON_SQL_WAIT_H_
#define SERVICES_COMMON_SQL_WAIT_H_

#include <algorithm>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/common/sync/mutex.h"

namespace caseload::sql {

// Waits until `ready()`; false when `deadline` (which may be infinite) came
// first.
template <typename Predicate>
bool WaitUntil(sync::CondVar& condition, sync::MutexLock* lock,
               absl::Time deadline, Predicate ready) {
  // The standard library adds the wait to its own now, which must not overflow.
  constexpr absl::Duration kLongest = absl::Hours(24);
  while (true) {
    const absl::Duration left = deadline - absl::Now();
    const absl::Duration wait = std::min(left, kLongest);
    if (condition.WaitFor(lock, absl::ToChronoNanoseconds(wait), ready)) {
      return true;
    }
    if (left <= kLongest) return false;
  }
}

}  // namespace caseload::sql

#endif  // SERVICES_COMMON_SQL_WAIT_H_
