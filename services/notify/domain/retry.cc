#include "services/notify/domain/retry.h"

#include <algorithm>

namespace caseload::notify {

absl::Time NextAttempt(const RetryPolicy& policy, AttemptOutcome outcome,
                       int64_t attempts, absl::Time now, absl::Time due) {
  const absl::Duration interval = outcome == AttemptOutcome::kUnreachable
                                      ? policy.unreachable_interval
                                      : policy.offer_interval;
  // An unknown outcome is asked about again as soon as the RFC allows: the
  // proof may hang on it.
  if (outcome == AttemptOutcome::kUnknown) return now + interval;
  const int64_t doublings = std::clamp<int64_t>(attempts - 1, 0, 16);
  absl::Duration wait = interval * (int64_t{1} << doublings);
  wait = std::min(wait, policy.max_interval);
  if (due > now) wait = std::min(wait, (due - now) / 4);
  return now + std::max(wait, interval);
}

}  // namespace caseload::notify
