// method.h: what the wrapper knows about one method.
//
// Private to services/common/rpc.

#ifndef SERVICES_COMMON_RPC_METHOD_H_
#define SERVICES_COMMON_RPC_METHOD_H_

#include <string>

#include "google/protobuf/descriptor.h"
#include "services/common/auth/method_policy.h"
#include "services/common/rpc/method_metrics.h"
#include "services/common/rpc/service.h"

namespace caseload::rpc {

// Made at start, never changed once the server runs.
struct Method {
  const google::protobuf::MethodDescriptor* descriptor;
  // "/package.Service/Method".
  std::string path;
  auth::MethodPolicy policy;
  // The request's request_id, or null where the method takes none.
  const google::protobuf::FieldDescriptor* request_id_field;
  MethodMetrics metrics;
  // Set by Service::Add.
  MethodHandler handler;
};

}  // namespace caseload::rpc

#endif  // SERVICES_COMMON_RPC_METHOD_H_
