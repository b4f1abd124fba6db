// waiver_store.h: waivers of the ten days, in the caller's transaction.

#ifndef SERVICES_CONFERENCE_STORAGE_WAIVER_STORE_H_
#define SERVICES_CONFERENCE_STORAGE_WAIVER_STORE_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/sql/database.h"
#include "services/conference/domain/notice_waiver.h"

namespace caseload::conference {

absl::Status InsertWaiver(sql::Transaction& tx, const NoticeWaiver& waiver);

// Replaces the stored row of `waiver`, whose `version` is the one that was
// read, and raises it in `waiver`. ABORTED, ETAG_MISMATCH, when the row has
// another.
absl::Status UpdateWaiver(sql::Transaction& tx, NoticeWaiver& waiver);

// nullopt when there is none.
absl::StatusOr<std::optional<NoticeWaiver>> LoadWaiver(sql::Transaction& tx,
                                                       absl::string_view id);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_STORAGE_WAIVER_STORE_H_
