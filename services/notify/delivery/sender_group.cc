#include "services/notify/delivery/sender_group.h"

#include "services/common/status/status_macros.h"

namespace caseload::notify {

SenderGroup::SenderGroup(const DeliveryWorker::Options& options, int size)
    : options_(options) {
  for (int i = 0; i < size; ++i) {
    workers_.push_back(std::make_unique<DeliveryWorker>(options));
  }
}

SenderGroup::~SenderGroup() { Stop(); }

absl::Status SenderGroup::Start() {
  const bool alone = options_.database->engine() == sql::Engine::kSqlite;
  ABSL_RETURN_IF_ERROR(workers_.front()->RecoverOrphans(alone));
  for (const std::unique_ptr<DeliveryWorker>& worker : workers_) {
    threads_.emplace_back([&worker] { worker->Run(); });
  }
  return absl::OkStatus();
}

void SenderGroup::Stop() {
  for (const std::unique_ptr<DeliveryWorker>& worker : workers_) {
    worker->Stop();
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace caseload::notify
