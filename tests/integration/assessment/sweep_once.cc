// sweep_once: the override sweeper in a process of its own, for tests that kill
// it.
//
//   sweep_once STORE_URL
//
// Sweeps on 2026-03-01 until the store takes it, and exits with 0. What shall
// go wrong comes in CASELOAD_FAULTS.

#include <iostream>

#include "services/assessment/override_sweeper.h"
#include "services/common/clock/clock.h"

namespace caseload::assessment {
namespace {

int SweepOnce(const char* url) {
  sql::Options store;
  store.url = url;
  auto database = sql::Database::Open(store);
  if (!database.ok()) {
    std::cerr << database.status() << "\n";
    return 1;
  }
  clock::SimulatedClock clock(
      absl::FromCivil(absl::CivilDay(2026, 3, 1), absl::UTCTimeZone()));
  OverrideSweeper sweeper({database->get(), &clock, absl::UTCTimeZone()});
  while (true) {
    const absl::StatusOr<int> swept = sweeper.Sweep();
    if (swept.ok()) return 0;
    std::cerr << swept.status() << "\n";
  }
}

}  // namespace
}  // namespace caseload::assessment

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: sweep_once STORE_URL\n";
    return 2;
  }
  return caseload::assessment::SweepOnce(argv[1]);
}
