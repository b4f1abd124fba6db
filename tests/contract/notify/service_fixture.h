// service_fixture.h: notify's handlers on a real store.

#ifndef TESTS_CONTRACT_NOTIFY_SERVICE_FIXTURE_H_
#define TESTS_CONTRACT_NOTIFY_SERVICE_FIXTURE_H_

#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/feed/feed.h"
#include "services/common/feed/feed_migrations.h"
#include "services/common/ids/ids.h"
#include "services/common/paging/paging.h"
#include "services/common/seal/sealer.h"
#include "services/notify/notify_service.h"
#include "services/notify/storage/notify_migrations.h"
#include "tests/support/notify/synthetic_messages.h"
#include "tests/support/test_store.h"

namespace caseload::notify::testing {

inline std::vector<caseload::testing::Component> NotifyComponents() {
  return {{"feed", FeedMigrations()}, {"notify", NotifyMigrations()}};
}

// Runs each suite on both engines.
class ServiceTest : public ::testing::TestWithParam<sql::Engine> {
 protected:
  ServiceTest() : store_(GetParam(), NotifyComponents()), service_(Options()) {}

  // Runs one handler in a write transaction.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Write(
      absl::StatusOr<Response> (NotifyService::*handler)(
          sql::Transaction&, const rpc::CallContext&, const Request&),
      const rpc::CallContext& call, const Request& request) {
    absl::StatusOr<Response> response = absl::UnknownError("did not run");
    const absl::Status written = store_.database().WriteAndWait(
        {}, [&](sql::Transaction& tx) -> absl::Status {
          response = (service_.*handler)(tx, call, request);
          return response.status();
        });
    if (!written.ok()) return written;
    return response;
  }

  // Runs one handler in a read transaction.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Read(
      absl::StatusOr<Response> (NotifyService::*handler)(
          sql::Transaction&, const rpc::CallContext&, const Request&),
      const rpc::CallContext& call, const Request& request) {
    absl::StatusOr<Response> response = absl::UnknownError("did not run");
    const absl::Status read = store_.database().Read(
        absl::InfiniteFuture(), [&](sql::Transaction& tx) -> absl::Status {
          response = (service_.*handler)(tx, call, request);
          return response.status();
        });
    if (!read.ok()) return read;
    return response;
  }

  absl::StatusOr<v1::Message> Submit(const v1::SubmitMessageRequest& request,
                                     absl::Time now) {
    return Write(&NotifyService::SubmitMessage, ConferenceCall(now), request);
  }
  absl::StatusOr<v1::Message> Get(absl::string_view name,
                                  const rpc::CallContext& call) {
    v1::GetMessageRequest request;
    request.set_name(std::string(name));
    return Read(&NotifyService::GetMessage, call, request);
  }
  absl::StatusOr<v1::Message> Cancel(absl::string_view name, absl::Time now) {
    v1::CancelMessageRequest request;
    request.set_name(std::string(name));
    request.set_reason("the conference was moved");
    return Write(&NotifyService::CancelMessage, ConferenceCall(now), request);
  }
  absl::StatusOr<v1::Message> Refresh(absl::string_view name,
                                      const v1::ReminderCounts& counts,
                                      absl::Time now) {
    v1::RefreshMessageRequest request;
    request.set_name(std::string(name));
    *request.mutable_counts() = counts;
    return Write(&NotifyService::RefreshMessage, ConferenceCall(now), request);
  }
  // Runs `apply` in a write transaction that must succeed.
  void Change(const std::function<absl::Status(sql::Transaction&)>& apply) {
    const absl::Status written = store_.database().WriteAndWait({}, apply);
    ASSERT_TRUE(written.ok()) << written;
  }

  NotifyService::Options Options() {
    NotifyService::Options options;
    options.ids = &ids_;
    options.page_tokens = &page_tokens_;
    options.resume_tokens = &resume_tokens_;
    options.mail_domain = "notices.county.example";
    return options;
  }

  ids::RandomIdSource ids_;
  paging::TokenSealer page_tokens_{seal::Sealer::WithRandomKey()};
  feed::ResumeTokens resume_tokens_{seal::Sealer::WithRandomKey()};
  caseload::testing::TestStore store_;
  NotifyService service_;
};

}  // namespace caseload::notify::testing

#endif  // TESTS_CONTRACT_NOTIFY_SERVICE_FIXTURE_H_
