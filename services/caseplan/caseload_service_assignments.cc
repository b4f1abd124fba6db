// The handlers of assignments, and of who carries and who is carried by nobody.

#include <utility>

#include "services/caseplan/caseload_service.h"
#include "services/caseplan/convert_case.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/storage/case_store.h"
#include "services/caseplan/storage/officer_store.h"
#include "services/caseplan/validate_case.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

namespace {

// The cases that one TransferCaseload moves at most.
constexpr int kMaxTransferred = 500;

// A case is given to somebody who is there and posted when it begins.
absl::Status CheckPosted(sql::Transaction& tx, const std::string& officer_id,
                         absl::CivilDay day) {
  ABSL_RETURN_IF_ERROR(storage::GetOfficer(tx, officer_id).status());
  ABSL_ASSIGN_OR_RETURN(
      std::vector<Posting> postings,
      storage::StandingPostings(tx, officer_id, DayPeriod{day, day}));
  if (!postings.empty()) return absl::OkStatus();
  return status::FailedPrecondition(
      "OFFICER_NOT_POSTED", OfficerName{officer_id}.ToString(),
      "is posted to no unit on the first day; set their posting first");
}

std::vector<Assignment> PrimaryOf(std::vector<Assignment> assignments) {
  std::vector<Assignment> primary;
  for (Assignment& assignment : assignments) {
    if (assignment.role == AssignmentRole::kPrimary) {
      primary.push_back(std::move(assignment));
    }
  }
  return primary;
}

}  // namespace

absl::Status CaseloadService::ClearAssignments(sql::Transaction& tx,
                                               const rpc::CallContext& call,
                                               std::vector<Assignment> standing,
                                               const DayPeriod& taken) {
  return TakeDays(tx, call, "assignment", std::move(standing), taken,
                  storage::SupersedeAssignment, storage::InsertAssignment);
}

absl::Status CaseloadService::SavePrimary(sql::Transaction& tx,
                                          const rpc::CallContext& call,
                                          const Assignment& assignment) {
  ABSL_ASSIGN_OR_RETURN(
      std::vector<Assignment> standing,
      storage::StandingAssignments(tx, assignment.case_id, assignment.period));
  std::vector<Assignment> primary = PrimaryOf(std::move(standing));
  if (!primary.empty() && !assignment.reason.has_value()) {
    return status::FailedPrecondition(
        "PRIMARY_OFFICER_EXISTS",
        AssignmentName{{assignment.case_id}, primary.front().id}.ToString(),
        "has days of the period; a reassignment needs its reason");
  }
  ABSL_RETURN_IF_ERROR(
      ClearAssignments(tx, call, std::move(primary), assignment.period));
  ABSL_RETURN_IF_ERROR(storage::InsertAssignment(tx, assignment));
  return Announce(tx, call, "assignment", ToProto(assignment));
}

absl::StatusOr<v1::Assignment> CaseloadService::AssignCase(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::AssignCaseRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("assignments"));
  ABSL_ASSIGN_OR_RETURN(CaseName case_name,
                        ParseName<CaseName>("parent", request.parent()));
  ABSL_ASSIGN_OR_RETURN(Case supervision_case,
                        ReachedCase(tx, call, case_name));
  ABSL_RETURN_IF_ERROR(ValidateAssignment(request.assignment()));
  Assignment assignment = FromProto(request.assignment());
  assignment.id = NewId();
  assignment.case_id = case_name.id;
  assignment.recording = NewRecording(call);
  if (!supervision_case.OpenDays().Covers(assignment.period)) {
    return status::FailedPrecondition(
        "CASE_NOT_OPEN", case_name.ToString(),
        "is not open on every day of the assignment");
  }
  ABSL_RETURN_IF_ERROR(
      CheckPosted(tx, assignment.officer_id, assignment.period.first));
  if (assignment.role == AssignmentRole::kPrimary) {
    ABSL_RETURN_IF_ERROR(SavePrimary(tx, call, assignment));
    return ToProto(assignment);
  }
  ABSL_ASSIGN_OR_RETURN(
      std::vector<Assignment> standing,
      storage::StandingAssignments(tx, case_name.id, assignment.period));
  for (const Assignment& other : standing) {
    if (other.officer_id != assignment.officer_id) continue;
    return status::FailedPrecondition(
        "ASSIGNMENT_OVERLAPS", AssignmentName{case_name, other.id}.ToString(),
        "gives the officer days of the period already");
  }
  ABSL_RETURN_IF_ERROR(storage::InsertAssignment(tx, assignment));
  v1::Assignment response = ToProto(assignment);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "assignment", response));
  return response;
}

absl::StatusOr<v1::TransferCaseloadResponse> CaseloadService::TransferCaseload(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::TransferCaseloadRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("assignments"));
  ABSL_ASSIGN_OR_RETURN(
      OfficerName from,
      ParseName<OfficerName>("from_officer", request.from_officer()));
  ABSL_ASSIGN_OR_RETURN(
      OfficerName to,
      ParseName<OfficerName>("to_officer", request.to_officer()));
  ABSL_RETURN_IF_ERROR(CheckOfficerReached(tx, call, from.id));
  Checker check("");
  const auto first = check.Date("first_day", request.has_first_day(),
                                request.first_day(), Checker::kRequired);
  check.Enumerator("reason", request.reason(),
                   v1::Assignment::ReassignmentReason_IsValid(request.reason()),
                   Checker::kRequired);
  if (from.id == to.id) {
    check.Add("to_officer", "OFFICER_IS_SAME", "is from_officer");
  }
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  ABSL_RETURN_IF_ERROR(storage::GetOfficer(tx, from.id).status());
  ABSL_RETURN_IF_ERROR(CheckPosted(tx, to.id, *first));
  ABSL_ASSIGN_OR_RETURN(
      std::vector<std::string> cases,
      storage::PrimaryCasesOn(tx, from.id, *first, kMaxTransferred + 1));
  if (cases.size() > kMaxTransferred) {
    return status::FailedPrecondition(
        "CASELOAD_TOO_LARGE", from.ToString(),
        absl::StrCat("carries more than ", kMaxTransferred,
                     " cases; assign some of them one by one first"));
  }
  v1::TransferCaseloadResponse response;
  for (const std::string& case_id : cases) {
    ABSL_ASSIGN_OR_RETURN(
        std::vector<Assignment> standing,
        storage::StandingAssignments(tx, case_id, DayPeriod{*first, *first}));
    // The new officer gets the days that the old one had left.
    Assignment assignment = PrimaryOf(std::move(standing)).front();
    assignment.id = NewId();
    assignment.officer_id = to.id;
    assignment.period.first = *first;
    assignment.reason = static_cast<ReassignmentReason>(request.reason());
    assignment.external_id.reset();
    assignment.recording = NewRecording(call);
    ABSL_RETURN_IF_ERROR(SavePrimary(tx, call, assignment));
    *response.add_assignments() = ToProto(assignment);
  }
  return response;
}

absl::StatusOr<v1::ListAssignmentsResponse> CaseloadService::ListAssignments(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListAssignmentsRequest& request) {
  storage::AssignmentFilter filter;
  ABSL_ASSIGN_OR_RETURN(filter.case_id, ParseCaseOrAll(request.parent()));
  ABSL_ASSIGN_OR_RETURN(filter.officer_id,
                        ParseFilter<OfficerName>("officer", request.officer()));
  ABSL_ASSIGN_OR_RETURN(
      filter.as_of, ParseDate("as_of", request.has_as_of(), request.as_of()));
  ABSL_ASSIGN_OR_RETURN(
      filter.known_at,
      ParseInstant("known_at", request.has_known_at(), request.known_at()));
  Checker check("");
  check.Enumerator("role", request.role(),
                   v1::Assignment::Role_IsValid(request.role()),
                   Checker::kOptional);
  if (request.role() != 0) {
    filter.role = static_cast<AssignmentRole>(request.role());
  }
  if (request.unassigned_only()) {
    if (!filter.as_of.has_value()) check.Missing("as_of");
    for (absl::string_view field :
         {filter.officer_id.empty() ? "" : "officer",
          filter.role.has_value() ? "role" : "",
          filter.known_at.has_value() ? "known_at" : ""}) {
      if (field.empty()) continue;
      check.Add(field, "FIELD_NOT_APPLICABLE",
                "does not go with unassigned_only");
    }
  }
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  ABSL_ASSIGN_OR_RETURN(filter.reach, ReachOf(tx, call));
  ABSL_ASSIGN_OR_RETURN(OpenedList list, OpenList(call, request));
  v1::ListAssignmentsResponse response;
  if (request.unassigned_only()) {
    ABSL_ASSIGN_OR_RETURN(
        storage::Page<UnassignedCase> page,
        storage::ListUnassignedCases(tx, filter.reach, filter.case_id,
                                     *filter.as_of, list.page));
    for (const UnassignedCase& item : page.items) {
      *response.add_unassigned_cases() = ToProto(item);
      call.Touched(response.unassigned_cases().rbegin()->case_());
    }
    response.set_next_page_token(NextPageToken(list, page.next));
    return response;
  }
  ABSL_ASSIGN_OR_RETURN(storage::Page<Assignment> page,
                        storage::ListAssignments(tx, filter, list.page));
  for (const Assignment& assignment : page.items) {
    *response.add_assignments() = ToProto(assignment);
    call.Touched(response.assignments().rbegin()->name());
  }
  response.set_next_page_token(NextPageToken(list, page.next));
  return response;
}

absl::StatusOr<v1::ListCarryingOfficersResponse>
CaseloadService::ListCarryingOfficers(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListCarryingOfficersRequest& request) {
  storage::CarryingFilter filter;
  ABSL_ASSIGN_OR_RETURN(
      filter.supervisor_id,
      ParseFilter<OfficerName>("supervisor", request.supervisor()));
  Checker check("");
  const auto day = check.Date("date", request.has_date(), request.date(),
                              Checker::kRequired);
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  filter.day = *day;
  ABSL_ASSIGN_OR_RETURN(
      filter.known_at,
      ParseInstant("known_at", request.has_known_at(), request.known_at()));
  ABSL_ASSIGN_OR_RETURN(OpenedList list, OpenList(call, request));
  ABSL_ASSIGN_OR_RETURN(storage::Page<CarryingOfficer> page,
                        storage::ListCarryingOfficers(tx, filter, list.page));
  v1::ListCarryingOfficersResponse response;
  for (const CarryingOfficer& officer : page.items) {
    *response.add_officers() = ToProto(officer);
  }
  response.set_next_page_token(NextPageToken(list, page.next));
  return response;
}

}  // namespace caseload::caseplan
