// backoff.h: how long to wait before the next try.

#ifndef SERVICES_CONFERENCE_DISPATCH_BACKOFF_H_
#define SERVICES_CONFERENCE_DISPATCH_BACKOFF_H_

#include <algorithm>

#include "absl/random/bit_gen_ref.h"
#include "absl/random/random.h"
#include "absl/time/time.h"

namespace caseload::conference {

// A second after the first failure in a row, doubling up to `longest`, each
// shortened by up to a half at random so that replicas do not come together.
inline absl::Duration Backoff(int failures, absl::Duration longest,
                              absl::BitGenRef random) {
  const int doublings = std::clamp(failures - 1, 0, 20);
  const absl::Duration wait =
      std::min(absl::Seconds(int64_t{1} << doublings), longest);
  return wait * absl::Uniform(random, 0.5, 1.0);
}

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_DISPATCH_BACKOFF_H_
