// The ledger: due day, proof, margin, class and cause (R011, R012).

#include <string>
#include <vector>

#include "caseload/options/v1/options.pb.h"
#include "gmock/gmock.h"
#include "services/notify/storage/delivery_store.h"
#include "tests/contract/notify/service_fixture.h"
#include "tests/support/status_matchers.h"

namespace caseload::notify::testing {
namespace {

using caseload::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kNow = CountyTime(2026, 2, 2, 10);

class LedgerTest : public ServiceTest {
 protected:
  void MustSubmit(const v1::SubmitMessageRequest& request) {
    ASSERT_THAT(Submit(request, kNow), IsOk());
  }

  // Claims what is due at `at` and ends the attempt with `outcome`.
  void Deliver(absl::Time at, AttemptOutcome outcome,
               std::optional<absl::Time> next = std::nullopt) {
    Change([&](sql::Transaction& tx) -> absl::Status {
      auto row = storage::ClaimNext(tx, "worker", absl::Minutes(1), at);
      if (!row.ok()) return row.status();
      const storage::Lease lease{(*row)->message_id, (*row)->lease_number};
      if (outcome == AttemptOutcome::kAccepted ||
          outcome == AttemptOutcome::kUnknown) {
        auto marked = storage::RecordDataEnd(tx, lease, "mail", at, at);
        if (!marked.ok()) return marked.status();
      }
      storage::AttemptEnd end;
      end.outcome = outcome;
      end.reply_code = outcome == AttemptOutcome::kAccepted ? 250 : 451;
      end.reply = "a reply";
      end.mail_server = "mail.county.example";
      end.ended_at = at;
      end.next_attempt_at = next;
      if (outcome == AttemptOutcome::kAccepted) {
        end.accepted_date = absl::ToCivilDay(at, CountyZone());
      }
      return storage::RecordEnd(tx, lease, end).status();
    });
  }

  std::vector<v1::NoticeLedgerEntry> Ledger(
      absl::Time now, const v1::ListNoticeLedgerRequest& request =
                          v1::ListNoticeLedgerRequest()) {
    return LedgerAs(ConferenceCall(now), request);
  }
  std::vector<v1::NoticeLedgerEntry> LedgerAs(
      const rpc::CallContext& call,
      const v1::ListNoticeLedgerRequest& request) {
    const absl::StatusOr<v1::ListNoticeLedgerResponse> response =
        Read(&NotifyService::ListNoticeLedger, call, request);
    EXPECT_THAT(response, IsOk());
    if (!response.ok()) return {};
    return {response->entries().begin(), response->entries().end()};
  }
};

// Conference on 19 March: due by 9 March, 23:59:59 by the county's clocks.
TEST_P(LedgerTest, AcceptedInTheLastSecondOfTheDueDayIsOnTime) {
  MustSubmit(FormalNotice());
  const absl::Time last = CountyTime(2026, 3, 9, 23, 59, 59);
  Deliver(last, AttemptOutcome::kAccepted);
  const std::vector<v1::NoticeLedgerEntry> ledger =
      Ledger(last + absl::Hours(48));
  ASSERT_THAT(ledger, SizeIs(1));
  EXPECT_EQ(ledger[0].notice_class(), v1::NOTICE_CLASS_ON_TIME);
  EXPECT_EQ(ledger[0].margin_days(), 0);
  EXPECT_EQ(ToTime(ledger[0].accept_time()), last);
  EXPECT_EQ(ledger[0].reply_code(), 250);
  EXPECT_EQ(ledger[0].reply(), "a reply");
  EXPECT_EQ(ledger[0].mail_server(), "mail.county.example");
  EXPECT_EQ(ToCivilDay(ledger[0].due_by_date()), absl::CivilDay(2026, 3, 9));
  EXPECT_EQ(ledger[0].attempts(), 1);
}

TEST_P(LedgerTest, AcceptedASecondLaterIsABreachWithItsCause) {
  MustSubmit(FormalNotice());
  const absl::Time first = CountyTime(2026, 3, 5, 8);
  const absl::Time late = CountyTime(2026, 3, 10, 0);
  Deliver(first, AttemptOutcome::kUnreachable, late);
  Deliver(late, AttemptOutcome::kAccepted);
  const std::vector<v1::NoticeLedgerEntry> ledger = Ledger(late);
  ASSERT_THAT(ledger, SizeIs(1));
  EXPECT_EQ(ledger[0].notice_class(), v1::NOTICE_CLASS_BREACH);
  EXPECT_EQ(ledger[0].breach_cause(), v1::BREACH_CAUSE_MAIL_SERVER_UNAVAILABLE);
  EXPECT_EQ(ledger[0].margin_days(), -1);
}

TEST_P(LedgerTest, UnacceptedWarnsEscalatesAndBecomesABreach) {
  MustSubmit(FormalNotice());
  const auto at = [&](int day) {
    return Ledger(CountyTime(2026, 3, day, 9))[0];
  };
  EXPECT_EQ(at(6).alarm(), v1::NOTICE_ALARM_UNSPECIFIED);
  EXPECT_EQ(at(7).alarm(), v1::NOTICE_ALARM_WARNING);
  EXPECT_EQ(at(8).alarm(), v1::NOTICE_ALARM_ESCALATED);
  EXPECT_EQ(at(9).notice_class(), v1::NOTICE_CLASS_OPEN);
  EXPECT_EQ(at(10).notice_class(), v1::NOTICE_CLASS_BREACH);
  EXPECT_EQ(at(10).breach_cause(), v1::BREACH_CAUSE_NOT_ATTEMPTED);
}

TEST_P(LedgerTest, OnlyMessagesThatBearADutyAreOnIt) {
  MustSubmit(Invitation("conference-1", kNow));
  EXPECT_THAT(Ledger(kNow), IsEmpty());
}

TEST_P(LedgerTest, BreachesOnlyLeavesOutWhatIsLateOnOtherTerms) {
  MustSubmit(FormalNotice("conference-1"));
  v1::SubmitMessageRequest waived = FormalNotice("conference-2");
  waived.mutable_message()->mutable_notice_duty()->set_basis(
      v1::NOTICE_BASIS_WAIVED);
  waived.mutable_message()->mutable_notice_duty()->set_basis_reason(
      "the division manager agreed");
  MustSubmit(waived);
  const absl::Time late = CountyTime(2026, 3, 11, 9);
  Deliver(late, AttemptOutcome::kAccepted);
  Deliver(late, AttemptOutcome::kAccepted);
  EXPECT_THAT(Ledger(late), SizeIs(2));
  v1::ListNoticeLedgerRequest request;
  request.set_breaches_only(true);
  const std::vector<v1::NoticeLedgerEntry> breaches = Ledger(late, request);
  ASSERT_THAT(breaches, SizeIs(1));
  EXPECT_EQ(breaches[0].conference(), "conferences/conference-1");
}

TEST_P(LedgerTest, PagesHoldEveryDutyOnceByDueDay) {
  int conference = 0;
  for (const int offset : {3, 1, 2, 1, 0}) {
    MustSubmit(FormalNotice(absl::StrCat("conference-", ++conference),
                            absl::CivilDay(2026, 3, 19) + offset));
  }
  v1::ListNoticeLedgerRequest request;
  request.set_page_size(2);
  std::vector<int> days;
  do {
    const absl::StatusOr<v1::ListNoticeLedgerResponse> page =
        Read(&NotifyService::ListNoticeLedger, ConferenceCall(kNow), request);
    ASSERT_THAT(page, IsOk());
    for (const v1::NoticeLedgerEntry& entry : page->entries()) {
      days.push_back(entry.due_by_date().day());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(days, ElementsAre(9, 10, 10, 11, 12));
}

TEST_P(LedgerTest, IsFilteredByDueDaySupervisorAndDivision) {
  MustSubmit(FormalNotice("conference-1", absl::CivilDay(2026, 3, 19)));
  v1::SubmitMessageRequest other =
      FormalNotice("conference-2", absl::CivilDay(2026, 3, 25));
  other.mutable_message()->set_division("adult");
  *other.mutable_message()->mutable_supervisor() =
      Staff("supervisor-2", "Tobin Ashcroft");
  MustSubmit(other);
  v1::ListNoticeLedgerRequest by_day;
  *by_day.mutable_due_by()->mutable_start_date() =
      ToDate(absl::CivilDay(2026, 3, 10));
  EXPECT_EQ(Ledger(kNow, by_day)[0].conference(), "conferences/conference-2");
  EXPECT_THAT(Ledger(kNow, by_day), SizeIs(1));
  v1::ListNoticeLedgerRequest by_supervisor;
  by_supervisor.set_supervisor("officers/supervisor-1");
  EXPECT_THAT(Ledger(kNow, by_supervisor), SizeIs(1));
  v1::ListNoticeLedgerRequest by_division;
  by_division.set_division("adult");
  EXPECT_EQ(Ledger(kNow, by_division)[0].division(), "adult");
}

// R137: the officer and the supervision chain, nobody else.
TEST_P(LedgerTest, AnOfficerSeesTheirOwnRowsAndASupervisorTheirConferences) {
  MustSubmit(FormalNotice());
  const auto seen = [&](absl::string_view subject, int role) {
    return LedgerAs(PersonCall(subject, role, kNow),
                    v1::ListNoticeLedgerRequest())
        .size();
  };
  EXPECT_EQ(seen("subject-officer-1", options::v1::ROLE_DPO), 1u);
  EXPECT_EQ(seen("subject-officer-2", options::v1::ROLE_DPO), 0u);
  EXPECT_EQ(seen("subject-supervisor-1", options::v1::ROLE_SDPO), 1u);
  EXPECT_EQ(seen("subject-supervisor-2", options::v1::ROLE_SDPO), 0u);
  EXPECT_EQ(seen("subject-manager", options::v1::ROLE_MANAGER), 1u);
}

INSTANTIATE_TEST_SUITE_P(Engines, LedgerTest, caseload::testing::BothEngines(),
                         caseload::testing::EngineName);

}  // namespace
}  // namespace caseload::notify::testing
