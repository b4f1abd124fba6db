#include "services/common/fault/fault.h"

#ifdef CASELOAD_FAULT_POINTS

#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/common/sync/mutex.h"

namespace caseload::fault {
namespace {

constexpr char kAnswerLost[] = "FAULT_ANSWER_LOST";

struct Armed {
  Action action;
  int passes_left;
};

struct Registry {
  sync::Mutex mutex;
  sync::CondVar changed;
  std::set<std::string, std::less<>> names ABSL_GUARDED_BY(mutex);
  std::map<std::string, Armed, std::less<>> armed ABSL_GUARDED_BY(mutex);
  std::set<std::string, std::less<>> stalled ABSL_GUARDED_BY(mutex);
};

// Never destroyed: steps may run while the process ends.
Registry& TheRegistry() {
  static Registry* const registry = new Registry;
  return *registry;
}

std::optional<Action> ParseAction(absl::string_view text) {
  if (text == "crash") return Action::kCrash;
  if (text == "crash_after") return Action::kCrashAfter;
  if (text == "fail") return Action::kFail;
  if (text == "stall") return Action::kStall;
  if (text == "lie") return Action::kLie;
  return std::nullopt;
}

// A process whose faults are not what its environment asks for must not run.
void ArmFromEnvironmentOnce() {
  static const bool armed = [] {
    const char* spec = std::getenv("CASELOAD_FAULTS");
    if (spec == nullptr) return false;
    if (absl::Status status = ArmAll(spec); !status.ok()) {
      std::fprintf(stderr, "CASELOAD_FAULTS: %s\n",
                   std::string(status.message()).c_str());
      std::abort();
    }
    return true;
  }();
  (void)armed;
}

[[noreturn]] void Crash() {
  ::kill(::getpid(), SIGKILL);
  // SIGKILL cannot be refused; only its delivery may take a moment.
  while (true) ::pause();
}

std::optional<Action> TakeAction(absl::string_view name) {
  Registry& registry = TheRegistry();
  sync::MutexLock lock(&registry.mutex);
  auto found = registry.armed.find(name);
  if (found == registry.armed.end()) return std::nullopt;
  if (--found->second.passes_left > 0) return std::nullopt;
  const Action action = found->second.action;
  registry.armed.erase(found);
  if (action == Action::kStall) {
    registry.stalled.emplace(name);
    registry.changed.NotifyAll();
    registry.changed.Wait(
        &lock, [&] { return registry.stalled.count(std::string(name)) == 0; });
  }
  return action;
}

}  // namespace

void Arm(absl::string_view name, Action action, int nth) {
  Registry& registry = TheRegistry();
  sync::MutexLock lock(&registry.mutex);
  registry.armed[std::string(name)] = {action, nth};
}

absl::Status ArmAll(absl::string_view spec) {
  for (absl::string_view one : absl::StrSplit(spec, ',', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> name_and_rest =
        absl::StrSplit(one, absl::MaxSplits('=', 1));
    const std::vector<absl::string_view> action_and_nth =
        absl::StrSplit(name_and_rest.second, ':');
    // A text without '=' has nothing to split.
    const std::optional<Action> action =
        action_and_nth.empty() ? std::nullopt : ParseAction(action_and_nth[0]);
    int nth = 1;
    if (!action.has_value() || action_and_nth.size() > 2 ||
        (action_and_nth.size() == 2 &&
         (!absl::SimpleAtoi(action_and_nth[1], &nth) || nth < 1))) {
      return absl::InvalidArgumentError(absl::StrCat(
          "'", one,
          "' is not name=crash|crash_after|fail|stall|lie with :nth or "
          "without"));
    }
    Registry& registry = TheRegistry();
    {
      sync::MutexLock lock(&registry.mutex);
      if (registry.names.count(std::string(name_and_rest.first)) == 0) {
        return absl::InvalidArgumentError(
            absl::StrCat("no step is named '", name_and_rest.first, "'"));
      }
    }
    Arm(name_and_rest.first, *action, nth);
  }
  return absl::OkStatus();
}

void Reset() {
  Registry& registry = TheRegistry();
  sync::MutexLock lock(&registry.mutex);
  registry.armed.clear();
  registry.stalled.clear();
  registry.changed.NotifyAll();
}

void Release(absl::string_view name) {
  Registry& registry = TheRegistry();
  sync::MutexLock lock(&registry.mutex);
  registry.stalled.erase(std::string(name));
  registry.changed.NotifyAll();
}

bool WaitUntilStalled(absl::string_view name, absl::Duration timeout) {
  Registry& registry = TheRegistry();
  sync::MutexLock lock(&registry.mutex);
  return registry.changed.WaitFor(
      &lock, absl::ToChronoNanoseconds(timeout),
      [&] { return registry.stalled.count(std::string(name)) > 0; });
}

std::vector<std::string> Names() {
  Registry& registry = TheRegistry();
  sync::MutexLock lock(&registry.mutex);
  return {registry.names.begin(), registry.names.end()};
}

bool IsAnswerLost(const absl::Status& status) {
  return status::ReasonOf(status) == kAnswerLost;
}

namespace internal {

bool Register(const char* name) {
  Registry& registry = TheRegistry();
  sync::MutexLock lock(&registry.mutex);
  registry.names.insert(name);
  return true;
}

absl::Status Run(const char* name, absl::FunctionRef<absl::Status()> step) {
  ArmFromEnvironmentOnce();
  const std::optional<Action> action = TakeAction(name);
  if (action == Action::kCrash) Crash();
  if (action == Action::kFail) {
    return status::Unavailable("FAULT_INJECTED", "a test made this step fail",
                               absl::ZeroDuration());
  }
  ABSL_RETURN_IF_ERROR(step());
  if (action == Action::kCrashAfter) Crash();
  if (action == Action::kLie) {
    return status::Unavailable(kAnswerLost, "a test lost this step's answer",
                               absl::ZeroDuration());
  }
  return absl::OkStatus();
}

}  // namespace internal
}  // namespace caseload::fault

#endif  // CASELOAD_FAULT_POINTS
