#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"
#include "tools/authority/authority.h"

namespace caseload::authority {
namespace {

absl::Status SystemError(absl::string_view step, const std::string& path) {
  return absl::UnavailableError(
      absl::StrCat("cannot ", step, " ", path, ": ", std::strerror(errno)));
}

// Writes all of `content` and syncs it.
bool WriteAndSync(int file, absl::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<size_t>(written));
  }
  return fsync(file) == 0;
}

}  // namespace

absl::Status WriteFileAtomically(const std::string& path,
                                 absl::string_view content) {
  std::string temporary = absl::StrCat(path, ".XXXXXX");
  // mkstemp makes the file 0600 and never opens one that is there.
  const int file = mkstemp(&temporary[0]);
  if (file < 0) return SystemError("create a file beside", path);
  absl::Status status = WriteAndSync(file, content)
                            ? absl::OkStatus()
                            : SystemError("write", temporary);
  if (close(file) != 0 && status.ok()) status = SystemError("close", temporary);
  if (status.ok() && std::rename(temporary.c_str(), path.c_str()) != 0) {
    status = SystemError("rename to", path);
  }
  if (!status.ok()) unlink(temporary.c_str());
  return status;
}

absl::StatusOr<std::string> ReadWholeFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  // An empty file sets the stream's failbit, which is no error here.
  if (!file.is_open() || content.bad()) {
    return absl::NotFoundError(absl::StrCat("cannot read ", path));
  }
  return content.str();
}

absl::Status WriteKeyPair(const KeyPair& pair, const std::string& directory,
                          absl::string_view name) {
  ABSL_RETURN_IF_ERROR(WriteFileAtomically(
      absl::StrCat(directory, "/", name, ".key"), pair.key));
  return WriteFileAtomically(absl::StrCat(directory, "/", name, ".pem"),
                             pair.certificate);
}

}  // namespace caseload::authority
