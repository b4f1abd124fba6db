// followed_packs.h: the policy in force, as caseplan's feed tells it, for every
// service that judges by it.
//
// A service names the message of the feed, which only its clients/ know:
//
//   using FollowedPacks =
//       policy::FollowedPacksOf<caseplan::v1::PolicyActivationState>;

#ifndef SERVICES_POLICY_FOLLOWED_FOLLOWED_PACKS_H_
#define SERVICES_POLICY_FOLLOWED_FOLLOWED_PACKS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "caseload/policy/v1/policy_pack.pb.h"
#include "caseload/type/v1/date.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/common/follow/projection.h"
#include "services/common/sql/database.h"
#include "services/common/status/status_macros.h"
#include "services/common/sync/mutex.h"
#include "services/policy/followed/pack_source.h"
#include "services/policy/pack.h"

namespace caseload::policy {

// The kind of change that is projected.
inline constexpr char kPolicyKind[] = "policy_activation";
// The name under which the place in the feed is kept.
inline constexpr char kPolicyFeed[] = "caseplan_policy";

// Keeps every activation in the service's own store (component
// "followed_policy") and those that stand, a few, in memory too: judging by
// them needs neither caseplan nor SQL. What was known before a restart is known
// after it.
//
// A pack that this build cannot read (a newer release's) is kept, and nothing
// is judged for the days that it governs.
//
// Thread safety: thread-safe.
class FollowedPacks : public PackSource, public follow::Projection {
 public:
  // `database` is borrowed.
  explicit FollowedPacks(sql::Database* database) : database_(database) {}

  // Takes what the store knows into memory. Called once before it is used.
  absl::Status Load();

  absl::StatusOr<std::shared_ptr<const PolicyPack>> InForce(
      absl::string_view division, absl::CivilDay day) const override;

  absl::Status ForgetVersions(sql::Transaction& tx) override;
  absl::StatusOr<bool> Sweep(sql::Transaction& tx) override;
  absl::Status Committed() override { return Load(); }

 protected:
  // What an activation on the feed says.
  struct Told {
    std::string division;
    type::v1::Date effective_date;
    google::protobuf::Timestamp recorded_at;
    // False when another activation took its place.
    bool stands = true;
    const v1::PolicyPack& pack;
  };
  absl::StatusOr<follow::Outcome> Keep(sql::Transaction& tx,
                                       const type::v1::Change& change,
                                       const Told& told);

 private:
  struct InMemory {
    std::string division;
    absl::CivilDay effective_date;
    // Null when it cannot be read.
    std::shared_ptr<const PolicyPack> pack;
  };
  using Standing = std::vector<InMemory>;

  sql::Database* const database_;
  mutable sync::Mutex mutex_;
  // By effective date, then by instant of recording.
  std::shared_ptr<const Standing> standing_ ABSL_GUARDED_BY(mutex_) =
      std::make_shared<Standing>();
};

// `State` is the message that caseplan puts on its feed.
template <typename State>
class FollowedPacksOf final : public FollowedPacks {
 public:
  using FollowedPacks::FollowedPacks;

  absl::StatusOr<follow::Outcome> Apply(
      sql::Transaction& tx, const type::v1::Change& change) override {
    if (change.kind() != kPolicyKind || !follow::Carries<State>(change)) {
      return follow::Outcome::kUnknown;
    }
    ABSL_ASSIGN_OR_RETURN(const State state, follow::StateOf<State>(change));
    return Keep(tx, change,
                {state.division(), state.effective_date(),
                 state.activation().recorded_at(),
                 !state.activation().has_superseded_at(), state.pack()});
  }
};

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_FOLLOWED_FOLLOWED_PACKS_H_
