#include "services/common/clock/clock.h"

#include <algorithm>
#include <chrono>

#include "absl/time/clock.h"
#include "services/common/sync/mutex.h"

namespace caseload::clock {

// Both clocks wait in the same way: a condition variable with a bound on the
// monotonic clock, woken by WakeAll() and by whatever moves the clock.
struct SystemClock::State {
  sync::Mutex mutex;
  sync::CondVar changed;
  absl::Duration offset = absl::ZeroDuration();  // guarded by mutex
  uint64_t generation = 0;                       // guarded by mutex
};

struct SimulatedClock::State {
  sync::Mutex mutex;
  sync::CondVar changed;
  absl::Time now;           // guarded by mutex
  uint64_t generation = 0;  // guarded by mutex
};

SystemClock::SystemClock() : state_(new State) {}
SystemClock::~SystemClock() { delete state_; }

absl::Time SystemClock::Now() const {
  sync::MutexLock lock(&state_->mutex);
  return absl::Now() + state_->offset;
}

void SystemClock::WaitUntil(absl::Time deadline,
                            const std::function<bool()>& woken) {
  // Waits in slices, so that a step of the host's clock is noticed: the
  // deadline is a civil instant, the wait is monotonic.
  constexpr absl::Duration kSlice = absl::Seconds(1);
  while (true) {
    uint64_t generation;
    {
      sync::MutexLock lock(&state_->mutex);
      generation = state_->generation;
    }
    // Looked at after the generation is known: a wake in between is not lost.
    if (woken()) return;
    const absl::Time now = Now();
    if (now >= deadline) return;
    const absl::Duration wait = std::min(deadline - now, kSlice);
    sync::MutexLock lock(&state_->mutex);
    state_->changed.WaitFor(&lock, absl::ToChronoNanoseconds(wait),
                            [&] { return state_->generation != generation; });
  }
}

void SystemClock::WakeAll() {
  sync::MutexLock lock(&state_->mutex);
  ++state_->generation;
  state_->changed.NotifyAll();
}

#ifdef CASELOAD_TEST_CLOCK
void SystemClock::SetOffset(absl::Duration offset) {
  sync::MutexLock lock(&state_->mutex);
  state_->offset = offset;
  ++state_->generation;
  state_->changed.NotifyAll();
}

absl::Duration SystemClock::offset() const {
  sync::MutexLock lock(&state_->mutex);
  return state_->offset;
}
#endif

SimulatedClock::SimulatedClock(absl::Time start) : state_(new State) {
  state_->now = start;
}
SimulatedClock::~SimulatedClock() { delete state_; }

absl::Time SimulatedClock::Now() const {
  sync::MutexLock lock(&state_->mutex);
  return state_->now;
}

void SimulatedClock::WaitUntil(absl::Time deadline,
                               const std::function<bool()>& woken) {
  while (true) {
    uint64_t generation;
    {
      sync::MutexLock lock(&state_->mutex);
      if (state_->now >= deadline) return;
      generation = state_->generation;
    }
    if (woken()) return;
    sync::MutexLock lock(&state_->mutex);
    state_->changed.Wait(&lock,
                         [&] { return state_->generation != generation; });
  }
}

void SimulatedClock::WakeAll() {
  sync::MutexLock lock(&state_->mutex);
  ++state_->generation;
  state_->changed.NotifyAll();
}

void SimulatedClock::SetTime(absl::Time now) {
  sync::MutexLock lock(&state_->mutex);
  state_->now = now;
  ++state_->generation;
  state_->changed.NotifyAll();
}

void SimulatedClock::AdvanceTime(absl::Duration by) { SetTime(Now() + by); }

}  // namespace caseload::clock
