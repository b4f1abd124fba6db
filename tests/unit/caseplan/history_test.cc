#include "services/caseplan/domain/history.h"

#include <optional>
#include <vector>

#include "gtest/gtest.h"
#include "services/caseplan/domain/day_period.h"
#include "services/caseplan/domain/officer.h"

namespace caseload::caseplan {
namespace {

using absl::CivilDay;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

DayPeriod Days(CivilDay first, CivilDay last) { return {first, last}; }
DayPeriod From(CivilDay first) { return {first, std::nullopt}; }

Posting MakePosting(DayPeriod period) {
  Posting posting;
  posting.id = "p1";
  posting.officer_id = "o1";
  posting.period = period;
  posting.external_id = ExternalId{"jcms", "77"};
  posting.recording.revision = 3;
  posting.recording.recorded_by = "person/before";
  return posting;
}

std::vector<Carved<Posting>> CarveOne(DayPeriod standing, DayPeriod taken) {
  return Carve<Posting>({MakePosting(standing)}, taken, kNow, "person/now");
}

TEST(DayPeriodTest, ContainsBothEnds) {
  DayPeriod june = Days(CivilDay(2026, 6, 1), CivilDay(2026, 6, 30));
  EXPECT_TRUE(june.Contains(CivilDay(2026, 6, 1)));
  EXPECT_TRUE(june.Contains(CivilDay(2026, 6, 30)));
  EXPECT_FALSE(june.Contains(CivilDay(2026, 5, 31)));
  EXPECT_FALSE(june.Contains(CivilDay(2026, 7, 1)));
  EXPECT_TRUE(From(CivilDay(2026, 6, 1)).Contains(CivilDay(2199, 12, 31)));
}

TEST(DayPeriodTest, OverlapIsADayInCommon) {
  DayPeriod june = Days(CivilDay(2026, 6, 1), CivilDay(2026, 6, 30));
  EXPECT_TRUE(june.Overlaps(From(CivilDay(2026, 6, 30))));
  EXPECT_FALSE(june.Overlaps(From(CivilDay(2026, 7, 1))));
  EXPECT_TRUE(From(CivilDay(2020, 1, 1)).Overlaps(june));
}

TEST(DayPeriodTest, OnlyAnOpenPeriodCoversAnOpenOne) {
  DayPeriod open = From(CivilDay(2026, 1, 1));
  DayPeriod year = Days(CivilDay(2026, 1, 1), CivilDay(2026, 12, 31));
  EXPECT_TRUE(open.Covers(year));
  EXPECT_FALSE(year.Covers(open));
  EXPECT_FALSE(open.Covers(From(CivilDay(2025, 12, 31))));
}

TEST(CarveTest, DaysThatAreNotTakenLeaveTheFactAlone) {
  EXPECT_TRUE(CarveOne(Days(CivilDay(2026, 1, 1), CivilDay(2026, 1, 31)),
                       From(CivilDay(2026, 2, 1)))
                  .empty());
}

TEST(CarveTest, TakingTheEndKeepsTheBeginningUnderTheSameId) {
  auto carved =
      CarveOne(From(CivilDay(2026, 1, 1)), From(CivilDay(2026, 3, 1)));
  ASSERT_EQ(carved.size(), 1u);
  EXPECT_EQ(carved[0].superseded.recording.superseded_at, kNow);
  ASSERT_TRUE(carved[0].kept.has_value());
  EXPECT_EQ(carved[0].kept->period,
            Days(CivilDay(2026, 1, 1), CivilDay(2026, 2, 28)));
  EXPECT_EQ(carved[0].kept->id, "p1");
  EXPECT_EQ(carved[0].kept->recording.revision, 4);
  EXPECT_EQ(carved[0].kept->recording.recorded_at, kNow);
  EXPECT_EQ(carved[0].kept->recording.recorded_by, "person/now");
  EXPECT_EQ(carved[0].kept->external_id->id, "77");
  EXPECT_FALSE(carved[0].split_off.has_value());
}

TEST(CarveTest, TheDayBeforeALeapDayIsThe28th) {
  auto carved =
      CarveOne(From(CivilDay(2028, 1, 1)), From(CivilDay(2028, 2, 29)));
  ASSERT_EQ(carved.size(), 1u);
  EXPECT_EQ(carved[0].kept->period.last, CivilDay(2028, 2, 28));
}

TEST(CarveTest, TakingTheMiddleSplitsOffANewFact) {
  auto carved = CarveOne(From(CivilDay(2026, 1, 1)),
                         Days(CivilDay(2026, 2, 10), CivilDay(2026, 2, 20)));
  ASSERT_EQ(carved.size(), 1u);
  EXPECT_EQ(carved[0].kept->period,
            Days(CivilDay(2026, 1, 1), CivilDay(2026, 2, 9)));
  ASSERT_TRUE(carved[0].split_off.has_value());
  EXPECT_EQ(carved[0].split_off->period, From(CivilDay(2026, 2, 21)));
  EXPECT_EQ(carved[0].split_off->id, "");
  EXPECT_EQ(carved[0].split_off->recording.revision, 1);
  // One external id names one fact.
  EXPECT_FALSE(carved[0].split_off->external_id.has_value());
}

TEST(CarveTest, TakingTheBeginningKeepsTheEndUnderTheSameId) {
  auto carved = CarveOne(Days(CivilDay(2026, 1, 1), CivilDay(2026, 12, 31)),
                         Days(CivilDay(2025, 1, 1), CivilDay(2026, 6, 30)));
  ASSERT_EQ(carved.size(), 1u);
  EXPECT_EQ(carved[0].kept->period,
            Days(CivilDay(2026, 7, 1), CivilDay(2026, 12, 31)));
  EXPECT_EQ(carved[0].kept->id, "p1");
  EXPECT_FALSE(carved[0].split_off.has_value());
}

TEST(CarveTest, TakingAllOfItLeavesNothing) {
  auto carved = CarveOne(Days(CivilDay(2026, 1, 1), CivilDay(2026, 1, 31)),
                         Days(CivilDay(2026, 1, 1), CivilDay(2026, 1, 31)));
  ASSERT_EQ(carved.size(), 1u);
  EXPECT_FALSE(carved[0].kept.has_value());
  EXPECT_FALSE(carved[0].split_off.has_value());
}

}  // namespace
}  // namespace caseload::caseplan
