// record_import.h: records of the county's own system, taken in batches
// (ImportRecords of CaseloadService).
//
// What every kind has in common is services/common/import. What a kind does to
// the record stands with its family in record_import_*.{h,cc}.

#ifndef SERVICES_CASEPLAN_RECORD_IMPORT_H_
#define SERVICES_CASEPLAN_RECORD_IMPORT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "caseload/caseplan/v1/import.pb.h"
#include "caseload/type/v1/import.pb.h"
#include "services/caseplan/record_import_calendar.h"
#include "services/caseplan/record_import_case_record.h"
#include "services/caseplan/record_import_cases.h"
#include "services/caseplan/record_import_clients.h"
#include "services/caseplan/record_import_officers.h"
#include "services/caseplan/record_import_plans.h"
#include "services/caseplan/service_base.h"
#include "services/caseplan/storage/generation_store.h"
#include "services/common/import/importer.h"
#include "services/common/rpc/call_context.h"
#include "services/common/rpc/service.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

class RecordImport final {
 public:
  explicit RecordImport(const ServiceOptions& options);

  // Gives ImportRecords its handler. `this` outlives `service`.
  void Register(rpc::Service& service);

  absl::StatusOr<type::v1::ImportRecordsResponse> ImportRecords(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ImportRecordsRequest& request) {
    absl::StatusOr<type::v1::ImportRecordsResponse> response =
        importer_.Import(tx, call, request);
    if (!response.ok()) return response;
    // Every snapshot says when the last import was.
    const absl::Status raised = storage::Bump(tx, storage::kCountyScope);
    if (!raised.ok()) return raised;
    return response;
  }

  // The names of all kinds that caseplan imports.
  static std::vector<std::string> KindNames();

 private:
  imports::Importer importer_;
  CalendarImport calendar_;
  CaseRecordImport case_record_;
  CaseImport cases_;
  ClientImport clients_;
  OfficerImport officers_;
  PlanImport plans_;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_RECORD_IMPORT_H_
