// clock.h: time as a dependency.
//
// Code that needs the time takes a `Clock&`; only `main.cc` makes a real one.
// The shape is that of later Abseil's absl::Clock and absl::SimulatedClock.
//
// Thread safety: all of it is thread-safe.

#ifndef SERVICES_COMMON_CLOCK_CLOCK_H_
#define SERVICES_COMMON_CLOCK_CLOCK_H_

#include <functional>

#include "absl/time/time.h"

namespace caseload::clock {

class Clock {
 public:
  virtual ~Clock() = default;

  // The current instant. Civil days are made of it with the county's zone,
  // never with the host's.
  virtual absl::Time Now() const = 0;

  // Blocks until `Now() >= deadline` or `woken()` is true. `woken` is looked at
  // again after every WakeAll(). Waiting is on the monotonic clock, and a clock
  // that is moved wakes its waiters.
  virtual void WaitUntil(absl::Time deadline,
                         const std::function<bool()>& woken) = 0;

  // Makes every waiter look at its condition again.
  virtual void WakeAll() = 0;
};

// Real time plus an offset, zero unless a test build moves it.
class SystemClock final : public Clock {
 public:
  SystemClock();
  ~SystemClock() override;
  SystemClock(const SystemClock&) = delete;
  SystemClock& operator=(const SystemClock&) = delete;

  absl::Time Now() const override;
  void WaitUntil(absl::Time deadline,
                 const std::function<bool()>& woken) override;
  void WakeAll() override;

#ifdef CASELOAD_TEST_CLOCK
  // Moves the clock; waiters are woken. Only in builds with the CMake option
  // CASELOAD_TEST_CLOCK, which no image has.
  void SetOffset(absl::Duration offset);
  absl::Duration offset() const;
#endif

 private:
  struct State;
  State* const state_;
};

// Stands still until told. For tests.
class SimulatedClock final : public Clock {
 public:
  explicit SimulatedClock(absl::Time start);
  ~SimulatedClock() override;
  SimulatedClock(const SimulatedClock&) = delete;
  SimulatedClock& operator=(const SimulatedClock&) = delete;

  absl::Time Now() const override;
  void WaitUntil(absl::Time deadline,
                 const std::function<bool()>& woken) override;
  void WakeAll() override;

  void SetTime(absl::Time now);
  void AdvanceTime(absl::Duration by);

 private:
  struct State;
  State* const state_;
};

}  // namespace caseload::clock

#endif  // SERVICES_COMMON_CLOCK_CLOCK_H_
