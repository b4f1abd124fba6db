// followed_packs.h: the policy in force, as caseplan's feed tells it.

#ifndef SERVICES_CONFERENCE_CLIENTS_FOLLOWED_PACKS_H_
#define SERVICES_CONFERENCE_CLIENTS_FOLLOWED_PACKS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/follow/projection.h"
#include "services/common/sql/database.h"
#include "services/common/sync/mutex.h"
#include "services/conference/clients/pack_source.h"
#include "services/policy/pack.h"

namespace caseload::conference {

// The kind of change that it projects.
inline constexpr char kPolicyKind[] = "policy_activation";

// Keeps every activation in the service's own store and those that stand, a
// few, in memory too: judging by them needs neither caseplan nor SQL. What was
// known before a restart is known after it.
//
// A pack that this build cannot read (a newer release's) is kept, and nothing
// is judged for the days that it governs.
//
// Thread safety: thread-safe.
class FollowedPacks final : public PackSource, public follow::Projection {
 public:
  // `database` is borrowed.
  explicit FollowedPacks(sql::Database* database) : database_(database) {}

  // Takes what the store knows into memory. Called once before it is used.
  absl::Status Load();

  absl::StatusOr<std::shared_ptr<const policy::PolicyPack>> InForce(
      absl::string_view division, absl::CivilDay day) const override;

  absl::StatusOr<follow::Outcome> Apply(
      sql::Transaction& tx, const type::v1::Change& change) override;
  absl::Status ForgetVersions(sql::Transaction& tx) override;
  absl::StatusOr<bool> Sweep(sql::Transaction& tx) override;
  absl::Status Committed() override { return Load(); }

 private:
  struct InMemory {
    std::string division;
    absl::CivilDay effective_date;
    // Null when it cannot be read.
    std::shared_ptr<const policy::PolicyPack> pack;
  };
  using Standing = std::vector<InMemory>;

  sql::Database* const database_;
  mutable sync::Mutex mutex_;
  // By effective date, then by instant of recording.
  std::shared_ptr<const Standing> standing_ ABSL_GUARDED_BY(mutex_) =
      std::make_shared<Standing>();
};

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CLIENTS_FOLLOWED_PACKS_H_
