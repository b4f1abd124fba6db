// real_notify.h: notify's own handlers behind the real wrapper, on a store of
// their own, at a port on loopback.

#ifndef TESTS_INTEGRATION_CONFERENCE_REAL_NOTIFY_H_
#define TESTS_INTEGRATION_CONFERENCE_REAL_NOTIFY_H_

#include <memory>
#include <vector>

#include "caseload/notify/v1/notify_service.grpc.pb.h"
#include "grpcpp/grpcpp.h"
#include "services/common/audit/audit_log.h"
#include "services/common/clock/clock.h"
#include "services/common/ids/ids.h"
#include "services/common/metrics/registry.h"
#include "services/common/paging/paging.h"
#include "services/common/rpc/executor.h"
#include "services/common/rpc/pipeline.h"
#include "services/common/rpc/service.h"
#include "services/notify/notify_service.h"
#include "tests/support/test_store.h"

namespace caseload::conference {

// Takes every caller for the conference service; sends nothing.
class RealNotify {
 public:
  explicit RealNotify(clock::Clock* clock);
  ~RealNotify();

  int port() const { return port_; }
  std::shared_ptr<grpc::Channel> channel() const;

  // Every message, oldest first, as GetMessage answers it.
  std::vector<notify::v1::Message> Messages() const;

 private:
  caseload::testing::TestStore store_;
  ids::RandomIdSource ids_;
  metrics::Registry metrics_;
  paging::TokenSealer pages_;
  feed::ResumeTokens resume_tokens_;
  notify::NotifyService handlers_;
  std::unique_ptr<rpc::Executor> executor_;
  std::unique_ptr<audit::Writer> audit_;
  std::unique_ptr<rpc::Pipeline> pipeline_;
  std::unique_ptr<rpc::Service> service_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

}  // namespace caseload::conference

#endif  // TESTS_INTEGRATION_CONFERENCE_REAL_NOTIFY_H_
