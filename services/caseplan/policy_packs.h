// policy_packs.h: the packs that judge, read from the store once.

#ifndef SERVICES_CASEPLAN_POLICY_PACKS_H_
#define SERVICES_CASEPLAN_POLICY_PACKS_H_

#include <map>
#include <memory>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "services/caseplan/domain/policy.h"
#include "services/caseplan/domain/policy_timeline.h"
#include "services/common/sql/database.h"
#include "services/common/sync/mutex.h"
#include "services/policy/pack.h"

namespace caseload::caseplan {

// A pack as it is kept, without its content, and as it judges.
struct JudgingPack {
  StoredPack stored;
  policy::PolicyPack value;
};

// What governs some divisions, and when.
struct PoliciesInForce {
  // By division; a division without policy has an empty timeline.
  std::map<std::string, PolicyTimeline> timelines;
  // Every pack of them, by PolicyName.
  std::map<std::string, std::shared_ptr<const JudgingPack>> packs;
};

// Keeps every pack that it has read: a pack never changes, and a county has a
// handful. Thread-safe.
class PolicyPacks {
 public:
  // As the activations stand in the transaction. INTERNAL when a stored pack
  // cannot be read.
  absl::StatusOr<PoliciesInForce> Load(sql::Transaction& tx,
                                       const std::set<std::string>& divisions);

 private:
  absl::StatusOr<std::shared_ptr<const JudgingPack>> Get(sql::Transaction& tx,
                                                         const std::string& id);

  sync::Mutex mutex_;
  // By StoredPack.id.
  std::map<std::string, std::shared_ptr<const JudgingPack>> packs_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_POLICY_PACKS_H_
