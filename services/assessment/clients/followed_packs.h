// followed_packs.h: the policy in force, as caseplan's feed tells it.

#ifndef SERVICES_ASSESSMENT_CLIENTS_FOLLOWED_PACKS_H_
#define SERVICES_ASSESSMENT_CLIENTS_FOLLOWED_PACKS_H_

#include "caseload/caseplan/v1/policy.pb.h"
#include "services/policy/followed/followed_packs.h"

namespace caseload::assessment {

using FollowedPacks =
    policy::FollowedPacksOf<caseplan::v1::PolicyActivationState>;

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_CLIENTS_FOLLOWED_PACKS_H_
