#include "services/common/auth/authenticator.h"

#include <utility>

#include "absl/strings/match.h"
#include "services/common/auth/identity.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::auth {

Authenticator::Authenticator(std::string trust_domain, TokenVerifier* tokens)
    : trust_domain_(std::move(trust_domain)), tokens_(tokens) {}

absl::StatusOr<Caller> Authenticator::VerifyHeader(
    absl::string_view authorization_header) {
  constexpr absl::string_view kScheme = "Bearer ";
  if (!absl::StartsWithIgnoreCase(authorization_header, kScheme)) {
    return status::Unauthenticated("TOKEN_INVALID",
                                   "authorization must be \"Bearer <token>\"");
  }
  if (tokens_ == nullptr) {
    return status::Unauthenticated("TOKEN_INVALID",
                                   "this service is not set up for tokens");
  }
  return tokens_->Verify(authorization_header.substr(kScheme.size()));
}

absl::StatusOr<Caller> Authenticator::Authenticate(
    absl::string_view peer_spiffe_id, absl::string_view authorization_header) {
  if (peer_spiffe_id.empty() && authorization_header.empty()) {
    return status::Unauthenticated(
        "IDENTITY_MISSING",
        "send a token as authorization metadata, or use the port that takes "
        "client certificates");
  }
  if (peer_spiffe_id.empty()) return VerifyHeader(authorization_header);
  ABSL_ASSIGN_OR_RETURN(Caller machine,
                        ParseSpiffeId(peer_spiffe_id, trust_domain_));
  if (authorization_header.empty()) return machine;
  ABSL_ASSIGN_OR_RETURN(const Caller person,
                        VerifyHeader(authorization_header));
  machine.person = person.person;
  machine.roles = person.roles;
  return machine;
}

}  // namespace caseload::auth
