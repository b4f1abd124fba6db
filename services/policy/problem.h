// problem.h: what is wrong with a policy pack or an instrument.

#ifndef SERVICES_POLICY_PROBLEM_H_
#define SERVICES_POLICY_PROBLEM_H_

#include <string>
#include <vector>

namespace caseload::policy {

// One thing that is wrong. A checker reports all of them, so that a pack can be
// mended in one go.
struct PolicyProblem {
  // The file as the caller named it; empty for a pack that came over a call.
  std::string file;
  // 1-based place in the file; 0 when the place is not known or there is no
  // file (a field that is missing has no place of its own).
  int line = 0;
  int column = 0;
  // Path from the message: "contact.standards[2].requirements[0].count"; empty
  // for a text that does not parse.
  std::string field;
  // The rule that is broken and the way out, in one sentence without a full
  // stop.
  std::string reason;

  // "file:line:column: field: reason", without the parts that are not known.
  std::string ToString() const;

  friend bool operator==(const PolicyProblem& a, const PolicyProblem& b) {
    return a.file == b.file && a.line == b.line && a.column == b.column &&
           a.field == b.field && a.reason == b.reason;
  }
};

// All problems, one per line, each ended by a newline.
std::string ToString(const std::vector<PolicyProblem>& problems);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_PROBLEM_H_
