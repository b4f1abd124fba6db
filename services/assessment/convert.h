// convert.h: messages of the API to and from what is stored.
//
// Pure functions. What they are given was validated (validate.h) or comes from
// the store.

#ifndef SERVICES_ASSESSMENT_CONVERT_H_
#define SERVICES_ASSESSMENT_CONVERT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "caseload/assessment/v1/feed.pb.h"
#include "caseload/assessment/v1/instrument.pb.h"
#include "caseload/policy/v1/instrument.pb.h"
#include "caseload/type/v1/date.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/assessment/storage/instrument_store.h"
#include "services/policy/instrument.h"

namespace caseload::assessment {

type::v1::Date ToDate(absl::CivilDay day);
google::protobuf::Timestamp ToTimestamp(absl::Time time);

// Who stores an instrument version, and when.
struct InstrumentRecording {
  v1::Instrument::Origin origin = v1::Instrument::ORIGIN_UNSPECIFIED;
  absl::Time recorded_at;
  // Principal: "person/<subject>" or "service/<name>".
  std::string recorded_by;
};

// The row of a definition and the checked value that was made of it. INTERNAL
// when the message cannot be written as JSON.
absl::StatusOr<storage::InstrumentRow> ToInstrumentRow(
    const policy::v1::Instrument& definition, const policy::Instrument& value,
    const InstrumentRecording& recording);

// INTERNAL when the stored definition cannot be read.
absl::StatusOr<policy::v1::Instrument> ToDefinition(
    const storage::InstrumentRow& row);
absl::StatusOr<v1::Instrument> ToInstrument(const storage::InstrumentRow& row);
absl::StatusOr<policy::Instrument> ToInstrumentValue(
    const storage::InstrumentRow& row);

// What the feed says of a version.
v1::InstrumentState ToInstrumentState(const policy::Instrument& value);

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_CONVERT_H_
