#include "services/notify/domain/notice_class.h"

namespace caseload::notify {
namespace {

NoticeClass ClassOfLate(NoticeBasis basis) {
  switch (basis) {
    case NoticeBasis::kOrdinary:
      return NoticeClass::kBreach;
    case NoticeBasis::kWaived:
      return NoticeClass::kWaived;
    case NoticeBasis::kShortNotice:
      return NoticeClass::kShortNotice;
    case NoticeBasis::kAdditional:
      return NoticeClass::kAdditional;
    case NoticeBasis::kPostponed:
      return NoticeClass::kPostponed;
  }
  return NoticeClass::kBreach;
}

NoticeClass ClassOf(const NoticeFacts& facts, absl::CivilDay today) {
  if (facts.accepted_on.has_value()) {
    return *facts.accepted_on <= facts.due_by ? NoticeClass::kOnTime
                                              : ClassOfLate(facts.basis);
  }
  if (facts.state == MessageState::kCancelled) return NoticeClass::kWithdrawn;
  if (facts.state == MessageState::kFailed) return NoticeClass::kBreach;
  const bool late = today > facts.due_by;
  return late && facts.basis == NoticeBasis::kOrdinary ? NoticeClass::kBreach
                                                       : NoticeClass::kOpen;
}

// The last attempt that was begun in time says why nothing came of it. On a
// basis that excuses lateness, attempts after the due day count as well.
BreachCause CauseOf(const NoticeFacts& facts) {
  const bool ordinary = facts.basis == NoticeBasis::kOrdinary;
  if (ordinary && facts.submitted_on > facts.due_by) {
    return BreachCause::kSubmittedLate;
  }
  if (ordinary && facts.target_on > facts.due_by) {
    return BreachCause::kTargetAfterDue;
  }
  BreachCause cause = BreachCause::kNotAttempted;
  for (const AttemptFact& attempt : facts.attempts) {
    if (ordinary && attempt.started_on > facts.due_by) break;
    if (!attempt.outcome.has_value()) continue;
    switch (*attempt.outcome) {
      case AttemptOutcome::kUnreachable:
      case AttemptOutcome::kDeferred:
        cause = BreachCause::kMailServerUnavailable;
        break;
      case AttemptOutcome::kRejected:
        cause = BreachCause::kMailServerRejected;
        break;
      case AttemptOutcome::kUnknown:
      case AttemptOutcome::kAccepted:
        // Begun in time and answered too late is, on the due day, unknown.
        cause = BreachCause::kOutcomeUnknown;
        break;
      case AttemptOutcome::kAbandoned:
        break;
    }
  }
  return cause;
}

NoticeAlarm AlarmOf(const NoticeFacts& facts, absl::CivilDay today) {
  if (facts.accepted_on.has_value() ||
      facts.state == MessageState::kCancelled) {
    return NoticeAlarm::kNone;
  }
  if (facts.state == MessageState::kFailed) return NoticeAlarm::kEscalated;
  if (facts.escalate_on.has_value() && today >= *facts.escalate_on) {
    return NoticeAlarm::kEscalated;
  }
  if (facts.warn_on.has_value() && today >= *facts.warn_on) {
    return NoticeAlarm::kWarning;
  }
  return NoticeAlarm::kNone;
}

}  // namespace

NoticeVerdict Judge(const NoticeFacts& facts, absl::CivilDay today) {
  NoticeVerdict verdict;
  verdict.notice_class = ClassOf(facts, today);
  if (verdict.notice_class == NoticeClass::kBreach) {
    verdict.cause = CauseOf(facts);
  }
  verdict.alarm = AlarmOf(facts, today);
  verdict.margin_days = facts.due_by - facts.accepted_on.value_or(today);
  return verdict;
}

}  // namespace caseload::notify
