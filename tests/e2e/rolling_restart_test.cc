// Two replicas of a service that are replaced one after the other while many
// callers go on.

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "caseload/notify/v1/notify_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/sync/mutex.h"
#include "tests/support/notify/synthetic_messages.h"
#include "tests/support/postgres_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace caseload::notify::testing {
namespace {

constexpr int kCallers = 64;
const char* const kReplicas[] = {"notify-1", "notify-2"};

// What the callers were answered so far.
class Answers {
 public:
  void Add(const std::string& peer, const grpc::Status& status) {
    sync::MutexLock lock(&mutex_);
    if (status.ok()) {
      ++answered_[peer];
    } else {
      failures_.push_back(absl::StrCat(peer, ": ", status.error_code(), " ",
                                       status.error_message()));
    }
    changed_.NotifyAll();
  }

  // Until each of the addresses has answered `more` calls from now on, or one
  // failed.
  void Await(const std::vector<std::string>& peers, int more) {
    sync::MutexLock lock(&mutex_);
    const std::map<std::string, int> before = answered_;
    changed_.Wait(&lock, [&] {
      if (!failures_.empty()) return true;
      for (const std::string& peer : peers) {
        const auto then = before.find(peer);
        const auto now = answered_.find(peer);
        if (now == answered_.end() ||
            now->second - (then == before.end() ? 0 : then->second) < more) {
          return false;
        }
      }
      return true;
    });
  }

  std::vector<std::string> failures() {
    sync::MutexLock lock(&mutex_);
    return failures_;
  }

 private:
  sync::Mutex mutex_;
  sync::CondVar changed_;
  std::map<std::string, int> answered_;
  std::vector<std::string> failures_;
};

class RollingRestartTest : public ::testing::Test {
 protected:
  std::string Address(const std::string& instance) {
    return absl::StrCat("ipv4:127.0.0.1:",
                        suite_.process(instance).port("certificate"));
  }

  // Hands in messages, each once, and reads each back, until told to stop.
  void Call(int caller) {
    const absl::CivilDay day = absl::ToCivilDay(absl::Now(), CountyZone()) + 60;
    for (int number = 0; !stop_; ++number) {
      const std::string id = absl::StrCat("caller-", caller, "-", number);
      v1::SubmitMessageRequest submit = FormalNotice(id, day);
      submit.set_request_id(id);
      v1::Message message;
      if (!Answered([&](grpc::ClientContext* context) {
            return stub_->SubmitMessage(context, submit, &message);
          })) {
        return;
      }
      ++submitted_;
      v1::GetMessageRequest get;
      get.set_name(message.name());
      if (!Answered([&](grpc::ClientContext* context) {
            return stub_->GetMessage(context, get, &message);
          })) {
        return;
      }
    }
  }

  bool Answered(const std::function<grpc::Status(grpc::ClientContext*)>& call) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
    const grpc::Status status = call(&context);
    answers_.Add(context.peer(), status);
    return status.ok();
  }

  int Stored() {
    v1::ListMessagesRequest request;
    request.set_page_size(1000);
    int stored = 0;
    do {
      grpc::ClientContext context;
      v1::ListMessagesResponse page;
      const grpc::Status status = stub_->ListMessages(&context, request, &page);
      EXPECT_TRUE(status.ok()) << status.error_message();
      stored += page.messages_size();
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return stored;
  }

  caseload::testing::TestPostgresDatabase postgres_;
  caseload::testing::Suite suite_;
  std::unique_ptr<v1::NotifyService::Stub> stub_;
  Answers answers_;
  std::atomic<bool> stop_{false};
  std::atomic<int> submitted_{0};
};

// R132: a new version is rolled out under load and no call fails with the
// client configuration that ships.
TEST_F(RollingRestartTest, NoCallFailsWhileReplicasAreReplaced) {
  suite_.StartReplica("notify", 1, postgres_.url());
  suite_.StartReplica("notify", 2, postgres_.url());
  stub_ = v1::NotifyService::NewStub(
      suite_.ReplicasAs("conference", "notify", {kReplicas[0], kReplicas[1]}));
  const std::vector<std::string> addresses = {Address(kReplicas[0]),
                                              Address(kReplicas[1])};
  std::vector<std::thread> callers;
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([this, caller] { Call(caller); });
  }
  answers_.Await(addresses, kCallers);
  for (int number : {2, 1}) {
    EXPECT_EQ(suite_.process(absl::StrCat("notify-", number)).Terminate(), 0);
    suite_.StartReplica("notify", number, postgres_.url());
    answers_.Await(addresses, kCallers);
  }
  stop_ = true;
  for (std::thread& caller : callers) caller.join();

  EXPECT_THAT(answers_.failures(), ::testing::IsEmpty());
  EXPECT_EQ(Stored(), submitted_);
}

}  // namespace
}  // namespace caseload::notify::testing
