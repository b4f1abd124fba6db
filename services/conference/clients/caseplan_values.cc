#include "services/conference/clients/caseplan_values.h"

#include <vector>

#include "absl/strings/str_split.h"

namespace caseload::conference {

type::v1::Date ToDate(absl::CivilDay day) {
  type::v1::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

policy::DayRange ToDays(const type::v1::DateRange& range) {
  const auto to_day = [](const type::v1::Date& date) {
    return absl::CivilDay(date.year(), date.month(), date.day());
  };
  return {to_day(range.start_date()), range.has_end_date()
                                          ? to_day(range.end_date())
                                          : absl::CivilDay(2199, 12, 31)};
}

std::string IdOf(absl::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  return parts.size() > 1 ? parts[1] : std::string();
}

Posting ToPosting(const caseplan::v1::OfficerPosting& posting,
                  absl::string_view division) {
  Posting result;
  result.days = ToDays(posting.period());
  result.unit_id = IdOf(posting.unit());
  result.division = std::string(division);
  result.supervisor_id = IdOf(posting.supervisor());
  result.acting_supervisor_id = IdOf(posting.acting_supervisor());
  return result;
}

}  // namespace caseload::conference
