#include "services/policy/problem.h"

#include "absl/strings/str_cat.h"

namespace caseload::policy {

std::string PolicyProblem::ToString() const {
  std::string text;
  if (!file.empty()) {
    absl::StrAppend(&text, file, ":");
    if (line > 0) absl::StrAppend(&text, line, ":", column, ":");
    text.push_back(' ');
  }
  if (!field.empty()) absl::StrAppend(&text, field, ": ");
  absl::StrAppend(&text, reason);
  return text;
}

std::string ToString(const std::vector<PolicyProblem>& problems) {
  std::string text;
  for (const PolicyProblem& problem : problems) {
    absl::StrAppend(&text, problem.ToString(), "\n");
  }
  return text;
}

}  // namespace caseload::policy
