// What an imported officer, unit, posting or leave does to the record.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/caseplan/convert.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/officer_rules.h"
#include "services/caseplan/record_import.h"
#include "services/caseplan/storage/officer_store.h"
#include "services/caseplan/validate.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

namespace {

// Every day that a record can have.
constexpr DayPeriod kAllDays{absl::CivilDay(1900, 1, 1), std::nullopt};

template <typename Content>
void SetPeriod(const Content& content, type::v1::DateRange* period) {
  if (content.has_starts_on()) {
    *period->mutable_start_date() = content.starts_on();
  }
  if (content.has_ends_on()) *period->mutable_end_date() = content.ends_on();
}

// FIELD_REQUIRED on the column when its cell is empty.
absl::Status Require(absl::string_view column, absl::string_view cell) {
  if (!cell.empty()) return absl::OkStatus();
  Checker check("");
  check.Missing(column);
  return check.ToStatus();
}

template <typename Fact>
std::optional<Fact> WithId(std::vector<Fact> standing, absl::string_view id) {
  for (Fact& fact : standing) {
    if (fact.id == id) return std::move(fact);
  }
  return std::nullopt;
}

// FAILED_PRECONDITION when one of `overlapping` is another fact than `before`.
template <typename Fact>
absl::Status CheckNoOther(const std::vector<Fact>& overlapping,
                          const std::optional<Fact>& before,
                          absl::string_view reason) {
  for (const Fact& fact : overlapping) {
    if (before.has_value() && fact.id == before->id) continue;
    return status::FailedPrecondition(
        reason, fact.id,
        "covers days of the row already; no day stands in two rows");
  }
  return absl::OkStatus();
}

absl::Status InUse(absl::string_view name) {
  return status::FailedPrecondition(
      "RECORD_IN_USE", name,
      "other records refer to it; take those back first");
}

}  // namespace

absl::StatusOr<std::string> RecordImport::Save(sql::Transaction& tx,
                                               const rpc::CallContext& call,
                                               Row& row) {
  switch (row.record.content_case()) {
    case v1::ImportRecord::kOfficers:
      return SaveOfficer(tx, call, row);
    case v1::ImportRecord::kUnits:
      return SaveUnit(tx, call, row);
    case v1::ImportRecord::kPostings:
      return SavePosting(tx, call, row);
    case v1::ImportRecord::kLeave:
      return SaveLeave(tx, call, row);
    case v1::ImportRecord::CONTENT_NOT_SET:
      break;
  }
  return status::Internal("the record has no content");
}

absl::StatusOr<std::string> RecordImport::SaveOfficer(
    sql::Transaction& tx, const rpc::CallContext& call, Row& row) {
  const v1::ImportedOfficer& content = row.record.officers();
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
  *officer.mutable_external_id() = row.record.external_id();
  row.column = "staff_subject";
  if (!row.known.has_value()) {
    v1::CreateOfficerRequest request;
    *request.mutable_officer() = std::move(officer);
    ABSL_ASSIGN_OR_RETURN(v1::Officer created,
                          caseload_->CreateOfficer(tx, call, request));
    return created.name();
  }
  v1::UpdateOfficerRequest request;
  officer.set_name(row.known->record);
  *request.mutable_officer() = std::move(officer);
  for (const char* path :
       {"display_name", "email", "staff_subject", "first_day", "last_day",
        "capacity_factor", "capacity_reason"}) {
    request.mutable_update_mask()->add_paths(path);
  }
  ABSL_ASSIGN_OR_RETURN(v1::Officer updated,
                        caseload_->UpdateOfficer(tx, call, request));
  return updated.name();
}

absl::StatusOr<std::string> RecordImport::SaveUnit(sql::Transaction& tx,
                                                   const rpc::CallContext& call,
                                                   Row& row) {
  const v1::ImportedUnit& content = row.record.units();
  v1::Unit proto;
  proto.set_display_name(content.name());
  proto.set_division(content.division());
  if (content.has_first_day()) *proto.mutable_first_day() = content.first_day();
  if (content.has_last_day()) *proto.mutable_last_day() = content.last_day();
  *proto.mutable_external_id() = row.record.external_id();
  if (!row.known.has_value()) {
    row.column = "id";
    v1::CreateUnitRequest request;
    *request.mutable_unit() = std::move(proto);
    ABSL_ASSIGN_OR_RETURN(v1::Unit created,
                          caseload_->CreateUnit(tx, call, request));
    return created.name();
  }
  row.column = "division";
  ABSL_RETURN_IF_ERROR(ValidateUnit(proto));
  ABSL_ASSIGN_OR_RETURN(const UnitName name,
                        ParseName<UnitName>("name", row.known->record));
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
  return row.known->record;
}

absl::StatusOr<std::string> RecordImport::SavePosting(
    sql::Transaction& tx, const rpc::CallContext& call, Row& row) {
  const v1::ImportedPosting& content = row.record.postings();
  ABSL_RETURN_IF_ERROR(Require("officer_id", content.officer_id()));
  ABSL_ASSIGN_OR_RETURN(const std::string officer_name,
                        Resolve(tx, row, "officer_id", v1::IMPORT_KIND_OFFICERS,
                                content.officer_id()));
  v1::OfficerPosting proto;
  ABSL_ASSIGN_OR_RETURN(
      *proto.mutable_unit(),
      Resolve(tx, row, "unit_id", v1::IMPORT_KIND_UNITS, content.unit_id()));
  ABSL_ASSIGN_OR_RETURN(
      *proto.mutable_supervisor(),
      Resolve(tx, row, "supervisor_id", v1::IMPORT_KIND_OFFICERS,
              content.supervisor_id()));
  ABSL_ASSIGN_OR_RETURN(
      *proto.mutable_acting_supervisor(),
      Resolve(tx, row, "acting_supervisor_id", v1::IMPORT_KIND_OFFICERS,
              content.acting_supervisor_id()));
  SetPeriod(content, proto.mutable_period());
  proto.set_full_time_equivalent(content.fte());
  *proto.mutable_external_id() = row.record.external_id();
  ABSL_RETURN_IF_ERROR(ValidatePosting(officer_name, proto));
  Posting posting = FromProto(proto);
  ABSL_ASSIGN_OR_RETURN(const OfficerName officer,
                        ParseName<OfficerName>("officer_id", officer_name));
  posting.officer_id = officer.id;
  posting.recording = NewRecording(call);

  row.column = "starts_on";
  ABSL_ASSIGN_OR_RETURN(Officer who, storage::GetOfficer(tx, officer.id));
  ABSL_RETURN_IF_ERROR(CheckInService(who, posting.period));
  row.column = "unit_id";
  ABSL_RETURN_IF_ERROR(CheckUnitStands(tx, posting.unit_id, posting.period));
  row.column = "supervisor_id";
  ABSL_RETURN_IF_ERROR(
      CheckSupervisor(tx, posting.supervisor_id, posting.period));
  row.column = "acting_supervisor_id";
  ABSL_RETURN_IF_ERROR(
      CheckSupervisor(tx, posting.acting_supervisor_id, posting.period));
  row.column = "starts_on";
  std::optional<Posting> before;
  if (row.known.has_value()) {
    ABSL_ASSIGN_OR_RETURN(const PostingName name,
                          ParseName<PostingName>("name", row.known->record));
    ABSL_ASSIGN_OR_RETURN(
        std::vector<Posting> standing,
        storage::StandingPostings(tx, name.parent.id, kAllDays));
    before = WithId(std::move(standing), name.id);
  }
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<Posting> overlapping,
      storage::StandingPostings(tx, officer.id, posting.period));
  ABSL_RETURN_IF_ERROR(CheckNoOther(overlapping, before, "POSTING_OVERLAPS"));

  posting.id = NewId();
  if (before.has_value()) {
    if (before->officer_id == posting.officer_id) {
      posting.id = before->id;
      posting.recording = NewRecording(call, before->recording.revision + 1);
      ABSL_RETURN_IF_ERROR(
          storage::SupersedePosting(tx, before->id, RecordTime(call)));
    } else {
      ABSL_RETURN_IF_ERROR(
          Withdraw(tx, call, v1::IMPORT_KIND_POSTINGS, row.known->record));
    }
  }
  ABSL_RETURN_IF_ERROR(storage::InsertPosting(tx, posting));
  v1::OfficerPosting saved = ToProto(posting);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "posting", saved));
  return saved.name();
}

absl::StatusOr<std::string> RecordImport::SaveLeave(
    sql::Transaction& tx, const rpc::CallContext& call, Row& row) {
  const v1::ImportedLeave& content = row.record.leave();
  ABSL_RETURN_IF_ERROR(Require("officer_id", content.officer_id()));
  ABSL_ASSIGN_OR_RETURN(const std::string officer_name,
                        Resolve(tx, row, "officer_id", v1::IMPORT_KIND_OFFICERS,
                                content.officer_id()));
  v1::OfficerLeave proto;
  proto.set_kind(static_cast<v1::OfficerLeave::Kind>(content.leave_type()));
  SetPeriod(content, proto.mutable_period());
  *proto.mutable_external_id() = row.record.external_id();
  ABSL_RETURN_IF_ERROR(ValidateLeave(proto));
  Leave leave = FromProto(proto);
  ABSL_ASSIGN_OR_RETURN(const OfficerName officer,
                        ParseName<OfficerName>("officer_id", officer_name));
  leave.officer_id = officer.id;
  leave.recording = NewRecording(call);

  row.column = "starts_on";
  ABSL_ASSIGN_OR_RETURN(Officer who, storage::GetOfficer(tx, officer.id));
  ABSL_RETURN_IF_ERROR(CheckInService(who, leave.period));
  std::optional<Leave> before;
  if (row.known.has_value()) {
    ABSL_ASSIGN_OR_RETURN(const LeaveName name,
                          ParseName<LeaveName>("name", row.known->record));
    ABSL_ASSIGN_OR_RETURN(
        std::vector<Leave> standing,
        storage::StandingLeaves(tx, name.parent.id, kAllDays));
    before = WithId(std::move(standing), name.id);
  }
  ABSL_ASSIGN_OR_RETURN(const std::vector<Leave> overlapping,
                        storage::StandingLeaves(tx, officer.id, leave.period));
  ABSL_RETURN_IF_ERROR(CheckNoOther(overlapping, before, "LEAVE_OVERLAPS"));

  leave.id = NewId();
  if (before.has_value()) {
    if (before->officer_id == leave.officer_id) {
      leave.id = before->id;
      leave.recording = NewRecording(call, before->recording.revision + 1);
      ABSL_RETURN_IF_ERROR(
          storage::SupersedeLeave(tx, before->id, RecordTime(call)));
    } else {
      ABSL_RETURN_IF_ERROR(
          Withdraw(tx, call, v1::IMPORT_KIND_LEAVE, row.known->record));
    }
  }
  ABSL_RETURN_IF_ERROR(storage::InsertLeave(tx, leave));
  v1::OfficerLeave saved = ToProto(leave);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "leave", saved));
  return saved.name();
}

absl::Status RecordImport::Withdraw(sql::Transaction& tx,
                                    const rpc::CallContext& call, int kind,
                                    const std::string& name) {
  const absl::Time now = RecordTime(call);
  if (kind == v1::IMPORT_KIND_OFFICERS) {
    ABSL_ASSIGN_OR_RETURN(const OfficerName officer,
                          ParseName<OfficerName>("name", name));
    ABSL_ASSIGN_OR_RETURN(const bool in_use,
                          storage::IsOfficerInUse(tx, officer.id));
    if (in_use) return InUse(name);
    ABSL_ASSIGN_OR_RETURN(const Officer stored,
                          storage::GetOfficer(tx, officer.id));
    ABSL_RETURN_IF_ERROR(SetHidden(tx, kind, name, now));
    v1::Officer state = ToProto(stored);
    *state.mutable_withdraw_time() = ToProto(now);
    return Announce(tx, call, "officer", state);
  }
  if (kind == v1::IMPORT_KIND_UNITS) {
    ABSL_ASSIGN_OR_RETURN(const UnitName unit,
                          ParseName<UnitName>("name", name));
    ABSL_ASSIGN_OR_RETURN(const bool in_use, storage::IsUnitInUse(tx, unit.id));
    if (in_use) return InUse(name);
    ABSL_ASSIGN_OR_RETURN(const Unit stored, storage::GetUnit(tx, unit.id));
    ABSL_RETURN_IF_ERROR(SetHidden(tx, kind, name, now));
    v1::Unit state = ToProto(stored);
    *state.mutable_withdraw_time() = ToProto(now);
    return Announce(tx, call, "unit", state);
  }
  if (kind == v1::IMPORT_KIND_POSTINGS) {
    ABSL_ASSIGN_OR_RETURN(const PostingName posting,
                          ParseName<PostingName>("name", name));
    ABSL_ASSIGN_OR_RETURN(
        std::vector<Posting> standing,
        storage::StandingPostings(tx, posting.parent.id, kAllDays));
    std::optional<Posting> stored = WithId(std::move(standing), posting.id);
    if (!stored.has_value()) return absl::OkStatus();
    ABSL_RETURN_IF_ERROR(storage::SupersedePosting(tx, stored->id, now));
    stored->recording.superseded_at = now;
    return Announce(tx, call, "posting", ToProto(*stored));
  }
  ABSL_ASSIGN_OR_RETURN(const LeaveName leave,
                        ParseName<LeaveName>("name", name));
  ABSL_ASSIGN_OR_RETURN(std::vector<Leave> standing,
                        storage::StandingLeaves(tx, leave.parent.id, kAllDays));
  std::optional<Leave> stored = WithId(std::move(standing), leave.id);
  if (!stored.has_value()) return absl::OkStatus();
  ABSL_RETURN_IF_ERROR(storage::SupersedeLeave(tx, stored->id, now));
  stored->recording.superseded_at = now;
  return Announce(tx, call, "leave", ToProto(*stored));
}

absl::Status RecordImport::SetHidden(sql::Transaction& tx, int kind,
                                     const std::string& name,
                                     std::optional<absl::Time> at) {
  if (kind == v1::IMPORT_KIND_OFFICERS) {
    ABSL_ASSIGN_OR_RETURN(const OfficerName officer,
                          ParseName<OfficerName>("name", name));
    return storage::SetOfficerWithdrawn(tx, officer.id, at);
  }
  if (kind == v1::IMPORT_KIND_UNITS) {
    ABSL_ASSIGN_OR_RETURN(const UnitName unit,
                          ParseName<UnitName>("name", name));
    return storage::SetUnitWithdrawn(tx, unit.id, at);
  }
  return absl::OkStatus();
}

}  // namespace caseload::caseplan
