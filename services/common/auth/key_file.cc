#include "services/common/auth/key_file.h"

#include <sys/stat.h>

#include <fstream>
#include <sstream>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/log/log.h"
#include "services/common/status/status_macros.h"

namespace caseload::auth {
namespace {

constexpr absl::Duration kPollInterval = absl::Seconds(1);
constexpr absl::Duration kForcedInterval = absl::Seconds(10);

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  // An empty file sets the stream's failbit, which is no error here.
  if (!file.is_open() || content.bad()) {
    return absl::NotFoundError(absl::StrCat("cannot read JWKS file ", path));
  }
  return content.str();
}

// A clock that was set back must not stop the looking: an instant in the
// future counts as long ago.
bool IsDue(absl::Time last, absl::Time now, absl::Duration interval) {
  return now < last || now - last >= interval;
}

}  // namespace

KeyFile::KeyFile(std::string path) : path_(std::move(path)) {}

bool KeyFile::Version::operator==(const Version& other) const {
  return std::tie(inode, size, modified_ns) ==
         std::tie(other.inode, other.size, other.modified_ns);
}

KeyFile::Version KeyFile::CurrentVersion() const {
  struct stat found;
  if (stat(path_.c_str(), &found) != 0) return Version();
  Version version;
  version.inode = static_cast<int64_t>(found.st_ino);
  version.size = found.st_size;
  version.modified_ns =
      absl::ToUnixNanos(absl::TimeFromTimespec(found.st_mtim));
  return version;
}

absl::Status KeyFile::Load() {
  // Taken before reading: a change while we read is seen at the next look.
  const Version version = CurrentVersion();
  absl::StatusOr<std::string> content = ReadFile(path_);
  absl::StatusOr<KeySet> keys =
      content.ok() ? ParseJwks(*content) : content.status();
  version_ = version;
  if (!keys.ok()) {
    ++bad_loads_;
    return keys.status();
  }
  ++loads_;
  keys_ = *std::move(keys);
  return absl::OkStatus();
}

void KeyFile::Reload() {
  const absl::Status loaded = Load();
  if (!loaded.ok()) {
    log::Warn("JWKS file refused, the last good keys stay",
              {{"path", path_}, {"error", loaded.message()}});
    return;
  }
  log::Info("JWKS file read again", {{"path", path_}, {"keys", keys_.size()}});
}

void KeyFile::Poll(absl::Time now) {
  if (!IsDue(last_poll_, now, kPollInterval)) return;
  last_poll_ = now;
  if (!(CurrentVersion() == version_)) Reload();
}

std::shared_ptr<const VerificationKey> KeyFile::Find(absl::string_view key_id,
                                                     absl::Time now) {
  auto found = keys_.find(key_id);
  if (found != keys_.end()) return found->second;
  if (!IsDue(last_forced_, now, kForcedInterval)) return nullptr;
  last_forced_ = now;
  Reload();
  found = keys_.find(key_id);
  return found == keys_.end() ? nullptr : found->second;
}

}  // namespace caseload::auth
