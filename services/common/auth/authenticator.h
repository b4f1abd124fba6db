// authenticator.h: the one place that says who is calling.

#ifndef SERVICES_COMMON_AUTH_AUTHENTICATOR_H_
#define SERVICES_COMMON_AUTH_AUTHENTICATOR_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/auth/caller.h"
#include "services/common/auth/token.h"

namespace caseload::auth {

// Used by the AuthMetadataProcessor, which refuses a call before its body is
// read, and by the wrapper, which needs the Caller: the second one finds the
// token in the cache. Thread-safe.
class Authenticator {
 public:
  // `tokens` is borrowed and may be null: then every token is refused.
  Authenticator(std::string trust_domain, TokenVerifier* tokens);

  // `peer_spiffe_id` is the AuthContext's property of that name, or empty on
  // the token port; `authorization_header` the metadata "authorization", or
  // empty. A certificate alone is a machine, a token alone a person, both are a
  // call on behalf of.
  //
  // UNAUTHENTICATED: IDENTITY_MISSING (neither), TOKEN_INVALID, TOKEN_EXPIRED.
  // PERMISSION_DENIED IDENTITY_NOT_ADMITTED: a certificate of another trust
  // domain or of no kind that we know.
  absl::StatusOr<Caller> Authenticate(absl::string_view peer_spiffe_id,
                                      absl::string_view authorization_header);

 private:
  absl::StatusOr<Caller> VerifyHeader(absl::string_view authorization_header);

  const std::string trust_domain_;
  TokenVerifier* const tokens_;
};

}  // namespace caseload::auth

#endif  // SERVICES_COMMON_AUTH_AUTHENTICATOR_H_
