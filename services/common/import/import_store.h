// import_store.h: which records were imported, under which key, and when.
//
// Functions of a transaction: what they read and write is one state, and what
// they wrote is undone with it. Errors are those of sql::Transaction.

#ifndef SERVICES_COMMON_IMPORT_IMPORT_STORE_H_
#define SERVICES_COMMON_IMPORT_IMPORT_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/sql/database.h"

namespace caseload::imports {

// The key of a record in the system that it comes from.
struct SourceKey {
  // As its file is named: "officers".
  std::string kind;
  std::string source_system;
  std::string id;
};

// What is known of one imported record.
struct ImportedRecord {
  SourceKey key;
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
  // Rules that it breaks and stands all the same: "column REASON", one a line.
  std::string flags;
};

// None when it never came.
absl::StatusOr<std::optional<ImportedRecord>> FindImported(
    sql::Transaction& tx, const SourceKey& key);

// Writes the row, whether or not there is one.
absl::Status SaveImported(sql::Transaction& tx, const ImportedRecord& record);

// Notes that the record came in `run` and nothing was done; `result` as above.
absl::Status MarkSeen(sql::Transaction& tx, const SourceKey& key,
                      absl::string_view run, int64_t result);

// Records of the kind and system that are not withdrawn and did not come in
// `run`, by id, those after `after`; at most `limit`.
absl::StatusOr<std::vector<ImportedRecord>> ListMissing(
    sql::Transaction& tx, absl::string_view kind,
    absl::string_view source_system, absl::string_view run,
    absl::string_view after, int limit);

// Notes that the kind of the system came in `run` at `now`; with `ended`, that
// its full export was gone through to its end.
absl::Status NoteBatch(sql::Transaction& tx, absl::string_view run,
                       absl::string_view kind, absl::string_view source_system,
                       absl::Time now, bool ended);

// When a batch of any kind was stored last; none when nothing was ever
// imported. What a reader is told as "imported as of".
absl::StatusOr<std::optional<absl::Time>> LastImportAt(sql::Transaction& tx);

}  // namespace caseload::imports

#endif  // SERVICES_COMMON_IMPORT_IMPORT_STORE_H_
