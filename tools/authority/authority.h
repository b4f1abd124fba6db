// authority.h: a throwaway certificate authority and token issuer.
//
// For trying the suite out on one machine and for tests, and for nothing else:
// keys lie in files, nothing is revoked, and whoever can read the directory is
// everybody. A deployment takes certificates from its own authority (SPIRE,
// cert-manager) and tokens from the county's identity provider.

#ifndef TOOLS_AUTHORITY_AUTHORITY_H_
#define TOOLS_AUTHORITY_AUTHORITY_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace caseload::authority {

// A certificate and its key, PEM.
struct KeyPair {
  std::string certificate;
  // PKCS #8, without a passphrase.
  std::string key;
};

struct LeafOptions {
  // The only URI name: "spiffe://<trust domain>/service/<name>". Empty for a
  // certificate without an identity, which the services refuse.
  std::string spiffe_id;
  // DNS names, beside "localhost" and the address 127.0.0.1 which every leaf
  // has.
  std::vector<std::string> dns_names;
  absl::Time not_before;
  absl::Time not_after;
};

// A certificate authority with an ECDSA P-256 key. INTERNAL when OpenSSL fails.
class CertificateAuthority {
 public:
  // A new one, self-signed, which may sign leaves only.
  static absl::StatusOr<CertificateAuthority> Create(
      absl::string_view common_name, absl::Time not_before,
      absl::Time not_after);
  // One that was written by WriteTo(). NOT_FOUND or INVALID_ARGUMENT.
  static absl::StatusOr<CertificateAuthority> ReadFrom(
      const std::string& directory);

  // A new key and a certificate for it, for clients and servers alike.
  absl::StatusOr<KeyPair> Issue(const LeafOptions& options) const;

  // The authority's certificate, PEM: what peers trust.
  const std::string& certificate() const { return pair_.certificate; }

  // Writes ca.pem and ca.key.
  absl::Status WriteTo(const std::string& directory) const;

 private:
  explicit CertificateAuthority(KeyPair pair) : pair_(std::move(pair)) {}

  KeyPair pair_;
};

// What a token states.
struct TokenClaims {
  std::string issuer;
  std::string audience;
  std::string subject;
  std::vector<std::string> groups;
  absl::Time issued_at;
  absl::Duration lifetime;
};

// Signs tokens with ES256, through cjose. INTERNAL when cjose fails.
class TokenIssuer {
 public:
  // A new P-256 key called `key_id`.
  static absl::StatusOr<TokenIssuer> Create(absl::string_view key_id);
  // One that was written by WriteTo(). NOT_FOUND or INVALID_ARGUMENT.
  static absl::StatusOr<TokenIssuer> ReadFrom(const std::string& directory);

  // A JWT in compact form, valid from issued_at for `lifetime`.
  absl::StatusOr<std::string> Sign(const TokenClaims& claims) const;

  // The JWK Set with the public key, for TokenOptions::jwks_path.
  const std::string& jwks() const { return jwks_; }

  // Writes jwks.json and issuer.jwk, which holds the private key.
  absl::Status WriteTo(const std::string& directory) const;

 private:
  TokenIssuer(std::string private_jwk, std::string jwks)
      : private_jwk_(std::move(private_jwk)), jwks_(std::move(jwks)) {}
  static absl::StatusOr<TokenIssuer> FromPrivateJwk(std::string private_jwk);

  std::string private_jwk_;
  std::string jwks_;
};

// Writes `pair` as <name>.pem and <name>.key into `directory`.
absl::Status WriteKeyPair(const KeyPair& pair, const std::string& directory,
                          absl::string_view name);

// Writes a file of mode 0600 beside `path`, syncs it and renames it over
// `path`, so that a reader sees the old or the new one, whole. UNAVAILABLE
// with the system's reason.
absl::Status WriteFileAtomically(const std::string& path,
                                 absl::string_view content);

// NOT_FOUND when it cannot be read.
absl::StatusOr<std::string> ReadWholeFile(const std::string& path);

}  // namespace caseload::authority

#endif  // TOOLS_AUTHORITY_AUTHORITY_H_
