#include "services/caseplan/record_import_officers.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caseload/caseplan/v1/import.pb.h"
#include "services/caseplan/convert.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/officer_rules.h"
#include "services/caseplan/record_import_rows.h"
#include "services/caseplan/storage/officer_store.h"
#include "services/caseplan/validate.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

namespace {

// FAILED_PRECONDITION when one of `overlapping` is another fact than `own_id`.
template <typename Fact>
absl::Status CheckNoOther(const std::vector<Fact>& overlapping,
                          absl::string_view own_id, absl::string_view reason) {
  for (const Fact& fact : overlapping) {
    if (fact.id == own_id) continue;
    return status::FailedPrecondition(
        reason, fact.id,
        "covers days of the row already; no day stands in two rows");
  }
  return absl::OkStatus();
}

}  // namespace

void OfficerImport::AddKinds(imports::Importer& importer) {
  imports::Kind officers =
      MakeKind("officers", this, &OfficerImport::SaveOfficer,
               &OfficerImport::WithdrawOfficer);
  officers.set_hidden = HideBy<OfficerName>(storage::SetOfficerWithdrawn);
  officers.may_pass = {"STAFF_SUBJECT_TAKEN"};
  importer.Add(std::move(officers));

  imports::Kind units =
      MakeKind("units", this, &OfficerImport::SaveUnit,
               &OfficerImport::WithdrawUnit, {{"unit.display_name", "name"}});
  units.set_hidden = HideBy<UnitName>(storage::SetUnitWithdrawn);
  importer.Add(std::move(units));

  imports::Kind postings =
      MakeKind("postings", this, &OfficerImport::SavePosting,
               &OfficerImport::WithdrawPosting,
               {{"posting.unit", "unit_id"},
                {"posting.supervisor", "supervisor_id"},
                {"posting.acting_supervisor", "acting_supervisor_id"},
                {"posting.full_time_equivalent", "fte"},
                {"posting.period.start_date", "starts_on"},
                {"posting.period.end_date", "ends_on"}});
  postings.may_pass = {"POSTING_OVERLAPS"};
  importer.Add(std::move(postings));

  imports::Kind leave = MakeKind("leave", this, &OfficerImport::SaveLeave,
                                 &OfficerImport::WithdrawLeave,
                                 {{"leave.kind", "leave_type"},
                                  {"leave.period.start_date", "starts_on"},
                                  {"leave.period.end_date", "ends_on"}});
  leave.may_pass = {"LEAVE_OVERLAPS"};
  importer.Add(std::move(leave));
}

absl::StatusOr<std::string> OfficerImport::SaveOfficer(
    sql::Transaction& tx, const rpc::CallContext& call, imports::Row& row) {
  const v1::ImportedOfficer& content = row.As<v1::ImportedOfficer>();
  v1::Officer officer;
  officer.set_display_name(content.display_name());
  officer.set_email(content.email());
  officer.set_staff_subject(content.staff_subject());
  if (content.has_first_day()) {
    *officer.mutable_first_day() = content.first_day();
  }
  if (content.has_last_day()) *officer.mutable_last_day() = content.last_day();
  officer.set_capacity_factor(content.capacity_factor());
  officer.set_capacity_reason(content.capacity_reason());
  *officer.mutable_external_id() = row.external_id();
  row.Judge("staff_subject");
  if (!row.known().has_value()) {
    v1::CreateOfficerRequest request;
    *request.mutable_officer() = std::move(officer);
    ABSL_ASSIGN_OR_RETURN(v1::Officer created,
                          caseload_.CreateOfficer(tx, call, request));
    return created.name();
  }
  v1::UpdateOfficerRequest request;
  officer.set_name(row.known()->record);
  *request.mutable_officer() = std::move(officer);
  for (const char* path :
       {"display_name", "email", "staff_subject", "first_day", "last_day",
        "capacity_factor", "capacity_reason"}) {
    request.mutable_update_mask()->add_paths(path);
  }
  ABSL_ASSIGN_OR_RETURN(v1::Officer updated,
                        caseload_.UpdateOfficer(tx, call, request));
  return updated.name();
}

absl::StatusOr<std::string> OfficerImport::SaveUnit(
    sql::Transaction& tx, const rpc::CallContext& call, imports::Row& row) {
  const v1::ImportedUnit& content = row.As<v1::ImportedUnit>();
  v1::Unit proto;
  proto.set_display_name(content.name());
  proto.set_division(content.division());
  if (content.has_first_day()) *proto.mutable_first_day() = content.first_day();
  if (content.has_last_day()) *proto.mutable_last_day() = content.last_day();
  *proto.mutable_external_id() = row.external_id();
  if (!row.known().has_value()) {
    row.Judge("id");
    v1::CreateUnitRequest request;
    *request.mutable_unit() = std::move(proto);
    ABSL_ASSIGN_OR_RETURN(v1::Unit created,
                          caseload_.CreateUnit(tx, call, request));
    return created.name();
  }
  row.Judge("division");
  ABSL_RETURN_IF_ERROR(ValidateUnit(proto));
  ABSL_ASSIGN_OR_RETURN(const UnitName name,
                        ParseName<UnitName>("name", row.known()->record));
  ABSL_ASSIGN_OR_RETURN(Unit unit, storage::GetUnit(tx, name.id));
  if (unit.division != proto.division()) {
    return status::InvalidField(
        "unit.division", "DIVISION_FIXED",
        "is another than before; a unit that changes division is a new unit");
  }
  const Unit said = FromProto(proto);
  unit.display_name = said.display_name;
  unit.period = said.period;
  ABSL_RETURN_IF_ERROR(storage::UpdateUnit(tx, &unit));
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "unit", ToProto(unit)));
  return row.known()->record;
}

absl::StatusOr<std::string> OfficerImport::SavePosting(
    sql::Transaction& tx, const rpc::CallContext& call, imports::Row& row) {
  const v1::ImportedPosting& content = row.As<v1::ImportedPosting>();
  ABSL_ASSIGN_OR_RETURN(
      const std::string officer_name,
      row.ResolveRequired(tx, "officer_id", "officers", content.officer_id()));
  v1::OfficerPosting proto;
  ABSL_ASSIGN_OR_RETURN(*proto.mutable_unit(),
                        row.Resolve(tx, "unit_id", "units", content.unit_id()));
  ABSL_ASSIGN_OR_RETURN(
      *proto.mutable_supervisor(),
      row.Resolve(tx, "supervisor_id", "officers", content.supervisor_id()));
  ABSL_ASSIGN_OR_RETURN(*proto.mutable_acting_supervisor(),
                        row.Resolve(tx, "acting_supervisor_id", "officers",
                                    content.acting_supervisor_id()));
  SetPeriod(content, proto.mutable_period());
  proto.set_full_time_equivalent(content.fte());
  *proto.mutable_external_id() = row.external_id();
  ABSL_RETURN_IF_ERROR(ValidatePosting(officer_name, proto));
  Posting posting = FromProto(proto);
  ABSL_ASSIGN_OR_RETURN(const OfficerName officer,
                        ParseName<OfficerName>("officer_id", officer_name));
  posting.officer_id = officer.id;

  row.Judge("starts_on");
  ABSL_ASSIGN_OR_RETURN(Officer who, storage::GetOfficer(tx, officer.id));
  ABSL_RETURN_IF_ERROR(CheckInService(who, posting.period));
  row.Judge("unit_id");
  ABSL_RETURN_IF_ERROR(CheckUnitStands(tx, posting.unit_id, posting.period));
  row.Judge("supervisor_id");
  ABSL_RETURN_IF_ERROR(
      CheckSupervisor(tx, posting.supervisor_id, posting.period));
  row.Judge("acting_supervisor_id");
  ABSL_RETURN_IF_ERROR(
      CheckSupervisor(tx, posting.acting_supervisor_id, posting.period));
  row.Judge("starts_on");
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<Posting> overlapping,
      storage::StandingPostings(tx, officer.id, posting.period));
  ABSL_ASSIGN_OR_RETURN(const FactSlot slot,
                        FindSlot(tx, row, "postings", officer_name));
  row.Judge("starts_on");
  ABSL_RETURN_IF_ERROR(CheckNoOther(overlapping, slot.id, "POSTING_OVERLAPS"));

  posting.id = slot.id.empty() ? NewId() : slot.id;
  posting.recording = NewRecording(call, slot.revision);
  if (slot.stands && slot.id.empty()) {
    ABSL_RETURN_IF_ERROR(WithdrawPosting(tx, call, *row.known()));
  } else if (slot.stands) {
    ABSL_RETURN_IF_ERROR(
        storage::SupersedePosting(tx, posting.id, RecordTime(call)));
  }
  ABSL_RETURN_IF_ERROR(storage::InsertPosting(tx, posting));
  v1::OfficerPosting saved = ToProto(posting);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "posting", saved));
  return saved.name();
}

absl::StatusOr<std::string> OfficerImport::SaveLeave(
    sql::Transaction& tx, const rpc::CallContext& call, imports::Row& row) {
  const v1::ImportedLeave& content = row.As<v1::ImportedLeave>();
  ABSL_ASSIGN_OR_RETURN(
      const std::string officer_name,
      row.ResolveRequired(tx, "officer_id", "officers", content.officer_id()));
  v1::OfficerLeave proto;
  proto.set_kind(static_cast<v1::OfficerLeave::Kind>(content.leave_type()));
  SetPeriod(content, proto.mutable_period());
  *proto.mutable_external_id() = row.external_id();
  ABSL_RETURN_IF_ERROR(ValidateLeave(proto));
  Leave leave = FromProto(proto);
  ABSL_ASSIGN_OR_RETURN(const OfficerName officer,
                        ParseName<OfficerName>("officer_id", officer_name));
  leave.officer_id = officer.id;

  row.Judge("starts_on");
  ABSL_ASSIGN_OR_RETURN(Officer who, storage::GetOfficer(tx, officer.id));
  ABSL_RETURN_IF_ERROR(CheckInService(who, leave.period));
  ABSL_ASSIGN_OR_RETURN(const std::vector<Leave> overlapping,
                        storage::StandingLeaves(tx, officer.id, leave.period));
  ABSL_ASSIGN_OR_RETURN(const FactSlot slot,
                        FindSlot(tx, row, "leaves", officer_name));
  row.Judge("starts_on");
  ABSL_RETURN_IF_ERROR(CheckNoOther(overlapping, slot.id, "LEAVE_OVERLAPS"));

  leave.id = slot.id.empty() ? NewId() : slot.id;
  leave.recording = NewRecording(call, slot.revision);
  if (slot.stands && slot.id.empty()) {
    ABSL_RETURN_IF_ERROR(WithdrawLeave(tx, call, *row.known()));
  } else if (slot.stands) {
    ABSL_RETURN_IF_ERROR(
        storage::SupersedeLeave(tx, leave.id, RecordTime(call)));
  }
  ABSL_RETURN_IF_ERROR(storage::InsertLeave(tx, leave));
  v1::OfficerLeave saved = ToProto(leave);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "leave", saved));
  return saved.name();
}

absl::Status OfficerImport::WithdrawOfficer(
    sql::Transaction& tx, const rpc::CallContext& call,
    const imports::ImportedRecord& known) {
  ABSL_ASSIGN_OR_RETURN(const OfficerName officer,
                        ParseName<OfficerName>("name", known.record));
  ABSL_ASSIGN_OR_RETURN(const bool in_use,
                        storage::IsOfficerInUse(tx, officer.id));
  if (in_use) return InUse(known.record);
  ABSL_ASSIGN_OR_RETURN(const Officer stored,
                        storage::GetOfficer(tx, officer.id));
  const absl::Time now = RecordTime(call);
  ABSL_RETURN_IF_ERROR(storage::SetOfficerWithdrawn(tx, officer.id, now));
  v1::Officer state = ToProto(stored);
  *state.mutable_withdraw_time() = ToProto(now);
  return Announce(tx, call, "officer", state);
}

absl::Status OfficerImport::WithdrawUnit(sql::Transaction& tx,
                                         const rpc::CallContext& call,
                                         const imports::ImportedRecord& known) {
  ABSL_ASSIGN_OR_RETURN(const UnitName unit,
                        ParseName<UnitName>("name", known.record));
  ABSL_ASSIGN_OR_RETURN(const bool in_use, storage::IsUnitInUse(tx, unit.id));
  if (in_use) return InUse(known.record);
  ABSL_ASSIGN_OR_RETURN(const Unit stored, storage::GetUnit(tx, unit.id));
  const absl::Time now = RecordTime(call);
  ABSL_RETURN_IF_ERROR(storage::SetUnitWithdrawn(tx, unit.id, now));
  v1::Unit state = ToProto(stored);
  *state.mutable_withdraw_time() = ToProto(now);
  return Announce(tx, call, "unit", state);
}

absl::Status OfficerImport::WithdrawPosting(
    sql::Transaction& tx, const rpc::CallContext& call,
    const imports::ImportedRecord& known) {
  ABSL_ASSIGN_OR_RETURN(const PostingName posting,
                        ParseName<PostingName>("name", known.record));
  ABSL_ASSIGN_OR_RETURN(
      std::vector<Posting> standing,
      storage::StandingPostings(tx, posting.parent.id, kAllDays));
  std::optional<Posting> stored = WithId(std::move(standing), posting.id);
  if (!stored.has_value()) return absl::OkStatus();
  const absl::Time now = RecordTime(call);
  ABSL_RETURN_IF_ERROR(storage::SupersedePosting(tx, stored->id, now));
  stored->recording.superseded_at = now;
  return Announce(tx, call, "posting", ToProto(*stored));
}

absl::Status OfficerImport::WithdrawLeave(
    sql::Transaction& tx, const rpc::CallContext& call,
    const imports::ImportedRecord& known) {
  ABSL_ASSIGN_OR_RETURN(const LeaveName leave,
                        ParseName<LeaveName>("name", known.record));
  ABSL_ASSIGN_OR_RETURN(std::vector<Leave> standing,
                        storage::StandingLeaves(tx, leave.parent.id, kAllDays));
  std::optional<Leave> stored = WithId(std::move(standing), leave.id);
  if (!stored.has_value()) return absl::OkStatus();
  const absl::Time now = RecordTime(call);
  ABSL_RETURN_IF_ERROR(storage::SupersedeLeave(tx, stored->id, now));
  stored->recording.superseded_at = now;
  return Announce(tx, call, "leave", ToProto(*stored));
}

}  // namespace caseload::caseplan
