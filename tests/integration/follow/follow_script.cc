// follow_script: a follower in a process of its own, for tests that kill it.
//
//   follow_script STORE_URL
//
// Follows the feed of probe_script.h to its end and exits with 0; 1 when that
// failed. What shall go wrong comes in CASELOAD_FAULTS.

#include <iostream>

#include "services/common/clock/clock.h"
#include "services/common/follow/follower.h"
#include "services/common/metrics/registry.h"
#include "tests/integration/follow/probe_script.h"
#include "tests/support/follow/probe_projection.h"

namespace caseload::follow {
namespace {

int FollowToTheEnd(const char* url) {
  sql::Options store;
  store.url = url;
  auto database = sql::Database::Open(store);
  if (!database.ok()) {
    std::cerr << database.status() << "\n";
    return 1;
  }
  clock::SystemClock clock;
  metrics::Registry metrics;
  testing::ScriptedFeed feed(kScriptBurst);
  AppendScript(feed);
  testing::ProbeProjection projection;
  Follower::Options options;
  options.feed = "script";
  options.database = database->get();
  options.source = &feed;
  options.projection = &projection;
  options.clock = &clock;
  options.metrics = &metrics.prometheus();
  options.first_pause = absl::ZeroDuration();
  options.longest_pause = absl::Milliseconds(1);
  Follower follower(options);
  follower.Start();
  return feed.AwaitFollowed() ? 0 : 1;
}

}  // namespace
}  // namespace caseload::follow

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: follow_script STORE_URL\n";
    return 2;
  }
  return caseload::follow::FollowToTheEnd(argv[1]);
}
