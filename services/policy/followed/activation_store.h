// activation_store.h: the projection of policy activations, in rows.
//
// Functions of a transaction. The table is written by the follower alone.

#ifndef SERVICES_POLICY_FOLLOWED_ACTIVATION_STORE_H_
#define SERVICES_POLICY_FOLLOWED_ACTIVATION_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/sql/database.h"

namespace caseload::policy {

// From `effective_date` on `pack_json` governs `division`, until the day before
// the next one that stands.
struct PolicyActivation {
  // "policyPacks/p/activations/a".
  std::string name;
  // The feed's, from 1; the higher one stays.
  int64_t version = 1;
  std::string division;
  absl::CivilDay effective_date;
  absl::Time recorded_at;
  // False when another activation took its place.
  bool stands = true;
  // caseload.policy.v1.PolicyPack as proto3 JSON.
  std::string pack_json;
};

// Writes one, unless the same or a higher version is there. Whether it did.
absl::StatusOr<bool> UpsertActivation(sql::Transaction& tx,
                                      const PolicyActivation& activation);

// Those that stand, by division, effective date and instant of recording.
absl::StatusOr<std::vector<PolicyActivation>> ListStandingActivations(
    sql::Transaction& tx);

// For a feed that begins again: the next state of every activation wins.
absl::Status ForgetActivationVersions(sql::Transaction& tx);
// Then: removes those that it told nothing of.
absl::Status SweepActivations(sql::Transaction& tx);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_FOLLOWED_ACTIVATION_STORE_H_
