#include "services/caseplan/officer_rules.h"

#include "services/caseplan/domain/names.h"
#include "services/caseplan/storage/officer_store.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

absl::Status CheckInService(const Officer& officer, const DayPeriod& period) {
  if (officer.service.Covers(period)) return absl::OkStatus();
  return status::FailedPrecondition(
      "OFFICER_NOT_IN_SERVICE", OfficerName{officer.id}.ToString(),
      "is not in service on every day of the period; end the period with the "
      "service");
}

// A supervisor may leave while the posting lasts; they must be there when it
// begins.
absl::Status CheckSupervisor(sql::Transaction& tx,
                             const std::optional<std::string>& supervisor_id,
                             const DayPeriod& period) {
  if (!supervisor_id.has_value()) return absl::OkStatus();
  ABSL_ASSIGN_OR_RETURN(Officer supervisor,
                        storage::GetOfficer(tx, *supervisor_id));
  return CheckInService(supervisor, DayPeriod{period.first, period.first});
}

absl::Status CheckUnitStands(sql::Transaction& tx, const std::string& unit_id,
                             const DayPeriod& period) {
  ABSL_ASSIGN_OR_RETURN(Unit unit, storage::GetUnit(tx, unit_id));
  if (unit.period.Covers(period)) return absl::OkStatus();
  return status::FailedPrecondition(
      "UNIT_NOT_ACTIVE", UnitName{unit_id}.ToString(),
      "does not stand on every day of the period");
}

}  // namespace caseload::caseplan
