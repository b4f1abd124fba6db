// override_import.h: overrides of the county's own system, as a kind of
// record_import.h (R032).

#ifndef SERVICES_ASSESSMENT_OVERRIDE_IMPORT_H_
#define SERVICES_ASSESSMENT_OVERRIDE_IMPORT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/assessment/domain/override.h"
#include "services/common/ids/ids.h"
#include "services/common/import/importer.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"
#include "services/policy/followed/pack_source.h"

namespace caseload::assessment {

// Imported overrides are history: what a person could not have asked for or
// decided, and can be stored, stands with a flag. A changed row is a
// correction: the override as it was is withdrawn, and another takes its place.
//
// Thread safety: thread-safe.
class OverrideImport final {
 public:
  // Pointers are borrowed and outlive the import.
  struct Options {
    ids::IdSource* ids = nullptr;
    // Whose days decide what is today.
    absl::TimeZone county_zone;
    // Whose band scheme an override is of.
    const policy::PackSource* packs = nullptr;
  };
  explicit OverrideImport(const Options& options) : options_(options) {}
  OverrideImport(const OverrideImport&) = delete;
  OverrideImport& operator=(const OverrideImport&) = delete;

  // The kind, for an importer; `this` outlives it.
  imports::Kind MakeKind() const;

 private:
  absl::StatusOr<std::string> Save(sql::Transaction& tx,
                                   const rpc::CallContext& call,
                                   imports::Row& row) const;
  absl::Status Withdraw(sql::Transaction& tx, const rpc::CallContext& call,
                        const imports::ImportedRecord& known) const;
  // The row as an override whose assessment is there; flags what is doubtful.
  absl::StatusOr<domain::Override> Read(sql::Transaction& tx,
                                        const rpc::CallContext& call,
                                        imports::Row& row) const;

  const Options options_;
};

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_OVERRIDE_IMPORT_H_
