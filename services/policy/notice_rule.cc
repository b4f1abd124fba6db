#include "services/policy/notice_rule.h"

#include <algorithm>

namespace caseload::policy {
namespace {

absl::Time AtPackTime(const NoticeRules& rules, absl::CivilDay day,
                      const absl::TimeZone& zone) {
  const absl::CivilSecond local(day.year(), day.month(), day.day(),
                                rules.target_hour, rules.target_minute, 0);
  return ResolveLocalTime(local, zone).instant;
}

absl::CivilDay LastCompliantDay(const PolicyPack& pack, absl::Time start,
                                const absl::TimeZone& zone) {
  return LocalDay(start, zone) - pack.notice.minimum_days;
}

bool AcceptedInTime(const PolicyPack& pack, absl::Time start,
                    const std::optional<absl::Time>& accepted_at,
                    const absl::TimeZone& zone) {
  return accepted_at.has_value() &&
         LocalDay(*accepted_at, zone) <= LastCompliantDay(pack, start, zone);
}

// How a move relates to the notice of the earlier date.
enum class Move { kNone, kSameDay, kPostponement, kRestart };

Move KindOfMove(const PolicyPack& pack, absl::Time start,
                const std::optional<EarlierNotice>& earlier,
                const absl::TimeZone& zone) {
  if (!earlier.has_value()) return Move::kNone;
  const absl::CivilDay day = LocalDay(start, zone);
  const absl::CivilDay earlier_day = LocalDay(earlier->conference_start, zone);
  if (day == earlier_day) return Move::kSameDay;
  const bool properly_noticed = AcceptedInTime(pack, earlier->conference_start,
                                               earlier->accepted_at, zone);
  const bool within_bounds =
      day > earlier_day &&
      day - earlier_day <= pack.notice.postponement_maximum_days;
  const bool reason_accepted =
      Holds(pack.notice.postponement_reason_codes, earlier->reason_code);
  return properly_noticed && within_bounds && reason_accepted
             ? Move::kPostponement
             : Move::kRestart;
}

bool ExcusedInsideMinimum(const PolicyPack& pack, bool reason_given,
                          bool waiver_approved) {
  return waiver_approved ||
         (pack.notice.short_notice == ShortNotice::kAcceptedWithReason &&
          reason_given);
}

// The class of a notice that was not accepted in time on its own.
NoticeClass ClassOfLateNotice(const PolicyPack& pack, const NoticeFacts& facts,
                              bool set_late, Move move) {
  if (move == Move::kPostponement) return NoticeClass::kPostponed;
  if (facts.additional) return NoticeClass::kAdditional;
  if (!set_late) return NoticeClass::kBreach;
  if (facts.waiver_approved) return NoticeClass::kWaived;
  if (ExcusedInsideMinimum(pack, facts.reason_given, false)) {
    return NoticeClass::kShortNotice;
  }
  return NoticeClass::kBreach;
}

// Waiver and reason excuse the ten days and not the notice.
bool NoticeIsOwed(NoticeClass notice_class) {
  return notice_class == NoticeClass::kWaived ||
         notice_class == NoticeClass::kShortNotice;
}

std::optional<absl::Time> Earliest(const std::optional<absl::Time>& a,
                                   const std::optional<absl::Time>& b) {
  if (!a.has_value()) return b;
  if (!b.has_value()) return a;
  return std::min(*a, *b);
}

BreachCause CauseOf(bool set_late, bool accepted, bool began) {
  if (set_late) return BreachCause::kSetLate;
  if (accepted) return BreachCause::kAcceptedLate;
  return began ? BreachCause::kNeverNoticed : BreachCause::kNotAccepted;
}

}  // namespace

NoticeSchedule ComputeNoticeSchedule(const PolicyPack& pack,
                                     absl::Time conference_start,
                                     absl::Time scheduled_at,
                                     const absl::TimeZone& county_zone,
                                     const WorkingDays& working_days) {
  const NoticeRules& rules = pack.notice;
  NoticeSchedule schedule;
  schedule.policy = pack.version;
  schedule.conference_day = LocalDay(conference_start, county_zone);
  const absl::CivilDay day = schedule.conference_day;
  schedule.last_compliant_day = day - rules.minimum_days;
  schedule.deadline = StartOfDay(schedule.last_compliant_day + 1, county_zone);
  schedule.target_at = AtPackTime(
      rules, working_days.OnOrBefore(day - rules.target_days), county_zone);
  schedule.warn_at = AtPackTime(rules, day - rules.warn_days, county_zone);
  schedule.escalate_at =
      AtPackTime(rules, day - rules.escalate_days, county_zone);
  schedule.combined = scheduled_at >= schedule.target_at;
  schedule.send_at = std::max(schedule.target_at, scheduled_at);
  schedule.invite_at =
      rules.invitation_at_once ? scheduled_at : schedule.send_at;
  schedule.inside_minimum = scheduled_at >= schedule.deadline;
  return schedule;
}

AdmissionJudgement JudgeAdmission(const PolicyPack& pack,
                                  const AdmissionFacts& facts,
                                  const absl::TimeZone& county_zone) {
  AdmissionJudgement judgement;
  judgement.policy = pack.version;
  judgement.last_compliant_day =
      LastCompliantDay(pack, facts.conference_start, county_zone);
  const Move move =
      KindOfMove(pack, facts.conference_start, facts.earlier, county_zone);
  judgement.count_continues =
      move == Move::kSameDay || move == Move::kPostponement;
  if (facts.conference_start <= facts.scheduled_at) {
    judgement.admission = Admission::kInThePast;
    return judgement;
  }
  const bool in_time =
      LocalDay(facts.scheduled_at, county_zone) <= judgement.last_compliant_day;
  if (in_time || judgement.count_continues || facts.additional ||
      ExcusedInsideMinimum(pack, facts.reason_given, facts.waiver_approved)) {
    return judgement;
  }
  judgement.admission =
      pack.notice.short_notice == ShortNotice::kAcceptedWithReason
          ? Admission::kReasonNeeded
          : Admission::kWaiverNeeded;
  return judgement;
}

bool MayApproveWaiver(const PolicyPack& pack, absl::string_view requester,
                      absl::string_view approver,
                      absl::string_view approver_role) {
  return !approver.empty() && requester != approver &&
         Holds(pack.notice.waiver_approver_roles, approver_role);
}

NoticeJudgement JudgeNotice(const PolicyPack& pack, const NoticeFacts& facts,
                            absl::Time now, const absl::TimeZone& county_zone) {
  const Move move =
      KindOfMove(pack, facts.conference_start, facts.earlier, county_zone);
  // A notice of the new date that is in time needs no help from an earlier one.
  const bool own_in_time = AcceptedInTime(pack, facts.conference_start,
                                          facts.accepted_at, county_zone);
  const bool earlier_counts =
      !own_in_time && (move == Move::kSameDay || move == Move::kPostponement);
  const absl::Time start =
      earlier_counts ? facts.earlier->conference_start : facts.conference_start;
  const std::optional<absl::Time> accepted_at =
      earlier_counts ? Earliest(facts.earlier->accepted_at, facts.accepted_at)
                     : facts.accepted_at;

  NoticeJudgement judgement;
  judgement.policy = pack.version;
  judgement.due_by = LastCompliantDay(pack, start, county_zone);
  if (accepted_at.has_value()) {
    judgement.margin_days = static_cast<int>(
        LocalDay(start, county_zone) - LocalDay(*accepted_at, county_zone));
  }
  if (facts.imported || judgement.due_by < pack.go_live_date) {
    judgement.notice_class = NoticeClass::kNotJudged;
    return judgement;
  }
  judgement.awaiting_acceptance = !facts.accepted_at.has_value();
  if (own_in_time || (move == Move::kSameDay &&
                      AcceptedInTime(pack, start, accepted_at, county_zone))) {
    judgement.notice_class = NoticeClass::kOnTime;
    return judgement;
  }

  const bool set_late =
      LocalDay(facts.scheduled_at, county_zone) > judgement.due_by;
  const bool began = now >= facts.conference_start;
  judgement.notice_class = ClassOfLateNotice(pack, facts, set_late, move);
  if (NoticeIsOwed(judgement.notice_class) && began &&
      !(accepted_at.has_value() && *accepted_at < facts.conference_start)) {
    judgement.notice_class = NoticeClass::kBreach;
    judgement.cause = BreachCause::kNeverNoticed;
  } else if (judgement.notice_class == NoticeClass::kBreach) {
    if (!accepted_at.has_value() && !set_late &&
        LocalDay(now, county_zone) <= judgement.due_by) {
      judgement.notice_class = NoticeClass::kPending;
      return judgement;
    }
    judgement.cause = CauseOf(set_late, accepted_at.has_value(), began);
  }
  judgement.mitigated_by_hand_delivery =
      judgement.notice_class == NoticeClass::kBreach && facts.handed_over;
  return judgement;
}

}  // namespace caseload::policy
