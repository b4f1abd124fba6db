#include "services/caseplan/policy_registry.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/policy_convert.h"
#include "services/caseplan/publish.h"
#include "services/caseplan/storage/policy_store.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

namespace {

absl::Status AnnounceActivation(sql::Transaction& tx,
                                const Activation& activation,
                                const StoredPack& pack, absl::Time recorded_at,
                                absl::string_view traceparent) {
  ABSL_ASSIGN_OR_RETURN(const v1::PolicyActivationState state,
                        ToState(activation, pack));
  return Publish(tx, {state.name(), "policy_activation", recorded_at, &state,
                      std::string(traceparent)});
}

// The activation that stands for just this day.
absl::StatusOr<std::optional<Activation>> FindStanding(
    sql::Transaction& tx, absl::string_view division, absl::CivilDay day) {
  ABSL_ASSIGN_OR_RETURN(
      std::optional<Activation> standing,
      storage::FindActivationInForce(tx, division, day, std::nullopt));
  if (standing.has_value() && standing->effective_date != day) {
    standing.reset();
  }
  return standing;
}

}  // namespace

absl::Status StorePack(sql::Transaction& tx, const StoredPack& pack,
                       absl::string_view traceparent) {
  ABSL_ASSIGN_OR_RETURN(
      const std::optional<StoredPack> stored,
      storage::FindPackByVersion(tx, pack.pack_id, pack.version_label));
  if (stored.has_value()) {
    const std::string name = PolicyPackName{stored->id}.ToString();
    if (stored->content_hash == pack.content_hash) {
      return status::AlreadyExists(name);
    }
    return status::FailedPrecondition(
        "POLICY_VERSION_TAKEN", name,
        "has this pack_id and version_label with another content; a version "
        "never changes, so give the new content a new version_label");
  }
  ABSL_RETURN_IF_ERROR(storage::InsertPack(tx, pack));
  const v1::PolicyPack state = ToSummary(pack);
  return Publish(tx, {state.name(), "policy_pack", pack.created_at, &state,
                      std::string(traceparent)});
}

absl::StatusOr<StoredPack> GetPack(sql::Transaction& tx, absl::string_view id) {
  ABSL_ASSIGN_OR_RETURN(std::optional<StoredPack> pack,
                        storage::FindPack(tx, id));
  if (pack.has_value()) return *std::move(pack);
  return status::NotFound(PolicyPackName{std::string(id)}.ToString());
}

absl::StatusOr<std::optional<Activation>> Activate(
    sql::Transaction& tx, const StoredPack& pack, const Activation& activation,
    absl::string_view traceparent) {
  if (activation.effective_date < pack.effective_date) {
    return status::FailedPrecondition(
        "POLICY_BEFORE_EFFECTIVE_DATE", PolicyPackName{pack.id}.ToString(),
        absl::StrCat("governs from ",
                     absl::FormatCivilTime(pack.effective_date),
                     " on; choose that day or a later one"));
  }
  ABSL_ASSIGN_OR_RETURN(
      std::optional<Activation> superseded,
      FindStanding(tx, pack.division, activation.effective_date));
  if (superseded.has_value()) {
    if (superseded->policy_pack_id == pack.id) {
      return status::AlreadyExists(
          ActivationName{{pack.id}, superseded->id}.ToString());
    }
    ABSL_ASSIGN_OR_RETURN(const StoredPack superseded_pack,
                          GetPack(tx, superseded->policy_pack_id));
    superseded->superseded_at = activation.recorded_at;
    ABSL_RETURN_IF_ERROR(storage::SupersedeActivation(tx, superseded->id,
                                                      activation.recorded_at));
    ABSL_RETURN_IF_ERROR(AnnounceActivation(
        tx, *superseded, superseded_pack, activation.recorded_at, traceparent));
  }
  ABSL_RETURN_IF_ERROR(storage::InsertActivation(tx, activation));
  ABSL_RETURN_IF_ERROR(AnnounceActivation(tx, activation, pack,
                                          activation.recorded_at, traceparent));
  return superseded;
}

absl::StatusOr<std::optional<PolicyInForce>> FindPolicyInForce(
    sql::Transaction& tx, absl::string_view division, absl::CivilDay day,
    std::optional<absl::Time> known_at) {
  ABSL_ASSIGN_OR_RETURN(
      std::optional<Activation> activation,
      storage::FindActivationInForce(tx, division, day, known_at));
  if (!activation.has_value()) return std::optional<PolicyInForce>();
  PolicyInForce in_force;
  ABSL_ASSIGN_OR_RETURN(in_force.pack, GetPack(tx, activation->policy_pack_id));
  ABSL_ASSIGN_OR_RETURN(
      const std::optional<Activation> next,
      storage::FindNextActivation(tx, division, day, known_at));
  if (next.has_value()) in_force.governs_until = next->effective_date - 1;
  in_force.activation = *std::move(activation);
  return std::optional<PolicyInForce>(std::move(in_force));
}

}  // namespace caseload::caseplan
