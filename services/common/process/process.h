// process.h: what every service's main() composes in the same way.
//
//   int main(int argc, char** argv) {
//     return process::Main(argc, argv, "caseplan", ..., [](Process& p) { ...
//     });
//   }
//
// A Process holds, in the order of their making: log, clock, metrics, store
// (migrated), audit writer, executor, identities, pipeline. The service adds
// its proto services; Serve() listens, waits for SIGTERM and drains in the
// opposite order.

#ifndef SERVICES_COMMON_PROCESS_PROCESS_H_
#define SERVICES_COMMON_PROCESS_PROCESS_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "prometheus/registry.h"
#include "services/common/clock/clock.h"
#include "services/common/feed/feed.h"
#include "services/common/follow/change_source.h"
#include "services/common/follow/follower.h"
#include "services/common/follow/projection.h"
#include "services/common/ids/ids.h"
#include "services/common/paging/paging.h"
#include "services/common/process/config.h"
#include "services/common/rpc/executor.h"
#include "services/common/rpc/pipeline.h"
#include "services/common/rpc/service.h"
#include "services/common/seal/sealer.h"
#include "services/common/server/server.h"
#include "services/common/server/tls.h"
#include "services/common/sql/database.h"
#include "services/common/sql/migrations.h"

namespace caseload::process {

class Process {
 public:
  // Opens and migrates the store and builds everything that needs no port.
  // `migrations` are the service's own, under `service_name`.
  static absl::StatusOr<std::unique_ptr<Process>> Open(
      absl::string_view service_name, const Config& config,
      const std::vector<sql::Migration>& migrations);
  ~Process();

  // Parts that a service's own objects borrow; they outlive Serve().
  sql::Database& database();
  clock::Clock& clock();
  ids::IdSource& ids();
  absl::TimeZone county_zone() const;
  // For the service's own figures (docs/metrics.md).
  prometheus::Registry& metrics();
  const paging::TokenSealer& page_tokens() const;
  const feed::ResumeTokens& resume_tokens() const;
  // For channels to other services.
  const server::TlsIdentity& tls() const;
  // What tokens are sealed with; all replicas share it (--seal-key).
  const seal::Sealer& sealer() const;
  // For work of the service's own that blocks.
  rpc::Executor& executor();

  // Has every change return the consistency token that `make` makes of what its
  // transaction noted. Before Serve() only.
  void ReturnConsistencyTokens(
      std::function<std::string(const sql::Notes&)> make);

  // A service of the given full name, to give handlers to.
  absl::StatusOr<rpc::Service*> AddService(absl::string_view full_name);

  // A channel to the service `name` ("assessment") at `target` ("host:port" or
  // "dns:///name:port").
  std::shared_ptr<grpc::Channel> ChannelTo(absl::string_view name,
                                           absl::string_view target) const;

  // Keeps `projection`, borrowed, of the changes of `kinds` that `source` tells
  // of, from the time when this process serves until it drains. `feed` names
  // the place in the feed and the metrics. The follower lives as long as this.
  const follow::Follower& Follow(std::string feed,
                                 std::vector<std::string> kinds,
                                 std::unique_ptr<follow::ChangeSource> source,
                                 follow::Projection* projection);

  // Something of the service's own to stop in the drain, after the calls and
  // before the executor: a worker, a dispatcher.
  void OnDrain(std::string name, std::function<void()> stop);

  // Listens, serves until SIGTERM or SIGINT, drains. An error says why it did
  // not start.
  absl::Status Serve();

 private:
  Process();

  struct Parts;
  const std::unique_ptr<Parts> parts_;
};

// The frame of main(): parses the flags that `add_options` adds (beside
// --version and --help), then runs `body`. Returns the exit code: 0, or 1 with
// the reason logged, or 2 for bad flags.
int Main(int argc, char** argv, absl::string_view service_name,
         const std::function<void(CLI::App&)>& add_options,
         const std::function<absl::Status()>& body);

}  // namespace caseload::process

#endif  // SERVICES_COMMON_PROCESS_PROCESS_H_
