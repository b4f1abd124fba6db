#include "services/common/auth/method_policy.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/duration.pb.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::auth {
namespace {

constexpr int kMaxRequestBytes = 1 << 20;
// A unary call that lasts longer is a mistake in the proto.
constexpr absl::Duration kLongestDeadline = absl::Minutes(10);

absl::Duration ToDuration(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) +
         absl::Nanoseconds(duration.nanos());
}

absl::Status BadPolicy(const MethodPolicy& policy, absl::string_view text) {
  return absl::FailedPreconditionError(
      absl::StrCat(policy.method, ": method_policy ", text));
}

absl::Status ReadCallers(const options::v1::MethodPolicy& option,
                         MethodPolicy& policy) {
  for (int role : option.roles()) {
    if (role == options::v1::ROLE_UNSPECIFIED ||
        !options::v1::Role_IsValid(role)) {
      return BadPolicy(policy, "names a role that is none");
    }
    policy.roles.Add(role);
  }
  policy.services.insert(option.services().begin(), option.services().end());
  policy.partner_categories.insert(option.partner_categories().begin(),
                                   option.partner_categories().end());
  if (policy.services.count("") + policy.partner_categories.count("") > 0) {
    return BadPolicy(policy, "names a service or category that is empty");
  }
  if (policy.roles.empty() && policy.services.empty() &&
      policy.partner_categories.empty()) {
    return BadPolicy(policy, "lets nobody call the method");
  }
  return absl::OkStatus();
}

absl::Status ReadBounds(const options::v1::MethodPolicy& option,
                        MethodPolicy& policy) {
  if (option.has_default_deadline()) {
    policy.default_deadline = ToDuration(option.default_deadline());
  }
  if (option.has_max_deadline()) {
    policy.max_deadline = ToDuration(option.max_deadline());
  }
  if (policy.default_deadline <= absl::ZeroDuration() ||
      policy.default_deadline > policy.max_deadline ||
      policy.max_deadline > kLongestDeadline) {
    return BadPolicy(policy,
                     "needs 0 < default_deadline <= max_deadline <= 10 min");
  }
  if (option.max_request_bytes() != 0) {
    policy.max_request_bytes = option.max_request_bytes();
  }
  if (policy.max_request_bytes < 1 ||
      policy.max_request_bytes > kMaxRequestBytes) {
    return BadPolicy(policy, "needs max_request_bytes of 1 to 1048576");
  }
  return absl::OkStatus();
}

absl::Status NotAllowed(const MethodPolicy& policy, absl::string_view rule) {
  return status::PermissionDenied("METHOD_NOT_ALLOWED",
                                  absl::StrCat(policy.method, ": ", rule));
}

absl::Status AuthorizeMachine(const MethodPolicy& policy, const Caller& caller,
                              absl::string_view partner_category) {
  if (caller.kind == CallerKind::kService) {
    absl::string_view name = caller.principal;
    if (!absl::ConsumePrefix(&name, "service/") ||
        policy.services.count(name) == 0) {
      return NotAllowed(policy, "this service is not among its callers");
    }
    return absl::OkStatus();
  }
  if (policy.partner_categories.count("*") > 0) return absl::OkStatus();
  if (partner_category.empty() ||
      policy.partner_categories.count(partner_category) == 0) {
    return NotAllowed(policy,
                      "this partner's category is not among its "
                      "callers");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<MethodPolicy> ReadMethodPolicy(
    const google::protobuf::MethodDescriptor& method) {
  MethodPolicy policy;
  policy.method =
      absl::StrCat("/", method.service()->full_name(), "/", method.name());
  if (!method.options().HasExtension(options::v1::method_policy)) {
    return absl::FailedPreconditionError(absl::StrCat(
        policy.method, ": has no option caseload.options.v1.method_policy"));
  }
  const options::v1::MethodPolicy& option =
      method.options().GetExtension(options::v1::method_policy);
  ABSL_RETURN_IF_ERROR(ReadCallers(option, policy));
  ABSL_RETURN_IF_ERROR(ReadBounds(option, policy));
  policy.scope = option.scope();
  if (policy.scope == options::v1::SCOPE_UNSPECIFIED ||
      !options::v1::Scope_IsValid(policy.scope)) {
    return BadPolicy(policy, "has no scope");
  }
  policy.effect = option.effect();
  if (policy.effect == options::v1::EFFECT_UNSPECIFIED ||
      !options::v1::Effect_IsValid(policy.effect)) {
    return BadPolicy(policy, "has no effect");
  }
  return policy;
}

absl::Status Authorize(const MethodPolicy& policy, const Caller& caller,
                       absl::string_view partner_category) {
  const bool is_machine = caller.kind != CallerKind::kPerson;
  if (is_machine) {
    ABSL_RETURN_IF_ERROR(AuthorizeMachine(policy, caller, partner_category));
    if (caller.person.empty()) return absl::OkStatus();
  }
  if (!policy.roles.Intersects(caller.roles)) {
    return NotAllowed(policy,
                      "none of the person's roles is among its "
                      "callers");
  }
  return absl::OkStatus();
}

}  // namespace caseload::auth
