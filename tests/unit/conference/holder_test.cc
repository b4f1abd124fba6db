// Who holds a conference: the supervisor or acting supervisor on its day, or
// somebody else for a reason.

#include "services/conference/domain/holder.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace caseload::conference {
namespace {

using caseload::testing::HasReason;
using caseload::testing::IsOkAndHolds;
using caseload::testing::StatusIs;
using ::testing::AllOf;
using ::testing::Eq;

HolderFacts Facts() { return {"officer", "supervisor", "acting", false}; }

TEST(HolderTest, TheSupervisorHoldsByDefault) {
  EXPECT_THAT(ChooseHolder(Facts(), "", ""), IsOkAndHolds(Eq("supervisor")));
}

TEST(HolderTest, TheActingSupervisorHoldsDuringLeaveOrVacancy) {
  HolderFacts on_leave = Facts();
  on_leave.supervisor_on_leave = true;
  EXPECT_THAT(ChooseHolder(on_leave, "", ""), IsOkAndHolds(Eq("acting")));
  HolderFacts vacancy = Facts();
  vacancy.supervisor_id = "";
  EXPECT_THAT(ChooseHolder(vacancy, "", ""), IsOkAndHolds(Eq("acting")));
}

TEST(HolderTest, ASupervisorOnLeaveWithNobodyActingStaysTheHolder) {
  HolderFacts facts = Facts();
  facts.supervisor_on_leave = true;
  facts.acting_supervisor_id = "";
  EXPECT_THAT(ChooseHolder(facts, "", ""), IsOkAndHolds(Eq("supervisor")));
}

TEST(HolderTest, NobodyAtAllIsRefused) {
  HolderFacts facts = Facts();
  facts.supervisor_id = "";
  facts.acting_supervisor_id = "";
  EXPECT_THAT(ChooseHolder(facts, "", ""),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                    HasReason("SUPERVISOR_REQUIRED")));
}

TEST(HolderTest, SupervisorAndActingSupervisorNeedNoReason) {
  EXPECT_THAT(ChooseHolder(Facts(), "acting", ""), IsOkAndHolds(Eq("acting")));
  EXPECT_THAT(ChooseHolder(Facts(), "supervisor", ""),
              IsOkAndHolds(Eq("supervisor")));
}

TEST(HolderTest, AnybodyElseNeedsAReason) {
  EXPECT_THAT(ChooseHolder(Facts(), "other", ""),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                    HasReason("HOLDER_REASON_REQUIRED")));
  EXPECT_THAT(ChooseHolder(Facts(), "other", "knows the cases"),
              IsOkAndHolds(Eq("other")));
}

TEST(HolderTest, TheOfficerNeverHoldsTheirOwn) {
  EXPECT_THAT(ChooseHolder(Facts(), "officer", "a reason"),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                    HasReason("HOLDER_IS_OFFICER")));
}

}  // namespace
}  // namespace caseload::conference
