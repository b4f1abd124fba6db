// assessment_service.h: the handlers of
// caseload.assessment.v1.AssessmentService.

#ifndef SERVICES_ASSESSMENT_ASSESSMENT_SERVICE_H_
#define SERVICES_ASSESSMENT_ASSESSMENT_SERVICE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "caseload/assessment/v1/assessment.pb.h"
#include "caseload/assessment/v1/assessment_service.pb.h"
#include "services/assessment/access.h"
#include "services/assessment/domain/assessment.h"
#include "services/assessment/names.h"
#include "services/common/auth/caller.h"
#include "services/common/feed/feed.h"
#include "services/common/ids/ids.h"
#include "services/common/import/record_masters.h"
#include "services/common/paging/paging.h"
#include "services/common/rpc/call_context.h"
#include "services/common/rpc/service.h"
#include "services/common/sql/database.h"

namespace caseload::assessment {

// A caller reaches an assessment through its case (CaseAccess): one that they
// do not reach is NOT_FOUND, as one that does not exist.
//
// Thread safety: thread-safe; holds no state of its own.
class AssessmentService {
 public:
  // Pointers are borrowed and must outlive the service.
  struct Options {
    const paging::TokenSealer* page_tokens = nullptr;
    const feed::ResumeTokens* resume_tokens = nullptr;
    ids::IdSource* ids = nullptr;
    // Whose days decide what is today.
    absl::TimeZone county_zone;
    // Roles to which assessments with clinical instruments exist. A machine
    // that speaks for nobody has none.
    auth::RoleSet clinical_roles;
    // Whose assessments a caller reaches.
    const CaseAccess* access = nullptr;
    // Null when nothing is declared.
    const imports::RecordMasters* masters = nullptr;
  };

  explicit AssessmentService(const Options& options) : options_(options) {}
  AssessmentService(const AssessmentService&) = delete;
  AssessmentService& operator=(const AssessmentService&) = delete;

  // Gives every method of `service` its handler; this must outlive it.
  void Register(rpc::Service& service);

  absl::StatusOr<v1::Assessment> CreateAssessment(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::CreateAssessmentRequest& request) const;
  absl::StatusOr<v1::Assessment> GetAssessment(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::GetAssessmentRequest& request) const;
  absl::StatusOr<v1::ListAssessmentsResponse> ListAssessments(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListAssessmentsRequest& request) const;
  absl::StatusOr<v1::Assessment> CompleteAssessment(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::CompleteAssessmentRequest& request) const;
  absl::StatusOr<v1::BatchGetCurrentRiskResponse> BatchGetCurrentRisk(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::BatchGetCurrentRiskRequest& request) const;

 private:
  bool SeesClinical(const rpc::CallContext& call) const {
    return call.caller.roles.Intersects(options_.clinical_roles);
  }
  // OK when assessments are kept here.
  absl::Status CheckNative() const {
    if (options_.masters == nullptr) return absl::OkStatus();
    return options_.masters->CheckNativeWrite("assessments");
  }
  // An assessment, as far as it exists for the caller. NOT_FOUND otherwise.
  absl::StatusOr<domain::Assessment> GetReached(
      sql::Transaction& tx, const rpc::CallContext& call,
      const AssessmentName& name) const;

  const Options options_;
};

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_ASSESSMENT_SERVICE_H_
