// The handlers of clients, cases and their states.

#include <utility>

#include "services/caseplan/caseload_service.h"
#include "services/caseplan/convert_case.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/storage/access.h"
#include "services/caseplan/storage/case_store.h"
#include "services/caseplan/storage/officer_store.h"
#include "services/caseplan/validate_case.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

namespace {

// A unit that receives a case stands on the day of receipt.
absl::Status CheckReceivingUnit(sql::Transaction& tx,
                                const Case& supervision_case) {
  if (!supervision_case.unit_id.has_value()) return absl::OkStatus();
  ABSL_ASSIGN_OR_RETURN(Unit unit,
                        storage::GetUnit(tx, *supervision_case.unit_id));
  if (unit.period.Contains(supervision_case.received_date)) {
    return absl::OkStatus();
  }
  return status::FailedPrecondition(
      "UNIT_NOT_ACTIVE", UnitName{unit.id}.ToString(),
      "does not stand on the day on which the case was received");
}

absl::StatusOr<Client> ReachedClient(sql::Transaction& tx, const Reach& reach,
                                     const ClientName& name) {
  ABSL_ASSIGN_OR_RETURN(bool reached,
                        storage::ReachesClient(tx, reach, name.id));
  if (!reached) return status::NotFound(name.ToString());
  return storage::GetClient(tx, name.id);
}

}  // namespace

// --- clients ---

absl::StatusOr<v1::Client> CaseloadService::CreateClient(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::CreateClientRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("clients"));
  if (!request.client().identifiers().empty()) {
    ABSL_RETURN_IF_ERROR(CheckNative("identifiers"));
  }
  if (!request.client().related_persons().empty()) {
    ABSL_RETURN_IF_ERROR(CheckNative("guardians"));
  }
  ABSL_RETURN_IF_ERROR(ValidateChosenId("client_id", request.client_id()));
  ABSL_RETURN_IF_ERROR(ValidateClient(request.client(), Today(call)));
  Client client = FromProto(request.client());
  client.id = ChosenOrNewId(request.client_id());
  client.created_at = RecordTime(call);
  ABSL_RETURN_IF_ERROR(storage::InsertClient(tx, client));
  v1::Client response = ToProto(client, Today(call));
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "client", response));
  return response;
}

absl::StatusOr<v1::Client> CaseloadService::GetClient(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::GetClientRequest& request) {
  ABSL_ASSIGN_OR_RETURN(ClientName name,
                        ParseName<ClientName>("name", request.name()));
  ABSL_ASSIGN_OR_RETURN(Reach reach, ReachOf(tx, call));
  ABSL_ASSIGN_OR_RETURN(Client client, ReachedClient(tx, reach, name));
  call.Touched(request.name());
  return ToProto(client, Today(call));
}

absl::StatusOr<v1::ListClientsResponse> CaseloadService::ListClients(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListClientsRequest& request) {
  if (request.identifier_kind().empty() != request.identifier_value().empty()) {
    return status::InvalidField(request.identifier_kind().empty()
                                    ? "identifier_kind"
                                    : "identifier_value",
                                "FIELD_REQUIRED", "goes with the other");
  }
  storage::ClientFilter filter;
  ABSL_ASSIGN_OR_RETURN(filter.reach, ReachOf(tx, call));
  filter.family_name = request.family_name();
  filter.identifier_kind = request.identifier_kind();
  filter.identifier_value = request.identifier_value();
  ABSL_ASSIGN_OR_RETURN(OpenedList list, OpenList(call, request));
  ABSL_ASSIGN_OR_RETURN(storage::Page<Client> page,
                        storage::ListClients(tx, filter, list.page));
  v1::ListClientsResponse response;
  for (const Client& client : page.items) {
    *response.add_clients() = ToProto(client, Today(call));
    call.Touched(response.clients().rbegin()->name());
  }
  response.set_next_page_token(NextPageToken(list, page.next));
  return response;
}

absl::StatusOr<v1::Client> CaseloadService::UpdateClient(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::UpdateClientRequest& request) {
  for (const std::string& path : request.update_mask().paths()) {
    ABSL_RETURN_IF_ERROR(CheckNative(path == "identifiers"       ? "identifiers"
                                     : path == "related_persons" ? "guardians"
                                                                 : "clients"));
  }
  ABSL_ASSIGN_OR_RETURN(
      ClientName name,
      ParseName<ClientName>("client.name", request.client().name()));
  ABSL_ASSIGN_OR_RETURN(Reach reach, ReachOf(tx, call));
  ABSL_ASSIGN_OR_RETURN(Client stored, ReachedClient(tx, reach, name));
  ABSL_RETURN_IF_ERROR(
      ValidateMask(request.update_mask(),
                   {"given_name", "family_name", "date_of_birth", "phone",
                    "address", "preferred_language", "gender", "race",
                    "ethnicity", "identifiers", "related_persons"}));
  if (!EtagMatches(request.client().etag(), stored.version)) {
    return status::EtagMismatch(name.ToString());
  }
  v1::Client merged = ToProto(stored, Today(call));
  ApplyMask(request.update_mask(), request.client(), &merged);
  ABSL_RETURN_IF_ERROR(ValidateClient(merged, Today(call)));
  Client client = FromProto(merged);
  client.id = stored.id;
  client.version = stored.version;
  client.created_at = stored.created_at;
  ABSL_RETURN_IF_ERROR(storage::UpdateClient(tx, &client));
  v1::Client response = ToProto(client, Today(call));
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "client", response));
  return response;
}

// --- cases ---

absl::StatusOr<v1::Case> CaseloadService::OpenCase(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::OpenCaseRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("cases"));
  ABSL_RETURN_IF_ERROR(ValidateChosenId("case_id", request.case_id()));
  ABSL_RETURN_IF_ERROR(ValidateCase(request.case_(), Today(call)));
  Case supervision_case = FromProto(request.case_());
  supervision_case.id = ChosenOrNewId(request.case_id());
  supervision_case.created_at = RecordTime(call);
  ABSL_RETURN_IF_ERROR(
      storage::GetClient(tx, supervision_case.client_id).status());
  ABSL_RETURN_IF_ERROR(CheckReceivingUnit(tx, supervision_case));
  ABSL_RETURN_IF_ERROR(storage::InsertCase(tx, supervision_case));
  v1::Case response = ToProto(supervision_case);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "case", response));
  return response;
}

absl::StatusOr<v1::Case> CaseloadService::GetCase(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::GetCaseRequest& request) {
  ABSL_ASSIGN_OR_RETURN(CaseName name,
                        ParseName<CaseName>("name", request.name()));
  ABSL_ASSIGN_OR_RETURN(Case supervision_case, ReachedCase(tx, call, name));
  call.Touched(request.name());
  return ToProto(supervision_case);
}

absl::StatusOr<v1::ListCasesResponse> CaseloadService::ListCases(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListCasesRequest& request) {
  storage::CaseFilter filter;
  ABSL_ASSIGN_OR_RETURN(filter.client_id,
                        ParseFilter<ClientName>("client", request.client()));
  filter.division = request.division();
  ABSL_ASSIGN_OR_RETURN(filter.unit_id,
                        ParseFilter<UnitName>("unit", request.unit()));
  ABSL_ASSIGN_OR_RETURN(
      filter.open_on,
      ParseDate("open_on", request.has_open_on(), request.open_on()));
  ABSL_ASSIGN_OR_RETURN(
      filter.primary_officer_id,
      ParseFilter<OfficerName>("primary_officer", request.primary_officer()));
  if (!filter.primary_officer_id.empty() && !filter.open_on.has_value()) {
    return status::InvalidField("open_on", "FIELD_REQUIRED",
                                "is required with primary_officer");
  }
  ABSL_ASSIGN_OR_RETURN(filter.reach, ReachOf(tx, call));
  ABSL_ASSIGN_OR_RETURN(OpenedList list, OpenList(call, request));
  ABSL_ASSIGN_OR_RETURN(storage::Page<Case> page,
                        storage::ListCases(tx, filter, list.page));
  v1::ListCasesResponse response;
  for (const Case& item : page.items) {
    *response.add_cases() = ToProto(item);
    call.Touched(response.cases().rbegin()->name());
  }
  response.set_next_page_token(NextPageToken(list, page.next));
  return response;
}

absl::StatusOr<v1::Case> CaseloadService::UpdateCase(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::UpdateCaseRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("cases"));
  ABSL_ASSIGN_OR_RETURN(
      CaseName name, ParseName<CaseName>("case.name", request.case_().name()));
  ABSL_ASSIGN_OR_RETURN(Case stored, ReachedOpenCase(tx, call, name));
  ABSL_RETURN_IF_ERROR(
      ValidateMask(request.update_mask(),
                   {"case_type", "court_numbers", "start_date",
                    "expected_end_date", "unit", "weight", "weight_reason"}));
  if (!EtagMatches(request.case_().etag(), stored.version)) {
    return status::EtagMismatch(name.ToString());
  }
  v1::Case merged = ToProto(stored);
  ApplyMask(request.update_mask(), request.case_(), &merged);
  ABSL_RETURN_IF_ERROR(ValidateCase(merged, Today(call)));
  Case supervision_case = FromProto(merged);
  supervision_case.id = stored.id;
  supervision_case.version = stored.version;
  supervision_case.created_at = stored.created_at;
  ABSL_RETURN_IF_ERROR(CheckReceivingUnit(tx, supervision_case));
  ABSL_RETURN_IF_ERROR(storage::UpdateCase(tx, &supervision_case));
  v1::Case response = ToProto(supervision_case);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "case", response));
  return response;
}

absl::StatusOr<v1::Case> CaseloadService::CloseCase(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::CloseCaseRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("cases"));
  ABSL_ASSIGN_OR_RETURN(CaseName name,
                        ParseName<CaseName>("name", request.name()));
  ABSL_ASSIGN_OR_RETURN(Case supervision_case, ReachedOpenCase(tx, call, name));
  Checker check("");
  const auto closed = check.Date("closed_date", request.has_closed_date(),
                                 request.closed_date(), Checker::kRequired);
  check.NotAfter("closed_date", closed, Today(call));
  check.Ordered("closed_date", supervision_case.received_date, closed);
  check.Enumerator("reason", request.reason(),
                   v1::Case::ClosingReason_IsValid(request.reason()),
                   Checker::kRequired);
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  if (!EtagMatches(request.etag(), supervision_case.version)) {
    return status::EtagMismatch(name.ToString());
  }
  supervision_case.closed_date = closed;
  supervision_case.closing_reason =
      static_cast<ClosingReason>(request.reason());
  ABSL_RETURN_IF_ERROR(storage::UpdateCase(tx, &supervision_case));
  const DayPeriod after{*closed + 1, std::nullopt};
  ABSL_ASSIGN_OR_RETURN(std::vector<Assignment> assignments,
                        storage::StandingAssignments(tx, name.id, after));
  ABSL_RETURN_IF_ERROR(
      ClearAssignments(tx, call, std::move(assignments), after));
  ABSL_RETURN_IF_ERROR(ClearCaseStates(tx, call, name.id, after));
  v1::Case response = ToProto(supervision_case);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "case", response));
  return response;
}

// --- states ---

absl::Status CaseloadService::ClearCaseStates(sql::Transaction& tx,
                                              const rpc::CallContext& call,
                                              const std::string& case_id,
                                              const DayPeriod& taken) {
  ABSL_ASSIGN_OR_RETURN(std::vector<CaseState> standing,
                        storage::StandingCaseStates(tx, case_id, taken));
  return TakeDays(tx, call, "case_state", std::move(standing), taken,
                  storage::SupersedeCaseState,
                  [](sql::Transaction& store, CaseState& state) {
                    // Nobody confirmed what the state no longer says: a
                    // confirmation after its new end moves back to it, one
                    // before its new beginning forward.
                    if (state.confirmed_date < state.period.first) {
                      state.confirmed_date = state.period.first;
                    }
                    if (state.period.last.has_value() &&
                        state.confirmed_date > *state.period.last) {
                      state.confirmed_date = *state.period.last;
                    }
                    return storage::InsertCaseState(store, state);
                  });
}

absl::StatusOr<v1::CaseState> CaseloadService::RecordCaseState(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::RecordCaseStateRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("client_states"));
  ABSL_ASSIGN_OR_RETURN(CaseName case_name,
                        ParseName<CaseName>("parent", request.parent()));
  ABSL_ASSIGN_OR_RETURN(
      std::string corrected_id,
      (ParseCorrected<CaseStateName>(case_name, request.corrects())));
  ABSL_ASSIGN_OR_RETURN(Case supervision_case,
                        ReachedCase(tx, call, case_name));
  ABSL_RETURN_IF_ERROR(ValidateCaseState(request.state(), Today(call)));
  CaseState state = FromProto(request.state());
  state.id = NewId();
  state.case_id = case_name.id;
  state.recording = NewRecording(call);
  if (!supervision_case.OpenDays().Covers(state.period)) {
    return status::FailedPrecondition(
        "CASE_NOT_OPEN", case_name.ToString(),
        "is not open on every day of the state; end the state with the case");
  }
  if (!corrected_id.empty()) {
    ABSL_ASSIGN_OR_RETURN(
        CaseState corrected,
        storage::GetStandingCaseState(tx, case_name.id, corrected_id));
    ABSL_RETURN_IF_ERROR(
        storage::SupersedeCaseState(tx, corrected.id, RecordTime(call)));
    state.id = corrected.id;
    state.recording = NewRecording(call, corrected.recording.revision + 1);
    if (!state.external_id) state.external_id = corrected.external_id;
  }
  ABSL_RETURN_IF_ERROR(ClearCaseStates(tx, call, case_name.id, state.period));
  ABSL_RETURN_IF_ERROR(storage::InsertCaseState(tx, state));
  v1::CaseState response = ToProto(state);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "case_state", response));
  return response;
}

absl::StatusOr<v1::ListCaseStatesResponse> CaseloadService::ListCaseStates(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListCaseStatesRequest& request) {
  storage::CaseStateFilter filter;
  ABSL_ASSIGN_OR_RETURN(filter.case_id, ParseCaseOrAll(request.parent()));
  ABSL_ASSIGN_OR_RETURN(
      filter.as_of, ParseDate("as_of", request.has_as_of(), request.as_of()));
  ABSL_ASSIGN_OR_RETURN(
      filter.known_at,
      ParseInstant("known_at", request.has_known_at(), request.known_at()));
  ABSL_ASSIGN_OR_RETURN(filter.reach, ReachOf(tx, call));
  ABSL_ASSIGN_OR_RETURN(OpenedList list, OpenList(call, request));
  ABSL_ASSIGN_OR_RETURN(storage::Page<CaseState> page,
                        storage::ListCaseStates(tx, filter, list.page));
  v1::ListCaseStatesResponse response;
  for (const CaseState& state : page.items) {
    *response.add_states() = ToProto(state);
    call.Touched(response.states().rbegin()->name());
  }
  response.set_next_page_token(NextPageToken(list, page.next));
  return response;
}

}  // namespace caseload::caseplan
