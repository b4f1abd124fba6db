#include "services/caseplan/validate_case.h"

#include <set>
#include <string>

#include "absl/strings/match.h"
#include "services/caseplan/domain/names.h"

namespace caseload::caseplan {

namespace {

constexpr auto kRequired = Checker::kRequired;
constexpr auto kOptional = Checker::kOptional;

constexpr int kMaxListed = 20;
constexpr int kMaxObjectives = 50;
constexpr size_t kMaxSection = 4000;

// "identifiers[3]."
std::string Item(absl::string_view field, int index) {
  return absl::StrCat(field, "[", index, "].");
}

void CheckObjective(const v1::Objective& objective, const std::string& path,
                    Checker* check) {
  check->Id(path + "objective_id", objective.objective_id(), kOptional);
  check->Id(path + "need_area", objective.need_area(), kOptional);
  check->Text(path + "behavior", objective.behavior(), kOptional, 2000);
  check->Text(path + "measure", objective.measure(), kOptional, 1000);
  check->Date(path + "target_date", objective.has_target_date(),
              objective.target_date(), kOptional);
  check->Text(path + "responsible_person", objective.responsible_person(),
              kOptional, 200);
  check->Text(path + "service", objective.service(), kOptional, 500);
  check->Text(path + "service_provider", objective.service_provider(),
              kOptional, 200);
  check->Id(path + "referral_program", objective.referral_program(), kOptional);
}

}  // namespace

void CheckIdentifier(const v1::Client::Identifier& identifier,
                     const std::string& path, Checker* check) {
  check->Id(path + "kind", identifier.kind(), kRequired);
  check->Text(path + "value", identifier.value(), kRequired, 100);
}

void CheckRelatedPerson(const v1::Client::RelatedPerson& person,
                        const std::string& path, Checker* check) {
  using Person = v1::Client::RelatedPerson;
  check->Enumerator(path + "role", person.role(),
                    Person::Role_IsValid(person.role()), kRequired);
  check->Text(path + "display_name", person.display_name(), kRequired, 200);
  check->Text(path + "relationship", person.relationship(), kOptional, 100);
  check->Text(path + "phone", person.phone(), kOptional, 50);
  check->Email(path + "email", person.email(), kOptional);
  const bool emergency =
      person.role() == Person::ROLE_EMERGENCY_CONTACT ||
      person.role() == Person::ROLE_GUARDIAN_AND_EMERGENCY_CONTACT;
  if (person.has_external_id()) {
    check->Id(path + "external_id.source_system",
              person.external_id().source_system(), kRequired);
    check->Text(path + "external_id.id", person.external_id().id(), kRequired,
                128);
  }
  if (emergency && person.phone().empty() && person.email().empty()) {
    check->Add(path + "phone", "FIELD_REQUIRED",
               "is required of an emergency contact who has no email");
  }
}

absl::Status ValidateClient(const v1::Client& client, absl::CivilDay today) {
  Checker check("client.");
  check.Text("given_name", client.given_name(), kRequired, 100);
  check.Text("family_name", client.family_name(), kRequired, 100);
  check.NotAfter("date_of_birth",
                 check.Date("date_of_birth", client.has_date_of_birth(),
                            client.date_of_birth(), kOptional),
                 today);
  check.Text("phone", client.phone(), kOptional, 50);
  check.Text("address", client.address(), kOptional, 500);
  check.Text("preferred_language", client.preferred_language(), kOptional, 35);
  check.Enumerator("gender", client.gender(),
                   v1::Client::Gender_IsValid(client.gender()), kOptional);
  check.Text("race", client.race(), kOptional, 63);
  check.Text("ethnicity", client.ethnicity(), kOptional, 63);
  check.Count("identifiers", client.identifiers_size(), kMaxListed);
  std::set<std::string> kinds;
  for (int i = 0; i < client.identifiers_size(); ++i) {
    const auto& identifier = client.identifiers(i);
    const std::string path = Item("identifiers", i);
    CheckIdentifier(identifier, path, &check);
    if (!kinds.insert(identifier.kind()).second) {
      check.Add(path + "kind", "DUPLICATE_VALUE",
                "stands twice; one of a kind is kept");
    }
  }
  check.Count("related_persons", client.related_persons_size(), kMaxListed);
  for (int i = 0; i < client.related_persons_size(); ++i) {
    CheckRelatedPerson(client.related_persons(i), Item("related_persons", i),
                       &check);
  }
  check.ExternalId(client.has_external_id(), client.external_id());
  return check.ToStatus();
}

absl::Status ValidateCase(const v1::Case& supervision_case,
                          absl::CivilDay today) {
  Checker check("case.");
  check.ResourceName<ClientName>("client", supervision_case.client(),
                                 kRequired);
  check.Id("division", supervision_case.division(), kRequired);
  check.Id("case_type", supervision_case.case_type(), kRequired);
  check.Count("court_numbers", supervision_case.court_numbers_size(),
              kMaxListed);
  for (int i = 0; i < supervision_case.court_numbers_size(); ++i) {
    const std::string path = absl::StrCat("court_numbers[", i, "]");
    check.Text(path, supervision_case.court_numbers(i), kRequired, 64);
    if (absl::StrContains(supervision_case.court_numbers(i), '\n')) {
      check.Add(path, "CONTROL_CHARACTER", "has a line break; take it out");
    }
  }
  const auto received =
      check.Date("received_date", supervision_case.has_received_date(),
                 supervision_case.received_date(), kRequired);
  check.NotAfter("received_date", received, today);
  check.Ordered("start_date", received,
                check.Date("start_date", supervision_case.has_start_date(),
                           supervision_case.start_date(), kOptional));
  check.Ordered(
      "expected_end_date", received,
      check.Date("expected_end_date", supervision_case.has_expected_end_date(),
                 supervision_case.expected_end_date(), kOptional));
  check.ResourceName<UnitName>("unit", supervision_case.unit(), kOptional);
  check.NumberOrDefault("weight", supervision_case.weight(), 0.01, 10.0);
  const bool adjusted =
      supervision_case.weight() != 0 && supervision_case.weight() != 1.0;
  check.Text("weight_reason", supervision_case.weight_reason(),
             adjusted ? kRequired : kOptional, 500);
  check.ExternalId(supervision_case.has_external_id(),
                   supervision_case.external_id());
  return check.ToStatus();
}

absl::Status ValidateCaseState(const v1::CaseState& state,
                               absl::CivilDay today) {
  Checker check("state.");
  check.Enumerator("status", state.status(),
                   v1::CaseState::Status_IsValid(state.status()), kRequired);
  const auto first = check.Period("period", state.has_period(), state.period());
  check.NotAfter("period.start_date", first, today);
  const auto confirmed =
      check.Date("confirmed_date", state.has_confirmed_date(),
                 state.confirmed_date(), kOptional);
  check.NotAfter("confirmed_date", confirmed, today);
  check.Ordered("confirmed_date", first, confirmed);
  if (state.period().has_end_date()) {
    check.Ordered("period.end_date", confirmed,
                  ToDay(state.period().end_date()));
  }
  const bool in_custody = state.status() == v1::CaseState::STATUS_IN_CUSTODY;
  check.Id("booking_type", state.booking_type(), kOptional);
  check.Date("expected_release_date", state.has_expected_release_date(),
             state.expected_release_date(), kOptional);
  if (!in_custody && !state.booking_type().empty()) {
    check.Add("booking_type", "FIELD_NOT_APPLICABLE",
              "goes with STATUS_IN_CUSTODY only");
  }
  if (!in_custody && state.has_expected_release_date()) {
    check.Add("expected_release_date", "FIELD_NOT_APPLICABLE",
              "goes with STATUS_IN_CUSTODY only");
  }
  check.ExternalId(state.has_external_id(), state.external_id());
  return check.ToStatus();
}

absl::Status ValidateAssignment(const v1::Assignment& assignment) {
  Checker check("assignment.");
  check.ResourceName<OfficerName>("officer", assignment.officer(), kRequired);
  check.Enumerator("role", assignment.role(),
                   v1::Assignment::Role_IsValid(assignment.role()), kRequired);
  check.Period("period", assignment.has_period(), assignment.period());
  check.Enumerator(
      "reason", assignment.reason(),
      v1::Assignment::ReassignmentReason_IsValid(assignment.reason()),
      kOptional);
  check.ExternalId(assignment.has_external_id(), assignment.external_id());
  return check.ToStatus();
}

absl::Status ValidateCasePlan(const v1::CasePlan& plan) {
  Checker check("case_plan.");
  const auto effective = check.Date("effective_date", plan.has_effective_date(),
                                    plan.effective_date(), kRequired);
  const auto expiry = check.Date("expiry_date", plan.has_expiry_date(),
                                 plan.expiry_date(), kRequired);
  if (effective.has_value() && expiry.has_value() && *expiry <= *effective) {
    check.Add("expiry_date", "PERIOD_REVERSED", "is not after effective_date");
  }
  check.Text("goals", plan.goals(), kOptional, kMaxSection);
  check.Text("expected_outcomes", plan.expected_outcomes(), kOptional,
             kMaxSection);
  check.Text("participant_goals", plan.participant_goals(), kOptional,
             kMaxSection);
  check.Text("supervision_level", plan.supervision_level(), kOptional, 63);
  if (plan.contacts_per_month() < 0 || plan.contacts_per_month() > 60) {
    check.Add("contacts_per_month", "NUMBER_OUT_OF_RANGE", "is from 0 to 60");
  }
  check.Count("contact_types", plan.contact_types_size(), kMaxListed);
  for (int i = 0; i < plan.contact_types_size(); ++i) {
    check.Id(absl::StrCat("contact_types[", i, "]"), plan.contact_types(i),
             kRequired);
  }
  check.Text("monitoring", plan.monitoring(), kOptional, kMaxSection);
  check.Text("conditions", plan.conditions(), kOptional, kMaxSection);
  check.Text("benefits", plan.benefits(), kOptional, kMaxSection);
  check.Text("consequences", plan.consequences(), kOptional, kMaxSection);
  check.Count("objectives", plan.objectives_size(), kMaxObjectives);
  std::set<std::string> ids;
  for (int i = 0; i < plan.objectives_size(); ++i) {
    const std::string path = Item("objectives", i);
    CheckObjective(plan.objectives(i), path, &check);
    const std::string& id = plan.objectives(i).objective_id();
    if (!id.empty() && !ids.insert(id).second) {
      check.Add(path + "objective_id", "DUPLICATE_VALUE",
                "stands twice; give each objective its own");
    }
  }
  check.ExternalId(plan.has_external_id(), plan.external_id());
  return check.ToStatus();
}

absl::Status ValidateSignature(const v1::PlanSignature& signature,
                               absl::CivilDay today) {
  Checker check("signature.");
  check.Enumerator("signer", signature.signer(),
                   v1::PlanSignature::Signer_IsValid(signature.signer()),
                   kRequired);
  check.Enumerator("outcome", signature.outcome(),
                   v1::PlanSignature::Outcome_IsValid(signature.outcome()),
                   kRequired);
  const bool is_signed =
      signature.outcome() == v1::PlanSignature::OUTCOME_SIGNED;
  check.Text("display_name", signature.display_name(),
             is_signed ? kRequired : kOptional, 200);
  check.NotAfter(
      "date",
      check.Date("date", signature.has_date(), signature.date(), kRequired),
      today);
  check.Text("reason", signature.reason(), is_signed ? kOptional : kRequired,
             1000);
  return check.ToStatus();
}

}  // namespace caseload::caseplan
