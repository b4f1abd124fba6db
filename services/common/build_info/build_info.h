// build_info.h: which build this is.

#ifndef SERVICES_COMMON_BUILD_INFO_BUILD_INFO_H_
#define SERVICES_COMMON_BUILD_INFO_BUILD_INFO_H_

#include <string>

namespace caseload::build_info {

// "0.1.0".
extern const char kVersion[];
// The commit it was configured from, or "unknown" outside a checkout.
extern const char kCommit[];
// Build options that an image must not have: "test-clock fault-points", or
// "none".
extern const char kOptions[];

// "0.1.0 (commit 0123456789ab, options none)": what --version prints.
std::string Summary();

}  // namespace caseload::build_info

#endif  // SERVICES_COMMON_BUILD_INFO_BUILD_INFO_H_
