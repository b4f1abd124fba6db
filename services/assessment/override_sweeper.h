// override_sweeper.h: overrides that expire by themselves (R032).
//
// What depends on time becomes a write: on the day after an override's last
// day, from the county's midnight on, it is EXPIRED, its event is on the feed
// and the risk of its case is told again. Each in one transaction, which writes
// nothing when another replica, or an earlier life, was first.
//
// Thread safety: Stop() may be called from any thread; everything else belongs
// to the thread that calls it.

#ifndef SERVICES_ASSESSMENT_OVERRIDE_SWEEPER_H_
#define SERVICES_ASSESSMENT_OVERRIDE_SWEEPER_H_

#include <atomic>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/clock/clock.h"
#include "services/common/sql/database.h"

namespace caseload::assessment {

class OverrideSweeper {
 public:
  // Pointers are borrowed and must outlive the sweeper.
  struct Options {
    sql::Database* database = nullptr;
    clock::Clock* clock = nullptr;
    // Whose midnight it is.
    absl::TimeZone county_zone;
    // How often it looks besides: for an approval that was written around
    // midnight.
    absl::Duration poll_interval = absl::Minutes(1);
  };

  explicit OverrideSweeper(const Options& options) : options_(options) {}
  // Stops what was not stopped.
  ~OverrideSweeper() { Stop(); }
  OverrideSweeper(const OverrideSweeper&) = delete;
  OverrideSweeper& operator=(const OverrideSweeper&) = delete;

  // Makes every override EXPIRED whose days are over; how many this call did.
  absl::StatusOr<int> Sweep();

  // Sweeps now, at each midnight of the county and now and then, until Stop(),
  // on a thread of its own. Errors of the store are logged and outwaited.
  // Once.
  void Start();

  // Ends what runs after the override that is being written.
  void Stop();

 private:
  void Run();
  // Whether this call made it EXPIRED.
  absl::StatusOr<bool> Expire(const std::string& id, absl::Time now);

  const Options options_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_OVERRIDE_SWEEPER_H_
