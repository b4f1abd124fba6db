#include "services/common/rpc/open_streams.h"

#include "services/common/status/error.h"

namespace caseload::rpc {

absl::Status Draining() {
  return status::Unavailable(
      "SERVICE_DRAINING",
      "the service is stopping; go on with another replica after the last "
      "message",
      absl::Seconds(1));
}

}  // namespace caseload::rpc
