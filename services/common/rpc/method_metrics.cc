#include "services/common/rpc/method_metrics.h"

#include "prometheus/family.h"

namespace caseload::rpc {
namespace {

prometheus::Family<prometheus::Counter>& CounterFamily(
    prometheus::Registry& registry, const std::string& name,
    const std::string& help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

}  // namespace

MethodMetrics::MethodMetrics(prometheus::Registry& registry,
                             absl::string_view type, absl::string_view service,
                             absl::string_view method) {
  const prometheus::Labels labels = {{"grpc_type", std::string(type)},
                                     {"grpc_service", std::string(service)},
                                     {"grpc_method", std::string(method)}};
  started_ = &CounterFamily(registry, "grpc_server_started_total",
                            "Calls that were started.")
                  .Add(labels);
  received_ = &CounterFamily(registry, "grpc_server_msg_received_total",
                             "Messages that were received.")
                   .Add(labels);
  sent_ = &CounterFamily(registry, "grpc_server_msg_sent_total",
                         "Messages that were sent.")
               .Add(labels);
  auto& handled = CounterFamily(registry, "grpc_server_handled_total",
                                "Calls that were answered, by status code.");
  for (int code = 0; code < kCodes; ++code) {
    prometheus::Labels with_code = labels;
    with_code["grpc_code"] =
        std::string(CodeName(static_cast<absl::StatusCode>(code)));
    handled_[code] = &handled.Add(with_code);
  }
  seconds_ =
      &prometheus::BuildHistogram()
           .Name("grpc_server_handling_seconds")
           .Help("Time from a call's start to its answer, in seconds.")
           .Register(registry)
           .Add(labels, prometheus::Histogram::BucketBoundaries{
                            .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10});
}

void MethodMetrics::Handled(absl::StatusCode code, absl::Duration took) {
  const int index = static_cast<int>(code);
  handled_[index >= 0 && index < kCodes ? index : 2]->Increment();
  seconds_->Observe(absl::ToDoubleSeconds(took));
}

}  // namespace caseload::rpc
