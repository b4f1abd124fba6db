// record_import.h: records of the county's own system, taken in batches
// (ImportRecords of AssessmentService).
//
// What every kind has in common is services/common/import.

#ifndef SERVICES_ASSESSMENT_RECORD_IMPORT_H_
#define SERVICES_ASSESSMENT_RECORD_IMPORT_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "caseload/assessment/v1/assessment.pb.h"
#include "caseload/assessment/v1/import.pb.h"
#include "caseload/type/v1/import.pb.h"
#include "services/assessment/domain/assessment.h"
#include "services/assessment/override_import.h"
#include "services/common/ids/ids.h"
#include "services/common/import/importer.h"
#include "services/common/import/record_masters.h"
#include "services/common/rpc/call_context.h"
#include "services/common/rpc/service.h"
#include "services/common/sql/database.h"
#include "services/policy/followed/pack_source.h"
#include "services/policy/instrument.h"

namespace caseload::assessment {

// Assessments are here, overrides in override_import.h.
//
// An imported assessment is history: what a person could not have entered, and
// can be stored, stands with a flag. A changed row is a correction: the
// assessment as it was is withdrawn, and another one takes its place.
//
// Thread safety: thread-safe.
class RecordImport final {
 public:
  // Pointers are borrowed and outlive the import.
  struct Options {
    ids::IdSource* ids = nullptr;
    // Whose days decide what is today.
    absl::TimeZone county_zone;
    // Whose band scheme an override is of.
    const policy::PackSource* packs = nullptr;
    // Null when nothing is declared.
    const imports::RecordMasters* masters = nullptr;
  };
  explicit RecordImport(const Options& options);
  RecordImport(const RecordImport&) = delete;
  RecordImport& operator=(const RecordImport&) = delete;

  // Gives ImportRecords its handler. `this` outlives `service`.
  void Register(rpc::Service& service);

  // The names of the kinds that assessment imports.
  static std::vector<std::string> KindNames() {
    return imports::KindNames(*v1::ImportRecord::descriptor());
  }

  absl::StatusOr<type::v1::ImportRecordsResponse> ImportRecords(
      sql::Transaction& tx, const rpc::CallContext& call,
      const v1::ImportRecordsRequest& request) const {
    return importer_.Import(tx, call, request);
  }

 private:
  absl::StatusOr<std::string> Save(sql::Transaction& tx,
                                   const rpc::CallContext& call,
                                   imports::Row& row) const;
  absl::Status Withdraw(sql::Transaction& tx, const rpc::CallContext& call,
                        const imports::ImportedRecord& known) const;
  // The row as an assessment whose case and instrument are there; flags what is
  // doubtful.
  absl::StatusOr<domain::Assessment> Read(sql::Transaction& tx,
                                          const rpc::CallContext& call,
                                          imports::Row& row) const;

  const Options options_;
  const OverrideImport overrides_;
  imports::Importer importer_;
};

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_RECORD_IMPORT_H_
