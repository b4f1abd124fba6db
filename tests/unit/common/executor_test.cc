#include "services/common/rpc/executor.h"

#include <atomic>
#include <future>

#include "gtest/gtest.h"

namespace caseload::rpc {
namespace {

TEST(ExecutorTest, AFullQueueIsRefusedAtOnce) {
  Executor executor({/*threads=*/1, /*max_queued=*/2});
  std::promise<void> started, release;
  std::shared_future<void> released = release.get_future().share();
  ASSERT_TRUE(executor.TryPost([&] {
    started.set_value();
    released.wait();
  }));
  started.get_future().wait();
  std::atomic<int> ran = 0;
  EXPECT_TRUE(executor.TryPost([&] { ++ran; }));
  EXPECT_TRUE(executor.TryPost([&] { ++ran; }));
  EXPECT_FALSE(executor.TryPost([&] { ++ran; }));
  release.set_value();
  executor.Drain();
  EXPECT_EQ(ran, 2);
}

TEST(ExecutorTest, DrainRunsWhatWasAcceptedAndRefusesTheRest) {
  std::atomic<int> ran = 0;
  Executor executor({/*threads=*/4, /*max_queued=*/256});
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(executor.TryPost([&] { ++ran; }));
  executor.Drain();
  EXPECT_EQ(ran, 200);
  EXPECT_FALSE(executor.TryPost([&] { ++ran; }));
  EXPECT_EQ(ran, 200);
}

}  // namespace
}  // namespace caseload::rpc
