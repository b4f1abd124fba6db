#include "services/common/ids/ids.h"

#include <set>

#include "gtest/gtest.h"

namespace caseload::ids {
namespace {

TEST(IdsTest, RandomIdsAreValidAndNeverTheSame) {
  RandomIdSource source;
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) {
    const std::string id = source.NewId();
    EXPECT_EQ(id.size(), 26u);
    EXPECT_TRUE(IsValidId(id)) << id;
    EXPECT_TRUE(seen.insert(id).second) << id;
  }
}

TEST(IdsTest, WhatMayStandInAName) {
  EXPECT_TRUE(IsValidId("a"));
  EXPECT_TRUE(IsValidId("0-9a"));
  EXPECT_TRUE(IsValidId(std::string(63, 'z')));
  EXPECT_FALSE(IsValidId(""));
  EXPECT_FALSE(IsValidId("-a"));
  EXPECT_FALSE(IsValidId("A"));
  EXPECT_FALSE(IsValidId("a/b"));
  EXPECT_FALSE(IsValidId("a\"b"));
  EXPECT_FALSE(IsValidId(std::string(64, 'z')));
}

TEST(IdsTest, SequentialIdsAreKnownInAdvance) {
  SequentialIdSource source("unit");
  EXPECT_EQ(source.NewId(), "unit-000001");
  EXPECT_EQ(source.NewId(), "unit-000002");
}

}  // namespace
}  // namespace caseload::ids
