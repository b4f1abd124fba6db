// case_record_service.h: the handlers of CaseRecordService.
//
// Each is a plain function from a request to a response inside one transaction;
// what a method promises stands in case_record_service.proto.

#ifndef SERVICES_CASEPLAN_CASE_RECORD_SERVICE_H_
#define SERVICES_CASEPLAN_CASE_RECORD_SERVICE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "caseload/caseplan/v1/case_record_service.pb.h"
#include "services/caseplan/domain/case_record.h"
#include "services/caseplan/fact_recorder.h"
#include "services/caseplan/service_base.h"
#include "services/common/rpc/call_context.h"
#include "services/common/rpc/service.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

class CaseRecordService final : public FactRecorder {
 public:
  explicit CaseRecordService(const ServiceOptions& options)
      : FactRecorder(options) {}

  // Gives every method its handler. `this` outlives `service`.
  void Register(rpc::Service& service);

  absl::StatusOr<v1::Contact> RecordContact(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::RecordContactRequest& request);
  absl::StatusOr<v1::ListContactsResponse> ListContacts(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListContactsRequest& request);
  absl::StatusOr<v1::NoContactReason> RecordNoContactReason(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::RecordNoContactReasonRequest& request);
  absl::StatusOr<v1::ListNoContactReasonsResponse> ListNoContactReasons(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListNoContactReasonsRequest& request);
  absl::StatusOr<v1::Enrollment> CreateEnrollment(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::CreateEnrollmentRequest& request);
  absl::StatusOr<v1::Enrollment> UpdateEnrollment(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::UpdateEnrollmentRequest& request);
  absl::StatusOr<v1::ListEnrollmentsResponse> ListEnrollments(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListEnrollmentsRequest& request);
  absl::StatusOr<v1::JournalNote> AddJournalNote(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::AddJournalNoteRequest& request);
  absl::StatusOr<v1::ListJournalNotesResponse> ListJournalNotes(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListJournalNotesRequest& request);
  absl::StatusOr<v1::Investigation> OpenInvestigation(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::OpenInvestigationRequest& request);
  absl::StatusOr<v1::Investigation> CloseInvestigation(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::CloseInvestigationRequest& request);
  absl::StatusOr<v1::ListInvestigationsResponse> ListInvestigations(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListInvestigationsRequest& request);
  absl::StatusOr<v1::CaseCondition> AddCondition(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::AddConditionRequest& request);
  absl::StatusOr<v1::ListConditionsResponse> ListConditions(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListConditionsRequest& request);

 private:
  // Whether the officer is on record, and each objective one that work can be
  // recorded for. NOT_FOUND, OBJECTIVE_IN_DRAFT.
  absl::Status CheckReferences(sql::Transaction& tx, const std::string& case_id,
                               const std::string& officer_id,
                               const std::vector<ObjectiveLink>& objectives);
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_CASE_RECORD_SERVICE_H_
