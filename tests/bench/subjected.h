// subjected.h: the servers of one subject, and proof of what was on in them.

#ifndef TESTS_BENCH_SUBJECTED_H_
#define TESTS_BENCH_SUBJECTED_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/bench/county.h"
#include "tests/bench/load.h"
#include "tests/bench/subjects.h"

namespace caseload::bench {

// One server of ours that answers a subject. Every call through it is counted,
// so that the audit rows can be held against the calls.
class Subjected {
 public:
  // Starts the server and asks it everything until it answers from where the
  // subject is about; the answers are what every later one must be. Also makes
  // the calls that must be refused: without an identity (UNAUTHENTICATED) and
  // as a person without a role (PERMISSION_DENIED).
  static absl::StatusOr<std::unique_ptr<Subjected>> Start(
      County& county, const Subject& subject, Listener listener,
      const std::vector<std::string>& wrapper = {});

  // See load.h.
  absl::StatusOr<Load> Run(int callers, const Amount& amount);

  // Ends the server and holds its audit rows against the calls that were
  // answered: INTERNAL when they are not as many.
  absl::Status EndAndCheckAudit();

  const Calls& calls() const { return calls_; }
  const Target& target() const { return server_.target; }
  const testing::ServiceProcess& process() const { return *server_.process; }
  // Answered calls.
  int64_t answered() const { return answered_; }

 private:
  Subjected() = default;
  absl::StatusOr<std::string> Ask(const std::string& request);
  // Asks until the answer passes the subject's check.
  absl::StatusOr<std::string> Settle(const Subject& subject,
                                     const std::string& request);
  absl::Status CheckRefusals(County& county);

  Server server_;
  Calls calls_;
  int64_t answered_ = 0;
};

}  // namespace caseload::bench

#endif  // TESTS_BENCH_SUBJECTED_H_
