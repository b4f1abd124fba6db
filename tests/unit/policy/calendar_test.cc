// Civil days, months, quarters, working days and local times.

#include "services/policy/calendar.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/policy/support.h"

namespace caseload::policy {
namespace {

using testing::At;
using testing::Day;
using testing::Zone;

TEST(ParseDayTest, ReadsWhatFormatDayWrites) {
  for (const char* text :
       {"1900-01-01", "2024-02-29", "2026-11-05", "2200-12-31"}) {
    const auto day = ParseDay(text);
    ASSERT_TRUE(day.ok()) << text;
    EXPECT_EQ(FormatDay(*day), text);
  }
}

TEST(ParseDayTest, RefusesWhatIsNoDay) {
  for (const char* text :
       {"", "2026-1-5", "2026-02-29", "2026-00-10", "2026-13-01", "2026-04-31",
        "1899-12-31", "2201-01-01", "2026/11/05", "2026-11-05 ", " 2026-11-5",
        "2026-11-0a", "+026-11-05", "20261-1-05"}) {
    EXPECT_EQ(ParseDay(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << "'" << text << "'";
  }
}

TEST(LoadZoneTest, TakesNamesOfTheZoneDatabaseOnly) {
  for (const char* name :
       {"America/Los_Angeles", "America/Argentina/Buenos_Aires", "UTC",
        "Pacific/Auckland"}) {
    EXPECT_TRUE(LoadZone(name).ok()) << name;
  }
  for (const char* name :
       {"", "localtime", "/etc/localtime", "../../etc/localtime",
        "Fixed/UTC+08:00:00", "Etc/GMT+8", "America/Los Angeles",
        "America//Los_Angeles", "Mars/Olympus", "America/Los_Angeles/"}) {
    EXPECT_EQ(LoadZone(name).status().code(),
              absl::StatusCode::kInvalidArgument)
        << "'" << name << "'";
  }
}

TEST(ResolveLocalTimeTest, SkippedTimeMovesForwardAndSaysSo) {
  const auto resolved = ResolveLocalTime(
      absl::CivilSecond(2026, 3, 8, 2, 30, 0), Zone("America/Los_Angeles"));
  EXPECT_EQ(resolved.kind, LocalTimeKind::kSkipped);
  EXPECT_EQ(resolved.instant, At("2026-03-08 03:30"));
  EXPECT_EQ(resolved.instant, At("2026-03-08 10:30", "UTC"));
}

TEST(ResolveLocalTimeTest, RepeatedTimeIsItsFirstOccurrenceAndSaysSo) {
  const auto resolved = ResolveLocalTime(
      absl::CivilSecond(2026, 11, 1, 1, 30, 0), Zone("America/Los_Angeles"));
  EXPECT_EQ(resolved.kind, LocalTimeKind::kRepeated);
  EXPECT_EQ(resolved.instant, At("2026-11-01 08:30", "UTC"));
}

TEST(ResolveLocalTimeTest, OrdinaryTimeIsUnique) {
  const auto resolved = ResolveLocalTime(
      absl::CivilSecond(2026, 11, 5, 9, 0, 0), Zone("America/Los_Angeles"));
  EXPECT_EQ(resolved.kind, LocalTimeKind::kUnique);
  EXPECT_EQ(resolved.instant, At("2026-11-05 17:00", "UTC"));
}

TEST(StartOfDayTest, IsTheFirstInstantWhereMidnightIsSkipped) {
  // Paraguay went forward at 00:00 on 1 October 2023.
  const absl::TimeZone zone = Zone("America/Asuncion");
  const absl::Time start = StartOfDay(Day("2023-10-01"), zone);
  EXPECT_EQ(LocalDay(start, zone), Day("2023-10-01"));
  EXPECT_EQ(LocalDay(start - absl::Nanoseconds(1), zone), Day("2023-09-30"));
}

TEST(AddMonthsTest, ClampsAtTheMonthsEnd) {
  const struct {
    const char* from;
    int months;
    const char* to;
  } cases[] = {
      {"2026-08-31", 6, "2027-02-28"},   {"2027-08-31", 6, "2028-02-29"},
      {"2026-01-31", 1, "2026-02-28"},   {"2024-01-31", 1, "2024-02-29"},
      {"2026-12-15", 1, "2027-01-15"},   {"2026-03-31", -1, "2026-02-28"},
      {"2024-02-29", 12, "2025-02-28"},  {"2024-02-29", 48, "2028-02-29"},
      {"2026-10-31", 1, "2026-11-30"},   {"2026-05-15", 0, "2026-05-15"},
      {"2026-01-15", -13, "2024-12-15"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(FormatDay(AddMonths(Day(c.from), c.months)), c.to)
        << c.from << " + " << c.months;
  }
}

TEST(AddPeriodTest, AddsDaysOrMonths) {
  EXPECT_EQ(AddPeriod(Day("2026-12-20"), {45, 0}), Day("2027-02-03"));
  EXPECT_EQ(AddPeriod(Day("2026-08-31"), {0, 6}), Day("2027-02-28"));
}

TEST(MonthOfTest, HoldsItsDays) {
  EXPECT_EQ(MonthOf(Day("2024-02-10")),
            (DayRange{Day("2024-02-01"), Day("2024-02-29")}));
  EXPECT_EQ(MonthOf(Day("2026-12-31")),
            (DayRange{Day("2026-12-01"), Day("2026-12-31")}));
}

TEST(WeekOfTest, RunsFromMondayToSunday) {
  const DayRange week{Day("2026-11-02"), Day("2026-11-08")};
  for (absl::CivilDay day = week.first; day <= week.last; ++day) {
    EXPECT_EQ(WeekOf(day), week) << FormatDay(day);
  }
  EXPECT_EQ(WeekOf(Day("2026-11-09")).first, Day("2026-11-09"));
}

TEST(QuarterTest, CalendarQuartersHaveFixedBounds) {
  const QuarterRule rule;
  EXPECT_EQ(QuarterOf(Day("2026-01-01"), rule),
            (DayRange{Day("2026-01-01"), Day("2026-03-31")}));
  EXPECT_EQ(QuarterOf(Day("2026-12-31"), rule),
            (DayRange{Day("2026-10-01"), Day("2026-12-31")}));
  EXPECT_EQ(QuarterLabel(Day("2026-11-22"), rule), "2026-Q4");
  EXPECT_EQ(PreviousQuarterOf(Day("2026-02-10"), rule),
            (DayRange{Day("2025-10-01"), Day("2025-12-31")}));
}

TEST(QuarterTest, FiscalQuartersStartWithTheFiscalYear) {
  const QuarterRule july{QuarterKind::kFiscal, 7, 90};
  EXPECT_EQ(QuarterLabel(Day("2026-07-01"), july), "FY2026-Q1");
  EXPECT_EQ(QuarterLabel(Day("2026-06-30"), july), "FY2025-Q4");
  const QuarterRule february{QuarterKind::kFiscal, 2, 90};
  EXPECT_EQ(QuarterOf(Day("2026-01-31"), february),
            (DayRange{Day("2025-11-01"), Day("2026-01-31")}));
  EXPECT_EQ(QuarterLabel(Day("2026-01-31"), february), "FY2025-Q4");
  EXPECT_EQ(QuarterLabel(Day("2026-02-01"), february), "FY2026-Q1");
}

TEST(QuarterTest, RollingQuarterEndsOnTheDay) {
  const QuarterRule rule{QuarterKind::kRolling, 7, 90};
  const DayRange quarter = QuarterOf(Day("2026-11-22"), rule);
  EXPECT_EQ(quarter.last, Day("2026-11-22"));
  EXPECT_EQ(quarter.Length(), 90);
  EXPECT_EQ(PreviousQuarterOf(Day("2026-11-22"), rule).last, quarter.first - 1);
}

TEST(DayRangeTest, CountsAndIntersects) {
  const DayRange a{Day("2026-11-01"), Day("2026-11-10")};
  EXPECT_EQ(a.Length(), 10);
  EXPECT_EQ(a.Intersect({Day("2026-11-10"), Day("2026-12-01")}).Length(), 1);
  EXPECT_EQ(a.Intersect({Day("2026-11-11"), Day("2026-12-01")}).Length(), 0);
}

TEST(WorkingDaysTest, WeekendsAndHolidaysAreOff) {
  // Thanksgiving and the day after, 2026.
  const WorkingDays working({Day("2026-11-27"), Day("2026-11-26")});
  EXPECT_TRUE(working.IsHoliday(Day("2026-11-26")));
  EXPECT_FALSE(working.IsWorkingDay(Day("2026-11-28")));
  EXPECT_EQ(working.OnOrAfter(Day("2026-11-26")), Day("2026-11-30"));
  EXPECT_EQ(working.OnOrBefore(Day("2026-11-29")), Day("2026-11-25"));
  EXPECT_EQ(working.OnOrBefore(Day("2026-11-25")), Day("2026-11-25"));
  EXPECT_EQ(working.Add(Day("2026-11-25"), 1), Day("2026-11-30"));
  EXPECT_EQ(working.Add(Day("2026-11-25"), 3), Day("2026-12-02"));
  EXPECT_EQ(working.Add(Day("2026-11-28"), 0), Day("2026-11-30"));
}

TEST(WorkingDaysTest, HolidaysOverNewYearAreCrossed) {
  const WorkingDays working({Day("2027-01-01"), Day("2026-12-31")});
  EXPECT_EQ(working.OnOrAfter(Day("2026-12-31")), Day("2027-01-04"));
  EXPECT_EQ(working.OnOrBefore(Day("2027-01-03")), Day("2026-12-30"));
}

}  // namespace
}  // namespace caseload::policy
