// convert.h: plain values to messages. Pure.

#ifndef SERVICES_CONFERENCE_CONVERT_H_
#define SERVICES_CONFERENCE_CONVERT_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "caseload/conference/v1/conference.pb.h"
#include "caseload/conference/v1/coverage.pb.h"
#include "caseload/conference/v1/feed.pb.h"
#include "caseload/conference/v1/notice_waiver.pb.h"
#include "caseload/type/v1/date.pb.h"
#include "services/conference/domain/conference.h"
#include "services/conference/domain/coverage.h"
#include "services/conference/domain/notice_waiver.h"

namespace caseload::conference {

v1::Conference ToProto(const Conference& conference);
v1::NoticeWaiver ToProto(const NoticeWaiver& waiver);
v1::ConferenceCoverage ToProto(const OfficerCoverage& coverage);
type::v1::Date ToProto(absl::CivilDay day);

// nullopt for a value that is no state.
std::optional<policy::Coverage> ToCoverage(int state);

// What goes on the feed. `previous` is the appointment of the revision before,
// where there is one.
v1::ConferenceState ToFeedState(const Conference& conference,
                                const std::optional<Appointment>& previous);
v1::NoticeWaiverState ToFeedState(const NoticeWaiver& waiver);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CONVERT_H_
