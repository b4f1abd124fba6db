// token.h: who a signed token speaks for.
//
// A person's token is a JWT (RFC 7519) signed by the county's identity provider
// with ES256 or RS256. The header's "alg" is only compared with what the key of
// its "kid" is for; "none", an HMAC keyed with a public key and a header that
// brings its own key are refused by that.

#ifndef SERVICES_COMMON_AUTH_TOKEN_H_
#define SERVICES_COMMON_AUTH_TOKEN_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/auth/caller.h"
#include "services/common/clock/clock.h"

namespace caseload::auth {

struct TokenOptions {
  // "iss" must equal this.
  std::string issuer;
  // "aud" must be or contain this.
  std::string audience;
  // File with the issuer's JWK Set. Looked at for changes once a second.
  std::string jwks_path;
  // Claim with the person's groups, an array of strings.
  std::string groups_claim = "groups";
  // The issuer's group -> caseload.options.v1.Role by number. A group that is
  // not named here gives no role.
  std::map<std::string, int, std::less<>> group_roles;
  // How far the issuer's clock may be off, for "exp" and "nbf".
  absl::Duration skew = absl::Seconds(30);
  // Verified tokens that are remembered until they expire.
  size_t cache_entries = 4096;
};

// Thread-safe.
class TokenVerifier {
 public:
  struct Stats {
    // Reads of the JWKS file that succeeded, the first one included.
    uint64_t reloads = 0;
    // Reads that failed; the last good keys stayed.
    uint64_t bad_reloads = 0;
    // Tokens found in the cache.
    uint64_t cache_hits = 0;
    // Tokens whose signature was checked.
    uint64_t cache_misses = 0;
  };

  // Reads the keys once: a service does not start with a JWKS file that is
  // missing or wrong. INVALID_ARGUMENT for options without issuer or audience,
  // or with a role that is none. `clock` is borrowed.
  static absl::StatusOr<std::unique_ptr<TokenVerifier>> Create(
      TokenOptions options, const clock::Clock* clock);
  ~TokenVerifier();

  // The person that `token` (compact JWS) speaks for: kind kPerson, principal
  // "person/<sub>", person "<sub>". UNAUTHENTICATED with reason TOKEN_EXPIRED,
  // or TOKEN_INVALID for everything else that is wrong; no text repeats what
  // the token says. A token signed with a key that left the JWKS file is
  // refused within a second or so, cached or not.
  absl::StatusOr<Caller> Verify(absl::string_view token);

  Stats stats() const;

 private:
  struct State;
  explicit TokenVerifier(std::unique_ptr<State> state);

  const std::unique_ptr<State> state_;
};

}  // namespace caseload::auth

#endif  // SERVICES_COMMON_AUTH_TOKEN_H_
