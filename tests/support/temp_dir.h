// temp_dir.h: a folder of a test's own, gone when the test is.

#ifndef TESTS_SUPPORT_TEMP_DIR_H_
#define TESTS_SUPPORT_TEMP_DIR_H_

#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "absl/strings/string_view.h"

namespace caseload::testing {

// Its path is short enough for a unix socket in it.
class TempDir {
 public:
  TempDir() {
    char pattern[] = "/tmp/caseload-test-XXXXXX";
    if (::mkdtemp(pattern) == nullptr) std::abort();
    path_ = pattern;
  }
  ~TempDir() {
    std::error_code ignored;  // A folder left in /tmp fails no test.
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }
  // path()/name.
  std::string File(absl::string_view name) const {
    return path_ + "/" + std::string(name);
  }

 private:
  std::string path_;
};

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_TEMP_DIR_H_
