// policy_registry.h: policy packs stored and put in force, each on the feed.
//
// Thread safety: stateless functions; each belongs to its transaction.

#ifndef SERVICES_CASEPLAN_POLICY_REGISTRY_H_
#define SERVICES_CASEPLAN_POLICY_REGISTRY_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/caseplan/domain/policy.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

// Stores a pack and puts it on the feed, kind "policy_pack". ALREADY_EXISTS
// when its content is stored; FAILED_PRECONDITION, reason POLICY_VERSION_TAKEN,
// when another content has its pack_id and version_label.
absl::Status StorePack(sql::Transaction& tx, const StoredPack& pack,
                       absl::string_view traceparent);

// With its content. NOT_FOUND.
absl::StatusOr<StoredPack> GetPack(sql::Transaction& tx, absl::string_view id);

// Stores an activation of `pack` and puts it on the feed, kind
// "policy_activation"; before it the one that stood for the same division and
// day, if any, which is superseded and returned. ALREADY_EXISTS when that one
// is of the same pack; FAILED_PRECONDITION, reason
// POLICY_BEFORE_EFFECTIVE_DATE, when the pack does not yet govern on the day.
absl::StatusOr<std::optional<Activation>> Activate(
    sql::Transaction& tx, const StoredPack& pack, const Activation& activation,
    absl::string_view traceparent);

// The pack that governs `division` on `day` (a civil day of the county) by what
// had been recorded at `known_at`; by what stands now when it is absent (R060).
// nullopt when none does.
absl::StatusOr<std::optional<PolicyInForce>> FindPolicyInForce(
    sql::Transaction& tx, absl::string_view division, absl::CivilDay day,
    std::optional<absl::Time> known_at);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_POLICY_REGISTRY_H_
