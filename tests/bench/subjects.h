// subjects.h: what is measured. A new subject is one entry of Subjects().

#ifndef TESTS_BENCH_SUBJECTS_H_
#define TESTS_BENCH_SUBJECTS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/bench/load.h"

namespace caseload::bench {

// Asks the running server one thing: (method, request) to answer, as bytes.
using Ask = std::function<absl::StatusOr<std::string>(
    const std::string& method, const std::string& request)>;

struct Subject {
  // "get-unit"; for --subject.
  std::string name;
  // "/caseload.caseplan.v1.CaseloadService/GetUnit".
  std::string method;
  // Of the person who calls: "manager".
  std::string role;
  // The request, made from what the county holds.
  std::function<absl::StatusOr<std::string>(const Ask&)> request;
  // Arguments for the servers of ours: which tiers of a cache are on.
  std::vector<std::string> arguments;
  // Bytes at the answer's end that differ from call to call.
  size_t varying_tail = 0;
};

const std::vector<Subject>& Subjects();

}  // namespace caseload::bench

#endif  // TESTS_BENCH_SUBJECTS_H_
