// clock_service.h: an operator's call that moves the process's clock.
//
// Compiled with the CMake option CASELOAD_TEST_CLOCK only.

#ifndef SERVICES_COMMON_SERVER_CLOCK_SERVICE_H_
#define SERVICES_COMMON_SERVER_CLOCK_SERVICE_H_

#include <memory>

#include "grpcpp/impl/service_type.h"
#include "services/common/clock/clock.h"

namespace caseload::server {

// caseload.admin.v1.ClockService over `clock`, which is borrowed. For the admin
// listener alone, whose processor lets only operators in.
std::unique_ptr<grpc::Service> MakeClockService(clock::SystemClock* clock);

}  // namespace caseload::server

#endif  // SERVICES_COMMON_SERVER_CLOCK_SERVICE_H_
