// sealer.h: AES-256-GCM, for what leaves the process and must come back as it
// was: page tokens, feed positions, cached snapshots.
//
// Thread safety: thread-safe.

#ifndef SERVICES_COMMON_SEAL_SEALER_H_
#define SERVICES_COMMON_SEAL_SEALER_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace caseload::seal {

class Sealer {
 public:
  // Bytes of a key.
  static constexpr size_t kKeyBytes = 32;

  // With a key that all replicas of a service share. INVALID_ARGUMENT unless it
  // has kKeyBytes bytes.
  static absl::StatusOr<Sealer> FromKey(absl::string_view key);

  // With a random key: what it seals can be opened by this process only.
  static Sealer WithRandomKey();

  // Encrypts `plain` and binds it to `associated`, which is not stored: opening
  // takes the same `associated`.
  std::string Seal(absl::string_view plain, absl::string_view associated) const;

  // The plain text, or nullopt when `sealed` is not what Seal() returned for
  // this key and this `associated`.
  std::optional<std::string> Open(absl::string_view sealed,
                                  absl::string_view associated) const;

 private:
  explicit Sealer(std::string key) : key_(std::move(key)) {}

  std::string key_;
};

}  // namespace caseload::seal

#endif  // SERVICES_COMMON_SEAL_SEALER_H_
