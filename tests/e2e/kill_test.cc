// The main job while its processes are killed with SIGKILL at random moments:
// nothing that was acknowledged is lost, and nobody is told nothing, or told
// twice in two different mails (R011, R131).
//
//   CASELOAD_KILL_SEED=N   the moments of an earlier run; each run prints its
//                          own
//   CASELOAD_KILLS=50      how often each process is killed; 5 without it
//
// A moment is a number of acknowledged calls and then of writes to the victim's
// own store, never a time: the kill falls into whatever the process does there,
// mostly the middle of a transaction, of a call or of a mail.

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "caseload/caseplan/v1/caseload_service.grpc.pb.h"
#include "caseload/conference/v1/conference_service.grpc.pb.h"
#include "caseload/notify/v1/feed.pb.h"
#include "caseload/notify/v1/notify_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/status/error.h"
#include "services/common/sync/mutex.h"
#include "tests/support/notify/read_mail.h"
#include "tests/support/notify/smtp_peer.h"
#include "tests/support/scoped_environment.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"
#include "tests/support/temp_dir.h"

namespace caseload {
namespace {

using caseplan::v1::CaseloadService;
using conference::v1::Conference;
using conference::v1::ConferenceService;
using conference::v1::NoticeObligation;
using notify::testing::ReadMail;
using notify::testing::SmtpPeer;
using notify::v1::Message;
using notify::v1::MessageChange;
using notify::v1::NotifyService;
using testing::IsOk;
using testing::ScopedEnvironment;
using testing::Suite;
using testing::WithToken;

std::string WritePassword(const std::string& file) {
  std::ofstream(file) << "a synthetic secret\n";
  return file;
}

constexpr char kRedis[] = "redis";

int NumberFromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  int number = otherwise;
  if (text != nullptr && !absl::SimpleAtoi(text, &number)) std::abort();
  return number;
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

// When a process dies: so many acknowledged calls after the moment before, and
// then at so many writes to its store.
struct Moment {
  std::string victim;
  int calls = 0;
  int writes = 0;
};

// `kills` moments of each victim, in an order of their own.
std::vector<Moment> DrawMoments(std::mt19937_64& random,
                                const std::vector<std::string>& victims,
                                int kills, int most_calls, int most_writes) {
  std::vector<Moment> moments;
  for (const std::string& victim : victims) {
    for (int i = 0; i < kills; ++i) moments.push_back({victim, 0, 0});
  }
  std::shuffle(moments.begin(), moments.end(), random);
  for (Moment& moment : moments) {
    moment.calls = std::uniform_int_distribution(0, most_calls)(random);
    // The others write nothing in the main job.
    const bool writes =
        moment.victim != kRedis && moment.victim != "assessment";
    moment.writes = std::uniform_int_distribution(0, most_writes)(random);
    if (!writes) moment.writes = 0;
  }
  return moments;
}

// The processes of a county, of which one may be dead at any time.
//
// Thread safety: all of it is thread-safe. Nobody gets at a process while it
// is started again.
class MortalSuite {
 public:
  MortalSuite() {
    for (const char* service :
         {"assessment", "notify", "caseplan", "conference"}) {
      suite_.Start(service);
    }
  }
  ~MortalSuite() { EndKilling(); }

  // Kills at `moments`, one after the other, on a thread of its own.
  void BeginKilling(std::vector<Moment> moments) {
    {
      sync::MutexLock lock(&mutex_);
      killing_ = true;
      stopping_ = false;
    }
    killer_ = std::thread([this, moments = std::move(moments)] {
      for (const Moment& moment : moments) KillAt(moment);
      sync::MutexLock lock(&mutex_);
      killing_ = false;
    });
  }
  bool Killing() {
    sync::MutexLock lock(&mutex_);
    return killing_;
  }
  // Returns when all moments have come.
  void AwaitKills() { killer_.join(); }

  // Tells of a call that was acknowledged.
  void Acknowledged() {
    sync::MutexLock lock(&mutex_);
    ++acknowledged_;
    changed_.NotifyAll();
  }
  // After UNAVAILABLE: returns when nobody is dead any more and what the
  // service asked its clients to wait is over.
  void OutwaitOutage(absl::Duration retry_after) {
    sync::MutexLock lock(&mutex_);
    const int restarts = restarts_;
    changed_.WaitFor(&lock, absl::ToChronoNanoseconds(retry_after),
                     [&] { return restarts_ != restarts; });
  }

  std::shared_ptr<grpc::Channel> TokenChannel(const std::string& service) {
    sync::MutexLock lock(&mutex_);
    return suite_.TokenChannel(service);
  }
  std::shared_ptr<grpc::Channel> ChannelAs(const std::string& caller,
                                           const std::string& service) {
    sync::MutexLock lock(&mutex_);
    return suite_.ChannelAs(caller, service);
  }
  std::string Token(const std::string& subject,
                    const std::vector<std::string>& roles) {
    return suite_.Token(subject, roles);
  }

  // Moves every clock, also of those that are started later.
  void MoveClocks(absl::Duration offset) {
    sync::MutexLock lock(&mutex_);
    offset_ = offset;
    for (const char* service : {"caseplan", "notify", "conference"}) {
      suite_.MoveClock(service, offset);
    }
  }
  // Ends every process as a crash would and starts it in real time.
  void RestartAll() {
    sync::MutexLock lock(&mutex_);
    offset_ = absl::ZeroDuration();
    for (const char* service : {"notify", "caseplan", "conference"}) {
      Restart(service);
    }
  }
  std::string Log(const std::string& service) {
    sync::MutexLock lock(&mutex_);
    return suite_.process(service).Log();
  }

 private:
  // A victim that has nothing to write is killed all the same.
  static constexpr int kQuietMilliseconds = 5'000;

  void EndKilling() {
    {
      sync::MutexLock lock(&mutex_);
      stopping_ = true;
      changed_.NotifyAll();
    }
    if (killer_.joinable()) killer_.join();
  }

  void KillAt(const Moment& moment) {
    {
      sync::MutexLock lock(&mutex_);
      const int due = acknowledged_ + moment.calls;
      changed_.Wait(&lock, [&] { return stopping_ || acknowledged_ >= due; });
      if (stopping_) return;
    }
    AwaitWrites(moment.victim, moment.writes);
    sync::MutexLock lock(&mutex_);
    if (moment.victim == kRedis) {
      suite_.redis().Kill();
      suite_.redis().Restart();
    } else {
      Restart(moment.victim);
    }
    ++restarts_;
    changed_.NotifyAll();
  }

  void Restart(const std::string& service) {
    suite_.process(service).Kill();
    suite_.Start(service);
    if (offset_ != absl::ZeroDuration()) suite_.MoveClock(service, offset_);
  }

  // Returns at the `count`-th write to the service's write-ahead log.
  void AwaitWrites(const std::string& service, int count) {
    const int watch = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (::inotify_add_watch(watch, suite_.directory().c_str(), IN_MODIFY) < 0) {
      std::abort();
    }
    const std::string log = service + ".db-wal";
    while (count > 0) {
      pollfd wait = {watch, POLLIN, 0};
      if (::poll(&wait, 1, kQuietMilliseconds) <= 0) break;
      alignas(inotify_event) char events[4096];
      const ssize_t length = ::read(watch, events, sizeof(events));
      for (ssize_t at = 0; at < length;) {
        const auto* event = reinterpret_cast<const inotify_event*>(events + at);
        if (event->len > 0 && log == event->name) --count;
        at += static_cast<ssize_t>(sizeof(inotify_event)) + event->len;
      }
    }
    ::close(watch);
  }

  Suite suite_;
  sync::Mutex mutex_;
  sync::CondVar changed_;
  std::thread killer_;
  absl::Duration offset_;
  int acknowledged_ = 0;
  int restarts_ = 0;
  bool killing_ = false;
  bool stopping_ = false;
};

// Conference, revision, recipient, kind: what one message is owed for.
using MessageKey = std::tuple<std::string, int64_t, std::string, int>;

class KillTest : public ::testing::Test {
 protected:
  // Calls until it is acknowledged. UNAVAILABLE is tried again, as the same
  // request: the one that counts is whichever arrived.
  template <typename Service, typename Request, typename Response>
  Response Call(const std::string& service,
                grpc::Status (Service::Stub::*method)(grpc::ClientContext*,
                                                      const Request&,
                                                      Response*),
                const std::string& subject,
                const std::vector<std::string>& roles, const Request& request) {
    while (true) {
      const auto stub = Service::NewStub(suite_.TokenChannel(service));
      const auto context = WithToken(suite_.Token(subject, roles));
      context->set_deadline(
          absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
      Response response;
      const absl::Status status = rpc::FromGrpcStatus(
          (*stub.*method)(context.get(), request, &response));
      if (absl::IsUnavailable(status)) {
        ++retries_;
        suite_.OutwaitOutage(
            status::RetryAfterOf(status).value_or(absl::Milliseconds(100)));
        continue;
      }
      EXPECT_THAT(status, IsOk()) << request.ShortDebugString();
      suite_.Acknowledged();
      return response;
    }
  }

  // A change of caseplan, of a request in text form.
  template <typename Request, typename Response>
  Response Write(grpc::Status (CaseloadService::Stub::*method)(
                     grpc::ClientContext*, const Request&, Response*),
                 const std::string& text) {
    Request request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request))
        << text;
    request.set_request_id(NextRequestId());
    return Call<CaseloadService>("caseplan", method, "clerk", kClerk, request);
  }

  // The same, and the content is read back when all is over.
  template <typename Request, typename Response, typename Get>
  void Keep(grpc::Status (CaseloadService::Stub::*method)(grpc::ClientContext*,
                                                          const Request&,
                                                          Response*),
            grpc::Status (CaseloadService::Stub::*read)(grpc::ClientContext*,
                                                        const Get&, Response*),
            const std::string& text) {
    const Response written = Write(method, text);
    checks_.push_back([this, read, written] {
      Get get;
      get.set_name(written.name());
      const Response found =
          Call<CaseloadService>("caseplan", read, "clerk", kClerk, get);
      EXPECT_EQ(found.DebugString(), written.DebugString());
    });
  }

  std::string NextRequestId() {
    return absl::StrCat("kill-", seed_, "-", ++requests_);
  }

  void FillCounty() {
    using Stub = CaseloadService::Stub;
    Keep(&Stub::CreateUnit, &Stub::GetUnit,
         "unit_id: 'juvenile-1' unit { display_name: 'Juvenile Services 1'"
         " division: 'juvenile' first_day { year: 2026 month: 1 day: 1 } }");
    for (int i = 0; i < kSupervisors; ++i) AddOfficer(SupervisorId(i));
  }

  void AddOfficer(const std::string& id) {
    using Stub = CaseloadService::Stub;
    Keep(&Stub::CreateOfficer, &Stub::GetOfficer,
         absl::StrCat("officer_id: '", id, "' officer { display_name: '", id,
                      "' email: '", id, "@probation.example' staff_subject: '",
                      id, "' first_day { year: 2026 month: 1 day: 1 } }"));
  }

  // An officer with a unit, a supervisor, a client and a case.
  void AddCaseload(int number, const std::string& officer) {
    using Stub = CaseloadService::Stub;
    AddOfficer(officer);
    const auto posting = Write(
        &Stub::SetOfficerPosting,
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
    const auto opened = Write(
        &Stub::OpenCase,
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

  void CheckCaseload(const caseplan::v1::Case& opened,
                     const caseplan::v1::OfficerPosting& posting,
                     const caseplan::v1::Assignment& assigned,
                     const std::string& officer) {
    using Stub = CaseloadService::Stub;
    caseplan::v1::GetCaseRequest get;
    get.set_name(opened.name());
    const auto found =
        Call<CaseloadService>("caseplan", &Stub::GetCase, "clerk", kClerk, get);
    EXPECT_EQ(found.client(), opened.client());
    EXPECT_EQ(found.received_date().DebugString(),
              opened.received_date().DebugString());
    caseplan::v1::ListAssignmentsRequest assignments;
    assignments.set_parent(opened.name());
    const auto given = Call<CaseloadService>("caseplan", &Stub::ListAssignments,
                                             "clerk", kClerk, assignments);
    ASSERT_EQ(given.assignments_size(), 1) << given.ShortDebugString();
    EXPECT_EQ(given.assignments(0).DebugString(), assigned.DebugString());
    caseplan::v1::ListOfficerPostingsRequest postings;
    postings.set_parent("officers/" + officer);
    const auto posted = Call<CaseloadService>(
        "caseplan", &Stub::ListOfficerPostings, "clerk", kClerk, postings);
    ASSERT_EQ(posted.postings_size(), 1) << posted.ShortDebugString();
    EXPECT_EQ(posted.postings(0).DebugString(), posting.DebugString());
  }

  // A caseload, and its conference: scheduled, mostly moved, sometimes called
  // off.
  void Round(int number) {
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

  template <typename Request>
  Conference Change(grpc::Status (ConferenceService::Stub::*method)(
                        grpc::ClientContext*, const Request&, Conference*),
                    int number, Request request) {
    request.set_request_id(NextRequestId());
    Conference conference = Call<ConferenceService>(
        "conference", method, SupervisorId(number), {"sdpo"}, request);
    revisions_[conference.name()].push_back(conference);
    return conference;
  }

  static void SetTime(absl::CivilDay day, int hour, int minute,
                      conference::v1::ConferenceTime& time) {
    time.mutable_local_date()->set_year(static_cast<int>(day.year()));
    time.mutable_local_date()->set_month(day.month());
    time.mutable_local_date()->set_day(day.day());
    time.set_hours(hour);
    time.set_minutes(minute);
    time.set_duration_minutes(30);
  }

  static std::string SupervisorId(int number) {
    return absl::StrCat("sdpo-", number % kSupervisors);
  }

  static MessageKey KeyOf(const Conference& conference,
                          const NoticeObligation& owed) {
    return {conference.name(), conference.revision(), owed.recipient(),
            owed.kind()};
  }
  static MessageKey KeyOf(const Message& message) {
    return {message.conference(), message.conference_revision(),
            message.recipient().officer(), message.kind()};
  }

  // What the last revisions owe: nothing withdraws these messages.
  std::set<MessageKey> Owed() const {
    std::set<MessageKey> owed;
    for (const auto& [name, revisions] : revisions_) {
      for (const NoticeObligation& one :
           revisions.back().notice().obligations()) {
        owed.insert(KeyOf(revisions.back(), one));
      }
    }
    return owed;
  }

  // Follows notify until everything that is owed was accepted and nothing is
  // under way.
  void AwaitAllMail() {
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

  std::vector<Message> AllMessages() {
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

  // (1) Every acknowledged change is there as it was acknowledged.
  void CheckAcknowledged() {
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

  // (2) One Message-ID for each revision, recipient and kind, of which every
  // further copy is the same and counted; (3) no revision without.
  void CheckMail() {
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
          found == copies.end() ? 0
                                : static_cast<int64_t>(found->second.size());
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

  static constexpr int kSupervisors = 4;
  static constexpr int kHours = 9;
  const std::vector<std::string> kClerk = {"admin", "records", "manager"};

  const int seed_ = NumberFromEnvironment(
      "CASELOAD_KILL_SEED",
      static_cast<int>(std::random_device()() & 0x7fffffff));
  const int kills_ = NumberFromEnvironment("CASELOAD_KILLS", 5);
  SmtpPeer peer_{{}, /*tls=*/true, "caseload:a synthetic secret"};
  testing::TempDir secrets_;
  ScopedEnvironment host_{"CASELOAD_SMTP_HOST", "localhost"};
  ScopedEnvironment port_{"CASELOAD_SMTP_PORT", absl::StrCat(peer_.port())};
  ScopedEnvironment ca_{"CASELOAD_SMTP_CA", peer_.certificate()};
  ScopedEnvironment user_{"CASELOAD_SMTP_USERNAME", "caseload"};
  ScopedEnvironment password_{"CASELOAD_SMTP_PASSWORD_FILE",
                              WritePassword(secrets_.File("password"))};
  ScopedEnvironment sender_{"CASELOAD_COUNTY_ADDRESS",
                            "notices@probation.example"};
  MortalSuite suite_;
  int requests_ = 0;
  int retries_ = 0;
  int extra_copies_ = 0;
  absl::CivilDay last_day_;
  std::vector<std::function<void()>> checks_;
  // What was acknowledged of each conference, oldest first.
  std::map<std::string, std::vector<Conference>> revisions_;
};

TEST_F(KillTest, NothingAcknowledgedIsLostAndEveryNoticeIsOneMessage) {
  std::cout << "CASELOAD_KILL_SEED=" << seed_ << " CASELOAD_KILLS=" << kills_
            << std::endl;
  std::mt19937_64 random(static_cast<uint64_t>(seed_));
  FillCounty();
  // While the county works; some are kept for the night of the notices.
  const int later = std::max(1, kills_ / 5);
  std::vector<Moment> moments =
      DrawMoments(random, {"assessment", "caseplan", kRedis}, kills_, 3, 12);
  const std::vector<Moment> senders =
      DrawMoments(random, {"conference", "notify"}, kills_ - later, 3, 12);
  moments.insert(moments.end(), senders.begin(), senders.end());
  std::shuffle(moments.begin(), moments.end(), random);
  suite_.BeginKilling(moments);
  int rounds = 0;
  for (; suite_.Killing() || rounds < 2 * kills_; ++rounds) {
    Round(rounds);
    if (HasFailure()) return;
  }
  suite_.AwaitKills();
  CheckAcknowledged();

  // The day of the last notice, when all of them are due.
  const absl::Time due = absl::FromCivil(
      absl::CivilSecond(last_day_ - 14) + 8 * 3600 + 60, CountyZone());
  suite_.MoveClocks(due - absl::Now());
  suite_.BeginKilling(
      DrawMoments(random, {"conference", "notify"}, later, 0, 6));
  suite_.AwaitKills();
  // What nobody knows the end of is offered again after half an hour.
  suite_.MoveClocks(due + absl::Hours(2) - absl::Now());
  AwaitAllMail();
  CheckMail();
  suite_.RestartAll();
  CheckAcknowledged();
  std::cout << rounds << " rounds, " << requests_ << " changes, " << retries_
            << " retries, " << peer_.Mails().size() << " mails, "
            << extra_copies_ << " of them further copies" << std::endl;
}

}  // namespace
}  // namespace caseload
