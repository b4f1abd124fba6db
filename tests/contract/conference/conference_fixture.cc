#include "tests/contract/conference/conference_fixture.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "caseload/options/v1/options.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/common/audit/audit_migrations.h"
#include "services/common/feed/feed_migrations.h"
#include "services/common/idempotency/idempotency_migrations.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/conference/conference_migrations.h"
#include "services/conference/names.h"
#include "tests/support/conference/shipped_packs.h"
#include "tests/support/fixed_pack_source.h"

namespace caseload::conference {
namespace {

using caseload::testing::FakeOfficer;
using caseload::testing::IsOk;

constexpr char kZone[] = "America/Los_Angeles";
constexpr char kServiceName[] = "caseload.conference.v1.ConferenceService";
constexpr policy::DayRange kAlways = {absl::CivilDay(2020, 1, 1),
                                      absl::CivilDay(2199, 12, 31)};

absl::TimeZone CountyZone() {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(kZone, &zone)) std::abort();
  return zone;
}

// "sdpo sdpo-j" in the authorization header stands for a verified token;
// identification itself is services/common/auth's.
absl::StatusOr<auth::Caller> AuthenticateByHeader(
    absl::string_view, absl::string_view authorization) {
  const std::pair<std::string, std::string> role_and_subject =
      absl::StrSplit(authorization, absl::MaxSplits(' ', 1));
  options::v1::Role role = options::v1::ROLE_UNSPECIFIED;
  if (!options::v1::Role_Parse(
          absl::StrCat("ROLE_", absl::AsciiStrToUpper(role_and_subject.first)),
          &role)) {
    return status::Unauthenticated("IDENTITY_MISSING", "who are you?");
  }
  auth::Caller caller;
  caller.principal = absl::StrCat("person/", role_and_subject.second);
  caller.person = role_and_subject.second;
  caller.roles.Add(role);
  return caller;
}

FakeOfficer Posted(const std::string& unit, const std::string& division,
                   const std::string& supervisor,
                   const std::string& acting = "") {
  FakeOfficer officer;
  officer.postings.push_back({kAlways, unit, division, supervisor, acting});
  return officer;
}

void SetTime(absl::CivilMinute local, v1::ConferenceTime* time) {
  time->mutable_local_date()->set_year(static_cast<int>(local.year()));
  time->mutable_local_date()->set_month(local.month());
  time->mutable_local_date()->set_day(local.day());
  time->set_hours(local.hour());
  time->set_minutes(local.minute());
  time->set_duration_minutes(60);
}

}  // namespace

absl::Time CountyTime(Local local) {
  return absl::FromCivil(absl::CivilSecond(absl::CivilMinute(local)),
                         CountyZone());
}

Replica::Replica(const Parts& parts) {
  rpc::Executor::Options executor;
  executor.threads = 4;
  executor.max_queued = 128;
  executor_ = std::make_unique<rpc::Executor>(executor);
  audit_ = std::make_unique<audit::Writer>(parts.database);
  rpc::Pipeline::Options pipeline;
  pipeline.authenticate = AuthenticateByHeader;
  pipeline.database = parts.database;
  pipeline.audit = audit_.get();
  pipeline.executor = executor_.get();
  pipeline.clock = parts.clock;
  pipeline.metrics = &metrics_.prometheus();
  pipeline_ = std::make_unique<rpc::Pipeline>(std::move(pipeline));
  ConferenceService::Options options;
  options.database = parts.database;
  options.ids = parts.ids;
  options.caseplan = parts.caseplan;
  options.coverage = parts.coverage;
  options.snapshots = parts.snapshots;
  options.calendar = parts.calendar;
  options.packs = parts.packs;
  options.proofs = parts.proofs;
  options.pages = parts.pages;
  options.resume_tokens = parts.resume_tokens;
  handlers_ = std::make_unique<ConferenceService>(options);
  service_ = *rpc::Service::Create(pipeline_.get(), kServiceName);
  handlers_->Register(*service_);
  EXPECT_THAT(service_->CheckComplete(), IsOk());
  grpc::ServerBuilder builder;
  builder.RegisterService(service_.get());
  server_ = builder.BuildAndStart();
  stub_ = v1::ConferenceService::NewStub(
      server_->InProcessChannel(grpc::ChannelArguments()));
}

Replica::~Replica() {
  pipeline_->open_streams().EndAll();
  server_->Shutdown();
  executor_->Drain();
  audit_->Drain();
}

ConferenceTest::ConferenceTest()
    : store_(GetParam(), {{"audit", AuditMigrations()},
                          {"idempotency", IdempotencyMigrations()},
                          {"feed", FeedMigrations()},
                          {"conference", ConferenceMigrations()}}),
      clock_(CountyTime(absl::CivilMinute(2026, 11, 2, 9, 0))) {
  caseplan_.officers["dpo-j"] =
      Posted("juvenile-services", "juvenile", "sdpo-j", "acting-j");
  caseplan_.officers["dpo-j2"] =
      Posted("juvenile-services", "juvenile", "sdpo-j", "acting-j");
  caseplan_.officers["dpo-a"] = Posted("adult-1", "adult", "sdpo-a");
  caseplan_.officers["dpo-a2"] = Posted("adult-1", "adult", "sdpo-a");
  caseplan_.officers["dpo-vacant"] = Posted("adult-1", "adult", "");
  caseplan_.officers["dpo-ny"] = Posted("elsewhere", "new-york", "sdpo-j");
  caseplan_.officers["dpo-unposted"] = FakeOfficer();
  caseplan_.officers["sdpo-j"] =
      Posted("juvenile-services", "juvenile", "boss");
  caseplan_.officers["acting-j"] =
      Posted("juvenile-services", "juvenile", "boss");
  caseplan_.officers["sdpo-a"] = Posted("adult-1", "adult", "boss");
  caseplan_.officers["boss"] = Posted("adult-1", "adult", "");
  calendar_ = std::make_unique<FixedCountyCalendar>(
      CountyCalendar{kZone, CountyZone(),
                     policy::WorkingDays({absl::CivilDay(2026, 11, 26),
                                          absl::CivilDay(2026, 12, 25)})});
  packs_ = std::make_unique<testing::FixedPackSource>(
      std::vector<policy::PolicyPack>{testing::JuvenilePack(),
                                      testing::AdultPack()});
  pages_ = std::make_unique<paging::TokenSealer>(seal::Sealer::WithRandomKey());
  resume_tokens_ =
      std::make_unique<feed::ResumeTokens>(seal::Sealer::WithRandomKey());
  replica_ = NewReplica(store_.database());
}

std::unique_ptr<Replica> ConferenceTest::NewReplica(sql::Database& database) {
  Replica::Parts parts;
  parts.database = &database;
  parts.clock = &clock_;
  parts.ids = &ids_;
  parts.caseplan = &caseplan_;
  parts.coverage = &caseplan_;
  parts.snapshots = &snapshots_;
  parts.calendar = calendar_.get();
  parts.packs = packs_.get();
  parts.proofs = &proofs_;
  parts.pages = pages_.get();
  parts.resume_tokens = resume_tokens_.get();
  return std::make_unique<Replica>(parts);
}

absl::Status ConferenceTest::ToAbsl(const grpc::Status& status) {
  return rpc::FromGrpcStatus(status);
}

absl::StatusOr<v1::Conference> ConferenceTest::Schedule(
    const v1::ScheduleConferenceRequest& request, const std::string& who) {
  return Call(&v1::ConferenceService::Stub::ScheduleConference, who, request);
}

absl::StatusOr<v1::Conference> ConferenceTest::Get(const std::string& name,
                                                   const std::string& who) {
  v1::GetConferenceRequest request;
  request.set_name(name);
  return Call(&v1::ConferenceService::Stub::GetConference, who, request);
}

absl::StatusOr<v1::Conference> ConferenceTest::Reschedule(
    const v1::RescheduleConferenceRequest& request, const std::string& who) {
  return Call(&v1::ConferenceService::Stub::RescheduleConference, who, request);
}

absl::StatusOr<v1::Conference> ConferenceTest::Cancel(const std::string& name,
                                                      const std::string& who) {
  v1::CancelConferenceRequest request;
  request.set_name(name);
  request.set_reason("the office is closed");
  return Call(&v1::ConferenceService::Stub::CancelConference, who, request);
}

absl::StatusOr<v1::Conference> ConferenceTest::Record(
    const std::string& name,
    v1::RecordConferenceOutcomeRequest::Outcome outcome,
    const std::string& reason, const std::string& who) {
  v1::RecordConferenceOutcomeRequest request;
  request.set_name(name);
  request.set_outcome(outcome);
  request.set_reason(reason);
  return Call(&v1::ConferenceService::Stub::RecordConferenceOutcome, who,
              request);
}

absl::StatusOr<v1::NoticeWaiver> ConferenceTest::AskWaiver(
    absl::CivilDay day, const std::string& officer, const std::string& who) {
  v1::RequestNoticeWaiverRequest request;
  request.set_officer(FormatName(kOfficers, officer));
  request.mutable_conference_date()->set_year(static_cast<int>(day.year()));
  request.mutable_conference_date()->set_month(day.month());
  request.mutable_conference_date()->set_day(day.day());
  request.set_reason("the quarter ends");
  return Call(&v1::ConferenceService::Stub::RequestNoticeWaiver, who, request);
}

absl::StatusOr<v1::NoticeWaiver> ConferenceTest::DecideWaiver(
    const std::string& name, bool approve, const std::string& who) {
  v1::DecideNoticeWaiverRequest request;
  request.set_name(name);
  request.set_decision(approve
                           ? v1::DecideNoticeWaiverRequest::DECISION_APPROVE
                           : v1::DecideNoticeWaiverRequest::DECISION_REFUSE);
  request.set_note("decided");
  return Call(&v1::ConferenceService::Stub::DecideNoticeWaiver, who, request);
}

v1::ScheduleConferenceRequest ConferenceTest::Juvenile(Local local) {
  v1::ScheduleConferenceRequest request;
  request.set_officer("officers/dpo-j");
  SetTime(local, request.mutable_time());
  request.set_location("Juvenile Services, room 1");
  request.set_room("rooms/room-1");
  return request;
}

v1::ScheduleConferenceRequest ConferenceTest::Adult(Local local) {
  v1::ScheduleConferenceRequest request;
  request.set_officer("officers/dpo-a");
  SetTime(local, request.mutable_time());
  return request;
}

v1::RescheduleConferenceRequest ConferenceTest::MoveTo(
    const v1::Conference& conference, Local local) {
  v1::RescheduleConferenceRequest request;
  request.set_name(conference.name());
  *request.mutable_time() = conference.time();
  SetTime(local, request.mutable_time());
  request.set_location(conference.location());
  request.set_room(conference.room());
  request.set_move_reason("the supervisor is in court");
  return request;
}

void ConferenceTest::SetNow(Local county_local) {
  clock_.SetTime(CountyTime(county_local));
}

int64_t ConferenceTest::Count(const std::string& sql) {
  int64_t count = -1;
  EXPECT_THAT(store_.database().Read(absl::InfiniteFuture(),
                                     [&](sql::Transaction& tx) -> absl::Status {
                                       ABSL_ASSIGN_OR_RETURN(
                                           auto row,
                                           (tx.QueryOne<int64_t>(sql)));
                                       count = std::get<0>(*row);
                                       return absl::OkStatus();
                                     }),
              IsOk());
  return count;
}

std::string ConferenceTest::Dump() {
  std::string dump;
  EXPECT_THAT(
      store_.database().Read(
          absl::InfiniteFuture(),
          [&](sql::Transaction& tx) -> absl::Status {
            for (const char* query :
                 {"SELECT id || ' ' || version || ' ' || state || ' ' ||"
                  " revision || ' ' || start_at || ' ' || kind"
                  " FROM conferences ORDER BY id",
                  "SELECT conference_id || ' ' || revision FROM"
                  " conference_revisions ORDER BY conference_id, revision",
                  "SELECT conference_id || ' ' || revision || ' ' || kind FROM"
                  " notice_obligations ORDER BY conference_id, revision, kind",
                  "SELECT resource || ' ' || slot_at || ' ' || conference_id"
                  " FROM bookings ORDER BY resource, slot_at, conference_id",
                  "SELECT id || ' ' || version || ' ' || state"
                  " FROM notice_waivers ORDER BY id",
                  "SELECT resource_name || ' ' || version FROM changes"
                  " ORDER BY resource_name, version"}) {
              ABSL_ASSIGN_OR_RETURN(auto rows, (tx.Query<std::string>(query)));
              for (const auto& [row] : rows) absl::StrAppend(&dump, row, "\n");
              absl::StrAppend(&dump, "--\n");
            }
            return absl::OkStatus();
          }),
      IsOk());
  return dump;
}

v1::ConferenceState ConferenceTest::NewestState(const std::string& name) {
  v1::ConferenceState state;
  EXPECT_THAT(store_.database().Read(
                  absl::InfiniteFuture(),
                  [&](sql::Transaction& tx) -> absl::Status {
                    ABSL_ASSIGN_OR_RETURN(
                        auto rows,
                        (tx.Query<std::string>(
                            "SELECT state FROM changes WHERE resource_name = :1"
                            " ORDER BY version DESC",
                            name)));
                    if (rows.empty()) return status::NotFound(name);
                    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(
                                    std::get<0>(rows.front()), &state)
                                    .ok());
                    return absl::OkStatus();
                  }),
              IsOk());
  return state;
}

}  // namespace caseload::conference
