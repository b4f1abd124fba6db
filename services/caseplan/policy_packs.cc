#include "services/caseplan/policy_packs.h"

#include <utility>
#include <vector>

#include "services/caseplan/domain/snapshot_case.h"
#include "services/caseplan/policy_convert.h"
#include "services/caseplan/policy_registry.h"
#include "services/caseplan/storage/policy_store.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/policy/proto/convert.h"

namespace caseload::caseplan {

namespace {

absl::StatusOr<std::shared_ptr<const JudgingPack>> ReadPack(
    sql::Transaction& tx, const std::string& id) {
  auto pack = std::make_shared<JudgingPack>();
  ABSL_ASSIGN_OR_RETURN(pack->stored, GetPack(tx, id));
  ABSL_ASSIGN_OR_RETURN(const policy::v1::PolicyPack content,
                        ToContent(pack->stored));
  policy::Checked<policy::PolicyPack> checked = policy::ConvertPack(content);
  if (!checked.ok()) {
    return status::Internal("a stored policy pack does not pass its own check");
  }
  pack->value = *std::move(checked.value);
  pack->stored.content_json.clear();
  return std::shared_ptr<const JudgingPack>(std::move(pack));
}

}  // namespace

absl::StatusOr<std::shared_ptr<const JudgingPack>> PolicyPacks::Get(
    sql::Transaction& tx, const std::string& id) {
  {
    sync::MutexLock lock(&mutex_);
    const auto known = packs_.find(id);
    if (known != packs_.end()) return known->second;
  }
  // Read outside the lock; two who read the same pack read the same content.
  ABSL_ASSIGN_OR_RETURN(std::shared_ptr<const JudgingPack> pack,
                        ReadPack(tx, id));
  sync::MutexLock lock(&mutex_);
  return packs_.emplace(id, std::move(pack)).first->second;
}

absl::StatusOr<PoliciesInForce> PolicyPacks::Load(
    sql::Transaction& tx, const std::set<std::string>& divisions) {
  PoliciesInForce policies;
  if (divisions.empty()) return policies;
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<Activation> activations,
      storage::ListStandingActivations(
          tx, std::vector<std::string>(divisions.begin(), divisions.end())));
  std::map<std::string, std::vector<PolicyTimeline::Entry>> entries;
  for (const Activation& activation : activations) {
    ABSL_ASSIGN_OR_RETURN(const std::shared_ptr<const JudgingPack> pack,
                          Get(tx, activation.policy_pack_id));
    policies.packs[PolicyName(pack->value.version)] = pack;
    entries[activation.division].emplace_back(
        activation.effective_date,
        std::shared_ptr<const policy::PolicyPack>(pack, &pack->value));
  }
  for (const std::string& division : divisions) {
    policies.timelines.emplace(division,
                               PolicyTimeline(std::move(entries[division])));
  }
  return policies;
}

}  // namespace caseload::caseplan
