#include "services/conference/dispatch/backoff.h"

#include <random>

#include "gtest/gtest.h"

namespace caseload::conference {
namespace {

constexpr absl::Duration kLongest = absl::Minutes(5);

TEST(Backoff, DoublesFromASecondAndStopsAtTheLongest) {
  std::mt19937_64 random(1);
  const absl::Duration whole[] = {absl::Seconds(1),
                                  absl::Seconds(2),
                                  absl::Seconds(4),
                                  absl::Seconds(8),
                                  absl::Seconds(16),
                                  absl::Seconds(32),
                                  absl::Seconds(64),
                                  absl::Seconds(128),
                                  absl::Seconds(256),
                                  kLongest,
                                  kLongest};
  int failures = 0;
  for (const absl::Duration expected : whole) {
    ++failures;
    for (int i = 0; i < 100; ++i) {
      const absl::Duration wait = Backoff(failures, kLongest, random);
      EXPECT_GE(wait, expected / 2) << failures;
      EXPECT_LT(wait, expected) << failures;
    }
  }
  EXPECT_LT(Backoff(1000000, kLongest, random), kLongest);
}

TEST(Backoff, DoesNotMakeReplicasComeTogether) {
  std::mt19937_64 first(1);
  std::mt19937_64 second(2);
  EXPECT_NE(Backoff(5, kLongest, first), Backoff(5, kLongest, second));
}

}  // namespace
}  // namespace caseload::conference
