// ledger_store.h: the duties to give notice, as the ledger lists them.

#ifndef SERVICES_NOTIFY_STORAGE_LEDGER_STORE_H_
#define SERVICES_NOTIFY_STORAGE_LEDGER_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/sql/database.h"
#include "services/notify/storage/message_row.h"
#include "services/notify/storage/message_store.h"

namespace caseload::notify::storage {

// Filters of ListDuties, joined by AND; an absent one is none.
struct LedgerFilter {
  Reach reach;
  std::optional<std::string> conference_id;
  std::optional<std::string> recipient_id;
  std::optional<std::string> supervisor_id;
  std::optional<std::string> division;
  std::optional<absl::CivilDay> due_from;
  std::optional<absl::CivilDay> due_to;
  // Only duties that can be a breach when today is this day: accepted after
  // their due day, failed, or not accepted and due before it. The basis decides
  // the rest (domain/notice_class.h).
  std::optional<absl::CivilDay> late_as_of;
  // Only what comes after this duty in the order of ListDuties.
  std::optional<std::pair<absl::CivilDay, std::string>> after;
  int32_t limit = 0;
};

// By due day, then message.
absl::StatusOr<std::vector<MessageRow>> ListDuties(sql::Transaction& tx,
                                                   const LedgerFilter& filter);

}  // namespace caseload::notify::storage

#endif  // SERVICES_NOTIFY_STORAGE_LEDGER_STORE_H_
