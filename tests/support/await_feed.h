// await_feed.h: the change feed as a test reads it.

#ifndef TESTS_SUPPORT_AWAIT_FEED_H_
#define TESTS_SUPPORT_AWAIT_FEED_H_

#include <cstddef>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/common/feed/feed.h"
#include "services/common/sql/database.h"

namespace caseload::testing {

// All changes of the store, as soon as there are `count`; what there is after
// 30 seconds. On PostgreSQL a change is on the feed when no older transaction
// of the whole cluster is open any more, which other tests' databases can
// delay.
inline std::vector<feed::Entry> AwaitFeed(sql::Database& database,
                                          size_t count) {
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  std::vector<feed::Entry> entries;
  while (entries.size() < count && absl::Now() < deadline) {
    const absl::Status read =
        database.Read(deadline, [&](sql::Transaction& tx) -> absl::Status {
          auto all = feed::ReadAfter(tx, feed::Position(), 500);
          if (all.ok()) entries = *std::move(all);
          return all.status();
        });
    EXPECT_TRUE(read.ok()) << read;
    if (!read.ok()) break;
  }
  return entries;
}

// Until every change that is committed is on the feed, at most 30 seconds.
inline void AwaitWholeFeed(sql::Database& database) {
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  bool withheld = true;
  while (withheld && absl::Now() < deadline) {
    const absl::Status read =
        database.Read(deadline, [&](sql::Transaction& tx) -> absl::Status {
          const auto answer = feed::HasWithheld(tx);
          if (answer.ok()) withheld = *answer;
          return answer.status();
        });
    ASSERT_TRUE(read.ok()) << read;
  }
  ASSERT_FALSE(withheld);
}

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_AWAIT_FEED_H_
