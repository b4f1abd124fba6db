// digest.h: the name of a pack's or an instrument's content.

#ifndef SERVICES_POLICY_PROTO_DIGEST_H_
#define SERVICES_POLICY_PROTO_DIGEST_H_

#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace caseload::policy {

// SHA-256 over the canonical serialization of `message`, as 64 lower-case hex
// digits. Two texts of one pack (other spacing, comments or field order) have
// one digest. The canonical form is protobuf's deterministic serialization of
// the known fields, in order of their numbers; the policy messages hold no maps
// and no floats, so that it does not depend on process or machine. INTERNAL
// when OpenSSL refuses to hash.
absl::StatusOr<std::string> PackDigest(
    const google::protobuf::Message& message);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_PROTO_DIGEST_H_
