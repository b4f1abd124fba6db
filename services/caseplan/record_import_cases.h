// record_import_cases.h: what an imported case, client state or assignment does
// to the record.
//
// A case is current state: a changed row changes it. States and assignments are
// facts: a changed row is the next revision of the one before.

#ifndef SERVICES_CASEPLAN_RECORD_IMPORT_CASES_H_
#define SERVICES_CASEPLAN_RECORD_IMPORT_CASES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/caseplan/domain/supervision_case.h"
#include "services/caseplan/service_base.h"
#include "services/common/import/importer.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

class CaseImport final : public ServiceBase {
 public:
  explicit CaseImport(const ServiceOptions& options) : ServiceBase(options) {}

  // Adds cases, client_states and assignments. `this` outlives `importer`.
  void AddKinds(imports::Importer& importer);

 private:
  absl::StatusOr<std::string> SaveCase(sql::Transaction& tx,
                                       const rpc::CallContext& call,
                                       imports::Row& row);
  absl::StatusOr<std::string> SaveState(sql::Transaction& tx,
                                        const rpc::CallContext& call,
                                        imports::Row& row);
  absl::StatusOr<std::string> SaveAssignment(sql::Transaction& tx,
                                             const rpc::CallContext& call,
                                             imports::Row& row);

  absl::Status WithdrawCase(sql::Transaction& tx, const rpc::CallContext& call,
                            const imports::ImportedRecord& known);
  absl::Status WithdrawState(sql::Transaction& tx, const rpc::CallContext& call,
                             const imports::ImportedRecord& known);
  absl::Status WithdrawAssignment(sql::Transaction& tx,
                                  const rpc::CallContext& call,
                                  const imports::ImportedRecord& known);

  // The case as the row says it; what is wrong with it refuses or is flagged.
  absl::StatusOr<Case> ReadCase(sql::Transaction& tx,
                                const rpc::CallContext& call,
                                imports::Row& row) const;
  absl::StatusOr<CaseState> ReadState(const rpc::CallContext& call,
                                      imports::Row& row) const;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_RECORD_IMPORT_CASES_H_
