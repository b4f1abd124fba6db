// The handlers of units, officers, postings and leave.

#include "services/caseplan/caseload_service.h"
#include "services/caseplan/convert.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/officer_rules.h"
#include "services/caseplan/storage/access.h"
#include "services/caseplan/storage/officer_store.h"
#include "services/caseplan/validate.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

namespace {

// No day of a record is before it.
constexpr absl::CivilDay kFirstDay(1900, 1, 1);

// The id of "officers/{officer}", or "" for "officers/-".
absl::StatusOr<std::string> ParseOfficerOrAll(absl::string_view parent) {
  if (parent == "officers/-") return std::string();
  ABSL_ASSIGN_OR_RETURN(OfficerName name,
                        ParseName<OfficerName>("parent", parent));
  return name.id;
}

}  // namespace

// --- units ---

absl::StatusOr<v1::Unit> CaseloadService::CreateUnit(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::CreateUnitRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("units"));
  ABSL_RETURN_IF_ERROR(ValidateChosenId("unit_id", request.unit_id()));
  ABSL_RETURN_IF_ERROR(ValidateUnit(request.unit()));
  Unit unit = FromProto(request.unit());
  unit.id = ChosenOrNewId(request.unit_id());
  unit.created_at = RecordTime(call);
  ABSL_RETURN_IF_ERROR(storage::InsertUnit(tx, unit));
  v1::Unit response = ToProto(unit);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "unit", response));
  return response;
}

absl::StatusOr<v1::Unit> CaseloadService::GetUnit(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::GetUnitRequest& request) {
  ABSL_ASSIGN_OR_RETURN(UnitName name,
                        ParseName<UnitName>("name", request.name()));
  ABSL_ASSIGN_OR_RETURN(Unit unit, storage::GetUnit(tx, name.id));
  call.Touched(request.name());
  return ToProto(unit);
}

absl::StatusOr<v1::ListUnitsResponse> CaseloadService::ListUnits(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListUnitsRequest& request) {
  ABSL_ASSIGN_OR_RETURN(OpenedList list, OpenList(call, request));
  ABSL_ASSIGN_OR_RETURN(storage::Page<Unit> page,
                        storage::ListUnits(tx, request.division(), list.page));
  v1::ListUnitsResponse response;
  for (const Unit& unit : page.items) *response.add_units() = ToProto(unit);
  response.set_next_page_token(NextPageToken(list, page.next));
  return response;
}

// --- officers ---

absl::StatusOr<v1::Officer> CaseloadService::CreateOfficer(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::CreateOfficerRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("officers"));
  ABSL_RETURN_IF_ERROR(ValidateChosenId("officer_id", request.officer_id()));
  ABSL_RETURN_IF_ERROR(ValidateOfficer(request.officer()));
  Officer officer = FromProto(request.officer());
  officer.id = ChosenOrNewId(request.officer_id());
  officer.created_at = RecordTime(call);
  ABSL_RETURN_IF_ERROR(storage::InsertOfficer(tx, officer));
  v1::Officer response = ToProto(officer);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "officer", response));
  return response;
}

absl::StatusOr<v1::Officer> CaseloadService::GetOfficer(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::GetOfficerRequest& request) {
  ABSL_ASSIGN_OR_RETURN(OfficerName name,
                        ParseName<OfficerName>("name", request.name()));
  ABSL_ASSIGN_OR_RETURN(Officer officer, storage::GetOfficer(tx, name.id));
  call.Touched(request.name());
  return ToProto(officer);
}

absl::StatusOr<v1::ListOfficersResponse> CaseloadService::ListOfficers(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListOfficersRequest& request) {
  ABSL_ASSIGN_OR_RETURN(OpenedList list, OpenList(call, request));
  storage::OfficerFilter filter;
  ABSL_ASSIGN_OR_RETURN(filter.in_service_on,
                        ParseDate("in_service_on", request.has_in_service_on(),
                                  request.in_service_on()));
  filter.staff_subject = request.staff_subject();
  ABSL_ASSIGN_OR_RETURN(storage::Page<Officer> page,
                        storage::ListOfficers(tx, filter, list.page));
  v1::ListOfficersResponse response;
  for (const Officer& officer : page.items) {
    *response.add_officers() = ToProto(officer);
  }
  response.set_next_page_token(NextPageToken(list, page.next));
  return response;
}

absl::StatusOr<v1::Officer> CaseloadService::UpdateOfficer(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::UpdateOfficerRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("officers"));
  ABSL_ASSIGN_OR_RETURN(
      OfficerName name,
      ParseName<OfficerName>("officer.name", request.officer().name()));
  ABSL_RETURN_IF_ERROR(
      ValidateMask(request.update_mask(),
                   {"display_name", "email", "staff_subject", "first_day",
                    "last_day", "capacity_factor", "capacity_reason"}));
  ABSL_ASSIGN_OR_RETURN(Officer stored, storage::GetOfficer(tx, name.id));
  if (!EtagMatches(request.officer().etag(), stored.version)) {
    return status::EtagMismatch(request.officer().name());
  }
  v1::Officer merged = ToProto(stored);
  ApplyMask(request.update_mask(), request.officer(), &merged);
  ABSL_RETURN_IF_ERROR(ValidateOfficer(merged));
  Officer officer = FromProto(merged);
  officer.id = stored.id;
  officer.version = stored.version;
  officer.created_at = stored.created_at;
  ABSL_RETURN_IF_ERROR(storage::UpdateOfficer(tx, &officer));
  ABSL_RETURN_IF_ERROR(ClearPostings(
      tx, call, officer.id, DayPeriod{kFirstDay, officer.service.first - 1}));
  if (officer.service.last.has_value()) {
    ABSL_RETURN_IF_ERROR(
        ClearPostings(tx, call, officer.id,
                      DayPeriod{*officer.service.last + 1, std::nullopt}));
  }
  v1::Officer response = ToProto(officer);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "officer", response));
  return response;
}

// --- postings ---

absl::Status CaseloadService::ClearPostings(sql::Transaction& tx,
                                            const rpc::CallContext& call,
                                            const std::string& officer_id,
                                            const DayPeriod& taken) {
  ABSL_ASSIGN_OR_RETURN(std::vector<Posting> standing,
                        storage::StandingPostings(tx, officer_id, taken));
  return TakeDays(tx, call, "posting", std::move(standing), taken,
                  storage::SupersedePosting, storage::InsertPosting);
}

absl::StatusOr<v1::OfficerPosting> CaseloadService::SetOfficerPosting(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::SetOfficerPostingRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("postings"));
  ABSL_ASSIGN_OR_RETURN(OfficerName officer_name,
                        ParseName<OfficerName>("parent", request.parent()));
  ABSL_RETURN_IF_ERROR(ValidatePosting(request.parent(), request.posting()));
  Posting posting = FromProto(request.posting());
  posting.id = NewId();
  posting.officer_id = officer_name.id;
  posting.recording = NewRecording(call);
  ABSL_ASSIGN_OR_RETURN(Officer officer,
                        storage::GetOfficer(tx, officer_name.id));
  ABSL_RETURN_IF_ERROR(CheckInService(officer, posting.period));
  ABSL_RETURN_IF_ERROR(CheckUnitStands(tx, posting.unit_id, posting.period));
  ABSL_RETURN_IF_ERROR(
      CheckSupervisor(tx, posting.supervisor_id, posting.period));
  ABSL_RETURN_IF_ERROR(
      CheckSupervisor(tx, posting.acting_supervisor_id, posting.period));
  ABSL_RETURN_IF_ERROR(
      ClearPostings(tx, call, posting.officer_id, posting.period));
  ABSL_RETURN_IF_ERROR(storage::InsertPosting(tx, posting));
  v1::OfficerPosting response = ToProto(posting);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "posting", response));
  return response;
}

absl::StatusOr<v1::ListOfficerPostingsResponse>
CaseloadService::ListOfficerPostings(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListOfficerPostingsRequest& request) {
  storage::PostingFilter filter;
  ABSL_ASSIGN_OR_RETURN(filter.officer_id, ParseOfficerOrAll(request.parent()));
  ABSL_ASSIGN_OR_RETURN(filter.unit_id,
                        ParseFilter<UnitName>("unit", request.unit()));
  ABSL_ASSIGN_OR_RETURN(
      filter.supervisor_id,
      ParseFilter<OfficerName>("supervisor", request.supervisor()));
  ABSL_ASSIGN_OR_RETURN(
      filter.as_of, ParseDate("as_of", request.has_as_of(), request.as_of()));
  ABSL_ASSIGN_OR_RETURN(
      filter.known_at,
      ParseInstant("known_at", request.has_known_at(), request.known_at()));
  ABSL_ASSIGN_OR_RETURN(OpenedList list, OpenList(call, request));
  ABSL_ASSIGN_OR_RETURN(storage::Page<Posting> page,
                        storage::ListPostings(tx, filter, list.page));
  v1::ListOfficerPostingsResponse response;
  for (const Posting& posting : page.items) {
    *response.add_postings() = ToProto(posting);
  }
  response.set_next_page_token(NextPageToken(list, page.next));
  return response;
}

// --- leave ---

absl::StatusOr<v1::OfficerLeave> CaseloadService::RecordOfficerLeave(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::RecordOfficerLeaveRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("leave"));
  ABSL_ASSIGN_OR_RETURN(OfficerName officer_name,
                        ParseName<OfficerName>("parent", request.parent()));
  ABSL_ASSIGN_OR_RETURN(
      std::string corrected_id,
      (ParseCorrected<LeaveName>(officer_name, request.corrects())));
  ABSL_RETURN_IF_ERROR(CheckOfficerReached(tx, call, officer_name.id));
  ABSL_RETURN_IF_ERROR(ValidateLeave(request.leave()));
  Leave leave = FromProto(request.leave());
  leave.id = NewId();
  leave.officer_id = officer_name.id;
  leave.recording = NewRecording(call);
  ABSL_ASSIGN_OR_RETURN(Officer officer,
                        storage::GetOfficer(tx, officer_name.id));
  ABSL_RETURN_IF_ERROR(CheckInService(officer, leave.period));
  if (!corrected_id.empty()) {
    ABSL_ASSIGN_OR_RETURN(
        Leave corrected,
        storage::GetStandingLeave(tx, officer_name.id, corrected_id));
    ABSL_RETURN_IF_ERROR(
        storage::SupersedeLeave(tx, corrected.id, RecordTime(call)));
    leave.id = corrected.id;
    leave.recording = NewRecording(call, corrected.recording.revision + 1);
    if (!leave.external_id) leave.external_id = corrected.external_id;
  }
  ABSL_ASSIGN_OR_RETURN(
      std::vector<Leave> overlapping,
      storage::StandingLeaves(tx, officer_name.id, leave.period));
  if (!overlapping.empty()) {
    return status::FailedPrecondition(
        "LEAVE_OVERLAPS",
        LeaveName{officer_name, overlapping.front().id}.ToString(),
        "covers days of the period already; correct it instead");
  }
  ABSL_RETURN_IF_ERROR(storage::InsertLeave(tx, leave));
  v1::OfficerLeave response = ToProto(leave);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "leave", response));
  return response;
}

absl::StatusOr<v1::ListOfficerLeavesResponse>
CaseloadService::ListOfficerLeaves(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListOfficerLeavesRequest& request) {
  storage::LeaveFilter filter;
  ABSL_ASSIGN_OR_RETURN(filter.officer_id, ParseOfficerOrAll(request.parent()));
  ABSL_ASSIGN_OR_RETURN(filter.reach, ReachOf(tx, call));
  ABSL_ASSIGN_OR_RETURN(
      filter.from_day,
      ParseDate("from_day", request.has_from_day(), request.from_day()));
  ABSL_ASSIGN_OR_RETURN(filter.to_day, ParseDate("to_day", request.has_to_day(),
                                                 request.to_day()));
  ABSL_ASSIGN_OR_RETURN(
      filter.known_at,
      ParseInstant("known_at", request.has_known_at(), request.known_at()));
  ABSL_ASSIGN_OR_RETURN(OpenedList list, OpenList(call, request));
  ABSL_ASSIGN_OR_RETURN(storage::Page<Leave> page,
                        storage::ListLeaves(tx, filter, list.page));
  v1::ListOfficerLeavesResponse response;
  for (const Leave& leave : page.items) {
    *response.add_leaves() = ToProto(leave);
  }
  response.set_next_page_token(NextPageToken(list, page.next));
  return response;
}

}  // namespace caseload::caseplan
