// record_import_plans.h: what an imported version of a plan, or an objective of
// one, does to the case's plans.
//
// What an export says of a version's state is its state if no other version is
// in force; of those that would be, the one with the highest number is. An
// imported version can change: what it said before is kept (earlier_state.h).

#ifndef SERVICES_CASEPLAN_RECORD_IMPORT_PLANS_H_
#define SERVICES_CASEPLAN_RECORD_IMPORT_PLANS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "caseload/caseplan/v1/import_case_record.pb.h"
#include "services/caseplan/domain/case_plan.h"
#include "services/caseplan/service_base.h"
#include "services/common/import/importer.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

class PlanImport final : public ServiceBase {
 public:
  explicit PlanImport(const ServiceOptions& options) : ServiceBase(options) {}

  // Adds plans and objectives. `this` outlives `importer`.
  void AddKinds(imports::Importer& importer);

 private:
  absl::StatusOr<std::string> SavePlan(sql::Transaction& tx,
                                       const rpc::CallContext& call,
                                       imports::Row& row);
  absl::Status WithdrawPlan(sql::Transaction& tx, const rpc::CallContext& call,
                            const imports::ImportedRecord& known);
  absl::StatusOr<std::string> SaveObjective(sql::Transaction& tx,
                                            const rpc::CallContext& call,
                                            imports::Row& row);
  absl::Status WithdrawObjective(sql::Transaction& tx,
                                 const rpc::CallContext& call,
                                 const imports::ImportedRecord& known);

  // Writes what the row says into `plan`, whose id, case and objectives stay.
  // Refusals: what is wrong with the row itself.
  absl::Status ReadPlan(sql::Transaction& tx, const rpc::CallContext& call,
                        imports::Row& row, CasePlan* plan) const;
  // The signatures that the row speaks of.
  void ReadSignatures(const rpc::CallContext& call, const imports::Row& row,
                      CasePlan* plan) const;
  // Stores `plan`, in the place of `before` when that is there.
  absl::Status Store(sql::Transaction& tx, const rpc::CallContext& call,
                     const std::optional<CasePlan>& before,
                     CasePlan* plan) const;
  // Puts the version in force that is to be, and supersedes the others. All
  // that are changed are announced, and the plan `announced_id` in any case.
  absl::Status SettlePlans(sql::Transaction& tx, const rpc::CallContext& call,
                           const std::string& case_id,
                           const std::string& announced_id) const;
  // Stores the plan again after a change of its objectives, and announces it.
  // `before` is what it said until then.
  absl::Status Refresh(sql::Transaction& tx, const rpc::CallContext& call,
                       const CasePlan& before) const;
  absl::Status KeepEarlier(sql::Transaction& tx, const rpc::CallContext& call,
                           const CasePlan& plan) const;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_RECORD_IMPORT_PLANS_H_
