// snapshot_filter.h: which judged cases and findings a list asks for. Pure.

#ifndef SERVICES_CASEPLAN_SNAPSHOT_FILTER_H_
#define SERVICES_CASEPLAN_SNAPSHOT_FILTER_H_

#include "absl/status/status.h"
#include "caseload/caseplan/v1/caseload_service.pb.h"
#include "caseload/caseplan/v1/snapshot.pb.h"

namespace caseload::caseplan {

// INVALID_ARGUMENT when a filter holds what is no value of its type, or
// instrument_states stands without its instrument.
absl::Status ValidateFilter(const v1::ListCaseFindingsRequest& request);
absl::Status ValidateFilter(const v1::ListCaseloadCasesRequest& request);

// Whether every filter of the request matches.
bool Matches(const v1::ListCaseFindingsRequest& request,
             const v1::CaseFinding& finding);
bool Matches(const v1::ListCaseloadCasesRequest& request,
             const v1::CaseSnapshot& one);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_SNAPSHOT_FILTER_H_
