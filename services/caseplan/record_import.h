// record_import.h: records of the county's own system, taken in batches
// (ImportRecords of CaseloadService).
//
// All that can be wrong with a record is found by reading, before its first
// statement that writes: a rejected record has changed nothing, and the other
// records of its batch are stored.

#ifndef SERVICES_CASEPLAN_RECORD_IMPORT_H_
#define SERVICES_CASEPLAN_RECORD_IMPORT_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "caseload/caseplan/v1/import.pb.h"
#include "services/caseplan/caseload_service.h"
#include "services/caseplan/service_base.h"
#include "services/caseplan/storage/import_store.h"
#include "services/common/rpc/call_context.h"
#include "services/common/rpc/service.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

class RecordImport final : public ServiceBase {
 public:
  // `caseload` is borrowed: records that people enter one by one are stored by
  // its handlers when they are imported too.
  RecordImport(const ServiceOptions& options, CaseloadService* caseload)
      : ServiceBase(options), caseload_(caseload) {}

  // Gives ImportRecords its handler. `this` outlives `service`.
  void Register(rpc::Service& service);

  absl::StatusOr<v1::ImportRecordsResponse> ImportRecords(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ImportRecordsRequest& request);

 private:
  // One record on its way into the store.
  struct Row {
    const v1::ImportRecord& record;
    // As it was imported before, withdrawn or not; none for a new one.
    std::optional<storage::ImportedRecord> known;
    // The column that is being judged, for a refusal that names none.
    std::string column;
  };

  absl::StatusOr<v1::ImportOutcome> Apply(sql::Transaction& tx,
                                          const rpc::CallContext& call,
                                          const std::string& run,
                                          const v1::ImportRecord& record);
  absl::StatusOr<v1::ImportOutcome> ApplyContent(sql::Transaction& tx,
                                                 const rpc::CallContext& call,
                                                 const std::string& run,
                                                 Row& row);
  absl::StatusOr<v1::ImportOutcome> TakeBack(sql::Transaction& tx,
                                             const rpc::CallContext& call,
                                             const std::string& run,
                                             storage::ImportedRecord known);
  absl::StatusOr<v1::ImportRecordsResponse> End(sql::Transaction& tx,
                                                const rpc::CallContext& call,
                                                const std::string& run,
                                                const v1::ImportEnd& end);

  // The resource name of the record that a column refers to; "" for an empty
  // column. FAILED_PRECONDITION, reason REFERENCE_NOT_YET_KNOWN.
  absl::StatusOr<std::string> Resolve(sql::Transaction& tx, Row& row,
                                      absl::string_view column, int kind,
                                      const std::string& id) const;

  // Stores what the row says and answers its resource name. A refusal comes
  // before anything is written.
  absl::StatusOr<std::string> Save(sql::Transaction& tx,
                                   const rpc::CallContext& call, Row& row);
  absl::StatusOr<std::string> SaveOfficer(sql::Transaction& tx,
                                          const rpc::CallContext& call,
                                          Row& row);
  absl::StatusOr<std::string> SaveUnit(sql::Transaction& tx,
                                       const rpc::CallContext& call, Row& row);
  absl::StatusOr<std::string> SavePosting(sql::Transaction& tx,
                                          const rpc::CallContext& call,
                                          Row& row);
  absl::StatusOr<std::string> SaveLeave(sql::Transaction& tx,
                                        const rpc::CallContext& call, Row& row);

  // Takes a record of `kind` out of what stands. FAILED_PRECONDITION, reason
  // RECORD_IN_USE.
  absl::Status Withdraw(sql::Transaction& tx, const rpc::CallContext& call,
                        int kind, const std::string& name);
  // Undoes Withdraw() for a record that is hidden rather than superseded;
  // with `at`, does it again.
  absl::Status SetHidden(sql::Transaction& tx, int kind,
                         const std::string& name, std::optional<absl::Time> at);

  CaseloadService* const caseload_;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_RECORD_IMPORT_H_
