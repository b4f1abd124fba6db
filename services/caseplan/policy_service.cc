#include "services/caseplan/policy_service.h"

#include <optional>
#include <utility>
#include <vector>

#include "caseload/options/v1/options.pb.h"
#include "services/caseplan/convert.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/policy_convert.h"
#include "services/caseplan/policy_registry.h"
#include "services/caseplan/policy_validate.h"
#include "services/caseplan/storage/policy_store.h"
#include "services/caseplan/validate.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/policy/proto/diff.h"
#include "services/policy/proto/provenance.h"

namespace caseload::caseplan {

void PolicyService::Register(rpc::Service& service) {
  AddRead(service, "CheckPolicyPack", this, &PolicyService::CheckPolicyPack);
  AddRead(service, "DryRunPolicyPack", this, &PolicyService::DryRunPolicyPack);
  AddWrite(service, "CreatePolicyPack", this, &PolicyService::CreatePolicyPack);
  AddRead(service, "GetPolicyPack", this, &PolicyService::GetPolicyPack);
  AddRead(service, "ListPolicyPacks", this, &PolicyService::ListPolicyPacks);
  AddWrite(service, "ActivatePolicyPack", this,
           &PolicyService::ActivatePolicyPack);
  AddRead(service, "GetEffectivePolicy", this,
          &PolicyService::GetEffectivePolicy);
}

absl::StatusOr<v1::CheckPolicyPackResponse> PolicyService::CheckPolicyPack(
    sql::Transaction& tx, const rpc::CallContext&,
    const v1::CheckPolicyPackRequest& request) {
  ABSL_ASSIGN_OR_RETURN(const CheckedPack checked, CheckPack(request));
  v1::CheckPolicyPackResponse response;
  for (const policy::PolicyProblem& problem : checked.problems) {
    *response.add_problems() = ToProto(problem);
  }
  if (!checked.ok()) return response;
  const std::string id = PackIdOf(checked.value->value.version.digest);
  ABSL_ASSIGN_OR_RETURN(const std::optional<StoredPack> stored,
                        storage::FindPack(tx, id));
  response.set_policy_pack(PolicyPackName{id}.ToString());
  response.set_stored(stored.has_value());
  response.set_has_unverified_figures(
      policy::HasUnverifiedFigures(checked.value->message));
  return response;
}

absl::StatusOr<v1::DryRunPolicyPackResponse> PolicyService::DryRun(
    sql::Transaction& tx, absl::CivilDay day, absl::CivilDay today,
    const policy::v1::PolicyPack& content) const {
  v1::DryRunPolicyPackResponse response;
  response.set_division(content.division());
  response.set_needs_force(day <= today);
  response.set_in_the_past(day < today);
  ABSL_ASSIGN_OR_RETURN(
      const std::optional<Activation> next,
      storage::FindNextActivation(tx, content.division(), day, std::nullopt));
  if (next.has_value()) {
    *response.mutable_governs_until() = ToProto(next->effective_date - 1);
  }
  ABSL_ASSIGN_OR_RETURN(
      const std::optional<PolicyInForce> in_force,
      FindPolicyInForce(tx, content.division(), day, std::nullopt));
  if (!in_force.has_value()) return response;
  response.set_compared_with(PolicyPackName{in_force->pack.id}.ToString());
  ABSL_ASSIGN_OR_RETURN(const policy::v1::PolicyPack before,
                        ToContent(in_force->pack));
  for (const policy::FieldChange& change : policy::DiffPacks(before, content)) {
    *response.add_changes() = ToProto(change);
  }
  return response;
}

absl::StatusOr<v1::DryRunPolicyPackResponse> PolicyService::DryRunPolicyPack(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::DryRunPolicyPackRequest& request) {
  ABSL_RETURN_IF_ERROR(ValidateDryRunPolicyPack(request));
  const absl::CivilDay day = FromProto(request.effective_date());
  if (request.has_content()) {
    ABSL_RETURN_IF_ERROR(ValidatePack("content.", request.content()).status());
    return DryRun(tx, day, Today(call), request.content());
  }
  ABSL_ASSIGN_OR_RETURN(
      const StoredPack pack,
      GetPack(tx, PolicyPackName::Parse(request.policy_pack())->id));
  call.Touched(request.policy_pack());
  ABSL_ASSIGN_OR_RETURN(const policy::v1::PolicyPack content, ToContent(pack));
  return DryRun(tx, day, Today(call), content);
}

absl::StatusOr<v1::PolicyPack> PolicyService::CreatePolicyPack(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::CreatePolicyPackRequest& request) {
  ABSL_ASSIGN_OR_RETURN(const policy::PolicyPack value,
                        ValidateCreatePolicyPack(request));
  ABSL_ASSIGN_OR_RETURN(
      const StoredPack pack,
      ToStoredPack(request.policy_pack().content(), value,
                   PackRecording{PackOrigin::kCreated, RecordTime(call),
                                 call.caller.principal}));
  ABSL_RETURN_IF_ERROR(StorePack(tx, pack, call.traceparent));
  call.Touched(PolicyPackName{pack.id}.ToString());
  return ToProto(pack);
}

absl::StatusOr<v1::PolicyPack> PolicyService::GetPolicyPack(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::GetPolicyPackRequest& request) {
  ABSL_ASSIGN_OR_RETURN(const PolicyPackName name,
                        ParseName<PolicyPackName>("name", request.name()));
  ABSL_ASSIGN_OR_RETURN(const StoredPack pack, GetPack(tx, name.id));
  call.Touched(request.name());
  ABSL_ASSIGN_OR_RETURN(v1::PolicyPack response, ToProto(pack));
  ABSL_ASSIGN_OR_RETURN(const std::vector<Activation> activations,
                        storage::ListActivations(tx, pack.id));
  for (const Activation& activation : activations) {
    *response.add_activations() = ToProto(activation);
  }
  return response;
}

absl::StatusOr<v1::ListPolicyPacksResponse> PolicyService::ListPolicyPacks(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListPolicyPacksRequest& request) {
  ABSL_ASSIGN_OR_RETURN(const OpenedList list, OpenList(call, request));
  ABSL_ASSIGN_OR_RETURN(const storage::Page<StoredPack> page,
                        storage::ListPacks(tx, request.division(), list.page));
  v1::ListPolicyPacksResponse response;
  for (const StoredPack& pack : page.items) {
    *response.add_policy_packs() = ToSummary(pack);
  }
  response.set_next_page_token(NextPageToken(list, page.next));
  return response;
}

absl::StatusOr<v1::ActivatePolicyPackResponse>
PolicyService::ActivatePolicyPack(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ActivatePolicyPackRequest& request) {
  ABSL_RETURN_IF_ERROR(ValidateActivatePolicyPack(request));
  const absl::CivilDay today = Today(call);
  const absl::CivilDay day = FromProto(request.effective_date());
  ABSL_RETURN_IF_ERROR(
      CheckActivationDay(day, today, request.force(),
                         call.caller.roles.Has(options::v1::ROLE_MANAGER)));
  ABSL_ASSIGN_OR_RETURN(const StoredPack pack,
                        GetPack(tx, PolicyPackName::Parse(request.name())->id));
  ABSL_ASSIGN_OR_RETURN(const policy::v1::PolicyPack content, ToContent(pack));
  v1::ActivatePolicyPackResponse response;
  ABSL_ASSIGN_OR_RETURN(*response.mutable_effect(),
                        DryRun(tx, day, today, content));
  Activation activation;
  activation.id = NewId();
  activation.policy_pack_id = pack.id;
  activation.division = pack.division;
  activation.effective_date = day;
  activation.forced = day <= today;
  activation.reason = request.reason();
  activation.recorded_at = RecordTime(call);
  activation.recorded_by = call.caller.principal;
  ABSL_ASSIGN_OR_RETURN(const std::optional<Activation> superseded,
                        Activate(tx, pack, activation, call.traceparent));
  *response.mutable_activation() = ToProto(activation);
  call.Touched(response.activation().name());
  if (superseded.has_value()) {
    *response.mutable_superseded() = ToProto(*superseded);
    call.Touched(response.superseded().name());
  }
  return response;
}

absl::StatusOr<v1::EffectivePolicy> PolicyService::GetEffectivePolicy(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::GetEffectivePolicyRequest& request) {
  ABSL_RETURN_IF_ERROR(ValidateGetEffectivePolicy(request));
  std::optional<absl::Time> known_at;
  if (request.has_known_at()) known_at = FromProto(request.known_at());
  ABSL_ASSIGN_OR_RETURN(const std::optional<PolicyInForce> in_force,
                        FindPolicyInForce(tx, request.division(),
                                          FromProto(request.date()), known_at));
  if (!in_force.has_value()) {
    return status::FailedPrecondition(
        "POLICY_NOT_IN_FORCE", "division",
        "no pack governs this division on this day; activate one");
  }
  v1::EffectivePolicy response;
  ABSL_ASSIGN_OR_RETURN(*response.mutable_policy_pack(),
                        ToProto(in_force->pack));
  *response.mutable_activation() = ToProto(in_force->activation);
  if (in_force->governs_until.has_value()) {
    *response.mutable_governs_until() = ToProto(*in_force->governs_until);
  }
  call.Touched(response.policy_pack().name());
  return response;
}

}  // namespace caseload::caseplan
