// publish.h: puts states on the change feed, last in their transaction.

#ifndef SERVICES_CONFERENCE_PUBLISH_H_
#define SERVICES_CONFERENCE_PUBLISH_H_

#include "absl/status/status.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"
#include "services/conference/domain/conference.h"
#include "services/conference/domain/notice_waiver.h"
#include "services/conference/storage/conference_store.h"

namespace caseload::conference {

// Who recorded what `call` changes, and when.
Recording RecordingOf(const rpc::CallContext& call);

// Appends the state and notes for the audit row that it was touched.
absl::Status Publish(sql::Transaction& tx, const rpc::CallContext& call,
                     const Conference& conference);
absl::Status Publish(sql::Transaction& tx, const rpc::CallContext& call,
                     const NoticeWaiver& waiver);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_PUBLISH_H_
