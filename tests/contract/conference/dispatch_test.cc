// From a conference's change to what notify is told (R010-R014, R131).

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/conference/names.h"
#include "services/conference/storage/dispatch_store.h"
#include "tests/contract/conference/dispatch_fixture.h"
#include "tests/support/conference/shipped_packs.h"
#include "tests/support/explaining_transaction.h"
#include "tests/support/fixed_pack_source.h"

namespace caseload::conference {
namespace {

using caseload::testing::ExplainingTransaction;
using caseload::testing::IsOk;
using caseload::testing::IsOkAndHolds;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::SizeIs;
using State = FakeNotify::State;
using Handover = v1::NoticeObligation;

INSTANTIATE_TEST_SUITE_P(Engines, DispatchTest, testing::BothEngines(),
                         testing::EngineName);

// Far ahead: the formal notice waits for its day.
const Local kFarAhead = {2026, 12, 30, 9, 0};
const Local kTarget = {2026, 12, 16, 8, 0};

TEST_P(DispatchTest, AConferenceFarAheadOwesAnInvitationAndAFormalNotice) {
  const auto conference = Schedule(Juvenile(kFarAhead));
  ASSERT_THAT(conference, IsOk());
  Dispatch();
  EXPECT_THAT(notify_.messages(), SizeIs(2));

  const NoticeMessage invitation =
      notify_.Only(1, NoticeKind::kInvitation).message;
  EXPECT_EQ(FormatName(kConferences, invitation.key.conference_id),
            conference->name());
  EXPECT_EQ(invitation.target_at, clock_.Now());
  EXPECT_THAT(invitation.reminders, IsEmpty());
  EXPECT_FALSE(invitation.duty.has_value());

  const NoticeMessage notice =
      notify_.Only(1, NoticeKind::kFormalNotice).message;
  EXPECT_EQ(notice.target_at, CountyTime(kTarget));
  EXPECT_EQ(notice.deadline_at, CountyTime(kFarAhead));
  EXPECT_EQ(notice.recipient.officer_id, "dpo-j");
  EXPECT_EQ(notice.recipient.email, "dpo-j@county.example");
  EXPECT_EQ(notice.recipient.staff_subject, "dpo-j");
  EXPECT_EQ(notice.supervisor.officer_id, "sdpo-j");
  EXPECT_EQ(notice.division, "juvenile");
  EXPECT_EQ(notice.appointment.local_start, absl::CivilMinute(kFarAhead));
  EXPECT_EQ(notice.appointment.time_zone, "America/Los_Angeles");
  EXPECT_EQ(notice.appointment.duration_minutes, 60);
  EXPECT_EQ(notice.appointment.location, "Juvenile Services, room 1 (room-1)");
  EXPECT_FALSE(notice.previous.has_value());
  // R011: D-10, with its warnings.
  ASSERT_TRUE(notice.duty.has_value());
  EXPECT_EQ(notice.duty->due_by, absl::CivilDay(2026, 12, 20));
  EXPECT_EQ(notice.duty->warn_on, absl::CivilDay(2026, 12, 18));
  EXPECT_EQ(notice.duty->escalate_on, absl::CivilDay(2026, 12, 19));
  EXPECT_EQ(notice.duty->basis, NoticeBasis::kOrdinary);
}

// R014: the manual's words, line by line, from the division's policy.
TEST_P(DispatchTest, TheNoticeCarriesTheReminderListOfItsDivision) {
  ASSERT_THAT(Schedule(Juvenile(kFarAhead)), IsOk());
  ASSERT_THAT(Schedule(Adult({2026, 12, 29, 9, 0}), "sdpo sdpo-a"), IsOk());
  Dispatch();
  for (const policy::PolicyPack& pack :
       {testing::JuvenilePack(), testing::AdultPack()}) {
    bool found = false;
    for (const auto& [name, stored] : notify_.messages()) {
      const NoticeMessage& message = stored.message;
      if (message.division != pack.division || !message.duty.has_value()) {
        continue;
      }
      found = true;
      EXPECT_EQ(message.policy_version,
                pack.version.pack_id + "@" + pack.version.version_label);
      ASSERT_EQ(message.reminders.size(), pack.notice.reminders.size());
      for (size_t i = 0; i < message.reminders.size(); ++i) {
        EXPECT_EQ(message.reminders[i].number, pack.notice.reminders[i].number);
        EXPECT_EQ(message.reminders[i].text, pack.notice.reminders[i].text);
      }
    }
    EXPECT_TRUE(found) << pack.division;
  }
}

TEST_P(DispatchTest, AReaderOfTheConferenceSeesThatNotifyHasWhatIsOwed) {
  const auto conference = Schedule(Juvenile(kFarAhead));
  ASSERT_THAT(conference, IsOk());
  const auto before = Get(conference->name());
  ASSERT_THAT(before, IsOk());
  ASSERT_EQ(before->notice().obligations_size(), 2);
  EXPECT_EQ(before->notice().obligations(0).handover(),
            Handover::HANDOVER_WAITING);
  Dispatch();
  const auto after = Get(conference->name());
  ASSERT_THAT(after, IsOk());
  for (const v1::NoticeObligation& owed : after->notice().obligations()) {
    EXPECT_EQ(owed.handover(), Handover::HANDOVER_HANDED_IN);
    EXPECT_THAT(owed.message(), HasSubstr("messages/"));
    EXPECT_EQ(owed.refusal_reason(), "");
  }
}

TEST_P(DispatchTest, ANoticeThatIsDueAtOnceCarriesTodaysCounts) {
  ASSERT_THAT(Schedule(Juvenile({2026, 11, 13, 9, 0})), IsOk());
  Dispatch();
  const NoticeMessage notice = notify_.Only(1, NoticeKind::kCombined).message;
  ASSERT_TRUE(notice.counts.has_value());
  EXPECT_EQ(notice.counts->as_of, absl::CivilDay(2026, 11, 2));
  EXPECT_EQ(notice.counts->taken_at, clock_.Now());
  EXPECT_EQ(notice.counts->caseload_size, 3);
  bool plans = false;
  for (const NoticeCount& count : notice.counts->counts) {
    if (count.label != "cases without a current case plan") continue;
    plans = true;
    EXPECT_EQ(count.line_number, "3");
    EXPECT_EQ(count.count, 2);
  }
  EXPECT_TRUE(plans);
}

// requirements.md, "counts in a notice": if they cannot be had, the notice goes
// out in time without.
TEST_P(DispatchTest, ACaseplanThatIsDownDelaysNoNotice) {
  snapshots_.FailWith(
      status::Unavailable("PEER_UNAVAILABLE", "caseplan", absl::Seconds(1)));
  v1::ScheduleConferenceRequest second = Juvenile({2026, 11, 13, 11, 0});
  second.set_officer("officers/dpo-j2");
  ASSERT_THAT(Schedule(Juvenile({2026, 11, 13, 9, 0})), IsOk());
  ASSERT_THAT(Schedule(second), IsOk());
  Dispatch();
  ASSERT_THAT(notify_.messages(), SizeIs(2));
  EXPECT_FALSE(notify_.messages().at("messages/1").message.counts.has_value());
  EXPECT_FALSE(notify_.messages().at("messages/2").message.counts.has_value());
  // The second did not wait for a caseplan that had just not answered.
  EXPECT_EQ(snapshots_.calls(), 1);

  // Should the mail server let it wait, the counts come after it.
  snapshots_.FailWith(absl::OkStatus());
  Refresh();
  EXPECT_THAT(notify_.messages().at("messages/1").refreshed, SizeIs(1));
}

// R013: the old notice is withdrawn, the new one shows both times.
TEST_P(DispatchTest, AMoveWithdrawsTheOldNoticeAndShowsBothTimes) {
  const auto conference = Schedule(Juvenile(kFarAhead));
  ASSERT_THAT(conference, IsOk());
  Dispatch();
  notify_.SetState(notify_.Only(1, NoticeKind::kInvitation).name,
                   State::kAccepted);

  const Local moved = {2027, 1, 6, 14, 0};
  ASSERT_THAT(Reschedule(MoveTo(*conference, moved)), IsOk());
  Dispatch();
  EXPECT_EQ(notify_.Only(1, NoticeKind::kFormalNotice).state,
            State::kWithdrawn);
  EXPECT_EQ(StateOf(1, NoticeKind::kFormalNotice), "WITHDRAWN");
  EXPECT_EQ(StateOf(1, NoticeKind::kInvitation), "OVERTAKEN");

  const NoticeMessage change = notify_.Only(2, NoticeKind::kChange).message;
  ASSERT_TRUE(change.previous.has_value());
  EXPECT_EQ(change.previous->local_start, absl::CivilMinute(kFarAhead));
  EXPECT_EQ(change.appointment.local_start, absl::CivilMinute(moved));
  EXPECT_EQ(change.target_at, clock_.Now());
  const NoticeMessage notice =
      notify_.Only(2, NoticeKind::kFormalNotice).message;
  EXPECT_EQ(notice.target_at, CountyTime({2026, 12, 23, 8, 0}));
  // R013: the ten days count from the new date.
  EXPECT_EQ(notice.duty->due_by, absl::CivilDay(2026, 12, 27));
}

TEST_P(DispatchTest, ACancellationIsToldAndEverythingElseWithdrawn) {
  const auto conference = Schedule(Juvenile(kFarAhead));
  ASSERT_THAT(conference, IsOk());
  Dispatch();
  ASSERT_THAT(Cancel(conference->name()), IsOk());
  Dispatch();
  EXPECT_EQ(notify_.Only(1, NoticeKind::kFormalNotice).state,
            State::kWithdrawn);
  EXPECT_EQ(notify_.Only(1, NoticeKind::kInvitation).state, State::kWithdrawn);
  // The revision is what the calendar's SEQUENCE is made of.
  const NoticeMessage told = notify_.Only(2, NoticeKind::kCancellation).message;
  EXPECT_EQ(told.appointment.local_start, absl::CivilMinute(kFarAhead));
  EXPECT_THAT(told.reminders, IsEmpty());
  EXPECT_THAT(notify_.messages(), SizeIs(3));
}

TEST_P(DispatchTest, AHeldConferenceOwesNothingMore) {
  const auto conference = Schedule(Juvenile({2026, 11, 13, 9, 0}));
  ASSERT_THAT(conference, IsOk());
  Dispatch();
  SetNow({2026, 11, 13, 10, 5});
  ASSERT_THAT(Record(conference->name(),
                     v1::RecordConferenceOutcomeRequest::OUTCOME_HELD),
              IsOk());
  Dispatch();
  Refresh();
  EXPECT_THAT(notify_.messages(), SizeIs(1));
  EXPECT_EQ(notify_.messages().at("messages/1").state, State::kPending);
}

TEST_P(DispatchTest, ANotifyThatIsDownStopsNoConferenceAndLosesNothing) {
  notify_.FailWith(absl::UnavailableError("nobody is there"));
  ASSERT_THAT(Schedule(Juvenile(kFarAhead)), IsOk());
  Follow();
  EXPECT_THAT(dispatcher_->HandOverNext(),
              IsOkAndHolds(DispatchRound::kPeerDown));
  ASSERT_THAT(Schedule(Adult({2026, 12, 29, 9, 0}), "sdpo sdpo-a"), IsOk());
  EXPECT_THAT(notify_.messages(), IsEmpty());
  ASSERT_THAT(dispatcher_->ReportBacklog(), IsOk());
  EXPECT_THAT(metrics_.Text(), HasSubstr("caseload_notice_dispatch_waiting 2"));

  notify_.FailWith(absl::OkStatus());
  Dispatch();
  EXPECT_THAT(notify_.messages(), SizeIs(4));
}

// An officer is not told of a time that stands no longer.
TEST_P(DispatchTest, WhatWasReplacedBeforeItWasHandedInIsNeverHandedIn) {
  const auto conference = Schedule(Juvenile(kFarAhead));
  ASSERT_THAT(conference, IsOk());
  ASSERT_THAT(Reschedule(MoveTo(*conference, {2027, 1, 6, 14, 0})), IsOk());
  Dispatch();
  for (const auto& [name, stored] : notify_.messages()) {
    EXPECT_EQ(stored.message.key.revision, 2) << name;
  }
  EXPECT_EQ(StateOf(1, NoticeKind::kFormalNotice), "WITHDRAWN");
  EXPECT_EQ(StateOf(1, NoticeKind::kInvitation), "WITHDRAWN");
}

// R131: at least once on the wire, once in effect.
TEST_P(DispatchTest, AnAnswerThatIsLostMakesNoSecondMessage) {
  ASSERT_THAT(Schedule(Juvenile({2026, 11, 13, 9, 0})), IsOk());
  notify_.LoseNextAnswer();
  Dispatch();
  Dispatch();
  EXPECT_EQ(notify_.submissions(), 2);
  EXPECT_THAT(notify_.messages(), SizeIs(1));
  EXPECT_EQ(StateOf(1, NoticeKind::kCombined), "HANDED_IN");
}

// What notify took and we never heard of is found and withdrawn.
TEST_P(DispatchTest, AMessageWhoseAnswerWasLostIsWithdrawnWhenItIsReplaced) {
  const auto conference = Schedule(Juvenile({2026, 11, 13, 9, 0}));
  ASSERT_THAT(conference, IsOk());
  notify_.LoseNextAnswer();
  Dispatch();
  ASSERT_THAT(Cancel(conference->name()), IsOk());
  Dispatch();
  // Nothing is concluded while the lost call may still take effect.
  EXPECT_EQ(StateOf(1, NoticeKind::kCombined), "WITHDRAWING");
  clock_.AdvanceTime(absl::Seconds(31));
  Dispatch();
  EXPECT_EQ(StateOf(1, NoticeKind::kCombined), "WITHDRAWN");
  EXPECT_EQ(notify_.Only(1, NoticeKind::kCombined).state, State::kWithdrawn);
}

TEST_P(DispatchTest, ARefusalIsRecordedAndShownAndHoldsUpNobodyElse) {
  notify_.RefuseRecipient("dpo-j");
  const auto refused = Schedule(Juvenile({2026, 11, 13, 9, 0}));
  ASSERT_THAT(refused, IsOk());
  ASSERT_THAT(Schedule(Adult({2026, 11, 13, 9, 0}), "sdpo sdpo-a"), IsOk());
  Dispatch();
  EXPECT_THAT(notify_.messages(), SizeIs(1));
  const auto seen = Get(refused->name());
  ASSERT_THAT(seen, IsOk());
  ASSERT_EQ(seen->notice().obligations_size(), 1);
  EXPECT_EQ(seen->notice().obligations(0).handover(),
            Handover::HANDOVER_REFUSED);
  EXPECT_EQ(seen->notice().obligations(0).refusal_reason(), "FIELD_REQUIRED");
  ASSERT_THAT(dispatcher_->ReportBacklog(), IsOk());
  EXPECT_THAT(metrics_.Text(), HasSubstr("caseload_notice_dispatch_refused 1"));
  EXPECT_THAT(
      metrics_.Text(),
      HasSubstr(
          "caseload_notice_dispatch_attempts_total{result=\"refused\"} 1"));

  // The next revision is another matter.
  notify_.RefuseRecipient("");
  ASSERT_THAT(Reschedule(MoveTo(*refused, {2026, 11, 13, 15, 0})), IsOk());
  Dispatch();
  clock_.AdvanceTime(absl::Seconds(31));
  Dispatch();
  EXPECT_EQ(StateOf(1, NoticeKind::kCombined), "WITHDRAWN");
  EXPECT_EQ(StateOf(2, NoticeKind::kChange), "HANDED_IN");
}

TEST_P(DispatchTest, AMessageThatIsBeingSentIsWithdrawnWhenThatIsDecided) {
  const auto conference = Schedule(Juvenile({2026, 11, 13, 9, 0}));
  ASSERT_THAT(conference, IsOk());
  Dispatch();
  notify_.SetState("messages/1", State::kSending);
  ASSERT_THAT(Cancel(conference->name()), IsOk());
  Dispatch();
  EXPECT_EQ(StateOf(1, NoticeKind::kCombined), "WITHDRAWING");
  // It holds the cancellation up for nothing.
  EXPECT_EQ(StateOf(2, NoticeKind::kCancellation), "HANDED_IN");
  notify_.SetState("messages/1", State::kAccepted);
  clock_.AdvanceTime(absl::Seconds(31));
  Dispatch();
  EXPECT_EQ(StateOf(1, NoticeKind::kCombined), "OVERTAKEN");
}

TEST_P(DispatchTest, AnUnknownPolicyIsWaitedFor) {
  ASSERT_THAT(Schedule(Juvenile(kFarAhead)), IsOk());
  const auto packs = std::move(packs_);
  packs_ = std::make_unique<testing::FixedPackSource>(
      std::vector<policy::PolicyPack>{testing::AdultPack()});
  dispatcher_ = NewDispatcher(store_.database());
  Dispatch();
  EXPECT_EQ(StateOf(1, NoticeKind::kInvitation), "HANDED_IN");
  EXPECT_EQ(StateOf(1, NoticeKind::kFormalNotice), "WAITING");
}

// R010-R014 far ahead: whatever the calendar does in between, the counts of a
// notice are at most a day old when it is sent.
TEST_P(DispatchTest, CountsAreFreshAtTheTargetTime) {
  struct Case {
    Local now;
    Local conference;
    Local target;
  };
  const Case cases[] = {
      // 58 days ahead.
      {{2026, 11, 2, 9, 0}, {2026, 12, 30, 9, 0}, {2026, 12, 16, 8, 0}},
      // The notice goes on the first day of the year.
      {{2026, 11, 3, 9, 0}, {2027, 1, 15, 9, 0}, {2027, 1, 1, 8, 0}},
      // The day after the clocks went forward, and back.
      {{2027, 2, 1, 9, 0}, {2027, 3, 29, 9, 0}, {2027, 3, 15, 8, 0}},
      {{2027, 9, 6, 9, 0}, {2027, 11, 22, 9, 0}, {2027, 11, 8, 8, 0}},
  };
  for (const Case& one : cases) {
    SetNow(one.now);
    const auto conference = Schedule(Juvenile(one.conference));
    ASSERT_THAT(conference, IsOk());
    Dispatch();
    const absl::Time target = CountyTime(one.target);
    // Nothing is asked for before its time.
    const int calls = snapshots_.calls();
    clock_.SetTime(target - absl::Hours(21));
    Refresh();
    EXPECT_EQ(snapshots_.calls(), calls);
    RunUntil(target);
    bool found = false;
    for (const auto& [name, stored] : notify_.messages()) {
      if (stored.message.target_at != target) continue;
      found = true;
      EXPECT_FALSE(stored.message.counts.has_value());
      ASSERT_THAT(stored.refreshed, SizeIs(Ge(2)));
      const NoticeCounts& newest = stored.refreshed.back();
      EXPECT_THAT(target - newest.taken_at, Le(absl::Hours(6)));
      EXPECT_EQ(newest.as_of, absl::CivilDay(absl::CivilMinute(one.target)));
      notify_.SetState(name, State::kAccepted);
    }
    EXPECT_TRUE(found);
    // Once it is sent nobody asks any more.
    clock_.SetTime(target + absl::Hours(7));
    Refresh();
    const int after = snapshots_.calls();
    clock_.SetTime(target + absl::Hours(48));
    Refresh();
    EXPECT_EQ(snapshots_.calls(), after);
  }
}

TEST_P(DispatchTest, ACaseplanThatComesBackBeforeTheTargetTimeIsAskedAgain) {
  ASSERT_THAT(Schedule(Juvenile(kFarAhead)), IsOk());
  Dispatch();
  const absl::Time target = CountyTime(kTarget);
  snapshots_.FailWith(absl::UnavailableError("nobody is there"));
  clock_.SetTime(target - absl::Hours(20));
  RunUntil(target - absl::Hours(2));
  EXPECT_THAT(notify_.Only(1, NoticeKind::kFormalNotice).refreshed, IsEmpty());
  snapshots_.FailWith(absl::OkStatus());
  RunUntil(target);
  EXPECT_THAT(notify_.Only(1, NoticeKind::kFormalNotice).refreshed,
              SizeIs(Ge(1)));
}

TEST_P(DispatchTest, RefreshingEndsWhenTheConferenceBegins) {
  ASSERT_THAT(Schedule(Juvenile(kFarAhead)), IsOk());
  Dispatch();
  SetNow(kFarAhead);
  Refresh();
  EXPECT_EQ(snapshots_.calls(), 0);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM notice_dispatches"
                  " WHERE next_attempt_at IS NOT NULL"),
            0);
}

// Events followed again change nothing.
TEST_P(DispatchTest, AFeedThatIsFollowedTwiceOwesNothingTwice) {
  const auto conference = Schedule(Juvenile(kFarAhead));
  ASSERT_THAT(conference, IsOk());
  ASSERT_THAT(Reschedule(MoveTo(*conference, {2027, 1, 6, 14, 0})), IsOk());
  Dispatch();
  ASSERT_THAT(
      store_.database().WriteAndWait({},
                                     [](sql::Transaction& tx) {
                                       return tx
                                           .Execute(
                                               "UPDATE notice_dispatch_cursor"
                                               " SET xid = 0, id = 0")
                                           .status();
                                     }),
      IsOk());
  const int before = notify_.submissions();
  Dispatch();
  EXPECT_EQ(notify_.submissions(), before);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM notice_dispatches"), 4);
}

TEST_P(DispatchTest, AClaimThatRanOutChangesNothing) {
  ASSERT_THAT(Schedule(Juvenile({2026, 11, 13, 9, 0})), IsOk());
  Follow();
  std::optional<ClaimedDispatch> late;
  std::optional<ClaimedDispatch> next;
  const auto claim = [&](absl::Duration lease,
                         std::optional<ClaimedDispatch>& claimed) {
    return store_.database().WriteAndWait(
        {}, [&](sql::Transaction& tx) -> absl::Status {
          ABSL_ASSIGN_OR_RETURN(
              claimed,
              ClaimDispatch(tx, DispatchWork::kHandOver, lease, clock_.Now()));
          return absl::OkStatus();
        });
  };
  ASSERT_THAT(claim(absl::ZeroDuration(), late), IsOk());
  ASSERT_THAT(claim(absl::Minutes(1), next), IsOk());
  ASSERT_TRUE(late.has_value() && next.has_value());
  EXPECT_EQ(next->claim_number, late->claim_number + 1);
  std::optional<ClaimedDispatch> third;
  ASSERT_THAT(claim(absl::Minutes(1), third), IsOk());
  EXPECT_FALSE(third.has_value());
  bool changed = true;
  ASSERT_THAT(store_.database().WriteAndWait(
                  {},
                  [&](sql::Transaction& tx) -> absl::Status {
                    ABSL_ASSIGN_OR_RETURN(
                        changed,
                        EndDispatch(tx, *late,
                                    {DispatchState::kHandedIn, "messages/x",
                                     std::nullopt, 0, ""},
                                    clock_.Now(), clock_.Now()));
                    return absl::OkStatus();
                  }),
              IsOk());
  EXPECT_FALSE(changed);
  EXPECT_EQ(StateOf(1, NoticeKind::kCombined), "WAITING");
}

// Two processes over one store; SQLite has one owner.
class DispatchReplicasTest : public DispatchTest {};
INSTANTIATE_TEST_SUITE_P(Engines, DispatchReplicasTest,
                         ::testing::Values(sql::Engine::kPostgres),
                         testing::EngineName);

TEST_P(DispatchReplicasTest, HandEachObligationInOnce) {
  for (int day = 14; day <= 18; ++day) {
    for (const int hour : {8, 10, 13}) {
      ASSERT_THAT(Schedule(Juvenile({2026, 12, day, hour, 0})), IsOk());
    }
  }
  const auto other_store = store_.OpenReplica();
  const auto other = NewDispatcher(*other_store);
  const auto run = [this](NoticeDispatcher& dispatcher) {
    while (Count("SELECT COUNT(*) FROM notice_dispatches"
                 " WHERE state = 'HANDED_IN'") < 30) {
      ASSERT_THAT(dispatcher.FollowFeed(), IsOk());
      ASSERT_THAT(dispatcher.HandOverNext(), IsOk());
    }
  };
  std::thread first([&] { run(*dispatcher_); });
  std::thread second([&] { run(*other); });
  first.join();
  second.join();
  EXPECT_THAT(notify_.messages(), SizeIs(30));
  EXPECT_EQ(notify_.submissions(), 30);
}

TEST_P(DispatchTest, NoQueryReadsAWholeTable) {
  ASSERT_THAT(Schedule(Juvenile(kFarAhead)), IsOk());
  Follow();
  std::vector<std::string> scans;
  ASSERT_THAT(
      store_.database().WriteAndWait(
          {},
          [&](sql::Transaction& tx) -> absl::Status {
            ExplainingTransaction explaining(tx);
            const absl::Time now = clock_.Now();
            ABSL_RETURN_IF_ERROR(LoadDispatchCursor(explaining).status());
            for (const DispatchWork work :
                 {DispatchWork::kHandOver, DispatchWork::kRefresh}) {
              ABSL_RETURN_IF_ERROR(
                  HasDueDispatch(explaining, work, now).status());
              ABSL_RETURN_IF_ERROR(
                  ClaimDispatch(explaining, work, absl::Minutes(1), now)
                      .status());
            }
            ABSL_RETURN_IF_ERROR(CountDispatches(explaining).status());
            ABSL_RETURN_IF_ERROR(
                ListDispatchProgress(explaining, "c", 1).status());
            scans = explaining.scans();
            return absl::OkStatus();
          }),
      IsOk());
  // The cursor's table has one row.
  std::vector<std::string> others;
  for (const std::string& scan : scans) {
    if (scan.find("notice_dispatch_cursor") == std::string::npos) {
      others.push_back(scan);
    }
  }
  EXPECT_THAT(others, IsEmpty());
}

}  // namespace
}  // namespace caseload::conference
