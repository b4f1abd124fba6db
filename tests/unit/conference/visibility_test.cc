// The table of who reaches which conference, written by hand.

#include "services/conference/domain/visibility.h"

#include <vector>

#include "gtest/gtest.h"

namespace caseload::conference {
namespace {

Conference About(const char* officer, const char* holder) {
  Conference conference;
  conference.officer.officer_id = officer;
  conference.supervisor.officer_id = holder;
  return conference;
}

TEST(VisibilityTest, WhoReachesWhat) {
  struct Case {
    const char* who;
    Visibility caller;
    bool may_read;
    bool may_change;
  };
  const Conference conference = About("dpo", "sdpo");
  for (const Case& c : std::vector<Case>{
           {"a manager", {true, "", {}}, true, true},
           {"the officer", {false, "dpo", {}}, true, false},
           {"the holder", {false, "sdpo", {}}, true, true},
           {"the officer's supervisor", {false, "chief", {"dpo"}}, true, true},
           {"another supervisor", {false, "chief", {"dpo2"}}, false, false},
           {"another officer", {false, "dpo2", {}}, false, false},
           {"nobody of the staff", {false, "", {}}, false, false},
       }) {
    EXPECT_EQ(MayRead(c.caller, conference), c.may_read) << c.who;
    EXPECT_EQ(MayChange(c.caller, conference), c.may_change) << c.who;
  }
}

TEST(VisibilityTest, NobodyOfTheStaffIsNotTheNobodyOfAnEmptyRow) {
  EXPECT_FALSE(MayRead(Visibility(), About("", "")));
}

}  // namespace
}  // namespace caseload::conference
