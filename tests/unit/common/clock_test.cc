#include "services/common/clock/clock.h"

#include <atomic>
#include <thread>

#include "absl/time/civil_time.h"
#include "gtest/gtest.h"

namespace caseload::clock {
namespace {

const absl::Time kStart = absl::FromCivil(
    absl::CivilSecond(2026, 3, 8, 1, 59, 59), absl::UTCTimeZone());

TEST(SimulatedClockTest, StandsStillUntilTold) {
  SimulatedClock clock(kStart);
  EXPECT_EQ(clock.Now(), kStart);
  clock.AdvanceTime(absl::Hours(24 * 30));
  EXPECT_EQ(clock.Now(), kStart + absl::Hours(24 * 30));
}

TEST(SimulatedClockTest, WaitEndsWhenTheClockIsMovedPastTheDeadline) {
  SimulatedClock clock(kStart);
  std::atomic<bool> ended = false;
  std::thread waiter([&] {
    clock.WaitUntil(kStart + absl::Hours(1), [] { return false; });
    ended = true;
  });
  clock.AdvanceTime(absl::Minutes(59));
  EXPECT_FALSE(ended);
  clock.AdvanceTime(absl::Minutes(1));
  waiter.join();
  EXPECT_TRUE(ended);
}

TEST(SimulatedClockTest, WaitEndsWhenItIsWoken) {
  SimulatedClock clock(kStart);
  std::atomic<bool> stop = false;
  std::thread waiter([&] {
    clock.WaitUntil(absl::InfiniteFuture(), [&] { return stop.load(); });
  });
  stop = true;
  clock.WakeAll();
  waiter.join();
  EXPECT_EQ(clock.Now(), kStart);
}

TEST(SystemClockTest, WaitReturnsAtOnceForAPastDeadline) {
  SystemClock clock;
  clock.WaitUntil(clock.Now() - absl::Seconds(1), [] { return false; });
}

#ifdef CASELOAD_TEST_CLOCK
TEST(SystemClockTest, MovingTheClockWakesItsWaiters) {
  SystemClock clock;
  const absl::Time deadline = clock.Now() + absl::Hours(24 * 60);
  std::thread waiter([&] { clock.WaitUntil(deadline, [] { return false; }); });
  clock.SetOffset(absl::Hours(24 * 61));
  waiter.join();
  EXPECT_GE(clock.Now(), deadline);
  EXPECT_EQ(clock.offset(), absl::Hours(24 * 61));
}
#endif

}  // namespace
}  // namespace caseload::clock
