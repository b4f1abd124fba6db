#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cjose/header.h"
#include "cjose/jwk.h"
#include "cjose/jws.h"
#include "cjose/util.h"
#include "nlohmann/json.hpp"
#include "services/common/status/status_macros.h"
#include "tools/authority/authority.h"

namespace caseload::authority {
namespace {

struct ReleaseJwk {
  void operator()(cjose_jwk_t* jwk) const { cjose_jwk_release(jwk); }
};
struct ReleaseJws {
  void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
};
struct ReleaseHeader {
  void operator()(cjose_header_t* header) const {
    cjose_header_release(header);
  }
};
using JwkPtr = std::unique_ptr<cjose_jwk_t, ReleaseJwk>;
using JwsPtr = std::unique_ptr<cjose_jws_t, ReleaseJws>;
using HeaderPtr = std::unique_ptr<cjose_header_t, ReleaseHeader>;

absl::Status Failed(absl::string_view step) {
  return absl::InternalError(absl::StrCat("cjose could not ", step));
}

absl::StatusOr<nlohmann::json> ToJson(const cjose_jwk_t* jwk,
                                      bool with_private_part) {
  char* text = cjose_jwk_to_json(jwk, with_private_part, nullptr);
  if (text == nullptr) return Failed("write a key");
  nlohmann::json json = nlohmann::json::parse(text, nullptr,
                                              /*allow_exceptions=*/false);
  cjose_get_dealloc()(text);
  if (!json.is_object()) return Failed("write a key as an object");
  return json;
}

std::string ClaimsJson(const TokenClaims& claims) {
  const int64_t issued_at = absl::ToUnixSeconds(claims.issued_at);
  return nlohmann::json{
      {"iss", claims.issuer},
      {"aud", claims.audience},
      {"sub", claims.subject},
      {"groups", claims.groups},
      {"iat", issued_at},
      {"nbf", issued_at},
      {"exp", absl::ToUnixSeconds(claims.issued_at + claims.lifetime)},
  }
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

absl::StatusOr<TokenIssuer> TokenIssuer::Create(absl::string_view key_id) {
  JwkPtr jwk(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, nullptr));
  if (jwk == nullptr ||
      !cjose_jwk_set_kid(jwk.get(), key_id.data(), key_id.size(), nullptr)) {
    return Failed("make a key");
  }
  ABSL_ASSIGN_OR_RETURN(const nlohmann::json json,
                        ToJson(jwk.get(), /*with_private_part=*/true));
  return FromPrivateJwk(json.dump());
}

absl::StatusOr<TokenIssuer> TokenIssuer::FromPrivateJwk(
    std::string private_jwk) {
  JwkPtr jwk(cjose_jwk_import(private_jwk.data(), private_jwk.size(), nullptr));
  if (jwk == nullptr) {
    return absl::InvalidArgumentError("the issuer's key is no JWK");
  }
  ABSL_ASSIGN_OR_RETURN(nlohmann::json json,
                        ToJson(jwk.get(), /*with_private_part=*/false));
  json["alg"] = CJOSE_HDR_ALG_ES256;
  json["use"] = "sig";
  const nlohmann::json jwks = {{"keys", nlohmann::json::array({json})}};
  return TokenIssuer(std::move(private_jwk), jwks.dump(2));
}

absl::StatusOr<std::string> TokenIssuer::Sign(const TokenClaims& claims) const {
  JwkPtr jwk(
      cjose_jwk_import(private_jwk_.data(), private_jwk_.size(), nullptr));
  HeaderPtr header(cjose_header_new(nullptr));
  if (jwk == nullptr || header == nullptr ||
      !cjose_header_set(header.get(), CJOSE_HDR_ALG, CJOSE_HDR_ALG_ES256,
                        nullptr) ||
      !cjose_header_set(header.get(), CJOSE_HDR_KID,
                        cjose_jwk_get_kid(jwk.get(), nullptr), nullptr)) {
    return Failed("prepare a token");
  }
  const std::string text = ClaimsJson(claims);
  JwsPtr jws(cjose_jws_sign(jwk.get(), header.get(),
                            reinterpret_cast<const uint8_t*>(text.data()),
                            text.size(), nullptr));
  const char* compact = nullptr;
  if (jws == nullptr || !cjose_jws_export(jws.get(), &compact, nullptr)) {
    return Failed("sign a token");
  }
  return std::string(compact);
}

absl::StatusOr<TokenIssuer> TokenIssuer::ReadFrom(
    const std::string& directory) {
  ABSL_ASSIGN_OR_RETURN(std::string private_jwk,
                        ReadWholeFile(absl::StrCat(directory, "/issuer.jwk")));
  return FromPrivateJwk(std::move(private_jwk));
}

absl::Status TokenIssuer::WriteTo(const std::string& directory) const {
  ABSL_RETURN_IF_ERROR(WriteFileAtomically(
      absl::StrCat(directory, "/issuer.jwk"), private_jwk_));
  return WriteFileAtomically(absl::StrCat(directory, "/jwks.json"), jwks_);
}

}  // namespace caseload::authority
