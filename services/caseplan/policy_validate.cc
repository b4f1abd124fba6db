#include "services/caseplan/policy_validate.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/validate.h"
#include "services/common/status/error.h"

namespace caseload::caseplan {

namespace {

constexpr size_t kMaxDivision = 64;
constexpr size_t kMaxFile = 200;
constexpr size_t kMaxReason = 500;

}  // namespace

absl::StatusOr<policy::PolicyPack> ValidatePack(
    absl::string_view prefix, const policy::v1::PolicyPack& content) {
  policy::Checked<policy::PolicyPack> checked = policy::ConvertPack(content);
  if (checked.ok()) return *std::move(checked.value);
  Checker check(prefix);
  for (const policy::PolicyProblem& problem : checked.problems) {
    check.Add(problem.field, "POLICY_INVALID", problem.reason);
  }
  return check.ToStatus();
}

absl::StatusOr<policy::PolicyPack> ValidateCreatePolicyPack(
    const v1::CreatePolicyPackRequest& request) {
  if (!request.policy_pack().has_content()) {
    return status::InvalidField("policy_pack.content", "FIELD_REQUIRED",
                                "is required");
  }
  return ValidatePack("policy_pack.content.", request.policy_pack().content());
}

absl::Status ValidateDryRunPolicyPack(
    const v1::DryRunPolicyPackRequest& request) {
  Checker check("");
  if (!request.has_content()) {
    check.ResourceName<PolicyPackName>("policy_pack", request.policy_pack(),
                                       Checker::kRequired);
  }
  check.Date("effective_date", request.has_effective_date(),
             request.effective_date(), Checker::kRequired);
  return check.ToStatus();
}

absl::Status ValidateActivatePolicyPack(
    const v1::ActivatePolicyPackRequest& request) {
  Checker check("");
  check.ResourceName<PolicyPackName>("name", request.name(),
                                     Checker::kRequired);
  check.Date("effective_date", request.has_effective_date(),
             request.effective_date(), Checker::kRequired);
  check.Text("reason", request.reason(),
             request.force() ? Checker::kRequired : Checker::kOptional,
             kMaxReason);
  return check.ToStatus();
}

absl::Status ValidateGetEffectivePolicy(
    const v1::GetEffectivePolicyRequest& request) {
  Checker check("");
  check.Text("division", request.division(), Checker::kRequired, kMaxDivision);
  check.Date("date", request.has_date(), request.date(), Checker::kRequired);
  check.Instant("known_at", request.has_known_at(), request.known_at());
  return check.ToStatus();
}

absl::StatusOr<CheckedPack> CheckPack(
    const v1::CheckPolicyPackRequest& request) {
  if (request.has_text()) {
    Checker check("text.");
    check.Text("file", request.text().file(), Checker::kOptional, kMaxFile);
    if (request.text().text().empty()) check.Missing("text");
    if (absl::Status status = check.ToStatus(); !status.ok()) return status;
    return policy::LoadPack(request.text().file(), request.text().text());
  }
  if (!request.has_content()) {
    return status::InvalidField("content", "FIELD_REQUIRED",
                                "is required, or text");
  }
  policy::Checked<policy::PolicyPack> converted =
      policy::ConvertPack(request.content());
  CheckedPack checked;
  checked.problems = std::move(converted.problems);
  if (converted.ok()) {
    checked.value.emplace(
        policy::Loaded<policy::v1::PolicyPack, policy::PolicyPack>{
            request.content(), *std::move(converted.value)});
  }
  return checked;
}

absl::Status CheckActivationDay(absl::CivilDay day, absl::CivilDay today,
                                bool force, bool by_manager) {
  if (day > today) return absl::OkStatus();
  if (!force) {
    return status::FailedPrecondition(
        "POLICY_TOO_SOON", "effective_date",
        absl::StrCat("a pack takes effect on ",
                     absl::FormatCivilTime(today + 1),
                     " at the earliest, unless a manager forces it with a "
                     "reason"));
  }
  if (!by_manager) {
    return status::PermissionDenied(
        "POLICY_FORCE_NEEDS_MANAGER",
        "only a manager makes a pack take effect before tomorrow");
  }
  return absl::OkStatus();
}

}  // namespace caseload::caseplan
