#include "services/assessment/instrument_registry.h"

#include <optional>
#include <utility>

#include "services/common/feed/feed.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::assessment {

absl::StatusOr<storage::InstrumentRow> StoreInstrument(
    sql::Transaction& tx, const policy::v1::Instrument& definition,
    const policy::Instrument& value, const InstrumentRecording& recording,
    absl::string_view traceparent) {
  ABSL_ASSIGN_OR_RETURN(storage::InstrumentRow row,
                        ToInstrumentRow(definition, value, recording));
  const std::string name = InstrumentName{value.id, value.version}.ToString();
  ABSL_ASSIGN_OR_RETURN(const bool inserted,
                        storage::InsertInstrument(tx, row));
  if (!inserted) return status::AlreadyExists(name);
  const v1::InstrumentState state = ToInstrumentState(value);
  feed::Change change;
  change.resource_name = name;
  change.kind = "instrument";
  change.recorded_at = recording.recorded_at;
  change.state = &state;
  change.traceparent = std::string(traceparent);
  ABSL_RETURN_IF_ERROR(feed::Append(tx, change).status());
  return row;
}

absl::StatusOr<storage::InstrumentRow> GetInstrumentRow(
    sql::Transaction& tx, const InstrumentName& name) {
  ABSL_ASSIGN_OR_RETURN(
      std::optional<storage::InstrumentRow> row,
      storage::FindInstrument(tx, name.instrument_id, name.version));
  if (!row.has_value()) return status::NotFound(name.ToString());
  return *std::move(row);
}

absl::StatusOr<policy::Instrument> GetInstrumentValue(
    sql::Transaction& tx, const InstrumentName& name) {
  ABSL_ASSIGN_OR_RETURN(const storage::InstrumentRow row,
                        GetInstrumentRow(tx, name));
  return ToInstrumentValue(row);
}

}  // namespace caseload::assessment
