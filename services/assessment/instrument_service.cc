#include "services/assessment/instrument_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/assessment/convert.h"
#include "services/assessment/instrument_registry.h"
#include "services/assessment/names.h"
#include "services/assessment/storage/instrument_store.h"
#include "services/assessment/validate.h"
#include "services/common/status/status_macros.h"
#include "services/policy/calendar.h"

namespace caseload::assessment {
namespace {

// A page ends at a version; its name is the position.
absl::StatusOr<storage::InstrumentPosition> ToPosition(
    absl::string_view position) {
  if (position.empty()) return storage::InstrumentPosition{};
  ABSL_ASSIGN_OR_RETURN(InstrumentName name,
                        ParseName<InstrumentName>("page_token", position));
  return storage::InstrumentPosition{std::move(name.instrument_id),
                                     std::move(name.version)};
}

}  // namespace

void InstrumentService::Register(rpc::Service& service) {
  service.Write<v1::CreateInstrumentRequest, v1::Instrument>(
      "CreateInstrument",
      [this](auto&... arguments) { return CreateInstrument(arguments...); });
  service.Read<v1::GetInstrumentRequest, v1::Instrument>(
      "GetInstrument",
      [this](auto&... arguments) { return GetInstrument(arguments...); });
  service.Read<v1::ListInstrumentsRequest, v1::ListInstrumentsResponse>(
      "ListInstruments",
      [this](auto&... arguments) { return ListInstruments(arguments...); });
}

absl::StatusOr<v1::Instrument> InstrumentService::CreateInstrument(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::CreateInstrumentRequest& request) const {
  ABSL_ASSIGN_OR_RETURN(const policy::Instrument value,
                        ValidateCreateInstrument(request));
  InstrumentRecording recording;
  recording.origin = v1::Instrument::ORIGIN_CREATED;
  recording.recorded_at = call.now;
  recording.recorded_by = call.caller.principal;
  ABSL_ASSIGN_OR_RETURN(const storage::InstrumentRow row,
                        StoreInstrument(tx, request.instrument().definition(),
                                        value, recording, call.traceparent));
  ABSL_ASSIGN_OR_RETURN(v1::Instrument instrument, ToInstrument(row));
  call.Touched(instrument.name());
  return instrument;
}

absl::StatusOr<v1::Instrument> InstrumentService::GetInstrument(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::GetInstrumentRequest& request) const {
  ABSL_ASSIGN_OR_RETURN(const InstrumentName name,
                        ParseName<InstrumentName>("name", request.name()));
  ABSL_ASSIGN_OR_RETURN(const storage::InstrumentRow row,
                        GetInstrumentRow(tx, name));
  call.Touched(request.name());
  return ToInstrument(row);
}

absl::StatusOr<v1::ListInstrumentsResponse> InstrumentService::ListInstruments(
    sql::Transaction& tx, const rpc::CallContext&,
    const v1::ListInstrumentsRequest& request) const {
  ABSL_ASSIGN_OR_RETURN(
      const InstrumentParent parent,
      ParseName<InstrumentParent>("parent", request.parent()));
  storage::InstrumentFilter filter;
  filter.instrument_id = parent.instrument_id;
  if (request.has_in_use_on()) {
    ABSL_ASSIGN_OR_RETURN(const absl::CivilDay day,
                          ParseDate("in_use_on", request.in_use_on()));
    filter.in_use_on = policy::FormatDay(day);
  }
  ABSL_ASSIGN_OR_RETURN(const int32_t page_size,
                        paging::PageSize(request.page_size()));
  const std::string fingerprint =
      absl::StrCat("ListInstruments ", request.parent(), " ",
                   filter.in_use_on.value_or("-"));
  ABSL_ASSIGN_OR_RETURN(
      const std::string opened,
      options_.page_tokens->Open(fingerprint, request.page_token()));
  ABSL_ASSIGN_OR_RETURN(const storage::InstrumentPosition position,
                        ToPosition(opened));
  // One more than the page, to know whether there is another.
  ABSL_ASSIGN_OR_RETURN(
      std::vector<storage::InstrumentRow> rows,
      storage::ListInstruments(tx, filter, position, page_size + 1));
  const bool more = rows.size() > static_cast<size_t>(page_size);
  if (more) rows.pop_back();
  v1::ListInstrumentsResponse response;
  for (const storage::InstrumentRow& row : rows) {
    ABSL_ASSIGN_OR_RETURN(*response.add_instruments(), ToInstrument(row));
  }
  if (more) {
    response.set_next_page_token(options_.page_tokens->Seal(
        fingerprint, response.instruments().rbegin()->name()));
  }
  return response;
}

}  // namespace caseload::assessment
