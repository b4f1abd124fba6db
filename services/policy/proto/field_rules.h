// field_rules.h: holds a message to the options that stand beside its fields
// (caseload/policy/v1/field_rule.proto).

#ifndef SERVICES_POLICY_PROTO_FIELD_RULES_H_
#define SERVICES_POLICY_PROTO_FIELD_RULES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/policy/problem.h"

namespace caseload::policy {

// Collects problems by field path.
class ProblemList {
 public:
  void Add(absl::string_view field, absl::string_view reason);
  bool empty() const { return problems_.empty(); }
  size_t size() const { return problems_.size(); }
  std::vector<PolicyProblem> Take() && { return std::move(problems_); }

 private:
  std::vector<PolicyProblem> problems_;
};

// "path.name", or "name" at the root.
std::string FieldPath(absl::string_view parent, absl::string_view name);
// "path[2]".
std::string ElementPath(absl::string_view list, int index);

// Checks every field of `message`, and of the messages in it, against its rule:
// presence, bounds of numbers, forms of texts, chosen enumerators, length and
// uniqueness of lists, and that there are no unknown fields.
void CheckFieldRules(const google::protobuf::Message& message,
                     absl::string_view path, ProblemList* problems);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_PROTO_FIELD_RULES_H_
