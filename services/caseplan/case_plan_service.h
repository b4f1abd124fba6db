// case_plan_service.h: the handlers of CasePlanService.
//
// Each is a plain function from a request to a response inside one transaction;
// what a method promises stands in case_plan_service.proto.

#ifndef SERVICES_CASEPLAN_CASE_PLAN_SERVICE_H_
#define SERVICES_CASEPLAN_CASE_PLAN_SERVICE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "caseload/caseplan/v1/case_plan_service.pb.h"
#include "services/caseplan/domain/case_plan.h"
#include "services/caseplan/domain/supervision_case.h"
#include "services/caseplan/service_base.h"
#include "services/common/rpc/call_context.h"
#include "services/common/rpc/service.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

class CasePlanService final : public ServiceBase {
 public:
  explicit CasePlanService(const ServiceOptions& options)
      : ServiceBase(options) {}

  // Gives every method its handler. `this` outlives `service`.
  void Register(rpc::Service& service);

  absl::StatusOr<v1::CasePlan> CreateCasePlan(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::CreateCasePlanRequest& request);
  absl::StatusOr<v1::CasePlan> GetCasePlan(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::GetCasePlanRequest& request);
  absl::StatusOr<v1::ListCasePlansResponse> ListCasePlans(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListCasePlansRequest& request);
  absl::StatusOr<v1::CasePlan> UpdateCasePlan(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::UpdateCasePlanRequest& request);
  absl::StatusOr<v1::CasePlan> SignCasePlan(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::SignCasePlanRequest& request);
  absl::StatusOr<v1::CasePlan> ApproveCasePlan(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ApproveCasePlanRequest& request);

 private:
  // A version in force makes room for the one that is approved.
  absl::Status SupersedePlanInForce(sql::Transaction& tx,
                                    const rpc::CallContext& call,
                                    const CaseName& name);
  // Gives an id to every objective that has none.
  void NameObjectives(CasePlan* plan) const;
  // Whether everybody who must has signed the plan of the case on `today`.
  absl::StatusOr<bool> IsSignedByAll(sql::Transaction& tx,
                                     const Case& supervision_case,
                                     const CasePlan& plan,
                                     absl::CivilDay today);
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_CASE_PLAN_SERVICE_H_
