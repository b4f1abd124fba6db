#include "tools/caseloadctl/progress.h"

#include <unistd.h>

#include <iostream>

#include "absl/strings/str_format.h"

namespace caseload::caseloadctl {

void ShowProgress(const std::string& work, const std::string& what,
                  int64_t done, int64_t all) {
  constexpr int64_t kWidth = 30;
  if (isatty(STDERR_FILENO) == 0) {
    if (done >= all) std::cerr << work << ": " << done << " " << what << "\n";
    return;
  }
  const int64_t filled = done >= all ? kWidth : kWidth * done / all;
  std::cerr << absl::StreamFormat(
      "\r%-24s [%s%s] %d of %d", work,
      std::string(static_cast<size_t>(filled), '#'),
      std::string(static_cast<size_t>(kWidth - filled), '.'), done, all);
  if (done >= all) std::cerr << "\n";
}

}  // namespace caseload::caseloadctl
