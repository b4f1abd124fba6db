// county.h: a synthetic county of any size, from a seed.
//
// The same options write the same bytes on every machine. The shares that the
// county has on purpose (risk mix, late plans, warrants ...) stand in
// docs/synthetic-county.md, and a test counts them.

#ifndef TOOLS_CASELOADCTL_GENERATE_COUNTY_H_
#define TOOLS_CASELOADCTL_GENERATE_COUNTY_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"

namespace caseload::generate {

inline constexpr int kMinOfficers = 16;
inline constexpr int kMaxOfficers = 5000;
inline constexpr int kMinClients = 1;
inline constexpr int kMaxClients = 5'000'000;

struct CountyOptions {
  // Staff in all: one manager, a supervisor for each team of up to eight, and
  // officers. kMinOfficers to kMaxOfficers.
  int officers = 30;
  // kMinClients to kMaxClients.
  int clients = 900;
  uint64_t seed = 1;
  // The day of the export; nothing in it is later. Contacts, notes and reasons
  // go back to the first day of the quarter before.
  absl::CivilDay as_of;
  // IANA zone of the county.
  std::string zone;
  // Where the files go; made when it is not there.
  std::string directory;
};

// Writes the county's export. INVALID_ARGUMENT for options out of bounds or an
// unknown zone; UNKNOWN when a file cannot be written.
absl::Status GenerateCounty(const CountyOptions& options);

}  // namespace caseload::generate

#endif  // TOOLS_CASELOADCTL_GENERATE_COUNTY_H_
