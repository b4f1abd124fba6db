#include "services/caseplan/record_import_cases.h"

#include <optional>
#include <utility>
#include <vector>

#include "caseload/caseplan/v1/import.pb.h"
#include "services/caseplan/convert_case.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/record_import_rows.h"
#include "services/caseplan/storage/case_store.h"
#include "services/caseplan/storage/officer_store.h"
#include "services/caseplan/validate_case.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

namespace {

v1::Case CaseProto(const imports::Row& row, const std::string& client,
                   const std::string& unit) {
  const auto& content = row.As<v1::ImportedCase>();
  v1::Case proto;
  proto.set_client(client);
  proto.set_division(content.division());
  proto.set_case_type(content.case_type());
  proto.set_unit(unit);
  *proto.mutable_court_numbers() = content.court_numbers();
  if (content.has_received_on()) {
    *proto.mutable_received_date() = content.received_on();
  }
  if (content.has_starts_on()) {
    *proto.mutable_start_date() = content.starts_on();
  }
  if (content.has_expected_end_on()) {
    *proto.mutable_expected_end_date() = content.expected_end_on();
  }
  proto.set_weight(content.weight());
  proto.set_weight_reason(content.weight_reason());
  *proto.mutable_external_id() = row.external_id();
  return proto;
}

// When the case was closed and why: both or neither.
absl::Status CheckClosing(const v1::ImportedCase& content,
                          absl::CivilDay today) {
  Checker check("");
  const auto received = ToDay(content.received_on());
  const auto closed = check.Date("closed_on", content.has_closed_on(),
                                 content.closed_on(), Checker::kOptional);
  check.Ordered("closed_on", received, closed);
  check.NotAfter("closed_on", closed, today);
  check.Enumerator(
      "closing_reason", content.closing_reason(),
      v1::Case::ClosingReason_IsValid(content.closing_reason()),
      content.has_closed_on() ? Checker::kRequired : Checker::kOptional);
  if (!content.has_closed_on() && content.closing_reason() != 0) {
    check.Add("closing_reason", "FIELD_NOT_APPLICABLE",
              "goes with closed_on only");
  }
  return check.ToStatus();
}

// A fact of a case of which it is not open on every day is history all the
// same.
void FlagOutsideCase(const Case& supervision_case, const DayPeriod& period,
                     imports::Row& row) {
  if (supervision_case.OpenDays().Covers(period)) return;
  row.Flag(
      period.first < supervision_case.received_date ? "starts_on" : "ends_on",
      "CASE_NOT_OPEN", "the case is not open on every day of the row");
}

// What the days of `other`, which is of the same case, mean for a fact with
// `period`: the store holds one of them only, or both with a flag.
absl::Status JudgeOverlap(const DayPeriod& period, const DayPeriod& other,
                          const absl::Status& refusal, imports::Row& row) {
  if (Exclude(period, other)) return refusal;
  return row.Tolerate(refusal, {status::ReasonOf(refusal)});
}

absl::Status CheckStates(sql::Transaction& tx, const CaseState& state,
                         imports::Row& row) {
  row.Judge("starts_on");
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<CaseState> standing,
      storage::StandingCaseStates(tx, state.case_id, state.period));
  for (const CaseState& other : standing) {
    if (other.id == state.id) continue;
    ABSL_RETURN_IF_ERROR(JudgeOverlap(
        state.period, other.period,
        status::FailedPrecondition(
            "STATE_OVERLAPS",
            CaseStateName{{state.case_id}, other.id}.ToString(),
            "another row covers days of the row; a case is in one state"),
        row));
  }
  return absl::OkStatus();
}

absl::Status CheckAssignments(sql::Transaction& tx,
                              const Assignment& assignment, imports::Row& row) {
  row.Judge("starts_on");
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<Assignment> standing,
      storage::StandingAssignments(tx, assignment.case_id, assignment.period));
  const bool primary = assignment.role == AssignmentRole::kPrimary;
  for (const Assignment& other : standing) {
    if (other.id == assignment.id) continue;
    const std::string name =
        AssignmentName{{assignment.case_id}, other.id}.ToString();
    if (primary && other.role == AssignmentRole::kPrimary) {
      ABSL_RETURN_IF_ERROR(JudgeOverlap(
          assignment.period, other.period,
          status::FailedPrecondition(
              "PRIMARY_OFFICER_EXISTS", name,
              "another row has days of the row; a case has one primary"
              " officer"),
          row));
    } else if (other.officer_id == assignment.officer_id) {
      ABSL_RETURN_IF_ERROR(
          row.Tolerate(status::FailedPrecondition(
                           "ASSIGNMENT_OVERLAPS", name,
                           "another row gives the officer days of the row"),
                       {"ASSIGNMENT_OVERLAPS"}));
    }
  }
  return absl::OkStatus();
}

}  // namespace

void CaseImport::AddKinds(imports::Importer& importer) {
  imports::Kind cases =
      MakeKind("cases", this, &CaseImport::SaveCase, &CaseImport::WithdrawCase,
               {{"case.received_date", "received_on"},
                {"case.start_date", "starts_on"},
                {"case.expected_end_date", "expected_end_on"},
                {"case.unit", "unit_id"}});
  cases.set_hidden = HideBy<CaseName>(storage::SetCaseWithdrawn);
  importer.Add(std::move(cases));

  imports::Kind states = MakeKind(
      "client_states", this, &CaseImport::SaveState, &CaseImport::WithdrawState,
      {{"state.status", "state"},
       {"state.period.start_date", "starts_on"},
       {"state.period.end_date", "ends_on"},
       {"state.confirmed_date", "confirmed_on"},
       {"state.expected_release_date", "expected_release_on"}});
  states.may_pass = {"STATE_OVERLAPS"};
  importer.Add(std::move(states));

  imports::Kind assignments =
      MakeKind("assignments", this, &CaseImport::SaveAssignment,
               &CaseImport::WithdrawAssignment,
               {{"assignment.period.start_date", "starts_on"},
                {"assignment.period.end_date", "ends_on"}});
  assignments.may_pass = {"PRIMARY_OFFICER_EXISTS", "ASSIGNMENT_OVERLAPS"};
  importer.Add(std::move(assignments));
}

// --- cases ---

absl::StatusOr<Case> CaseImport::ReadCase(sql::Transaction& tx,
                                          const rpc::CallContext& call,
                                          imports::Row& row) const {
  const auto& content = row.As<v1::ImportedCase>();
  ABSL_ASSIGN_OR_RETURN(
      const std::string client,
      row.ResolveRequired(tx, "client_id", "clients", content.client_id()));
  ABSL_ASSIGN_OR_RETURN(const std::string unit,
                        row.Resolve(tx, "unit_id", "units", content.unit_id()));
  const v1::Case proto = CaseProto(row, client, unit);
  ABSL_RETURN_IF_ERROR(row.Tolerate(
      ValidateCase(proto, Today(call)),
      {"DATE_IN_FUTURE", "case.expected_end_date PERIOD_REVERSED"}));
  ABSL_RETURN_IF_ERROR(
      row.Tolerate(CheckClosing(content, Today(call)), {"DATE_IN_FUTURE"}));
  Case result = FromProto(proto);
  if (content.has_closed_on()) {
    result.closed_date = FromProto(content.closed_on());
    result.closing_reason =
        static_cast<ClosingReason>(content.closing_reason());
  }
  if (!result.unit_id.has_value()) return result;
  ABSL_ASSIGN_OR_RETURN(const Unit receiving,
                        storage::GetUnit(tx, *result.unit_id));
  if (!receiving.period.Contains(result.received_date)) {
    row.Flag("unit_id", "UNIT_NOT_ACTIVE",
             "the unit does not stand on the day of receipt");
  }
  return result;
}

absl::StatusOr<std::string> CaseImport::SaveCase(sql::Transaction& tx,
                                                 const rpc::CallContext& call,
                                                 imports::Row& row) {
  ABSL_ASSIGN_OR_RETURN(Case said, ReadCase(tx, call, row));
  row.Judge("id");
  if (!row.known().has_value()) {
    said.id = NewId();
    said.created_at = RecordTime(call);
    ABSL_RETURN_IF_ERROR(storage::InsertCase(tx, said));
  } else {
    ABSL_ASSIGN_OR_RETURN(const CaseName name,
                          ParseName<CaseName>("name", row.known()->record));
    ABSL_ASSIGN_OR_RETURN(const Case stored, storage::GetCase(tx, name.id));
    if (stored.client_id != said.client_id) {
      return status::InvalidField(
          "client_id", "CLIENT_FIXED",
          "is another than before; a case of another client is a new case");
    }
    if (stored.division != said.division) {
      return status::InvalidField("division", "DIVISION_FIXED",
                                  "is another than before; a case that changes"
                                  " division is a new case");
    }
    said.id = stored.id;
    said.version = stored.version;
    said.created_at = stored.created_at;
    ABSL_RETURN_IF_ERROR(storage::UpdateCase(tx, &said));
  }
  const v1::Case saved = ToProto(said);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "case", saved));
  return saved.name();
}

absl::Status CaseImport::WithdrawCase(sql::Transaction& tx,
                                      const rpc::CallContext& call,
                                      const imports::ImportedRecord& known) {
  ABSL_ASSIGN_OR_RETURN(const CaseName name,
                        ParseName<CaseName>("name", known.record));
  ABSL_ASSIGN_OR_RETURN(const bool in_use, storage::IsCaseInUse(tx, name.id));
  if (in_use) return InUse(known.record);
  ABSL_ASSIGN_OR_RETURN(const Case stored, storage::GetCase(tx, name.id));
  const absl::Time now = RecordTime(call);
  ABSL_RETURN_IF_ERROR(storage::SetCaseWithdrawn(tx, name.id, now));
  v1::Case state = ToProto(stored);
  *state.mutable_withdraw_time() = ToProto(now);
  return Announce(tx, call, "case", state);
}

// --- states ---

absl::StatusOr<CaseState> CaseImport::ReadState(const rpc::CallContext& call,
                                                imports::Row& row) const {
  const auto& content = row.As<v1::ImportedClientState>();
  v1::CaseState proto;
  proto.set_status(static_cast<v1::CaseState::Status>(content.state()));
  SetPeriod(content, proto.mutable_period());
  if (content.has_confirmed_on()) {
    *proto.mutable_confirmed_date() = content.confirmed_on();
  }
  proto.set_booking_type(content.booking_type());
  if (content.has_expected_release_on()) {
    *proto.mutable_expected_release_date() = content.expected_release_on();
  }
  *proto.mutable_external_id() = row.external_id();
  const absl::Status valid = ValidateCaseState(proto, Today(call));
  // What ends before it begins cannot be stored; what was confirmed after its
  // end can.
  const auto first = ToDay(content.starts_on());
  const auto last = ToDay(content.ends_on());
  const bool reversed = content.has_ends_on() && first.has_value() &&
                        last.has_value() && *last < *first;
  ABSL_RETURN_IF_ERROR(row.Tolerate(
      valid, {"DATE_IN_FUTURE",
              reversed ? "" : "state.period.end_date PERIOD_REVERSED"}));
  return FromProto(proto);
}

absl::StatusOr<std::string> CaseImport::SaveState(sql::Transaction& tx,
                                                  const rpc::CallContext& call,
                                                  imports::Row& row) {
  const auto& content = row.As<v1::ImportedClientState>();
  ABSL_ASSIGN_OR_RETURN(
      const std::string case_name,
      row.ResolveRequired(tx, "case_id", "cases", content.case_id()));
  ABSL_ASSIGN_OR_RETURN(CaseState state, ReadState(call, row));
  ABSL_ASSIGN_OR_RETURN(const CaseName parent,
                        ParseName<CaseName>("case_id", case_name));
  ABSL_ASSIGN_OR_RETURN(const Case supervision_case,
                        storage::GetCase(tx, parent.id));
  ABSL_ASSIGN_OR_RETURN(const FactSlot slot,
                        FindSlot(tx, row, "case_states", case_name));
  state.case_id = parent.id;
  state.id = slot.id;
  state.recording = NewRecording(call, slot.revision);
  FlagOutsideCase(supervision_case, state.period, row);
  ABSL_RETURN_IF_ERROR(CheckStates(tx, state, row));

  if (slot.id.empty()) state.id = NewId();
  if (slot.stands && slot.id.empty()) {
    ABSL_RETURN_IF_ERROR(WithdrawState(tx, call, *row.known()));
  } else if (slot.stands) {
    ABSL_RETURN_IF_ERROR(
        storage::SupersedeCaseState(tx, state.id, RecordTime(call)));
  }
  ABSL_RETURN_IF_ERROR(storage::InsertCaseState(tx, state));
  const v1::CaseState saved = ToProto(state);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "case_state", saved));
  return saved.name();
}

absl::Status CaseImport::WithdrawState(sql::Transaction& tx,
                                       const rpc::CallContext& call,
                                       const imports::ImportedRecord& known) {
  ABSL_ASSIGN_OR_RETURN(const CaseStateName name,
                        ParseName<CaseStateName>("name", known.record));
  ABSL_ASSIGN_OR_RETURN(
      std::vector<CaseState> standing,
      storage::StandingCaseStates(tx, name.parent.id, kAllDays));
  std::optional<CaseState> stored = WithId(std::move(standing), name.id);
  if (!stored.has_value()) return absl::OkStatus();
  const absl::Time now = RecordTime(call);
  ABSL_RETURN_IF_ERROR(storage::SupersedeCaseState(tx, stored->id, now));
  stored->recording.superseded_at = now;
  return Announce(tx, call, "case_state", ToProto(*stored));
}

// --- assignments ---

absl::StatusOr<std::string> CaseImport::SaveAssignment(
    sql::Transaction& tx, const rpc::CallContext& call, imports::Row& row) {
  const auto& content = row.As<v1::ImportedAssignment>();
  ABSL_ASSIGN_OR_RETURN(
      const std::string case_name,
      row.ResolveRequired(tx, "case_id", "cases", content.case_id()));
  v1::Assignment proto;
  ABSL_ASSIGN_OR_RETURN(
      *proto.mutable_officer(),
      row.ResolveRequired(tx, "officer_id", "officers", content.officer_id()));
  proto.set_role(content.role());
  SetPeriod(content, proto.mutable_period());
  proto.set_reason(content.reason());
  *proto.mutable_external_id() = row.external_id();
  ABSL_RETURN_IF_ERROR(ValidateAssignment(proto));
  Assignment assignment = FromProto(proto);
  ABSL_ASSIGN_OR_RETURN(const CaseName parent,
                        ParseName<CaseName>("case_id", case_name));
  ABSL_ASSIGN_OR_RETURN(const Case supervision_case,
                        storage::GetCase(tx, parent.id));
  ABSL_ASSIGN_OR_RETURN(const FactSlot slot,
                        FindSlot(tx, row, "assignments", case_name));
  assignment.case_id = parent.id;
  assignment.id = slot.id;
  assignment.recording = NewRecording(call, slot.revision);
  FlagOutsideCase(supervision_case, assignment.period, row);
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<Posting> postings,
      storage::StandingPostings(
          tx, assignment.officer_id,
          DayPeriod{assignment.period.first, assignment.period.first}));
  if (postings.empty()) {
    row.Flag("officer_id", "OFFICER_NOT_POSTED",
             "the officer is posted to no unit on the first day");
  }
  ABSL_RETURN_IF_ERROR(CheckAssignments(tx, assignment, row));

  if (slot.id.empty()) assignment.id = NewId();
  if (slot.stands && slot.id.empty()) {
    ABSL_RETURN_IF_ERROR(WithdrawAssignment(tx, call, *row.known()));
  } else if (slot.stands) {
    ABSL_RETURN_IF_ERROR(
        storage::SupersedeAssignment(tx, assignment.id, RecordTime(call)));
  }
  ABSL_RETURN_IF_ERROR(storage::InsertAssignment(tx, assignment));
  const v1::Assignment saved = ToProto(assignment);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "assignment", saved));
  return saved.name();
}

absl::Status CaseImport::WithdrawAssignment(
    sql::Transaction& tx, const rpc::CallContext& call,
    const imports::ImportedRecord& known) {
  ABSL_ASSIGN_OR_RETURN(const AssignmentName name,
                        ParseName<AssignmentName>("name", known.record));
  ABSL_ASSIGN_OR_RETURN(
      std::vector<Assignment> standing,
      storage::StandingAssignments(tx, name.parent.id, kAllDays));
  std::optional<Assignment> stored = WithId(std::move(standing), name.id);
  if (!stored.has_value()) return absl::OkStatus();
  const absl::Time now = RecordTime(call);
  ABSL_RETURN_IF_ERROR(storage::SupersedeAssignment(tx, stored->id, now));
  stored->recording.superseded_at = now;
  return Announce(tx, call, "assignment", ToProto(*stored));
}

}  // namespace caseload::caseplan
