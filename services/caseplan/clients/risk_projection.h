// risk_projection.h: the assessment service's feed into the projection of
// current risk.

#ifndef SERVICES_CASEPLAN_CLIENTS_RISK_PROJECTION_H_
#define SERVICES_CASEPLAN_CLIENTS_RISK_PROJECTION_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/follow/projection.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

// The kind of change that it projects.
inline constexpr char kRiskKind[] = "case_risk";

// Told, in the transaction of the change and after it, whose current risk is
// another than before: what was computed from it is no longer true. An error
// rolls the change back, and it comes again.
using OnRiskChanged = std::function<absl::Status(
    sql::Transaction& tx, const std::vector<std::string>& case_ids)>;

class RiskProjection final : public follow::Projection {
 public:
  // Both may be empty. `on_committed` is told after each commit, on the
  // follower's thread.
  explicit RiskProjection(OnRiskChanged on_risk_changed,
                          std::function<void()> on_committed = {})
      : on_risk_changed_(std::move(on_risk_changed)),
        on_committed_(std::move(on_committed)) {}

  absl::StatusOr<follow::Outcome> Apply(
      sql::Transaction& tx, const type::v1::Change& change) override;
  absl::Status ForgetVersions(sql::Transaction& tx) override;
  absl::StatusOr<bool> Sweep(sql::Transaction& tx) override;
  absl::Status Committed() override;

 private:
  absl::Status Tell(sql::Transaction& tx,
                    const std::vector<std::string>& case_ids) const;

  const OnRiskChanged on_risk_changed_;
  const std::function<void()> on_committed_;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_CLIENTS_RISK_PROJECTION_H_
