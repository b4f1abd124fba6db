// backlog.h: what is still owed, in figures: for alerts, never for verdicts
// (ledger_store.h has those).

#ifndef SERVICES_NOTIFY_STORAGE_BACKLOG_H_
#define SERVICES_NOTIFY_STORAGE_BACKLOG_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/sql/database.h"

namespace caseload::notify::storage {

// Messages that wait for their time or for another attempt. One that is being
// sent just now is not among them.
struct Backlog {
  int64_t messages = 0;
  // The earliest instant at which one of them was to be sent.
  std::optional<absl::Time> oldest_target;
  // Those that bear a duty to give notice.
  int64_t notices = 0;
  // The earliest day on which one of these is due.
  std::optional<absl::CivilDay> nearest_due;
};

// Reads the open messages only, however many were ever sent.
absl::StatusOr<Backlog> ReadBacklog(sql::Transaction& tx);

}  // namespace caseload::notify::storage

#endif  // SERVICES_NOTIFY_STORAGE_BACKLOG_H_
