// assessment_feed.h: changes of assessments, put on the feed.

#ifndef SERVICES_ASSESSMENT_ASSESSMENT_FEED_H_
#define SERVICES_ASSESSMENT_ASSESSMENT_FEED_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"

namespace caseload::assessment {

// Appends `state` of the resource under its kind and returns its version.
absl::StatusOr<int64_t> AppendState(sql::Transaction& tx,
                                    const rpc::CallContext& call,
                                    std::string resource_name, std::string kind,
                                    const google::protobuf::Message& state);

// Both leave out assessments with clinical instruments: that there is one is
// clinical data too. Called last in the transaction of the change.

// Appends the present state of each assessment.
absl::Status AppendAssessments(sql::Transaction& tx,
                               const rpc::CallContext& call,
                               const std::vector<std::string>& assessment_ids);

// Appends what decides the level of the case now, and which overrides of it
// there are.
absl::Status AppendCaseRisk(sql::Transaction& tx, const rpc::CallContext& call,
                            absl::string_view case_id);

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_ASSESSMENT_FEED_H_
