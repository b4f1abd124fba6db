#include "services/conference/domain/notice_plan.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/policy/notice_rule.h"

namespace caseload::conference {
namespace {

// How the revision came about, as far as its notices depend on it.
enum class Change { kFirst, kSameDay, kPostponed, kNewDay };

// The earlier date whose notice counts: for a conference that was postponed
// before, the one that was properly noticed, so that postponements do not add
// up beyond the bound.
policy::EarlierNotice EarlierNoticeOf(const NoticeRequest& request,
                                      bool same_day) {
  const EarlierRevision& earlier = *request.earlier;
  policy::EarlierNotice notice;
  notice.reason_code = request.move_reason_code;
  notice.conference_start = earlier.start;
  notice.accepted_at = earlier.accepted_at;
  if (!same_day && earlier.notice.postponed_from.has_value()) {
    notice.conference_start = earlier.notice.postponed_from->start;
    notice.accepted_at = earlier.notice.postponed_from->accepted_at;
  }
  return notice;
}

absl::Status AdmissionStatus(const policy::PolicyPack& pack,
                             const policy::AdmissionJudgement& judgement) {
  const std::string last_day = policy::FormatDay(judgement.last_compliant_day);
  switch (judgement.admission) {
    case policy::Admission::kAdmitted:
      return absl::OkStatus();
    case policy::Admission::kInThePast:
      return status::InvalidField("time.local_date", "START_IN_PAST",
                                  "the start has passed; choose a later one");
    case policy::Admission::kReasonNeeded:
      return status::InvalidField(
          "short_notice_reason", "SHORT_NOTICE_REASON_REQUIRED",
          absl::StrCat("notice was due by ", last_day, " (",
                       pack.notice.minimum_days,
                       " calendar days ahead); say why it is set later"));
    case policy::Admission::kWaiverNeeded:
      return status::FailedPrecondition(
          "SHORT_NOTICE_WAIVER_REQUIRED", pack.version.pack_id,
          absl::StrCat("notice was due by ", last_day, " (",
                       pack.notice.minimum_days,
                       " calendar days ahead); choose a later day, or ask for "
                       "a waiver with RequestNoticeWaiver and name it in "
                       "notice_waiver when a manager has approved it"));
  }
  return status::Internal("an admission that is none");
}

absl::Status CheckReasonCode(const policy::PolicyPack& pack,
                             const NoticeRequest& request) {
  if (request.move_reason_code.empty() ||
      policy::Holds(pack.notice.postponement_reason_codes,
                    request.move_reason_code)) {
    return absl::OkStatus();
  }
  return status::InvalidField(
      "move_reason_code", "REASON_CODE_UNKNOWN",
      absl::StrCat("is none of the division's postponement reasons: ",
                   absl::StrJoin(pack.notice.postponement_reason_codes, ", ")));
}

std::vector<NoticeObligation> ObligationsOf(
    Change change, const policy::NoticeSchedule& schedule,
    bool already_accepted, absl::Time now) {
  const NoticeObligation formal = {NoticeKind::kFormalNotice,
                                   schedule.target_at, true};
  switch (change) {
    case Change::kFirst:
      if (schedule.combined || schedule.invite_at >= schedule.send_at) {
        return {{NoticeKind::kCombined, schedule.send_at, true}};
      }
      return {{NoticeKind::kInvitation, schedule.invite_at, false}, formal};
    case Change::kPostponed:
      return {{NoticeKind::kChange, now, true}};
    case Change::kSameDay:
      if (already_accepted) return {{NoticeKind::kChange, now, false}};
      break;
    case Change::kNewDay:
      break;
  }
  if (schedule.combined) return {{NoticeKind::kChange, now, true}};
  return {{NoticeKind::kChange, now, false}, formal};
}

NoticeBasis BasisOf(const NoticeRequest& request, bool postponed,
                    bool inside_minimum) {
  if (request.additional) return NoticeBasis::kAdditional;
  if (postponed) return NoticeBasis::kPostponed;
  if (!inside_minimum) return NoticeBasis::kOrdinary;
  return request.waiver_id.empty() ? NoticeBasis::kShortNotice
                                   : NoticeBasis::kWaived;
}

}  // namespace

absl::StatusOr<NoticeDuty> PlanNotice(const policy::PolicyPack& pack,
                                      const NoticeRequest& request,
                                      const absl::TimeZone& county_zone,
                                      const policy::WorkingDays& working_days) {
  ABSL_RETURN_IF_ERROR(CheckReasonCode(pack, request));
  const policy::NoticeSchedule schedule = policy::ComputeNoticeSchedule(
      pack, request.start, request.now, county_zone, working_days);
  const bool same_day = request.earlier.has_value() &&
                        request.earlier->day == schedule.conference_day;

  policy::AdmissionFacts facts;
  facts.conference_start = request.start;
  facts.scheduled_at = request.now;
  facts.additional = request.additional;
  facts.reason_given = !request.reason.empty();
  facts.waiver_approved = !request.waiver_id.empty();
  if (request.earlier.has_value()) {
    facts.earlier = EarlierNoticeOf(request, same_day);
  }
  const policy::AdmissionJudgement judgement =
      policy::JudgeAdmission(pack, facts, county_zone);
  ABSL_RETURN_IF_ERROR(AdmissionStatus(pack, judgement));

  if (same_day) {
    NoticeDuty duty = request.earlier->notice;
    duty.obligations =
        ObligationsOf(Change::kSameDay, schedule,
                      request.earlier->accepted_at.has_value(), request.now);
    return duty;
  }
  const bool postponed = judgement.count_continues;
  NoticeDuty duty;
  duty.basis = BasisOf(request, postponed, schedule.inside_minimum);
  duty.due_by = schedule.last_compliant_day;
  duty.warn_on = schedule.conference_day - pack.notice.warn_days;
  duty.escalate_on = schedule.conference_day - pack.notice.escalate_days;
  duty.day_set_at = request.now;
  duty.day_set_revision = request.revision;
  duty.move_reason_code = request.move_reason_code;
  if (duty.basis == NoticeBasis::kWaived) {
    duty.waiver_id = request.waiver_id;
    duty.basis_reason = request.waiver_reason;
  } else if (duty.basis != NoticeBasis::kOrdinary) {
    duty.basis_reason = request.reason;
  }
  if (postponed) {
    duty.due_by = request.earlier->notice.due_by;
    duty.postponed_from = PostponedFrom{facts.earlier->conference_start,
                                        *facts.earlier->accepted_at};
  }
  const Change change = !request.earlier.has_value() ? Change::kFirst
                        : postponed                  ? Change::kPostponed
                                                     : Change::kNewDay;
  duty.obligations = ObligationsOf(change, schedule, false, request.now);
  return duty;
}

std::vector<NoticeObligation> CancellationObligations(absl::Time now) {
  return {{NoticeKind::kCancellation, now, false}};
}

absl::CivilDay NoticeDay(const NoticeDuty& notice,
                         const absl::TimeZone& county_zone) {
  for (const NoticeObligation& obligation : notice.obligations) {
    if (obligation.bears_duty) {
      return policy::LocalDay(obligation.target_at, county_zone);
    }
  }
  return absl::CivilDay::min();
}

bool MayHaveBeenNoticed(const NoticeDuty& notice, absl::Time now) {
  return std::none_of(notice.obligations.begin(), notice.obligations.end(),
                      [now](const NoticeObligation& obligation) {
                        return obligation.bears_duty &&
                               obligation.target_at > now;
                      });
}

}  // namespace caseload::conference
