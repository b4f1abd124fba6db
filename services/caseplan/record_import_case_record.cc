#include "services/caseplan/record_import_case_record.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "caseload/caseplan/v1/import_case_record.pb.h"
#include "services/caseplan/convert_record.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/earlier_state.h"
#include "services/caseplan/record_import_rows.h"
#include "services/caseplan/storage/case_store.h"
#include "services/caseplan/storage/plan_store.h"
#include "services/caseplan/storage/record_store.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

namespace {

// The case that the column case_id refers to.
absl::StatusOr<Case> CaseOf(sql::Transaction& tx, imports::Row& row,
                            const std::string& case_id) {
  ABSL_ASSIGN_OR_RETURN(const std::string name,
                        row.ResolveRequired(tx, "case_id", "cases", case_id));
  ABSL_ASSIGN_OR_RETURN(const CaseName parsed,
                        ParseName<CaseName>("case_id", name));
  return storage::GetCase(tx, parsed.id);
}

// What every fact that came by import carries.
template <typename Message>
void SetSource(const imports::Row& row, Message* message) {
  *message->mutable_external_id() = row.external_id();
  if (row.row().has_entered_at()) {
    *message->mutable_source_entry_time() = row.row().entered_at();
  }
}

template <typename Content, typename Message>
absl::Status SetOfficer(sql::Transaction& tx, const Content& content,
                        imports::Row& row, Message* message) {
  ABSL_ASSIGN_OR_RETURN(
      *message->mutable_officer(),
      row.ResolveRequired(tx, "officer_id", "officers", content.officer_id()));
  return absl::OkStatus();
}

template <typename Content, typename Message>
absl::Status SetObjectives(sql::Transaction& tx, const Content& content,
                           imports::Row& row, Message* message) {
  for (const std::string& id : content.objective_ids()) {
    ABSL_ASSIGN_OR_RETURN(*message->add_objectives(),
                          row.Resolve(tx, "objective_ids", "objectives", id));
  }
  return absl::OkStatus();
}

// Work on a draft's objectives is refused to people; it happened all the same.
absl::Status FlagDrafts(sql::Transaction& tx, const std::string& case_id,
                        const std::vector<ObjectiveLink>& objectives,
                        imports::Row& row) {
  for (const ObjectiveLink& link : objectives) {
    const absl::Status status = storage::CheckObjective(tx, case_id, link);
    if (status.ok()) continue;
    if (status::ReasonOf(status) != "OBJECTIVE_IN_DRAFT") return status;
    row.Flag("objective_ids", "OBJECTIVE_IN_DRAFT",
             "is of a draft; approve the plan");
  }
  return absl::OkStatus();
}

// What happened while the case was not open stands, and is flagged.
void FlagNotOpen(const Case& supervision_case, const DayPeriod& period,
                 absl::string_view column, imports::Row& row) {
  if (supervision_case.OpenDays().Overlaps(period)) return;
  row.Flag(column, "CASE_NOT_OPEN",
           "the case was not open then; see received_on and closed_on");
}
void FlagNotOpen(const Case& supervision_case, absl::CivilDay day,
                 absl::string_view column, imports::Row& row) {
  FlagNotOpen(supervision_case, DayPeriod{day, day}, column, row);
}

std::string KnownRecord(const imports::Row& row) {
  return row.known().has_value() ? row.known()->record : "";
}

// "safety", "permanency", "well-being". INVALID_ARGUMENT, reason ENUM_INVALID.
absl::Status SetThemes(const v1::ImportedNote& content, v1::JournalNote* note) {
  for (const std::string& theme : content.themes()) {
    if (theme == "safety") {
      note->add_themes(v1::JournalNote::THEME_SAFETY);
    } else if (theme == "permanency") {
      note->add_themes(v1::JournalNote::THEME_PERMANENCY);
    } else if (theme == "well-being") {
      note->add_themes(v1::JournalNote::THEME_WELL_BEING);
    } else {
      return status::InvalidField(
          "themes", "ENUM_INVALID",
          "is one of safety, permanency and well-being");
    }
  }
  return absl::OkStatus();
}

}  // namespace

void CaseRecordImport::AddKinds(imports::Importer& importer) {
  using Self = CaseRecordImport;
  importer.Add(MakeKind("conditions", this, &Self::SaveCondition,
                        &Self::Withdraw<CaseCondition>,
                        {{"condition.ordered_date", "ordered_on"},
                         {"condition.due_date", "due_on"},
                         {"condition.status_date", "status_on"},
                         {"condition.source_entry_time", "entered_at"}}));
  importer.Add(MakeKind("enrollments", this, &Self::SaveEnrollment,
                        &Self::Withdraw<Enrollment>,
                        {{"enrollment.referral_date", "referred_on"},
                         {"enrollment.start_date", "started_on"},
                         {"enrollment.end_date", "ended_on"},
                         {"enrollment.verified_date", "verified_on"},
                         {"enrollment.objectives", "objective_ids"}}));
  importer.Add(MakeKind("contacts", this, &Self::SaveContact,
                        &Self::Withdraw<Contact>,
                        {{"contact.date", "occurred_on"},
                         {"contact.start_time", "started_at"},
                         {"contact.objectives", "objective_ids"},
                         {"contact.source_entry_time", "entered_at"}}));
  imports::Kind reasons = MakeKind(
      "no_contact_reasons", this, &Self::SaveNoContactReason,
      &Self::Withdraw<NoContactReason>,
      {{"reason.code", "reason"},
       {"reason.warrant_request_date", "warrant_requested_on"},
       {"reason.residential_confirmed_date", "residential_confirmed_on"},
       {"reason.source_entry_time", "entered_at"}});
  // The row that has the month's code may change or go.
  reasons.may_pass = {"RESOURCE_ALREADY_EXISTS"};
  importer.Add(std::move(reasons));
  importer.Add(MakeKind("notes", this, &Self::SaveNote, &Self::Withdraw<Note>,
                        {{"note.date", "noted_on"},
                         {"note.objectives", "objective_ids"},
                         {"note.source_entry_time", "entered_at"}}));
  importer.Add(MakeKind("investigations", this, &Self::SaveInvestigation,
                        &Self::WithdrawInvestigation,
                        {{"investigation.kind", "investigation_type"},
                         {"investigation.opened_date", "opened_on"},
                         {"investigation.due_date", "due_on"}}));
}

absl::StatusOr<std::string> CaseRecordImport::SaveCondition(
    sql::Transaction& tx, const rpc::CallContext& call, imports::Row& row) {
  const auto& content = row.As<v1::ImportedCondition>();
  ABSL_ASSIGN_OR_RETURN(const Case supervision_case,
                        CaseOf(tx, row, content.case_id()));
  v1::CaseCondition proto;
  SetSource(row, &proto);
  proto.set_condition_type(content.condition_type());
  proto.set_description(content.description());
  if (content.has_ordered_on()) {
    *proto.mutable_ordered_date() = content.ordered_on();
  }
  if (content.has_due_on()) *proto.mutable_due_date() = content.due_on();
  proto.set_status(content.status());
  if (content.has_status_on()) {
    *proto.mutable_status_date() = content.status_on();
  }
  ABSL_RETURN_IF_ERROR(ValidateCondition(
      proto, ContextOf(call, CaseName{supervision_case.id}.ToString())));
  CaseCondition condition = FromProto(proto);
  condition.case_id = supervision_case.id;
  row.Judge("id");
  return ImportFact(tx, call, KnownRecord(row), std::move(condition));
}

absl::StatusOr<std::string> CaseRecordImport::SaveEnrollment(
    sql::Transaction& tx, const rpc::CallContext& call, imports::Row& row) {
  const auto& content = row.As<v1::ImportedEnrollment>();
  ABSL_ASSIGN_OR_RETURN(const Case supervision_case,
                        CaseOf(tx, row, content.case_id()));
  v1::Enrollment proto;
  *proto.mutable_external_id() = row.external_id();
  proto.set_program(content.program());
  proto.set_program_group(content.program_group());
  proto.set_provider(content.provider());
  proto.set_status(content.status());
  if (content.has_referred_on()) {
    *proto.mutable_referral_date() = content.referred_on();
  }
  if (content.has_started_on()) {
    *proto.mutable_start_date() = content.started_on();
  }
  if (content.has_ended_on()) *proto.mutable_end_date() = content.ended_on();
  if (content.has_verified_on()) {
    *proto.mutable_verified_date() = content.verified_on();
  }
  proto.set_not_enrolled_reason(content.not_enrolled_reason());
  ABSL_RETURN_IF_ERROR(SetObjectives(tx, content, row, &proto));
  ABSL_RETURN_IF_ERROR(ValidateEnrollment(
      proto, ContextOf(call, CaseName{supervision_case.id}.ToString())));
  Enrollment enrollment = FromProto(proto);
  enrollment.case_id = supervision_case.id;
  ABSL_RETURN_IF_ERROR(
      FlagDrafts(tx, supervision_case.id, enrollment.objectives, row));
  FlagNotOpen(supervision_case, enrollment.referral_date, "referred_on", row);
  row.Judge("id");
  return ImportFact(tx, call, KnownRecord(row), std::move(enrollment));
}

absl::StatusOr<std::string> CaseRecordImport::SaveContact(
    sql::Transaction& tx, const rpc::CallContext& call, imports::Row& row) {
  const auto& content = row.As<v1::ImportedContact>();
  ABSL_ASSIGN_OR_RETURN(const Case supervision_case,
                        CaseOf(tx, row, content.case_id()));
  v1::Contact proto;
  SetSource(row, &proto);
  ABSL_RETURN_IF_ERROR(SetOfficer(tx, content, row, &proto));
  proto.set_status(content.status());
  proto.set_kind(content.kind());
  proto.set_method(content.method());
  proto.set_location(content.location());
  if (content.has_occurred_on()) *proto.mutable_date() = content.occurred_on();
  if (content.has_started_at()) {
    *proto.mutable_start_time() = content.started_at();
  }
  ABSL_RETURN_IF_ERROR(SetObjectives(tx, content, row, &proto));
  ABSL_RETURN_IF_ERROR(ValidateContact(
      proto, ContextOf(call, CaseName{supervision_case.id}.ToString())));
  Contact contact = FromProto(proto);
  contact.case_id = supervision_case.id;
  ABSL_RETURN_IF_ERROR(
      FlagDrafts(tx, supervision_case.id, contact.objectives, row));
  FlagNotOpen(supervision_case, contact.date, "occurred_on", row);
  row.Judge("id");
  return ImportFact(tx, call, KnownRecord(row), std::move(contact));
}

absl::StatusOr<std::string> CaseRecordImport::SaveNoContactReason(
    sql::Transaction& tx, const rpc::CallContext& call, imports::Row& row) {
  const auto& content = row.As<v1::ImportedNoContactReason>();
  ABSL_ASSIGN_OR_RETURN(const Case supervision_case,
                        CaseOf(tx, row, content.case_id()));
  v1::NoContactReason proto;
  SetSource(row, &proto);
  ABSL_RETURN_IF_ERROR(SetOfficer(tx, content, row, &proto));
  if (content.has_month()) *proto.mutable_month() = content.month();
  proto.set_code(content.reason());
  if (content.has_warrant_requested_on()) {
    *proto.mutable_warrant_request_date() = content.warrant_requested_on();
  }
  proto.set_revoking_order(content.revoking_order());
  if (content.has_residential_confirmed_on()) {
    *proto.mutable_residential_confirmed_date() =
        content.residential_confirmed_on();
  }
  ABSL_RETURN_IF_ERROR(row.Tolerate(
      ValidateNoContactReason(
          proto, ContextOf(call, CaseName{supervision_case.id}.ToString())),
      {"DATE_OUTSIDE_MONTH"}));
  NoContactReason reason = FromProto(proto);
  // It decides whether the reason came in time (R028).
  if (!reason.source_entered_at.has_value()) {
    return status::InvalidField("entered_at", "FIELD_REQUIRED", "is required");
  }
  reason.case_id = supervision_case.id;
  reason.entered_date = absl::ToCivilDay(*reason.source_entered_at, zone());
  FlagNotOpen(supervision_case,
              DayPeriod{absl::CivilDay(reason.month),
                        absl::CivilDay(reason.month + 1) - 1},
              "month", row);
  row.Judge("reason");
  return ImportFact(tx, call, KnownRecord(row), std::move(reason));
}

absl::StatusOr<std::string> CaseRecordImport::SaveNote(
    sql::Transaction& tx, const rpc::CallContext& call, imports::Row& row) {
  const auto& content = row.As<v1::ImportedNote>();
  ABSL_ASSIGN_OR_RETURN(const Case supervision_case,
                        CaseOf(tx, row, content.case_id()));
  v1::JournalNote proto;
  SetSource(row, &proto);
  ABSL_RETURN_IF_ERROR(SetOfficer(tx, content, row, &proto));
  proto.set_category(content.category());
  if (content.has_noted_on()) *proto.mutable_date() = content.noted_on();
  proto.set_text(content.text());
  ABSL_RETURN_IF_ERROR(SetThemes(content, &proto));
  ABSL_RETURN_IF_ERROR(SetObjectives(tx, content, row, &proto));
  ABSL_RETURN_IF_ERROR(ValidateNote(
      proto, ContextOf(call, CaseName{supervision_case.id}.ToString())));
  Note note = FromProto(proto);
  note.case_id = supervision_case.id;
  ABSL_RETURN_IF_ERROR(
      FlagDrafts(tx, supervision_case.id, note.objectives, row));
  FlagNotOpen(supervision_case, note.date, "noted_on", row);
  row.Judge("id");
  return ImportFact(tx, call, KnownRecord(row), std::move(note));
}

absl::StatusOr<std::string> CaseRecordImport::SaveInvestigation(
    sql::Transaction& tx, const rpc::CallContext& call, imports::Row& row) {
  const auto& content = row.As<v1::ImportedInvestigation>();
  ABSL_ASSIGN_OR_RETURN(const Case supervision_case,
                        CaseOf(tx, row, content.case_id()));
  v1::Investigation proto;
  *proto.mutable_external_id() = row.external_id();
  ABSL_RETURN_IF_ERROR(SetOfficer(tx, content, row, &proto));
  proto.set_kind(content.investigation_type());
  if (content.has_opened_on()) {
    *proto.mutable_opened_date() = content.opened_on();
  }
  if (content.has_due_on()) *proto.mutable_due_date() = content.due_on();
  ABSL_RETURN_IF_ERROR(ValidateInvestigation(
      proto, ContextOf(call, CaseName{supervision_case.id}.ToString())));
  Investigation investigation = FromProto(proto);
  Checker check("");
  investigation.closed_date =
      check.Date("closed_on", content.has_closed_on(), content.closed_on(),
                 Checker::kOptional);
  check.Ordered("closed_on", investigation.opened_date,
                investigation.closed_date);
  check.NotAfter("closed_on", investigation.closed_date, Today(call));
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  if (investigation.closed_date.has_value()) {
    // The export has no outcome: whoever asks looks there.
    investigation.outcome =
        absl::StrCat("on file in ", row.external_id().source_system());
  }
  investigation.case_id = supervision_case.id;
  FlagNotOpen(supervision_case, investigation.opened_date, "opened_on", row);
  row.Judge("id");
  if (row.known().has_value()) {
    ABSL_ASSIGN_OR_RETURN(
        const InvestigationName name,
        ParseName<InvestigationName>("name", row.known()->record));
    ABSL_ASSIGN_OR_RETURN(
        const Investigation stored,
        storage::FindInvestigation(tx, name.parent.id, name.id));
    if (stored.case_id != investigation.case_id) {
      return status::InvalidField(
          "case_id", "PARENT_FIXED",
          "is another than before; give the record a new id");
    }
    investigation.id = stored.id;
    investigation.version = stored.version;
    investigation.created_at = stored.created_at;
    ABSL_RETURN_IF_ERROR(KeepEarlierState(tx, call, RecordTime(call),
                                          name.ToString(), stored.version,
                                          ToProto(stored)));
    ABSL_RETURN_IF_ERROR(storage::UpdateInvestigation(tx, &investigation));
  } else {
    investigation.id = NewId();
    investigation.created_at = RecordTime(call);
    ABSL_RETURN_IF_ERROR(storage::InsertInvestigation(tx, investigation));
  }
  v1::Investigation saved = ToProto(investigation);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "investigation", saved));
  return saved.name();
}

absl::Status CaseRecordImport::WithdrawInvestigation(
    sql::Transaction& tx, const rpc::CallContext& call,
    const imports::ImportedRecord& known) {
  ABSL_ASSIGN_OR_RETURN(const InvestigationName parsed,
                        ParseName<InvestigationName>("name", known.record));
  ABSL_ASSIGN_OR_RETURN(
      Investigation investigation,
      storage::FindInvestigation(tx, parsed.parent.id, parsed.id));
  if (investigation.withdrawn_at.has_value()) return absl::OkStatus();
  ABSL_RETURN_IF_ERROR(KeepEarlierState(tx, call, RecordTime(call),
                                        known.record, investigation.version,
                                        ToProto(investigation)));
  investigation.withdrawn_at = RecordTime(call);
  ABSL_RETURN_IF_ERROR(storage::UpdateInvestigation(tx, &investigation));
  return Announce(tx, call, "investigation", ToProto(investigation));
}

}  // namespace caseload::caseplan
