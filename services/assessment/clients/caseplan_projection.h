// caseplan_projection.h: caseplan's feed into the projection of cases and of
// who carries them.

#ifndef SERVICES_ASSESSMENT_CLIENTS_CASEPLAN_PROJECTION_H_
#define SERVICES_ASSESSMENT_CLIENTS_CASEPLAN_PROJECTION_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/follow/projection.h"
#include "services/common/sql/database.h"

namespace caseload::assessment {

class CaseplanProjection final : public follow::Projection {
 public:
  // The kinds of change that it projects.
  static std::vector<std::string> Kinds();

  absl::StatusOr<follow::Outcome> Apply(
      sql::Transaction& tx, const type::v1::Change& change) override;
  absl::Status ForgetVersions(sql::Transaction& tx) override;
  absl::StatusOr<bool> Sweep(sql::Transaction& tx) override;
};

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_CLIENTS_CASEPLAN_PROJECTION_H_
