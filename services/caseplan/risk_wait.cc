#include "services/caseplan/risk_wait.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/caseplan/storage/risk_store.h"
#include "services/common/log/log.h"
#include "services/common/sql/deadline.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {
namespace {

// Monotonic, since any fixed point.
absl::Duration SteadyNow() {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

std::string RiskName(absl::string_view case_id) {
  return absl::StrCat("cases/", case_id, "/risk");
}

// Empty when it is no name of a case's risk.
std::string CaseOf(absl::string_view risk_name) {
  if (!absl::ConsumePrefix(&risk_name, "cases/") ||
      !absl::ConsumeSuffix(&risk_name, "/risk")) {
    return "";
  }
  return std::string(risk_name);
}

bool Shows(const feed::ResourceVersions& there,
           const feed::ResourceVersions& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& resource) {
    const auto found = there.find(resource.first);
    return found != there.end() && found->second >= resource.second;
  });
}

}  // namespace

RiskWait::RiskWait(Options options)
    : options_(options), thread_([this] { Run(); }) {}

RiskWait::~RiskWait() {
  {
    sync::MutexLock lock(&mutex_);
    stopped_ = true;
  }
  changed_.NotifyAll();
  thread_.join();
}

void RiskWait::Await(absl::string_view token, Done done) {
  std::optional<feed::ResourceVersions> versions =
      feed::ParseChangeToken(storage::kRiskFeed, token);
  if (!versions.has_value()) {
    done(true);
    return;
  }
  bool waits = false;
  {
    sync::MutexLock lock(&mutex_);
    waits = !stopped_ && waiting_ < options_.most_waiting;
    if (waits) {
      ++waiting_;
      arrived_.push_back({*std::move(versions), SteadyNow() + options_.longest,
                          std::move(done)});
    }
  }
  if (waits) {
    changed_.NotifyAll();
  } else {
    done(false);
  }
}

void RiskWait::Committed() {
  {
    sync::MutexLock lock(&mutex_);
    committed_ = true;
  }
  changed_.NotifyAll();
}

void RiskWait::Run() {
  std::vector<Waiting> waiting;
  for (;;) {
    bool stopped = false;
    {
      sync::MutexLock lock(&mutex_);
      const auto ready = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return stopped_ || committed_ || !arrived_.empty();
      };
      if (waiting.empty()) {
        changed_.Wait(&lock, ready);
      } else {
        absl::Duration until = absl::InfiniteDuration();
        for (const Waiting& one : waiting) until = std::min(until, one.until);
        changed_.WaitFor(&lock, absl::ToChronoMicroseconds(until - SteadyNow()),
                         ready);
      }
      committed_ = false;
      stopped = stopped_;
      std::move(arrived_.begin(), arrived_.end(), std::back_inserter(waiting));
      arrived_.clear();
    }
    if (stopped) {
      for (const Waiting& one : waiting) one.done(false);
      return;
    }
    if (!waiting.empty()) Look(&waiting);
  }
}

void RiskWait::Look(std::vector<Waiting>* waiting) {
  const absl::StatusOr<feed::ResourceVersions> there = VersionsOf(*waiting);
  if (!there.ok()) {
    log::Warn("what a read waits for could not be looked up",
              {{"status", there.status()}});
  }
  std::vector<Waiting> still;
  std::vector<std::pair<Done, bool>> answers;
  for (Waiting& one : *waiting) {
    const bool shown = there.ok() && Shows(*there, one.versions);
    if (shown || !there.ok() || SteadyNow() >= one.until) {
      answers.emplace_back(std::move(one.done), shown);
    } else {
      still.push_back(std::move(one));
    }
  }
  *waiting = std::move(still);
  {
    sync::MutexLock lock(&mutex_);
    waiting_ -= answers.size();
  }
  for (const auto& [done, shown] : answers) done(shown);
}

absl::StatusOr<feed::ResourceVersions> RiskWait::VersionsOf(
    const std::vector<Waiting>& waiting) {
  std::set<std::string> cases;
  for (const Waiting& one : waiting) {
    for (const auto& [name, version] : one.versions) {
      std::string id = CaseOf(name);
      if (!id.empty()) cases.insert(std::move(id));
    }
  }
  feed::ResourceVersions versions;
  // As a write, which takes its turn: on SQLite the generations of a commit are
  // known to this process after the commit and before the next write, so that
  // the read that follows finds no older snapshot.
  sql::WriteOptions options;
  options.deadline = sql::DeadlineAfter(options_.longest);
  ABSL_RETURN_IF_ERROR(options_.database->WriteAndWait(
      options, [&](sql::Transaction& tx) -> absl::Status {
        versions.clear();
        for (const std::string& id : cases) {
          ABSL_ASSIGN_OR_RETURN(const int64_t version,
                                storage::RiskVersion(tx, id));
          versions[RiskName(id)] = version;
        }
        return absl::OkStatus();
      }));
  return versions;
}

}  // namespace caseload::caseplan
