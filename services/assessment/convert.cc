#include "services/assessment/convert.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/util/json_util.h"
#include "services/assessment/names.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/policy/calendar.h"
#include "services/policy/proto/convert.h"
#include "services/policy/proto/provenance.h"

namespace caseload::assessment {
namespace {

// "POPULATION_ADULT" and "POPULATION_" to "ADULT": the words of the tables.
std::string Word(absl::string_view enumerator, absl::string_view prefix) {
  return std::string(absl::StripPrefix(enumerator, prefix));
}

}  // namespace

type::v1::Date ToDate(absl::CivilDay day) {
  type::v1::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return timestamp;
}

absl::StatusOr<storage::InstrumentRow> ToInstrumentRow(
    const policy::v1::Instrument& definition, const policy::Instrument& value,
    const InstrumentRecording& recording) {
  storage::InstrumentRow row;
  if (!google::protobuf::util::MessageToJsonString(definition,
                                                   &row.definition_json)
           .ok()) {
    return status::Internal("the definition could not be written");
  }
  row.instrument_id = value.id;
  row.version = value.version;
  row.title = value.title;
  row.population =
      Word(policy::v1::Population_Name(definition.population()), "POPULATION_");
  row.scoring_convention =
      Word(policy::v1::ScoringConvention_Name(definition.scoring_convention()),
           "SCORING_CONVENTION_");
  row.sets_risk = value.sets_risk;
  row.clinical = value.clinical;
  row.has_unverified_figures = policy::HasUnverifiedFigures(definition);
  row.effective_date = policy::FormatDay(value.effective_date);
  if (value.retired_date.has_value()) {
    row.retired_date = policy::FormatDay(*value.retired_date);
  }
  row.content_hash = value.digest;
  row.origin = Word(v1::Instrument::Origin_Name(recording.origin), "ORIGIN_");
  row.created_at = recording.recorded_at;
  row.created_by = recording.recorded_by;
  return row;
}

absl::StatusOr<policy::v1::Instrument> ToDefinition(
    const storage::InstrumentRow& row) {
  policy::v1::Instrument definition;
  if (!google::protobuf::util::JsonStringToMessage(row.definition_json,
                                                   &definition)
           .ok()) {
    return status::Internal("a stored instrument definition cannot be read");
  }
  return definition;
}

absl::StatusOr<v1::Instrument> ToInstrument(const storage::InstrumentRow& row) {
  v1::Instrument instrument;
  ABSL_ASSIGN_OR_RETURN(*instrument.mutable_definition(), ToDefinition(row));
  instrument.set_name(
      InstrumentName{row.instrument_id, row.version}.ToString());
  instrument.set_content_hash(row.content_hash);
  instrument.set_has_unverified_figures(row.has_unverified_figures);
  v1::Instrument::Origin origin = v1::Instrument::ORIGIN_UNSPECIFIED;
  v1::Instrument::Origin_Parse(absl::StrCat("ORIGIN_", row.origin), &origin);
  instrument.set_origin(origin);
  *instrument.mutable_create_time() = ToTimestamp(row.created_at);
  return instrument;
}

absl::StatusOr<policy::Instrument> ToInstrumentValue(
    const storage::InstrumentRow& row) {
  ABSL_ASSIGN_OR_RETURN(const policy::v1::Instrument definition,
                        ToDefinition(row));
  policy::Checked<policy::Instrument> checked =
      policy::ConvertInstrument(definition);
  if (!checked.ok()) {
    return status::Internal(
        "a stored instrument definition is refused by this release");
  }
  return *std::move(checked.value);
}

v1::InstrumentState ToInstrumentState(const policy::Instrument& value) {
  v1::InstrumentState state;
  state.set_instrument_id(value.id);
  state.set_version(value.version);
  state.set_content_hash(value.digest);
  *state.mutable_effective_date() = ToDate(value.effective_date);
  if (value.retired_date.has_value()) {
    *state.mutable_retired_date() = ToDate(*value.retired_date);
  }
  state.set_sets_risk(value.sets_risk);
  state.set_clinical(value.clinical);
  return state;
}

}  // namespace caseload::assessment
