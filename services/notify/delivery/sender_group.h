// sender_group.h: the delivery workers of one process.

#ifndef SERVICES_NOTIFY_DELIVERY_SENDER_GROUP_H_
#define SERVICES_NOTIFY_DELIVERY_SENDER_GROUP_H_

#include <memory>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "services/notify/delivery/delivery_worker.h"

namespace caseload::notify {

// Start() and Stop() are called once each, from one thread.
class SenderGroup {
 public:
  // `size` workers of `options`.
  SenderGroup(const DeliveryWorker::Options& options, int size);
  // Stops what was not stopped.
  ~SenderGroup();

  // Judges what an earlier process left behind and starts the threads. On
  // SQLite this process alone has the store, so whatever is in SENDING is
  // nobody's; on PostgreSQL it waits for its lease to run out.
  absl::Status Start();

  // Ends the conversations before the end of their data, and waits for those
  // that are past it.
  void Stop();

 private:
  const DeliveryWorker::Options options_;
  std::vector<std::unique_ptr<DeliveryWorker>> workers_;
  std::vector<std::thread> threads_;
};

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_DELIVERY_SENDER_GROUP_H_
