// jwks.h: the issuer's public keys, from a file that may change under us.

#ifndef SERVICES_COMMON_AUTH_JWKS_H_
#define SERVICES_COMMON_AUTH_JWKS_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cjose/jwk.h"

namespace caseload::auth {

// One public key and the only algorithm that it verifies.
class VerificationKey {
 public:
  // INVALID_ARGUMENT when `json` (one JWK) is not a public P-256 or RSA key of
  // at least 2048 bits, names another "alg" or "use", or has no "kid".
  static absl::StatusOr<std::shared_ptr<const VerificationKey>> Parse(
      const std::string& json);

  const cjose_jwk_t* jwk() const { return jwk_.get(); }
  const std::string& key_id() const { return key_id_; }
  // "ES256" or "RS256": follows from the key, never from a token's header.
  absl::string_view algorithm() const { return algorithm_; }

 private:
  struct Release {
    void operator()(cjose_jwk_t* jwk) const { cjose_jwk_release(jwk); }
  };
  using JwkPtr = std::unique_ptr<cjose_jwk_t, Release>;
  VerificationKey(JwkPtr jwk, std::string key_id, absl::string_view algorithm);

  const JwkPtr jwk_;
  const std::string key_id_;
  const absl::string_view algorithm_;
};

// The keys by "kid".
using KeySet =
    std::map<std::string, std::shared_ptr<const VerificationKey>, std::less<>>;

// Parses a JWK Set (RFC 7517). INVALID_ARGUMENT when it is no JSON, has no
// key, has two of one "kid", or any key is refused by VerificationKey::Parse:
// a file that is half right is wrong.
absl::StatusOr<KeySet> ParseJwks(absl::string_view json);

}  // namespace caseload::auth

#endif  // SERVICES_COMMON_AUTH_JWKS_H_
