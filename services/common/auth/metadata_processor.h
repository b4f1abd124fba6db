// metadata_processor.h: refuses strangers before their call is read.
//
// gRPC runs an AuthMetadataProcessor when a call's headers have arrived. A call
// that it refuses is never matched to a method, and its body never read, which
// is also what keeps a flood of reset streams from a stranger cheap. The
// processors never write to the AuthContext: it belongs to the connection, and
// what is added stays and slows every later call.

#ifndef SERVICES_COMMON_AUTH_METADATA_PROCESSOR_H_
#define SERVICES_COMMON_AUTH_METADATA_PROCESSOR_H_

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/security/auth_metadata_processor.h"
#include "services/common/auth/authenticator.h"

namespace caseload::auth {

// Told of every call that was refused here, for a counter: `reason` as in the
// catalogue. Strangers leave no audit row, so that they cannot fill the store.
// Runs on gRPC's threads; must be quick and thread-safe.
using OnStranger = std::function<void(absl::string_view reason)>;

// What else a port asks of a caller that is known; refuses with its status.
using Admission = std::function<absl::Status(const Caller&)>;

// For a port whose TLS requires a client certificate: takes the certificate's
// identity, together with a token a call on behalf of. A certificate without a
// SPIFFE id is UNAUTHENTICATED even with a token. `authenticator` is borrowed;
// `admission` may be empty.
std::shared_ptr<grpc::AuthMetadataProcessor> MakeCertificateProcessor(
    Authenticator* authenticator, OnStranger on_stranger,
    Admission admission = nullptr);

// For a port whose TLS asks for no client certificate: takes a token.
std::shared_ptr<grpc::AuthMetadataProcessor> MakeTokenProcessor(
    Authenticator* authenticator, OnStranger on_stranger);

// The admission of the admin listener: the service identity "ops", or any
// service on behalf of a person with the role ops. PERMISSION_DENIED
// METHOD_NOT_ALLOWED.
absl::Status AdmitOperators(const Caller& caller);

}  // namespace caseload::auth

#endif  // SERVICES_COMMON_AUTH_METADATA_PROCESSOR_H_
