#include "tests/integration/conference/real_notify.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/audit/audit_migrations.h"
#include "services/common/feed/feed_migrations.h"
#include "services/common/idempotency/idempotency_migrations.h"
#include "services/notify/storage/notify_migrations.h"
#include "tests/support/status_matchers.h"

namespace caseload::conference {
namespace {

absl::StatusOr<auth::Caller> TheConferenceService(absl::string_view,
                                                  absl::string_view) {
  auth::Caller caller;
  caller.kind = auth::CallerKind::kService;
  caller.principal = "service/conference";
  return caller;
}

}  // namespace

RealNotify::RealNotify(clock::Clock* clock)
    : store_(sql::Engine::kSqlite, {{"audit", AuditMigrations()},
                                    {"idempotency", IdempotencyMigrations()},
                                    {"feed", FeedMigrations()},
                                    {"notify", NotifyMigrations()}}),
      pages_(seal::Sealer::WithRandomKey()),
      resume_tokens_(seal::Sealer::WithRandomKey()),
      handlers_({&ids_, &pages_, &resume_tokens_, "notices.county.example"}),
      executor_(std::make_unique<rpc::Executor>(rpc::Executor::Options())),
      audit_(std::make_unique<audit::Writer>(&store_.database())) {
  rpc::Pipeline::Options options;
  options.authenticate = TheConferenceService;
  options.database = &store_.database();
  options.audit = audit_.get();
  options.executor = executor_.get();
  options.clock = clock;
  options.metrics = &metrics_.prometheus();
  pipeline_ = std::make_unique<rpc::Pipeline>(std::move(options));
  service_ = *rpc::Service::Create(pipeline_.get(),
                                   "caseload.notify.v1.NotifyService");
  handlers_.Register(*service_);
  EXPECT_THAT(service_->CheckComplete(), caseload::testing::IsOk());
  grpc::ServerBuilder builder;
  builder.RegisterService(service_.get());
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port_);
  server_ = builder.BuildAndStart();
}

RealNotify::~RealNotify() {
  pipeline_->open_streams().EndAll();
  server_->Shutdown();
  executor_->Drain();
  audit_->Drain();
}

std::shared_ptr<grpc::Channel> RealNotify::channel() const {
  return grpc::CreateChannel(absl::StrCat("127.0.0.1:", port_),
                             grpc::InsecureChannelCredentials());
}

std::vector<notify::v1::Message> RealNotify::Messages() const {
  const auto stub = notify::v1::NotifyService::NewStub(channel());
  grpc::ClientContext listing;
  notify::v1::ListMessagesResponse page;
  EXPECT_TRUE(stub->ListMessages(&listing, {}, &page).ok());
  std::vector<notify::v1::Message> messages;
  for (const notify::v1::Message& listed : page.messages()) {
    grpc::ClientContext context;
    notify::v1::GetMessageRequest request;
    request.set_name(listed.name());
    EXPECT_TRUE(
        stub->GetMessage(&context, request, &messages.emplace_back()).ok());
  }
  std::reverse(messages.begin(), messages.end());
  return messages;
}

}  // namespace caseload::conference
