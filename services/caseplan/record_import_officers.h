// record_import_officers.h: what an imported officer, unit, posting or leave
// does to the record.

#ifndef SERVICES_CASEPLAN_RECORD_IMPORT_OFFICERS_H_
#define SERVICES_CASEPLAN_RECORD_IMPORT_OFFICERS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/caseplan/caseload_service.h"
#include "services/caseplan/service_base.h"
#include "services/common/import/importer.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

class OfficerImport final : public ServiceBase {
 public:
  explicit OfficerImport(const ServiceOptions& options)
      : ServiceBase(options), caseload_(WithoutMasters(options)) {}

  // Adds officers, units, postings and leave. `this` outlives `importer`.
  void AddKinds(imports::Importer& importer);

 private:
  absl::StatusOr<std::string> SaveOfficer(sql::Transaction& tx,
                                          const rpc::CallContext& call,
                                          imports::Row& row);
  absl::StatusOr<std::string> SaveUnit(sql::Transaction& tx,
                                       const rpc::CallContext& call,
                                       imports::Row& row);
  absl::StatusOr<std::string> SavePosting(sql::Transaction& tx,
                                          const rpc::CallContext& call,
                                          imports::Row& row);
  absl::StatusOr<std::string> SaveLeave(sql::Transaction& tx,
                                        const rpc::CallContext& call,
                                        imports::Row& row);

  absl::Status WithdrawOfficer(sql::Transaction& tx,
                               const rpc::CallContext& call,
                               const imports::ImportedRecord& known);
  absl::Status WithdrawUnit(sql::Transaction& tx, const rpc::CallContext& call,
                            const imports::ImportedRecord& known);
  absl::Status WithdrawPosting(sql::Transaction& tx,
                               const rpc::CallContext& call,
                               const imports::ImportedRecord& known);
  absl::Status WithdrawLeave(sql::Transaction& tx, const rpc::CallContext& call,
                             const imports::ImportedRecord& known);

  // Records that people enter one by one are stored by the same handlers when
  // they are imported, who then ask for no master.
  CaseloadService caseload_;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_RECORD_IMPORT_OFFICERS_H_
