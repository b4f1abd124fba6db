#include "services/notify/domain/local_time.h"

#include <string>

#include "gtest/gtest.h"

namespace caseload::notify {
namespace {

TEST(LocalTime, FindsIanaNamesOnly) {
  EXPECT_TRUE(FindZone("America/Los_Angeles").has_value());
  EXPECT_TRUE(FindZone("UTC").has_value());
  for (const char* name :
       {"", "localtime", "Fixed/UTC+03:00:00", "/etc/localtime",
        "../zoneinfo/UTC", "Mars/Olympus_Mons", ":America/Los_Angeles"}) {
    EXPECT_FALSE(FindZone(name).has_value()) << name;
  }
}

TEST(LocalTime, SkippedMinuteHasNoInstantAndRepeatedOneTheFirst) {
  const absl::TimeZone zone = *FindZone("America/Los_Angeles");
  EXPECT_FALSE(
      InstantOf(absl::CivilMinute(2026, 3, 8, 2, 30), zone).has_value());
  // 01:30 comes twice on 1 November 2026; the first is daylight time, -07:00.
  EXPECT_EQ(InstantOf(absl::CivilMinute(2026, 11, 1, 1, 30), zone),
            absl::FromCivil(absl::CivilSecond(2026, 11, 1, 8, 30, 0),
                            absl::UTCTimeZone()));
}

// 240 hours before a conference in the week after the change is the same
// wall-clock hour no more; the civil day is what counts (R011).
TEST(LocalTime, DayOfAnInstantFollowsTheZone) {
  const absl::TimeZone zone = *FindZone("America/Los_Angeles");
  const absl::Time late_evening =
      absl::FromCivil(absl::CivilSecond(2026, 3, 5, 23, 59, 59), zone);
  EXPECT_EQ(DayOf(late_evening, zone), absl::CivilDay(2026, 3, 5));
  EXPECT_EQ(DayOf(late_evening + absl::Seconds(1), zone),
            absl::CivilDay(2026, 3, 6));
  EXPECT_EQ(DayOf(late_evening, absl::UTCTimeZone()),
            absl::CivilDay(2026, 3, 6));
}

}  // namespace
}  // namespace caseload::notify
