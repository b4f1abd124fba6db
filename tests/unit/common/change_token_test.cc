// What a change tells a reader of a service that follows it.

#include "services/common/feed/change_token.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace caseload::feed {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(ChangeTokenTest, SaysWhatWasNotedAndUnderWhichVersions) {
  const sql::Notes notes = {{"change/cases/c-1/risk", "7"},
                            {"change/cases/c-2/risk", "1"},
                            {"generation/county", "3 tag"}};
  const std::string token = ChangeToken("assessment", notes);
  const auto versions = ParseChangeToken("assessment", token);
  ASSERT_TRUE(versions.has_value());
  EXPECT_THAT(*versions, ElementsAre(Pair("cases/c-1/risk", 7),
                                     Pair("cases/c-2/risk", 1)));
}

TEST(ChangeTokenTest, NothingNotedIsNoToken) {
  EXPECT_EQ(ChangeToken("assessment", {{"generation/county", "3 tag"}}), "");
  EXPECT_FALSE(ParseChangeToken("assessment", "").has_value());
}

TEST(ChangeTokenTest, WhatIsNoTokenOfTheServiceSaysNothing) {
  for (const char* token :
       {"assessment", "assessment ", "assessment a",
        "assessment a=", "assessment =1", "assessment a=0", "assessment a=-1",
        "assessment a=1 ", "assessment a=99999999999999999999",
        "assessments a=1", "conference a=1", "\x01\xff"}) {
    EXPECT_FALSE(ParseChangeToken("assessment", token).has_value()) << token;
  }
}

}  // namespace
}  // namespace caseload::feed
