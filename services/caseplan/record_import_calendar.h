// record_import_calendar.h: what an imported holiday does to the county's
// calendar.

#ifndef SERVICES_CASEPLAN_RECORD_IMPORT_CALENDAR_H_
#define SERVICES_CASEPLAN_RECORD_IMPORT_CALENDAR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/caseplan/service_base.h"
#include "services/common/import/importer.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

class CalendarImport final : public ServiceBase {
 public:
  explicit CalendarImport(const ServiceOptions& options)
      : ServiceBase(options) {}

  // Adds holidays. `this` outlives `importer`.
  void AddKinds(imports::Importer& importer);

 private:
  absl::StatusOr<std::string> SaveHoliday(sql::Transaction& tx,
                                          const rpc::CallContext& call,
                                          imports::Row& row);
  absl::Status WithdrawHoliday(sql::Transaction& tx,
                               const rpc::CallContext& call,
                               const imports::ImportedRecord& known);
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_RECORD_IMPORT_CALENDAR_H_
