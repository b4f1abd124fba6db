#include "services/caseplan/record_import_plans.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/caseplan/convert_case.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/earlier_state.h"
#include "services/caseplan/record_import_rows.h"
#include "services/caseplan/storage/plan_store.h"
#include "services/caseplan/validate_case.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

namespace {

constexpr int kMaxPlanNumber = 9999;
constexpr int kMaxPositions = 50;
constexpr int kMaxReviews = 64;
static_assert(kMaxPlanNumber < storage::kFirstWithdrawnNumber);

bool IsInForce(const CasePlan& plan) {
  return plan.state == PlanState::kProvisional ||
         plan.state == PlanState::kApproved;
}

// The state that the version would have if no other were in force.
PlanState StateAlone(const CasePlan& plan) {
  return plan.source_state.value_or(plan.state);
}

// As signed now: an imported version changes, and its signatures with it.
void BindSignatures(CasePlan* plan) {
  plan->content_hash = ContentHash(*plan);
  for (PlanSignature& signature : plan->signatures) {
    signature.content_hash = plan->content_hash;
  }
}

// When a version that is not in force stopped to be: when the next one was
// approved, but not before its own approval.
absl::Time SupersededAt(const std::vector<CasePlan>& by_number, size_t index,
                        absl::Time now) {
  const absl::Time approved = *by_number[index].approved_at;
  for (size_t next = index + 1; next < by_number.size(); ++next) {
    if (by_number[next].approved_at.has_value()) {
      return std::max(approved, *by_number[next].approved_at);
    }
  }
  return std::max(approved, by_number[index].superseded_at.value_or(now));
}

absl::Status MovedElsewhere(absl::string_view column) {
  return status::InvalidField(
      column, "PARENT_FIXED",
      "is another than before; give the record a new id");
}

// What the resource has in common with the row, for its own checks.
v1::CasePlan ResourceOf(const v1::ImportedPlan& content,
                        const type::v1::ExternalId& external_id) {
  v1::CasePlan plan;
  if (content.has_effective_on()) {
    *plan.mutable_effective_date() = content.effective_on();
  }
  if (content.has_expires_on()) {
    *plan.mutable_expiry_date() = content.expires_on();
  }
  plan.set_goals(content.goals());
  plan.set_participant_goals(content.participant_goals());
  plan.set_supervision_level(content.supervision_level());
  plan.set_contacts_per_month(content.contacts_per_month());
  *plan.mutable_external_id() = external_id;
  return plan;
}

// Checks what only a row has.
absl::Status CheckRow(const v1::ImportedPlan& content) {
  using Plan = v1::ImportedPlan;
  Checker check("");
  if (content.version() < 1 || content.version() > kMaxPlanNumber) {
    check.Add("version", "NUMBER_OUT_OF_RANGE", "is from 1 to 9999");
  }
  check.Enumerator("status", content.status(),
                   Plan::Status_IsValid(content.status()), Checker::kRequired);
  check.Text("assessment_id", content.assessment_id(), Checker::kOptional, 64);
  const bool draft = content.status() == Plan::STATUS_DRAFT;
  check.Date("approved_on", content.has_approved_on(), content.approved_on(),
             draft ? Checker::kOptional : Checker::kRequired);
  check.Enumerator("client_signature", content.client_signature(),
                   Plan::ClientSignature_IsValid(content.client_signature()),
                   Checker::kRequired);
  check.Date("client_signed_on", content.has_client_signed_on(),
             content.client_signed_on(), Checker::kOptional);
  check.Enumerator(
      "guardian_signature", content.guardian_signature(),
      Plan::GuardianSignature_IsValid(content.guardian_signature()),
      Checker::kRequired);
  check.Date("guardian_signed_on", content.has_guardian_signed_on(),
             content.guardian_signed_on(), Checker::kOptional);
  check.Date("officer_signed_on", content.has_officer_signed_on(),
             content.officer_signed_on(), Checker::kOptional);
  check.Text("signature_reason", content.signature_reason(), Checker::kOptional,
             500);
  check.Count("reviewed_on", content.reviewed_on_size(), kMaxReviews);
  for (const type::v1::Date& day : content.reviewed_on()) {
    check.Date("reviewed_on", true, day, Checker::kRequired);
  }
  return check.ToStatus();
}

bool IsPending(const v1::ImportedPlan& content) {
  return content.client_signature() ==
             v1::ImportedPlan::CLIENT_SIGNATURE_PENDING ||
         content.guardian_signature() ==
             v1::ImportedPlan::GUARDIAN_SIGNATURE_PENDING ||
         !content.has_officer_signed_on();
}

PlanState SourceStateOf(const v1::ImportedPlan& content) {
  if (content.status() == v1::ImportedPlan::STATUS_DRAFT) {
    return PlanState::kDraft;
  }
  if (content.status() == v1::ImportedPlan::STATUS_SUPERSEDED) {
    return PlanState::kSuperseded;
  }
  return IsPending(content) ? PlanState::kProvisional : PlanState::kApproved;
}

v1::Objective ResourceOf(const v1::ImportedObjective& content) {
  v1::Objective objective;
  objective.set_need_area(content.need_area());
  objective.set_behavior(content.behavior());
  objective.set_measure(content.measure());
  if (content.has_target_on()) {
    *objective.mutable_target_date() = content.target_on();
  }
  objective.set_responsible_person(content.responsible_person());
  objective.set_service(content.service());
  objective.set_service_provider(content.service_provider());
  objective.set_referral_program(content.referral_program());
  objective.set_stabilization(content.stabilization());
  return objective;
}

// The domain's objective, when a plan could hold it.
absl::StatusOr<Objective> ReadObjective(const v1::ImportedObjective& content,
                                        const CasePlan& plan) {
  Checker check("");
  if (content.position() < 1 || content.position() > kMaxPositions) {
    check.Add("position", "NUMBER_OUT_OF_RANGE", "is from 1 to 50");
  }
  if (content.behavior().empty()) check.Missing("behavior");
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  v1::CasePlan holder;
  *holder.mutable_effective_date() = ToProto(plan.period.first);
  *holder.mutable_expiry_date() = ToProto(*plan.period.last);
  *holder.add_objectives() = ResourceOf(content);
  ABSL_RETURN_IF_ERROR(ValidateCasePlan(holder));
  return FromProto(holder).objectives.front();
}

// An objective of an approved version that is not SMART stands, and is flagged
// (R022).
void FlagNotSmart(const CasePlan& plan, const Objective& objective,
                  imports::Row& row) {
  if (plan.state == PlanState::kDraft) return;
  CasePlan alone = plan;
  alone.objectives = {objective};
  for (const ApprovalGap& gap : ApprovalGaps(alone)) {
    if (gap.kind != ApprovalGap::Kind::kNotSmart) continue;
    for (const std::string& field : gap.fields) {
      row.Flag(field == "target_date" ? "target_on" : field,
               "OBJECTIVE_NOT_SMART", "is needed for approval");
    }
  }
}

// The plan with its objectives, withdrawn or not, of a resource name.
absl::StatusOr<CasePlan> PlanNamed(sql::Transaction& tx, const PlanName& name) {
  ABSL_ASSIGN_OR_RETURN(std::optional<CasePlan> plan,
                        storage::FindPlanById(tx, name.id));
  if (plan.has_value()) return *std::move(plan);
  return status::NotFound(name.ToString());
}

}  // namespace

void PlanImport::AddKinds(imports::Importer& importer) {
  imports::Kind plans =
      MakeKind("plans", this, &PlanImport::SavePlan, &PlanImport::WithdrawPlan,
               {{"case_plan.effective_date", "effective_on"},
                {"case_plan.expiry_date", "expires_on"}});
  plans.may_pass = {"PLAN_NUMBER_TAKEN", "PLAN_DRAFT_EXISTS"};
  importer.Add(std::move(plans));
  importer.Add(
      MakeKind("objectives", this, &PlanImport::SaveObjective,
               &PlanImport::WithdrawObjective,
               {{"case_plan.objectives[0].target_date", "target_on"}}));
}

absl::Status PlanImport::ReadPlan(sql::Transaction& tx,
                                  const rpc::CallContext& call,
                                  imports::Row& row, CasePlan* plan) const {
  const auto& content = row.As<v1::ImportedPlan>();
  ABSL_RETURN_IF_ERROR(CheckRow(content));
  const v1::CasePlan resource = ResourceOf(content, row.external_id());
  ABSL_RETURN_IF_ERROR(ValidateCasePlan(resource));
  ABSL_ASSIGN_OR_RETURN(
      const std::string approver,
      row.Resolve(tx, "approved_by_id", "officers", content.approved_by_id()));
  const CasePlan said = FromProto(resource);
  plan->number = content.version();
  plan->period = said.period;
  plan->goals = said.goals;
  plan->participant_goals = said.participant_goals;
  plan->supervision_level = said.supervision_level;
  plan->contacts_per_month = said.contacts_per_month;
  plan->external_id = said.external_id;
  plan->source_assessment_id = content.assessment_id();
  plan->review_dates.clear();
  for (const type::v1::Date& day : content.reviewed_on()) {
    plan->review_dates.push_back(FromProto(day));
  }
  plan->source_state = SourceStateOf(content);
  plan->withdrawn_at.reset();
  plan->approved_by.reset();
  plan->approved_at.reset();
  plan->superseded_at.reset();
  plan->state = PlanState::kDraft;
  if (*plan->source_state != PlanState::kDraft) {
    plan->approved_by = approver.empty() ? call.caller.principal : approver;
    plan->approved_at = absl::FromCivil(
        absl::CivilSecond(FromProto(content.approved_on())), zone());
    // In force only once it is settled which version is.
    plan->state = PlanState::kSuperseded;
    plan->superseded_at = std::max(*plan->approved_at, RecordTime(call));
  }
  ReadSignatures(call, row, plan);
  BindSignatures(plan);
  return absl::OkStatus();
}

void PlanImport::ReadSignatures(const rpc::CallContext& call,
                                const imports::Row& row, CasePlan* plan) const {
  const auto& content = row.As<v1::ImportedPlan>();
  const std::string on_file =
      absl::StrCat("on file in ", row.external_id().source_system());
  auto add = [&](Signer signer, SignatureOutcome outcome, bool has_day,
                 const type::v1::Date& day) {
    PlanSignature signature;
    signature.signer = signer;
    signature.outcome = outcome;
    if (has_day) {
      signature.date = FromProto(day);
    } else if (content.has_approved_on()) {
      signature.date = FromProto(content.approved_on());
    } else {
      signature.date = plan->period.first;
    }
    if (outcome == SignatureOutcome::kSigned) {
      signature.display_name = on_file;
    } else {
      signature.reason = content.signature_reason().empty()
                             ? on_file
                             : content.signature_reason();
    }
    signature.recorded_at = RecordTime(call);
    signature.recorded_by = call.caller.principal;
    plan->signatures.push_back(std::move(signature));
  };
  plan->signatures.clear();
  // Signed, refused and unable are numbered one above the outcomes: pending
  // and not required are no signature.
  const int client = content.client_signature() - 1;
  if (client >= v1::PlanSignature::OUTCOME_SIGNED) {
    add(Signer::kParticipant, static_cast<SignatureOutcome>(client),
        content.has_client_signed_on(), content.client_signed_on());
  }
  const int guardian = content.guardian_signature() - 1;
  if (guardian >= v1::PlanSignature::OUTCOME_SIGNED &&
      guardian <= v1::PlanSignature::OUTCOME_UNABLE) {
    add(Signer::kGuardian, static_cast<SignatureOutcome>(guardian),
        content.has_guardian_signed_on(), content.guardian_signed_on());
  }
  if (content.has_officer_signed_on()) {
    add(Signer::kOfficer, SignatureOutcome::kSigned, true,
        content.officer_signed_on());
  }
}

absl::StatusOr<std::string> PlanImport::SavePlan(sql::Transaction& tx,
                                                 const rpc::CallContext& call,
                                                 imports::Row& row) {
  const auto& content = row.As<v1::ImportedPlan>();
  ABSL_ASSIGN_OR_RETURN(
      const std::string case_record,
      row.ResolveRequired(tx, "case_id", "cases", content.case_id()));
  ABSL_ASSIGN_OR_RETURN(const CaseName case_name,
                        ParseName<CaseName>("case_id", case_record));
  std::optional<CasePlan> before;
  if (row.known().has_value()) {
    ABSL_ASSIGN_OR_RETURN(const PlanName name,
                          ParseName<PlanName>("name", row.known()->record));
    ABSL_ASSIGN_OR_RETURN(before, PlanNamed(tx, name));
    if (before->case_id != case_name.id) return MovedElsewhere("case_id");
  }
  CasePlan plan;
  if (before.has_value()) {
    plan = *before;
  } else {
    plan.id = NewId();
    plan.case_id = case_name.id;
    plan.created_at = RecordTime(call);
  }
  ABSL_RETURN_IF_ERROR(ReadPlan(tx, call, row, &plan));
  ABSL_ASSIGN_OR_RETURN(const std::vector<CasePlan> versions,
                        storage::PlansOfCase(tx, plan.case_id));
  for (const CasePlan& other : versions) {
    if (other.id == plan.id) continue;
    const std::string other_name = PlanName{case_name, other.id}.ToString();
    if (other.number == plan.number) {
      row.Judge("version");
      return status::FailedPrecondition("PLAN_NUMBER_TAKEN", other_name,
                                        "has the number; number it anew");
    }
    if (other.state == PlanState::kDraft && plan.state == PlanState::kDraft) {
      row.Judge("status");
      return status::FailedPrecondition(
          "PLAN_DRAFT_EXISTS", other_name,
          "is a draft still; a case has one draft");
    }
  }
  row.Judge("id");
  ABSL_RETURN_IF_ERROR(Store(tx, call, before, &plan));
  ABSL_RETURN_IF_ERROR(SettlePlans(tx, call, plan.case_id, plan.id));
  return PlanName{case_name, plan.id}.ToString();
}

absl::Status PlanImport::Store(sql::Transaction& tx,
                               const rpc::CallContext& call,
                               const std::optional<CasePlan>& before,
                               CasePlan* plan) const {
  if (before.has_value()) {
    ABSL_RETURN_IF_ERROR(KeepEarlier(tx, call, *before));
    ABSL_RETURN_IF_ERROR(storage::UpdatePlan(tx, plan));
  } else {
    ABSL_RETURN_IF_ERROR(storage::InsertPlan(tx, *plan));
  }
  return storage::ReplaceSignatures(tx, *plan);
}

absl::Status PlanImport::SettlePlans(sql::Transaction& tx,
                                     const rpc::CallContext& call,
                                     const std::string& case_id,
                                     const std::string& announced_id) const {
  ABSL_ASSIGN_OR_RETURN(std::vector<CasePlan> plans,
                        storage::PlansOfCase(tx, case_id));
  CasePlan* in_force = nullptr;
  for (CasePlan& plan : plans) {
    const PlanState alone = StateAlone(plan);
    if (alone == PlanState::kProvisional || alone == PlanState::kApproved) {
      in_force = &plan;
    }
  }
  std::vector<CasePlan*> changed;
  for (size_t i = 0; i < plans.size(); ++i) {
    CasePlan& plan = plans[i];
    if (plan.id == announced_id) changed.push_back(&plan);
    if (&plan == in_force || plan.state == PlanState::kDraft) continue;
    const absl::Time superseded_at = SupersededAt(plans, i, RecordTime(call));
    if (plan.state == PlanState::kSuperseded &&
        plan.superseded_at == superseded_at) {
      continue;
    }
    plan.state = PlanState::kSuperseded;
    plan.superseded_at = superseded_at;
    ABSL_RETURN_IF_ERROR(storage::UpdatePlan(tx, &plan));
    if (plan.id != announced_id) changed.push_back(&plan);
  }
  if (in_force != nullptr && !IsInForce(*in_force)) {
    in_force->state = StateAlone(*in_force);
    in_force->superseded_at.reset();
    ABSL_RETURN_IF_ERROR(storage::UpdatePlan(tx, in_force));
    if (in_force->id != announced_id) changed.push_back(in_force);
  }
  for (const CasePlan* plan : changed) {
    ABSL_RETURN_IF_ERROR(Announce(tx, call, "case_plan", ToProto(*plan)));
  }
  return absl::OkStatus();
}

absl::Status PlanImport::WithdrawPlan(sql::Transaction& tx,
                                      const rpc::CallContext& call,
                                      const imports::ImportedRecord& known) {
  ABSL_ASSIGN_OR_RETURN(const PlanName parsed,
                        ParseName<PlanName>("name", known.record));
  ABSL_ASSIGN_OR_RETURN(CasePlan plan, PlanNamed(tx, parsed));
  if (plan.withdrawn_at.has_value()) return absl::OkStatus();
  if (!plan.objectives.empty()) return InUse(known.record);
  ABSL_RETURN_IF_ERROR(KeepEarlier(tx, call, plan));
  const absl::Time now = RecordTime(call);
  v1::CasePlan state = ToProto(plan);
  *state.mutable_withdraw_time() = ToProto(now);
  plan.withdrawn_at = now;
  if (IsInForce(plan)) {
    plan.state = PlanState::kSuperseded;
    plan.superseded_at = std::max(*plan.approved_at, now);
  }
  ABSL_ASSIGN_OR_RETURN(plan.number,
                        storage::NextWithdrawnNumber(tx, plan.case_id));
  ABSL_RETURN_IF_ERROR(storage::UpdatePlan(tx, &plan));
  ABSL_RETURN_IF_ERROR(SettlePlans(tx, call, plan.case_id, ""));
  state.set_etag(Etag(plan.version));
  return Announce(tx, call, "case_plan", std::move(state));
}

absl::StatusOr<std::string> PlanImport::SaveObjective(
    sql::Transaction& tx, const rpc::CallContext& call, imports::Row& row) {
  const auto& content = row.As<v1::ImportedObjective>();
  ABSL_ASSIGN_OR_RETURN(
      const std::string plan_record,
      row.ResolveRequired(tx, "plan_id", "plans", content.plan_id()));
  ABSL_ASSIGN_OR_RETURN(const PlanName plan_name,
                        ParseName<PlanName>("plan_id", plan_record));
  ABSL_ASSIGN_OR_RETURN(const CasePlan before, PlanNamed(tx, plan_name));
  ABSL_ASSIGN_OR_RETURN(Objective objective, ReadObjective(content, before));
  objective.id = NewId();
  if (row.known().has_value()) {
    ABSL_ASSIGN_OR_RETURN(
        const ObjectiveName known,
        ParseName<ObjectiveName>("name", row.known()->record));
    if (known.parent.id != before.id) return MovedElsewhere("plan_id");
    objective.id = known.id;
  }
  FlagNotSmart(before, objective, row);
  ABSL_RETURN_IF_ERROR(
      storage::SaveObjective(tx, before.id, objective, content.position() - 1));
  if (row.known().has_value()) {
    ABSL_RETURN_IF_ERROR(KeepEarlier(tx, call, before));
  }
  ABSL_RETURN_IF_ERROR(Refresh(tx, call, before));
  return ObjectiveName{plan_name, objective.id}.ToString();
}

absl::Status PlanImport::WithdrawObjective(
    sql::Transaction& tx, const rpc::CallContext& call,
    const imports::ImportedRecord& known) {
  ABSL_ASSIGN_OR_RETURN(const ObjectiveName objective,
                        ParseName<ObjectiveName>("name", known.record));
  const PlanName& plan_name = objective.parent;
  ABSL_ASSIGN_OR_RETURN(const bool in_use, storage::IsObjectiveInUse(
                                               tx, plan_name.id, objective.id));
  if (in_use) return InUse(known.record);
  ABSL_ASSIGN_OR_RETURN(const CasePlan before, PlanNamed(tx, plan_name));
  ABSL_RETURN_IF_ERROR(KeepEarlier(tx, call, before));
  ABSL_RETURN_IF_ERROR(storage::WithdrawObjective(
      tx, plan_name.id, objective.id, RecordTime(call)));
  return Refresh(tx, call, before);
}

absl::Status PlanImport::Refresh(sql::Transaction& tx,
                                 const rpc::CallContext& call,
                                 const CasePlan& before) const {
  ABSL_ASSIGN_OR_RETURN(CasePlan plan,
                        PlanNamed(tx, PlanName{{before.case_id}, before.id}));
  BindSignatures(&plan);
  ABSL_RETURN_IF_ERROR(storage::UpdatePlan(tx, &plan));
  ABSL_RETURN_IF_ERROR(storage::ReplaceSignatures(tx, plan));
  return Announce(tx, call, "case_plan", ToProto(plan));
}

absl::Status PlanImport::KeepEarlier(sql::Transaction& tx,
                                     const rpc::CallContext& call,
                                     const CasePlan& plan) const {
  return KeepEarlierState(tx, call, RecordTime(call),
                          PlanName{{plan.case_id}, plan.id}.ToString(),
                          plan.version, ToProto(plan));
}

}  // namespace caseload::caseplan
