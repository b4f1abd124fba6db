// policy_convert.h: policy packs and activations as messages, and as they are
// kept.
//
// Pure functions. What they are given was checked (policy_validate.h) or comes
// from the store.

#ifndef SERVICES_CASEPLAN_POLICY_CONVERT_H_
#define SERVICES_CASEPLAN_POLICY_CONVERT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "caseload/caseplan/v1/policy.pb.h"
#include "caseload/caseplan/v1/policy_service.pb.h"
#include "caseload/policy/v1/policy_pack.pb.h"
#include "services/caseplan/domain/policy.h"
#include "services/policy/pack.h"
#include "services/policy/problem.h"
#include "services/policy/proto/diff.h"

namespace caseload::caseplan {

// The id under which a content is kept.
std::string PackIdOf(absl::string_view content_hash);

// Who stores a pack, and when.
struct PackRecording {
  PackOrigin origin = PackOrigin::kCreated;
  absl::Time recorded_at;
  // The principal.
  std::string recorded_by;
};

// A content and the checked value that was made of it. INTERNAL when the
// message cannot be written as JSON.
absl::StatusOr<StoredPack> ToStoredPack(const policy::v1::PolicyPack& content,
                                        const policy::PolicyPack& value,
                                        const PackRecording& recording);

// INTERNAL when the stored content cannot be read.
absl::StatusOr<policy::v1::PolicyPack> ToContent(const StoredPack& pack);

// Without content and activations.
v1::PolicyPack ToSummary(const StoredPack& pack);
// With content. INTERNAL as above.
absl::StatusOr<v1::PolicyPack> ToProto(const StoredPack& pack);

v1::PolicyActivation ToProto(const Activation& activation);

// What the feed says of an activation of `pack`. INTERNAL as above.
absl::StatusOr<v1::PolicyActivationState> ToState(const Activation& activation,
                                                  const StoredPack& pack);

v1::PolicyPackChange ToProto(const policy::FieldChange& change);
v1::PolicyPackProblem ToProto(const policy::PolicyProblem& problem);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_POLICY_CONVERT_H_
