// policy_validate.h: whether a request about policy can be acted on, judged by
// the request alone.
//
// Pure functions; see validate.h.

#ifndef SERVICES_CASEPLAN_POLICY_VALIDATE_H_
#define SERVICES_CASEPLAN_POLICY_VALIDATE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "caseload/caseplan/v1/policy_service.pb.h"
#include "caseload/policy/v1/policy_pack.pb.h"
#include "services/policy/pack.h"
#include "services/policy/proto/convert.h"
#include "services/policy/proto/load.h"

namespace caseload::caseplan {

// The checked pack. INVALID_ARGUMENT, reason POLICY_INVALID, with everything
// that is wrong; `prefix` stands before every field: "content.".
absl::StatusOr<policy::PolicyPack> ValidatePack(
    absl::string_view prefix, const policy::v1::PolicyPack& content);

absl::StatusOr<policy::PolicyPack> ValidateCreatePolicyPack(
    const v1::CreatePolicyPackRequest& request);
absl::Status ValidateDryRunPolicyPack(
    const v1::DryRunPolicyPackRequest& request);
absl::Status ValidateActivatePolicyPack(
    const v1::ActivatePolicyPackRequest& request);
absl::Status ValidateGetEffectivePolicy(
    const v1::GetEffectivePolicyRequest& request);

// A pack to check, in either form, and what was made of it.
using CheckedPack =
    policy::Checked<policy::Loaded<policy::v1::PolicyPack, policy::PolicyPack>>;

// INVALID_ARGUMENT when the request holds no pack; a bad pack is none of its
// errors.
absl::StatusOr<CheckedPack> CheckPack(
    const v1::CheckPolicyPackRequest& request);

// Whether an activation may take effect on `day`. OK from the day after `today`
// on; before that only when a manager forces it: PERMISSION_DENIED, reason
// POLICY_FORCE_NEEDS_MANAGER, or FAILED_PRECONDITION, reason POLICY_TOO_SOON
// (decisions, "which policy judges").
absl::Status CheckActivationDay(absl::CivilDay day, absl::CivilDay today,
                                bool force, bool by_manager);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_POLICY_VALIDATE_H_
