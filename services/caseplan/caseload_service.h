// caseload_service.h: the handlers of CaseloadService.
//
// Each is a plain function from a request to a response inside one transaction;
// what a method promises stands in caseload_service.proto.

#ifndef SERVICES_CASEPLAN_CASELOAD_SERVICE_H_
#define SERVICES_CASEPLAN_CASELOAD_SERVICE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "caseload/caseplan/v1/caseload_service.pb.h"
#include "services/caseplan/domain/officer.h"
#include "services/caseplan/domain/supervision_case.h"
#include "services/caseplan/service_base.h"
#include "services/common/rpc/call_context.h"
#include "services/common/rpc/service.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

class CaseloadService final : public ServiceBase {
 public:
  explicit CaseloadService(const ServiceOptions& options)
      : ServiceBase(options) {}

  // Gives every method its handler. `this` outlives `service`.
  void Register(rpc::Service& service);

  absl::StatusOr<v1::Unit> CreateUnit(sql::Transaction& tx,
                                      const rpc::CallContext& call,
                                      const v1::CreateUnitRequest& request);
  absl::StatusOr<v1::Unit> GetUnit(sql::Transaction& tx,
                                   const rpc::CallContext& call,
                                   const v1::GetUnitRequest& request);
  absl::StatusOr<v1::ListUnitsResponse> ListUnits(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListUnitsRequest& request);

  absl::StatusOr<v1::Officer> CreateOfficer(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::CreateOfficerRequest& request);
  absl::StatusOr<v1::Officer> GetOfficer(sql::Transaction& tx,
                                         const rpc::CallContext& call,
                                         const v1::GetOfficerRequest& request);
  absl::StatusOr<v1::ListOfficersResponse> ListOfficers(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListOfficersRequest& request);
  absl::StatusOr<v1::Officer> UpdateOfficer(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::UpdateOfficerRequest& request);

  absl::StatusOr<v1::OfficerPosting> SetOfficerPosting(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::SetOfficerPostingRequest& request);
  absl::StatusOr<v1::ListOfficerPostingsResponse> ListOfficerPostings(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListOfficerPostingsRequest& request);

  absl::StatusOr<v1::OfficerLeave> RecordOfficerLeave(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::RecordOfficerLeaveRequest& request);
  absl::StatusOr<v1::ListOfficerLeavesResponse> ListOfficerLeaves(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListOfficerLeavesRequest& request);

  absl::StatusOr<v1::Client> CreateClient(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::CreateClientRequest& request);
  absl::StatusOr<v1::Client> GetClient(sql::Transaction& tx,
                                       const rpc::CallContext& call,
                                       const v1::GetClientRequest& request);
  absl::StatusOr<v1::ListClientsResponse> ListClients(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListClientsRequest& request);
  absl::StatusOr<v1::Client> UpdateClient(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::UpdateClientRequest& request);
  absl::StatusOr<v1::Case> OpenCase(sql::Transaction& tx,
                                    const rpc::CallContext& call,
                                    const v1::OpenCaseRequest& request);
  absl::StatusOr<v1::Case> GetCase(sql::Transaction& tx,
                                   const rpc::CallContext& call,
                                   const v1::GetCaseRequest& request);
  absl::StatusOr<v1::ListCasesResponse> ListCases(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListCasesRequest& request);
  absl::StatusOr<v1::Case> UpdateCase(sql::Transaction& tx,
                                      const rpc::CallContext& call,
                                      const v1::UpdateCaseRequest& request);
  absl::StatusOr<v1::Case> CloseCase(sql::Transaction& tx,
                                     const rpc::CallContext& call,
                                     const v1::CloseCaseRequest& request);
  absl::StatusOr<v1::CaseState> RecordCaseState(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::RecordCaseStateRequest& request);
  absl::StatusOr<v1::ListCaseStatesResponse> ListCaseStates(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListCaseStatesRequest& request);
  absl::StatusOr<v1::Assignment> AssignCase(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::AssignCaseRequest& request);
  absl::StatusOr<v1::TransferCaseloadResponse> TransferCaseload(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::TransferCaseloadRequest& request);
  absl::StatusOr<v1::ListAssignmentsResponse> ListAssignments(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListAssignmentsRequest& request);
  absl::StatusOr<v1::ListCarryingOfficersResponse> ListCarryingOfficers(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListCarryingOfficersRequest& request);

  absl::StatusOr<v1::Holiday> CreateHoliday(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::CreateHolidayRequest& request);
  absl::StatusOr<v1::Holiday> DeleteHoliday(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::DeleteHolidayRequest& request);
  absl::StatusOr<v1::ListHolidaysResponse> ListHolidays(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListHolidaysRequest& request);

 private:
  // Takes the days of `taken` out of the officer's standing postings.
  absl::Status ClearPostings(sql::Transaction& tx, const rpc::CallContext& call,
                             const std::string& officer_id,
                             const DayPeriod& taken);
  // Takes the days of `taken` out of the case's standing states.
  absl::Status ClearCaseStates(sql::Transaction& tx,
                               const rpc::CallContext& call,
                               const std::string& case_id,
                               const DayPeriod& taken);
  // Takes the days of `taken` out of `standing`.
  absl::Status ClearAssignments(sql::Transaction& tx,
                                const rpc::CallContext& call,
                                std::vector<Assignment> standing,
                                const DayPeriod& taken);
  // Stores a primary assignment: the days that other officers have of them are
  // taken when it has a reason, else PRIMARY_OFFICER_EXISTS.
  absl::Status SavePrimary(sql::Transaction& tx, const rpc::CallContext& call,
                           const Assignment& assignment);
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_CASELOAD_SERVICE_H_
