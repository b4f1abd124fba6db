#include "services/notify/domain/notice_class.h"

#include <vector>

#include "gtest/gtest.h"

namespace caseload::notify {
namespace {

const absl::CivilDay kDueBy(2026, 3, 5);

NoticeFacts Facts(NoticeBasis basis = NoticeBasis::kOrdinary) {
  NoticeFacts facts;
  facts.basis = basis;
  facts.due_by = kDueBy;
  facts.warn_on = kDueBy - 2;
  facts.escalate_on = kDueBy - 1;
  facts.submitted_on = kDueBy - 40;
  facts.target_on = kDueBy - 4;
  return facts;
}

NoticeFacts Accepted(absl::CivilDay day,
                     NoticeBasis basis = NoticeBasis::kOrdinary) {
  NoticeFacts facts = Facts(basis);
  facts.accepted_on = day;
  facts.state = MessageState::kAccepted;
  return facts;
}

// R011: the tenth day before the conference is in time, the ninth is not.
TEST(NoticeClass, AcceptedOnTheDueDayIsOnTime) {
  const NoticeVerdict verdict = Judge(Accepted(kDueBy), kDueBy + 3);
  EXPECT_EQ(verdict.notice_class, NoticeClass::kOnTime);
  EXPECT_EQ(verdict.margin_days, 0);
  EXPECT_EQ(verdict.cause, BreachCause::kNone);
}

TEST(NoticeClass, AcceptedTheDayAfterIsABreachByOneDay) {
  NoticeFacts facts = Accepted(kDueBy + 1);
  facts.attempts = {{kDueBy, AttemptOutcome::kDeferred},
                    {kDueBy + 1, AttemptOutcome::kAccepted}};
  const NoticeVerdict verdict = Judge(facts, kDueBy + 1);
  EXPECT_EQ(verdict.notice_class, NoticeClass::kBreach);
  EXPECT_EQ(verdict.cause, BreachCause::kMailServerUnavailable);
  EXPECT_EQ(verdict.margin_days, -1);
}

// R012: lateness on another basis is shown apart and is no breach.
TEST(NoticeClass, LateOnAnotherBasisHasThatBasisClass) {
  const struct {
    NoticeBasis basis;
    NoticeClass notice_class;
  } kCases[] = {{NoticeBasis::kWaived, NoticeClass::kWaived},
                {NoticeBasis::kShortNotice, NoticeClass::kShortNotice},
                {NoticeBasis::kAdditional, NoticeClass::kAdditional},
                {NoticeBasis::kPostponed, NoticeClass::kPostponed}};
  for (const auto& c : kCases) {
    EXPECT_EQ(Judge(Accepted(kDueBy + 4, c.basis), kDueBy + 5).notice_class,
              c.notice_class);
    EXPECT_EQ(Judge(Accepted(kDueBy, c.basis), kDueBy + 5).notice_class,
              NoticeClass::kOnTime);
  }
}

TEST(NoticeClass, NeverAcceptedIsABreachOnEveryBasisOnceGivenUp) {
  for (const NoticeBasis basis :
       {NoticeBasis::kOrdinary, NoticeBasis::kWaived, NoticeBasis::kShortNotice,
        NoticeBasis::kAdditional, NoticeBasis::kPostponed}) {
    NoticeFacts facts = Facts(basis);
    facts.state = MessageState::kFailed;
    facts.attempts = {{kDueBy - 1, AttemptOutcome::kRejected}};
    const NoticeVerdict verdict = Judge(facts, kDueBy - 1);
    EXPECT_EQ(verdict.notice_class, NoticeClass::kBreach);
    EXPECT_EQ(verdict.cause, BreachCause::kMailServerRejected);
    EXPECT_EQ(verdict.alarm, NoticeAlarm::kEscalated);
  }
}

TEST(NoticeClass, WithdrawnNeverCounts) {
  NoticeFacts facts = Facts();
  facts.state = MessageState::kCancelled;
  const NoticeVerdict verdict = Judge(facts, kDueBy + 30);
  EXPECT_EQ(verdict.notice_class, NoticeClass::kWithdrawn);
  EXPECT_EQ(verdict.alarm, NoticeAlarm::kNone);
}

TEST(NoticeClass, UnacceptedIsOpenUntilTheEndOfTheDueDay) {
  EXPECT_EQ(Judge(Facts(), kDueBy).notice_class, NoticeClass::kOpen);
  EXPECT_EQ(Judge(Facts(), kDueBy + 1).notice_class, NoticeClass::kBreach);
  // A waived one is late already, and on its way.
  EXPECT_EQ(Judge(Facts(NoticeBasis::kWaived), kDueBy + 1).notice_class,
            NoticeClass::kOpen);
}

TEST(NoticeClass, WarnsAndEscalatesOnThePacksDays) {
  EXPECT_EQ(Judge(Facts(), kDueBy - 3).alarm, NoticeAlarm::kNone);
  EXPECT_EQ(Judge(Facts(), kDueBy - 2).alarm, NoticeAlarm::kWarning);
  EXPECT_EQ(Judge(Facts(), kDueBy - 1).alarm, NoticeAlarm::kEscalated);
  EXPECT_EQ(Judge(Accepted(kDueBy - 4), kDueBy - 1).alarm, NoticeAlarm::kNone);
}

TEST(NoticeClass, TheCauseIsWhatStoodInTheWayByTheDueDay) {
  NoticeFacts late = Facts();
  late.submitted_on = kDueBy + 1;
  EXPECT_EQ(Judge(late, kDueBy + 2).cause, BreachCause::kSubmittedLate);

  NoticeFacts target = Facts();
  target.target_on = kDueBy + 1;
  EXPECT_EQ(Judge(target, kDueBy + 2).cause, BreachCause::kTargetAfterDue);

  NoticeFacts none = Facts();
  none.attempts = {{kDueBy + 1, AttemptOutcome::kDeferred}};
  EXPECT_EQ(Judge(none, kDueBy + 2).cause, BreachCause::kNotAttempted);

  NoticeFacts unknown = Facts();
  unknown.attempts = {{kDueBy, AttemptOutcome::kUnreachable},
                      {kDueBy, AttemptOutcome::kUnknown}};
  EXPECT_EQ(Judge(unknown, kDueBy + 2).cause, BreachCause::kOutcomeUnknown);
}

}  // namespace
}  // namespace caseload::notify
