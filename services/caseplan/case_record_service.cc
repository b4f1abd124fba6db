#include "services/caseplan/case_record_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/caseplan/convert_record.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/storage/access.h"
#include "services/caseplan/storage/case_store.h"
#include "services/caseplan/storage/officer_store.h"
#include "services/caseplan/storage/plan_store.h"
#include "services/caseplan/storage/record_store.h"
#include "services/caseplan/validate_record.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

namespace {

// A fact of a case happened while the case was open.
absl::Status CheckOpenOn(const Case& supervision_case,
                         const DayPeriod& period) {
  if (supervision_case.OpenDays().Overlaps(period)) return absl::OkStatus();
  return status::FailedPrecondition(
      "CASE_NOT_OPEN", CaseName{supervision_case.id}.ToString(),
      "was not open then; see received_date and closed_date");
}
absl::Status CheckOpenOn(const Case& supervision_case, absl::CivilDay day) {
  return CheckOpenOn(supervision_case, DayPeriod{day, day});
}

// Fills what all lists of a case's record have alike.
template <typename Request>
absl::Status ReadRecordFilter(const Request& request,
                              storage::RecordFilter* filter) {
  ABSL_ASSIGN_OR_RETURN(filter->case_id, ParseCaseOrAll(request.parent()));
  ABSL_ASSIGN_OR_RETURN(
      filter->known_at,
      ParseInstant("known_at", request.has_known_at(), request.known_at()));
  return absl::OkStatus();
}

// 0 among the locations stands for contacts that were not in person.
absl::Status ReadLocations(const v1::ListContactsRequest& request,
                           storage::ContactFilter* filter) {
  for (int i = 0; i < request.locations_size(); ++i) {
    const int location = request.locations(i);
    if (!v1::Contact::Location_IsValid(location)) {
      return status::InvalidField(absl::StrCat("locations[", i, "]"),
                                  "ENUM_INVALID", "is no value of its type");
    }
    if (location == 0) {
      filter->without_location = true;
    } else {
      filter->locations.push_back(static_cast<ContactLocation>(location));
    }
  }
  return absl::OkStatus();
}

}  // namespace

void CaseRecordService::Register(rpc::Service& service) {
  AddWrite(service, "RecordContact", this, &CaseRecordService::RecordContact);
  AddRead(service, "ListContacts", this, &CaseRecordService::ListContacts);
  AddWrite(service, "RecordNoContactReason", this,
           &CaseRecordService::RecordNoContactReason);
  AddRead(service, "ListNoContactReasons", this,
          &CaseRecordService::ListNoContactReasons);
  AddWrite(service, "CreateEnrollment", this,
           &CaseRecordService::CreateEnrollment);
  AddWrite(service, "UpdateEnrollment", this,
           &CaseRecordService::UpdateEnrollment);
  AddRead(service, "ListEnrollments", this,
          &CaseRecordService::ListEnrollments);
  AddWrite(service, "AddJournalNote", this, &CaseRecordService::AddJournalNote);
  AddRead(service, "ListJournalNotes", this,
          &CaseRecordService::ListJournalNotes);
  AddWrite(service, "OpenInvestigation", this,
           &CaseRecordService::OpenInvestigation);
  AddWrite(service, "CloseInvestigation", this,
           &CaseRecordService::CloseInvestigation);
  AddRead(service, "ListInvestigations", this,
          &CaseRecordService::ListInvestigations);
  AddWrite(service, "AddCondition", this, &CaseRecordService::AddCondition);
  AddRead(service, "ListConditions", this, &CaseRecordService::ListConditions);
}

absl::Status CaseRecordService::CheckReferences(
    sql::Transaction& tx, const std::string& case_id,
    const std::string& officer_id,
    const std::vector<ObjectiveLink>& objectives) {
  if (!officer_id.empty()) {
    ABSL_RETURN_IF_ERROR(storage::GetOfficer(tx, officer_id).status());
  }
  for (const ObjectiveLink& link : objectives) {
    ABSL_RETURN_IF_ERROR(storage::CheckObjective(tx, case_id, link));
  }
  return absl::OkStatus();
}

// --- contacts ---

absl::StatusOr<v1::Contact> CaseRecordService::RecordContact(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::RecordContactRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("contacts"));
  ABSL_ASSIGN_OR_RETURN(CaseName case_name,
                        ParseName<CaseName>("parent", request.parent()));
  ABSL_ASSIGN_OR_RETURN(
      std::string corrected_id,
      (ParseCorrected<ContactName>(case_name, request.corrects())));
  ABSL_ASSIGN_OR_RETURN(Case supervision_case,
                        ReachedCase(tx, call, case_name));
  ABSL_RETURN_IF_ERROR(
      ValidateContact(request.contact(), {request.parent(), call.now, zone()}));
  Contact contact = FromProto(request.contact());
  contact.case_id = case_name.id;
  ABSL_RETURN_IF_ERROR(CheckOpenOn(supervision_case, contact.date));
  ABSL_RETURN_IF_ERROR(CheckReferences(tx, case_name.id, contact.officer_id,
                                       contact.objectives));
  return SaveFact(tx, call, corrected_id, std::move(contact));
}

absl::StatusOr<v1::ListContactsResponse> CaseRecordService::ListContacts(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListContactsRequest& request) {
  storage::ContactFilter filter;
  ABSL_RETURN_IF_ERROR(ReadRecordFilter(request, &filter));
  ABSL_ASSIGN_OR_RETURN(
      filter.from_day,
      ParseDate("from_day", request.has_from_day(), request.from_day()));
  ABSL_ASSIGN_OR_RETURN(filter.to_day, ParseDate("to_day", request.has_to_day(),
                                                 request.to_day()));
  ABSL_ASSIGN_OR_RETURN(filter.officer_id,
                        ParseFilter<OfficerName>("officer", request.officer()));
  ABSL_ASSIGN_OR_RETURN(
      filter.assigned_officer_id,
      ParseFilter<OfficerName>("assigned_officer", request.assigned_officer()));
  ABSL_ASSIGN_OR_RETURN(filter.statuses, (ParseEnums<ContactStatus>(
                                             "statuses", request.statuses(),
                                             v1::Contact::Status_IsValid)));
  ABSL_ASSIGN_OR_RETURN(filter.kinds,
                        (ParseEnums<ContactKind>("kinds", request.kinds(),
                                                 v1::Contact::Kind_IsValid)));
  ABSL_RETURN_IF_ERROR(ReadLocations(request, &filter));
  ABSL_ASSIGN_OR_RETURN(filter.reach, ReachOf(tx, call));
  if (!filter.assigned_officer_id.empty()) {
    // An officer's report covers the cases that were theirs on the day of the
    // contact (R038), whoever has them now.
    ABSL_ASSIGN_OR_RETURN(
        filter.reach.everything,
        storage::ReachesOfficer(tx, filter.reach, filter.assigned_officer_id));
  }
  ABSL_ASSIGN_OR_RETURN(OpenedList list, OpenList(call, request));
  ABSL_ASSIGN_OR_RETURN(storage::Page<Contact> page,
                        storage::ListContacts(tx, filter, list.page));
  v1::ListContactsResponse response;
  for (const Contact& contact : page.items) {
    *response.add_contacts() = ToProto(contact);
    call.Touched(response.contacts().rbegin()->name());
  }
  response.set_next_page_token(NextPageToken(list, page.next));
  return response;
}

// --- no-contact reasons ---

absl::StatusOr<v1::NoContactReason> CaseRecordService::RecordNoContactReason(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::RecordNoContactReasonRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("no_contact_reasons"));
  ABSL_ASSIGN_OR_RETURN(CaseName case_name,
                        ParseName<CaseName>("parent", request.parent()));
  ABSL_ASSIGN_OR_RETURN(
      std::string corrected_id,
      (ParseCorrected<NoContactReasonName>(case_name, request.corrects())));
  ABSL_ASSIGN_OR_RETURN(Case supervision_case,
                        ReachedCase(tx, call, case_name));
  ABSL_RETURN_IF_ERROR(ValidateNoContactReason(
      request.reason(), {request.parent(), call.now, zone()}));
  NoContactReason reason = FromProto(request.reason());
  if (reason.code == NoContactCode::kNewCase &&
      call.caller.kind != auth::CallerKind::kService) {
    return status::FailedPrecondition(
        "SYSTEM_REASON", case_name.ToString(),
        "gets CODE_NEW_CASE from the system only");
  }
  reason.case_id = case_name.id;
  reason.entered_date =
      absl::ToCivilDay(reason.source_entered_at.value_or(call.now), zone());
  ABSL_RETURN_IF_ERROR(CheckOpenOn(
      supervision_case, DayPeriod{absl::CivilDay(reason.month),
                                  absl::CivilDay(reason.month + 1) - 1}));
  ABSL_RETURN_IF_ERROR(
      CheckReferences(tx, case_name.id, reason.officer_id, {}));
  return SaveFact(tx, call, corrected_id, std::move(reason));
}

absl::StatusOr<v1::ListNoContactReasonsResponse>
CaseRecordService::ListNoContactReasons(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListNoContactReasonsRequest& request) {
  storage::NoContactReasonFilter filter;
  ABSL_RETURN_IF_ERROR(ReadRecordFilter(request, &filter));
  ABSL_ASSIGN_OR_RETURN(
      std::optional<absl::CivilDay> month,
      ParseDate("month", request.has_month(), request.month()));
  if (month.has_value()) filter.month = absl::CivilMonth(*month);
  ABSL_ASSIGN_OR_RETURN(
      filter.assigned_officer_id,
      ParseFilter<OfficerName>("assigned_officer", request.assigned_officer()));
  if (!filter.assigned_officer_id.empty() && !filter.month.has_value()) {
    return status::InvalidField("month", "FIELD_REQUIRED",
                                "is required with assigned_officer");
  }
  ABSL_ASSIGN_OR_RETURN(filter.codes, (ParseEnums<NoContactCode>(
                                          "codes", request.codes(),
                                          v1::NoContactReason::Code_IsValid)));
  ABSL_ASSIGN_OR_RETURN(filter.reach, ReachOf(tx, call));
  ABSL_ASSIGN_OR_RETURN(OpenedList list, OpenList(call, request));
  ABSL_ASSIGN_OR_RETURN(storage::Page<NoContactReason> page,
                        storage::ListNoContactReasons(tx, filter, list.page));
  v1::ListNoContactReasonsResponse response;
  for (const NoContactReason& reason : page.items) {
    *response.add_reasons() = ToProto(reason);
    call.Touched(response.reasons().rbegin()->name());
  }
  response.set_next_page_token(NextPageToken(list, page.next));
  return response;
}

// --- enrollments ---

absl::StatusOr<v1::Enrollment> CaseRecordService::CreateEnrollment(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::CreateEnrollmentRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("enrollments"));
  ABSL_ASSIGN_OR_RETURN(CaseName case_name,
                        ParseName<CaseName>("parent", request.parent()));
  ABSL_ASSIGN_OR_RETURN(Case supervision_case,
                        ReachedCase(tx, call, case_name));
  ABSL_RETURN_IF_ERROR(
      ValidateChosenId("enrollment_id", request.enrollment_id()));
  ABSL_RETURN_IF_ERROR(ValidateEnrollment(
      request.enrollment(), {request.parent(), call.now, zone()}));
  Enrollment enrollment = FromProto(request.enrollment());
  enrollment.id = ChosenOrNewId(request.enrollment_id());
  enrollment.case_id = case_name.id;
  ABSL_RETURN_IF_ERROR(CheckOpenOn(supervision_case, enrollment.referral_date));
  ABSL_RETURN_IF_ERROR(
      CheckReferences(tx, case_name.id, "", enrollment.objectives));
  ABSL_RETURN_IF_ERROR(
      storage::CheckEnrollmentIdFree(tx, case_name.id, enrollment.id));
  return SaveFact(tx, call, "", std::move(enrollment));
}

absl::StatusOr<v1::Enrollment> CaseRecordService::UpdateEnrollment(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::UpdateEnrollmentRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("enrollments"));
  ABSL_ASSIGN_OR_RETURN(EnrollmentName name,
                        ParseName<EnrollmentName>("enrollment.name",
                                                  request.enrollment().name()));
  ABSL_RETURN_IF_ERROR(ReachedCase(tx, call, name.parent).status());
  ABSL_RETURN_IF_ERROR(ValidateMask(
      request.update_mask(),
      {"program_group", "provider", "status", "start_date", "end_date",
       "verified_date", "not_enrolled_reason", "objectives"}));
  ABSL_ASSIGN_OR_RETURN(Enrollment stored, storage::GetStandingFact<Enrollment>(
                                               tx, name.parent.id, name.id));
  const int64_t read = request.enrollment().recording().revision();
  if (read != 0 && read != stored.recording.revision) {
    return status::EtagMismatch(name.ToString());
  }
  v1::Enrollment merged = ToProto(stored);
  ApplyMask(request.update_mask(), request.enrollment(), &merged);
  const std::string case_name = name.parent.ToString();
  ABSL_RETURN_IF_ERROR(
      ValidateEnrollment(merged, {case_name, call.now, zone()}));
  Enrollment enrollment = FromProto(merged);
  enrollment.case_id = stored.case_id;
  ABSL_RETURN_IF_ERROR(
      CheckReferences(tx, name.parent.id, "", enrollment.objectives));
  return SaveFact(tx, call, name.id, std::move(enrollment));
}

absl::StatusOr<v1::ListEnrollmentsResponse> CaseRecordService::ListEnrollments(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListEnrollmentsRequest& request) {
  storage::EnrollmentFilter filter;
  ABSL_RETURN_IF_ERROR(ReadRecordFilter(request, &filter));
  ABSL_ASSIGN_OR_RETURN(filter.statuses, (ParseEnums<EnrollmentStatus>(
                                             "statuses", request.statuses(),
                                             v1::Enrollment::Status_IsValid)));
  filter.program_group = request.program_group();
  ABSL_ASSIGN_OR_RETURN(
      filter.assigned_officer_id,
      ParseFilter<OfficerName>("assigned_officer", request.assigned_officer()));
  ABSL_ASSIGN_OR_RETURN(
      filter.as_of, ParseDate("as_of", request.has_as_of(), request.as_of()));
  if (!filter.assigned_officer_id.empty() && !filter.as_of.has_value()) {
    return status::InvalidField("as_of", "FIELD_REQUIRED",
                                "is required with assigned_officer");
  }
  ABSL_ASSIGN_OR_RETURN(
      filter.unverified_since,
      ParseDate("unverified_since", request.has_unverified_since(),
                request.unverified_since()));
  ABSL_ASSIGN_OR_RETURN(filter.reach, ReachOf(tx, call));
  ABSL_ASSIGN_OR_RETURN(OpenedList list, OpenList(call, request));
  ABSL_ASSIGN_OR_RETURN(storage::Page<Enrollment> page,
                        storage::ListEnrollments(tx, filter, list.page));
  v1::ListEnrollmentsResponse response;
  for (const Enrollment& enrollment : page.items) {
    *response.add_enrollments() = ToProto(enrollment);
    call.Touched(response.enrollments().rbegin()->name());
  }
  response.set_next_page_token(NextPageToken(list, page.next));
  return response;
}

// --- notes ---

absl::StatusOr<v1::JournalNote> CaseRecordService::AddJournalNote(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::AddJournalNoteRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("notes"));
  ABSL_ASSIGN_OR_RETURN(CaseName case_name,
                        ParseName<CaseName>("parent", request.parent()));
  ABSL_ASSIGN_OR_RETURN(
      std::string corrected_id,
      (ParseCorrected<NoteName>(case_name, request.corrects())));
  ABSL_ASSIGN_OR_RETURN(Case supervision_case,
                        ReachedCase(tx, call, case_name));
  ABSL_RETURN_IF_ERROR(
      ValidateNote(request.note(), {request.parent(), call.now, zone()}));
  Note note = FromProto(request.note());
  note.case_id = case_name.id;
  ABSL_RETURN_IF_ERROR(CheckOpenOn(supervision_case, note.date));
  ABSL_RETURN_IF_ERROR(
      CheckReferences(tx, case_name.id, note.officer_id, note.objectives));
  return SaveFact(tx, call, corrected_id, std::move(note));
}

absl::StatusOr<v1::ListJournalNotesResponse>
CaseRecordService::ListJournalNotes(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListJournalNotesRequest& request) {
  storage::NoteFilter filter;
  ABSL_RETURN_IF_ERROR(ReadRecordFilter(request, &filter));
  ABSL_ASSIGN_OR_RETURN(
      filter.from_day,
      ParseDate("from_day", request.has_from_day(), request.from_day()));
  ABSL_ASSIGN_OR_RETURN(filter.to_day, ParseDate("to_day", request.has_to_day(),
                                                 request.to_day()));
  ABSL_ASSIGN_OR_RETURN(
      filter.categories,
      (ParseEnums<NoteCategory>("categories", request.categories(),
                                v1::JournalNote::Category_IsValid)));
  filter.objective_linked_only = request.objective_linked_only();
  ABSL_ASSIGN_OR_RETURN(filter.reach, ReachOf(tx, call));
  ABSL_ASSIGN_OR_RETURN(OpenedList list, OpenList(call, request));
  ABSL_ASSIGN_OR_RETURN(storage::Page<Note> page,
                        storage::ListNotes(tx, filter, list.page));
  v1::ListJournalNotesResponse response;
  for (const Note& note : page.items) {
    *response.add_notes() = ToProto(note);
    call.Touched(response.notes().rbegin()->name());
  }
  response.set_next_page_token(NextPageToken(list, page.next));
  return response;
}

// --- conditions ---

absl::StatusOr<v1::CaseCondition> CaseRecordService::AddCondition(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::AddConditionRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("conditions"));
  ABSL_ASSIGN_OR_RETURN(CaseName case_name,
                        ParseName<CaseName>("parent", request.parent()));
  ABSL_ASSIGN_OR_RETURN(
      std::string corrected_id,
      (ParseCorrected<ConditionName>(case_name, request.corrects())));
  ABSL_RETURN_IF_ERROR(ReachedCase(tx, call, case_name).status());
  ABSL_RETURN_IF_ERROR(ValidateCondition(request.condition(),
                                         {request.parent(), call.now, zone()}));
  CaseCondition condition = FromProto(request.condition());
  condition.case_id = case_name.id;
  return SaveFact(tx, call, corrected_id, std::move(condition));
}

absl::StatusOr<v1::ListConditionsResponse> CaseRecordService::ListConditions(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListConditionsRequest& request) {
  storage::ConditionFilter filter;
  ABSL_RETURN_IF_ERROR(ReadRecordFilter(request, &filter));
  ABSL_ASSIGN_OR_RETURN(
      filter.statuses,
      (ParseEnums<ConditionStatus>("statuses", request.statuses(),
                                   v1::CaseCondition::Status_IsValid)));
  ABSL_ASSIGN_OR_RETURN(filter.reach, ReachOf(tx, call));
  ABSL_ASSIGN_OR_RETURN(OpenedList list, OpenList(call, request));
  ABSL_ASSIGN_OR_RETURN(storage::Page<CaseCondition> page,
                        storage::ListConditions(tx, filter, list.page));
  v1::ListConditionsResponse response;
  for (const CaseCondition& condition : page.items) {
    *response.add_conditions() = ToProto(condition);
    call.Touched(response.conditions().rbegin()->name());
  }
  response.set_next_page_token(NextPageToken(list, page.next));
  return response;
}

// --- investigations ---

absl::StatusOr<v1::Investigation> CaseRecordService::OpenInvestigation(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::OpenInvestigationRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("investigations"));
  ABSL_ASSIGN_OR_RETURN(CaseName case_name,
                        ParseName<CaseName>("parent", request.parent()));
  ABSL_ASSIGN_OR_RETURN(Case supervision_case,
                        ReachedCase(tx, call, case_name));
  ABSL_RETURN_IF_ERROR(
      ValidateChosenId("investigation_id", request.investigation_id()));
  ABSL_RETURN_IF_ERROR(ValidateInvestigation(
      request.investigation(), {request.parent(), call.now, zone()}));
  Investigation investigation = FromProto(request.investigation());
  investigation.id = ChosenOrNewId(request.investigation_id());
  investigation.case_id = case_name.id;
  investigation.created_at = RecordTime(call);
  ABSL_RETURN_IF_ERROR(
      CheckOpenOn(supervision_case, investigation.opened_date));
  ABSL_RETURN_IF_ERROR(
      CheckReferences(tx, case_name.id, investigation.officer_id, {}));
  ABSL_RETURN_IF_ERROR(storage::InsertInvestigation(tx, investigation));
  v1::Investigation response = ToProto(investigation);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "investigation", response));
  return response;
}

absl::StatusOr<v1::Investigation> CaseRecordService::CloseInvestigation(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::CloseInvestigationRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("investigations"));
  ABSL_ASSIGN_OR_RETURN(InvestigationName name,
                        ParseName<InvestigationName>("name", request.name()));
  ABSL_RETURN_IF_ERROR(ReachedCase(tx, call, name.parent).status());
  ABSL_ASSIGN_OR_RETURN(Investigation investigation,
                        storage::GetInvestigation(tx, name.parent.id, name.id));
  Checker check("");
  const auto closed = check.Date("closed_date", request.has_closed_date(),
                                 request.closed_date(), Checker::kRequired);
  check.NotAfter("closed_date", closed, Today(call));
  check.Ordered("closed_date", investigation.opened_date, closed);
  check.Text("outcome", request.outcome(), Checker::kRequired, 1000);
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  if (investigation.closed_date.has_value()) {
    return status::FailedPrecondition("INVESTIGATION_CLOSED", name.ToString(),
                                      "is closed already");
  }
  if (!EtagMatches(request.etag(), investigation.version)) {
    return status::EtagMismatch(name.ToString());
  }
  investigation.closed_date = closed;
  investigation.outcome = request.outcome();
  ABSL_RETURN_IF_ERROR(storage::UpdateInvestigation(tx, &investigation));
  v1::Investigation response = ToProto(investigation);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "investigation", response));
  return response;
}

absl::StatusOr<v1::ListInvestigationsResponse>
CaseRecordService::ListInvestigations(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListInvestigationsRequest& request) {
  storage::InvestigationFilter filter;
  ABSL_ASSIGN_OR_RETURN(filter.case_id, ParseCaseOrAll(request.parent()));
  ABSL_ASSIGN_OR_RETURN(filter.officer_id,
                        ParseFilter<OfficerName>("officer", request.officer()));
  ABSL_ASSIGN_OR_RETURN(
      filter.open_on,
      ParseDate("open_on", request.has_open_on(), request.open_on()));
  ABSL_ASSIGN_OR_RETURN(
      filter.assigned_officer_id,
      ParseFilter<OfficerName>("assigned_officer", request.assigned_officer()));
  if (!filter.assigned_officer_id.empty() && !filter.open_on.has_value()) {
    return status::InvalidField("open_on", "FIELD_REQUIRED",
                                "is required with assigned_officer");
  }
  ABSL_ASSIGN_OR_RETURN(filter.reach, ReachOf(tx, call));
  ABSL_ASSIGN_OR_RETURN(OpenedList list, OpenList(call, request));
  ABSL_ASSIGN_OR_RETURN(storage::Page<Investigation> page,
                        storage::ListInvestigations(tx, filter, list.page));
  v1::ListInvestigationsResponse response;
  for (const Investigation& investigation : page.items) {
    *response.add_investigations() = ToProto(investigation);
    call.Touched(response.investigations().rbegin()->name());
  }
  response.set_next_page_token(NextPageToken(list, page.next));
  return response;
}

}  // namespace caseload::caseplan
