// start_data.h: the policy and the calendar as files say them, read at start.

#ifndef SERVICES_CONFERENCE_START_DATA_H_
#define SERVICES_CONFERENCE_START_DATA_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/policy/calendar.h"
#include "services/policy/pack.h"

namespace caseload::conference {

// Every *.textproto pack in `directory`. INVALID_ARGUMENT with all problems of
// all files when one is wrong: a service that would judge by half of the policy
// does not start. NOT_FOUND when there is no such directory or no pack in it.
absl::StatusOr<std::vector<policy::PolicyPack>> ReadPacks(
    const std::string& directory);

// The working days of a county with the holidays in `file`; only weekends are
// off when `file` is empty. INVALID_ARGUMENT naming the line that is no day.
absl::StatusOr<policy::WorkingDays> ReadWorkingDays(const std::string& file);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_START_DATA_H_
