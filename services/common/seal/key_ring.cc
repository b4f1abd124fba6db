#include "services/common/seal/key_ring.h"

#include <openssl/sha.h>

#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"

namespace caseload::seal {
namespace {

constexpr size_t kNameBytes = 4;

// Tells two keys of a ring apart; says nothing about the key.
std::string NameOf(absl::string_view key) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  const std::string input = absl::StrCat("caseload key name:", key);
  SHA256(reinterpret_cast<const unsigned char*>(input.data()), input.size(),
         digest);
  return std::string(reinterpret_cast<const char*>(digest), kNameBytes);
}

absl::StatusOr<std::string> ReadKey(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string key((std::istreambuf_iterator<char>(file)),
                  std::istreambuf_iterator<char>());
  if (key.size() == Sealer::kKeyBytes) return key;
  return absl::InvalidArgumentError(
      absl::StrCat(path, " cannot be read or has not ", Sealer::kKeyBytes,
                   " bytes, as a sealing key has"));
}

}  // namespace

absl::StatusOr<KeyRing> KeyRing::FromKeys(absl::string_view current,
                                          absl::string_view previous) {
  std::vector<Key> keys;
  ABSL_ASSIGN_OR_RETURN(Sealer sealer, Sealer::FromKey(current));
  keys.push_back({NameOf(current), std::move(sealer)});
  if (!previous.empty()) {
    ABSL_ASSIGN_OR_RETURN(Sealer older, Sealer::FromKey(previous));
    keys.push_back({NameOf(previous), std::move(older)});
  }
  return KeyRing(std::move(keys));
}

absl::StatusOr<KeyRing> KeyRing::FromFiles(const std::string& current,
                                           const std::string& previous) {
  ABSL_ASSIGN_OR_RETURN(const std::string key, ReadKey(current));
  std::string older;
  if (!previous.empty()) {
    ABSL_ASSIGN_OR_RETURN(older, ReadKey(previous));
  }
  return FromKeys(key, older);
}

KeyRing KeyRing::WithRandomKey() {
  return KeyRing({{std::string(kNameBytes, '\0'), Sealer::WithRandomKey()}});
}

std::string KeyRing::Seal(absl::string_view plain,
                          absl::string_view associated) const {
  const Key& current = keys_.front();
  return absl::StrCat(current.name, current.sealer.Seal(plain, associated));
}

std::optional<std::string> KeyRing::Open(absl::string_view sealed,
                                         absl::string_view associated) const {
  for (const Key& key : keys_) {
    if (!absl::StartsWith(sealed, key.name)) continue;
    return key.sealer.Open(sealed.substr(kNameBytes), associated);
  }
  return std::nullopt;
}

}  // namespace caseload::seal
