// Overrides expire by themselves at the county's midnight, once, whoever looks
// (R032).

#include "services/assessment/override_sweeper.h"

#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/clock/clock.h"
#include "tests/support/assessment/override_fixture.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment {
namespace {

using ::absl::CivilDay;
using ::caseload::testing::IsOk;
using ::caseload::testing::IsOkAndHolds;

class OverrideSweeperTest : public testing::OverrideTest {
 protected:
  OverrideSweeper::Options SweeperOptions() {
    return {&database(), &clock_, zone_};
  }
  v1::Override Read(const std::string& name) {
    const auto read =
        Get(name, CallOf("boss", {options::v1::ROLE_MANAGER}, "GetOverride"));
    EXPECT_THAT(read, IsOk());
    return read.ok() ? *read : v1::Override();
  }

  clock::SimulatedClock clock_{now};
};

INSTANTIATE_TEST_SUITE_P(Engines, OverrideSweeperTest, testing::BothEngines(),
                         testing::EngineName);

TEST_P(OverrideSweeperTest, TheDayAfterTheLastDayBeginsAtTheCountysMidnight) {
  const v1::Override approved = Approved(Asked(CivilDay(2026, 11, 30)));
  OverrideSweeper sweeper(SweeperOptions());
  const size_t risks = FeedStates("case_risk").size();
  // 23:59:59 on the last day, which is the next day in UTC.
  const absl::Time midnight = absl::FromCivil(CivilDay(2026, 12, 1), zone_);
  clock_.SetTime(midnight - absl::Seconds(1));
  EXPECT_THAT(sweeper.Sweep(), IsOkAndHolds(0));
  EXPECT_EQ(Read(approved.name()).state(), v1::Override::STATE_APPROVED);
  EXPECT_EQ(FeedStates("case_risk").size(), risks);

  clock_.SetTime(midnight);
  EXPECT_THAT(sweeper.Sweep(), IsOkAndHolds(1));
  const v1::Override expired = Read(approved.name());
  EXPECT_EQ(expired.state(), v1::Override::STATE_EXPIRED);
  EXPECT_EQ(expired.ended_by(), "service/assessment");
  EXPECT_EQ(expired.end_time().seconds(), absl::ToUnixSeconds(midnight));
  EXPECT_EQ(LastOverrideState().state(), v1::Override::STATE_EXPIRED);
  EXPECT_EQ(FeedStates("case_risk").size(), risks + 1);
  // The days that it lasted stay, for who asks about one of them.
  ASSERT_EQ(LastRisk().overrides_size(), 1);
  EXPECT_EQ(RiskOn("case-1", CivilDay(2026, 11, 30)),
            "top SOURCE_OVERRIDE middle");
  EXPECT_EQ(RiskOn("case-1", CivilDay(2026, 12, 1)),
            "middle SOURCE_SCORED middle");

  EXPECT_THAT(sweeper.Sweep(), IsOkAndHolds(0));
  EXPECT_EQ(FeedStates("case_risk").size(), risks + 1);
}

TEST_P(OverrideSweeperTest, OnlyWhatIsApprovedAndHasAnEndExpires) {
  const v1::Override permanent = Approved(Asked(std::nullopt));
  v1::RequestOverrideRequest asked = Asked(CivilDay(2026, 11, 21));
  asked.mutable_override()->set_case_("cases/case-2");
  const auto requested = Request(asked);
  ASSERT_THAT(requested, IsOk());
  asked.mutable_override()->set_case_("cases/case-3");
  const v1::Override ended = Approved(asked);
  ASSERT_THAT(End(ended.name(),
                  CallOf("boss", {options::v1::ROLE_MANAGER}, "EndOverride")),
              IsOk());
  clock_.AdvanceTime(absl::Hours(24 * 60));
  OverrideSweeper sweeper(SweeperOptions());
  EXPECT_THAT(sweeper.Sweep(), IsOkAndHolds(0));
  EXPECT_EQ(Read(permanent.name()).state(), v1::Override::STATE_APPROVED);
  EXPECT_EQ(Read(requested->name()).state(), v1::Override::STATE_REQUESTED);
  EXPECT_EQ(Read(ended.name()).state(), v1::Override::STATE_ENDED);
}

// Replicas that look at the same moment write one event in all.
TEST_P(OverrideSweeperTest, TwoReplicasExpireEachOnce) {
  std::vector<std::string> names;
  for (const char* id : {"case-1", "case-2", "case-3"}) {
    v1::RequestOverrideRequest asked = Asked(CivilDay(2026, 11, 30));
    asked.mutable_override()->set_case_(std::string("cases/") + id);
    names.push_back(Approved(asked).name());
  }
  const size_t events = FeedStates("override").size();
  clock_.AdvanceTime(absl::Hours(24 * 20));
  OverrideSweeper one(SweeperOptions()), two(SweeperOptions());
  absl::StatusOr<int> by_two = 0;
  std::thread replica([&] { by_two = two.Sweep(); });
  const absl::StatusOr<int> by_one = one.Sweep();
  replica.join();
  ASSERT_THAT(by_one, IsOk());
  ASSERT_THAT(by_two, IsOk());
  EXPECT_EQ(*by_one + *by_two, 3);
  EXPECT_EQ(FeedStates("override").size(), events + 3);
  for (const std::string& name : names) {
    EXPECT_EQ(Read(name).state(), v1::Override::STATE_EXPIRED);
  }
}

// The thread waits for midnight and is woken when the clock moves.
TEST_P(OverrideSweeperTest, AClockThatMovesWakesTheSweeper) {
  const v1::Override approved = Approved(Asked(CivilDay(2026, 11, 30)));
  OverrideSweeper sweeper(SweeperOptions());
  sweeper.Start();
  clock_.SetTime(absl::FromCivil(CivilDay(2026, 12, 1), zone_));
  while (Read(approved.name()).state() != v1::Override::STATE_EXPIRED) {
    std::this_thread::yield();
  }
  sweeper.Stop();
}

}  // namespace
}  // namespace caseload::assessment
