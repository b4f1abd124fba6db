// lookup.h: the conference that a change is about, in the change's transaction.

#ifndef SERVICES_CONFERENCE_LOOKUP_H_
#define SERVICES_CONFERENCE_LOOKUP_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/sql/database.h"
#include "services/conference/domain/conference.h"
#include "services/conference/domain/visibility.h"

namespace caseload::conference {

// The conference, which the caller may change and which has `version` when one
// is given. NOT_FOUND; PERMISSION_DENIED, OFFICER_NOT_SUPERVISED; ABORTED,
// ETAG_MISMATCH.
absl::StatusOr<Conference> LoadForChange(sql::Transaction& tx,
                                         absl::string_view id,
                                         std::optional<int64_t> version,
                                         const Visibility& caller);

// FAILED_PRECONDITION, CONFERENCE_NOT_SCHEDULED, unless it is scheduled.
absl::Status CheckScheduled(const Conference& conference);

// The same, and CONFERENCE_HAS_BEGUN once its start has come.
absl::Status CheckStillAhead(const Conference& conference, absl::Time now);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_LOOKUP_H_
