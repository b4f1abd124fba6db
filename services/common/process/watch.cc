#include "services/common/process/watch.h"

#include <utility>

#include "absl/time/clock.h"

namespace caseload::process {
namespace {

constexpr absl::Duration kAnswerWithin = absl::Seconds(2);

}  // namespace

Periodic::Periodic(absl::Duration interval, std::function<void()> round)
    : interval_(interval), round_(std::move(round)) {
  round_();
  thread_ = std::thread([this] {
    while (true) {
      clock_.WaitUntil(clock_.Now() + interval_,
                       [this] { return stopped_.load(); });
      if (stopped_) return;
      round_();
    }
  });
}

Periodic::~Periodic() {
  stopped_ = true;
  clock_.WakeAll();
  thread_.join();
}

void ReportStore(sql::Database& database, server::HealthReporter& health) {
  const absl::Status answered =
      database.Read(absl::Now() + kAnswerWithin, [](sql::Transaction& tx) {
        return tx.QueryOne<int64_t>("SELECT 1").status();
      });
  if (absl::IsDeadlineExceeded(answered)) return;
  health.Report("store", answered);
}

}  // namespace caseload::process
