// address.h: where a Redis server is. Internal to this target.

#ifndef SERVICES_COMMON_REDIS_ADDRESS_H_
#define SERVICES_COMMON_REDIS_ADDRESS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace caseload::redis {

struct Address {
  // A unix socket; empty means TCP.
  std::string path;
  std::string host;
  int port = 0;
  bool tls = false;
};

// Reads "unix:/run/redis.sock", "redis://host:port" or "rediss://host:port"
// (TLS). INVALID_ARGUMENT for anything else; a user or password in it is
// refused, because a command line is no place for them.
absl::StatusOr<Address> ParseAddress(absl::string_view url);

}  // namespace caseload::redis

#endif  // SERVICES_COMMON_REDIS_ADDRESS_H_
