// record_import_case_record.h: what an imported contact, no-contact reason,
// enrollment, note, condition or investigation does to a case's record.

#ifndef SERVICES_CASEPLAN_RECORD_IMPORT_CASE_RECORD_H_
#define SERVICES_CASEPLAN_RECORD_IMPORT_CASE_RECORD_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/caseplan/fact_recorder.h"
#include "services/caseplan/validate_record.h"
#include "services/common/import/importer.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

class CaseRecordImport final : public FactRecorder {
 public:
  explicit CaseRecordImport(const ServiceOptions& options)
      : FactRecorder(options) {}

  // Adds conditions, enrollments, contacts, no_contact_reasons, notes and
  // investigations. `this` outlives `importer`.
  void AddKinds(imports::Importer& importer);

 private:
  absl::StatusOr<std::string> SaveCondition(sql::Transaction& tx,
                                            const rpc::CallContext& call,
                                            imports::Row& row);
  absl::StatusOr<std::string> SaveEnrollment(sql::Transaction& tx,
                                             const rpc::CallContext& call,
                                             imports::Row& row);
  absl::StatusOr<std::string> SaveContact(sql::Transaction& tx,
                                          const rpc::CallContext& call,
                                          imports::Row& row);
  absl::StatusOr<std::string> SaveNoContactReason(sql::Transaction& tx,
                                                  const rpc::CallContext& call,
                                                  imports::Row& row);
  absl::StatusOr<std::string> SaveNote(sql::Transaction& tx,
                                       const rpc::CallContext& call,
                                       imports::Row& row);
  absl::StatusOr<std::string> SaveInvestigation(sql::Transaction& tx,
                                                const rpc::CallContext& call,
                                                imports::Row& row);
  template <typename Fact>
  absl::Status Withdraw(sql::Transaction& tx, const rpc::CallContext& call,
                        const imports::ImportedRecord& known) {
    return WithdrawFact<Fact>(tx, call, known.record);
  }
  absl::Status WithdrawInvestigation(sql::Transaction& tx,
                                     const rpc::CallContext& call,
                                     const imports::ImportedRecord& known);

  // What a row is judged against: its case, the call's instant, the zone.
  RecordContext ContextOf(const rpc::CallContext& call,
                          const std::string& case_name) const {
    return {case_name, call.now, zone()};
  }
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_RECORD_IMPORT_CASE_RECORD_H_
