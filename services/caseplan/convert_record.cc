#include "services/caseplan/convert_record.h"

#include <string>
#include <vector>

#include "services/caseplan/convert_fields.h"
#include "services/caseplan/domain/names.h"

namespace caseload::caseplan {

namespace {

// The domain's enumerators are numbered as the proto's.
static_assert(static_cast<int>(ContactStatus::kCompleted) ==
              v1::Contact::STATUS_COMPLETED);
static_assert(static_cast<int>(ContactKind::kBoth) == v1::Contact::KIND_BOTH);
static_assert(static_cast<int>(ContactMethod::kWritten) ==
              v1::Contact::METHOD_WRITTEN);
static_assert(static_cast<int>(ContactLocation::kCourt) ==
              v1::Contact::LOCATION_COURT);
static_assert(static_cast<int>(NoContactCode::kDeceased) ==
              v1::NoContactReason::CODE_DECEASED);
static_assert(static_cast<int>(RevokingOrder::kApproved) ==
              v1::NoContactReason::REVOKING_ORDER_APPROVED);
static_assert(static_cast<int>(EnrollmentStatus::kNotEnrolled) ==
              v1::Enrollment::STATUS_NOT_ENROLLED);
static_assert(static_cast<int>(ConditionStatus::kRemoved) ==
              v1::CaseCondition::STATUS_REMOVED);
static_assert(static_cast<int>(NoteCategory::kTeamMeeting) ==
              v1::JournalNote::CATEGORY_TEAM_MEETING);

template <typename Message>
std::vector<ObjectiveLink> LinksOf(const Message& message) {
  std::vector<ObjectiveLink> links;
  for (const std::string& name : message.objectives()) {
    ObjectiveName objective = *ObjectiveName::Parse(name);
    links.push_back({objective.parent.id, objective.id});
  }
  return links;
}

template <typename Message>
void SetLinks(const std::string& case_id,
              const std::vector<ObjectiveLink>& links, Message* message) {
  for (const ObjectiveLink& link : links) {
    message->add_objectives(
        ObjectiveName{{{case_id}, link.plan_id}, link.objective_id}.ToString());
  }
}

template <typename Message>
std::optional<absl::Time> SourceEntryOf(const Message& message) {
  return OptionalFromProto(message.has_source_entry_time(),
                           message.source_entry_time());
}

template <typename Message>
void SetSourceEntry(const std::optional<absl::Time>& time, Message* message) {
  if (time.has_value()) *message->mutable_source_entry_time() = ToProto(*time);
}

}  // namespace

Contact FromProto(const v1::Contact& contact) {
  Contact result;
  result.officer_id = IdOf<OfficerName>(contact.officer());
  result.status = static_cast<ContactStatus>(contact.status());
  result.kind = static_cast<ContactKind>(contact.kind());
  result.method = static_cast<ContactMethod>(contact.method());
  result.location = OptionalEnum<ContactLocation>(contact.location());
  result.date = FromProto(contact.date());
  result.started_at =
      OptionalFromProto(contact.has_start_time(), contact.start_time());
  result.objectives = LinksOf(contact);
  result.source_entered_at = SourceEntryOf(contact);
  result.external_id = ExternalIdOf(contact);
  return result;
}

v1::Contact ToProto(const Contact& contact) {
  v1::Contact result;
  result.set_name(ContactName{{contact.case_id}, contact.id}.ToString());
  result.set_officer(OfficerName{contact.officer_id}.ToString());
  result.set_status(static_cast<v1::Contact::Status>(contact.status));
  result.set_kind(static_cast<v1::Contact::Kind>(contact.kind));
  result.set_method(static_cast<v1::Contact::Method>(contact.method));
  result.set_location(EnumOrZero<v1::Contact::Location>(contact.location));
  *result.mutable_date() = ToProto(contact.date);
  if (contact.started_at.has_value()) {
    *result.mutable_start_time() = ToProto(*contact.started_at);
  }
  SetLinks(contact.case_id, contact.objectives, &result);
  SetSourceEntry(contact.source_entered_at, &result);
  SetExternalId(contact.external_id, &result);
  *result.mutable_recording() = ToProto(contact.recording);
  return result;
}

NoContactReason FromProto(const v1::NoContactReason& reason) {
  NoContactReason result;
  result.month = absl::CivilMonth(FromProto(reason.month()));
  result.code = static_cast<NoContactCode>(reason.code());
  result.officer_id = IdOf<OfficerName>(reason.officer());
  result.comment = reason.comment();
  result.warrant_request_date = OptionalFromProto(
      reason.has_warrant_request_date(), reason.warrant_request_date());
  result.revoking_order = OptionalEnum<RevokingOrder>(reason.revoking_order());
  result.residential_confirmed_date =
      OptionalFromProto(reason.has_residential_confirmed_date(),
                        reason.residential_confirmed_date());
  result.source_entered_at = SourceEntryOf(reason);
  result.external_id = ExternalIdOf(reason);
  return result;
}

v1::NoContactReason ToProto(const NoContactReason& reason) {
  v1::NoContactReason result;
  result.set_name(NoContactReasonName{{reason.case_id}, reason.id}.ToString());
  *result.mutable_month() = ToProto(absl::CivilDay(reason.month));
  result.set_code(static_cast<v1::NoContactReason::Code>(reason.code));
  result.set_officer(OfficerName{reason.officer_id}.ToString());
  result.set_comment(reason.comment);
  if (reason.warrant_request_date.has_value()) {
    *result.mutable_warrant_request_date() =
        ToProto(*reason.warrant_request_date);
  }
  result.set_revoking_order(
      EnumOrZero<v1::NoContactReason::RevokingOrder>(reason.revoking_order));
  if (reason.residential_confirmed_date.has_value()) {
    *result.mutable_residential_confirmed_date() =
        ToProto(*reason.residential_confirmed_date);
  }
  *result.mutable_entered_date() = ToProto(reason.entered_date);
  result.set_late(reason.IsLate());
  SetSourceEntry(reason.source_entered_at, &result);
  SetExternalId(reason.external_id, &result);
  *result.mutable_recording() = ToProto(reason.recording);
  return result;
}

Enrollment FromProto(const v1::Enrollment& enrollment) {
  Enrollment result;
  result.program = enrollment.program();
  result.program_group = enrollment.program_group();
  result.provider = enrollment.provider();
  result.status = static_cast<EnrollmentStatus>(enrollment.status());
  result.referral_date = FromProto(enrollment.referral_date());
  result.start_date =
      OptionalFromProto(enrollment.has_start_date(), enrollment.start_date());
  result.end_date =
      OptionalFromProto(enrollment.has_end_date(), enrollment.end_date());
  result.verified_date = OptionalFromProto(enrollment.has_verified_date(),
                                           enrollment.verified_date());
  result.not_enrolled_reason = enrollment.not_enrolled_reason();
  result.objectives = LinksOf(enrollment);
  result.external_id = ExternalIdOf(enrollment);
  return result;
}

v1::Enrollment ToProto(const Enrollment& enrollment) {
  v1::Enrollment result;
  result.set_name(
      EnrollmentName{{enrollment.case_id}, enrollment.id}.ToString());
  result.set_program(enrollment.program);
  result.set_program_group(enrollment.program_group);
  result.set_provider(enrollment.provider);
  result.set_status(static_cast<v1::Enrollment::Status>(enrollment.status));
  *result.mutable_referral_date() = ToProto(enrollment.referral_date);
  if (enrollment.start_date.has_value()) {
    *result.mutable_start_date() = ToProto(*enrollment.start_date);
  }
  if (enrollment.end_date.has_value()) {
    *result.mutable_end_date() = ToProto(*enrollment.end_date);
  }
  if (enrollment.verified_date.has_value()) {
    *result.mutable_verified_date() = ToProto(*enrollment.verified_date);
  }
  result.set_not_enrolled_reason(enrollment.not_enrolled_reason);
  SetLinks(enrollment.case_id, enrollment.objectives, &result);
  SetExternalId(enrollment.external_id, &result);
  *result.mutable_recording() = ToProto(enrollment.recording);
  return result;
}

Note FromProto(const v1::JournalNote& note) {
  Note result;
  result.officer_id = IdOf<OfficerName>(note.officer());
  result.category = static_cast<NoteCategory>(note.category());
  result.date = FromProto(note.date());
  result.text = note.text();
  for (int theme : note.themes()) {
    result.covers_safety |= theme == v1::JournalNote::THEME_SAFETY;
    result.covers_permanency |= theme == v1::JournalNote::THEME_PERMANENCY;
    result.covers_well_being |= theme == v1::JournalNote::THEME_WELL_BEING;
  }
  result.objectives = LinksOf(note);
  result.source_entered_at = SourceEntryOf(note);
  result.external_id = ExternalIdOf(note);
  return result;
}

v1::JournalNote ToProto(const Note& note) {
  v1::JournalNote result;
  result.set_name(NoteName{{note.case_id}, note.id}.ToString());
  result.set_officer(OfficerName{note.officer_id}.ToString());
  result.set_category(static_cast<v1::JournalNote::Category>(note.category));
  *result.mutable_date() = ToProto(note.date);
  result.set_text(note.text);
  if (note.covers_safety) result.add_themes(v1::JournalNote::THEME_SAFETY);
  if (note.covers_permanency) {
    result.add_themes(v1::JournalNote::THEME_PERMANENCY);
  }
  if (note.covers_well_being) {
    result.add_themes(v1::JournalNote::THEME_WELL_BEING);
  }
  SetLinks(note.case_id, note.objectives, &result);
  SetSourceEntry(note.source_entered_at, &result);
  SetExternalId(note.external_id, &result);
  *result.mutable_recording() = ToProto(note.recording);
  return result;
}

Investigation FromProto(const v1::Investigation& investigation) {
  Investigation result;
  result.kind = investigation.kind();
  result.officer_id = IdOf<OfficerName>(investigation.officer());
  result.opened_date = FromProto(investigation.opened_date());
  result.due_date =
      OptionalFromProto(investigation.has_due_date(), investigation.due_date());
  result.external_id = ExternalIdOf(investigation);
  return result;
}

v1::Investigation ToProto(const Investigation& investigation) {
  v1::Investigation result;
  result.set_name(
      InvestigationName{{investigation.case_id}, investigation.id}.ToString());
  result.set_kind(investigation.kind);
  result.set_officer(OfficerName{investigation.officer_id}.ToString());
  *result.mutable_opened_date() = ToProto(investigation.opened_date);
  if (investigation.due_date.has_value()) {
    *result.mutable_due_date() = ToProto(*investigation.due_date);
  }
  if (investigation.closed_date.has_value()) {
    *result.mutable_closed_date() = ToProto(*investigation.closed_date);
  }
  result.set_outcome(investigation.outcome);
  SetExternalId(investigation.external_id, &result);
  result.set_etag(Etag(investigation.version));
  *result.mutable_create_time() = ToProto(investigation.created_at);
  if (investigation.withdrawn_at.has_value()) {
    *result.mutable_withdraw_time() = ToProto(*investigation.withdrawn_at);
  }
  return result;
}

CaseCondition FromProto(const v1::CaseCondition& condition) {
  CaseCondition result;
  result.condition_type = condition.condition_type();
  result.description = condition.description();
  result.ordered_date = FromProto(condition.ordered_date());
  result.due_date =
      OptionalFromProto(condition.has_due_date(), condition.due_date());
  result.status = static_cast<ConditionStatus>(condition.status());
  result.status_date =
      OptionalFromProto(condition.has_status_date(), condition.status_date());
  result.source_entered_at = SourceEntryOf(condition);
  result.external_id = ExternalIdOf(condition);
  return result;
}

v1::CaseCondition ToProto(const CaseCondition& condition) {
  v1::CaseCondition result;
  result.set_name(ConditionName{{condition.case_id}, condition.id}.ToString());
  result.set_condition_type(condition.condition_type);
  result.set_description(condition.description);
  *result.mutable_ordered_date() = ToProto(condition.ordered_date);
  if (condition.due_date.has_value()) {
    *result.mutable_due_date() = ToProto(*condition.due_date);
  }
  result.set_status(static_cast<v1::CaseCondition::Status>(condition.status));
  if (condition.status_date.has_value()) {
    *result.mutable_status_date() = ToProto(*condition.status_date);
  }
  SetSourceEntry(condition.source_entered_at, &result);
  SetExternalId(condition.external_id, &result);
  *result.mutable_recording() = ToProto(condition.recording);
  return result;
}

}  // namespace caseload::caseplan
