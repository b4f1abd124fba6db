// subjects.h: what is measured. A new subject is one entry of Subjects().

#ifndef TESTS_BENCH_SUBJECTS_H_
#define TESTS_BENCH_SUBJECTS_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace caseload::bench {

struct Subject {
  // "get-unit"; for --subject.
  std::string name;
  // "/caseload.caseplan.v1.CaseloadService/GetUnit".
  std::string method;
  // Of the person who calls: "manager".
  std::string role;
  // The requests, to be made in turn.
  std::vector<std::string> requests;
  // Settings of the servers of ours: which tiers of a cache are on.
  std::map<std::string, std::string> environment;
  // Bytes at the answer's end that differ from call to call.
  size_t varying_tail = 0;
  // OK for an answer that came from where this subject is about; null when
  // there is no choice.
  std::function<absl::Status(const std::string& answer)> check;
  // Not more callers than these; 0 is any number.
  int most_callers = 0;
};

const std::vector<Subject>& Subjects();

}  // namespace caseload::bench

#endif  // TESTS_BENCH_SUBJECTS_H_
