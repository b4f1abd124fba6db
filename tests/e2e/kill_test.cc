// The main job while its processes are killed with SIGKILL at random moments:
// nothing that was acknowledged is lost, and nobody is told nothing, or told
// twice in two different mails (R011, R131).
//
//   CASELOAD_KILL_SEED=N   the moments of an earlier run; each run prints its
//                          own
//   CASELOAD_KILLS=50      how often each process is killed; 5 without it
//
// A moment is a number of acknowledged calls and then of writes to the victim's
// own store, never a time: the kill falls into whatever the process does there,
// mostly the middle of a transaction, of a call or of a mail.

#include <algorithm>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/support/main_job/main_job.h"
#include "tests/support/main_job/mortal_suite.h"

namespace caseload {
namespace {

using testing::DrawMoments;
using testing::kRedisVictim;
using testing::MainJob;
using testing::Moment;
using testing::MortalSuite;
using testing::NumberFromEnvironment;

TEST(KillTest, NothingAcknowledgedIsLostAndEveryNoticeIsOneMessage) {
  const int seed = NumberFromEnvironment(
      "CASELOAD_KILL_SEED",
      static_cast<int>(std::random_device()() & 0x7fffffff));
  const int kills = NumberFromEnvironment("CASELOAD_KILLS", 5);
  std::cout << "CASELOAD_KILL_SEED=" << seed << " CASELOAD_KILLS=" << kills
            << std::endl;
  std::mt19937_64 random(static_cast<uint64_t>(seed));
  MainJob job(absl::StrCat("kill-", seed));
  MortalSuite& suite = job.suite();
  job.FillCounty();
  // While the county works; some are kept for the night of the notices.
  const int later = std::max(1, kills / 5);
  std::vector<Moment> moments = DrawMoments(
      random, {"assessment", "caseplan", kRedisVictim}, kills, 3, 12);
  const std::vector<Moment> senders =
      DrawMoments(random, {"conference", "notify"}, kills - later, 3, 12);
  moments.insert(moments.end(), senders.begin(), senders.end());
  std::shuffle(moments.begin(), moments.end(), random);
  suite.BeginKilling(moments);
  int rounds = 0;
  for (; suite.Killing() || rounds < 2 * kills; ++rounds) {
    job.Round(rounds);
    if (::testing::Test::HasFailure()) return;
  }
  suite.AwaitKills();
  job.CheckAcknowledged();

  // The day of the last notice, when all of them are due.
  const absl::Time due = job.LastNoticeDue();
  suite.MoveClocks(due - absl::Now());
  suite.BeginKilling(
      DrawMoments(random, {"conference", "notify"}, later, 0, 6));
  suite.AwaitKills();
  // What nobody knows the end of is offered again after half an hour.
  suite.MoveClocks(due + absl::Hours(2) - absl::Now());
  job.AwaitAllMail();
  job.CheckMail();
  suite.RestartAll();
  job.CheckAcknowledged();
  std::cout << job.Summary() << std::endl;
}

}  // namespace
}  // namespace caseload
