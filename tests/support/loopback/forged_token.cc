#include "tests/support/loopback/forged_token.h"

#include <cstdlib>
#include <iostream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cjose/header.h"
#include "cjose/jws.h"
#include "cjose/util.h"

namespace caseload::testing {
namespace {

template <typename T>
T* OrDie(T* made, const char* what) {
  if (made != nullptr) return made;
  std::cerr << "cjose made no " << what << "\n";
  std::abort();
}

const uint8_t* Bytes(absl::string_view text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}

std::string ToJson(const cjose_jwk_t* jwk, bool with_private_part) {
  char* text =
      OrDie(cjose_jwk_to_json(jwk, with_private_part, nullptr), "JSON");
  std::string json(text);
  cjose_get_dealloc()(text);
  return json;
}

JwkPtr Named(cjose_jwk_t* jwk, absl::string_view key_id) {
  JwkPtr named(OrDie(jwk, "key"));
  cjose_jwk_set_kid(named.get(), key_id.data(), key_id.size(), nullptr);
  return named;
}

}  // namespace

JwkPtr NewRsaKey(size_t bits, absl::string_view key_id) {
  const uint8_t exponent[] = {1, 0, 1};
  return Named(
      cjose_jwk_create_RSA_random(bits, exponent, sizeof(exponent), nullptr),
      key_id);
}

JwkPtr NewEcKey(absl::string_view key_id) {
  return Named(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, nullptr), key_id);
}

JwkPtr HmacKey(absl::string_view bytes) {
  return JwkPtr(OrDie(
      cjose_jwk_create_oct_spec(Bytes(bytes), bytes.size(), nullptr), "key"));
}

std::string PublicJson(const cjose_jwk_t* jwk) { return ToJson(jwk, false); }
std::string PrivateJson(const cjose_jwk_t* jwk) { return ToJson(jwk, true); }

std::string SignedToken(const cjose_jwk_t* jwk, const Header& header,
                        absl::string_view claims) {
  cjose_header_t* fields = OrDie(cjose_header_new(nullptr), "header");
  cjose_header_set(fields, CJOSE_HDR_ALG, header.algorithm.c_str(), nullptr);
  cjose_header_set(fields, CJOSE_HDR_KID, header.key_id.c_str(), nullptr);
  if (!header.critical.empty()) {
    cjose_header_set_raw(fields, "crit", header.critical.c_str(), nullptr);
  }
  cjose_jws_t* jws =
      OrDie(cjose_jws_sign(jwk, fields, Bytes(claims), claims.size(), nullptr),
            "signature");
  const char* compact = nullptr;
  cjose_jws_export(jws, &compact, nullptr);
  std::string token(OrDie(compact, "token"));
  cjose_jws_release(jws);
  cjose_header_release(fields);
  return token;
}

std::string UnsignedToken(absl::string_view header, absl::string_view claims) {
  return absl::StrCat(absl::WebSafeBase64Escape(header), ".",
                      absl::WebSafeBase64Escape(claims), ".");
}

}  // namespace caseload::testing
