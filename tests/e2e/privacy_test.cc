// Names and narratives of clients stay in the stores: planted in the personal
// fields of good and of bad requests through the main job, they are looked for
// in everything that others read (logs, metrics, mail, audit rows, Redis).

#include <curl/curl.h>
#include <sqlite3.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <regex>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "caseload/caseplan/v1/case_plan_service.grpc.pb.h"
#include "caseload/caseplan/v1/case_record_service.grpc.pb.h"
#include "caseload/caseplan/v1/caseload_service.grpc.pb.h"
#include "caseload/conference/v1/conference_service.grpc.pb.h"
#include "caseload/notify/v1/feed.pb.h"
#include "caseload/notify/v1/notify_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "services/common/rpc/grpc_status.h"
#include "tests/support/notify/smtp_peer.h"
#include "tests/support/scoped_environment.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace caseload {
namespace {

using caseplan::v1::CaseloadService;
using caseplan::v1::CasePlanService;
using caseplan::v1::CaseRecordService;
using conference::v1::ConferenceService;
using notify::testing::SmtpPeer;
using notify::v1::NotifyService;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using testing::ScopedEnvironment;
using testing::Suite;
using testing::WithToken;

// Stands in every planted value, in small letters everywhere.
constexpr char kCanary[] = "zqcanary";
constexpr const char* kServices[] = {"assessment", "caseplan", "conference",
                                     "notify"};

absl::TimeZone CountyZone() {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone("America/Los_Angeles", &zone)) std::abort();
  return zone;
}

std::string DateText(absl::CivilDay day) {
  return absl::StrCat("{ year: ", day.year(), " month: ", day.month(),
                      " day: ", day.day(), " }");
}

size_t Append(char* bytes, size_t size, size_t count, void* to) {
  static_cast<std::string*>(to)->append(bytes, size * count);
  return size * count;
}

std::string Fetch(const std::string& url) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(
      curl_easy_init(), curl_easy_cleanup);
  std::string page;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, Append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &page);
  EXPECT_EQ(curl_easy_perform(curl.get()), CURLE_OK) << url;
  return page;
}

// Every row of a service's audit log, as text.
std::string AuditRows(const std::string& file) {
  sqlite3* opened = nullptr;
  EXPECT_EQ(
      sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr),
      SQLITE_OK);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> store(opened,
                                                                 sqlite3_close);
  std::string rows;
  const auto add = [](void* to, int columns, char** values, char**) {
    for (int i = 0; i < columns; ++i) {
      absl::StrAppend(static_cast<std::string*>(to),
                      values[i] == nullptr ? "" : values[i], "|");
    }
    return 0;
  };
  EXPECT_EQ(
      sqlite3_exec(store.get(), "SELECT * FROM audit_log", add, &rows, nullptr),
      SQLITE_OK);
  return rows;
}

class PrivacyTest : public ::testing::Test {
 protected:
  PrivacyTest() {
    for (const char* service : kServices) suite_.Start(service);
  }

  template <typename Service, typename Request, typename Response>
  absl::Status Call(const std::string& service,
                    grpc::Status (Service::Stub::*method)(grpc::ClientContext*,
                                                          const Request&,
                                                          Response*),
                    const std::string& subject,
                    const std::vector<std::string>& roles,
                    const std::string& text) {
    Request request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request))
        << text;
    const auto stub = Service::NewStub(suite_.TokenChannel(service));
    const auto context = WithToken(suite_.Token(subject, roles));
    Response response;
    return rpc::FromGrpcStatus(
        (*stub.*method)(context.get(), request, &response));
  }
  // A write by the clerk.
  template <typename Service, typename Request, typename Response>
  absl::Status Write(grpc::Status (Service::Stub::*method)(grpc::ClientContext*,
                                                           const Request&,
                                                           Response*),
                     const std::string& text) {
    return Call<Service>("caseplan", method, "clerk",
                         {"admin", "records", "manager"}, text);
  }

  void FillCounty() {
    using Stub = CaseloadService::Stub;
    ASSERT_THAT(
        Write<CaseloadService>(
            &Stub::CreateUnit,
            "unit_id: 'juvenile-1' unit { display_name: 'Juvenile 1' division:"
            " 'juvenile' first_day { year: 2026 month: 1 day: 1 } }"),
        IsOk());
    for (const char* id : {"sdpo-1", "dpo-1"}) {
      ASSERT_THAT(
          Write<CaseloadService>(
              &Stub::CreateOfficer,
              absl::StrCat("officer_id: '", id, "' officer { display_name: '",
                           id, "' email: '", id,
                           "@probation.example' staff_subject: '", id,
                           "' first_day { year: 2026 month: 1 day: 1 } }")),
          IsOk());
    }
    ASSERT_THAT(Write<CaseloadService>(
                    &Stub::SetOfficerPosting,
                    "parent: 'officers/dpo-1' posting { unit:"
                    " 'units/juvenile-1' supervisor: 'officers/sdpo-1' period"
                    " { start_date { year: 2026 month: 1 day: 1 } } }"),
                IsOk());
  }

  // A client, a case, a plan, a note and a condition, full of canaries.
  void PlantRecords() {
    using Stub = CaseloadService::Stub;
    ASSERT_THAT(Write<CaseloadService>(&Stub::CreateClient,
                                       "client_id: 'client-1' " + Client()),
                IsOk());
    const std::string received = DateText(today_ - 100);
    ASSERT_THAT(
        Write<CaseloadService>(
            &Stub::OpenCase,
            absl::StrCat("case_id: 'case-1' case { client: 'clients/client-1'"
                         " division: 'juvenile' case_type: 'formal' unit:"
                         " 'units/juvenile-1' court_numbers: 'ZQCANARY-77'"
                         " received_date ",
                         received, " }")),
        IsOk());
    ASSERT_THAT(Write<CaseloadService>(
                    &Stub::AssignCase,
                    absl::StrCat("parent: 'cases/case-1' assignment { officer:"
                                 " 'officers/dpo-1' role: ROLE_PRIMARY period {"
                                 " start_date ",
                                 received, " } }")),
                IsOk());
    ASSERT_THAT(ByOfficer<CasePlanService>(
                    &CasePlanService::Stub::CreateCasePlan, Plan("case-1")),
                IsOk());
    ASSERT_THAT(ByOfficer<CaseRecordService>(
                    &CaseRecordService::Stub::AddJournalNote, Note("case-1")),
                IsOk());
    ASSERT_THAT(Write<CaseRecordService>(&CaseRecordService::Stub::AddCondition,
                                         Condition("case-1", "STATUS_REMOVED")),
                IsOk());
  }

  // The same values in requests that are refused, for their form, their state
  // and their caller.
  void PlantInRefusedRequests() {
    using Stub = CaseloadService::Stub;
    EXPECT_THAT(Write<CaseloadService>(&Stub::CreateClient,
                                       "client_id: 'client-1' " + Client()),
                Not(IsOk()));
    std::string too_long;
    for (int i = 0; i < 50; ++i) too_long += "Zqcanary";
    EXPECT_THAT(Write<CaseloadService>(
                    &Stub::CreateClient,
                    absl::StrCat("client_id: 'client-2' client { given_name:"
                                 " 'Zqcanary' family_name: '",
                                 too_long, "' }")),
                Not(IsOk()));
    EXPECT_THAT(
        Call<CaseloadService>("caseplan", &Stub::CreateClient, "dpo-9",
                              {"auditor"}, "client_id: 'client-3' " + Client()),
        Not(IsOk()));
    EXPECT_THAT(Call<CaseloadService>("caseplan", &Stub::ListClients, "dpo-9",
                                      {"ops"}, "family_name: 'Zqcanaryfield'"),
                Not(IsOk()));
    EXPECT_THAT(ByOfficer<CasePlanService>(
                    &CasePlanService::Stub::CreateCasePlan, Plan("case-9")),
                Not(IsOk()));
    EXPECT_THAT(ByOfficer<CaseRecordService>(
                    &CaseRecordService::Stub::AddJournalNote, Note("case-9")),
                Not(IsOk()));
    EXPECT_THAT(
        Write<CaseRecordService>(&CaseRecordService::Stub::AddCondition,
                                 Condition("case-1", "STATUS_UNSPECIFIED")),
        Not(IsOk()));
  }

  template <typename Service, typename Request, typename Response>
  absl::Status ByOfficer(grpc::Status (Service::Stub::*method)(
                             grpc::ClientContext*, const Request&, Response*),
                         const std::string& text) {
    return Call<Service>("caseplan", method, "dpo-1", {"dpo"}, text);
  }

  static std::string Client() {
    return "client { given_name: 'Zqcanarygiven' family_name: 'Zqcanaryfield'"
           " date_of_birth { year: 2010 month: 2 day: 3 }"
           " phone: '555-0100 Zqcanary' address: '1 Zqcanary Street'"
           " identifiers { kind: 'court' value: 'ZQCANARY-1' }"
           " related_persons { role: ROLE_GUARDIAN_AND_EMERGENCY_CONTACT"
           " display_name: 'Zqcanaryguardian' relationship: 'Zqcanaryaunt'"
           " phone: '555-0101 Zqcanary' email: 'zqcanary@example.org' }"
           " race: 'Zqcanary' ethnicity: 'Zqcanary' }";
  }
  std::string Plan(const std::string& id) const {
    return absl::StrCat(
        "parent: 'cases/", id,
        "' case_plan_id: 'p-1' case_plan {"
        " effective_date ",
        DateText(today_ - 10), " expiry_date ", DateText(today_ + 80),
        " objectives { objective_id: 'o-1' need_area: 'education' behavior: "
        "'Zqcanary behaves' measure: 'Zqcanary attends' responsible_person: "
        "'Zqcanary aunt' service: 'Zqcanary tutoring' service_provider: "
        "'Zqcanary house' target_date ",
        DateText(today_ + 60),
        " } goals: 'Zqcanary goals' expected_outcomes: 'Zqcanary outcome'"
        " participant_goals: 'Zqcanary own' monitoring: 'Zqcanary monitoring'"
        " conditions: 'Zqcanary conditions' benefits: 'Zqcanary benefits'"
        " consequences: 'Zqcanary consequences' }");
  }
  std::string Note(const std::string& id) const {
    return absl::StrCat("parent: 'cases/", id,
                        "' note { officer: 'officers/dpo-1' category:"
                        " CATEGORY_GENERAL text: 'Zqcanary said a lot.' date ",
                        DateText(today_ - 1), " }");
  }
  std::string Condition(const std::string& id,
                        const std::string& status) const {
    return absl::StrCat("parent: 'cases/", id,
                        "' condition { condition_type: 'school' description:"
                        " 'Zqcanary attends' status: ",
                        status, " ordered_date ", DateText(today_ - 50), " }");
  }

  // A conference whose invitation is in the mail server's box.
  void HoldTheMainJob() {
    absl::CivilDay day = today_ + 11;
    while (absl::GetWeekday(day) == absl::Weekday::saturday ||
           absl::GetWeekday(day) == absl::Weekday::sunday) {
      ++day;
    }
    ASSERT_THAT(
        Call<ConferenceService>(
            "conference", &ConferenceService::Stub::ScheduleConference,
            "sdpo-1", {"sdpo"},
            absl::StrCat("officer: 'officers/dpo-1' location: 'Room 2'"
                         " time { local_date ",
                         DateText(day), " hours: 9 duration_minutes: 60 }")),
        IsOk());
    ASSERT_THAT(Call<CaseloadService>(
                    "caseplan", &CaseloadService::Stub::GetCaseloadSnapshot,
                    "dpo-1", {"dpo"}, "officer: 'officers/dpo-1'"),
                IsOk());
    const auto notify =
        NotifyService::NewStub(suite_.ChannelAs("conference", "notify"));
    grpc::ClientContext watching;
    watching.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
    const auto feed =
        notify->WatchChanges(&watching, type::v1::WatchChangesRequest());
    type::v1::WatchChangesResponse event;
    while (feed->Read(&event)) {
      notify::v1::MessageChange change;
      if (event.change().state().UnpackTo(&change) &&
          change.state() == notify::v1::MESSAGE_STATE_ACCEPTED) {
        watching.TryCancel();
        return;
      }
    }
    FAIL() << "no mail came: " << suite_.process("conference").Log();
  }

  std::string MetricsOf(const std::string& service) {
    const std::string log = suite_.process(service).Log();
    const std::regex port("\"port\":\"?([0-9]+)");
    for (const std::string& line :
         std::vector<std::string>(absl::StrSplit(log, '\n'))) {
      std::smatch found;
      if (absl::StrContains(line, "\"metrics\"") &&
          std::regex_search(line, found, port)) {
        return Fetch(
            absl::StrCat("http://127.0.0.1:", found[1].str(), "/metrics"));
      }
    }
    ADD_FAILURE() << "no port of the metrics in " << log;
    return "";
  }

  // Fails when `text` is empty (nothing was looked at) or holds a canary.
  static void ExpectClean(const std::string& where, const std::string& text) {
    EXPECT_FALSE(text.empty()) << where;
    EXPECT_THAT(absl::AsciiStrToLower(text), Not(HasSubstr(kCanary))) << where;
  }

  const absl::CivilDay today_ = absl::ToCivilDay(absl::Now(), CountyZone());
  SmtpPeer peer_;
  ScopedEnvironment host_{"CASELOAD_SMTP_HOST", "127.0.0.1"};
  ScopedEnvironment port_{"CASELOAD_SMTP_PORT", absl::StrCat(peer_.port())};
  ScopedEnvironment tls_{"CASELOAD_SMTP_TLS", "none"};
  ScopedEnvironment sender_{"CASELOAD_COUNTY_ADDRESS",
                            "notices@probation.example"};
  ScopedEnvironment metrics_{"CASELOAD_METRICS_ADDRESS", "127.0.0.1:0"};
  Suite suite_;
};

TEST_F(PrivacyTest, NoClientIsNamedOutsideTheStores) {
  FillCounty();
  PlantRecords();
  PlantInRefusedRequests();
  HoldTheMainJob();
  if (HasFailure()) return;

  for (const char* service : kServices) {
    ExpectClean(absl::StrCat("metrics of ", service), MetricsOf(service));
  }
  EXPECT_FALSE(suite_.redis().Keys().empty());
  for (const std::string& key : suite_.redis().Keys()) {
    ExpectClean("a key of Redis", key);
    ExpectClean(key, suite_.redis().Get(key));
  }
  ExpectClean("Redis's dump", suite_.redis().Dump());
  for (const std::string& mail : peer_.Mails()) ExpectClean("a mail", mail);
  EXPECT_FALSE(peer_.Mails().empty());
  // Ended in order: their last rows are written.
  for (const char* service : kServices) {
    EXPECT_EQ(suite_.process(service).Terminate(), 0);
    ExpectClean(absl::StrCat("log of ", service),
                suite_.process(service).Log());
  }
  for (const char* service : {"caseplan", "conference", "notify"}) {
    ExpectClean(
        absl::StrCat("audit rows of ", service),
        AuditRows(absl::StrCat(suite_.directory(), "/", service, ".db")));
  }
  // What is looked for is what was planted.
  std::ifstream store(suite_.directory() + "/caseplan.db", std::ios::binary);
  EXPECT_THAT(absl::AsciiStrToLower(
                  std::string(std::istreambuf_iterator<char>(store), {})),
              HasSubstr(kCanary));
}

}  // namespace
}  // namespace caseload
