// instrument_store.h: the table of instrument versions.
//
// Every function runs in the caller's transaction and passes on the store's own
// errors (sql/database.h). A version is inserted once and never changed.

#ifndef SERVICES_ASSESSMENT_STORAGE_INSTRUMENT_STORE_H_
#define SERVICES_ASSESSMENT_STORAGE_INSTRUMENT_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/sql/database.h"

namespace caseload::assessment::storage {

// See the comments of the table instruments. Enumerated values are their words
// there ("SUM_OF_DOMAINS"), dates are text "2026-11-22".
struct InstrumentRow {
  std::string instrument_id;
  std::string version;
  std::string title;
  std::string population;
  std::string scoring_convention;
  bool sets_risk = false;
  bool clinical = false;
  bool has_unverified_figures = false;
  std::string effective_date;
  std::optional<std::string> retired_date;
  std::string content_hash;
  std::string definition_json;
  std::string origin;
  absl::Time created_at;
  std::string created_by;
};

// Which versions to list.
struct InstrumentFilter {
  // Empty: every instrument.
  std::string instrument_id;
  // Set: only versions that may be used on this day.
  std::optional<std::string> in_use_on;
};

// Where a page ended: the key of its last row. Both empty: before the first.
struct InstrumentPosition {
  std::string instrument_id;
  std::string version;
};

// Inserts `row`. False when the instrument has this version already; the stored
// one then stays as it is.
absl::StatusOr<bool> InsertInstrument(sql::Transaction& tx,
                                      const InstrumentRow& row);

// The version, or nullopt.
absl::StatusOr<std::optional<InstrumentRow>> FindInstrument(
    sql::Transaction& tx, absl::string_view instrument_id,
    absl::string_view version);

// The digest of its definition alone, or nullopt.
absl::StatusOr<std::optional<std::string>> FindInstrumentHash(
    sql::Transaction& tx, absl::string_view instrument_id,
    absl::string_view version);

// At most `limit` versions after `position`, by instrument and version.
absl::StatusOr<std::vector<InstrumentRow>> ListInstruments(
    sql::Transaction& tx, const InstrumentFilter& filter,
    const InstrumentPosition& position, int limit);

}  // namespace caseload::assessment::storage

#endif  // SERVICES_ASSESSMENT_STORAGE_INSTRUMENT_STORE_H_
