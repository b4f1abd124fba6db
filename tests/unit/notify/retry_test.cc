#include "services/notify/domain/retry.h"

#include "gtest/gtest.h"

namespace caseload::notify {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1772000000);
const RetryPolicy kPolicy;

absl::Duration Wait(AttemptOutcome outcome, int64_t attempts,
                    absl::Time due = absl::InfiniteFuture()) {
  return NextAttempt(kPolicy, outcome, attempts, kNow, due) - kNow;
}

TEST(Retry, DeferredWaitsThirtyMinutesAndDoublesToTheMaximum) {
  EXPECT_EQ(Wait(AttemptOutcome::kDeferred, 1), absl::Minutes(30));
  EXPECT_EQ(Wait(AttemptOutcome::kDeferred, 2), absl::Hours(1));
  EXPECT_EQ(Wait(AttemptOutcome::kDeferred, 4), absl::Hours(4));
  EXPECT_EQ(Wait(AttemptOutcome::kDeferred, 1000000), absl::Hours(4));
}

TEST(Retry, NothingOfferedIsTriedAgainSooner) {
  EXPECT_EQ(Wait(AttemptOutcome::kUnreachable, 1), absl::Minutes(5));
  EXPECT_EQ(Wait(AttemptOutcome::kUnreachable, 3), absl::Minutes(20));
}

TEST(Retry, UnknownIsAskedAboutAgainAfterTheShortestLawfulWait) {
  EXPECT_EQ(Wait(AttemptOutcome::kUnknown, 9), absl::Minutes(30));
}

TEST(Retry, TheWaitLeavesRoomForMoreAttemptsBeforeTheDueDayEnds) {
  EXPECT_EQ(Wait(AttemptOutcome::kDeferred, 5, kNow + absl::Hours(8)),
            absl::Hours(2));
  // But never less than the RFC's half hour.
  EXPECT_EQ(Wait(AttemptOutcome::kDeferred, 5, kNow + absl::Minutes(40)),
            absl::Minutes(30));
  EXPECT_EQ(Wait(AttemptOutcome::kUnreachable, 5, kNow + absl::Minutes(40)),
            absl::Minutes(10));
}

TEST(Retry, PastTheDueDayTheWaitDoublesAsEver) {
  EXPECT_EQ(Wait(AttemptOutcome::kDeferred, 3, kNow - absl::Hours(1)),
            absl::Hours(2));
}

}  // namespace
}  // namespace caseload::notify
