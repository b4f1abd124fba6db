// notice_plan.h: what an officer is owed when a conference is set, moved or
// called off, and on what terms (R010-R013; requirements.md, "Notices").
//
// The days and the ten-day rule are the policy kernel's; this is what the
// conference service makes of them: obligations, basis, and the refusals that
// name the way out.

#ifndef SERVICES_CONFERENCE_DOMAIN_NOTICE_PLAN_H_
#define SERVICES_CONFERENCE_DOMAIN_NOTICE_PLAN_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/conference/domain/conference.h"
#include "services/policy/calendar.h"
#include "services/policy/pack.h"

namespace caseload::conference {

// What stood before a move.
struct EarlierRevision {
  absl::Time start;
  // Civil day of it in the county's zone.
  absl::CivilDay day;
  NoticeDuty notice;
  // When the mail server first accepted a duty-bearing notice of
  // notice.day_set_revision or later; nullopt when it has not.
  std::optional<absl::Time> accepted_at;
};

// What a scheduler brings.
struct NoticeRequest {
  absl::Time start;
  // The revision that is being made.
  int revision = 1;
  absl::Time now;
  // The quarter's duty is held, or another conference stands for it.
  bool additional = false;
  // The recorded reason for short notice, or for the move; or "".
  std::string reason;
  // A code of the pack's postponement reasons, or "".
  std::string move_reason_code;
  // Id of a waiver that is approved for this officer and day, or "".
  std::string waiver_id;
  std::string waiver_reason;
  // Absent when the conference is first scheduled.
  std::optional<EarlierRevision> earlier;
};

// The duty of the new revision. A move that leaves the day as it is keeps the
// duty and only changes what is owed; a postponement within the pack's bounds
// keeps the date that was properly noticed; everything else counts anew.
//
// INVALID_ARGUMENT: START_IN_PAST on "time.local_date";
// SHORT_NOTICE_REASON_REQUIRED on "short_notice_reason";
// REASON_CODE_UNKNOWN on "move_reason_code". FAILED_PRECONDITION,
// SHORT_NOTICE_WAIVER_REQUIRED.
absl::StatusOr<NoticeDuty> PlanNotice(const policy::PolicyPack& pack,
                                      const NoticeRequest& request,
                                      const absl::TimeZone& county_zone,
                                      const policy::WorkingDays& working_days);

// What is owed when the conference is called off at `now`.
std::vector<NoticeObligation> CancellationObligations(absl::Time now);

// The civil day in `county_zone` on which the notice that bears the duty goes
// out; absl::CivilDay::min() when it is out already.
absl::CivilDay NoticeDay(const NoticeDuty& notice,
                         const absl::TimeZone& county_zone);

// Whether a notice that bears the duty may have been sent by `now`. When one
// still lies ahead, none was: there is no proof to ask for.
bool MayHaveBeenNoticed(const NoticeDuty& notice, absl::Time now);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_DOMAIN_NOTICE_PLAN_H_
