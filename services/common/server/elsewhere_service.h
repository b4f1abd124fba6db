// elsewhere_service.h: names a service where it is not served.

#ifndef SERVICES_COMMON_SERVER_ELSEWHERE_SERVICE_H_
#define SERVICES_COMMON_SERVER_ELSEWHERE_SERVICE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "grpcpp/impl/service_type.h"

namespace caseload::server {

// Reflection lists the services of the server that it runs on, and it runs on
// the admin listener, where no service of ours is served. This one stands in
// for `full_name` there: it has the same methods and answers each with
// UNIMPLEMENTED, saying where the method is served.
class ElsewhereService final : public grpc::Service {
 public:
  // A name whose descriptor is not linked in has no methods and is not listed.
  explicit ElsewhereService(absl::string_view full_name);

 private:
  // What gRPC keeps pointers to.
  std::vector<std::string> paths_;
};

}  // namespace caseload::server

#endif  // SERVICES_COMMON_SERVER_ELSEWHERE_SERVICE_H_
