#include "services/caseplan/domain/case_plan.h"

#include <utility>

namespace caseload::caseplan {

namespace {

void AddGap(ApprovalGap::Kind kind, const std::string& objective_id,
            std::vector<std::string> fields, std::vector<ApprovalGap>* gaps) {
  if (!fields.empty()) gaps->push_back({kind, objective_id, std::move(fields)});
}

// Administrative supervision may ask for no contact at all; then neither kinds.
bool SaysContacts(const CasePlan& plan) {
  return plan.contacts_per_month == 0 || !plan.contact_types.empty();
}

std::vector<std::string> MissingOfPlan(const CasePlan& plan) {
  std::vector<std::string> missing;
  if (plan.goals.empty()) missing.push_back("goals");
  if (plan.expected_outcomes.empty()) missing.push_back("expected_outcomes");
  if (plan.supervision_level.empty()) missing.push_back("supervision_level");
  if (!SaysContacts(plan)) missing.push_back("contact_types");
  return missing;
}

std::vector<std::string> MissingOfSmart(const CasePlan& plan,
                                        const Objective& objective) {
  std::vector<std::string> missing;
  if (objective.measure.empty()) missing.push_back("measure");
  if (!objective.target_date.has_value() ||
      !plan.period.Contains(*objective.target_date)) {
    missing.push_back("target_date");
  }
  if (objective.responsible_person.empty()) {
    missing.push_back("responsible_person");
  }
  return missing;
}

std::vector<std::string> MissingOfObjective(const Objective& objective) {
  std::vector<std::string> missing;
  if (objective.need_area.empty()) missing.push_back("need_area");
  if (objective.behavior.empty()) missing.push_back("behavior");
  if (objective.service.empty()) missing.push_back("service");
  if (objective.service_provider.empty()) {
    missing.push_back("service_provider");
  }
  return missing;
}

bool HasAnswer(const CasePlan& plan, Signer signer) {
  for (const PlanSignature& signature : plan.signatures) {
    if (signature.signer == signer &&
        signature.content_hash == plan.content_hash) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<ApprovalGap> ApprovalGaps(const CasePlan& plan) {
  std::vector<ApprovalGap> gaps;
  if (plan.objectives.empty()) {
    AddGap(ApprovalGap::Kind::kNoObjective, "", {"objectives"}, &gaps);
  }
  AddGap(ApprovalGap::Kind::kIncomplete, "", MissingOfPlan(plan), &gaps);
  for (const Objective& objective : plan.objectives) {
    AddGap(ApprovalGap::Kind::kNotSmart, objective.id,
           MissingOfSmart(plan, objective), &gaps);
    AddGap(ApprovalGap::Kind::kIncomplete, objective.id,
           MissingOfObjective(objective), &gaps);
  }
  return gaps;
}

bool IsSigned(const CasePlan& plan, bool needs_guardian) {
  return HasAnswer(plan, Signer::kParticipant) &&
         HasAnswer(plan, Signer::kOfficer) &&
         (!needs_guardian || HasAnswer(plan, Signer::kGuardian));
}

}  // namespace caseload::caseplan
