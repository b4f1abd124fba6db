// retry.h: when a message is tried again.
//
// RFC 5321 section 4.5.4.1: a message that could not be delivered is retried
// after at least 30 minutes. A notice has less time than the four or five days
// that the RFC gives a queue, so the wait grows only as far as the time that is
// left allows.

#ifndef SERVICES_NOTIFY_DOMAIN_RETRY_H_
#define SERVICES_NOTIFY_DOMAIN_RETRY_H_

#include <cstdint>

#include "absl/time/time.h"
#include "services/notify/domain/message.h"

namespace caseload::notify {

struct RetryPolicy {
  // Between two offers of the same message. At least 30 minutes in production.
  absl::Duration offer_interval = absl::Minutes(30);
  // After a conversation in which no message was offered.
  absl::Duration unreachable_interval = absl::Minutes(5);
  // The wait never grows beyond this.
  absl::Duration max_interval = absl::Hours(4);
};

// When the next attempt is due after the `attempts`-th one ended at `now` with
// `outcome`. The wait doubles with every attempt, up to the policy's maximum
// and to a quarter of the time to `due` (the end of the due day; InfiniteFuture
// for none), and is never shorter than the interval of the outcome.
absl::Time NextAttempt(const RetryPolicy& policy, AttemptOutcome outcome,
                       int64_t attempts, absl::Time now, absl::Time due);

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_DOMAIN_RETRY_H_
