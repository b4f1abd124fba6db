// health.h: whether the process lives and whether it can work.

#ifndef SERVICES_COMMON_SERVER_HEALTH_H_
#define SERVICES_COMMON_SERVER_HEALTH_H_

#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/health_check_service_interface.h"
#include "services/common/sync/mutex.h"

namespace caseload::server {

// What grpc.health.v1.Health answers, on the health port and to clients on the
// other ports:
//   "liveness"                          SERVING while the process runs
//   "", "readiness", each proto service SERVING when everything that was
//                                       required is there, until the drain
// Redis and the mail relay are never required: without them the service is
// slower or late, not wrong.
//
// Thread-safe.
class HealthReporter {
 public:
  // `services` are full names of proto services.
  explicit HealthReporter(std::vector<std::string> services);

  // Answers through `health` from now on; borrowed until Stop().
  void Attach(grpc::HealthCheckServiceInterface* health);
  // Lets go of everything attached.
  void Detach();

  // Names something that the service cannot work without ("store"). Not ready
  // until Report() says that it is there.
  void Require(absl::string_view dependency);
  // OK when the dependency is there; else why not, which is logged when it
  // changes. Unknown names are required by this.
  void Report(absl::string_view dependency, const absl::Status& state);
  // The service has finished starting. Not ready before.
  void Started();
  // Not ready from now on, whatever is reported.
  void Drain();

  bool ready() const;

 private:
  bool ReadyLocked() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void PublishLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::vector<std::string> readiness_names_;
  mutable sync::Mutex mutex_;
  std::vector<grpc::HealthCheckServiceInterface*> attached_
      ABSL_GUARDED_BY(mutex_);
  std::map<std::string, absl::Status, std::less<>> dependencies_
      ABSL_GUARDED_BY(mutex_);
  bool started_ ABSL_GUARDED_BY(mutex_) = false;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  bool published_ready_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace caseload::server

#endif  // SERVICES_COMMON_SERVER_HEALTH_H_
