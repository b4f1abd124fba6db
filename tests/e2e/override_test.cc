// A temporary override on the real binaries: asked for, approved, in the
// officer's snapshot and checklist; the clock is moved past its last day, and
// it is gone from both without anybody doing anything (R032, R099).

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "caseload/assessment/v1/assessment_service.grpc.pb.h"
#include "caseload/assessment/v1/feed.pb.h"
#include "caseload/caseplan/v1/caseload_service.grpc.pb.h"
#include "caseload/conference/v1/conference_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/status/error.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace caseload {
namespace {

namespace av1 = assessment::v1;
namespace cv1 = caseplan::v1;
namespace kv1 = conference::v1;
using testing::HasReason;
using testing::IsOk;

// What a test waits for at most; each look is a call, so that nothing sleeps.
constexpr absl::Duration kPatience = absl::Seconds(60);

std::string DateText(absl::CivilDay day) {
  return absl::StrCat("{ year: ", day.year(), " month: ", day.month(),
                      " day: ", day.day(), " }");
}

class OverrideTest : public ::testing::Test {
 protected:
  OverrideTest() {
    EXPECT_TRUE(absl::LoadTimeZone("America/Los_Angeles", &zone_));
    today_ = absl::ToCivilDay(absl::Now(), zone_);
    for (const char* service : {"caseplan", "assessment", "conference"}) {
      suite_.Start(service);
    }
    caseplan_ = cv1::CaseloadService::NewStub(suite_.TokenChannel("caseplan"));
    assessment_ =
        av1::AssessmentService::NewStub(suite_.TokenChannel("assessment"));
    conference_ =
        kv1::ConferenceService::NewStub(suite_.TokenChannel("conference"));
  }

  // One call; again while the services have not heard of each other's records.
  template <typename Stub, typename Request, typename Response>
  absl::Status Call(Stub& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                 const Request&, Response*),
                    const std::string& subject,
                    const std::vector<std::string>& roles,
                    const std::string& text, Response* response) {
    Request request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request))
        << text;
    const absl::Time deadline = absl::Now() + kPatience;
    absl::Status answer;
    do {
      const auto context =
          testing::WithToken(suite_.Token(subject, roles, offset_));
      answer =
          rpc::FromGrpcStatus((stub.*method)(context.get(), request, response));
    } while ((testing::IsNotYet(answer) ||
              status::ReasonOf(answer) == "RESOURCE_NOT_FOUND") &&
             absl::Now() < deadline);
    return answer;
  }
  template <typename Request, typename Response>
  void Enter(grpc::Status (cv1::CaseloadService::Stub::*method)(
                 grpc::ClientContext*, const Request&, Response*),
             const std::string& text) {
    Response response;
    ASSERT_THAT(Call(*caseplan_, method, "clerk",
                     {"admin", "manager", "records"}, text, &response),
                IsOk());
  }

  // An adult case of dpo-1, whom sdpo-1 supervises, scored "low".
  void EnterCounty() {
    using Stub = cv1::CaseloadService::Stub;
    const std::string since = DateText(today_ - 100);
    Enter(&Stub::CreateUnit,
          "unit_id: 'unit-1' unit { display_name: 'Adult 1' division: 'adult'"
          " first_day " +
              since + " }");
    for (const char* id : {"sdpo-1", "dpo-1"}) {
      Enter(&Stub::CreateOfficer,
            absl::StrCat("officer_id: '", id, "' officer { display_name: '", id,
                         "' email: '", id, "@example.test' staff_subject: '",
                         id, "' first_day ", since, " }"));
    }
    Enter(&Stub::SetOfficerPosting,
          "parent: 'officers/dpo-1' posting { unit: 'units/unit-1'"
          " supervisor: 'officers/sdpo-1' period { start_date " +
              since + " } }");
    Enter(&Stub::CreateClient,
          "client_id: 'client-1' client { given_name: 'Sample'"
          " family_name: 'Client' }");
    Enter(&Stub::OpenCase,
          "case_id: 'case-1' case { client: 'clients/client-1'"
          " division: 'adult' case_type: 'formal-probation'"
          " unit: 'units/unit-1' received_date " +
              since + " }");
    Enter(&Stub::AssignCase,
          "parent: 'cases/case-1' assignment { officer: 'officers/dpo-1'"
          " role: ROLE_PRIMARY period { start_date " +
              since + " } }");
    av1::Assessment draft, complete;
    ASSERT_THAT(
        Call(*assessment_, &av1::AssessmentService::Stub::CreateAssessment,
             "dpo-1", {"dpo"},
             "assessment { case: 'cases/case-1'"
             " instrument: 'instruments/strong-r/versions/2' assessed_date " +
                 DateText(today_ - 30) +
                 " entered_level: 'low' strengths { text: 'x' }"
                 " needs { text: 'x' } risks_to_community { text: 'x' } }",
             &draft),
        IsOk());
    ASSERT_THAT(
        Call(*assessment_, &av1::AssessmentService::Stub::CompleteAssessment,
             "dpo-1", {"dpo"}, "name: '" + draft.name() + "'", &complete),
        IsOk());
  }

  cv1::CaseSnapshot Snapshot() {
    cv1::CaseloadSnapshot snapshot;
    EXPECT_THAT(
        Call(*caseplan_, &cv1::CaseloadService::Stub::GetCaseloadSnapshot,
             "dpo-1", {"dpo"}, "officer: 'officers/dpo-1'", &snapshot),
        IsOk());
    EXPECT_EQ(snapshot.cases_size(), 1);
    return snapshot.cases_size() == 1 ? snapshot.cases(0) : cv1::CaseSnapshot();
  }
  // Asks until the level comes from `source`.
  cv1::CaseSnapshot SnapshotWith(cv1::LevelResult::Source source) {
    const absl::Time deadline = absl::Now() + kPatience;
    cv1::CaseSnapshot one = Snapshot();
    while (one.level().source() != source && absl::Now() < deadline) {
      one = Snapshot();
    }
    EXPECT_EQ(one.level().source(), source);
    return one;
  }
  static int TemporaryOverrides(const cv1::CaseSnapshot& one) {
    int found = 0;
    for (const cv1::CaseFinding& finding : one.findings()) {
      found += finding.kind() == policy::v1::SNAPSHOT_COUNT_TEMPORARY_OVERRIDE;
    }
    return found;
  }
  // Items of the officer's checklist about a temporary override.
  int OnChecklist(const std::string& conference) {
    kv1::PreConferenceChecklist checklist;
    EXPECT_THAT(
        Call(*conference_,
             &kv1::ConferenceService::Stub::GetPreConferenceChecklist, "dpo-1",
             {"dpo"}, "name: '" + conference + "'", &checklist),
        IsOk());
    int found = 0;
    for (const auto& line : checklist.lines()) {
      for (const auto& item : line.items()) {
        found += item.case_() == "cases/case-1" &&
                 item.what() == "with a temporary override";
      }
    }
    return found;
  }
  // The first event on assessment's feed that says that an override expired.
  std::string AwaitExpiry() {
    const auto watcher = av1::AssessmentService::NewStub(
        suite_.ChannelAs("caseplan", "assessment"));
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
    type::v1::WatchChangesRequest request;
    request.add_kinds("override");
    const auto feed = watcher->WatchChanges(&context, request);
    type::v1::WatchChangesResponse event;
    while (feed->Read(&event)) {
      av1::OverrideState state;
      if (event.change().state().UnpackTo(&state) &&
          state.state() == av1::Override::STATE_EXPIRED) {
        context.TryCancel();
        return event.change().resource_name();
      }
    }
    ADD_FAILURE() << suite_.process("assessment").Log();
    return "";
  }

  absl::TimeZone zone_;
  absl::CivilDay today_;
  absl::Duration offset_ = absl::ZeroDuration();
  testing::Suite suite_;
  std::unique_ptr<cv1::CaseloadService::Stub> caseplan_;
  std::unique_ptr<av1::AssessmentService::Stub> assessment_;
  std::unique_ptr<kv1::ConferenceService::Stub> conference_;
};

TEST_F(OverrideTest, ATemporaryOneComesAndGoesByItself) {
  ASSERT_NO_FATAL_FAILURE(EnterCounty());
  EXPECT_EQ(SnapshotWith(cv1::LevelResult::SOURCE_SCORED).level().band(),
            "low");

  // The officer asks; not they, but their supervisor, decides.
  av1::Override asked, decided;
  ASSERT_THAT(
      Call(*assessment_, &av1::AssessmentService::Stub::RequestOverride,
           "dpo-1", {"dpo"},
           "override { case: 'cases/case-1' to_band: 'high'"
           " reason_code: 'crisis' narrative: 'lost the home' expiry_date " +
               DateText(today_ + 2) + " }",
           &asked),
      IsOk());
  EXPECT_THAT(
      Call(*assessment_, &av1::AssessmentService::Stub::DecideOverride, "dpo-1",
           {"dpo", "sdpo", "manager"},
           "name: '" + asked.name() + "' decision: DECISION_APPROVE", &decided),
      HasReason("OVERRIDE_DECIDED_BY_REQUESTER"));
  ASSERT_THAT(
      Call(*assessment_, &av1::AssessmentService::Stub::DecideOverride,
           "sdpo-1", {"sdpo"},
           "name: '" + asked.name() + "' decision: DECISION_APPROVE", &decided),
      IsOk());

  // In the snapshot, and on the checklist of a conference whose notice is out.
  const cv1::CaseSnapshot during =
      SnapshotWith(cv1::LevelResult::SOURCE_OVERRIDE);
  EXPECT_EQ(during.level().band(), "high");
  EXPECT_EQ(during.level().scored_band(), "low");
  EXPECT_EQ(TemporaryOverrides(during), 1);
  absl::CivilDay day = today_ + 12;
  while (absl::GetWeekday(day) == absl::Weekday::saturday ||
         absl::GetWeekday(day) == absl::Weekday::sunday) {
    ++day;
  }
  kv1::Conference conference;
  ASSERT_THAT(
      Call(*conference_, &kv1::ConferenceService::Stub::ScheduleConference,
           "sdpo-1", {"sdpo"},
           "officer: 'officers/dpo-1' location: 'Room 2' time { local_date " +
               DateText(day) + " hours: 9 duration_minutes: 60 }",
           &conference),
      IsOk());
  EXPECT_EQ(OnChecklist(conference.name()), 1);

  // Past its last day, nobody does anything.
  offset_ = absl::FromCivil(absl::CivilDay(today_ + 3), zone_) +
            absl::Minutes(1) - absl::Now();
  for (const char* service : {"caseplan", "conference", "assessment"}) {
    suite_.MoveClock(service, offset_);
  }
  EXPECT_EQ(AwaitExpiry(), asked.name());
  av1::Override expired;
  ASSERT_THAT(Call(*assessment_, &av1::AssessmentService::Stub::GetOverride,
                   "dpo-1", {"dpo"}, "name: '" + asked.name() + "'", &expired),
              IsOk());
  EXPECT_EQ(expired.state(), av1::Override::STATE_EXPIRED);
  const cv1::CaseSnapshot after = SnapshotWith(cv1::LevelResult::SOURCE_SCORED);
  EXPECT_EQ(after.level().band(), "low");
  EXPECT_EQ(TemporaryOverrides(after), 0);
  EXPECT_EQ(OnChecklist(conference.name()), 0);
}

}  // namespace
}  // namespace caseload
