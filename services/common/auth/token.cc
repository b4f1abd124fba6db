#include "services/common/auth/token.h"

#include <algorithm>
#include <list>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "caseload/options/v1/options.pb.h"
#include "cjose/header.h"
#include "cjose/jws.h"
#include "cjose/util.h"
#include "nlohmann/json.hpp"
#include "openssl/evp.h"
#include "openssl/sha.h"
#include "services/common/auth/key_file.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/common/sync/mutex.h"

namespace caseload::auth {
namespace {

// More than any provider sends; what is longer is not looked at.
constexpr size_t kMaxTokenBytes = 8192;
constexpr size_t kMaxSubjectBytes = 128;

struct ReleaseJws {
  void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
};
using JwsPtr = std::unique_ptr<cjose_jws_t, ReleaseJws>;

absl::Status Invalid(absl::string_view text) {
  return status::Unauthenticated("TOKEN_INVALID", text);
}

// A verified token as the cache holds it.
struct Verified {
  Caller caller;
  absl::Time not_before = absl::InfinitePast();
  absl::Time expires;
};

// The string member of a token's header, or "".
std::string HeaderMember(cjose_jws_t* jws, const char* name) {
  const char* value =
      cjose_header_get(cjose_jws_get_protected(jws), name, nullptr);
  return value == nullptr ? "" : value;
}

// "crit" names extensions that must be understood (RFC 7515, 4.1.11); we
// understand none.
bool HasCriticalExtensions(cjose_jws_t* jws) {
  char* raw =
      cjose_header_get_raw(cjose_jws_get_protected(jws), "crit", nullptr);
  const bool found = raw != nullptr;
  cjose_get_dealloc()(raw);
  return found;
}

absl::StatusOr<nlohmann::json> ClaimsOf(cjose_jws_t* jws) {
  uint8_t* text = nullptr;
  size_t size = 0;
  if (!cjose_jws_get_plaintext(jws, &text, &size, nullptr)) {
    return Invalid("the token has no claims");
  }
  nlohmann::json claims = nlohmann::json::parse(text, text + size, nullptr,
                                                /*allow_exceptions=*/false);
  if (!claims.is_object()) return Invalid("the token's claims are no object");
  return claims;
}

bool AudienceMatches(const nlohmann::json& claims,
                     const std::string& audience) {
  const auto found = claims.find("aud");
  if (found == claims.end()) return false;
  if (found->is_string()) return *found == audience;
  return found->is_array() &&
         std::find(found->begin(), found->end(), audience) != found->end();
}

// Seconds since the epoch, perhaps with a fraction (RFC 7519, NumericDate).
std::optional<absl::Time> InstantClaim(const nlohmann::json& claims,
                                       const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number()) return std::nullopt;
  return absl::UnixEpoch() + absl::Seconds(found->get<double>());
}

bool IsSubject(absl::string_view subject) {
  return !subject.empty() && subject.size() <= kMaxSubjectBytes &&
         std::all_of(subject.begin(), subject.end(),
                     [](char c) { return absl::ascii_isgraph(c); });
}

absl::StatusOr<RoleSet> RolesOf(const nlohmann::json& claims,
                                const TokenOptions& options) {
  RoleSet roles;
  const auto groups = claims.find(options.groups_claim);
  if (groups == claims.end()) return roles;
  if (!groups->is_array()) return Invalid("the groups claim is no array");
  for (const nlohmann::json& group : *groups) {
    if (!group.is_string()) return Invalid("a group in the token is no string");
    const auto role = options.group_roles.find(group.get<std::string>());
    if (role != options.group_roles.end()) roles.Add(role->second);
  }
  return roles;
}

absl::Status CheckInstants(const Verified& verified, absl::Duration skew,
                           absl::Time now) {
  if (now >= verified.expires + skew) {
    return status::Unauthenticated(
        "TOKEN_EXPIRED", "the token has expired; ask its issuer for a new one");
  }
  if (now < verified.not_before - skew) {
    return Invalid("the token is not valid yet");
  }
  return absl::OkStatus();
}

absl::StatusOr<Verified> ReadClaims(const nlohmann::json& claims,
                                    const TokenOptions& options) {
  const auto issuer = claims.find("iss");
  if (issuer == claims.end() || *issuer != options.issuer) {
    return Invalid("the token is from another issuer");
  }
  if (!AudienceMatches(claims, options.audience)) {
    return Invalid("the token is for another audience");
  }
  const std::optional<absl::Time> expires = InstantClaim(claims, "exp");
  if (!expires.has_value()) return Invalid("the token has no expiry");
  if (claims.contains("nbf") && !InstantClaim(claims, "nbf").has_value()) {
    return Invalid("the token's \"nbf\" is no number");
  }
  const auto subject = claims.find("sub");
  if (subject == claims.end() || !subject->is_string() ||
      !IsSubject(subject->get<std::string>())) {
    return Invalid("the token has no usable subject");
  }
  Verified verified;
  verified.expires = *expires;
  verified.not_before =
      InstantClaim(claims, "nbf").value_or(absl::InfinitePast());
  verified.caller.kind = CallerKind::kPerson;
  verified.caller.person = subject->get<std::string>();
  verified.caller.principal = absl::StrCat("person/", verified.caller.person);
  ABSL_ASSIGN_OR_RETURN(verified.caller.roles, RolesOf(claims, options));
  return verified;
}

// Verified tokens by SHA-256, the least recently used forgotten first.
class TokenCache {
 public:
  explicit TokenCache(size_t capacity) : capacity_(capacity) {}

  const Verified* Find(const std::string& digest) {
    auto found = index_.find(digest);
    if (found == index_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->second;
  }
  void Insert(const std::string& digest, Verified verified) {
    Erase(digest);
    entries_.emplace_front(digest, std::move(verified));
    index_[digest] = entries_.begin();
    if (entries_.size() > capacity_) Erase(entries_.back().first);
  }
  void Erase(const std::string& digest) {
    auto found = index_.find(digest);
    if (found == index_.end()) return;
    const auto entry = found->second;
    index_.erase(found);
    entries_.erase(entry);
  }
  void Clear() {
    index_.clear();
    entries_.clear();
  }

 private:
  using Entries = std::list<std::pair<std::string, Verified>>;
  const size_t capacity_;
  Entries entries_;
  std::unordered_map<std::string, Entries::iterator> index_;
};

struct FreeDigestContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// Every call hashes its token, and OpenSSL's one-shot SHA256() looks the
// algorithm up each time: both are kept here. Null when OpenSSL fails.
EVP_MD_CTX* DigestContext() {
  static const EVP_MD* const sha256 =
      EVP_MD_fetch(nullptr, "SHA256", /*properties=*/nullptr);
  static thread_local const std::unique_ptr<EVP_MD_CTX, FreeDigestContext>
      context(EVP_MD_CTX_new());
  const bool ready = context != nullptr &&
                     EVP_DigestInit_ex2(context.get(), sha256, nullptr) == 1;
  return ready ? context.get() : nullptr;
}

// SHA-256; empty when OpenSSL fails.
std::string DigestOf(absl::string_view token) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  EVP_MD_CTX* const context = DigestContext();
  if (context == nullptr ||
      EVP_DigestUpdate(context, token.data(), token.size()) != 1 ||
      EVP_DigestFinal_ex(context, reinterpret_cast<uint8_t*>(&digest[0]),
                         nullptr) != 1) {
    return "";
  }
  return digest;
}

absl::Status CheckOptions(const TokenOptions& options) {
  if (options.issuer.empty() || options.audience.empty()) {
    return absl::InvalidArgumentError("tokens need an issuer and an audience");
  }
  for (const auto& [group, role] : options.group_roles) {
    if (role == options::v1::ROLE_UNSPECIFIED ||
        !options::v1::Role_IsValid(role)) {
      return absl::InvalidArgumentError(
          absl::StrCat("group ", group, " is mapped to no role"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

struct TokenVerifier::State {
  State(TokenOptions from, const clock::Clock* borrowed)
      : options(std::move(from)),
        clock(borrowed),
        keys(options.jwks_path),
        cache(options.cache_entries) {}

  const TokenOptions options;
  const clock::Clock* const clock;
  mutable sync::Mutex mutex;
  KeyFile keys ABSL_GUARDED_BY(mutex);
  TokenCache cache ABSL_GUARDED_BY(mutex);
  // The load of the keys that the cache's tokens were verified under.
  uint64_t cached_under ABSL_GUARDED_BY(mutex) = 0;
  Stats stats ABSL_GUARDED_BY(mutex);

  // Looks for a change of the keys; a key that was withdrawn takes its tokens
  // with it. Returns the number of the load in force.
  uint64_t RefreshKeys(absl::Time now);
  // The answer from the cache, if it holds one.
  std::optional<absl::StatusOr<Caller>> Recall(const std::string& digest,
                                               absl::Time now);
  // Remembers a token that was verified under load `load`, unless the keys have
  // changed since.
  void Remember(const std::string& digest, Verified verified, uint64_t load);
  std::shared_ptr<const VerificationKey> FindKey(absl::string_view key_id,
                                                 absl::Time now);
  absl::StatusOr<Verified> VerifySignature(absl::string_view token,
                                           absl::Time now);
};

uint64_t TokenVerifier::State::RefreshKeys(absl::Time now) {
  sync::MutexLock lock(&mutex);
  keys.Poll(now);
  if (cached_under != keys.loads()) {
    cache.Clear();
    cached_under = keys.loads();
  }
  return cached_under;
}

std::optional<absl::StatusOr<Caller>> TokenVerifier::State::Recall(
    const std::string& digest, absl::Time now) {
  sync::MutexLock lock(&mutex);
  const Verified* found = cache.Find(digest);
  if (found == nullptr) {
    ++stats.cache_misses;
    return std::nullopt;
  }
  ++stats.cache_hits;
  const absl::Status instants = CheckInstants(*found, options.skew, now);
  if (instants.ok()) return found->caller;
  cache.Erase(digest);
  return instants;
}

void TokenVerifier::State::Remember(const std::string& digest,
                                    Verified verified, uint64_t load) {
  sync::MutexLock lock(&mutex);
  if (load != keys.loads()) return;
  cache.Insert(digest, std::move(verified));
}

std::shared_ptr<const VerificationKey> TokenVerifier::State::FindKey(
    absl::string_view key_id, absl::Time now) {
  sync::MutexLock lock(&mutex);
  return keys.Find(key_id, now);
}

absl::StatusOr<Verified> TokenVerifier::State::VerifySignature(
    absl::string_view token, absl::Time now) {
  JwsPtr jws(cjose_jws_import(token.data(), token.size(), nullptr));
  if (jws == nullptr) return Invalid("the token is no signed JWT");
  const std::string algorithm = HeaderMember(jws.get(), CJOSE_HDR_ALG);
  if (algorithm != CJOSE_HDR_ALG_ES256 && algorithm != CJOSE_HDR_ALG_RS256) {
    return Invalid("the token must be signed with ES256 or RS256");
  }
  if (HasCriticalExtensions(jws.get())) {
    return Invalid("the token asks for extensions that are not supported");
  }
  const std::shared_ptr<const VerificationKey> key =
      FindKey(HeaderMember(jws.get(), CJOSE_HDR_KID), now);
  if (key == nullptr) return Invalid("the token names no key of the issuer");
  if (algorithm != key->algorithm()) {
    return Invalid("the token's algorithm is not the one its key is for");
  }
  if (!cjose_jws_verify(jws.get(), key->jwk(), nullptr)) {
    return Invalid("the token's signature is wrong");
  }
  ABSL_ASSIGN_OR_RETURN(const nlohmann::json claims, ClaimsOf(jws.get()));
  return ReadClaims(claims, options);
}

TokenVerifier::TokenVerifier(std::unique_ptr<State> state)
    : state_(std::move(state)) {}
TokenVerifier::~TokenVerifier() = default;

absl::StatusOr<std::unique_ptr<TokenVerifier>> TokenVerifier::Create(
    TokenOptions options, const clock::Clock* clock) {
  ABSL_RETURN_IF_ERROR(CheckOptions(options));
  auto state = std::make_unique<State>(std::move(options), clock);
  {
    sync::MutexLock lock(&state->mutex);
    ABSL_RETURN_IF_ERROR(state->keys.Load());
  }
  return std::unique_ptr<TokenVerifier>(new TokenVerifier(std::move(state)));
}

absl::StatusOr<Caller> TokenVerifier::Verify(absl::string_view token) {
  if (token.size() > kMaxTokenBytes) return Invalid("the token is too long");
  const absl::Time now = state_->clock->Now();
  const std::string digest = DigestOf(token);
  // One digest for all tokens would be one person for all callers.
  if (digest.empty()) return Invalid("the token could not be checked");
  const uint64_t load = state_->RefreshKeys(now);
  std::optional<absl::StatusOr<Caller>> recalled = state_->Recall(digest, now);
  if (recalled.has_value()) return *std::move(recalled);
  ABSL_ASSIGN_OR_RETURN(Verified verified, state_->VerifySignature(token, now));
  ABSL_RETURN_IF_ERROR(CheckInstants(verified, state_->options.skew, now));
  const Caller caller = verified.caller;
  state_->Remember(digest, std::move(verified), load);
  return caller;
}

TokenVerifier::Stats TokenVerifier::stats() const {
  sync::MutexLock lock(&state_->mutex);
  Stats stats = state_->stats;
  stats.reloads = state_->keys.loads();
  stats.bad_reloads = state_->keys.bad_loads();
  return stats;
}

}  // namespace caseload::auth
