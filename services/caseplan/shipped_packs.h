// shipped_packs.h: the policy packs that come with a release.

#ifndef SERVICES_CASEPLAN_SHIPPED_PACKS_H_
#define SERVICES_CASEPLAN_SHIPPED_PACKS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/service_base.h"
#include "services/common/sql/database.h"
#include "services/policy/problem.h"

namespace caseload::caseplan {

// What became of the files.
struct ShippedPacks {
  // Stored now.
  std::vector<PolicyPackName> stored;
  // Stored before, with the same content.
  std::vector<PolicyPackName> unchanged;
  // Activated now.
  std::vector<ActivationName> activated;
  // Why a file was refused, with its place in the file. A version that is
  // stored with another content is refused too and stays as it was.
  std::vector<policy::PolicyProblem> refused;
};

// Stores the packs of all *.textproto files in `directory` that the store does
// not hold yet; by content, so that every start may call it and two replicas
// may at once. A division that never had a policy gets what is shipped for it,
// each pack on its own effective date; what a county activated is never touched
// (R103). A bad file keeps no other from being stored. For the start: waits for
// the store. NOT_FOUND when there is no such directory, else the store's own
// errors, and then nothing was stored.
absl::StatusOr<ShippedPacks> LoadShippedPacks(sql::Database& database,
                                              const ServiceOptions& options,
                                              const std::string& directory,
                                              absl::Time now);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_SHIPPED_PACKS_H_
