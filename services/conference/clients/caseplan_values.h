// caseplan_values.h: plain values to and from caseplan's messages.

#ifndef SERVICES_CONFERENCE_CLIENTS_CASEPLAN_VALUES_H_
#define SERVICES_CONFERENCE_CLIENTS_CASEPLAN_VALUES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "caseload/caseplan/v1/officer.pb.h"
#include "caseload/type/v1/date.pb.h"
#include "services/conference/domain/staff.h"
#include "services/policy/calendar.h"

namespace caseload::conference {

// How many of a list are asked for at once: as many as caseplan gives.
inline constexpr int kCaseplanPageSize = 500;

type::v1::Date ToDate(absl::CivilDay day);

// A range without end lasts until 2199.
policy::DayRange ToDays(const type::v1::DateRange& range);

// The id of the first resource of a name: "officers/abc/postings/def" and
// "officers/abc" make "abc"; "" makes "".
std::string IdOf(absl::string_view name);

// The posting, in a unit of `division`.
Posting ToPosting(const caseplan::v1::OfficerPosting& posting,
                  absl::string_view division);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CLIENTS_CASEPLAN_VALUES_H_
