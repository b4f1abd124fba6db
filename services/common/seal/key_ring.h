// key_ring.h: sealing with a key that is replaced from time to time.
//
// What is sealed carries four bytes that name its key, so that it is opened
// with that one: after a rotation, what the previous key sealed still opens
// until it expires.
//
// Thread safety: thread-safe.

#ifndef SERVICES_COMMON_SEAL_KEY_RING_H_
#define SERVICES_COMMON_SEAL_KEY_RING_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/seal/sealer.h"

namespace caseload::seal {

class KeyRing {
 public:
  // Seals with `current`; opens what `current` or `previous` (which may be
  // empty: none) sealed. INVALID_ARGUMENT unless a key has Sealer::kKeyBytes
  // bytes.
  static absl::StatusOr<KeyRing> FromKeys(absl::string_view current,
                                          absl::string_view previous);

  // The same, with keys that files hold as bare bytes; `previous` may be empty.
  // INVALID_ARGUMENT naming the file that cannot be read or holds no key.
  static absl::StatusOr<KeyRing> FromFiles(const std::string& current,
                                           const std::string& previous);

  // With a random key: opens what this process sealed.
  static KeyRing WithRandomKey();

  // As Sealer's.
  std::string Seal(absl::string_view plain, absl::string_view associated) const;
  std::optional<std::string> Open(absl::string_view sealed,
                                  absl::string_view associated) const;

 private:
  struct Key {
    // What sealed values begin with.
    std::string name;
    Sealer sealer;
  };
  explicit KeyRing(std::vector<Key> keys) : keys_(std::move(keys)) {}

  // The current one first.
  std::vector<Key> keys_;
};

}  // namespace caseload::seal

#endif  // SERVICES_COMMON_SEAL_KEY_RING_H_
