// dispatch_once: the dispatcher's rounds in a process of its own, for tests
// that kill it.
//
//   dispatch_once STORE_URL NOTIFY_PORT NOW_MICROS
//
// Follows the feed, hands over and refreshes all that is due at NOW and exits
// with 0; 1 when the store or notify could not be asked. What shall go wrong
// comes in CASELOAD_FAULTS.

#include <functional>
#include <iostream>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "services/common/clock/clock.h"
#include "services/common/metrics/registry.h"
#include "services/common/sql/database.h"
#include "services/common/status/status_macros.h"
#include "services/conference/clients/grpc_notify_client.h"
#include "services/conference/dispatch/dispatch_metrics.h"
#include "services/conference/dispatch/notice_dispatcher.h"
#include "tests/support/conference/fake_notify.h"
#include "tests/support/conference/shipped_packs.h"
#include "tests/support/fixed_pack_source.h"

namespace caseload::conference {
namespace {

absl::Status UntilIdle(
    const std::function<absl::StatusOr<DispatchRound>()>& next) {
  while (true) {
    ABSL_ASSIGN_OR_RETURN(const DispatchRound round, next());
    if (round == DispatchRound::kIdle) return absl::OkStatus();
    if (round == DispatchRound::kPeerDown) {
      return absl::UnavailableError("notify cannot be asked");
    }
  }
}

absl::Status Dispatch(const char* url, int port, absl::Time now) {
  sql::Options store;
  store.url = url;
  ABSL_ASSIGN_OR_RETURN(const std::unique_ptr<sql::Database> database,
                        sql::Database::Open(store));
  clock::SimulatedClock clock(now);
  GrpcNotifyClient notify(grpc::CreateChannel(
      absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
  caseload::testing::FakeSnapshots snapshots;
  const testing::FixedPackSource packs(
      std::vector<policy::PolicyPack>{caseload::testing::JuvenilePack()});
  metrics::Registry registry;
  DispatchMetrics metrics(registry.prometheus());
  NoticeDispatcher::Options options;
  options.database = database.get();
  options.clock = &clock;
  options.notify = &notify;
  options.snapshots = &snapshots;
  options.packs = &packs;
  options.metrics = &metrics;
  // Soon another's, so that a test need not wait for what a killed one held.
  options.lease = absl::Milliseconds(200);
  NoticeDispatcher dispatcher(options);
  ABSL_RETURN_IF_ERROR(dispatcher.Recover());
  bool followed = true;
  while (followed) {
    ABSL_ASSIGN_OR_RETURN(followed, dispatcher.FollowFeed());
  }
  ABSL_RETURN_IF_ERROR(UntilIdle([&] { return dispatcher.HandOverNext(); }));
  return UntilIdle([&] { return dispatcher.RefreshNext(); });
}

}  // namespace
}  // namespace caseload::conference

int main(int argc, char** argv) {
  int port = 0;
  int64_t now = 0;
  if (argc != 4 || !absl::SimpleAtoi(argv[2], &port) ||
      !absl::SimpleAtoi(argv[3], &now)) {
    std::cerr << "usage: dispatch_once STORE_URL NOTIFY_PORT NOW_MICROS\n";
    return 2;
  }
  const absl::Status status =
      caseload::conference::Dispatch(argv[1], port, absl::FromUnixMicros(now));
  if (status.ok()) return 0;
  std::cerr << status << "\n";
  return 1;
}
