#include "services/assessment/instrument_registry.h"

#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "services/common/feed/feed.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/common/sync/mutex.h"

namespace caseload::assessment {
namespace {

// What was made of definitions, by the digest of their content: reading and
// checking one takes longer than everything else that completes an assessment.
// The digest names the content, so an entry is right whatever became of the
// transaction that read it. Thread-safe.
class MadeValues {
 public:
  std::optional<policy::Instrument> Find(const std::string& hash) const {
    const sync::MutexLock lock(&mutex_);
    const auto found = values_.find(hash);
    if (found == values_.end()) return std::nullopt;
    return found->second;
  }
  void Keep(const std::string& hash, const policy::Instrument& value) {
    const sync::MutexLock lock(&mutex_);
    // A county has some dozen; more than that is begun anew.
    if (values_.size() >= kMost) values_.clear();
    values_.emplace(hash, value);
  }

 private:
  static constexpr size_t kMost = 128;
  mutable sync::Mutex mutex_;
  std::map<std::string, policy::Instrument> values_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

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
  ABSL_ASSIGN_OR_RETURN(
      const std::optional<std::string> hash,
      storage::FindInstrumentHash(tx, name.instrument_id, name.version));
  if (!hash.has_value()) return status::NotFound(name.ToString());
  static auto& made = *new MadeValues();
  if (std::optional<policy::Instrument> value = made.Find(*hash)) {
    return *std::move(value);
  }
  ABSL_ASSIGN_OR_RETURN(const storage::InstrumentRow row,
                        GetInstrumentRow(tx, name));
  ABSL_ASSIGN_OR_RETURN(policy::Instrument value, ToInstrumentValue(row));
  made.Keep(*hash, value);
  return value;
}

}  // namespace caseload::assessment
