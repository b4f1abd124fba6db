// delivery_metrics.h: notify's own figures, by which somebody is woken before a
// notice is late (docs/metrics.md).

#ifndef SERVICES_NOTIFY_DELIVERY_DELIVERY_METRICS_H_
#define SERVICES_NOTIFY_DELIVERY_DELIVERY_METRICS_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "prometheus/counter.h"
#include "prometheus/family.h"
#include "prometheus/gauge.h"
#include "prometheus/registry.h"
#include "services/common/clock/clock.h"
#include "services/common/sql/database.h"
#include "services/notify/domain/message.h"

namespace caseload::notify {

// Thread safety: thread-safe.
class DeliveryMetrics {
 public:
  // Registers every series at zero. Everything is borrowed. `zone` is the
  // county's: margins are in its civil days.
  DeliveryMetrics(prometheus::Registry& registry, sql::Database* database,
                  clock::Clock* clock, absl::TimeZone zone);

  // Counts an attempt that was recorded; `given_up` when the message will never
  // be accepted.
  void AttemptEnded(AttemptOutcome outcome, bool given_up);

  // Reads the backlog into the gauges. Not read for long is itself an alarm:
  // the instant of the last reading is a gauge of its own, and an error leaves
  // all of them as they were.
  absl::Status Read();

 private:
  sql::Database* const database_;
  clock::Clock* const clock_;
  const absl::TimeZone zone_;
  prometheus::Family<prometheus::Counter>& attempts_;
  prometheus::Counter& given_up_;
  prometheus::Gauge& messages_;
  prometheus::Gauge& oldest_waiting_;
  prometheus::Gauge& notices_;
  prometheus::Gauge& margin_;
  prometheus::Gauge& read_at_;
};

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_DELIVERY_DELIVERY_METRICS_H_
