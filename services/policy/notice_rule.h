// notice_rule.h: the ten-day rule, "at least 10 calendar days in advance" (S0
// Pre-Conference 1, S1 General Procedure; R011-R013).
//
// Days are civil days in the county's zone, never 240 hours: a notice is good
// when local_date(accepted) <= local_date(conference) - 10, so that it passes
// at 23:59 of D-10 and fails at 00:00 of D-9, daylight-saving week or not.
// "Accepted" is the mail server's 250 after DATA; a queued or handed-over
// notice is not accepted.

#ifndef SERVICES_POLICY_NOTICE_RULE_H_
#define SERVICES_POLICY_NOTICE_RULE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/policy/calendar.h"
#include "services/policy/pack.h"

namespace caseload::policy {

// The days and instants of one conference's notice. D is the conference's civil
// day in the county's zone.
struct NoticeSchedule {
  PolicyVersion policy;
  absl::CivilDay conference_day;
  // D-10: the last day on which acceptance is good.
  absl::CivilDay last_compliant_day;
  // The first instant of D-9: acceptance is good strictly before it.
  absl::Time deadline;
  // When the formal notice is wanted: D-14 at 08:00 local, on the working day
  // before when D-14 is none.
  absl::Time target_at;
  // When it is sent: target_at, or at once when that has passed.
  absl::Time send_at;
  // The invitation goes out at once (the scheduling instant).
  absl::Time invite_at;
  // Invitation and notice are one message, because both are due at once.
  bool combined = false;
  // Not accepted by then: warn (D-12) and escalate (D-11), at the pack's local
  // time of day.
  absl::Time warn_at;
  absl::Time escalate_at;
  // The conference was set when D-10 had already passed.
  bool inside_minimum = false;
};

// Computes the schedule of a conference that was set (or moved) at
// `scheduled_at` to start at `conference_start`.
NoticeSchedule ComputeNoticeSchedule(const PolicyPack& pack,
                                     absl::Time conference_start,
                                     absl::Time scheduled_at,
                                     const absl::TimeZone& county_zone,
                                     const WorkingDays& working_days);

// The revision of the same conference against which a move is judged: the last
// one whose notice was accepted in time, so that several postponements together
// stay within the bound; when there is none, the revision before the move.
struct EarlierNotice {
  absl::Time conference_start;
  // nullopt when the earlier notice was never accepted.
  std::optional<absl::Time> accepted_at;
  // Why the conference was moved; a code of the pack's postponement reasons, or
  // empty.
  std::string reason_code;
};

// What a scheduler brings when a conference is set or moved.
struct AdmissionFacts {
  absl::Time conference_start;
  absl::Time scheduled_at;
  // The quarter's duty is held, or another conference stands for it (R004).
  bool additional = false;
  // A reason was recorded.
  bool reason_given = false;
  // A waiver was approved by somebody whom MayApproveWaiver admits.
  bool waiver_approved = false;
  // The revision before a move.
  std::optional<EarlierNotice> earlier;
};

// Whether a conference may be set.
enum class Admission {
  // With its ten days, or in a way that needs none.
  kAdmitted,
  // Inside ten days: the pack's "should" wants a recorded reason first.
  kReasonNeeded,
  // Inside ten days: the pack's "shall" wants an approved waiver first.
  kWaiverNeeded,
  // It would start before it was set.
  kInThePast,
};

struct AdmissionJudgement {
  PolicyVersion policy;
  Admission admission = Admission::kAdmitted;
  // The day by which the notice would have had to be accepted.
  absl::CivilDay last_compliant_day;
  // The move does not restart the count: same day, or a postponement.
  bool count_continues = false;
};

// Judges whether a conference may be set or moved (R012, R013).
AdmissionJudgement JudgeAdmission(const PolicyPack& pack,
                                  const AdmissionFacts& facts,
                                  const absl::TimeZone& county_zone);

// Whether `approver` may approve a waiver asked for by `requester`: one of the
// pack's roles, and never the requester.
bool MayApproveWaiver(const PolicyPack& pack, absl::string_view requester,
                      absl::string_view approver,
                      absl::string_view approver_role);

// The ledger's classes. Only kBreach counts against notice compliance.
enum class NoticeClass {
  // Not judged: due before go-live, or imported ("notice not proven").
  kNotJudged,
  // D-10 has not passed and the mail server has not accepted yet.
  kPending,
  // Accepted by D-10.
  kOnTime,
  // Inside ten days with an approved waiver.
  kWaived,
  // Inside ten days with a recorded reason, under a "should".
  kShortNotice,
  // Not the quarter's conference: shown apart, never a breach.
  kAdditional,
  // Properly noticed, then moved later within the pack's bounds.
  kPostponed,
  // None of these.
  kBreach,
};

// Why a notice is a breach.
enum class BreachCause {
  kNone,
  // Set in time, accepted after D-10.
  kAcceptedLate,
  // Set in time, not accepted until D-10 had passed, nor since.
  kNotAccepted,
  // Set or moved inside ten days without the reason or waiver that policy
  // demands (imported history can hold such).
  kSetLate,
  // The conference began, and no notice had been accepted.
  kNeverNoticed,
};

// What is known about one conference's notice.
struct NoticeFacts {
  absl::Time conference_start;
  // When this day was set: the scheduling, or the move to it. A change of place
  // or within the day leaves it as it was.
  absl::Time scheduled_at;
  // The mail server's acceptance of this revision's notice.
  std::optional<absl::Time> accepted_at;
  bool additional = false;
  bool reason_given = false;
  bool waiver_approved = false;
  // A printed copy was handed over and acknowledged: mitigation, shown beside
  // the class and never a change of it.
  bool handed_over = false;
  // Imported as already held.
  bool imported = false;
  std::optional<EarlierNotice> earlier;
};

struct NoticeJudgement {
  PolicyVersion policy;
  NoticeClass notice_class = NoticeClass::kPending;
  BreachCause cause = BreachCause::kNone;
  // D-10 of the date that counts: for a move within the same day and for a
  // postponement, that of the earlier date.
  absl::CivilDay due_by;
  // Civil days between acceptance and the conference that counts; nullopt when
  // not accepted. 10 is just good enough.
  std::optional<int> margin_days;
  // The class stands, and a notice is still owed.
  bool awaiting_acceptance = false;
  // Shown beside a breach.
  bool mitigated_by_hand_delivery = false;
};

// Classifies a notice as of `now`. An additional conference whose notice was in
// time is kOnTime; kAdditional is what saves it otherwise. Waiver, reason and
// postponement excuse the ten days and not the notice: when the conference
// begins and none was accepted, it is a breach.
NoticeJudgement JudgeNotice(const PolicyPack& pack, const NoticeFacts& facts,
                            absl::Time now, const absl::TimeZone& county_zone);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_NOTICE_RULE_H_
