// projection.h: what a service keeps of another service's feed.

#ifndef SERVICES_COMMON_FOLLOW_PROJECTION_H_
#define SERVICES_COMMON_FOLLOW_PROJECTION_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "caseload/type/v1/feed.pb.h"
#include "services/common/sql/database.h"
#include "services/common/status/error.h"

namespace caseload::follow {

// What became of one change.
enum class Outcome {
  kApplied,
  // The same or a higher version of the resource was there.
  kNotNewer,
  // Of a kind or with a state that this build does not know: a newer release of
  // the other service. Skipped.
  kUnknown,
};

// The follower calls it on its own thread, inside write transactions that may
// be run again: an implementation keeps nothing between calls but what it
// writes.
class Projection {
 public:
  virtual ~Projection() = default;

  // Writes one change where its version is higher than what is there. Changes
  // arrive at least once, and in no order across resources. An error ends the
  // transaction, and the same change comes again: nothing is ever skipped
  // because it fails.
  virtual absl::StatusOr<Outcome> Apply(sql::Transaction& tx,
                                        const type::v1::Change& change) = 0;

  // The feed begins again, perhaps from another store whose versions begin
  // again too: the next change of each resource wins, whatever its version.
  // What there is stays until then.
  virtual absl::Status ForgetVersions(sql::Transaction& tx) = 0;

  // After the feed was then read to its end: removes a bounded number of the
  // resources that it told nothing of. Whether there was nothing left to do.
  virtual absl::StatusOr<bool> Sweep(sql::Transaction& tx) = 0;

  // Something of the above was committed: what is held in memory is read anew.
  // After an error it is called again, and the projection is not called fresh
  // before.
  virtual absl::Status Committed() { return absl::OkStatus(); }
};

// Whether the change carries a `State`; if not, it is kUnknown.
template <typename State>
bool Carries(const type::v1::Change& change) {
  return change.state().Is<State>();
}

// The state that it carries. INTERNAL when its bytes are none.
template <typename State>
absl::StatusOr<State> StateOf(const type::v1::Change& change) {
  State state;
  if (change.state().UnpackTo(&state)) return state;
  return status::Internal(
      absl::StrCat("a change of kind ", change.kind(), " cannot be read"));
}

}  // namespace caseload::follow

#endif  // SERVICES_COMMON_FOLLOW_PROJECTION_H_
