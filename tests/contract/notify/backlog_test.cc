// The figures by which somebody is woken before a notice is late.

#include "services/notify/storage/backlog.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "prometheus/text_serializer.h"
#include "services/common/clock/clock.h"
#include "services/notify/delivery/delivery_metrics.h"
#include "tests/contract/notify/service_fixture.h"
#include "tests/support/explaining_transaction.h"
#include "tests/support/status_matchers.h"

namespace caseload::notify::testing {
namespace {

using caseload::testing::ExplainingTransaction;
using caseload::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::Time kNow = CountyTime(2026, 2, 2, 10);

class BacklogTest : public ServiceTest {
 protected:
  void MustSubmit(const v1::SubmitMessageRequest& request) {
    EXPECT_THAT(Submit(request, kNow), IsOk());
  }

  // The line of a figure without labels after one reading.
  std::string Figure(const std::string& name) {
    EXPECT_THAT(metrics_.Read(), IsOk());
    const std::string text =
        prometheus::TextSerializer().Serialize(registry_.Collect());
    const size_t begin = text.find("\n" + name + " ");
    if (begin == std::string::npos) return "";
    return text.substr(begin + 1, text.find('\n', begin + 1) - begin - 1);
  }

  prometheus::Registry registry_;
  clock::SimulatedClock clock_{kNow};
  DeliveryMetrics metrics_{registry_, &store_.database(), &clock_,
                           CountyZone()};
};

TEST_P(BacklogTest, NothingOwedIsNoAlarm) {
  EXPECT_EQ(Figure("caseload_messages_open"), "caseload_messages_open 0");
  EXPECT_EQ(Figure("caseload_notices_open"), "caseload_notices_open 0");
  EXPECT_EQ(Figure("caseload_messages_oldest_waiting_seconds"),
            "caseload_messages_oldest_waiting_seconds 0");
  EXPECT_EQ(Figure("caseload_notices_margin_days"),
            "caseload_notices_margin_days +Inf");
}

// The nearest due day decides, in the county's civil days (R011).
TEST_P(BacklogTest, TheNearestDueDayIsTheMargin) {
  MustSubmit(FormalNotice("conference-1", absl::CivilDay(2026, 3, 20)));
  MustSubmit(FormalNotice("conference-2", absl::CivilDay(2026, 3, 19)));
  MustSubmit(Invitation("conference-3", CountyTime(2026, 2, 20, 8)));
  EXPECT_EQ(Figure("caseload_messages_open"), "caseload_messages_open 3");
  EXPECT_EQ(Figure("caseload_notices_open"), "caseload_notices_open 2");
  clock_.SetTime(CountyTime(2026, 3, 7, 23, 59));
  EXPECT_EQ(Figure("caseload_notices_margin_days"),
            "caseload_notices_margin_days 2");
  clock_.SetTime(CountyTime(2026, 3, 10, 0, 1));
  EXPECT_EQ(Figure("caseload_notices_margin_days"),
            "caseload_notices_margin_days -1");
}

TEST_P(BacklogTest, WhatWaitsPastItsTimeIsSeen) {
  MustSubmit(Invitation("conference-1", kNow + absl::Minutes(10)));
  EXPECT_EQ(Figure("caseload_messages_oldest_waiting_seconds"),
            "caseload_messages_oldest_waiting_seconds 0");
  clock_.SetTime(kNow + absl::Minutes(25));
  EXPECT_EQ(Figure("caseload_messages_oldest_waiting_seconds"),
            "caseload_messages_oldest_waiting_seconds 900");
}

TEST_P(BacklogTest, WhatIsWithdrawnIsOwedNoMore) {
  const absl::StatusOr<v1::Message> message = Submit(FormalNotice(), kNow);
  ASSERT_THAT(message, IsOk());
  EXPECT_EQ(Figure("caseload_notices_open"), "caseload_notices_open 1");
  ASSERT_THAT(Cancel(message->name(), kNow), IsOk());
  EXPECT_EQ(Figure("caseload_notices_open"), "caseload_notices_open 0");
}

TEST_P(BacklogTest, AttemptsAreCountedByTheirEnd) {
  metrics_.AttemptEnded(AttemptOutcome::kAccepted, false);
  metrics_.AttemptEnded(AttemptOutcome::kDeferred, false);
  metrics_.AttemptEnded(AttemptOutcome::kRejected, true);
  const std::string text =
      prometheus::TextSerializer().Serialize(registry_.Collect());
  for (const char* line :
       {"caseload_delivery_attempts_total{outcome=\"accepted\"} 1\n",
        "caseload_delivery_attempts_total{outcome=\"deferred\"} 1\n",
        "caseload_delivery_attempts_total{outcome=\"rejected\"} 1\n",
        "caseload_delivery_attempts_total{outcome=\"unknown\"} 0\n",
        "caseload_messages_given_up_total 1\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

// However many messages were ever sent, only the open ones are read.
TEST_P(BacklogTest, ReadsByAnIndex) {
  EXPECT_THAT(
      store_.database().Read(
          absl::InfiniteFuture(),
          [](sql::Transaction& tx) -> absl::Status {
            ExplainingTransaction explaining(tx);
            const absl::Status read = storage::ReadBacklog(explaining).status();
            EXPECT_EQ(explaining.explained(), 1);
            std::vector<std::string> tables;
            for (const std::string& scan : explaining.scans()) {
              // SQLite calls the walk through a partial index a scan too.
              if (scan.find("messages_by_next_attempt") == std::string::npos) {
                tables.push_back(scan);
              }
            }
            EXPECT_THAT(tables, IsEmpty());
            return read;
          }),
      IsOk());
}

INSTANTIATE_TEST_SUITE_P(Engines, BacklogTest,
                         ::testing::Values(sql::Engine::kSqlite,
                                           sql::Engine::kPostgres),
                         [](const auto& engine) {
                           return engine.param == sql::Engine::kSqlite
                                      ? "Sqlite"
                                      : "Postgres";
                         });

}  // namespace
}  // namespace caseload::notify::testing
