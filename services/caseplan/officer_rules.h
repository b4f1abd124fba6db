// officer_rules.h: what must hold of an officer, a supervisor and a unit on the
// days of a posting or leave, whoever records it.

#ifndef SERVICES_CASEPLAN_OFFICER_RULES_H_
#define SERVICES_CASEPLAN_OFFICER_RULES_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "services/caseplan/domain/day_period.h"
#include "services/caseplan/domain/officer.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

// FAILED_PRECONDITION, reason OFFICER_NOT_IN_SERVICE, unless the officer is in
// service on every day of `period`.
absl::Status CheckInService(const Officer& officer, const DayPeriod& period);

// A supervisor may leave while the posting lasts; they must be in service when
// it begins. NOT_FOUND, or FAILED_PRECONDITION as above.
absl::Status CheckSupervisor(sql::Transaction& tx,
                             const std::optional<std::string>& supervisor_id,
                             const DayPeriod& period);

// NOT_FOUND, or FAILED_PRECONDITION, reason UNIT_NOT_ACTIVE, unless the unit
// stands on every day of `period`.
absl::Status CheckUnitStands(sql::Transaction& tx, const std::string& unit_id,
                             const DayPeriod& period);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_OFFICER_RULES_H_
