// policy_service.h: the handlers of PolicyService.
//
// Each is a plain function from a request to a response inside one transaction;
// what a method promises stands in policy_service.proto.

#ifndef SERVICES_CASEPLAN_POLICY_SERVICE_H_
#define SERVICES_CASEPLAN_POLICY_SERVICE_H_

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "caseload/caseplan/v1/policy.pb.h"
#include "caseload/caseplan/v1/policy_service.pb.h"
#include "caseload/policy/v1/policy_pack.pb.h"
#include "services/caseplan/service_base.h"
#include "services/common/rpc/call_context.h"
#include "services/common/rpc/service.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

class PolicyService final : public ServiceBase {
 public:
  explicit PolicyService(const ServiceOptions& options)
      : ServiceBase(options) {}

  // Gives every method its handler. `this` outlives `service`.
  void Register(rpc::Service& service);

  absl::StatusOr<v1::CheckPolicyPackResponse> CheckPolicyPack(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::CheckPolicyPackRequest& request);
  absl::StatusOr<v1::DryRunPolicyPackResponse> DryRunPolicyPack(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::DryRunPolicyPackRequest& request);
  absl::StatusOr<v1::PolicyPack> CreatePolicyPack(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::CreatePolicyPackRequest& request);
  absl::StatusOr<v1::PolicyPack> GetPolicyPack(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::GetPolicyPackRequest& request);
  absl::StatusOr<v1::ListPolicyPacksResponse> ListPolicyPacks(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListPolicyPacksRequest& request);
  absl::StatusOr<v1::ActivatePolicyPackResponse> ActivatePolicyPack(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ActivatePolicyPackRequest& request);
  absl::StatusOr<v1::EffectivePolicy> GetEffectivePolicy(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::GetEffectivePolicyRequest& request);

 private:
  // What it would change if `content` took effect on `day`.
  absl::StatusOr<v1::DryRunPolicyPackResponse> DryRun(
      sql::Transaction& tx, absl::CivilDay day, absl::CivilDay today,
      const policy::v1::PolicyPack& content) const;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_POLICY_SERVICE_H_
