#include "services/conference/dispatch/dispatch_metrics.h"

#include <algorithm>

namespace caseload::conference {
namespace {

const char* NameOf(DispatchResult result) {
  switch (result) {
    case DispatchResult::kHandedIn:
      return "handed_in";
    case DispatchResult::kWithdrawn:
      return "withdrawn";
    case DispatchResult::kOvertaken:
      return "overtaken";
    case DispatchResult::kRefused:
      return "refused";
    case DispatchResult::kRefreshed:
      return "refreshed";
    case DispatchResult::kFailed:
      return "failed";
  }
  return "failed";
}

}  // namespace

DispatchMetrics::DispatchMetrics(prometheus::Registry& registry)
    : attempts_(prometheus::BuildCounter()
                    .Name("caseload_notice_dispatch_attempts_total")
                    .Help("Attempts to bring an obligation to notify.")
                    .Register(registry)),
      waiting_(prometheus::BuildGauge()
                   .Name("caseload_notice_dispatch_waiting")
                   .Help("Obligations to be handed in or withdrawn.")
                   .Register(registry)
                   .Add({})),
      oldest_waiting_seconds_(
          prometheus::BuildGauge()
              .Name("caseload_notice_dispatch_oldest_waiting_seconds")
              .Help("For how long the oldest of those has been due.")
              .Register(registry)
              .Add({})),
      refused_(prometheus::BuildGauge()
                   .Name("caseload_notice_dispatch_refused")
                   .Help("Obligations that notify refuses for good.")
                   .Register(registry)
                   .Add({})) {
  for (const DispatchResult result :
       {DispatchResult::kHandedIn, DispatchResult::kWithdrawn,
        DispatchResult::kOvertaken, DispatchResult::kRefused,
        DispatchResult::kRefreshed, DispatchResult::kFailed}) {
    attempts_.Add({{"result", NameOf(result)}});
  }
}

void DispatchMetrics::Count(DispatchResult result) {
  attempts_.Add({{"result", NameOf(result)}}).Increment();
}

void DispatchMetrics::Report(const DispatchBacklog& backlog, absl::Time now) {
  waiting_.Set(static_cast<double>(backlog.waiting));
  oldest_waiting_seconds_.Set(
      backlog.oldest_due_at.has_value()
          ? std::max(0.0, absl::ToDoubleSeconds(now - *backlog.oldest_due_at))
          : 0);
  refused_.Set(static_cast<double>(backlog.refused));
}

}  // namespace caseload::conference
