// county.h: a store to read from, and the servers that read from it.

#ifndef TESTS_BENCH_COUNTY_H_
#define TESTS_BENCH_COUNTY_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "tests/bench/load.h"
#include "tests/support/service_process.h"
#include "tests/support/suite.h"

namespace caseload::bench {

// With TLS: the shipped binary's token port. Without: a binary of the bench
// that has the same parts behind a plaintext port (plaintext_main.cc).
enum class Listener { kPlaintext, kTls };
absl::string_view NameOf(Listener listener);

// A server and connections to it.
struct Server {
  std::unique_ptr<testing::ServiceProcess> process;
  Target target;
  // SQLite file of a server of ours; empty for the floor.
  std::string store;
};

class County {
 public:
  // What caseloadctl said of an import.
  struct Imported {
    absl::Duration took;
    // Its report, JSON.
    std::string report;
  };
  // Imports the files in `directory` with caseloadctl into a new store.
  absl::StatusOr<Imported> Import(const std::string& directory);
  // Makes the store that servers of ours start with: the officer and cases of
  // caseload.h.
  absl::Status Make();

  // caseplan on a copy of the store that was made. `environment` is added to
  // its own; `wrapper` runs it (ServiceProcess::Options).
  absl::StatusOr<Server> StartOurs(
      Listener listener, const std::map<std::string, std::string>& environment,
      const std::vector<std::string>& wrapper = {});

  // The floor, which answers `method` with `answer`, on both listeners.
  absl::StatusOr<Server> StartFloor(
      const std::string& method, const std::string& answer,
      const std::vector<std::string>& wrapper = {});
  // Connections to a listener of a running floor.
  absl::StatusOr<Target> FloorTarget(const Server& floor,
                                     Listener listener) const;

  // "Bearer ..." for a made-up person.
  std::string Authorization(const std::string& subject,
                            const std::vector<std::string>& roles);

  testing::Suite& suite() { return suite_; }
  // SQLite file that Make() made.
  const std::string& made() const { return made_; }

 private:
  absl::StatusOr<Target> TargetOf(const std::string& name,
                                  const testing::ServiceProcess& process,
                                  Listener listener) const;

  testing::Suite suite_;
  // The store that Make() made.
  std::string made_;
  int copies_ = 0;
};

// caseloadctl of this build.
std::string Caseloadctl();

// Audit rows with code OK that `principal` left of `method` in a store that no
// process has open.
absl::StatusOr<int64_t> CountAuditRows(const std::string& store,
                                       absl::string_view principal,
                                       absl::string_view method);

// Runs a shell command; an error with the command when its exit code is not
// among `accepted`.
absl::Status RunCommand(const std::string& command,
                        const std::vector<int>& accepted = {0});

}  // namespace caseload::bench

#endif  // TESTS_BENCH_COUNTY_H_
