// The county's holidays as caseplan's feed tells them, kept in conference's own
// store.

#include "services/conference/clients/followed_holidays.h"

#include <string>
#include <utility>

#include "caseload/caseplan/v1/holiday.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/conference/conference_migrations.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_store.h"

namespace caseload::conference {
namespace {

using follow::Outcome;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::StatusIs;

// Holiday `id` on the day of December 2026.
type::v1::Change Holiday(const std::string& id, int64_t version, int day,
                         bool withdrawn = false) {
  caseplan::v1::Holiday state;
  state.set_name("holidays/" + id);
  state.mutable_date()->set_year(2026);
  state.mutable_date()->set_month(12);
  state.mutable_date()->set_day(day);
  state.set_display_name("A day off");
  if (withdrawn) state.mutable_withdraw_time()->set_seconds(1'790'000'000);
  type::v1::Change change;
  change.set_resource_name(state.name());
  change.set_kind(kHolidayKind);
  change.set_version(version);
  change.mutable_state()->PackFrom(state);
  return change;
}

class FollowedHolidaysTest : public ::testing::TestWithParam<sql::Engine> {
 protected:
  // As the follower does: applied, then committed.
  absl::StatusOr<Outcome> Apply(const type::v1::Change& change) {
    absl::StatusOr<Outcome> outcome = absl::UnknownError("never applied");
    const absl::Status written = Write([&](sql::Transaction& tx) {
      outcome = holidays_.Apply(tx, change);
      return outcome.status();
    });
    if (!written.ok()) return written;
    EXPECT_THAT(holidays_.Committed(), IsOk());
    return outcome;
  }
  absl::Status Write(sql::Apply apply) {
    return store_.database().WriteAndWait({}, std::move(apply));
  }
  // Whether people work on the day of December 2026.
  static bool Works(const FollowedHolidays& holidays, int day) {
    const auto calendar = holidays.Get(PeerCall());
    EXPECT_THAT(calendar, IsOk());
    return calendar->working_days.IsWorkingDay(absl::CivilDay(2026, 12, day));
  }
  bool Works(int day) { return Works(holidays_, day); }

  testing::TestStore store_{GetParam(),
                            {{"conference", ConferenceMigrations()}}};
  FollowedHolidays holidays_{&store_.database(), "UTC", absl::UTCTimeZone()};
};

INSTANTIATE_TEST_SUITE_P(Engines, FollowedHolidaysTest, testing::BothEngines(),
                         testing::EngineName);

// 5 December 2026 is a Saturday.
TEST_P(FollowedHolidaysTest, OnlyWeekendsAreOffUntilTheFeedTells) {
  EXPECT_FALSE(Works(5));
  EXPECT_TRUE(Works(25));
  EXPECT_THAT(Apply(Holiday("a", 1, 25)), IsOkAndHolds(Outcome::kApplied));
  EXPECT_FALSE(Works(25));
  EXPECT_TRUE(Works(24));
  EXPECT_EQ(holidays_.Get(PeerCall())->zone_name, "UTC");
}

TEST_P(FollowedHolidaysTest, OneThatIsTakenBackIsAWorkingDayAgain) {
  EXPECT_THAT(Apply(Holiday("a", 1, 25)), IsOkAndHolds(Outcome::kApplied));
  EXPECT_THAT(Apply(Holiday("a", 2, 25, true)),
              IsOkAndHolds(Outcome::kApplied));
  EXPECT_TRUE(Works(25));
  // Late and twice: nothing comes back.
  EXPECT_THAT(Apply(Holiday("a", 1, 25)), IsOkAndHolds(Outcome::kNotNewer));
  EXPECT_TRUE(Works(25));
  // Given again under the same id.
  EXPECT_THAT(Apply(Holiday("a", 3, 25)), IsOkAndHolds(Outcome::kApplied));
  EXPECT_FALSE(Works(25));
}

TEST_P(FollowedHolidaysTest, OneThatIsMovedGivesItsOldDayFree) {
  EXPECT_THAT(Apply(Holiday("a", 1, 24)), IsOkAndHolds(Outcome::kApplied));
  EXPECT_THAT(Apply(Holiday("a", 2, 25)), IsOkAndHolds(Outcome::kApplied));
  EXPECT_TRUE(Works(24));
  EXPECT_FALSE(Works(25));
}

TEST_P(FollowedHolidaysTest, ADayWithTwoIsOffUntilBothAreTakenBack) {
  EXPECT_THAT(Apply(Holiday("a", 1, 25)), IsOkAndHolds(Outcome::kApplied));
  EXPECT_THAT(Apply(Holiday("b", 1, 25)), IsOkAndHolds(Outcome::kApplied));
  EXPECT_THAT(Apply(Holiday("a", 2, 25, true)),
              IsOkAndHolds(Outcome::kApplied));
  EXPECT_FALSE(Works(25));
  EXPECT_THAT(Apply(Holiday("b", 2, 25, true)),
              IsOkAndHolds(Outcome::kApplied));
  EXPECT_TRUE(Works(25));
}

TEST_P(FollowedHolidaysTest, WhatWasKnownBeforeARestartIsKnownAfterIt) {
  EXPECT_THAT(Apply(Holiday("a", 1, 25)), IsOkAndHolds(Outcome::kApplied));
  FollowedHolidays restarted(&store_.database(), "UTC", absl::UTCTimeZone());
  EXPECT_TRUE(Works(restarted, 25));
  ASSERT_THAT(restarted.Load(), IsOk());
  EXPECT_FALSE(Works(restarted, 25));
}

TEST_P(FollowedHolidaysTest, OneThatIsRolledBackIsNone) {
  EXPECT_THAT(
      Write([&](sql::Transaction& tx) -> absl::Status {
        ABSL_RETURN_IF_ERROR(holidays_.Apply(tx, Holiday("a", 1, 25)).status());
        return status::Internal("later in the batch");
      }),
      StatusIs(absl::StatusCode::kInternal));
  ASSERT_THAT(holidays_.Load(), IsOk());
  EXPECT_TRUE(Works(25));
}

TEST_P(FollowedHolidaysTest, AFeedOfAnotherStoreReplacesWhatWasTold) {
  EXPECT_THAT(Apply(Holiday("a", 5, 24)), IsOkAndHolds(Outcome::kApplied));
  EXPECT_THAT(Apply(Holiday("b", 5, 25)), IsOkAndHolds(Outcome::kApplied));
  ASSERT_THAT(
      Write([&](sql::Transaction& tx) { return holidays_.ForgetVersions(tx); }),
      IsOk());
  EXPECT_THAT(Apply(Holiday("a", 1, 23)), IsOkAndHolds(Outcome::kApplied));
  EXPECT_FALSE(Works(25));
  ASSERT_THAT(
      Write([&](sql::Transaction& tx) { return holidays_.Sweep(tx).status(); }),
      IsOk());
  ASSERT_THAT(holidays_.Committed(), IsOk());
  EXPECT_FALSE(Works(23));
  EXPECT_TRUE(Works(24));
  EXPECT_TRUE(Works(25));
}

TEST_P(FollowedHolidaysTest, AnotherKindIsSkipped) {
  type::v1::Change other = Holiday("a", 1, 25);
  other.set_kind("holidays");
  EXPECT_THAT(Apply(other), IsOkAndHolds(Outcome::kUnknown));
}

}  // namespace
}  // namespace caseload::conference
