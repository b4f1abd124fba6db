#include "services/caseplan/case_plan_service.h"

#include <utility>

#include "absl/strings/str_join.h"
#include "services/caseplan/convert_case.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/storage/access.h"
#include "services/caseplan/storage/case_store.h"
#include "services/caseplan/storage/plan_store.h"
#include "services/caseplan/validate_case.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

namespace {

absl::string_view ReasonOf(ApprovalGap::Kind kind) {
  switch (kind) {
    case ApprovalGap::Kind::kNoObjective:
      return "PLAN_WITHOUT_OBJECTIVE";
    case ApprovalGap::Kind::kNotSmart:
      return "OBJECTIVE_NOT_SMART";
    case ApprovalGap::Kind::kIncomplete:
      return "PLAN_INCOMPLETE";
  }
  return "PLAN_INCOMPLETE";
}

// FAILED_PRECONDITION about the first gap; OK when there is none.
absl::Status CheckCanBeApproved(const PlanName& name, const CasePlan& plan) {
  std::vector<ApprovalGap> gaps = ApprovalGaps(plan);
  if (gaps.empty()) return absl::OkStatus();
  const ApprovalGap& gap = gaps.front();
  const std::string subject =
      gap.objective_id.empty()
          ? name.ToString()
          : ObjectiveName{name, gap.objective_id}.ToString();
  std::string text =
      absl::StrCat("lacks ", absl::StrJoin(gap.fields, ", "), "; fill it in");
  if (gaps.size() > 1) {
    absl::StrAppend(&text, " (", gaps.size() - 1, " more gaps)");
  }
  return status::FailedPrecondition(ReasonOf(gap.kind), subject, text);
}

absl::Status CheckIsDraft(const PlanName& name, const CasePlan& plan) {
  if (plan.state == PlanState::kDraft) return absl::OkStatus();
  return status::FailedPrecondition(
      "PLAN_NOT_DRAFT", name.ToString(),
      "is approved and stays as it is; begin a new version");
}

}  // namespace

void CasePlanService::Register(rpc::Service& service) {
  AddWrite(service, "CreateCasePlan", this, &CasePlanService::CreateCasePlan);
  AddRead(service, "GetCasePlan", this, &CasePlanService::GetCasePlan);
  AddRead(service, "ListCasePlans", this, &CasePlanService::ListCasePlans);
  AddWrite(service, "UpdateCasePlan", this, &CasePlanService::UpdateCasePlan);
  AddWrite(service, "SignCasePlan", this, &CasePlanService::SignCasePlan);
  AddWrite(service, "ApproveCasePlan", this, &CasePlanService::ApproveCasePlan);
}

absl::StatusOr<v1::CasePlan> CasePlanService::CreateCasePlan(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::CreateCasePlanRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("plans"));
  ABSL_ASSIGN_OR_RETURN(CaseName case_name,
                        ParseName<CaseName>("parent", request.parent()));
  ABSL_RETURN_IF_ERROR(ReachedOpenCase(tx, call, case_name).status());
  ABSL_RETURN_IF_ERROR(
      ValidateChosenId("case_plan_id", request.case_plan_id()));
  ABSL_RETURN_IF_ERROR(ValidateCasePlan(request.case_plan()));
  ABSL_ASSIGN_OR_RETURN(std::optional<CasePlan> draft,
                        storage::FindDraft(tx, case_name.id));
  if (draft.has_value()) {
    return status::FailedPrecondition("PLAN_DRAFT_EXISTS",
                                      PlanName{case_name, draft->id}.ToString(),
                                      "is a draft still; change or approve it");
  }
  CasePlan plan = FromProto(request.case_plan());
  plan.id = ChosenOrNewId(request.case_plan_id());
  plan.case_id = case_name.id;
  ABSL_ASSIGN_OR_RETURN(int64_t newest,
                        storage::NewestPlanNumber(tx, case_name.id));
  plan.number = newest + 1;
  plan.created_at = RecordTime(call);
  NameObjectives(&plan);
  plan.content_hash = ContentHash(plan);
  ABSL_RETURN_IF_ERROR(storage::InsertPlan(tx, plan));
  v1::CasePlan response = ToProto(plan);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "case_plan", response));
  return response;
}

absl::StatusOr<v1::CasePlan> CasePlanService::GetCasePlan(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::GetCasePlanRequest& request) {
  ABSL_ASSIGN_OR_RETURN(PlanName name,
                        ParseName<PlanName>("name", request.name()));
  ABSL_RETURN_IF_ERROR(ReachedCase(tx, call, name.parent).status());
  ABSL_ASSIGN_OR_RETURN(CasePlan plan,
                        storage::GetPlan(tx, name.parent.id, name.id));
  call.Touched(request.name());
  return ToProto(plan);
}

absl::StatusOr<v1::ListCasePlansResponse> CasePlanService::ListCasePlans(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListCasePlansRequest& request) {
  storage::PlanFilter filter;
  ABSL_ASSIGN_OR_RETURN(filter.case_id, ParseCaseOrAll(request.parent()));
  ABSL_ASSIGN_OR_RETURN(
      filter.as_of, ParseDate("as_of", request.has_as_of(), request.as_of()));
  ABSL_ASSIGN_OR_RETURN(filter.states,
                        (ParseEnums<PlanState>("states", request.states(),
                                               v1::CasePlan::State_IsValid)));
  ABSL_ASSIGN_OR_RETURN(filter.reach, ReachOf(tx, call));
  ABSL_ASSIGN_OR_RETURN(OpenedList list, OpenList(call, request));
  ABSL_ASSIGN_OR_RETURN(storage::Page<CasePlan> page,
                        storage::ListPlans(tx, filter, list.page));
  v1::ListCasePlansResponse response;
  for (const CasePlan& plan : page.items) {
    *response.add_case_plans() = ToProto(plan);
    call.Touched(response.case_plans().rbegin()->name());
  }
  response.set_next_page_token(NextPageToken(list, page.next));
  return response;
}

absl::StatusOr<v1::CasePlan> CasePlanService::UpdateCasePlan(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::UpdateCasePlanRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("plans"));
  ABSL_ASSIGN_OR_RETURN(
      PlanName name,
      ParseName<PlanName>("case_plan.name", request.case_plan().name()));
  ABSL_RETURN_IF_ERROR(ReachedOpenCase(tx, call, name.parent).status());
  ABSL_RETURN_IF_ERROR(ValidateMask(
      request.update_mask(),
      {"effective_date", "expiry_date", "expedited", "goals",
       "expected_outcomes", "participant_goals", "supervision_level",
       "contacts_per_month", "contact_types", "monitoring", "conditions",
       "benefits", "consequences", "objectives"}));
  ABSL_ASSIGN_OR_RETURN(CasePlan stored,
                        storage::GetPlan(tx, name.parent.id, name.id));
  ABSL_RETURN_IF_ERROR(CheckIsDraft(name, stored));
  if (!EtagMatches(request.case_plan().etag(), stored.version)) {
    return status::EtagMismatch(name.ToString());
  }
  v1::CasePlan merged = ToProto(stored);
  ApplyMask(request.update_mask(), request.case_plan(), &merged);
  ABSL_RETURN_IF_ERROR(ValidateCasePlan(merged));
  CasePlan plan = FromProto(merged);
  plan.id = stored.id;
  plan.case_id = stored.case_id;
  plan.number = stored.number;
  plan.signatures = stored.signatures;
  plan.source_state = stored.source_state;
  plan.review_dates = stored.review_dates;
  plan.source_assessment_id = stored.source_assessment_id;
  plan.version = stored.version;
  plan.created_at = stored.created_at;
  NameObjectives(&plan);
  plan.content_hash = ContentHash(plan);
  ABSL_RETURN_IF_ERROR(storage::UpdatePlan(tx, &plan));
  ABSL_RETURN_IF_ERROR(storage::ReplaceObjectives(tx, plan));
  v1::CasePlan response = ToProto(plan);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "case_plan", response));
  return response;
}

absl::StatusOr<v1::CasePlan> CasePlanService::SignCasePlan(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::SignCasePlanRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("plans"));
  ABSL_ASSIGN_OR_RETURN(PlanName name,
                        ParseName<PlanName>("name", request.name()));
  ABSL_ASSIGN_OR_RETURN(Case supervision_case,
                        ReachedOpenCase(tx, call, name.parent));
  ABSL_RETURN_IF_ERROR(ValidateSignature(request.signature(), Today(call)));
  ABSL_ASSIGN_OR_RETURN(CasePlan plan,
                        storage::GetPlan(tx, name.parent.id, name.id));
  if (plan.state == PlanState::kSuperseded) {
    return status::FailedPrecondition(
        "PLAN_SUPERSEDED", name.ToString(),
        "is no longer in force; sign the version that is");
  }
  if (request.content_hash() != plan.content_hash) {
    return status::EtagMismatch(name.ToString());
  }
  PlanSignature signature = FromProto(request.signature());
  signature.content_hash = plan.content_hash;
  signature.recorded_at = RecordTime(call);
  signature.recorded_by = call.caller.principal;
  plan.signatures.push_back(std::move(signature));
  ABSL_RETURN_IF_ERROR(storage::InsertLastSignature(tx, plan));
  if (plan.state == PlanState::kProvisional) {
    ABSL_ASSIGN_OR_RETURN(
        bool is_signed, IsSignedByAll(tx, supervision_case, plan, Today(call)));
    if (is_signed) plan.state = PlanState::kApproved;
  }
  ABSL_RETURN_IF_ERROR(storage::UpdatePlan(tx, &plan));
  v1::CasePlan response = ToProto(plan);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "case_plan", response));
  return response;
}

absl::StatusOr<v1::CasePlan> CasePlanService::ApproveCasePlan(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ApproveCasePlanRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("plans"));
  ABSL_ASSIGN_OR_RETURN(PlanName name,
                        ParseName<PlanName>("name", request.name()));
  ABSL_ASSIGN_OR_RETURN(Case supervision_case,
                        ReachedOpenCase(tx, call, name.parent));
  ABSL_ASSIGN_OR_RETURN(CasePlan plan,
                        storage::GetPlan(tx, name.parent.id, name.id));
  ABSL_RETURN_IF_ERROR(CheckIsDraft(name, plan));
  if (!EtagMatches(request.etag(), plan.version)) {
    return status::EtagMismatch(name.ToString());
  }
  ABSL_RETURN_IF_ERROR(CheckCanBeApproved(name, plan));
  ABSL_RETURN_IF_ERROR(SupersedePlanInForce(tx, call, name.parent));
  ABSL_ASSIGN_OR_RETURN(bool is_signed,
                        IsSignedByAll(tx, supervision_case, plan, Today(call)));
  plan.state = is_signed ? PlanState::kApproved : PlanState::kProvisional;
  plan.approved_by = call.caller.principal;
  plan.approved_at = RecordTime(call);
  ABSL_RETURN_IF_ERROR(storage::UpdatePlan(tx, &plan));
  v1::CasePlan response = ToProto(plan);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "case_plan", response));
  return response;
}

absl::Status CasePlanService::SupersedePlanInForce(sql::Transaction& tx,
                                                   const rpc::CallContext& call,
                                                   const CaseName& name) {
  ABSL_ASSIGN_OR_RETURN(std::optional<CasePlan> in_force,
                        storage::FindPlanInForce(tx, name.id));
  if (!in_force.has_value()) return absl::OkStatus();
  in_force->state = PlanState::kSuperseded;
  in_force->superseded_at = RecordTime(call);
  ABSL_RETURN_IF_ERROR(storage::UpdatePlan(tx, &*in_force));
  return Announce(tx, call, "case_plan", ToProto(*in_force));
}

absl::StatusOr<bool> CasePlanService::IsSignedByAll(
    sql::Transaction& tx, const Case& supervision_case, const CasePlan& plan,
    absl::CivilDay today) {
  ABSL_ASSIGN_OR_RETURN(Client client,
                        storage::GetClient(tx, supervision_case.client_id));
  return IsSigned(plan, NeedsGuardian(client, today));
}

void CasePlanService::NameObjectives(CasePlan* plan) const {
  for (Objective& objective : plan->objectives) {
    objective.id = ChosenOrNewId(objective.id);
  }
}

}  // namespace caseload::caseplan
