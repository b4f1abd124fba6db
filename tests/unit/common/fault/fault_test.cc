#include "services/common/fault/fault.h"

#include <signal.h>

#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

#ifndef CASELOAD_FAULT_POINTS
#error "the tests need a build with CASELOAD_FAULT_POINTS"
#endif

namespace caseload::fault {
namespace {

using ::testing::ElementsAre;
using testing::HasReason;
using testing::IsOk;
using testing::StatusIs;

class FaultTest : public ::testing::Test {
 protected:
  void TearDown() override { Reset(); }

  absl::Status Step() {
    return CASELOAD_FAULT_STEP("test.step", [this] {
      ++done_;
      return absl::OkStatus();
    }());
  }
  absl::Status Point() { return CASELOAD_FAULT_POINT("test.point"); }

  int done_ = 0;
};

TEST_F(FaultTest, NamesAreKnownBeforeTheyArePassed) {
  EXPECT_THAT(Names(), ElementsAre("test.point", "test.step"));
}

TEST_F(FaultTest, AnUnarmedStepIsItself) {
  EXPECT_THAT(Step(), IsOk());
  EXPECT_THAT(Point(), IsOk());
  EXPECT_EQ(done_, 1);
}

TEST_F(FaultTest, AFailingStepDoesNotHappenAndFailsOnce) {
  Arm("test.step", Action::kFail);
  const absl::Status failed = Step();
  EXPECT_THAT(failed, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(failed, HasReason("FAULT_INJECTED"));
  EXPECT_FALSE(IsAnswerLost(failed));
  EXPECT_EQ(done_, 0);
  EXPECT_THAT(Step(), IsOk());
}

TEST_F(FaultTest, ALyingStepHappensAndReportsFailure) {
  Arm("test.step", Action::kLie);
  EXPECT_TRUE(IsAnswerLost(Step()));
  EXPECT_EQ(done_, 1);
}

TEST_F(FaultTest, TheNthPassIsTheOneThatFails) {
  ASSERT_THAT(ArmAll("test.step=fail:3"), IsOk());
  EXPECT_THAT(Step(), IsOk());
  EXPECT_THAT(Step(), IsOk());
  EXPECT_THAT(Step(), HasReason("FAULT_INJECTED"));
  EXPECT_EQ(done_, 2);
}

TEST_F(FaultTest, AStalledStepWaitsUntilItIsReleased) {
  Arm("test.step", Action::kStall);
  std::thread thread([this] { EXPECT_THAT(Step(), IsOk()); });
  ASSERT_TRUE(WaitUntilStalled("test.step", absl::Seconds(30)));
  EXPECT_EQ(done_, 0);
  Release("test.step");
  thread.join();
  EXPECT_EQ(done_, 1);
}

TEST_F(FaultTest, ACrashIsASigkill) {
  EXPECT_EXIT(
      {
        Arm("test.step", Action::kCrash);
        (void)Step();
      },
      ::testing::KilledBySignal(SIGKILL), "");
  EXPECT_EXIT(
      {
        Arm("test.point", Action::kCrashAfter);
        (void)Point();
      },
      ::testing::KilledBySignal(SIGKILL), "");
}

TEST_F(FaultTest, ASpecThatCannotBeReadIsRefused) {
  for (const char* spec :
       {"test.step", "test.step=", "test.step=burn", "test.step=fail:0",
        "test.step=fail:x", "test.step=fail:1:2", "nowhere=fail"}) {
    EXPECT_THAT(ArmAll(spec), StatusIs(absl::StatusCode::kInvalidArgument))
        << spec;
  }
  EXPECT_THAT(ArmAll("test.step=fail,test.point=lie:2"), IsOk());
}

}  // namespace
}  // namespace caseload::fault
