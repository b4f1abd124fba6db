// instrument_reband.h: the handlers of
// caseload.assessment.v1.InstrumentService that look at cases: what a version
// would change, and changing it.

#ifndef SERVICES_ASSESSMENT_INSTRUMENT_REBAND_H_
#define SERVICES_ASSESSMENT_INSTRUMENT_REBAND_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "caseload/assessment/v1/instrument_service.pb.h"
#include "caseload/assessment/v1/rebanding.pb.h"
#include "services/assessment/access.h"
#include "services/common/ids/ids.h"
#include "services/common/paging/paging.h"
#include "services/common/rpc/call_context.h"
#include "services/common/rpc/service.h"
#include "services/common/sql/database.h"

namespace caseload::assessment {

// Both go through the open cases in the order of their ids, a page at a time,
// so that neither memory nor a transaction grows with the county.
//
// Thread safety: thread-safe; holds no state of its own.
class InstrumentReband {
 public:
  // Pointers are borrowed and must outlive the handlers.
  struct Options {
    const paging::TokenSealer* page_tokens = nullptr;
    ids::IdSource* ids = nullptr;
    // Whose days decide what is today.
    absl::TimeZone county_zone;
    // Whether it is known which cases are open.
    const CaseAccess* access = nullptr;
  };

  explicit InstrumentReband(const Options& options) : options_(options) {}
  InstrumentReband(const InstrumentReband&) = delete;
  InstrumentReband& operator=(const InstrumentReband&) = delete;

  // Gives the two methods of `service` their handlers; this must outlive it.
  void Register(rpc::Service& service);

  absl::StatusOr<v1::DryRunInstrumentResponse> DryRunInstrument(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::DryRunInstrumentRequest& request) const;
  absl::StatusOr<v1::Rebanding> RebandInstrument(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::RebandInstrumentRequest& request) const;

 private:
  const Options options_;
};

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_INSTRUMENT_REBAND_H_
