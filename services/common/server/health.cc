#include "services/common/server/health.h"

#include <algorithm>
#include <utility>

#include "services/common/log/log.h"

namespace caseload::server {
namespace {

std::vector<std::string> ReadinessNames(std::vector<std::string> services) {
  services.push_back("");
  services.push_back("readiness");
  return services;
}

}  // namespace

HealthReporter::HealthReporter(std::vector<std::string> services)
    : readiness_names_(ReadinessNames(std::move(services))) {}

void HealthReporter::Attach(grpc::HealthCheckServiceInterface* health) {
  sync::MutexLock lock(&mutex_);
  attached_.push_back(health);
  health->SetServingStatus("liveness", true);
  PublishLocked();
}

void HealthReporter::Detach() {
  sync::MutexLock lock(&mutex_);
  attached_.clear();
}

void HealthReporter::Require(absl::string_view dependency) {
  sync::MutexLock lock(&mutex_);
  dependencies_.emplace(std::string(dependency),
                        absl::UnavailableError("not reported yet"));
  PublishLocked();
}

void HealthReporter::Report(absl::string_view dependency,
                            const absl::Status& state) {
  sync::MutexLock lock(&mutex_);
  absl::Status& known = dependencies_[std::string(dependency)];
  if (!state.ok() && state != known) {
    log::Warn("cannot work without a dependency",
              {{"dependency", dependency}, {"reason", state}});
  }
  known = state;
  PublishLocked();
}

void HealthReporter::Started() {
  sync::MutexLock lock(&mutex_);
  started_ = true;
  PublishLocked();
}

void HealthReporter::Drain() {
  sync::MutexLock lock(&mutex_);
  draining_ = true;
  PublishLocked();
}

bool HealthReporter::ready() const {
  sync::MutexLock lock(&mutex_);
  return ReadyLocked();
}

bool HealthReporter::ReadyLocked() const {
  return started_ && !draining_ &&
         std::all_of(dependencies_.begin(), dependencies_.end(),
                     [](const auto& entry) { return entry.second.ok(); });
}

void HealthReporter::PublishLocked() {
  const bool ready = ReadyLocked();
  for (grpc::HealthCheckServiceInterface* health : attached_) {
    for (const std::string& name : readiness_names_) {
      health->SetServingStatus(name, ready);
    }
  }
  if (ready != published_ready_) {
    published_ready_ = ready;
    log::Info(ready ? "ready" : "not ready", {{"draining", draining_}});
  }
}

}  // namespace caseload::server
