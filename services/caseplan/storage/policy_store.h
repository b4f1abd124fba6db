// policy_store.h: policy packs and their activations in rows.
//
// Functions of a transaction; they keep nothing between calls. Errors are those
// of sql::Transaction.

#ifndef SERVICES_CASEPLAN_STORAGE_POLICY_STORE_H_
#define SERVICES_CASEPLAN_STORAGE_POLICY_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/caseplan/domain/policy.h"
#include "services/caseplan/storage/rows.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan::storage {

absl::Status InsertPack(sql::Transaction& tx, const StoredPack& pack);
// With its content.
absl::StatusOr<std::optional<StoredPack>> FindPack(sql::Transaction& tx,
                                                   absl::string_view id);
// Without its content.
absl::StatusOr<std::optional<StoredPack>> FindPackByVersion(
    sql::Transaction& tx, absl::string_view pack_id,
    absl::string_view version_label);
// By effective date and id, without their content. Of all divisions when
// `division` is empty. INVALID_ARGUMENT, reason PAGE_TOKEN_INVALID.
absl::StatusOr<Page<StoredPack>> ListPacks(sql::Transaction& tx,
                                           absl::string_view division,
                                           const PageRequest& page);

absl::Status InsertActivation(sql::Transaction& tx,
                              const Activation& activation);
// Ends the standing of an activation that was just read.
absl::Status SupersedeActivation(sql::Transaction& tx, absl::string_view id,
                                 absl::Time at);
// All of a pack's, by effective date, then by time of recording.
absl::StatusOr<std::vector<Activation>> ListActivations(
    sql::Transaction& tx, absl::string_view policy_pack_id);
// Those of the divisions that stand now, by division and effective date.
// `divisions` are not none.
absl::StatusOr<std::vector<Activation>> ListStandingActivations(
    sql::Transaction& tx, const std::vector<std::string>& divisions);
// Whether the division ever had a policy.
absl::StatusOr<bool> HasActivation(sql::Transaction& tx,
                                   absl::string_view division);
// The division's latest activation that takes effect on or before `day`, of
// those that stood at `known_at`; that stand now when it is absent.
absl::StatusOr<std::optional<Activation>> FindActivationInForce(
    sql::Transaction& tx, absl::string_view division, absl::CivilDay day,
    std::optional<absl::Time> known_at);
// The division's first one that takes effect after `day`, likewise.
absl::StatusOr<std::optional<Activation>> FindNextActivation(
    sql::Transaction& tx, absl::string_view division, absl::CivilDay day,
    std::optional<absl::Time> known_at);

}  // namespace caseload::caseplan::storage

#endif  // SERVICES_CASEPLAN_STORAGE_POLICY_STORE_H_
