#include "tests/support/follow/probe_projection.h"

#include "absl/strings/str_cat.h"
#include "caseload/testing/v1/probe_service.pb.h"
#include "services/common/status/status_macros.h"

namespace caseload::testing {

absl::Status ProbeProjection::CreateTable(sql::Transaction& tx) {
  return tx.ExecuteScript(
      "CREATE TABLE projected_probes (name TEXT PRIMARY KEY,"
      " version INTEGER NOT NULL, text TEXT NOT NULL)");
}

absl::StatusOr<follow::Outcome> ProbeProjection::Apply(
    sql::Transaction& tx, const type::v1::Change& change) {
  if (!follow::Carries<caseload::testing::v1::Probe>(change)) {
    return follow::Outcome::kUnknown;
  }
  ABSL_ASSIGN_OR_RETURN(const auto state,
                        follow::StateOf<caseload::testing::v1::Probe>(change));
  ABSL_ASSIGN_OR_RETURN(
      const int64_t written,
      tx.Execute("INSERT INTO projected_probes (name, version, text)"
                 " VALUES (:1, :2, :3) ON CONFLICT (name) DO UPDATE SET"
                 " version = excluded.version, text = excluded.text"
                 " WHERE projected_probes.version < excluded.version",
                 change.resource_name(), change.version(), state.text()));
  return written > 0 ? follow::Outcome::kApplied : follow::Outcome::kNotNewer;
}

absl::Status ProbeProjection::ForgetVersions(sql::Transaction& tx) {
  return tx.Execute("UPDATE projected_probes SET version = 0").status();
}

absl::StatusOr<bool> ProbeProjection::Sweep(sql::Transaction& tx) {
  // One at a time, so that a sweep takes several rounds.
  ABSL_ASSIGN_OR_RETURN(const int64_t swept,
                        tx.Execute("DELETE FROM projected_probes WHERE name ="
                                   " (SELECT MIN(name) FROM projected_probes"
                                   " WHERE version = 0)"));
  return swept == 0;
}

absl::StatusOr<std::vector<std::string>> ListProbes(sql::Database& database) {
  std::vector<std::string> probes;
  ABSL_RETURN_IF_ERROR(database.Read(
      absl::InfiniteFuture(), [&](sql::Transaction& tx) -> absl::Status {
        ABSL_ASSIGN_OR_RETURN(
            const auto rows,
            (tx.Query<std::string, int64_t, std::string>(
                "SELECT name, version, text FROM projected_probes"
                " ORDER BY name")));
        for (const auto& [name, version, text] : rows) {
          probes.push_back(absl::StrCat(name, " ", version, " ", text));
        }
        return absl::OkStatus();
      }));
  return probes;
}

}  // namespace caseload::testing
