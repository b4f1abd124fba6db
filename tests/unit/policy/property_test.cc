// What holds for every input, on random ones.

#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "services/policy/calendar.h"

namespace caseload::policy {
namespace {

TEST(QuarterTest, EveryDayIsInExactlyOneQuarter) {
  EXPECT_TRUE(rc::check([] {
    const int first_month = *rc::gen::inRange(1, 13);
    const QuarterRule rule{QuarterKind::kFiscal, first_month, 90};
    const absl::CivilDay day =
        absl::CivilDay(1990, 1, 1) + *rc::gen::inRange(0, 60000);
    const DayRange quarter = QuarterOf(day, rule);
    RC_ASSERT(quarter.Contains(day));
    RC_ASSERT(quarter.first.day() == 1);
    RC_ASSERT((quarter.first.month() - first_month + 12) % 3 == 0);
    RC_ASSERT(QuarterOf(quarter.first, rule) == quarter);
    RC_ASSERT(QuarterOf(quarter.last, rule) == quarter);
    RC_ASSERT(QuarterOf(quarter.last + 1, rule).first == quarter.last + 1);
  }));
}

}  // namespace
}  // namespace caseload::policy
