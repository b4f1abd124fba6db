// provenance.h: how well the figures of a pack or an instrument are founded.

#ifndef SERVICES_POLICY_PROTO_PROVENANCE_H_
#define SERVICES_POLICY_PROTO_PROVENANCE_H_

#include "google/protobuf/message.h"

namespace caseload::policy {

// Whether any figure or rule in `message` is an example without a citable
// source: those who read what was judged or computed with it are told.
bool HasUnverifiedFigures(const google::protobuf::Message& message);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_PROTO_PROVENANCE_H_
