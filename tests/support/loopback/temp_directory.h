// temp_directory.h: a directory that lives as long as a test.

#ifndef TESTS_SUPPORT_LOOPBACK_TEMP_DIRECTORY_H_
#define TESTS_SUPPORT_LOOPBACK_TEMP_DIRECTORY_H_

#include <string>

#include "absl/strings/string_view.h"

namespace caseload::testing {

// Made new under the system's directory for temporary files; removed with what
// is in it. Its path is short enough for unix sockets. Dies when it cannot be
// made.
class TempDirectory {
 public:
  TempDirectory();
  ~TempDirectory();
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;

  const std::string& path() const { return path_; }
  // The path of `name` in it.
  std::string File(absl::string_view name) const;

 private:
  std::string path_;
};

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_LOOPBACK_TEMP_DIRECTORY_H_
