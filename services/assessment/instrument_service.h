// instrument_service.h: the handlers of
// caseload.assessment.v1.InstrumentService.

#ifndef SERVICES_ASSESSMENT_INSTRUMENT_SERVICE_H_
#define SERVICES_ASSESSMENT_INSTRUMENT_SERVICE_H_

#include "absl/status/statusor.h"
#include "caseload/assessment/v1/instrument.pb.h"
#include "caseload/assessment/v1/instrument_service.pb.h"
#include "services/common/paging/paging.h"
#include "services/common/rpc/call_context.h"
#include "services/common/rpc/service.h"
#include "services/common/sql/database.h"

namespace caseload::assessment {

// Thread safety: thread-safe; holds no state of its own.
class InstrumentService {
 public:
  // Everything is borrowed and must outlive the service.
  struct Options {
    const paging::TokenSealer* page_tokens = nullptr;
  };

  explicit InstrumentService(const Options& options) : options_(options) {}
  InstrumentService(const InstrumentService&) = delete;
  InstrumentService& operator=(const InstrumentService&) = delete;

  // Gives every method of `service` its handler; this must outlive it.
  void Register(rpc::Service& service);

  absl::StatusOr<v1::Instrument> CreateInstrument(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::CreateInstrumentRequest& request) const;
  absl::StatusOr<v1::Instrument> GetInstrument(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::GetInstrumentRequest& request) const;
  absl::StatusOr<v1::ListInstrumentsResponse> ListInstruments(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ListInstrumentsRequest& request) const;

 private:
  const Options options_;
};

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_INSTRUMENT_SERVICE_H_
