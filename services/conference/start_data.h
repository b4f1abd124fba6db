// start_data.h: the calendar as a file says it, read at start.

#ifndef SERVICES_CONFERENCE_START_DATA_H_
#define SERVICES_CONFERENCE_START_DATA_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/policy/calendar.h"

namespace caseload::conference {

// The working days of a county with the holidays in `file`; only weekends are
// off when `file` is empty. INVALID_ARGUMENT naming the line that is no day.
absl::StatusOr<policy::WorkingDays> ReadWorkingDays(const std::string& file);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_START_DATA_H_
