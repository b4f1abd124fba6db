// method_metrics.h: the grpc_server_* metrics, under the names and labels that
// the ecosystem's dashboards and alerts expect, with every series of every
// method at zero from the start.

#ifndef SERVICES_COMMON_RPC_METHOD_METRICS_H_
#define SERVICES_COMMON_RPC_METHOD_METRICS_H_

#include <array>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "prometheus/counter.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"
#include "services/common/rpc/grpc_status.h"

namespace caseload::rpc {

// The series of one method. Thread-safe; costs no lookup when counting.
class MethodMetrics {
 public:
  // `type` is "unary", "server_stream", "client_stream" or "bidi_stream".
  MethodMetrics(prometheus::Registry& registry, absl::string_view type,
                absl::string_view service, absl::string_view method);

  void Started() { started_->Increment(); }
  void Received() { received_->Increment(); }
  void Sent() { sent_->Increment(); }
  void Handled(absl::StatusCode code, absl::Duration took);

 private:
  prometheus::Counter* started_;
  prometheus::Counter* received_;
  prometheus::Counter* sent_;
  std::array<prometheus::Counter*, kCodes> handled_;
  prometheus::Histogram* seconds_;
};

}  // namespace caseload::rpc

#endif  // SERVICES_COMMON_RPC_METHOD_METRICS_H_
