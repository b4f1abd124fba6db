// peer_status.h: what another service's failure means to this service's
// caller.

#ifndef SERVICES_CONFERENCE_CLIENTS_PEER_STATUS_H_
#define SERVICES_CONFERENCE_CLIENTS_PEER_STATUS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"
#include "services/conference/clients/peer_call.h"

namespace caseload::conference {

// Gives `context` the call's deadline and trace.
void Prepare(const PeerCall& call, grpc::ClientContext& context);

// OK for OK. NOT_FOUND and FAILED_PRECONDITION stay what `peer` said.
// UNAVAILABLE is PEER_UNAVAILABLE with RetryInfo; it was tried again by the
// channel. DEADLINE_EXCEEDED and CANCELLED are DEADLINE_EXCEEDED. Everything
// else is a fault of ours, not of the caller: INTERNAL, and logged.
absl::Status FromPeer(absl::string_view peer, const grpc::Status& status);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CLIENTS_PEER_STATUS_H_
