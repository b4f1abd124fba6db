// administering.h: who may enter an assessment.

#ifndef SERVICES_ASSESSMENT_ADMINISTERING_H_
#define SERVICES_ASSESSMENT_ADMINISTERING_H_

#include "absl/status/status.h"
#include "services/common/auth/caller.h"
#include "services/policy/instrument.h"

namespace caseload::assessment {

// OK when the instrument names no roles or the caller has one of them. Else
// PERMISSION_DENIED, reason ADMINISTERING_ROLE_REQUIRED.
absl::Status CheckAdministers(const auth::Caller& caller,
                              const policy::Instrument& instrument);

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_ADMINISTERING_H_
