// The handlers of the county's calendar.

#include "services/caseplan/caseload_service.h"
#include "services/caseplan/convert.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/storage/holiday_store.h"
#include "services/caseplan/validate.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

absl::StatusOr<v1::Holiday> CaseloadService::CreateHoliday(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::CreateHolidayRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("holidays"));
  ABSL_RETURN_IF_ERROR(ValidateChosenId("holiday_id", request.holiday_id()));
  ABSL_RETURN_IF_ERROR(ValidateHoliday(request.holiday()));
  Holiday holiday = FromProto(request.holiday());
  holiday.id = ChosenOrNewId(request.holiday_id());
  holiday.created_at = RecordTime(call);
  storage::HolidayFilter same_day;
  same_day.from_day = same_day.to_day = holiday.date;
  ABSL_ASSIGN_OR_RETURN(const storage::Page<Holiday> taken,
                        storage::ListHolidays(tx, same_day, {"", 1}));
  if (!taken.items.empty()) {
    return status::AlreadyExists(
        HolidayName{taken.items.front().id}.ToString());
  }
  ABSL_RETURN_IF_ERROR(storage::InsertHoliday(tx, holiday));
  v1::Holiday response = ToProto(holiday);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "holiday", response));
  return response;
}

absl::StatusOr<v1::Holiday> CaseloadService::DeleteHoliday(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::DeleteHolidayRequest& request) {
  ABSL_RETURN_IF_ERROR(CheckNative("holidays"));
  ABSL_ASSIGN_OR_RETURN(const HolidayName name,
                        ParseName<HolidayName>("name", request.name()));
  ABSL_ASSIGN_OR_RETURN(Holiday holiday, storage::GetHoliday(tx, name.id));
  if (!EtagMatches(request.etag(), holiday.version)) {
    return status::EtagMismatch(request.name());
  }
  holiday.withdrawn_at = RecordTime(call);
  ABSL_RETURN_IF_ERROR(storage::UpdateHoliday(tx, &holiday));
  v1::Holiday response = ToProto(holiday);
  ABSL_RETURN_IF_ERROR(Announce(tx, call, "holiday", response));
  return response;
}

absl::StatusOr<v1::ListHolidaysResponse> CaseloadService::ListHolidays(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListHolidaysRequest& request) {
  storage::HolidayFilter filter;
  ABSL_ASSIGN_OR_RETURN(
      filter.from_day,
      ParseDate("from_day", request.has_from_day(), request.from_day()));
  ABSL_ASSIGN_OR_RETURN(filter.to_day, ParseDate("to_day", request.has_to_day(),
                                                 request.to_day()));
  ABSL_ASSIGN_OR_RETURN(OpenedList list, OpenList(call, request));
  ABSL_ASSIGN_OR_RETURN(storage::Page<Holiday> page,
                        storage::ListHolidays(tx, filter, list.page));
  v1::ListHolidaysResponse response;
  for (const Holiday& holiday : page.items) {
    *response.add_holidays() = ToProto(holiday);
  }
  response.set_next_page_token(NextPageToken(list, page.next));
  return response;
}

}  // namespace caseload::caseplan
