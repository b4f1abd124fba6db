// key_file.h: a JWKS file that is watched, with the last good keys kept.

#ifndef SERVICES_COMMON_AUTH_KEY_FILE_H_
#define SERVICES_COMMON_AUTH_KEY_FILE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/auth/jwks.h"

namespace caseload::auth {

// Not thread-safe: the TokenVerifier's lock is held around it.
class KeyFile {
 public:
  explicit KeyFile(std::string path);

  // Reads the file now. On an error the keys stay as they were.
  absl::Status Load();

  // Reads the file again when it has changed and was not looked at within the
  // last second. loads() tells whether there are new keys.
  void Poll(absl::Time now);

  // The key, or null. An unknown id reads the file again, at most once in 10 s,
  // so that a rotation is noticed at once and made-up ids cost nothing.
  std::shared_ptr<const VerificationKey> Find(absl::string_view key_id,
                                              absl::Time now);

  uint64_t loads() const { return loads_; }
  uint64_t bad_loads() const { return bad_loads_; }

 private:
  // What tells one version of the file from another without reading it.
  struct Version {
    int64_t inode = 0;
    int64_t size = 0;
    int64_t modified_ns = 0;
    bool operator==(const Version& other) const;
  };
  Version CurrentVersion() const;
  // Load() that says in the log what came of it.
  void Reload();

  const std::string path_;
  KeySet keys_;
  Version version_;
  absl::Time last_poll_ = absl::InfinitePast();
  absl::Time last_forced_ = absl::InfinitePast();
  uint64_t loads_ = 0;
  uint64_t bad_loads_ = 0;
};

}  // namespace caseload::auth

#endif  // SERVICES_COMMON_AUTH_KEY_FILE_H_
