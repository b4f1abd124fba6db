// peer_call.h: what of a call goes along to the service that is asked.

#ifndef SERVICES_CONFERENCE_CLIENTS_PEER_CALL_H_
#define SERVICES_CONFERENCE_CLIENTS_PEER_CALL_H_

#include <string>

#include "absl/time/time.h"

namespace caseload::conference {

// A question to another service always has a deadline: that of the call it is
// asked for.
struct PeerCall {
  absl::Time deadline;
  // W3C traceparent, or "".
  std::string traceparent;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CLIENTS_PEER_CALL_H_
