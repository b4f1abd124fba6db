// The delivery worker against a real store and a real mail server, stepped with
// the simulated clock: proof, retries, unknown outcomes, lost leases
// (R011-R013, R131).

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/common/fault/fault.h"
#include "services/common/feed/feed_migrations.h"
#include "services/common/ids/ids.h"
#include "services/common/paging/paging.h"
#include "services/common/seal/sealer.h"
#include "services/notify/delivery/delivery_worker.h"
#include "services/notify/domain/state_names.h"
#include "services/notify/notify_service.h"
#include "services/notify/smtp/smtp_transport.h"
#include "services/notify/storage/notify_migrations.h"
#include "tests/support/notify/read_mail.h"
#include "tests/support/notify/smtp_peer.h"
#include "tests/support/notify/synthetic_messages.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_store.h"

namespace caseload::notify::testing {
namespace {

using caseload::testing::HasReason;
using caseload::testing::IsOk;
using caseload::testing::IsOkAndHolds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kSubmitted = CountyTime(2026, 2, 2, 10);
const absl::Time kTarget = CountyTime(2026, 3, 5, 8);

class DeliveryTest : public ::testing::TestWithParam<sql::Engine> {
 protected:
  DeliveryTest()
      : store_(GetParam(),
               {{"feed", FeedMigrations()}, {"notify", NotifyMigrations()}}),
        clock_(kTarget),
        service_({&ids_, &page_tokens_, nullptr, "notices.county.example"}) {}
  ~DeliveryTest() override { fault::Reset(); }

  // A server that behaves so, connection by connection.
  void Serve(const std::vector<std::string>& behaviours) {
    peer_ = std::make_unique<SmtpPeer>(behaviours);
    SmtpOptions options;
    options.host = "127.0.0.1";
    options.port = peer_->port();
    options.tls = SmtpTls::kNone;
    options.client_name = "notify.county.example";
    transport_ = std::make_unique<SmtpTransport>(options);
  }

  DeliveryWorker::Options WorkerOptions() {
    DeliveryWorker::Options options;
    options.database = &store_.database();
    options.clock = &clock_;
    options.transport = transport_.get();
    options.mail = {"notices@probation.example", "Example County Probation",
                    ""};
    options.name = "worker";
    options.on_attempt_end = [this](AttemptOutcome outcome, bool given_up) {
      ended_.push_back(
          absl::StrCat(Name(outcome), given_up ? ", given up" : ""));
    };
    return options;
  }
  absl::StatusOr<bool> DeliverNext() {
    return DeliveryWorker(WorkerOptions()).DeliverNext();
  }
  void RecoverOrphans() {
    EXPECT_THAT(DeliveryWorker(WorkerOptions()).RecoverOrphans(true), IsOk());
  }

  std::string MustSubmit(const v1::SubmitMessageRequest& request) {
    std::string name;
    EXPECT_THAT(store_.database().WriteAndWait(
                    {},
                    [&](sql::Transaction& tx) -> absl::Status {
                      auto message = service_.SubmitMessage(
                          tx, ConferenceCall(kSubmitted), request);
                      if (message.ok()) name = message->name();
                      return message.status();
                    }),
                IsOk());
    return name;
  }
  absl::Status Cancel(const std::string& name) {
    v1::CancelMessageRequest request;
    request.set_name(name);
    request.set_reason("the conference was moved");
    return store_.database().WriteAndWait({}, [&](sql::Transaction& tx) {
      return service_.CancelMessage(tx, ConferenceCall(clock_.Now()), request)
          .status();
    });
  }
  absl::Status Refresh(const std::string& name,
                       const v1::ReminderCounts& counts) {
    v1::RefreshMessageRequest request;
    request.set_name(name);
    *request.mutable_counts() = counts;
    return store_.database().WriteAndWait({}, [&](sql::Transaction& tx) {
      return service_.RefreshMessage(tx, ConferenceCall(clock_.Now()), request)
          .status();
    });
  }
  v1::Message Get(const std::string& name) {
    v1::Message result;
    v1::GetMessageRequest request;
    request.set_name(name);
    EXPECT_THAT(
        store_.database().Read(absl::InfiniteFuture(),
                               [&](sql::Transaction& tx) -> absl::Status {
                                 auto message = service_.GetMessage(
                                     tx, ConferenceCall(clock_.Now()), request);
                                 if (message.ok()) result = *message;
                                 return message.status();
                               }),
        IsOk());
    return result;
  }
  v1::NoticeLedgerEntry LedgerEntry() {
    v1::NoticeLedgerEntry entry;
    EXPECT_THAT(
        store_.database().Read(absl::InfiniteFuture(),
                               [&](sql::Transaction& tx) -> absl::Status {
                                 auto ledger = service_.ListNoticeLedger(
                                     tx, ConferenceCall(clock_.Now()), {});
                                 if (!ledger.ok()) return ledger.status();
                                 EXPECT_THAT(ledger->entries(), SizeIs(1));
                                 entry = ledger->entries(0);
                                 return absl::OkStatus();
                               }),
        IsOk());
    return entry;
  }
  // The instant at which `name` is tried next.
  absl::Time NextAttempt(const std::string& name) {
    return ToTime(Get(name).next_attempt_time());
  }

  caseload::testing::TestStore store_;
  clock::SimulatedClock clock_;
  ids::RandomIdSource ids_;
  paging::TokenSealer page_tokens_{seal::Sealer::WithRandomKey()};
  NotifyService service_;
  std::unique_ptr<SmtpPeer> peer_;
  std::unique_ptr<SmtpTransport> transport_;
  // How attempts ended, as the worker told.
  std::vector<std::string> ended_;
};

TEST_P(DeliveryTest, ADueNoticeIsSentAndItsProofIsOnTheLedger) {
  Serve({});
  const std::string name = MustSubmit(FormalNotice());
  clock_.SetTime(kTarget - absl::Microseconds(1));
  EXPECT_THAT(DeliverNext(), IsOkAndHolds(false));
  clock_.SetTime(kTarget);
  EXPECT_THAT(DeliverNext(), IsOkAndHolds(true));
  EXPECT_THAT(DeliverNext(), IsOkAndHolds(false));

  const v1::Message message = Get(name);
  EXPECT_EQ(message.state(), v1::MESSAGE_STATE_ACCEPTED);
  EXPECT_EQ(ToTime(message.accept_time()), kTarget);
  EXPECT_EQ(message.possible_copies(), 1);
  EXPECT_THAT(ended_, ElementsAre("ACCEPTED"));
  ASSERT_THAT(message.attempts(), SizeIs(1));
  EXPECT_EQ(message.attempts(0).reply(), "2.0.0 Ok: queued as SYNTHETIC1");
  EXPECT_TRUE(message.attempts(0).has_data_end_time());
  const v1::NoticeLedgerEntry entry = LedgerEntry();
  EXPECT_EQ(entry.notice_class(), v1::NOTICE_CLASS_ON_TIME);
  EXPECT_EQ(entry.margin_days(), 4);
  EXPECT_EQ(entry.reply_code(), 250);
  ASSERT_THAT(peer_->Mails(), SizeIs(1));
  EXPECT_EQ(ReadMail(peer_->Mails()[0])["message-id"],
            "<" + message.message_id_header() + ">");
}

TEST_P(DeliveryTest,
       ADeferredNoticeIsTriedAgainAfterHalfAnHourWithFreshCounts) {
  Serve({"data=451 4.3.0 later"});
  const std::string name = MustSubmit(FormalNotice());
  EXPECT_THAT(DeliverNext(), IsOkAndHolds(true));
  EXPECT_THAT(ended_, ElementsAre("DEFERRED"));
  EXPECT_EQ(Get(name).state(), v1::MESSAGE_STATE_PENDING);
  EXPECT_EQ(Get(name).possible_copies(), 0);
  EXPECT_EQ(NextAttempt(name), kTarget + absl::Minutes(30));
  clock_.AdvanceTime(absl::Minutes(29));
  EXPECT_THAT(DeliverNext(), IsOkAndHolds(false));
  EXPECT_THAT(Refresh(name, Counts(clock_.Now(), 7, 0)), IsOk());
  clock_.AdvanceTime(absl::Minutes(1));
  EXPECT_THAT(DeliverNext(), IsOkAndHolds(true));
  EXPECT_EQ(Get(name).state(), v1::MESSAGE_STATE_ACCEPTED);
  ASSERT_THAT(peer_->Mails(), SizeIs(1));
  EXPECT_THAT(ReadMail(peer_->Mails()[0])["text/plain"],
              HasSubstr("not confirmed: 7"));
}

TEST_P(DeliveryTest, ARejectedNoticeFailsAndIsABreachWithItsCause) {
  Serve({"rcpt=550 5.1.1 unknown"});
  const std::string name = MustSubmit(FormalNotice());
  EXPECT_THAT(DeliverNext(), IsOkAndHolds(true));
  EXPECT_THAT(ended_, ElementsAre("REJECTED, given up"));
  EXPECT_EQ(Get(name).state(), v1::MESSAGE_STATE_FAILED);
  const v1::NoticeLedgerEntry entry = LedgerEntry();
  EXPECT_EQ(entry.notice_class(), v1::NOTICE_CLASS_BREACH);
  EXPECT_EQ(entry.breach_cause(), v1::BREACH_CAUSE_MAIL_SERVER_REJECTED);
  EXPECT_EQ(entry.alarm(), v1::NOTICE_ALARM_ESCALATED);
  EXPECT_EQ(entry.reply(), "5.1.1 unknown");
  clock_.AdvanceTime(absl::Hours(100));
  EXPECT_THAT(DeliverNext(), IsOkAndHolds(false));
}

TEST_P(DeliveryTest, AnUnreachableServerIsTriedAgainWithinMinutes) {
  Serve({"greet=421 busy"});
  const std::string name = MustSubmit(FormalNotice());
  EXPECT_THAT(DeliverNext(), IsOkAndHolds(true));
  EXPECT_EQ(NextAttempt(name), kTarget + absl::Minutes(5));
  clock_.AdvanceTime(absl::Minutes(5));
  EXPECT_THAT(DeliverNext(), IsOkAndHolds(true));
  EXPECT_EQ(Get(name).state(), v1::MESSAGE_STATE_ACCEPTED);
  EXPECT_EQ(Get(name).possible_copies(), 1);
}

// A 250 that is lost: the same bytes again, counted, and the ledger says so.
TEST_P(DeliveryTest, AnUnknownOutcomeIsSentAgainByteForByte) {
  Serve({"lose_reply", "greet=421 busy"});
  v1::SubmitMessageRequest request = FormalNotice();
  *request.mutable_message()->mutable_counts() =
      Counts(kTarget - absl::Hours(1), 3, 0);
  const std::string name = MustSubmit(request);
  EXPECT_THAT(DeliverNext(), IsOkAndHolds(true));
  EXPECT_EQ(Get(name).state(), v1::MESSAGE_STATE_UNKNOWN);
  EXPECT_EQ(NextAttempt(name), kTarget + absl::Minutes(30));
  EXPECT_THAT(Refresh(name, Counts(clock_.Now(), 9, 9)),
              HasReason("MESSAGE_NOT_REFRESHABLE"));
  clock_.AdvanceTime(absl::Minutes(30));
  EXPECT_THAT(DeliverNext(), IsOkAndHolds(true));
  EXPECT_EQ(Get(name).state(), v1::MESSAGE_STATE_UNKNOWN);
  // A day later the counts are too old to be told; the copy is the same.
  clock_.AdvanceTime(absl::Hours(25));
  EXPECT_THAT(DeliverNext(), IsOkAndHolds(true));
  EXPECT_EQ(Get(name).state(), v1::MESSAGE_STATE_ACCEPTED);
  ASSERT_THAT(peer_->Mails(), SizeIs(2));
  EXPECT_EQ(peer_->Mails()[0], peer_->Mails()[1]);
  EXPECT_EQ(LedgerEntry().possible_copies(), 2);
  EXPECT_EQ(LedgerEntry().attempts(), 3);
}

TEST_P(DeliveryTest, WithdrawnDuringTheConversationNothingIsAccepted) {
  Serve({});
  const std::string name = MustSubmit(FormalNotice());
  fault::Arm("notify.delivery.mark", fault::Action::kStall);
  std::thread worker([&] { EXPECT_THAT(DeliverNext(), IsOkAndHolds(true)); });
  ASSERT_TRUE(
      fault::WaitUntilStalled("notify.delivery.mark", absl::Seconds(30)));
  EXPECT_EQ(Get(name).state(), v1::MESSAGE_STATE_SENDING);
  EXPECT_THAT(Cancel(name), IsOk());
  fault::Release("notify.delivery.mark");
  worker.join();
  EXPECT_EQ(Get(name).state(), v1::MESSAGE_STATE_CANCELLED);
  EXPECT_EQ(Get(name).attempts(0).outcome(), v1::ATTEMPT_OUTCOME_ABANDONED);
  EXPECT_THAT(peer_->Mails(), IsEmpty());
}

TEST_P(DeliveryTest, PastTheMarkItIsTooLateToWithdraw) {
  Serve({});
  const std::string name = MustSubmit(FormalNotice());
  fault::Arm("notify.smtp.final_dot", fault::Action::kStall);
  std::thread worker([&] { EXPECT_THAT(DeliverNext(), IsOkAndHolds(true)); });
  ASSERT_TRUE(
      fault::WaitUntilStalled("notify.smtp.final_dot", absl::Seconds(30)));
  EXPECT_THAT(Cancel(name), HasReason("MESSAGE_BEING_SENT"));
  fault::Release("notify.smtp.final_dot");
  worker.join();
  EXPECT_EQ(Get(name).state(), v1::MESSAGE_STATE_ACCEPTED);
  EXPECT_THAT(Cancel(name), HasReason("MESSAGE_FINAL"));
}

// A worker that hangs between its claim and the mark loses the message to
// another one, and its conversation ends without the final dot.
TEST_P(DeliveryTest, ALostLeaseSendsNothing) {
  Serve({});
  const std::string name = MustSubmit(FormalNotice());
  fault::Arm("notify.delivery.mark", fault::Action::kStall);
  std::thread hanging([&] { EXPECT_THAT(DeliverNext(), IsOkAndHolds(true)); });
  ASSERT_TRUE(
      fault::WaitUntilStalled("notify.delivery.mark", absl::Seconds(30)));
  // As if its lease had run out.
  RecoverOrphans();
  EXPECT_THAT(DeliverNext(), IsOkAndHolds(true));
  EXPECT_EQ(Get(name).state(), v1::MESSAGE_STATE_ACCEPTED);
  fault::Release("notify.delivery.mark");
  hanging.join();
  const v1::Message message = Get(name);
  EXPECT_EQ(message.state(), v1::MESSAGE_STATE_ACCEPTED);
  EXPECT_EQ(message.possible_copies(), 1);
  EXPECT_THAT(peer_->Mails(), SizeIs(1));
  ASSERT_THAT(message.attempts(), SizeIs(2));
  EXPECT_EQ(message.attempts(0).outcome(), v1::ATTEMPT_OUTCOME_ABANDONED);
  EXPECT_EQ(message.attempts(1).outcome(), v1::ATTEMPT_OUTCOME_ACCEPTED);
}

TEST_P(DeliveryTest, PastItsDeadlineItIsGivenUpAndStaysOnTheLedger) {
  Serve({});
  const std::string name = MustSubmit(FormalNotice());
  clock_.SetTime(CountyTime(2026, 3, 19, 9, 30));
  EXPECT_THAT(DeliverNext(), IsOkAndHolds(true));
  EXPECT_EQ(Get(name).state(), v1::MESSAGE_STATE_FAILED);
  EXPECT_EQ(LedgerEntry().notice_class(), v1::NOTICE_CLASS_BREACH);
  EXPECT_EQ(LedgerEntry().breach_cause(), v1::BREACH_CAUSE_NOT_ATTEMPTED);
  EXPECT_EQ(LedgerEntry().reply(), "its deadline passed");
  EXPECT_THAT(peer_->Mails(), IsEmpty());
}

// R012: nothing is dropped because its send time lies in the past.
TEST_P(DeliveryTest, ATargetInThePastIsSentAtOnceAndJudgedByItsBasis) {
  Serve({});
  v1::SubmitMessageRequest request = FormalNotice();
  request.mutable_message()->mutable_notice_duty()->set_basis(
      v1::NOTICE_BASIS_SHORT_NOTICE);
  request.mutable_message()->mutable_notice_duty()->set_basis_reason(
      "the court moved its calendar");
  MustSubmit(request);
  clock_.SetTime(CountyTime(2026, 3, 16, 8));
  EXPECT_THAT(DeliverNext(), IsOkAndHolds(true));
  EXPECT_EQ(LedgerEntry().notice_class(), v1::NOTICE_CLASS_SHORT_NOTICE);
  EXPECT_EQ(LedgerEntry().margin_days(), -7);
  EXPECT_EQ(LedgerEntry().basis_reason(), "the court moved its calendar");
}

TEST_P(DeliveryTest, AWorkerRunsUntilItIsStopped) {
  Serve({});
  const std::string name = MustSubmit(FormalNotice());
  clock_.SetTime(kTarget - absl::Hours(1));
  DeliveryWorker worker(WorkerOptions());
  std::thread running([&] { worker.Run(); });
  clock_.SetTime(kTarget);
  // Accepted is what a follower of the feed would wait for.
  while (Get(name).state() != v1::MESSAGE_STATE_ACCEPTED) {
    clock_.AdvanceTime(absl::Seconds(1));
  }
  worker.Stop();
  running.join();
  EXPECT_THAT(peer_->Mails(), SizeIs(1));
}

INSTANTIATE_TEST_SUITE_P(Engines, DeliveryTest,
                         caseload::testing::BothEngines(),
                         caseload::testing::EngineName);

}  // namespace
}  // namespace caseload::notify::testing
