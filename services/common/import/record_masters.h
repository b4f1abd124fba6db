// record_masters.h: which kinds of record are kept here, and which elsewhere.
//
// A county declares it once, in the service's configuration (docs/import-
// format.md). Nothing declared: both ways are open. As soon as something is,
// every kind has one master: those that are listed are imported and nobody
// writes them here; all others are written here and never imported.

#ifndef SERVICES_COMMON_IMPORT_RECORD_MASTERS_H_
#define SERVICES_COMMON_IMPORT_RECORD_MASTERS_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace caseload::imports {

// Immutable, so thread-safe.
class RecordMasters {
 public:
  // Nothing is declared.
  RecordMasters() = default;

  // From "officers,units", or "none" when every kind is kept here; "" declares
  // nothing. INVALID_ARGUMENT when a name is not one of `kinds`.
  static absl::StatusOr<RecordMasters> Parse(
      absl::string_view list, const std::vector<std::string>& kinds);

  // FAILED_PRECONDITION, reason RECORD_KIND_IMPORTED, when records of the kind
  // are imported: a person does not change them here.
  absl::Status CheckNativeWrite(absl::string_view kind) const;

  // FAILED_PRECONDITION, reason RECORD_KIND_NATIVE, when records of the kind
  // are kept here: an import does not change them.
  absl::Status CheckImport(absl::string_view kind) const;

 private:
  bool declared_ = false;
  std::set<std::string> imported_;
};

}  // namespace caseload::imports

#endif  // SERVICES_COMMON_IMPORT_RECORD_MASTERS_H_
