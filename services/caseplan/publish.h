// publish.h: the one place that every change of caseplan passes.

#ifndef SERVICES_CASEPLAN_PUBLISH_H_
#define SERVICES_CASEPLAN_PUBLISH_H_

#include "absl/status/status.h"
#include "services/common/feed/feed.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

// Makes the cached snapshots that show the changed record old and puts the
// change on the feed: the last statements of its transaction. INTERNAL for a
// kind that storage/generation_store.cc does not list.
absl::Status Publish(sql::Transaction& tx, const feed::Change& change);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_PUBLISH_H_
