// address.h: which addresses a process may listen on.

#ifndef SERVICES_COMMON_SERVER_ADDRESS_H_
#define SERVICES_COMMON_SERVER_ADDRESS_H_

#include "absl/strings/string_view.h"

namespace caseload::server {

// Whether "host:port" is reached from this machine (or pod) only: host
// "localhost", 127.0.0.0/8 or "[::1]". A name other than localhost is not
// looked up and counts as reachable.
bool IsLoopback(absl::string_view address);

}  // namespace caseload::server

#endif  // SERVICES_COMMON_SERVER_ADDRESS_H_
