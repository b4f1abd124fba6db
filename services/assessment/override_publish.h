// override_publish.h: overrides in the shape of the API and of the feed, and
// their changes put there.

#ifndef SERVICES_ASSESSMENT_OVERRIDE_PUBLISH_H_
#define SERVICES_ASSESSMENT_OVERRIDE_PUBLISH_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "caseload/assessment/v1/feed.pb.h"
#include "caseload/assessment/v1/override.pb.h"
#include "services/assessment/domain/override.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"

namespace caseload::assessment {

v1::Override ToMessage(const domain::Override& override);
v1::OverridePeriod ToPeriod(const domain::OverridePeriod& period);

// "3": what a caller sends back to say which state it read.
std::string EtagOf(const domain::Override& override);

// Puts the override as it now is on the feed and, when its days may be others
// than before, what decides the level of its case. Called last in the
// transaction of the change; returns what was put there.
absl::StatusOr<v1::Override> PublishOverride(sql::Transaction& tx,
                                             const rpc::CallContext& call,
                                             const std::string& id,
                                             bool changes_risk);

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_OVERRIDE_PUBLISH_H_
