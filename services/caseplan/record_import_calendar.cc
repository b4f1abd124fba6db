#include "services/caseplan/record_import_calendar.h"

#include <utility>

#include "caseload/caseplan/v1/import_case_record.pb.h"
#include "services/caseplan/convert.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/record_import_rows.h"
#include "services/caseplan/storage/holiday_store.h"
#include "services/caseplan/validate.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

void CalendarImport::AddKinds(imports::Importer& importer) {
  importer.Add(MakeKind("holidays", this, &CalendarImport::SaveHoliday,
                        &CalendarImport::WithdrawHoliday,
                        {{"holiday.display_name", "name"}}));
}

absl::StatusOr<std::string> CalendarImport::SaveHoliday(
    sql::Transaction& tx, const rpc::CallContext& call, imports::Row& row) {
  const v1::ImportedHoliday& content = row.As<v1::ImportedHoliday>();
  v1::Holiday proto;
  if (content.has_date()) *proto.mutable_date() = content.date();
  proto.set_display_name(content.name());
  *proto.mutable_external_id() = row.external_id();
  ABSL_RETURN_IF_ERROR(ValidateHoliday(proto));
  Holiday holiday = FromProto(proto);
  row.Judge("id");
  if (row.known().has_value()) {
    ABSL_ASSIGN_OR_RETURN(const HolidayName name,
                          ParseName<HolidayName>("name", row.known()->record));
    ABSL_ASSIGN_OR_RETURN(Holiday stored, storage::FindHoliday(tx, name.id));
    stored.date = holiday.date;
    stored.display_name = holiday.display_name;
    stored.withdrawn_at.reset();
    ABSL_RETURN_IF_ERROR(storage::UpdateHoliday(tx, &stored));
    holiday = std::move(stored);
  } else {
    holiday.id = NewId();
    holiday.created_at = RecordTime(call);
    ABSL_RETURN_IF_ERROR(storage::InsertHoliday(tx, holiday));
  }
  v1::Holiday saved = ToProto(holiday);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "holiday", saved));
  return saved.name();
}

absl::Status CalendarImport::WithdrawHoliday(
    sql::Transaction& tx, const rpc::CallContext& call,
    const imports::ImportedRecord& known) {
  ABSL_ASSIGN_OR_RETURN(const HolidayName parsed,
                        ParseName<HolidayName>("name", known.record));
  ABSL_ASSIGN_OR_RETURN(Holiday holiday, storage::FindHoliday(tx, parsed.id));
  if (holiday.withdrawn_at.has_value()) return absl::OkStatus();
  holiday.withdrawn_at = RecordTime(call);
  ABSL_RETURN_IF_ERROR(storage::UpdateHoliday(tx, &holiday));
  return Announce(tx, call, "holiday", ToProto(holiday));
}

}  // namespace caseload::caseplan
