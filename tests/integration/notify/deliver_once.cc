// deliver_once: one round of the delivery worker in a process of its own, for
// tests that kill it.
//
//   deliver_once STORE_URL SMTP_PORT NOW_SECONDS
//
// Judges what an earlier process left behind, delivers everything that is due
// at NOW and exits with 0; 1 when the store or a delivery round failed. What
// shall go wrong comes in CASELOAD_FAULTS.

#include <iostream>
#include <memory>

#include "absl/strings/numbers.h"
#include "services/common/clock/clock.h"
#include "services/common/sql/database.h"
#include "services/notify/delivery/delivery_worker.h"
#include "services/notify/smtp/smtp_transport.h"

namespace caseload::notify {
namespace {

absl::Status Deliver(const char* url, int port, absl::Time now) {
  sql::Options store;
  store.url = url;
  absl::StatusOr<std::unique_ptr<sql::Database>> database =
      sql::Database::Open(store);
  if (!database.ok()) return database.status();
  clock::SimulatedClock clock(now);
  SmtpOptions smtp;
  smtp.host = "127.0.0.1";
  smtp.port = port;
  smtp.tls = SmtpTls::kNone;
  smtp.client_name = "notify.county.example";
  SmtpTransport transport(smtp);
  DeliveryWorker::Options options;
  options.database = database->get();
  options.clock = &clock;
  options.transport = &transport;
  options.mail = {"notices@probation.example", "Example County Probation", ""};
  options.name = "deliver_once";
  DeliveryWorker worker(options);
  absl::Status recovered = worker.RecoverOrphans(/*all=*/true);
  if (!recovered.ok()) return recovered;
  while (true) {
    const absl::StatusOr<bool> delivered = worker.DeliverNext();
    if (!delivered.ok()) return delivered.status();
    if (!*delivered) return absl::OkStatus();
  }
}

}  // namespace
}  // namespace caseload::notify

int main(int argc, char** argv) {
  int port = 0;
  int64_t now = 0;
  if (argc != 4 || !absl::SimpleAtoi(argv[2], &port) ||
      !absl::SimpleAtoi(argv[3], &now)) {
    std::cerr << "usage: deliver_once STORE_URL SMTP_PORT NOW_SECONDS\n";
    return 2;
  }
  const absl::Status status =
      caseload::notify::Deliver(argv[1], port, absl::FromUnixSeconds(now));
  if (status.ok()) return 0;
  std::cerr << status << "\n";
  return 1;
}
