// pack_source.h: the policy in force, wherever it comes from.

#ifndef SERVICES_POLICY_FOLLOWED_PACK_SOURCE_H_
#define SERVICES_POLICY_FOLLOWED_PACK_SOURCE_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/policy/pack.h"

namespace caseload::policy {

// Thread safety: implementations are thread-safe.
class PackSource {
 public:
  virtual ~PackSource() = default;

  // The pack in force for `division` on `day`. FAILED_PRECONDITION,
  // POLICY_NOT_YET_KNOWN, with RetryInfo, when none is known: nothing is judged
  // by another one.
  virtual absl::StatusOr<std::shared_ptr<const PolicyPack>> InForce(
      absl::string_view division, absl::CivilDay day) const = 0;
};

// What InForce() answers when it knows of none.
absl::Status PolicyNotYetKnown(absl::string_view division, absl::CivilDay day);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_FOLLOWED_PACK_SOURCE_H_
