// probe_projection.h: a projection of probes, for tests of followers.

#ifndef TESTS_SUPPORT_FOLLOW_PROBE_PROJECTION_H_
#define TESTS_SUPPORT_FOLLOW_PROBE_PROJECTION_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/follow/projection.h"
#include "services/common/sql/database.h"

namespace caseload::testing {

// Keeps the newest text of each probe in the table projected_probes.
class ProbeProjection : public follow::Projection {
 public:
  static absl::Status CreateTable(sql::Transaction& tx);

  absl::StatusOr<follow::Outcome> Apply(
      sql::Transaction& tx, const type::v1::Change& change) override;
  absl::Status ForgetVersions(sql::Transaction& tx) override;
  absl::StatusOr<bool> Sweep(sql::Transaction& tx) override;
};

// "name version text" of each, by name.
absl::StatusOr<std::vector<std::string>> ListProbes(sql::Database& database);

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_FOLLOW_PROBE_PROJECTION_H_
