// snapshot_service.h: the handlers of CaseloadService that answer with what was
// judged: snapshots, the lists behind their numbers, the view of a case.

#ifndef SERVICES_CASEPLAN_SNAPSHOT_SERVICE_H_
#define SERVICES_CASEPLAN_SNAPSHOT_SERVICE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "caseload/caseplan/v1/caseload_service.pb.h"
#include "caseload/caseplan/v1/snapshot.pb.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/policy_packs.h"
#include "services/caseplan/service_base.h"
#include "services/caseplan/snapshot_builder.h"
#include "services/common/rpc/call_context.h"
#include "services/common/rpc/service.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

// What a request asks for; who may ask is not its business. INVALID_ARGUMENT as
// the method's comment says.
absl::StatusOr<SnapshotQuery> ParseSnapshotQuery(
    const v1::GetCaseloadSnapshotRequest& request, absl::CivilDay today);

class SnapshotService final : public ServiceBase {
 public:
  explicit SnapshotService(const ServiceOptions& options)
      : ServiceBase(options) {}

  // Gives its methods of CaseloadService their handlers. `this` outlives
  // `service`.
  void Register(rpc::Service& service);

  absl::StatusOr<v1::CaseloadSnapshot> GetCaseloadSnapshot(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::GetCaseloadSnapshotRequest& request);
  absl::StatusOr<v1::ListCaseFindingsResponse> ListCaseFindings(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListCaseFindingsRequest& request);
  absl::StatusOr<v1::ListCaseloadCasesResponse> ListCaseloadCases(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListCaseloadCasesRequest& request);
  absl::StatusOr<v1::CaseView> GetCaseView(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::GetCaseViewRequest& request);

 private:
  // The query of a request with officer, as_of and period, when the caller may
  // make it.
  template <typename Request>
  absl::StatusOr<SnapshotQuery> OpenQuery(sql::Transaction& tx,
                                          const rpc::CallContext& call,
                                          const Request& request) const;

  // The record of the case up to the day; the caller reaches it.
  static absl::Status AddRecord(sql::Transaction& tx, const CaseName& name,
                                absl::CivilDay as_of, v1::CaseView* view);
  static absl::Status AddProgramsAndInvestigations(sql::Transaction& tx,
                                                   const CaseName& name,
                                                   absl::CivilDay as_of,
                                                   v1::CaseView* view);

  PolicyPacks packs_;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_SNAPSHOT_SERVICE_H_
