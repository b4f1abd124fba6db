// method_policy.h: who may call a method, as its proto declares.

#ifndef SERVICES_COMMON_AUTH_METHOD_POLICY_H_
#define SERVICES_COMMON_AUTH_METHOD_POLICY_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "caseload/options/v1/options.pb.h"
#include "google/protobuf/descriptor.h"
#include "services/common/auth/caller.h"

namespace caseload::auth {

// The option caseload.options.v1.method_policy of one method, with its defaults
// filled in.
struct MethodPolicy {
  // "/caseload.caseplan.v1.CaseloadService/CreateUnit".
  std::string method;
  RoleSet roles;
  std::set<std::string, std::less<>> services;
  // "*" is any admitted partner.
  std::set<std::string, std::less<>> partner_categories;
  options::v1::Scope scope = options::v1::SCOPE_UNSPECIFIED;
  options::v1::Effect effect = options::v1::EFFECT_UNSPECIFIED;
  // Deadline of a call that brings none.
  absl::Duration default_deadline = absl::Seconds(10);
  // A longer one is cut to this.
  absl::Duration max_deadline = absl::Seconds(60);
  // 1 to 1,048,576 bytes.
  int max_request_bytes = 1 << 20;
};

// FAILED_PRECONDITION naming the method when it has no option, or one without
// scope or effect, that nobody may call, that names a role which is none, or
// whose deadlines or size are out of bounds. A server with such a method does
// not start.
absl::StatusOr<MethodPolicy> ReadMethodPolicy(
    const google::protobuf::MethodDescriptor& method);

// Default deny. OK when the policy names the caller: a person by a role, a
// service by its name, a partner by "*" or by `partner_category`, which the
// wrapper knows where partners are admitted and is empty elsewhere. On behalf
// of a person, both the machine and the person must be allowed.
//
// PERMISSION_DENIED METHOD_NOT_ALLOWED, naming the rule that refused.
absl::Status Authorize(const MethodPolicy& policy, const Caller& caller,
                       absl::string_view partner_category = "");

}  // namespace caseload::auth

#endif  // SERVICES_COMMON_AUTH_METHOD_POLICY_H_
