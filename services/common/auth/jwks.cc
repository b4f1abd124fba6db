#include "services/common/auth/jwks.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "services/common/status/status_macros.h"

namespace caseload::auth {
namespace {

constexpr size_t kMinRsaBits = 2048;

absl::Status BadKey(absl::string_view text) {
  return absl::InvalidArgumentError(absl::StrCat("JWKS: ", text));
}

// The algorithm that a key is for, or why the key is refused.
absl::StatusOr<absl::string_view> AlgorithmOf(const cjose_jwk_t* jwk) {
  switch (cjose_jwk_get_kty(jwk, nullptr)) {
    case CJOSE_JWK_KTY_EC:
      if (cjose_jwk_EC_get_curve(jwk, nullptr) != CJOSE_JWK_EC_P_256) {
        return BadKey("an EC key must be on P-256");
      }
      return "ES256";
    case CJOSE_JWK_KTY_RSA:
      if (cjose_jwk_get_keysize(jwk, nullptr) < kMinRsaBits) {
        return BadKey("an RSA key must have at least 2048 bits");
      }
      return "RS256";
    default:
      return BadKey("a key must be EC (P-256) or RSA");
  }
}

// "" when the member is absent; anything but a string counts as wrong.
std::string StringMember(const nlohmann::json& object, const char* name) {
  auto found = object.find(name);
  if (found == object.end()) return "";
  return found->is_string() ? found->get<std::string>() : "?";
}

}  // namespace

VerificationKey::VerificationKey(JwkPtr jwk, std::string key_id,
                                 absl::string_view algorithm)
    : jwk_(std::move(jwk)), key_id_(std::move(key_id)), algorithm_(algorithm) {}

absl::StatusOr<std::shared_ptr<const VerificationKey>> VerificationKey::Parse(
    const std::string& json) {
  const nlohmann::json object =
      nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return BadKey("a key must be a JSON object");
  // A private key in the file that every service reads is an accident.
  if (object.contains("d")) return BadKey("a key holds its private part");
  const std::string key_id = StringMember(object, "kid");
  if (key_id.empty() || key_id == "?") return BadKey("a key has no \"kid\"");
  JwkPtr jwk(cjose_jwk_import(json.data(), json.size(), nullptr));
  if (jwk == nullptr) return BadKey(absl::StrCat("cannot read key ", key_id));
  ABSL_ASSIGN_OR_RETURN(const absl::string_view algorithm,
                        AlgorithmOf(jwk.get()));
  const std::string declared = StringMember(object, "alg");
  if (!declared.empty() && declared != algorithm) {
    return BadKey(absl::StrCat("key ", key_id, " must be for ", algorithm));
  }
  const std::string use = StringMember(object, "use");
  if (!use.empty() && use != "sig") {
    return BadKey(absl::StrCat("key ", key_id, " is not for signatures"));
  }
  return std::shared_ptr<const VerificationKey>(
      new VerificationKey(std::move(jwk), key_id, algorithm));
}

absl::StatusOr<KeySet> ParseJwks(absl::string_view json) {
  const nlohmann::json document = nlohmann::json::parse(
      json.begin(), json.end(), nullptr, /*allow_exceptions=*/false);
  if (!document.is_object() || !document.contains("keys") ||
      !document["keys"].is_array() || document["keys"].empty()) {
    return BadKey("must be an object with a non-empty array \"keys\"");
  }
  KeySet keys;
  for (const nlohmann::json& key_json : document["keys"]) {
    ABSL_ASSIGN_OR_RETURN(std::shared_ptr<const VerificationKey> key,
                          VerificationKey::Parse(key_json.dump()));
    const std::string key_id = key->key_id();
    if (!keys.emplace(key_id, std::move(key)).second) {
      return BadKey(absl::StrCat("two keys have \"kid\" ", key_id));
    }
  }
  return keys;
}

}  // namespace caseload::auth
