#include "services/policy/followed/activation_store.h"

#include <utility>

#include "services/common/status/status_macros.h"
#include "services/policy/calendar.h"

namespace caseload::policy {

absl::StatusOr<bool> UpsertActivation(sql::Transaction& tx,
                                      const PolicyActivation& activation) {
  ABSL_ASSIGN_OR_RETURN(
      const int64_t written,
      tx.Execute("INSERT INTO policy_activations (name, version, division,"
                 " effective_date, recorded_at, stands, pack)"
                 " VALUES (:1, :2, :3, :4, :5, :6, :7)"
                 " ON CONFLICT (name) DO UPDATE SET"
                 " version = excluded.version, division = excluded.division,"
                 " effective_date = excluded.effective_date,"
                 " recorded_at = excluded.recorded_at,"
                 " stands = excluded.stands, pack = excluded.pack"
                 " WHERE policy_activations.version < excluded.version",
                 activation.name, activation.version, activation.division,
                 FormatDay(activation.effective_date),
                 absl::ToUnixMicros(activation.recorded_at), activation.stands,
                 activation.pack_json));
  return written > 0;
}

absl::StatusOr<std::vector<PolicyActivation>> ListStandingActivations(
    sql::Transaction& tx) {
  ABSL_ASSIGN_OR_RETURN(
      auto rows,
      (tx.Query<std::string, int64_t, std::string, std::string, int64_t,
                std::string>(
          "SELECT name, version, division, effective_date, recorded_at, pack"
          " FROM policy_activations WHERE stands = 1"
          " ORDER BY division, effective_date, recorded_at")));
  std::vector<PolicyActivation> activations;
  for (auto& [name, version, division, date, recorded_at, pack] : rows) {
    ABSL_ASSIGN_OR_RETURN(const absl::CivilDay effective_date, ParseDay(date));
    activations.push_back({std::move(name), version, std::move(division),
                           effective_date, absl::FromUnixMicros(recorded_at),
                           /*stands=*/true, std::move(pack)});
  }
  return activations;
}

absl::Status ForgetActivationVersions(sql::Transaction& tx) {
  return tx
      .Execute("UPDATE policy_activations SET version = 0 WHERE version > 0")
      .status();
}

absl::Status SweepActivations(sql::Transaction& tx) {
  return tx.Execute("DELETE FROM policy_activations WHERE version = 0")
      .status();
}

}  // namespace caseload::policy
