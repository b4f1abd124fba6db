// watch.h: what a process looks at once in a while: is its store there, when
// does its certificate expire.

#ifndef SERVICES_COMMON_PROCESS_WATCH_H_
#define SERVICES_COMMON_PROCESS_WATCH_H_

#include <atomic>
#include <functional>
#include <thread>

#include "absl/time/time.h"
#include "services/common/clock/clock.h"
#include "services/common/server/health.h"
#include "services/common/sql/database.h"

namespace caseload::process {

// Runs something again and again on a thread of its own, at real intervals: a
// test that moves the process's clock does not move this one.
class Periodic {
 public:
  // Runs `round` once before it returns, then every `interval`.
  Periodic(absl::Duration interval, std::function<void()> round);
  // Waits for the round that runs.
  ~Periodic();
  Periodic(const Periodic&) = delete;
  Periodic& operator=(const Periodic&) = delete;

 private:
  const absl::Duration interval_;
  const std::function<void()> round_;
  clock::SystemClock clock_;
  std::atomic<bool> stopped_ = false;
  std::thread thread_;
};

// Asks the store something and reports to `health`, as dependency "store",
// whether it answered. A store that is too busy to answer in time is there: to
// call it absent would send its callers to replicas that wait for the same one.
void ReportStore(sql::Database& database, server::HealthReporter& health);

}  // namespace caseload::process

#endif  // SERVICES_COMMON_PROCESS_WATCH_H_
