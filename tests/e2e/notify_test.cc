// The notify binary, over mutually authenticated TLS, against a real mail
// server: handed in, sent, proven; killed in between; refused to others.

#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "caseload/notify/v1/notify_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "services/common/rpc/grpc_status.h"
#include "tests/support/notify/read_mail.h"
#include "tests/support/notify/smtp_peer.h"
#include "tests/support/notify/synthetic_messages.h"
#include "tests/support/scoped_environment.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace caseload::notify::testing {
namespace {

using caseload::testing::HasReason;
using caseload::testing::ScopedEnvironment;
using caseload::testing::Suite;
using caseload::testing::WithToken;
using ::testing::SizeIs;

class NotifyProcessTest : public ::testing::Test {
 protected:
  std::unique_ptr<v1::NotifyService::Stub> Stub() {
    return v1::NotifyService::NewStub(suite_.ChannelAs("conference", "notify"));
  }

  // A notice of a conference far ahead that is due at once.
  v1::Message Submit(const std::string& conference) {
    const absl::Time now = absl::Now();
    v1::SubmitMessageRequest request =
        FormalNotice(conference, absl::ToCivilDay(now, CountyZone()) + 20);
    *request.mutable_message()->mutable_target_time() =
        ToTimestamp(now - absl::Minutes(1));
    request.set_request_id(conference);
    grpc::ClientContext context;
    v1::Message message;
    const grpc::Status status =
        Stub()->SubmitMessage(&context, request, &message);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return message;
  }

  // Follows the feed until the message is in `state`.
  void Await(const std::string& name, v1::MessageState state) {
    const auto stub = Stub();
    grpc::ClientContext watching;
    watching.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
    const auto feed =
        stub->WatchChanges(&watching, type::v1::WatchChangesRequest());
    type::v1::WatchChangesResponse event;
    while (feed->Read(&event)) {
      v1::MessageChange change;
      if (event.change().resource_name() == name &&
          event.change().state().UnpackTo(&change) && change.state() == state) {
        watching.TryCancel();
        return;
      }
    }
    FAIL() << "never " << v1::MessageState_Name(state) << ": "
           << suite_.process("notify").Log();
  }

  v1::Message Get(const std::string& name) {
    grpc::ClientContext context;
    v1::GetMessageRequest request;
    request.set_name(name);
    v1::Message message;
    EXPECT_TRUE(Stub()->GetMessage(&context, request, &message).ok());
    return message;
  }

  absl::Status GetAs(const std::string& subject, const std::string& role,
                     const std::string& name) {
    const auto stub = v1::NotifyService::NewStub(suite_.TokenChannel("notify"));
    const auto context = WithToken(suite_.Token(subject, {role}));
    v1::GetMessageRequest request;
    request.set_name(name);
    v1::Message message;
    return rpc::FromGrpcStatus(
        stub->GetMessage(context.get(), request, &message));
  }

  SmtpPeer peer_{{}, /*tls=*/true, "caseload:a synthetic secret"};
  ScopedEnvironment host_{"CASELOAD_SMTP_HOST", "localhost"};
  ScopedEnvironment port_{"CASELOAD_SMTP_PORT", absl::StrCat(peer_.port())};
  ScopedEnvironment ca_{"CASELOAD_SMTP_CA", peer_.certificate()};
  ScopedEnvironment user_{"CASELOAD_SMTP_USERNAME", "caseload"};
  ScopedEnvironment domain_{"CASELOAD_MAIL_DOMAIN", "notices.county.example"};
  ScopedEnvironment sender_{"CASELOAD_COUNTY_ADDRESS",
                            "notices@probation.example"};
  caseload::testing::TempDir secrets_;
  ScopedEnvironment password_{"CASELOAD_SMTP_PASSWORD_FILE",
                              WritePassword(secrets_.File("password"))};
  Suite suite_;

 private:
  static std::string WritePassword(const std::string& file) {
    std::ofstream(file) << "a synthetic secret\n";
    return file;
  }
};

TEST_F(NotifyProcessTest, WhatIsHandedInIsMailedAndProven) {
  suite_.Start("notify");
  const v1::Message submitted = Submit("conference-1");
  Await(submitted.name(), v1::MESSAGE_STATE_ACCEPTED);
  const v1::Message accepted = Get(submitted.name());
  EXPECT_EQ(accepted.state(), v1::MESSAGE_STATE_ACCEPTED);
  EXPECT_EQ(accepted.attempts(0).reply(), "2.0.0 Ok: queued as SYNTHETIC1");
  ASSERT_THAT(peer_.Mails(), SizeIs(1));
  EXPECT_EQ(ReadMail(peer_.Mails()[0])["message-id"],
            absl::StrCat("<", submitted.message_id_header(), ">"));
  // The officer reads their own, the supervisor their conferences', a colleague
  // nothing.
  EXPECT_TRUE(GetAs("subject-officer-1", "dpo", submitted.name()).ok());
  EXPECT_TRUE(GetAs("subject-supervisor-1", "sdpo", submitted.name()).ok());
  EXPECT_THAT(GetAs("subject-officer-2", "dpo", submitted.name()),
              HasReason("RESOURCE_NOT_FOUND"));
  // Nothing of the mail server's password or a name of a person in the log.
  const std::string log = suite_.process("notify").Log();
  for (const char* canary : {"synthetic secret", "Quill Farrow", "Maren Oduya",
                             "officer-1@probation.example"}) {
    EXPECT_THAT(log, ::testing::Not(::testing::HasSubstr(canary)));
  }
  EXPECT_EQ(suite_.process("notify").Terminate(), 0);
}

TEST_F(NotifyProcessTest, OnlyTheConferenceServiceHandsMessagesIn) {
  suite_.Start("notify");
  const auto stub =
      v1::NotifyService::NewStub(suite_.ChannelAs("caseplan", "notify"));
  grpc::ClientContext context;
  v1::Message message;
  EXPECT_THAT(rpc::FromGrpcStatus(
                  stub->SubmitMessage(&context, FormalNotice(), &message)),
              HasReason("METHOD_NOT_ALLOWED"));
}

// An acknowledged message outlives a kill in the middle of its conversation.
// The restarted service knows whether a copy can exist: then it waits, else it
// sends.
TEST_F(NotifyProcessTest, AKilledServiceKnowsWhatItOwesWhenItIsBack) {
  suite_.Start("notify");
  const v1::Message submitted = Submit("conference-1");
  Await(submitted.name(), v1::MESSAGE_STATE_SENDING);
  suite_.process("notify").Kill();
  suite_.Start("notify");
  const v1::Message message = Get(submitted.name());
  EXPECT_EQ(message.message_id_header(), submitted.message_id_header());
  if (message.state() == v1::MESSAGE_STATE_UNKNOWN) {
    EXPECT_EQ(message.possible_copies(), 1);
    EXPECT_THAT(message.attempts(), SizeIs(1));
    return;
  }
  if (message.state() != v1::MESSAGE_STATE_ACCEPTED) {
    Await(submitted.name(), v1::MESSAGE_STATE_ACCEPTED);
  }
  EXPECT_THAT(peer_.Mails(), SizeIs(1));
}

}  // namespace
}  // namespace caseload::notify::testing
