// forged_token.h: tokens that no issuer would make.

#ifndef TESTS_SUPPORT_LOOPBACK_FORGED_TOKEN_H_
#define TESTS_SUPPORT_LOOPBACK_FORGED_TOKEN_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "cjose/jwk.h"

namespace caseload::testing {

struct ReleaseJwk {
  void operator()(cjose_jwk_t* jwk) const { cjose_jwk_release(jwk); }
};
using JwkPtr = std::unique_ptr<cjose_jwk_t, ReleaseJwk>;

// A new RSA key called `key_id`.
JwkPtr NewRsaKey(size_t bits, absl::string_view key_id);
// A new P-256 key called `key_id`.
JwkPtr NewEcKey(absl::string_view key_id);
// An HMAC key of these bytes.
JwkPtr HmacKey(absl::string_view bytes);

// The key as JSON, without or with its private part.
std::string PublicJson(const cjose_jwk_t* jwk);
std::string PrivateJson(const cjose_jwk_t* jwk);

struct Header {
  std::string algorithm = "ES256";
  std::string key_id;
  // JSON of the member "crit", or empty for none.
  std::string critical;
};
// `claims` signed with `jwk` under `header`; dies when cjose refuses.
std::string SignedToken(const cjose_jwk_t* jwk, const Header& header,
                        absl::string_view claims);

// `header` and `claims` (JSON) with an empty signature.
std::string UnsignedToken(absl::string_view header, absl::string_view claims);

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_LOOPBACK_FORGED_TOKEN_H_
