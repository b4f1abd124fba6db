// dispatch_metrics.h: the dispatcher's figures (docs/metrics.md).

#ifndef SERVICES_CONFERENCE_DISPATCH_DISPATCH_METRICS_H_
#define SERVICES_CONFERENCE_DISPATCH_DISPATCH_METRICS_H_

#include "absl/time/time.h"
#include "prometheus/counter.h"
#include "prometheus/gauge.h"
#include "prometheus/registry.h"
#include "services/conference/storage/dispatch_store.h"

namespace caseload::conference {

// How an attempt on an obligation ended.
enum class DispatchResult {
  kHandedIn,
  kWithdrawn,
  kOvertaken,
  kRefused,
  kRefreshed,
  kFailed,
};

// Thread safety: thread-safe.
class DispatchMetrics {
 public:
  // Every series is there from the start, at zero. `registry` is borrowed.
  explicit DispatchMetrics(prometheus::Registry& registry);

  void Count(DispatchResult result);
  void Report(const DispatchBacklog& backlog, absl::Time now);

 private:
  prometheus::Family<prometheus::Counter>& attempts_;
  prometheus::Gauge& waiting_;
  prometheus::Gauge& oldest_waiting_seconds_;
  prometheus::Gauge& refused_;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_DISPATCH_DISPATCH_METRICS_H_
