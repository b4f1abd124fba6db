// Leases, fencing, the mark before the end of the data, outcomes.

#include "services/notify/storage/delivery_store.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "services/notify/storage/message_store.h"
#include "tests/contract/notify/service_fixture.h"
#include "tests/support/status_matchers.h"

namespace caseload::notify::testing {
namespace {

using caseload::testing::HasReason;
using caseload::testing::IsOk;
using caseload::testing::IsOkAndHolds;
using storage::AttemptEnd;
using storage::Lease;
using storage::MessageRow;
using ::testing::SizeIs;

const absl::Time kNow = CountyTime(2026, 2, 2, 10);
const absl::Time kTarget = CountyTime(2026, 3, 5, 8);
constexpr absl::Duration kLease = absl::Minutes(1);

class DeliveryStoreTest : public ServiceTest {
 protected:
  // Runs `body` in a write transaction and returns what it returns.
  template <typename T>
  absl::StatusOr<T> InTransaction(
      const std::function<absl::StatusOr<T>(sql::Transaction&)>& body) {
    absl::StatusOr<T> result = absl::UnknownError("did not run");
    const absl::Status written = store_.database().WriteAndWait(
        {}, [&](sql::Transaction& tx) -> absl::Status {
          result = body(tx);
          return result.status();
        });
    if (!written.ok()) return written;
    return result;
  }

  std::string MustSubmit(const v1::SubmitMessageRequest& request) {
    const absl::StatusOr<v1::Message> message = Submit(request, kNow);
    EXPECT_THAT(message, IsOk());
    return message->name().substr(std::string("messages/").size());
  }

  std::optional<MessageRow> Claim(absl::Time now,
                                  absl::Duration lease = kLease) {
    absl::StatusOr<std::optional<MessageRow>> claimed =
        InTransaction<std::optional<MessageRow>>([&](sql::Transaction& tx) {
          return storage::ClaimNext(tx, "worker", lease, now);
        });
    EXPECT_THAT(claimed, IsOk());
    return *std::move(claimed);
  }
  absl::StatusOr<bool> Renew(const Lease& lease,
                             absl::Duration duration = kLease) {
    return InTransaction<bool>([&](sql::Transaction& tx) {
      return storage::RenewLease(tx, lease, duration);
    });
  }
  absl::StatusOr<bool> DataEnd(const Lease& lease, absl::string_view mail,
                               absl::Time now) {
    return InTransaction<bool>([&](sql::Transaction& tx) {
      return storage::RecordDataEnd(tx, lease, mail, now, now);
    });
  }
  absl::StatusOr<bool> End(const Lease& lease, const AttemptEnd& end) {
    return InTransaction<bool>([&](sql::Transaction& tx) {
      return storage::RecordEnd(tx, lease, end);
    });
  }
  std::vector<storage::Orphan> Orphans(bool all) {
    auto orphans = InTransaction<std::vector<storage::Orphan>>(
        [&](sql::Transaction& tx) { return storage::FindOrphans(tx, all); });
    EXPECT_THAT(orphans, IsOk());
    return *std::move(orphans);
  }
  MessageRow Row(const std::string& id) {
    auto row = InTransaction<std::optional<MessageRow>>(
        [&](sql::Transaction& tx) { return storage::Find(tx, id); });
    EXPECT_THAT(row, IsOk());
    return **std::move(row);
  }

  static AttemptEnd Ended(AttemptOutcome outcome, absl::Time at,
                          std::optional<absl::Time> next = std::nullopt) {
    AttemptEnd end;
    end.outcome = outcome;
    end.stage = "DATA_END";
    end.reply_code = 250;
    end.reply = "2.0.0 Ok: queued as SYNTHETIC1";
    end.mail_server = "mail.county.example";
    end.ended_at = at;
    end.next_attempt_at = next;
    if (outcome == AttemptOutcome::kAccepted) {
      end.accepted_date = absl::ToCivilDay(at, CountyZone());
    }
    return end;
  }
};

TEST_P(DeliveryStoreTest, NothingIsClaimedBeforeItsTime) {
  MustSubmit(FormalNotice());
  EXPECT_FALSE(Claim(kTarget - absl::Microseconds(1)).has_value());
  const std::optional<MessageRow> claimed = Claim(kTarget);
  ASSERT_TRUE(claimed.has_value());
  EXPECT_EQ(claimed->state, MessageState::kSending);
  EXPECT_EQ(claimed->lease_number, 1);
  EXPECT_FALSE(Claim(kTarget).has_value());
}

TEST_P(DeliveryStoreTest, TheNoticeDueFirstIsClaimedFirst) {
  const std::string invitation = MustSubmit(Invitation("conference-1", kNow));
  const std::string later =
      MustSubmit(FormalNotice("conference-2", absl::CivilDay(2026, 3, 20)));
  const std::string sooner =
      MustSubmit(FormalNotice("conference-3", absl::CivilDay(2026, 3, 19)));
  const absl::Time all_due = CountyTime(2026, 3, 7, 8);
  EXPECT_EQ(Claim(all_due)->message_id, sooner);
  EXPECT_EQ(Claim(all_due)->message_id, later);
  EXPECT_EQ(Claim(all_due)->message_id, invitation);
  EXPECT_FALSE(Claim(all_due).has_value());
}

TEST_P(DeliveryStoreTest, AcceptedKeepsTheProofAndIsFinal) {
  const std::string id = MustSubmit(FormalNotice());
  Claim(kTarget);
  const Lease lease{id, 1};
  EXPECT_THAT(DataEnd(lease, "mail bytes", kTarget), IsOkAndHolds(true));
  EXPECT_THAT(End(lease, Ended(AttemptOutcome::kAccepted, kTarget)),
              IsOkAndHolds(true));
  const MessageRow row = Row(id);
  EXPECT_EQ(row.state, MessageState::kAccepted);
  EXPECT_EQ(row.accepted_at, kTarget);
  EXPECT_EQ(row.accepted_date, absl::CivilDay(2026, 3, 5));
  EXPECT_EQ(row.reply_code, 250);
  EXPECT_EQ(row.reply, "2.0.0 Ok: queued as SYNTHETIC1");
  EXPECT_EQ(row.possible_copies, 1);
  EXPECT_EQ(row.mail, "mail bytes");
  EXPECT_FALSE(Claim(kTarget + absl::Hours(1000)).has_value());
  EXPECT_THAT(Cancel("messages/" + id, kTarget), HasReason("MESSAGE_FINAL"));
}

TEST_P(DeliveryStoreTest, WithdrawingTakesTheLeaseUntilTheDataEnds) {
  const std::string id = MustSubmit(FormalNotice());
  Claim(kTarget);
  const Lease lease{id, 1};
  EXPECT_THAT(Renew(lease), IsOkAndHolds(true));
  ASSERT_THAT(Cancel("messages/" + id, kTarget), IsOk());
  EXPECT_THAT(Renew(lease), IsOkAndHolds(false));
  EXPECT_THAT(DataEnd(lease, "mail bytes", kTarget), IsOkAndHolds(false));
  EXPECT_THAT(End(lease, Ended(AttemptOutcome::kDeferred, kTarget,
                               kTarget + absl::Hours(1))),
              IsOkAndHolds(false));
  EXPECT_EQ(Row(id).state, MessageState::kCancelled);
  EXPECT_EQ(Row(id).mail, std::nullopt);
}

TEST_P(DeliveryStoreTest, PastTheEndOfTheDataItIsTooLateToWithdraw) {
  const std::string id = MustSubmit(FormalNotice());
  Claim(kTarget);
  ASSERT_THAT(DataEnd({id, 1}, "mail bytes", kTarget), IsOkAndHolds(true));
  const absl::StatusOr<v1::Message> refused = Cancel("messages/" + id, kTarget);
  EXPECT_THAT(refused, HasReason("MESSAGE_BEING_SENT"));
  EXPECT_EQ(status::RetryAfterOf(refused.status()), absl::Seconds(30));
}

// A lease of no length is expired as soon as it is given, by the store's clock.
TEST_P(DeliveryStoreTest, AnExpiredLeaseIsLostForGoodOnceTaken) {
  const std::string id = MustSubmit(FormalNotice());
  Claim(kTarget, absl::Seconds(-1));
  const Lease lost{id, 1};
  EXPECT_THAT(Renew(lost), IsOkAndHolds(false));
  EXPECT_THAT(DataEnd(lost, "mail bytes", kTarget), IsOkAndHolds(false));
  std::vector<storage::Orphan> orphans = Orphans(/*all=*/false);
  ASSERT_THAT(orphans, SizeIs(1));
  EXPECT_FALSE(orphans[0].data_ended);
  // Whoever finds the orphan closes its attempt; then another worker has it.
  EXPECT_THAT(End(lost, Ended(AttemptOutcome::kDeferred, kTarget, kTarget)),
              IsOkAndHolds(true));
  const std::optional<MessageRow> taken = Claim(kTarget);
  ASSERT_TRUE(taken.has_value());
  EXPECT_EQ(taken->lease_number, 2);
  EXPECT_THAT(End(lost, Ended(AttemptOutcome::kAccepted, kTarget)),
              IsOkAndHolds(false));
  EXPECT_THAT(DataEnd(lost, "mail bytes", kTarget), IsOkAndHolds(false));
  EXPECT_THAT(DataEnd({id, 2}, "mail bytes", kTarget), IsOkAndHolds(true));
}

TEST_P(DeliveryStoreTest, ALeaseThatHoldsIsNoOrphan) {
  MustSubmit(FormalNotice());
  Claim(kTarget);
  EXPECT_THAT(Orphans(/*all=*/false), SizeIs(0));
  // Unless this process alone can have opened the store, and has just started.
  EXPECT_THAT(Orphans(/*all=*/true), SizeIs(1));
}

TEST_P(DeliveryStoreTest, UnknownKeepsItsBytesAndIsTriedAgain) {
  const std::string id = MustSubmit(FormalNotice());
  Claim(kTarget);
  ASSERT_THAT(DataEnd({id, 1}, "mail bytes", kTarget), IsOkAndHolds(true));
  const absl::Time next = kTarget + absl::Minutes(30);
  ASSERT_THAT(End({id, 1}, Ended(AttemptOutcome::kUnknown, kTarget, next)),
              IsOkAndHolds(true));
  EXPECT_EQ(Row(id).state, MessageState::kUnknown);
  EXPECT_EQ(Row(id).possible_copies, 1);
  EXPECT_FALSE(Claim(next - absl::Seconds(1)).has_value());
  const std::optional<MessageRow> again = Claim(next);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->mail, "mail bytes");
  EXPECT_EQ(again->mail_dated_at, kTarget);
  // A later "not now" does not undo that a copy may exist.
  ASSERT_THAT(End({id, 2}, Ended(AttemptOutcome::kDeferred, next,
                                 next + absl::Minutes(30))),
              IsOkAndHolds(true));
  EXPECT_EQ(Row(id).state, MessageState::kUnknown);
  EXPECT_EQ(Row(id).mail, "mail bytes");
  EXPECT_THAT(Refresh("messages/" + id, Counts(next, 1, 1), next),
              HasReason("MESSAGE_NOT_REFRESHABLE"));
  // It may be withdrawn, and says that a copy may exist.
  const absl::StatusOr<v1::Message> withdrawn = Cancel("messages/" + id, next);
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_EQ(withdrawn->possible_copies(), 1);
}

TEST_P(DeliveryStoreTest, DeferredForgetsBytesThatNobodyAccepted) {
  const std::string id = MustSubmit(FormalNotice());
  Claim(kTarget);
  ASSERT_THAT(DataEnd({id, 1}, "mail bytes", kTarget), IsOkAndHolds(true));
  ASSERT_THAT(End({id, 1}, Ended(AttemptOutcome::kDeferred, kTarget,
                                 kTarget + absl::Minutes(30))),
              IsOkAndHolds(true));
  EXPECT_EQ(Row(id).state, MessageState::kPending);
  EXPECT_EQ(Row(id).mail, std::nullopt);
  EXPECT_EQ(Row(id).possible_copies, 0);
  EXPECT_THAT(Refresh("messages/" + id, Counts(kTarget, 1, 1), kTarget),
              IsOk());
}

TEST_P(DeliveryStoreTest, RejectedWithoutNextAttemptIsFailed) {
  const std::string id = MustSubmit(FormalNotice());
  Claim(kTarget);
  ASSERT_THAT(End({id, 1}, Ended(AttemptOutcome::kRejected, kTarget)),
              IsOkAndHolds(true));
  EXPECT_EQ(Row(id).state, MessageState::kFailed);
  EXPECT_EQ(
      Get("messages/" + id, ConferenceCall(kTarget))->attempts(0).outcome(),
      v1::ATTEMPT_OUTCOME_REJECTED);
}

TEST_P(DeliveryStoreTest, NextDueIsTheEarliestThatWaits) {
  const auto next_due = [&] {
    return InTransaction<std::optional<absl::Time>>(
        [](sql::Transaction& tx) { return storage::NextDue(tx); });
  };
  EXPECT_THAT(next_due(), IsOkAndHolds(std::optional<absl::Time>()));
  MustSubmit(FormalNotice());
  MustSubmit(Invitation("conference-1", kNow + absl::Hours(1)));
  EXPECT_THAT(next_due(),
              IsOkAndHolds(std::optional<absl::Time>(kNow + absl::Hours(1))));
}

// Two replicas: a row that one is claiming is passed over by the other.
TEST(DeliveryReplicasTest, TwoWorkersNeverClaimTheSameMessage) {
  caseload::testing::TestStore store(sql::Engine::kPostgres,
                                     NotifyComponents());
  ids::RandomIdSource ids;
  NotifyService::Options options;
  options.ids = &ids;
  options.mail_domain = "notices.county.example";
  NotifyService service(options);
  constexpr int kMessages = 12;
  for (int i = 0; i < kMessages; ++i) {
    ASSERT_THAT(store.database().WriteAndWait(
                    {},
                    [&](sql::Transaction& tx) {
                      return service
                          .SubmitMessage(
                              tx, ConferenceCall(kNow),
                              FormalNotice(absl::StrCat("conference-", i)))
                          .status();
                    }),
                IsOk());
  }
  const std::unique_ptr<sql::Database> replica = store.OpenReplica();
  std::set<std::string> claimed[2];
  sql::Database* const stores[2] = {&store.database(), replica.get()};
  std::vector<std::thread> workers;
  for (int w = 0; w < 2; ++w) {
    workers.emplace_back([&, w] {
      while (true) {
        std::optional<MessageRow> row;
        const absl::Status status = stores[w]->WriteAndWait(
            {}, [&](sql::Transaction& tx) -> absl::Status {
              auto next = storage::ClaimNext(tx, absl::StrCat("worker-", w),
                                             kLease, kTarget);
              if (next.ok()) row = *std::move(next);
              return next.status();
            });
        if (!status.ok()) {
          ADD_FAILURE() << status;
          return;
        }
        if (!row.has_value()) return;
        EXPECT_TRUE(claimed[w].insert(row->message_id).second);
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  std::set<std::string> all = claimed[0];
  all.insert(claimed[1].begin(), claimed[1].end());
  EXPECT_EQ(all.size(), static_cast<size_t>(kMessages));
  EXPECT_EQ(claimed[0].size() + claimed[1].size(),
            static_cast<size_t>(kMessages));
}

INSTANTIATE_TEST_SUITE_P(Engines, DeliveryStoreTest,
                         caseload::testing::BothEngines(),
                         caseload::testing::EngineName);

}  // namespace
}  // namespace caseload::notify::testing
