#include "tests/support/main_job/main_job.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <utility>

#include "absl/strings/numbers.h"
#include "caseload/notify/v1/feed.pb.h"
#include "tests/support/notify/read_mail.h"

namespace caseload::testing {
namespace {

using conference::v1::Conference;
using conference::v1::ConferenceService;
using conference::v1::NoticeObligation;
using notify::testing::ReadMail;
using notify::v1::Message;
using notify::v1::MessageChange;
using notify::v1::NotifyService;

constexpr int kSupervisors = 4;
// Conferences of a supervisor on one day, none of which meet.
constexpr int kHours = 9;

std::string WritePassword(const std::string& file) {
  std::ofstream(file) << "a synthetic secret\n";
  return file;
}

absl::TimeZone CountyZone() {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone("America/Los_Angeles", &zone)) std::abort();
  return zone;
}

absl::CivilDay Today() { return absl::ToCivilDay(absl::Now(), CountyZone()); }

bool IsWeekend(absl::CivilDay day) {
  return absl::GetWeekday(day) == absl::Weekday::saturday ||
         absl::GetWeekday(day) == absl::Weekday::sunday;
}

// The working day that comes `number` working days after `first`.
absl::CivilDay WorkingDay(absl::CivilDay first, int number) {
  while (IsWeekend(first)) ++first;
  for (; number > 0; --number) {
    do ++first;
    while (IsWeekend(first));
  }
  return first;
}

std::string DateText(absl::CivilDay day) {
  return absl::StrCat("year: ", day.year(), " month: ", day.month(),
                      " day: ", day.day());
}

void SetTime(absl::CivilDay day, int hour, int minute,
             conference::v1::ConferenceTime& time) {
  time.mutable_local_date()->set_year(static_cast<int>(day.year()));
  time.mutable_local_date()->set_month(day.month());
  time.mutable_local_date()->set_day(day.day());
  time.set_hours(hour);
  time.set_minutes(minute);
  time.set_duration_minutes(30);
}

}  // namespace

int NumberFromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  int number = otherwise;
  if (text != nullptr && !absl::SimpleAtoi(text, &number)) std::abort();
  return number;
}

MainJob::MainJob(const std::string& name,
                 std::map<std::string, std::string> databases)
    : name_(name),
      password_("CASELOAD_SMTP_PASSWORD_FILE",
                WritePassword(secrets_.File("password"))),
      suite_(std::move(databases)) {}

const std::vector<std::string>& MainJob::Clerk() {
  static const auto* const roles =
      new std::vector<std::string>{"admin", "records", "manager"};
  return *roles;
}

std::string MainJob::SupervisorId(int number) {
  return absl::StrCat("sdpo-", number % kSupervisors);
}

std::string MainJob::NextRequestId() {
  return absl::StrCat(name_, "-", ++requests_);
}

absl::Time MainJob::LastNoticeDue() const {
  return absl::FromCivil(absl::CivilSecond(last_day_ - 14) + 8 * 3600 + 60,
                         CountyZone());
}

std::string MainJob::Summary() const {
  return absl::StrCat(rounds_, " rounds, ", requests_, " changes, ", retries_,
                      " retries, ", peer_.Mails().size(), " mails, ",
                      extra_copies_, " of them further copies");
}

void MainJob::FillCounty() {
  using Stub = CaseloadService::Stub;
  Keep(&Stub::CreateUnit, &Stub::GetUnit,
       "unit_id: 'juvenile-1' unit { display_name: 'Juvenile Services 1'"
       " division: 'juvenile' first_day { year: 2026 month: 1 day: 1 } }");
  for (int i = 0; i < kSupervisors; ++i) AddOfficer(SupervisorId(i));
}

void MainJob::AddOfficer(const std::string& id) {
  using Stub = CaseloadService::Stub;
  Keep(&Stub::CreateOfficer, &Stub::GetOfficer,
       absl::StrCat("officer_id: '", id, "' officer { display_name: '", id,
                    "' email: '", id, "@probation.example' staff_subject: '",
                    id, "' first_day { year: 2026 month: 1 day: 1 } }"));
}

// An officer with a unit, a supervisor, a client and a case.
void MainJob::AddCaseload(int number, const std::string& officer) {
  using Stub = CaseloadService::Stub;
  AddOfficer(officer);
  const auto posting =
      Write(&Stub::SetOfficerPosting,
            absl::StrCat("parent: 'officers/", officer,
                         "' posting { unit: 'units/juvenile-1' supervisor:"
                         " 'officers/",
                         SupervisorId(number),
                         "' period { start_date { year: 2026 month: 1 day: 1 }"
                         " } }"));
  Keep(&Stub::CreateClient, &Stub::GetClient,
       absl::StrCat("client_id: 'client-", number,
                    "' client { given_name: 'Alma' family_name: 'Canary",
                    number, "' }"));
  const std::string received = DateText(Today() - 100);
  const auto opened =
      Write(&Stub::OpenCase,
            absl::StrCat("case_id: 'case-", number,
                         "' case { client: 'clients/"
                         "client-",
                         number,
                         "' division: 'juvenile' case_type:"
                         " 'formal' unit: 'units/juvenile-1' received_date { ",
                         received, " } }"));
  const auto assigned =
      Write(&Stub::AssignCase,
            absl::StrCat("parent: '", opened.name(),
                         "' assignment { officer: 'officers/", officer,
                         "' role: ROLE_PRIMARY period { start_date { ",
                         received, " } } }"));
  checks_.push_back([this, opened, posting, assigned, officer] {
    CheckCaseload(opened, posting, assigned, officer);
  });
}

void MainJob::CheckCaseload(const caseplan::v1::Case& opened,
                            const caseplan::v1::OfficerPosting& posting,
                            const caseplan::v1::Assignment& assigned,
                            const std::string& officer) {
  using Stub = CaseloadService::Stub;
  caseplan::v1::GetCaseRequest get;
  get.set_name(opened.name());
  const auto found =
      Call<CaseloadService>("caseplan", &Stub::GetCase, "clerk", Clerk(), get);
  EXPECT_EQ(found.client(), opened.client());
  EXPECT_EQ(found.received_date().DebugString(),
            opened.received_date().DebugString());
  caseplan::v1::ListAssignmentsRequest assignments;
  assignments.set_parent(opened.name());
  const auto given = Call<CaseloadService>("caseplan", &Stub::ListAssignments,
                                           "clerk", Clerk(), assignments);
  ASSERT_EQ(given.assignments_size(), 1) << given.ShortDebugString();
  EXPECT_EQ(given.assignments(0).DebugString(), assigned.DebugString());
  caseplan::v1::ListOfficerPostingsRequest postings;
  postings.set_parent("officers/" + officer);
  const auto posted = Call<CaseloadService>(
      "caseplan", &Stub::ListOfficerPostings, "clerk", Clerk(), postings);
  ASSERT_EQ(posted.postings_size(), 1) << posted.ShortDebugString();
  EXPECT_EQ(posted.postings(0).DebugString(), posting.DebugString());
}

void MainJob::Round(int number) {
  ++rounds_;
  const std::string officer = absl::StrCat("dpo-", number);
  AddCaseload(number, officer);
  // No two conferences of a supervisor meet.
  const int place = number / kSupervisors;
  const absl::CivilDay day = WorkingDay(Today() + 40, place / kHours);
  const int hour = 8 + place % kHours;
  last_day_ = std::max(last_day_, day);

  conference::v1::ScheduleConferenceRequest schedule;
  schedule.set_officer("officers/" + officer);
  SetTime(day, hour, 0, *schedule.mutable_time());
  schedule.set_location("Room 2, Main Street office");
  Conference conference =
      Change(&ConferenceService::Stub::ScheduleConference, number, schedule);
  if (number % 3 != 0) {
    conference::v1::RescheduleConferenceRequest move;
    move.set_name(conference.name());
    SetTime(day, hour, 30, *move.mutable_time());
    move.set_location("Room 5, Main Street office");
    move.set_move_reason("the supervisor is in court");
    conference =
        Change(&ConferenceService::Stub::RescheduleConference, number, move);
  }
  // Caseplan keeps it in Redis, and judges it with assessment's answers.
  caseplan::v1::GetCaseloadSnapshotRequest snapshot;
  snapshot.set_officer("officers/" + officer);
  EXPECT_EQ(Call<CaseloadService>("caseplan",
                                  &CaseloadService::Stub::GetCaseloadSnapshot,
                                  officer, {"dpo"}, snapshot)
                .cases_size(),
            1);
  if (number % 4 == 0) {
    conference::v1::CancelConferenceRequest cancel;
    cancel.set_name(conference.name());
    cancel.set_reason("the office is closed");
    conference =
        Change(&ConferenceService::Stub::CancelConference, number, cancel);
  }
}

MainJob::MessageKey MainJob::KeyOf(const Conference& conference,
                                   const NoticeObligation& owed) {
  return {conference.name(), conference.revision(), owed.recipient(),
          owed.kind()};
}
MainJob::MessageKey MainJob::KeyOf(const Message& message) {
  return {message.conference(), message.conference_revision(),
          message.recipient().officer(), message.kind()};
}

std::set<MainJob::MessageKey> MainJob::Owed() const {
  std::set<MessageKey> owed;
  for (const auto& [name, revisions] : revisions_) {
    for (const NoticeObligation& one :
         revisions.back().notice().obligations()) {
      owed.insert(KeyOf(revisions.back(), one));
    }
  }
  return owed;
}

void MainJob::AwaitAllMail() {
  const std::set<MessageKey> owed = Owed();
  std::map<MessageKey, notify::v1::MessageState> states;
  const auto stub =
      NotifyService::NewStub(suite_.ChannelAs("conference", "notify"));
  grpc::ClientContext watching;
  watching.set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(5)));
  const auto feed =
      stub->WatchChanges(&watching, type::v1::WatchChangesRequest());
  type::v1::WatchChangesResponse event;
  while (feed->Read(&event)) {
    MessageChange change;
    if (!event.change().state().UnpackTo(&change)) continue;
    states[{change.conference(), change.conference_revision(),
            change.recipient(), change.kind()}] = change.state();
    const bool all_there = std::all_of(
        owed.begin(), owed.end(),
        [&](const MessageKey& key) { return states.count(key) > 0; });
    const bool all_over =
        std::all_of(states.begin(), states.end(), [](const auto& one) {
          return one.second == notify::v1::MESSAGE_STATE_ACCEPTED ||
                 one.second == notify::v1::MESSAGE_STATE_CANCELLED;
        });
    if (all_there && all_over) {
      watching.TryCancel();
      return;
    }
  }
  FAIL() << "not all mail came: " << suite_.Log("conference")
         << suite_.Log("notify");
}

std::vector<Message> MainJob::AllMessages() {
  const auto stub =
      NotifyService::NewStub(suite_.ChannelAs("conference", "notify"));
  std::vector<Message> messages;
  notify::v1::ListMessagesRequest request;
  do {
    grpc::ClientContext context;
    notify::v1::ListMessagesResponse page;
    EXPECT_THAT(
        rpc::FromGrpcStatus(stub->ListMessages(&context, request, &page)),
        IsOk());
    messages.insert(messages.end(), page.messages().begin(),
                    page.messages().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return messages;
}

void MainJob::CheckAcknowledged() {
  for (const auto& check : checks_) check();
  for (const auto& [name, revisions] : revisions_) {
    conference::v1::GetConferenceRequest get;
    get.set_name(name);
    Conference found = Call<ConferenceService>(
        "conference", &ConferenceService::Stub::GetConference, "manager",
        {"manager"}, get);
    Conference acknowledged = revisions.back();
    // How far each has come is no content of the change.
    for (Conference* one : {&found, &acknowledged}) {
      for (NoticeObligation& owed :
           *one->mutable_notice()->mutable_obligations()) {
        owed.clear_handover();
        owed.clear_message();
      }
    }
    EXPECT_EQ(found.DebugString(), acknowledged.DebugString());
  }
}

void MainJob::CheckMail() {
  std::map<std::string, std::vector<std::string>> copies;
  for (const std::string& mail : peer_.Mails()) {
    copies[ReadMail(mail)["message-id"]].push_back(mail);
  }
  std::set<MessageKey> accepted;
  std::set<MessageKey> keys;
  for (const Message& message : AllMessages()) {
    EXPECT_TRUE(keys.insert(KeyOf(message)).second)
        << "two messages for one: " << message.ShortDebugString();
    const auto found =
        copies.find(absl::StrCat("<", message.message_id_header(), ">"));
    const int64_t in_the_box =
        found == copies.end() ? 0 : static_cast<int64_t>(found->second.size());
    EXPECT_LE(in_the_box, message.possible_copies())
        << message.ShortDebugString();
    if (message.state() == notify::v1::MESSAGE_STATE_ACCEPTED) {
      accepted.insert(KeyOf(message));
      EXPECT_GE(in_the_box, 1) << message.ShortDebugString();
    } else {
      EXPECT_EQ(message.state(), notify::v1::MESSAGE_STATE_CANCELLED)
          << message.ShortDebugString();
    }
    if (found == copies.end()) continue;
    for (const std::string& copy : found->second) {
      EXPECT_EQ(copy, found->second.front());
    }
    extra_copies_ += static_cast<int>(in_the_box) - 1;
    copies.erase(found);
  }
  EXPECT_TRUE(copies.empty())
      << "a mail that is on no ledger: " << copies.begin()->first;
  for (const MessageKey& key : Owed()) {
    EXPECT_EQ(accepted.count(key), 1u)
        << std::get<0>(key) << " revision " << std::get<1>(key) << " kind "
        << std::get<3>(key);
  }
}

}  // namespace caseload::testing
