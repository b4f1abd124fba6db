// coverage_report.h: who has had the quarter's conference (R001-R003).

#ifndef SERVICES_CONFERENCE_COVERAGE_REPORT_H_
#define SERVICES_CONFERENCE_COVERAGE_REPORT_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "caseload/conference/v1/conference_service.pb.h"
#include "services/common/paging/paging.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"
#include "services/conference/clients/caseplan_reader.h"
#include "services/conference/clients/county_calendar_source.h"
#include "services/conference/clients/coverage_reader.h"
#include "services/conference/domain/coverage.h"
#include "services/conference/domain/visibility.h"
#include "services/conference/validate.h"
#include "services/policy/followed/pack_source.h"
#include "services/policy/pack.h"

namespace caseload::conference {

// An officer with the posting and the policy that decide in the quarter.
struct OfficerToCover {
  OfficerInPeriod officer;
  Posting posting;
  std::shared_ptr<const policy::PolicyPack> pack;
};

// What coverage is joined from, but for the conferences.
struct CoverageFacts {
  CoverageQuery query;
  absl::CivilDay as_of;
  std::vector<OfficerToCover> officers;
};

class CoverageReport {
 public:
  // Everything is borrowed and must outlive the report.
  struct Options {
    CaseplanReader* caseplan = nullptr;
    CoverageReader* coverage = nullptr;
    const CountyCalendarSource* calendar = nullptr;
    const policy::PackSource* packs = nullptr;
    const paging::TokenSealer* pages = nullptr;
  };

  explicit CoverageReport(const Options& options) : options_(options) {}

  // See ConferenceService.ListConferenceCoverage for the errors.
  absl::StatusOr<CoverageFacts> Gather(
      const rpc::CallContext& call,
      const v1::ListConferenceCoverageRequest& request) const;
  absl::StatusOr<v1::ListConferenceCoverageResponse> Read(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListConferenceCoverageRequest& request,
      const CoverageFacts& facts) const;

 private:
  const Options options_;
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_COVERAGE_REPORT_H_
