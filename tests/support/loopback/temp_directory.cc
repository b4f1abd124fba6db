#include "tests/support/loopback/temp_directory.h"

#include <stdlib.h>

#include <cstdio>
#include <filesystem>

#include "absl/strings/str_cat.h"

namespace caseload::testing {

TempDirectory::TempDirectory()
    : path_((std::filesystem::temp_directory_path() / "cl-XXXXXX").string()) {
  if (mkdtemp(&path_[0]) == nullptr) {
    std::perror("mkdtemp");
    std::abort();
  }
}

TempDirectory::~TempDirectory() {
  std::error_code error;
  std::filesystem::remove_all(path_, error);
}

std::string TempDirectory::File(absl::string_view name) const {
  return absl::StrCat(path_, "/", name);
}

}  // namespace caseload::testing
