// From a conference to the mail in the mail server, on the real binaries:
// scheduled, moved, called off; counts from caseplan's snapshot; the clock
// moved to the notice's day (R010-R014, R135).

#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "caseload/caseplan/v1/caseload_service.grpc.pb.h"
#include "caseload/conference/v1/conference_service.grpc.pb.h"
#include "caseload/notify/v1/feed.pb.h"
#include "caseload/notify/v1/notify_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "services/common/rpc/grpc_status.h"
#include "tests/support/notify/read_mail.h"
#include "tests/support/notify/smtp_peer.h"
#include "tests/support/scoped_environment.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace caseload {
namespace {

using conference::v1::Conference;
using conference::v1::ConferenceService;
using notify::testing::ReadMail;
using notify::testing::SmtpPeer;
using notify::v1::Message;
using notify::v1::MessageChange;
using notify::v1::NotifyService;
using testing::HasReason;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using testing::ScopedEnvironment;
using testing::Suite;
using testing::WithToken;

absl::TimeZone CountyZone() {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone("America/Los_Angeles", &zone)) std::abort();
  return zone;
}

// The first day from Monday to Friday that is at least `days` after today. So
// is the day of its notice, two weeks before.
absl::CivilDay WorkingDayAfter(int days) {
  absl::CivilDay day = absl::ToCivilDay(absl::Now(), CountyZone()) + days;
  while (absl::GetWeekday(day) == absl::Weekday::saturday ||
         absl::GetWeekday(day) == absl::Weekday::sunday) {
    ++day;
  }
  return day;
}

std::string DateText(absl::CivilDay day) {
  return absl::StrCat("year: ", day.year(), " month: ", day.month(),
                      " day: ", day.day());
}

class ConferenceNoticeTest : public ::testing::Test {
 protected:
  ConferenceNoticeTest() {
    suite_.Start("notify");
    suite_.Start("caseplan");
    suite_.Start("conference");
    caseplan_ =
        caseplan::v1::CaseloadService::NewStub(suite_.TokenChannel("caseplan"));
    conferences_ =
        ConferenceService::NewStub(suite_.TokenChannel("conference"));
    notify_ = NotifyService::NewStub(suite_.ChannelAs("conference", "notify"));
    FillCounty();
  }

  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(
      Stub& stub,
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const std::string& subject, const std::vector<std::string>& roles,
      const Request& request) {
    const auto context = WithToken(suite_.Token(subject, roles));
    Response response;
    const absl::Status status =
        rpc::FromGrpcStatus((stub.*method)(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // A write to caseplan, of a request in text form.
  template <typename Request, typename Response>
  void Write(grpc::Status (caseplan::v1::CaseloadService::Stub::*method)(
                 grpc::ClientContext*, const Request&, Response*),
             const std::string& text) {
    Request request;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request))
        << text;
    ASSERT_THAT(Call(*caseplan_, method, "clerk",
                     {"admin", "records", "manager"}, request),
                IsOk());
  }

  // A unit with a supervisor and two officers; one has a case that was received
  // long ago and never got its plan.
  void FillCounty() {
    using Stub = caseplan::v1::CaseloadService::Stub;
    const absl::CivilDay today = absl::ToCivilDay(absl::Now(), CountyZone());
    Write(&Stub::CreateUnit,
          "unit_id: 'juvenile-1' unit { display_name: 'Juvenile Services 1'"
          " division: 'juvenile' first_day { year: 2026 month: 1 day: 1 } }");
    for (const char* id : {"sdpo-1", "dpo-1", "dpo-2"}) {
      Write(&Stub::CreateOfficer,
            absl::StrCat("officer_id: '", id, "' officer { display_name: '", id,
                         "' email: '", id, "@probation.example'",
                         " staff_subject: '", id,
                         "' first_day { year: 2026 month: 1 day: 1 } }"));
    }
    for (const char* id : {"dpo-1", "dpo-2"}) {
      Write(&Stub::SetOfficerPosting,
            absl::StrCat("parent: 'officers/", id,
                         "' posting { unit: 'units/juvenile-1'"
                         " supervisor: 'officers/sdpo-1'"
                         " period { start_date { year: 2026 month: 1 day: 1 }"
                         " } }"));
    }
    Write(&Stub::CreateClient,
          "client_id: 'client-1' client { given_name: 'Alma'"
          " family_name: 'Canaryfield' }");
    const std::string received = DateText(today - 100);
    Write(&Stub::OpenCase,
          absl::StrCat("case_id: 'case-1' case { client: 'clients/client-1'"
                       " division: 'juvenile' case_type: 'formal'"
                       " unit: 'units/juvenile-1' received_date { ",
                       received, " } }"));
    Write(&Stub::AssignCase,
          absl::StrCat("parent: 'cases/case-1' assignment {"
                       " officer: 'officers/dpo-1' role: ROLE_PRIMARY"
                       " period { start_date { ",
                       received, " } } }"));
  }

  absl::StatusOr<Conference> Schedule(const std::string& officer,
                                      absl::CivilDay day, int hour) {
    conference::v1::ScheduleConferenceRequest request;
    request.set_officer(absl::StrCat("officers/", officer));
    SetTime(day, hour, *request.mutable_time());
    request.set_location("Room 2, Main Street office");
    // Just started, it may not have heard of the policy yet.
    const absl::Time deadline = absl::Now() + absl::Seconds(60);
    while (true) {
      absl::StatusOr<Conference> conference =
          Call(*conferences_, &ConferenceService::Stub::ScheduleConference,
               "sdpo-1", {"sdpo"}, request);
      if (!testing::IsNotYet(conference.status()) || absl::Now() > deadline) {
        return conference;
      }
    }
  }

  static void SetTime(absl::CivilDay day, int hour,
                      conference::v1::ConferenceTime& time) {
    time.mutable_local_date()->set_year(static_cast<int>(day.year()));
    time.mutable_local_date()->set_month(day.month());
    time.mutable_local_date()->set_day(day.day());
    time.set_hours(hour);
    time.set_duration_minutes(60);
  }

  // Follows notify's feed until a change fits; the name of its message.
  std::string Await(const std::function<bool(const MessageChange&)>& fits) {
    grpc::ClientContext watching;
    watching.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(90)));
    const auto feed =
        notify_->WatchChanges(&watching, type::v1::WatchChangesRequest());
    type::v1::WatchChangesResponse event;
    while (feed->Read(&event)) {
      MessageChange change;
      if (event.change().state().UnpackTo(&change) && fits(change)) {
        watching.TryCancel();
        return event.change().resource_name();
      }
    }
    ADD_FAILURE() << "never came: " << suite_.process("conference").Log()
                  << suite_.process("notify").Log();
    return "";
  }

  // The message of a kind of a revision, once it is in `state`.
  Message AwaitMessage(const Conference& conference, int revision,
                       notify::v1::MessageKind kind,
                       notify::v1::MessageState state) {
    const std::string name = Await([&](const MessageChange& change) {
      return change.conference() == conference.name() &&
             change.conference_revision() == revision &&
             change.kind() == kind && change.state() == state;
    });
    grpc::ClientContext context;
    notify::v1::GetMessageRequest request;
    request.set_name(name);
    Message message;
    EXPECT_TRUE(notify_->GetMessage(&context, request, &message).ok());
    return message;
  }

  // The mail of a message, as an independent parser reads it.
  std::map<std::string, std::string> MailOf(const Message& message) {
    for (const std::string& mail : peer_.Mails()) {
      if (absl::StrContains(mail, message.message_id_header())) {
        return ReadMail(mail);
      }
    }
    ADD_FAILURE() << "no mail has " << message.message_id_header();
    return {};
  }

  void MoveClocks(absl::Duration offset) {
    for (const char* service : {"caseplan", "notify", "conference"}) {
      suite_.MoveClock(service, offset);
    }
  }

  SmtpPeer peer_;
  ScopedEnvironment host_{"CASELOAD_SMTP_HOST", "127.0.0.1"};
  ScopedEnvironment port_{"CASELOAD_SMTP_PORT", absl::StrCat(peer_.port())};
  ScopedEnvironment tls_{"CASELOAD_SMTP_TLS", "none"};
  ScopedEnvironment sender_{"CASELOAD_COUNTY_ADDRESS",
                            "notices@probation.example"};
  ScopedEnvironment link_{"CASELOAD_CONFERENCE_LINK",
                          "https://cases.county.example/c/{conference}"};
  Suite suite_;
  std::unique_ptr<caseplan::v1::CaseloadService::Stub> caseplan_;
  std::unique_ptr<ConferenceService::Stub> conferences_;
  std::unique_ptr<NotifyService::Stub> notify_;
};

constexpr auto kAccepted = notify::v1::MESSAGE_STATE_ACCEPTED;

TEST_F(ConferenceNoticeTest, TheOfficerIsInvitedThenNotifiedWithFreshCounts) {
  const absl::CivilDay day = WorkingDayAfter(40);
  const auto conference = Schedule("dpo-1", day, 9);
  ASSERT_THAT(conference, IsOk());
  const auto invitation = MailOf(AwaitMessage(
      *conference, 1, notify::v1::MESSAGE_KIND_INVITATION, kAccepted));
  EXPECT_EQ(invitation.at("calendar.method"), "REQUEST");
  EXPECT_EQ(invitation.at("calendar.sequence"), "0");
  EXPECT_THAT(invitation.at("to"), HasSubstr("dpo-1@probation.example"));
  EXPECT_EQ(invitation.count("problem"), 0u);

  // In the night before the notice its counts are brought; then it goes.
  const absl::Time target =
      absl::FromCivil(absl::CivilSecond(day - 14) + 8 * 3600, CountyZone());
  MoveClocks(target - absl::Hours(10) - absl::Now());
  Await([&](const MessageChange& change) {
    return change.conference() == conference->name() &&
           change.has_counts_snapshot_time();
  });
  MoveClocks(target + absl::Minutes(1) - absl::Now());
  const Message notice = AwaitMessage(
      *conference, 1, notify::v1::MESSAGE_KIND_FORMAL_NOTICE, kAccepted);
  EXPECT_GE(notice.counts().snapshot_time().seconds(),
            absl::ToUnixSeconds(target - absl::Hours(24)));
  const auto mail = MailOf(notice);
  const std::string& text = mail.at("text/plain");
  EXPECT_THAT(text, HasSubstr("cases without a current case plan: 1"));
  EXPECT_THAT(text, HasSubstr("of 1 case on your caseload"));
  EXPECT_THAT(text, HasSubstr("Room 2, Main Street office"));
  EXPECT_THAT(text, HasSubstr("https://cases.county.example/c/"));
  EXPECT_EQ(mail.count("problem"), 0u);
  // No client in any mail or log.
  for (const std::string& one : peer_.Mails()) {
    EXPECT_THAT(one, Not(HasSubstr("Canaryfield")));
  }
  for (const char* service : {"conference", "notify", "caseplan"}) {
    EXPECT_THAT(suite_.process(service).Log(), Not(HasSubstr("Canaryfield")));
  }
}

TEST_F(ConferenceNoticeTest, AMoveWithdrawsTheOldAndACancellationTells) {
  const absl::CivilDay day = WorkingDayAfter(40);
  const auto conference = Schedule("dpo-2", day, 9);
  ASSERT_THAT(conference, IsOk());
  AwaitMessage(*conference, 1, notify::v1::MESSAGE_KIND_INVITATION, kAccepted);

  conference::v1::RescheduleConferenceRequest move;
  move.set_name(conference->name());
  SetTime(day + 7, 14, *move.mutable_time());
  move.set_location("Room 5, Main Street office");
  move.set_move_reason("the supervisor is in court");
  ASSERT_THAT(
      Call(*conferences_, &ConferenceService::Stub::RescheduleConference,
           "sdpo-1", {"sdpo"}, move),
      IsOk());
  AwaitMessage(*conference, 1, notify::v1::MESSAGE_KIND_FORMAL_NOTICE,
               notify::v1::MESSAGE_STATE_CANCELLED);
  const auto change = MailOf(
      AwaitMessage(*conference, 2, notify::v1::MESSAGE_KIND_CHANGE, kAccepted));
  EXPECT_THAT(change.at("text/plain"), HasSubstr("Room 2, Main Street office"));
  EXPECT_THAT(change.at("text/plain"), HasSubstr("Room 5, Main Street office"));
  EXPECT_THAT(change.at("text/plain"), HasSubstr("9:00 AM"));
  EXPECT_THAT(change.at("text/plain"), HasSubstr("2:00 PM"));
  EXPECT_EQ(change.at("calendar.method"), "REQUEST");
  EXPECT_EQ(change.at("calendar.sequence"), "1");

  conference::v1::CancelConferenceRequest cancel;
  cancel.set_name(conference->name());
  cancel.set_reason("the office is closed");
  ASSERT_THAT(Call(*conferences_, &ConferenceService::Stub::CancelConference,
                   "sdpo-1", {"sdpo"}, cancel),
              IsOk());
  AwaitMessage(*conference, 2, notify::v1::MESSAGE_KIND_FORMAL_NOTICE,
               notify::v1::MESSAGE_STATE_CANCELLED);
  const auto cancellation = MailOf(AwaitMessage(
      *conference, 3, notify::v1::MESSAGE_KIND_CANCELLATION, kAccepted));
  EXPECT_EQ(cancellation.at("calendar.method"), "CANCEL");
  EXPECT_EQ(cancellation.at("calendar.sequence"), "2");
  EXPECT_EQ(cancellation.at("calendar.uid"), change.at("calendar.uid"));
}

// R131: a conference that is acknowledged outlives a kill, with its notice.
TEST_F(ConferenceNoticeTest, AKilledConferenceServiceStillGivesNotice) {
  const auto conference = Schedule("dpo-1", WorkingDayAfter(40), 9);
  ASSERT_THAT(conference, IsOk());
  suite_.process("conference").Kill();
  suite_.Start("conference");
  AwaitMessage(*conference, 1, notify::v1::MESSAGE_KIND_INVITATION, kAccepted);
  AwaitMessage(*conference, 1, notify::v1::MESSAGE_KIND_FORMAL_NOTICE,
               notify::v1::MESSAGE_STATE_PENDING);
  grpc::ClientContext context;
  notify::v1::ListMessagesRequest request;
  request.set_conference(conference->name());
  notify::v1::ListMessagesResponse page;
  ASSERT_TRUE(notify_->ListMessages(&context, request, &page).ok());
  EXPECT_EQ(page.messages_size(), 2);
}

TEST_F(ConferenceNoticeTest, TheChecklistNamesTheCaseToTheOfficerAlone) {
  const absl::CivilDay day = WorkingDayAfter(11);
  const auto conference = Schedule("dpo-1", day, 9);
  ASSERT_THAT(conference, IsOk());
  conference::v1::GetPreConferenceChecklistRequest request;
  request.set_name(conference->name());
  request.set_with_html(true);
  const auto checklist =
      Call(*conferences_, &ConferenceService::Stub::GetPreConferenceChecklist,
           "dpo-1", {"dpo"}, request);
  ASSERT_THAT(checklist, IsOk());
  EXPECT_EQ(checklist->cases(), 1);
  bool named = false;
  for (const auto& line : checklist->lines()) {
    for (const auto& item : line.items()) {
      named |= item.case_() == "cases/case-1" &&
               item.client_display_name() == "Canaryfield, Alma" &&
               item.what() == "without a current case plan";
    }
  }
  EXPECT_TRUE(named) << checklist->ShortDebugString();
  EXPECT_THAT(checklist->html(), HasSubstr("Canaryfield, Alma"));
  EXPECT_THAT(
      Call(*conferences_, &ConferenceService::Stub::GetPreConferenceChecklist,
           "dpo-2", {"dpo"}, request),
      HasReason("RESOURCE_NOT_FOUND"));
}

}  // namespace
}  // namespace caseload
