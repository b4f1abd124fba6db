// Conversations with a real mail server that behaves as told.

#include "services/notify/smtp/smtp_transport.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/support/notify/smtp_peer.h"
#include "tests/support/status_matchers.h"

namespace caseload::notify {
namespace {

using caseload::testing::IsOk;
using caseload::testing::StatusIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using testing::SmtpPeer;

// Lines that begin with dots, an empty last line, an eighth bit nowhere: what
// SMTP could trip over.
constexpr char kMail[] =
    "From: a@probation.example\r\nSubject: x\r\n\r\n.one dot\r\n..two dots\r\n"
    ".\r\nend\r\n\r\n";

class Observer : public DeliveryObserver {
 public:
  bool MayGoOn() override {
    ++asked;
    return may_go_on;
  }
  bool MayEndData() override {
    ++asked_for_end;
    if (before_end) before_end();
    return may_end_data;
  }
  void Decided(const DeliveryResult& told) override { results.push_back(told); }

  bool may_go_on = true;
  bool may_end_data = true;
  std::function<void()> before_end;
  int asked = 0;
  int asked_for_end = 0;
  std::vector<DeliveryResult> results;
};

SmtpOptions OptionsFor(const SmtpPeer& peer) {
  SmtpOptions options;
  options.host = "127.0.0.1";
  options.port = peer.port();
  options.tls = SmtpTls::kNone;
  options.client_name = "notify.county.example";
  return options;
}

SmtpOptions TlsOptionsFor(const SmtpPeer& peer) {
  SmtpOptions options = OptionsFor(peer);
  options.host = "localhost";
  options.tls = SmtpTls::kStartTls;
  options.ca_file = peer.certificate();
  return options;
}

const Envelope kEnvelope = {"notices@probation.example",
                            "quill@probation.example",
                            "maren@probation.example"};

// The one result of one conversation.
DeliveryResult Deliver(const SmtpOptions& options, Observer& observer,
                       absl::string_view mail = kMail) {
  SmtpTransport(options).Deliver(kEnvelope, mail, observer);
  EXPECT_THAT(observer.results, SizeIs(1));
  return observer.results.empty() ? DeliveryResult() : observer.results[0];
}

DeliveryResult DeliverTo(const std::string& behaviour) {
  const SmtpPeer peer({behaviour});
  Observer observer;
  return Deliver(OptionsFor(peer), observer);
}

TEST(SmtpTransport, The250AfterTheDataIsTheProofAndTheBytesArriveAsTheyAre) {
  const SmtpPeer peer;
  Observer observer;
  const DeliveryResult result = Deliver(OptionsFor(peer), observer);
  EXPECT_EQ(result.outcome, AttemptOutcome::kAccepted);
  EXPECT_EQ(result.stage, "DATA_END");
  EXPECT_EQ(result.reply_code, 250);
  EXPECT_EQ(result.reply, "2.0.0 Ok: queued as SYNTHETIC1");
  EXPECT_EQ(result.mail_server, absl::StrCat("127.0.0.1:", peer.port()));
  EXPECT_EQ(observer.asked_for_end, 1);
  EXPECT_THAT(peer.Mails(), ElementsAre(kMail));
  EXPECT_EQ(peer.EnvelopeJson(1),
            "{\"from\": \"notices@probation.example\", \"to\": "
            "[\"quill@probation.example\", \"maren@probation.example\"]}");
  EXPECT_THAT(peer.Commands(),
              ElementsAre("EHLO notify.county.example tls=False",
                          "MAIL notices@probation.example",
                          "RCPT quill@probation.example",
                          "RCPT maren@probation.example", "DATA_END", "QUIT"));
}

TEST(SmtpTransport, AMailOfManyBlocksArrivesWhole) {
  std::string mail = "Subject: long\r\n\r\n";
  for (int i = 0; i < 20000; ++i) absl::StrAppend(&mail, ".line ", i, "\r\n");
  const SmtpPeer peer;
  Observer observer;
  EXPECT_EQ(Deliver(OptionsFor(peer), observer, mail).outcome,
            AttemptOutcome::kAccepted);
  ASSERT_THAT(peer.Mails(), SizeIs(1));
  EXPECT_EQ(peer.Mails()[0], mail);
}

struct ReplyCase {
  const char* behaviour;
  AttemptOutcome outcome;
  const char* stage;
  int code;
};

TEST(SmtpTransport, EveryReplyMeansWhatRfc5321Says) {
  const ReplyCase kTable[] = {
      {"greet=554 no service", AttemptOutcome::kUnreachable, "CONNECT", 554},
      {"greet=421 later", AttemptOutcome::kUnreachable, "CONNECT", 421},
      {"mail=451 4.3.0 later", AttemptOutcome::kDeferred, "MAIL", 451},
      {"mail=550 5.7.1 never", AttemptOutcome::kRejected, "MAIL", 550},
      // About us, not about the message: never final.
      {"mail=530 5.7.0 authentication required", AttemptOutcome::kUnreachable,
       "MAIL", 530},
      {"rcpt=450 4.2.1 later", AttemptOutcome::kDeferred, "RCPT", 450},
      {"rcpt=550 5.1.1 unknown", AttemptOutcome::kRejected, "RCPT", 550},
      {"data=451 4.3.0 later", AttemptOutcome::kDeferred, "DATA_END", 451},
      {"data=552 5.3.4 too big", AttemptOutcome::kRejected, "DATA_END", 552},
      {"data=554 5.6.0 never", AttemptOutcome::kRejected, "DATA_END", 554},
  };
  for (const ReplyCase& c : kTable) {
    const DeliveryResult result = DeliverTo(c.behaviour);
    EXPECT_EQ(result.outcome, c.outcome) << c.behaviour;
    EXPECT_EQ(result.stage, c.stage) << c.behaviour;
    EXPECT_EQ(result.reply_code, c.code) << c.behaviour;
    EXPECT_THAT(c.behaviour, HasSubstr(result.reply));
  }
}

TEST(SmtpTransport, ARefusedRecipientIsNeverOfferedTheData) {
  const SmtpPeer peer({"rcpt=550 5.1.1 unknown"});
  Observer observer;
  Deliver(OptionsFor(peer), observer);
  EXPECT_EQ(observer.asked_for_end, 0);
  EXPECT_THAT(peer.Commands(), Not(Contains(HasSubstr("DATA"))));
  EXPECT_THAT(peer.Mails(), IsEmpty());
}

// "A missing copy address blocks nothing."
TEST(SmtpTransport, ARefusedCopyDoesNotHoldTheNoticeUp) {
  for (const char* reply : {"550 5.1.1 unknown", "450 4.2.1 later"}) {
    const SmtpPeer peer({absl::StrCat("copy=", reply)});
    Observer observer;
    const DeliveryResult result = Deliver(OptionsFor(peer), observer);
    EXPECT_EQ(result.outcome, AttemptOutcome::kAccepted);
    EXPECT_EQ(result.copy_reply, reply);
    EXPECT_EQ(peer.EnvelopeJson(1),
              "{\"from\": \"notices@probation.example\", \"to\": "
              "[\"quill@probation.example\"]}");
  }
}

TEST(SmtpTransport, LostBeforeTheEndOfTheDataIsNotAccepted) {
  // More than the connection's buffers hold: the mail is still on its way when
  // the server closes.
  std::string mail = "Subject: long\r\n\r\n";
  mail.append(16 << 20, 'x');
  absl::StrAppend(&mail, "\r\n");
  const SmtpPeer peer({"drop_before_end"});
  Observer observer;
  const DeliveryResult result = Deliver(OptionsFor(peer), observer, mail);
  EXPECT_EQ(result.outcome, AttemptOutcome::kDeferred);
  EXPECT_EQ(result.stage, "BODY");
  EXPECT_EQ(result.reply_code, 0);
  EXPECT_EQ(observer.asked_for_end, 0);
}

TEST(SmtpTransport, LostAfterTheFinalDotIsUnknown) {
  for (const char* behaviour : {"drop_after_end", "lose_reply"}) {
    const DeliveryResult result = DeliverTo(behaviour);
    EXPECT_EQ(result.outcome, AttemptOutcome::kUnknown) << behaviour;
    EXPECT_EQ(result.stage, "DATA_END");
    EXPECT_EQ(result.reply_code, 0);
  }
}

TEST(SmtpTransport, ASilentServerIsGivenUpAtTheLimitOfItsStage) {
  const struct {
    const char* behaviour;
    absl::Duration SmtpTimeouts::*limit;
    AttemptOutcome outcome;
    const char* stage;
  } kTable[] = {
      {"silent_greeting", &SmtpTimeouts::greeting, AttemptOutcome::kUnreachable,
       "CONNECT"},
      {"silent_mail", &SmtpTimeouts::mail, AttemptOutcome::kDeferred, "MAIL"},
      {"silent_end", &SmtpTimeouts::data_end, AttemptOutcome::kUnknown,
       "DATA_END"},
  };
  for (const auto& c : kTable) {
    const SmtpPeer peer({c.behaviour});
    SmtpOptions options = OptionsFor(peer);
    options.timeouts.*c.limit = absl::Milliseconds(50);
    Observer observer;
    const DeliveryResult result = Deliver(options, observer);
    EXPECT_EQ(result.outcome, c.outcome) << c.behaviour;
    EXPECT_EQ(result.stage, c.stage) << c.behaviour;
    EXPECT_EQ(result.reply, "no reply in time");
  }
}

// RFC 5321, section 4.5.3.2: what the limits are when nobody sets them.
TEST(SmtpTransport, TheDefaultLimitsAreTheMinimumsOfTheRfc) {
  const SmtpTimeouts timeouts;
  EXPECT_EQ(timeouts.greeting, absl::Minutes(5));
  EXPECT_EQ(timeouts.mail, absl::Minutes(5));
  EXPECT_EQ(timeouts.recipient, absl::Minutes(5));
  EXPECT_EQ(timeouts.data, absl::Minutes(2));
  EXPECT_EQ(timeouts.block, absl::Minutes(3));
  EXPECT_EQ(timeouts.data_end, absl::Minutes(10));
}

TEST(SmtpTransport, WithoutLeaveTheDataIsNotEndedAndTheServerKeepsNothing) {
  const SmtpPeer peer;
  Observer observer;
  observer.may_end_data = false;
  const DeliveryResult result = Deliver(OptionsFor(peer), observer);
  EXPECT_EQ(result.outcome, AttemptOutcome::kAbandoned);
  EXPECT_EQ(result.stage, "BODY");
  // The next conversation is served, and the first left nothing.
  Observer next;
  Deliver(OptionsFor(peer), next);
  EXPECT_THAT(peer.Mails(), SizeIs(1));
}

TEST(SmtpTransport, TheConversationIsLeftWhenItMayNotGoOn) {
  const SmtpPeer peer({"silent_mail"});
  Observer observer;
  observer.may_go_on = false;
  EXPECT_EQ(Deliver(OptionsFor(peer), observer).outcome,
            AttemptOutcome::kAbandoned);
  EXPECT_GE(observer.asked, 1);
}

TEST(SmtpTransport, NobodyListeningIsUnreachable) {
  SmtpOptions options;
  {
    const SmtpPeer peer;
    options = OptionsFor(peer);
  }
  Observer observer;
  const DeliveryResult result = Deliver(options, observer);
  EXPECT_EQ(result.outcome, AttemptOutcome::kUnreachable);
  EXPECT_EQ(result.stage, "CONNECT");
}

TEST(SmtpTransport, StartTlsAndAuthenticationComeBeforeTheMail) {
  const SmtpPeer peer({}, /*tls=*/true, "caseload:secret");
  SmtpOptions options = TlsOptionsFor(peer);
  options.username = "caseload";
  options.password = "secret";
  Observer observer;
  EXPECT_EQ(Deliver(options, observer).outcome, AttemptOutcome::kAccepted);
  EXPECT_THAT(peer.Commands(), Contains("EHLO notify.county.example tls=True"));
  EXPECT_THAT(peer.Mails(), ElementsAre(kMail));
}

TEST(SmtpTransport, AServerWithoutStartTlsIsToldNothing) {
  const SmtpPeer peer({"plain"}, /*tls=*/true);
  Observer observer;
  const DeliveryResult result = Deliver(TlsOptionsFor(peer), observer);
  EXPECT_EQ(result.outcome, AttemptOutcome::kUnreachable);
  EXPECT_THAT(peer.Commands(), Not(Contains(HasSubstr("MAIL"))));
}

TEST(SmtpTransport, ACertificateOfAnotherAuthorityIsRefused) {
  const SmtpPeer peer({}, /*tls=*/true);
  const SmtpPeer other({}, /*tls=*/true);
  SmtpOptions options = TlsOptionsFor(peer);
  options.ca_file = other.certificate();
  Observer observer;
  EXPECT_EQ(Deliver(options, observer).outcome, AttemptOutcome::kUnreachable);
  EXPECT_THAT(peer.Commands(), Not(Contains(HasSubstr("MAIL"))));
}

// A wrong password is the county's fault and no message's: it is tried again.
TEST(SmtpTransport, AWrongPasswordFailsNoMessage) {
  const SmtpPeer peer({}, /*tls=*/true, "caseload:secret");
  SmtpOptions options = TlsOptionsFor(peer);
  options.username = "caseload";
  options.password = "wrong";
  Observer observer;
  const DeliveryResult result = Deliver(options, observer);
  EXPECT_EQ(result.outcome, AttemptOutcome::kUnreachable);
  EXPECT_EQ(result.stage, "AUTH");
  EXPECT_EQ(result.reply_code, 535);
  EXPECT_THAT(result.reply, Not(HasSubstr("wrong")));
}

TEST(SmtpOptionsTest, PlainTextIsForThisMachineOnly) {
  SmtpOptions options;
  options.host = "mail.county.example";
  EXPECT_THAT(Validate(options), IsOk());
  options.tls = SmtpTls::kNone;
  EXPECT_THAT(Validate(options), StatusIs(absl::StatusCode::kInvalidArgument,
                                          HasSubstr("--smtp-tls is none")));
  options.host = "127.0.0.1";
  EXPECT_THAT(Validate(options), IsOk());
  options.username = "caseload";
  EXPECT_THAT(Validate(options), StatusIs(absl::StatusCode::kInvalidArgument,
                                          HasSubstr("--smtp-tls is none")));
  options.host = "";
  EXPECT_THAT(Validate(options), StatusIs(absl::StatusCode::kInvalidArgument,
                                          HasSubstr("--smtp-host")));
}

}  // namespace
}  // namespace caseload::notify
