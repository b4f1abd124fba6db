// registry.h: the metrics of one service process.
//
// A Registry owns a prometheus-cpp registry and, when asked to, the HTTP
// endpoint that Prometheus scrapes. Names and labels are listed in
// docs/metrics.md; a label never holds a person's or a record's id.
//
// Thread safety: thread-safe.

#ifndef SERVICES_COMMON_METRICS_REGISTRY_H_
#define SERVICES_COMMON_METRICS_REGISTRY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "prometheus/registry.h"

namespace prometheus {
class Exposer;
}

namespace caseload::metrics {

class Registry {
 public:
  Registry();
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  // For adding families.
  prometheus::Registry& prometheus() { return *registry_; }

  // Serves /metrics on `address` ("127.0.0.1:9464"; port 0 is chosen) and
  // returns the port. UNAVAILABLE when the address cannot be bound.
  absl::StatusOr<int> Expose(const std::string& address);

  // The text that a scrape would get.
  std::string Text() const;

 private:
  std::shared_ptr<prometheus::Registry> registry_;
  std::unique_ptr<prometheus::Exposer> exposer_;
};

}  // namespace caseload::metrics

#endif  // SERVICES_COMMON_METRICS_REGISTRY_H_
