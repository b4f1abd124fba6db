#include "services/caseplan/convert_case.h"

#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "services/caseplan/convert_fields.h"
#include "services/caseplan/domain/names.h"

namespace caseload::caseplan {

namespace {

// The domain's enumerators are numbered as the proto's.
static_assert(static_cast<int>(IntakeGap::kGuardian) ==
              v1::Client::INTAKE_GAP_GUARDIAN);
static_assert(static_cast<int>(Gender::kUnknown) == v1::Client::GENDER_UNKNOWN);
static_assert(static_cast<int>(ClosingReason::kTerminatedUnsuccessful) ==
              v1::Case::CLOSING_REASON_TERMINATED_UNSUCCESSFUL);
static_assert(static_cast<int>(CaseStatus::kOutOfCounty) ==
              v1::CaseState::STATUS_OUT_OF_COUNTY);
static_assert(static_cast<int>(AssignmentRole::kCourtesy) ==
              v1::Assignment::ROLE_COURTESY);
static_assert(static_cast<int>(ReassignmentReason::kCorrection) ==
              v1::Assignment::REASSIGNMENT_REASON_CORRECTION);
static_assert(static_cast<int>(PlanState::kSuperseded) ==
              v1::CasePlan::STATE_SUPERSEDED);
static_assert(static_cast<int>(Signer::kOfficer) ==
              v1::PlanSignature::SIGNER_OFFICER);
static_assert(static_cast<int>(SignatureOutcome::kUnable) ==
              v1::PlanSignature::OUTCOME_UNABLE);

using RelatedPersonProto = v1::Client::RelatedPerson;

RelatedPersonProto PersonToProto(const RelatedPerson& person) {
  RelatedPersonProto result;
  if (person.is_guardian && person.is_emergency_contact) {
    result.set_role(RelatedPersonProto::ROLE_GUARDIAN_AND_EMERGENCY_CONTACT);
  } else {
    result.set_role(person.is_guardian
                        ? RelatedPersonProto::ROLE_GUARDIAN
                        : RelatedPersonProto::ROLE_EMERGENCY_CONTACT);
  }
  result.set_display_name(person.display_name);
  result.set_relationship(person.relationship);
  result.set_phone(person.phone);
  result.set_email(person.email);
  SetExternalId(person.external_id, &result);
  return result;
}

Objective ObjectiveFromProto(const v1::Objective& objective) {
  Objective result;
  result.id = objective.objective_id();
  result.need_area = objective.need_area();
  result.behavior = objective.behavior();
  result.measure = objective.measure();
  result.target_date =
      OptionalFromProto(objective.has_target_date(), objective.target_date());
  result.responsible_person = objective.responsible_person();
  result.service = objective.service();
  result.service_provider = objective.service_provider();
  result.referral_program = objective.referral_program();
  result.stabilization = objective.stabilization();
  return result;
}

v1::Objective ObjectiveToProto(const PlanName& plan,
                               const Objective& objective) {
  v1::Objective result;
  result.set_name(ObjectiveName{plan, objective.id}.ToString());
  result.set_objective_id(objective.id);
  result.set_need_area(objective.need_area);
  result.set_behavior(objective.behavior);
  result.set_measure(objective.measure);
  if (objective.target_date.has_value()) {
    *result.mutable_target_date() = ToProto(*objective.target_date);
  }
  result.set_responsible_person(objective.responsible_person);
  result.set_service(objective.service);
  result.set_service_provider(objective.service_provider);
  result.set_referral_program(objective.referral_program);
  result.set_stabilization(objective.stabilization);
  return result;
}

// What is signed: the fields that an author writes.
v1::CasePlan ContentToProto(const CasePlan& plan) {
  v1::CasePlan result;
  *result.mutable_effective_date() = ToProto(plan.period.first);
  if (plan.period.last.has_value()) {
    *result.mutable_expiry_date() = ToProto(*plan.period.last);
  }
  result.set_expedited(plan.expedited);
  result.set_goals(plan.goals);
  result.set_expected_outcomes(plan.expected_outcomes);
  result.set_participant_goals(plan.participant_goals);
  result.set_supervision_level(plan.supervision_level);
  result.set_contacts_per_month(plan.contacts_per_month);
  for (const std::string& kind : plan.contact_types) {
    result.add_contact_types(kind);
  }
  result.set_monitoring(plan.monitoring);
  result.set_conditions(plan.conditions);
  result.set_benefits(plan.benefits);
  result.set_consequences(plan.consequences);
  const PlanName name{{plan.case_id}, plan.id};
  for (const Objective& objective : plan.objectives) {
    *result.add_objectives() = ObjectiveToProto(name, objective);
  }
  return result;
}

}  // namespace

RelatedPerson FromProto(const v1::Client::RelatedPerson& person) {
  RelatedPerson result;
  const auto both = RelatedPersonProto::ROLE_GUARDIAN_AND_EMERGENCY_CONTACT;
  result.is_guardian = person.role() == RelatedPersonProto::ROLE_GUARDIAN ||
                       person.role() == both;
  result.is_emergency_contact =
      person.role() == RelatedPersonProto::ROLE_EMERGENCY_CONTACT ||
      person.role() == both;
  result.display_name = person.display_name();
  result.relationship = person.relationship();
  result.phone = person.phone();
  result.email = person.email();
  result.external_id = ExternalIdOf(person);
  return result;
}

Client FromProto(const v1::Client& client) {
  Client result;
  result.given_name = client.given_name();
  result.family_name = client.family_name();
  result.date_of_birth =
      OptionalFromProto(client.has_date_of_birth(), client.date_of_birth());
  result.phone = client.phone();
  result.address = client.address();
  result.preferred_language = client.preferred_language();
  result.gender = static_cast<Gender>(client.gender());
  result.race = client.race();
  result.ethnicity = client.ethnicity();
  for (const auto& identifier : client.identifiers()) {
    result.identifiers.push_back({identifier.kind(), identifier.value()});
  }
  for (const auto& person : client.related_persons()) {
    result.related_persons.push_back(FromProto(person));
  }
  result.external_id = ExternalIdOf(client);
  return result;
}

v1::Client ToProto(const Client& client, absl::CivilDay today) {
  v1::Client result;
  result.set_name(ClientName{client.id}.ToString());
  result.set_given_name(client.given_name);
  result.set_family_name(client.family_name);
  if (client.date_of_birth.has_value()) {
    *result.mutable_date_of_birth() = ToProto(*client.date_of_birth);
  }
  result.set_phone(client.phone);
  result.set_address(client.address);
  result.set_preferred_language(client.preferred_language);
  result.set_gender(static_cast<v1::Client::Gender>(client.gender));
  result.set_race(client.race);
  result.set_ethnicity(client.ethnicity);
  for (const Identifier& identifier : client.identifiers) {
    auto* added = result.add_identifiers();
    added->set_kind(identifier.kind);
    added->set_value(identifier.value);
  }
  for (const RelatedPerson& person : client.related_persons) {
    *result.add_related_persons() = PersonToProto(person);
  }
  for (IntakeGap gap : IntakeGapsOn(client, today)) {
    result.add_intake_gaps(static_cast<v1::Client::IntakeGap>(gap));
  }
  SetExternalId(client.external_id, &result);
  result.set_etag(Etag(client.version));
  *result.mutable_create_time() = ToProto(client.created_at);
  return result;
}

Case FromProto(const v1::Case& supervision_case) {
  Case result;
  result.client_id = IdOf<ClientName>(supervision_case.client());
  result.division = supervision_case.division();
  result.case_type = supervision_case.case_type();
  result.court_numbers.assign(supervision_case.court_numbers().begin(),
                              supervision_case.court_numbers().end());
  result.received_date = FromProto(supervision_case.received_date());
  result.start_date = OptionalFromProto(supervision_case.has_start_date(),
                                        supervision_case.start_date());
  result.expected_end_date =
      OptionalFromProto(supervision_case.has_expected_end_date(),
                        supervision_case.expected_end_date());
  result.unit_id = OptionalIdOf<UnitName>(supervision_case.unit());
  result.weight = OneWhenZero(supervision_case.weight());
  result.weight_reason = supervision_case.weight_reason();
  result.external_id = ExternalIdOf(supervision_case);
  return result;
}

v1::Case ToProto(const Case& supervision_case) {
  v1::Case result;
  result.set_name(CaseName{supervision_case.id}.ToString());
  result.set_client(ClientName{supervision_case.client_id}.ToString());
  result.set_division(supervision_case.division);
  result.set_case_type(supervision_case.case_type);
  for (const std::string& number : supervision_case.court_numbers) {
    result.add_court_numbers(number);
  }
  *result.mutable_received_date() = ToProto(supervision_case.received_date);
  if (supervision_case.start_date.has_value()) {
    *result.mutable_start_date() = ToProto(*supervision_case.start_date);
  }
  if (supervision_case.expected_end_date.has_value()) {
    *result.mutable_expected_end_date() =
        ToProto(*supervision_case.expected_end_date);
  }
  result.set_unit(OptionalName<UnitName>(supervision_case.unit_id));
  result.set_weight(supervision_case.weight);
  result.set_weight_reason(supervision_case.weight_reason);
  if (supervision_case.closed_date.has_value()) {
    *result.mutable_closed_date() = ToProto(*supervision_case.closed_date);
  }
  result.set_closing_reason(
      EnumOrZero<v1::Case::ClosingReason>(supervision_case.closing_reason));
  SetExternalId(supervision_case.external_id, &result);
  result.set_etag(Etag(supervision_case.version));
  *result.mutable_create_time() = ToProto(supervision_case.created_at);
  return result;
}

CaseState FromProto(const v1::CaseState& state) {
  CaseState result;
  result.status = static_cast<CaseStatus>(state.status());
  result.period = FromProto(state.period());
  result.confirmed_date = state.has_confirmed_date()
                              ? FromProto(state.confirmed_date())
                              : result.period.first;
  result.booking_type = state.booking_type();
  result.expected_release_date = OptionalFromProto(
      state.has_expected_release_date(), state.expected_release_date());
  result.external_id = ExternalIdOf(state);
  return result;
}

v1::CaseState ToProto(const CaseState& state) {
  v1::CaseState result;
  result.set_name(CaseStateName{{state.case_id}, state.id}.ToString());
  result.set_status(static_cast<v1::CaseState::Status>(state.status));
  *result.mutable_period() = ToProto(state.period);
  *result.mutable_confirmed_date() = ToProto(state.confirmed_date);
  result.set_booking_type(state.booking_type);
  if (state.expected_release_date.has_value()) {
    *result.mutable_expected_release_date() =
        ToProto(*state.expected_release_date);
  }
  SetExternalId(state.external_id, &result);
  *result.mutable_recording() = ToProto(state.recording);
  return result;
}

Assignment FromProto(const v1::Assignment& assignment) {
  Assignment result;
  result.officer_id = IdOf<OfficerName>(assignment.officer());
  result.role = static_cast<AssignmentRole>(assignment.role());
  result.period = FromProto(assignment.period());
  result.reason = OptionalEnum<ReassignmentReason>(assignment.reason());
  result.external_id = ExternalIdOf(assignment);
  return result;
}

v1::Assignment ToProto(const Assignment& assignment) {
  v1::Assignment result;
  result.set_name(
      AssignmentName{{assignment.case_id}, assignment.id}.ToString());
  result.set_officer(OfficerName{assignment.officer_id}.ToString());
  result.set_role(static_cast<v1::Assignment::Role>(assignment.role));
  *result.mutable_period() = ToProto(assignment.period);
  result.set_reason(
      EnumOrZero<v1::Assignment::ReassignmentReason>(assignment.reason));
  SetExternalId(assignment.external_id, &result);
  *result.mutable_recording() = ToProto(assignment.recording);
  return result;
}

v1::UnassignedCase ToProto(const UnassignedCase& unassigned) {
  v1::UnassignedCase result;
  result.set_case_(CaseName{unassigned.case_id}.ToString());
  result.set_unit(OptionalName<UnitName>(unassigned.unit_id));
  result.set_division(unassigned.division);
  result.set_officer(OptionalName<OfficerName>(unassigned.officer_id));
  result.set_gap(unassigned.officer_id.has_value()
                     ? v1::UnassignedCase::GAP_UNIT
                     : v1::UnassignedCase::GAP_OFFICER);
  return result;
}

v1::CarryingOfficer ToProto(const CarryingOfficer& officer) {
  v1::CarryingOfficer result;
  result.set_officer(OfficerName{officer.officer_id}.ToString());
  result.set_display_name(officer.display_name);
  result.set_unit(UnitName{officer.unit_id}.ToString());
  result.set_division(officer.division);
  result.set_supervisor(OptionalName<OfficerName>(officer.supervisor_id));
  result.set_acting_supervisor(
      OptionalName<OfficerName>(officer.acting_supervisor_id));
  result.set_primary_cases(static_cast<int32_t>(officer.primary_cases));
  result.set_on_leave(officer.on_leave);
  return result;
}

CasePlan FromProto(const v1::CasePlan& plan) {
  CasePlan result;
  result.period = {FromProto(plan.effective_date()),
                   FromProto(plan.expiry_date())};
  result.expedited = plan.expedited();
  result.goals = plan.goals();
  result.expected_outcomes = plan.expected_outcomes();
  result.participant_goals = plan.participant_goals();
  result.supervision_level = plan.supervision_level();
  result.contacts_per_month = plan.contacts_per_month();
  result.contact_types.assign(plan.contact_types().begin(),
                              plan.contact_types().end());
  result.monitoring = plan.monitoring();
  result.conditions = plan.conditions();
  result.benefits = plan.benefits();
  result.consequences = plan.consequences();
  for (const v1::Objective& objective : plan.objectives()) {
    result.objectives.push_back(ObjectiveFromProto(objective));
  }
  result.external_id = ExternalIdOf(plan);
  return result;
}

v1::CasePlan ToProto(const CasePlan& plan) {
  v1::CasePlan result = ContentToProto(plan);
  result.set_name(PlanName{{plan.case_id}, plan.id}.ToString());
  result.set_version(static_cast<int32_t>(plan.number));
  result.set_state(static_cast<v1::CasePlan::State>(plan.state));
  for (const PlanSignature& signature : plan.signatures) {
    *result.add_signatures() = ToProto(signature);
  }
  result.set_content_hash(plan.content_hash);
  result.set_approved_by(plan.approved_by.value_or(""));
  if (plan.approved_at.has_value()) {
    *result.mutable_approve_time() = ToProto(*plan.approved_at);
  }
  SetExternalId(plan.external_id, &result);
  result.set_etag(Etag(plan.version));
  *result.mutable_create_time() = ToProto(plan.created_at);
  for (absl::CivilDay day : plan.review_dates) {
    *result.add_review_dates() = ToProto(day);
  }
  result.set_source_assessment_id(plan.source_assessment_id);
  if (plan.withdrawn_at.has_value()) {
    *result.mutable_withdraw_time() = ToProto(*plan.withdrawn_at);
  }
  return result;
}

PlanSignature FromProto(const v1::PlanSignature& signature) {
  PlanSignature result;
  result.signer = static_cast<Signer>(signature.signer());
  result.outcome = static_cast<SignatureOutcome>(signature.outcome());
  result.display_name = signature.display_name();
  result.date = FromProto(signature.date());
  result.reason = signature.reason();
  return result;
}

v1::PlanSignature ToProto(const PlanSignature& signature) {
  v1::PlanSignature result;
  result.set_signer(static_cast<v1::PlanSignature::Signer>(signature.signer));
  result.set_outcome(
      static_cast<v1::PlanSignature::Outcome>(signature.outcome));
  result.set_display_name(signature.display_name);
  *result.mutable_date() = ToProto(signature.date);
  result.set_reason(signature.reason);
  result.set_content_hash(signature.content_hash);
  *result.mutable_recorded_at() = ToProto(signature.recorded_at);
  result.set_recorded_by(signature.recorded_by);
  return result;
}

std::string ContentHash(const CasePlan& plan) {
  // The message holds no map, so its bytes are the same wherever it is made.
  const std::string content = ContentToProto(plan).SerializeAsString();
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(content.data()), content.size(),
         digest);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), sizeof(digest)));
}

}  // namespace caseload::caseplan
