// override_service.h: the handlers about overrides of
// caseload.assessment.v1.AssessmentService.

#ifndef SERVICES_ASSESSMENT_OVERRIDE_SERVICE_H_
#define SERVICES_ASSESSMENT_OVERRIDE_SERVICE_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "caseload/assessment/v1/assessment_service.pb.h"
#include "caseload/assessment/v1/override.pb.h"
#include "services/assessment/access.h"
#include "services/assessment/domain/override.h"
#include "services/common/ids/ids.h"
#include "services/common/import/record_masters.h"
#include "services/common/paging/paging.h"
#include "services/common/rpc/call_context.h"
#include "services/common/rpc/service.h"
#include "services/common/sql/database.h"
#include "services/policy/followed/pack_source.h"

namespace caseload::assessment {

// A caller reaches an override through its case (CaseAccess).
//
// Thread safety: thread-safe; holds no state of its own.
class OverrideService {
 public:
  // Pointers are borrowed and must outlive the service.
  struct Options {
    const paging::TokenSealer* page_tokens = nullptr;
    ids::IdSource* ids = nullptr;
    // Whose days decide what is today.
    absl::TimeZone county_zone;
    const CaseAccess* access = nullptr;
    // What a division's policy says of overrides.
    const policy::PackSource* packs = nullptr;
    // Null when nothing is declared.
    const imports::RecordMasters* masters = nullptr;
  };

  explicit OverrideService(const Options& options) : options_(options) {}
  OverrideService(const OverrideService&) = delete;
  OverrideService& operator=(const OverrideService&) = delete;

  // Gives its methods of `service` their handlers; this must outlive it.
  void Register(rpc::Service& service);

  absl::StatusOr<v1::Override> RequestOverride(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::RequestOverrideRequest& request) const;
  absl::StatusOr<v1::Override> DecideOverride(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::DecideOverrideRequest& request) const;
  absl::StatusOr<v1::Override> EndOverride(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::EndOverrideRequest& request) const;
  absl::StatusOr<v1::Override> GetOverride(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::GetOverrideRequest& request) const;
  absl::StatusOr<v1::ListOverridesResponse> ListOverrides(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListOverridesRequest& request) const;
  absl::StatusOr<v1::ReportOverrideRatesResponse> ReportOverrideRates(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ReportOverrideRatesRequest& request) const;

 private:
  // A case and the policy that governs it today.
  struct Governed {
    domain::ProjectedCase projected;
    std::shared_ptr<const policy::PolicyPack> pack;
    // The pack's.
    const policy::OverrideRules* rules = nullptr;
  };
  absl::StatusOr<Governed> GovernedCase(sql::Transaction& tx,
                                        const rpc::CallContext& call,
                                        const std::string& case_id) const;
  // An override, as far as it exists for the caller, in the state that `etag`
  // names. NOT_FOUND or ABORTED otherwise.
  absl::StatusOr<domain::Override> GetReached(sql::Transaction& tx,
                                              const rpc::CallContext& call,
                                              const std::string& name,
                                              const std::string& etag) const;
  // OK when overrides are kept here.
  absl::Status CheckNative() const;
  absl::CivilDay Today(const rpc::CallContext& call) const;

  const Options options_;
};

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_OVERRIDE_SERVICE_H_
