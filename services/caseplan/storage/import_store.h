// import_store.h: which records were imported, under which key, in rows.
//
// Functions of a transaction, as in officer_store.h.

#ifndef SERVICES_CASEPLAN_STORAGE_IMPORT_STORE_H_
#define SERVICES_CASEPLAN_STORAGE_IMPORT_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/caseplan/domain/recording.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan::storage {

// What is known of one imported record.
struct ImportedRecord {
  // Name of the kind, as the export's file is named: "officers".
  std::string kind;
  ExternalId external_id;
  // Its resource name here.
  std::string record;
  // SHA-256 of the row as it came, 64 hex digits.
  std::string digest;
  std::optional<absl::Time> entered_at;
  absl::Time received_at;
  // The last run that it came in, and the number of what became of it then.
  std::string run;
  int64_t result = 0;
  std::optional<absl::Time> withdrawn_at;
};

// None when it never came.
absl::StatusOr<std::optional<ImportedRecord>> FindImported(
    sql::Transaction& tx, absl::string_view kind, const ExternalId& id);

// Writes the row, whether or not there is one.
absl::Status SaveImported(sql::Transaction& tx, const ImportedRecord& record);

// Notes that the record came in `run` and nothing was done; `result` as above.
absl::Status MarkSeen(sql::Transaction& tx, absl::string_view kind,
                      const ExternalId& id, absl::string_view run,
                      int64_t result);

// Records of the kind and system that are not withdrawn and did not come in
// `run`, by id, those after `after`; at most `limit`.
absl::StatusOr<std::vector<ImportedRecord>> ListMissing(
    sql::Transaction& tx, absl::string_view kind,
    absl::string_view source_system, absl::string_view run,
    absl::string_view after, int limit);

}  // namespace caseload::caseplan::storage

#endif  // SERVICES_CASEPLAN_STORAGE_IMPORT_STORE_H_
