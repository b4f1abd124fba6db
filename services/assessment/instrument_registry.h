// instrument_registry.h: instrument versions in the store, as policy values.
//
// Thread safety: the functions may be called at once; each call belongs to its
// transaction. What was made of a definition is kept by its digest.

#ifndef SERVICES_ASSESSMENT_INSTRUMENT_REGISTRY_H_
#define SERVICES_ASSESSMENT_INSTRUMENT_REGISTRY_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "caseload/policy/v1/instrument.pb.h"
#include "services/assessment/convert.h"
#include "services/assessment/names.h"
#include "services/assessment/storage/instrument_store.h"
#include "services/common/sql/database.h"
#include "services/policy/instrument.h"

namespace caseload::assessment {

// Stores a version and puts it on the feed. ALREADY_EXISTS when the instrument
// has it; the stored one then stays as it is.
absl::StatusOr<storage::InstrumentRow> StoreInstrument(
    sql::Transaction& tx, const policy::v1::Instrument& definition,
    const policy::Instrument& value, const InstrumentRecording& recording,
    absl::string_view traceparent);

// The row of a version. NOT_FOUND when there is none.
absl::StatusOr<storage::InstrumentRow> GetInstrumentRow(
    sql::Transaction& tx, const InstrumentName& name);

// The checked value of a version. NOT_FOUND when there is none.
absl::StatusOr<policy::Instrument> GetInstrumentValue(
    sql::Transaction& tx, const InstrumentName& name);

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_INSTRUMENT_REGISTRY_H_
