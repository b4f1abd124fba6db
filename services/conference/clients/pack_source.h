// pack_source.h: the policy in force, wherever it comes from.

#ifndef SERVICES_CONFERENCE_CLIENTS_PACK_SOURCE_H_
#define SERVICES_CONFERENCE_CLIENTS_PACK_SOURCE_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/policy/pack.h"

namespace caseload::conference {

// Thread safety: implementations are thread-safe.
class PackSource {
 public:
  virtual ~PackSource() = default;

  // The pack in force for `division` on `day`. FAILED_PRECONDITION,
  // POLICY_NOT_YET_KNOWN, with RetryInfo, when none is known: nothing is judged
  // by another one.
  virtual absl::StatusOr<std::shared_ptr<const policy::PolicyPack>> InForce(
      absl::string_view division, absl::CivilDay day) const = 0;
};

// What InForce() answers when it knows of none.
absl::Status PolicyNotYetKnown(absl::string_view division, absl::CivilDay day);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CLIENTS_PACK_SOURCE_H_
