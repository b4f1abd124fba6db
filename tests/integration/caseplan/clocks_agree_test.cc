// caseplan judges the risk assessment over its own history, assessment over
// what caseplan's feed told it: over random histories with custody in and out,
// plans, corrections and transfers, across leap days, ends of months and both
// changes of the clock, they never disagree (R016, R073).

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "caseload/assessment/v1/assessment_service.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/assessment/access.h"
#include "services/assessment/assessment_migrations.h"
#include "services/assessment/assessment_service.h"
#include "services/assessment/clients/caseplan_projection.h"
#include "services/assessment/shipped_instruments.h"
#include "services/caseplan/clients/risk_projection.h"
#include "services/common/feed/feed.h"
#include "services/common/follow/follow_migrations.h"
#include "tests/contract/caseplan/snapshot_fixture.h"
#include "tests/support/await_feed.h"
#include "tests/support/test_store.h"

namespace caseload::caseplan {
namespace {

namespace av1 = assessment::v1;
using absl::CivilDay;
using google::protobuf::util::MessageDifferencer;
using testing::IsOk;

constexpr char kPlan[] = R"pb(
  goals: "Keeps school and family together"
  expected_outcomes: "No new petition in six months"
  supervision_level: "moderate"
  contacts_per_month: 2
  contact_types: "in-person"
  monitoring: "Monthly talk with the school"
  conditions: "Curfew"
  benefits: "Early dismissal"
  consequences: "Weekend program"
  objectives { objective_id: "o1" need_area: "education"
               behavior: "Attends every lesson"
               measure: "Days attended of days taught"
               responsible_person: "Sample Officer"
               service: "Tutoring"
               service_provider: "School"
)pb";

// A change as the follower gets it.
type::v1::Change ToChange(const feed::Entry& entry) {
  type::v1::Change change;
  change.set_resource_name(entry.resource_name);
  change.set_kind(entry.kind);
  change.set_version(entry.version);
  const google::protobuf::Descriptor* type =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
          entry.state_type);
  const std::unique_ptr<google::protobuf::Message> state(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(type)
          ->New());
  EXPECT_TRUE(
      google::protobuf::util::JsonStringToMessage(entry.state_json, state.get())
          .ok());
  change.mutable_state()->PackFrom(*state);
  return change;
}

class ClocksAgreeTest : public SnapshotTest {
 protected:
  void SetUp() override {
    SnapshotTest::SetUp();
    if (HasFatalFailure()) return;
    const auto loaded = assessment::LoadShippedInstruments(
        assessment_store_.database(),
        std::string(std::getenv("CASELOAD_SOURCE_DIR")) +
            "/policies/instruments",
        now_);
    ASSERT_THAT(loaded, IsOk());
    ASSERT_FALSE(loaded->stored.empty());
  }

  int UpTo(int most) {
    return static_cast<int>(random_() % static_cast<unsigned>(most + 1));
  }
  bool OneIn(int count) { return UpTo(count - 1) == 0; }

  // Tells each service what the other one has put on its feed since.
  void Exchange() {
    Follow(*database_, &caseplan_told_, assessment_store_.database(), cases_);
    Follow(assessment_store_.database(), &assessment_told_, *database_, risks_);
  }
  static void Follow(sql::Database& from, feed::Position* place,
                     sql::Database& to, follow::Projection& projection) {
    testing::AwaitWholeFeed(from);
    std::vector<feed::Entry> entries;
    EXPECT_THAT(from.Read(absl::InfiniteFuture(),
                          [&](sql::Transaction& tx) -> absl::Status {
                            ABSL_ASSIGN_OR_RETURN(
                                entries, feed::ReadAfter(tx, *place, 10000));
                            return absl::OkStatus();
                          }),
                IsOk());
    if (entries.empty()) return;
    *place = entries.back().position;
    EXPECT_THAT(
        to.WriteAndWait({},
                        [&](sql::Transaction& tx) -> absl::Status {
                          for (const feed::Entry& entry : entries) {
                            ABSL_RETURN_IF_ERROR(
                                projection.Apply(tx, ToChange(entry)).status());
                          }
                          return absl::OkStatus();
                        }),
        IsOk());
  }

  // A random step in the case's life on the day of the call. What the rules
  // refuse (two states on one day ...) is no step.
  void Step(const std::string& id, bool adult, CivilDay received) {
    const CivilDay today = policy::LocalDay(now_, zone_);
    const CivilDay day = std::max(received, today - UpTo(20));
    switch (UpTo(5)) {
      case 0:
      case 1: {
        const char* status = OneIn(2) ? "STATUS_IN_CUSTODY" : "STATUS_ACTIVE";
        const auto state = WRITE(
            caseload_, RecordCaseState,
            Parse<v1::RecordCaseStateRequest>(absl::StrCat(
                "parent: 'cases/", id, "' state { status: ", status,
                " period { ",
                OneIn(3) ? PeriodText(day, day + UpTo(10)) : PeriodText(day),
                " } }")));
        if (state.ok()) last_state_[id] = state->name();
        break;
      }
      case 2:
        if (last_state_.count(id) == 0) break;
        (void)WRITE(caseload_, RecordCaseState,
                    Parse<v1::RecordCaseStateRequest>(absl::StrCat(
                        "parent: 'cases/", id, "' corrects: '", last_state_[id],
                        "' state { status: ",
                        OneIn(2) ? "STATUS_IN_CUSTODY" : "STATUS_ACTIVE",
                        " period { ", PeriodText(day), " } }")));
        break;
      case 3:
        (void)Assign(id, OneIn(2) ? "dpo-a" : "dpo-b", PeriodText(day));
        break;
      case 4:
        if (adult) {
          Assess(id, day);
        } else {
          ApprovePlan(id, day);
        }
        break;
      default:
        break;
    }
  }
  void ApprovePlan(const std::string& id, CivilDay day) {
    const std::string plan = absl::StrCat("p", ++plans_made_);
    const auto created =
        WRITE(plans_, CreateCasePlan,
              Parse<v1::CreateCasePlanRequest>(absl::StrCat(
                  "parent: 'cases/", id, "' case_plan_id: '", plan,
                  "' case_plan { ", kPlan, " target_date { ",
                  DateText(day + 90), " } } effective_date { ", DateText(day),
                  " } expiry_date { ", DateText(day + 180), " } }")));
    if (!created.ok() || OneIn(3)) return;
    v1::ApproveCasePlanRequest approve;
    approve.set_name(created->name());
    EXPECT_THAT(WRITE(plans_, ApproveCasePlan, approve), IsOk());
    ++plans_approved_;
  }
  rpc::CallContext AssessmentCall(const std::string& method) const {
    rpc::CallContext call;
    call.caller.kind = auth::CallerKind::kService;
    call.caller.principal = "service/conference";
    call.method = "/caseload.assessment.v1.AssessmentService/" + method;
    call.now = now_;
    call.deadline = absl::InfiniteFuture();
    return call;
  }
  void Assess(const std::string& id, CivilDay day) {
    Exchange();
    auto create = Parse<av1::CreateAssessmentRequest>(absl::StrCat(
        "assessment { case: 'cases/", id,
        "' instrument: 'instruments/strong-r/versions/2' assessed_date { ",
        DateText(day - UpTo(400)),
        " } entered_level: 'high' strengths { text: 'keeps appointments' }"
        " needs { text: 'no work' } risks_to_community { text: 'none' } }"));
    EXPECT_THAT(assessment_store_.database().WriteAndWait(
                    {},
                    [&](sql::Transaction& tx) -> absl::Status {
                      ABSL_ASSIGN_OR_RETURN(
                          const av1::Assessment draft,
                          assessments_.CreateAssessment(
                              tx, AssessmentCall("CreateAssessment"), create));
                      av1::CompleteAssessmentRequest complete;
                      complete.set_name(draft.name());
                      return assessments_
                          .CompleteAssessment(
                              tx, AssessmentCall("CompleteAssessment"),
                              complete)
                          .status();
                    }),
                IsOk());
    ++assessed_;
  }

  av1::CurrentRisk Judged(const std::string& id, bool adult) {
    auto request = Parse<av1::BatchGetCurrentRiskRequest>(
        adult ? "rule { instruments { instrument: 'instruments/strong-r'"
                " reassess_after { months: 12 } } band_scheme: 'adult-4'"
                " first_assessment { due_within { days: 30 }"
                " clock_starts_at_release: true reusable_within { months: 12 }"
                " } exempt_case_types: 'administrative' }"
              : "rule { instruments { instrument: 'instruments/yls-cmi'"
                " reassess_after { months: 6 } } band_scheme: 'juvenile-4'"
                " first_assessment { due_within { days: 30 }"
                " before_first_plan: true }"
                " exempt_case_types: 'administrative' }");
    request.add_cases("cases/" + id);
    av1::CurrentRisk risk;
    EXPECT_THAT(
        assessment_store_.database().Read(
            absl::InfiniteFuture(),
            [&](sql::Transaction& tx) -> absl::Status {
              ABSL_ASSIGN_OR_RETURN(
                  const auto response,
                  assessments_.BatchGetCurrentRisk(
                      tx, AssessmentCall("BatchGetCurrentRisk"), request));
              risk = response.risks(0);
              return absl::OkStatus();
            }),
        IsOk());
    return risk;
  }
  // The states by their names, which are the same but for their prefix.
  static std::string StateOf(const v1::Duty& duty) {
    return v1::Duty::State_Name(duty.state()).substr(6);
  }
  static std::string StateOf(const av1::CurrentRisk& risk) {
    return av1::CurrentRisk::DueState_Name(risk.due_state()).substr(10);
  }
  static std::string WhyOf(const v1::Duty& duty) {
    return v1::Duty::Why_Name(duty.why()).substr(4);
  }
  static std::string WhyOf(const av1::CurrentRisk& risk) {
    return av1::CurrentRisk::DueWhy_Name(risk.due_why()).substr(8);
  }
  void Compare(const std::string& id, bool adult) {
    const auto view = View(id);
    ASSERT_THAT(view, IsOk());
    const v1::Duty& duty = view->judged().risk_assessment();
    const av1::CurrentRisk risk = Judged(id, adult);
    EXPECT_EQ(StateOf(duty), StateOf(risk));
    EXPECT_EQ(WhyOf(duty), WhyOf(risk));
    EXPECT_TRUE(MessageDifferencer::Equals(duty.due_date(), risk.due_date()))
        << duty.due_date().ShortDebugString() << " and "
        << risk.due_date().ShortDebugString();
    EXPECT_EQ(view->judged().level().scored_band(), risk.band());
    ++seen_[StateOf(duty) + " " + WhyOf(duty)];
  }

  testing::TestStore assessment_store_{
      GetParam(),
      {{"feed", FeedMigrations()},
       {"import", ImportMigrations()},
       {"follow", FollowMigrations()},
       {"assessment", AssessmentMigrations()}}};
  const assessment::CaseAccess access_{
      {zone_, [] { return absl::ZeroDuration(); }}};
  ids::RandomIdSource assessment_ids_;
  const assessment::AssessmentService assessments_{
      {&tokens_, nullptr, &assessment_ids_, zone_, {}, &access_}};
  assessment::CaseplanProjection cases_;
  RiskProjection risks_{{}};
  feed::Position caseplan_told_;
  feed::Position assessment_told_;
  std::mt19937 random_{20261201};
  std::map<std::string, std::string> last_state_;
  std::map<std::string, int> seen_;
  int plans_made_ = 0;
  int plans_approved_ = 0;
  int assessed_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Engines, ClocksAgreeTest,
                         ::testing::Values(sql::Engine::kSqlite,
                                           sql::Engine::kPostgres),
                         EngineName);

TEST_P(ClocksAgreeTest, BothServicesSayTheSameOfEveryHistory) {
  // Fewer where a store is slow; the rules are the same.
  const bool many = GetParam() == sql::Engine::kSqlite;
  for (int round = 0; round < (many ? 40 : 6); ++round) {
    const bool adult = round % 2 == 0;
    // From before a leap day to the next year's change of the clock.
    const CivilDay received = CivilDay(2024, 1, 15) + UpTo(420);
    const std::string id = absl::StrCat("random-", round);
    SetLocalTime(absl::CivilSecond(received) + 3600 * 9);
    ASSERT_THAT(
        WRITE(caseload_, OpenCase,
              Parse<v1::OpenCaseRequest>(absl::StrCat(
                  "case_id: '", id, "' case { client: 'clients/",
                  adult ? "adult" : "youth", "' division: '",
                  adult ? "adult" : "juvenile", "' case_type: '",
                  OneIn(8) ? "administrative"
                           : (adult ? "formal-probation" : "court-supervision"),
                  "' unit: 'units/unit-1' received_date { ", DateText(received),
                  " } }"))),
        IsOk());
    CivilDay day = received;
    for (int step = 0; step < 12; ++step) {
      day += UpTo(25);
      // At any time of the day, midnight too.
      const absl::Time before = now_;
      SetLocalTime(absl::CivilSecond(day) + UpTo(24 * 60 * 60 - 1));
      now_ = std::max(now_, before);
      Step(id, adult, received);
      Exchange();
      SCOPED_TRACE(
          absl::StrCat(id, " step ", step, " on ", absl::FormatCivilTime(day)));
      Compare(id, adult);
      if (HasFailure()) return;
    }
  }
  if (!many) return;
  // The histories were about something.
  EXPECT_GT(plans_approved_, 5);
  EXPECT_GT(assessed_, 10);
  for (const char* state : {"DUE UNSPECIFIED", "DUE IN_CUSTODY",
                            "NEVER_DONE UNSPECIFIED", "CURRENT UNSPECIFIED",
                            "OVERDUE UNSPECIFIED", "NOT_REQUIRED CASE_TYPE"}) {
    EXPECT_GT(seen_[state], 0) << state;
  }
}

}  // namespace
}  // namespace caseload::caseplan
