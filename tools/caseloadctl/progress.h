// progress.h: how far long work has come.

#ifndef TOOLS_CASELOADCTL_PROGRESS_H_
#define TOOLS_CASELOADCTL_PROGRESS_H_

#include <cstdint>
#include <string>

namespace caseload::caseloadctl {

// Writes to standard error: on a terminal a bar that moves; elsewhere one line
// when all is done, "WORK: 300 rows sent" with `what` "rows sent".
void ShowProgress(const std::string& work, const std::string& what,
                  int64_t done, int64_t all);

}  // namespace caseload::caseloadctl

#endif  // TOOLS_CASELOADCTL_PROGRESS_H_
