// delivery_worker.h: sends what is due.
//
// One worker holds one conversation at a time; any number of workers, in any
// number of processes on PostgreSQL, share the store. Each message goes through
//
//   claim             SENDING, a lease with the next fencing number
//   conversation      the lease is renewed while it lasts
//   mark              the bytes are kept and the attempt marked, under the
//                     fencing number: the last check before the final dot
//   final dot
//   record            ACCEPTED with the server's reply; or PENDING, UNKNOWN,
//                     FAILED
//
// with a commit at claim, mark and record. What a crash leaves behind is judged
// by the mark: without it nothing was accepted, with it nobody knows and the
// same bytes are sent again after the retry interval (R131).
//
// Thread safety: Stop() may be called from any thread; everything else belongs
// to the thread that calls it.

#ifndef SERVICES_NOTIFY_DELIVERY_DELIVERY_WORKER_H_
#define SERVICES_NOTIFY_DELIVERY_DELIVERY_WORKER_H_

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/clock/clock.h"
#include "services/common/sql/database.h"
#include "services/notify/domain/retry.h"
#include "services/notify/mail/mail_settings.h"
#include "services/notify/smtp/mail_transport.h"
#include "services/notify/storage/message_row.h"

namespace caseload::notify {

class DeliveryWorker {
 public:
  // Everything is borrowed and must outlive the worker.
  struct Options {
    sql::Database* database = nullptr;
    clock::Clock* clock = nullptr;
    MailTransport* transport = nullptr;
    MailSettings mail;
    RetryPolicy retry;
    // Who it is, for people who look at the store.
    std::string name;
    // A lease that is not renewed for so long is another worker's to take.
    absl::Duration lease = absl::Minutes(2);
    // How often it looks for work by itself.
    absl::Duration poll_interval = absl::Seconds(1);
    // Told of every attempt whose end was recorded; `given_up` when there will
    // be no other and none was accepted. Called on the worker's thread.
    std::function<void(AttemptOutcome outcome, bool given_up)> on_attempt_end =
        [](AttemptOutcome, bool) {};
  };

  explicit DeliveryWorker(Options options) : options_(std::move(options)) {}
  DeliveryWorker(const DeliveryWorker&) = delete;
  DeliveryWorker& operator=(const DeliveryWorker&) = delete;

  // Judges what others left behind: messages whose lease has expired, or, with
  // `all`, every message in SENDING (right after the start of the only process
  // that can have the store open).
  absl::Status RecoverOrphans(bool all);

  // Sends the most urgent message that is due; false when none is.
  absl::StatusOr<bool> DeliverNext();

  // Both, again and again, until Stop(). Errors of the store are logged and
  // outwaited. On SQLite, call it in the process's only worker group after one
  // RecoverOrphans(true).
  void Run();

  // Ends Run() when the conversation that it holds is over or before the end of
  // its data, whichever is first.
  void Stop();

 private:
  class Attempt;

  // Claims what is due at `now`. A look costs no write when nothing is.
  absl::StatusOr<std::optional<storage::MessageRow>> Claim(absl::Time now);

  const Options options_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_DELIVERY_DELIVERY_WORKER_H_
