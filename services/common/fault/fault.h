// fault.h: steps that a test can make go wrong.
//
// Before and after each thing that lasts (a commit, a send) stands a named
// step. In builds with the CMake option CASELOAD_FAULT_POINTS, which no image
// has, a test arms the name with what shall happen there; in all others the
// macros are nothing but their expression.
//
//   absl::Status committed =
//       CASELOAD_FAULT_STEP("sql.sqlite.commit", connection.Run("COMMIT"));
//
// Every name that is compiled into a binary is known before main() begins
// (Names()), so that a crash test can enumerate them and a new step without a
// test is noticed.
//
// A process under test is armed by its environment:
//
//   CASELOAD_FAULTS="sql.sqlite.commit=crash:3,notify.smtp.data=lie"
//
// Thread safety: all of it is thread-safe.

#ifndef SERVICES_COMMON_FAULT_FAULT_H_
#define SERVICES_COMMON_FAULT_FAULT_H_

#include "absl/status/status.h"

#ifdef CASELOAD_FAULT_POINTS

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace caseload::fault {

enum class Action {
  // SIGKILL to the own process, before the step ("crash").
  kCrash,
  // The same after the step succeeded and before anybody heard ("crash_after").
  kCrashAfter,
  // The step does not happen; UNAVAILABLE, reason FAULT_INJECTED ("fail").
  kFail,
  // The step waits until the name is released or disarmed ("stall").
  kStall,
  // The step happens, and its answer is lost: UNAVAILABLE, reason
  // FAULT_ANSWER_LOST
  // ("lie").
  kLie,
};

// Arms `name`: the `nth` pass (1 is the next one) does `action`, once. Arming
// an armed name replaces what it was armed with.
void Arm(absl::string_view name, Action action, int nth = 1);

// Arms everything in `spec`, the form that CASELOAD_FAULTS has.
// INVALID_ARGUMENT for a text of another form or a name that is not compiled
// in.
absl::Status ArmAll(absl::string_view spec);

// Disarms every name and lets all that stall go on.
void Reset();

// Lets the step that stalls at `name` go on.
void Release(absl::string_view name);

// Waits until a step stalls at `name`; false when none does in `timeout`.
bool WaitUntilStalled(absl::string_view name, absl::Duration timeout);

// Every name in this binary, sorted.
std::vector<std::string> Names();

// Whether `status` says that a step happened and its answer was lost.
bool IsAnswerLost(const absl::Status& status);

namespace internal {

bool Register(const char* name);

// One per name: its initialization, before main(), is what makes the name
// known.
template <typename Tag>
struct Registered {
  static const bool instance;
};
template <typename Tag>
const bool Registered<Tag>::instance = Register(Tag::Name());

absl::Status Run(const char* name, absl::FunctionRef<absl::Status()> step);

}  // namespace internal
}  // namespace caseload::fault

// Evaluates `expression`, an absl::Status, as the step `name` (a literal).
#define CASELOAD_FAULT_STEP(name, expression)                     \
  [&]() -> ::absl::Status {                                       \
    struct Tag {                                                  \
      static const char* Name() { return name; }                  \
    };                                                            \
    (void)::caseload::fault::internal::Registered<Tag>::instance; \
    return ::caseload::fault::internal::Run(                      \
        name, [&]() -> ::absl::Status { return (expression); });  \
  }()

#else

namespace caseload::fault {
inline bool IsAnswerLost(const absl::Status&) { return false; }
}  // namespace caseload::fault

#define CASELOAD_FAULT_STEP(name, expression) (expression)

#endif  // CASELOAD_FAULT_POINTS

// A step in which nothing happens: OK unless it is armed.
#define CASELOAD_FAULT_POINT(name) CASELOAD_FAULT_STEP(name, ::absl::OkStatus())

#endif  // SERVICES_COMMON_FAULT_FAULT_H_
