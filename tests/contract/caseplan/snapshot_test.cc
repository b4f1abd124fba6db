// Snapshots and case views over the store, on both engines: who may read whose,
// what a day shows of the past, and at what cost (R015-R040, R099, R100).

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/caseplan/storage/plan_store.h"
#include "services/caseplan/storage/risk_store.h"
#include "services/caseplan/storage/snapshot_store.h"
#include "tests/contract/caseplan/snapshot_fixture.h"

namespace caseload::caseplan {
namespace {

using absl::CivilDay;
using options::v1::ROLE_AUDITOR;
using options::v1::ROLE_DPO;
using options::v1::ROLE_QUALITY;
using options::v1::ROLE_SDPO;
using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Not;
using testing::StatusIs;

class SnapshotServiceTest : public SnapshotTest {
 protected:
  void SetUp() override {
    SnapshotTest::SetUp();
    if (HasFatalFailure()) return;
    ASSERT_THAT(Assign("case-1", "dpo-a", PeriodText(CivilDay(2026, 2, 1))),
                IsOk());
    ASSERT_THAT(Assign("case-2", "dpo-a", PeriodText(CivilDay(2026, 3, 1))),
                IsOk());
  }
  static std::vector<std::string> Cases(const v1::CaseloadSnapshot& snapshot) {
    std::vector<std::string> names;
    for (const v1::CaseSnapshot& one : snapshot.cases()) {
      names.push_back(one.case_());
    }
    return names;
  }
};

TEST_P(SnapshotServiceTest, IsReadByTheOfficerAndWhoSupervises) {
  const auto reads = [&](const std::string& who,
                         std::initializer_list<options::v1::Role> roles) {
    CallAs(who, roles);
    return Snapshot("dpo-a");
  };
  EXPECT_THAT(reads("dpo-a", {ROLE_DPO}), IsOk());
  EXPECT_THAT(touched_, ElementsAre("officers/dpo-a"));
  EXPECT_THAT(reads("sdpo-1", {ROLE_SDPO}), IsOk());
  EXPECT_THAT(reads("somebody", {ROLE_QUALITY}), IsOk());
  EXPECT_THAT(reads("somebody", {ROLE_AUDITOR}), IsOk());
  CallAsService();
  EXPECT_THAT(Snapshot("dpo-a"), IsOk());
  for (const auto& refused :
       {reads("dpo-b", {ROLE_DPO}), reads("sdpo-2", {ROLE_SDPO}),
        reads("nobody", {ROLE_DPO})}) {
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kPermissionDenied));
    EXPECT_THAT(refused, HasReason("OFFICER_NOT_SUPERVISED"));
  }
  // Permission before existence.
  CallAs("dpo-b", {ROLE_DPO});
  EXPECT_THAT(Snapshot("unknown"), HasReason("OFFICER_NOT_SUPERVISED"));
  CallAsManager();
  EXPECT_THAT(Snapshot("unknown"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_P(SnapshotServiceTest, RefusesDaysThatItCannotKnow) {
  EXPECT_THAT(Snapshot("dpo-a", AsOf(CivilDay(2026, 11, 20))), IsOk());
  const auto tomorrow = Snapshot("dpo-a", AsOf(CivilDay(2026, 11, 21)));
  EXPECT_THAT(tomorrow, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Violations(tomorrow.status()),
              ElementsAre("as_of DATE_IN_FUTURE"));
  const auto period = [&](CivilDay first, CivilDay last) {
    return Violations(
        Snapshot("dpo-a",
                 absl::StrCat("period { ", PeriodText(first, last), " }"))
            .status());
  };
  EXPECT_THAT(period(CivilDay(2026, 11, 1), CivilDay(2026, 11, 21)),
              ElementsAre("period.end_date PERIOD_AFTER_AS_OF"));
  EXPECT_THAT(period(CivilDay(2025, 11, 19), CivilDay(2026, 11, 20)),
              ElementsAre("period PERIOD_TOO_LONG"));
  EXPECT_THAT(period(CivilDay(2025, 11, 20), CivilDay(2026, 11, 20)),
              IsEmpty());
  EXPECT_THAT(
      Violations(Snapshot("dpo-a",
                          absl::StrCat("period { ",
                                       PeriodText(CivilDay(2026, 1, 1)), " }"))
                     .status()),
      ElementsAre("period.end_date FIELD_REQUIRED"));
}

TEST_P(SnapshotServiceTest, OfficerWithoutCasesHasAnEmptyOne) {
  const v1::CaseloadSnapshot snapshot = MustSnapshot("dpo-b");
  EXPECT_EQ(snapshot.cases_size(), 0);
  EXPECT_EQ(snapshot.totals().cases(), 0);
  EXPECT_EQ(snapshot.totals().findings_size(), policy::v1::SnapshotCount_MAX);
  EXPECT_EQ(snapshot.totals().month().completed(), 0);
  EXPECT_FALSE(snapshot.has_last_import_time());
}

// R100 of two cases of one client, in two divisions; every result names the
// version of its own division.
TEST_P(SnapshotServiceTest, ClientWithTwoCasesIsJudgedByEachDivision) {
  OpenCase("case-3", "youth", "adult", CivilDay(2026, 9, 1));
  ASSERT_THAT(Assign("case-3", "dpo-a", PeriodText(CivilDay(2026, 9, 1))),
              IsOk());
  const v1::CaseloadSnapshot snapshot = MustSnapshot("dpo-a");
  ASSERT_EQ(snapshot.cases_size(), 3);
  EXPECT_EQ(snapshot.cases(0).policy(), "juvenile-4.6/2021-03-22");
  EXPECT_EQ(snapshot.cases(2).policy(), "adult-1.17/2019-06-03");
  EXPECT_EQ(snapshot.cases(0).client(), snapshot.cases(2).client());
  EXPECT_EQ(snapshot.cases(0).client_display_name(), "Youth, Sample");
  ASSERT_EQ(snapshot.policies_size(), 2);
  EXPECT_EQ(snapshot.policies(0).policy(), "adult-1.17/2019-06-03");
  EXPECT_EQ(snapshot.policies(0).content_hash().size(), 64u);
}

// "Decisions", contacts: they meet the standard of the case, whoever made them;
// an officer's report covers the cases that were theirs on the day.
TEST_P(SnapshotServiceTest, ReassignmentSplitsTheOfficersNotTheCase) {
  PutRisk("case-1", 1, "yls-cmi", "juvenile-4", "moderate",
          CivilDay(2026, 9, 1));
  ASSERT_THAT(RecordContact("case-1", CivilDay(2026, 11, 9)), IsOk());
  ASSERT_THAT(RecordContact("case-1", CivilDay(2026, 11, 10)), IsOk());
  ASSERT_THAT(Assign("case-1", "dpo-b", PeriodText(CivilDay(2026, 11, 10)),
                     "reason: REASSIGNMENT_REASON_WORKLOAD"),
              IsOk());
  const v1::CaseloadSnapshot before = MustSnapshot("dpo-a");
  EXPECT_THAT(Cases(before), ElementsAre("cases/case-2"));
  EXPECT_EQ(before.totals().month().completed(), 1);
  const v1::CaseloadSnapshot after = MustSnapshot("dpo-b");
  EXPECT_THAT(Cases(after), ElementsAre("cases/case-1"));
  EXPECT_EQ(after.totals().month().completed(), 1);
  EXPECT_EQ(after.cases(0).month().completed(), 2);
  EXPECT_EQ(after.cases(0).month().state(), v1::StandardResult::STATE_MET);
  EXPECT_EQ(after.cases(0).assigned_date().day(), 10);
  // On the day before, the case was the other's.
  EXPECT_THAT(Cases(MustSnapshot("dpo-a", AsOf(CivilDay(2026, 11, 9)))),
              ElementsAre("cases/case-1", "cases/case-2"));
  // The officer sees the contact behind the number, of a case now another's.
  CallAs("dpo-a", {ROLE_DPO});
  const auto listed =
      READ(records_, ListContacts,
           Parse<v1::ListContactsRequest>("parent: 'cases/-' assigned_officer: "
                                          "'officers/dpo-a'"));
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->contacts_size(), 1);
  CallAs("dpo-c", {ROLE_DPO});
  const auto hidden =
      READ(records_, ListContacts,
           Parse<v1::ListContactsRequest>("parent: 'cases/-' assigned_officer: "
                                          "'officers/dpo-a'"));
  ASSERT_THAT(hidden, IsOk());
  EXPECT_EQ(hidden->contacts_size(), 0);
}

TEST_P(SnapshotServiceTest, CaseClosedOnTheDayIsStillInIt) {
  ASSERT_THAT(WRITE(caseload_, CloseCase, Parse<v1::CloseCaseRequest>(R"pb(
                      name: "cases/case-1"
                      closed_date { year: 2026 month: 11 day: 19 }
                      reason: CLOSING_REASON_COMPLETED
                    )pb")),
              IsOk());
  EXPECT_THAT(Cases(MustSnapshot("dpo-a", AsOf(CivilDay(2026, 11, 19)))),
              ElementsAre("cases/case-1", "cases/case-2"));
  EXPECT_THAT(Cases(MustSnapshot("dpo-a")), ElementsAre("cases/case-2"));
}

TEST_P(SnapshotServiceTest, CaseWithoutPolicyIsListedAndNotJudged) {
  OpenCase("case-4", "adult", "diversion", CivilDay(2026, 9, 1));
  ASSERT_THAT(Assign("case-4", "dpo-a", PeriodText(CivilDay(2026, 9, 1))),
              IsOk());
  ASSERT_THAT(RecordContact("case-4", CivilDay(2026, 11, 9)), IsOk());
  const v1::CaseloadSnapshot snapshot = MustSnapshot("dpo-a");
  EXPECT_EQ(snapshot.totals().cases_without_policy(), 1);
  const v1::CaseSnapshot& one = snapshot.cases(2);
  EXPECT_EQ(one.case_(), "cases/case-4");
  EXPECT_EQ(one.policy(), "");
  EXPECT_EQ(one.findings_size(), 0);
  EXPECT_EQ(one.plan().duty().state(), v1::Duty::STATE_UNSPECIFIED);
  EXPECT_EQ(one.month().completed(), 1);
  EXPECT_EQ(snapshot.totals().month().locations().other().numerator(), 1);
}

// R099: what the assessment service tells re-bands the case at once.
TEST_P(SnapshotServiceTest, NewAssessmentChangesTheLevel) {
  EXPECT_EQ(MustSnapshot("dpo-a").cases(0).level().source(),
            v1::LevelResult::SOURCE_NONE);
  PutRisk("case-1", 1, "yls-cmi", "juvenile-4", "low", CivilDay(2026, 11, 1));
  PutRisk("case-1", 2, "yls-cmi", "juvenile-4", "high", CivilDay(2026, 11, 20));
  const v1::CaseSnapshot one = MustSnapshot("dpo-a").cases(0);
  EXPECT_EQ(one.level().source(), v1::LevelResult::SOURCE_SCORED);
  EXPECT_EQ(one.level().band(), "high");
  EXPECT_EQ(one.level().assessment(), "assessments/assessment-2");
  EXPECT_EQ(one.level().instrument(), "instruments/yls-cmi/versions/1");
  // Of the day before only the later assessment is known.
  EXPECT_EQ(MustSnapshot("dpo-a", AsOf(CivilDay(2026, 11, 19)))
                .cases(0)
                .level()
                .source(),
            v1::LevelResult::SOURCE_NOT_KNOWN);
}

// R032: what was in force on the day asked about, also when it is over since.
TEST_P(SnapshotServiceTest, AnOverrideIsShownOnTheDaysThatItLasts) {
  CurrentRisk risk;
  risk.case_id = "case-1";
  risk.version = 1;
  risk.recorded_at = now_;
  RiskAssessment& assessment = risk.latest.emplace_back();
  assessment.assessment_id = "assessment-1";
  assessment.instrument_id = "yls-cmi";
  assessment.instrument_version = "1";
  assessment.assessed_date = CivilDay(2026, 10, 1);
  assessment.completed_at = now_;
  assessment.sets_risk = true;
  assessment.level = "low";
  assessment.bands = {{"juvenile-4", "low"}};
  assessment.current_until_date = CivilDay(2027, 4, 1);
  risk.overrides = {
      {"o-1", "juvenile-4", "high", CivilDay(2026, 11, 2),
       CivilDay(2026, 11, 14)},
      // Of a scheme that the division does not have: it counts for nothing.
      {"o-2", "adult-4", "med-high", CivilDay(2026, 11, 10), std::nullopt}};
  Apply([&](sql::Transaction& tx) {
    return storage::UpsertRisk(tx, risk).status();
  });
  const auto on = [&](int day) {
    return MustSnapshot("dpo-a", AsOf(CivilDay(2026, 11, day)));
  };
  for (const int day : {1, 15}) {
    const v1::CaseSnapshot one = on(day).cases(0);
    EXPECT_EQ(one.level().source(), v1::LevelResult::SOURCE_SCORED) << day;
    EXPECT_EQ(one.level().band(), "low") << day;
    EXPECT_FALSE(one.level().has_override()) << day;
  }
  for (const int day : {2, 14}) {
    const v1::CaseSnapshot one = on(day).cases(0);
    EXPECT_EQ(one.level().source(), v1::LevelResult::SOURCE_OVERRIDE) << day;
    EXPECT_EQ(one.level().band(), "high") << day;
    EXPECT_EQ(one.level().scored_band(), "low") << day;
    EXPECT_EQ(one.level().override().band(), "high") << day;
    EXPECT_EQ(one.level().override().expiry_date().day(), 14) << day;
    int temporary = 0;
    for (const v1::CaseFinding& finding : one.findings()) {
      temporary +=
          finding.kind() == policy::v1::SNAPSHOT_COUNT_TEMPORARY_OVERRIDE ? 1
                                                                          : 0;
    }
    EXPECT_EQ(temporary, 1) << day;
  }
}

// A verification and a confirmation after the day give way to the last before.
TEST_P(SnapshotServiceTest, DayInThePastShowsWhatHadHappenedByThen) {
  SetLocalTime(absl::CivilSecond(2026, 11, 20, 9, 0, 0));
  ASSERT_THAT(
      WRITE(records_, CreateEnrollment, Parse<v1::CreateEnrollmentRequest>(R"pb(
              parent: "cases/case-1"
              enrollment_id: "e-1"
              enrollment {
                program: "family-program"
                status: STATUS_ACTIVE
                referral_date { year: 2026 month: 3 day: 1 }
                start_date { year: 2026 month: 3 day: 10 }
                verified_date { year: 2026 month: 6 day: 1 }
              }
            )pb")),
      IsOk());
  ASSERT_THAT(
      WRITE(records_, UpdateEnrollment, Parse<v1::UpdateEnrollmentRequest>(R"pb(
              enrollment {
                name: "cases/case-1/enrollments/e-1"
                status: STATUS_COMPLETED
                verified_date { year: 2026 month: 11 day: 10 }
                end_date { year: 2026 month: 11 day: 15 }
              }
              update_mask {
                paths: "status"
                paths: "verified_date"
                paths: "end_date"
              }
            )pb")),
      IsOk());
  const auto on = [&](CivilDay day) {
    return MustSnapshot("dpo-a", AsOf(day)).cases(0).enrollments();
  };
  EXPECT_EQ(on(CivilDay(2026, 2, 28)).open_size(), 0);
  EXPECT_EQ(on(CivilDay(2026, 3, 9)).pending(), 1);
  EXPECT_EQ(on(CivilDay(2026, 3, 10)).active(), 1);
  EXPECT_FALSE(
      on(CivilDay(2026, 5, 31)).open(0).verification().has_last_date());
  EXPECT_EQ(
      on(CivilDay(2026, 11, 9)).open(0).verification().last_date().month(), 6);
  EXPECT_EQ(on(CivilDay(2026, 11, 15)).active(), 1);
  EXPECT_EQ(on(CivilDay(2026, 11, 16)).open_size(), 0);
  // The list behind the number goes by the same days.
  for (const auto& [day, active] :
       std::vector<std::pair<CivilDay, int>>{{CivilDay(2026, 3, 9), 0},
                                             {CivilDay(2026, 11, 15), 1},
                                             {CivilDay(2026, 11, 16), 0}}) {
    const auto listed =
        READ(records_, ListEnrollments,
             Parse<v1::ListEnrollmentsRequest>(absl::StrCat(
                 "parent: 'cases/-' assigned_officer: 'officers/dpo-a' "
                 "statuses: STATUS_ACTIVE",
                 AsOf(day))));
    ASSERT_THAT(listed, IsOk());
    EXPECT_EQ(listed->enrollments_size(), active) << day;
  }
}

// A plan is approved on the county's day: 23:30 on the night on which clocks go
// back is still the first of November.
TEST_P(SnapshotServiceTest, PlanIsApprovedOnTheCountysDay) {
  CasePlan plan;
  plan.id = "plan-1";
  plan.case_id = "case-1";
  plan.state = PlanState::kProvisional;
  plan.period = {CivilDay(2026, 11, 1), CivilDay(2027, 4, 30)};
  plan.content_hash = std::string(64, 'a');
  plan.approved_by = "person/sdpo-1";
  plan.approved_at =
      absl::FromCivil(absl::CivilSecond(2026, 11, 1, 23, 30, 0), zone_);
  plan.created_at = *plan.approved_at;
  Objective& objective = plan.objectives.emplace_back();
  objective.id = "o-1";
  objective.need_area = "family";
  Apply([&](sql::Transaction& tx) { return storage::InsertPlan(tx, plan); });
  EXPECT_EQ(MustSnapshot("dpo-a", AsOf(CivilDay(2026, 10, 31)))
                .cases(0)
                .plan()
                .plan(),
            "");
  const v1::CaseloadSnapshot snapshot =
      MustSnapshot("dpo-a", AsOf(CivilDay(2026, 11, 1)));
  EXPECT_EQ(snapshot.cases(0).plan().plan(), "cases/case-1/plans/plan-1");
  EXPECT_EQ(snapshot.cases(0).plan().approved_date().day(), 1);
  EXPECT_TRUE(snapshot.cases(0).plan().provisional());
  EXPECT_THAT(
      Findings(snapshot, policy::v1::SNAPSHOT_COUNT_OBJECTIVE_NOT_SMART),
      ElementsAre("cases/case-1 0 cases/case-1/plans/plan-1/objectives/o-1"));
}

TEST_P(SnapshotServiceTest, LeapDayIsADayLikeAnother) {
  SetLocalTime(absl::CivilSecond(2028, 3, 1, 9, 0, 0));
  ASSERT_THAT(RecordContact("case-1", CivilDay(2028, 2, 29)), IsOk());
  const v1::CaseloadSnapshot snapshot =
      MustSnapshot("dpo-a", AsOf(CivilDay(2028, 2, 29)));
  EXPECT_EQ(snapshot.totals().month().period().end_date().day(), 29);
  EXPECT_EQ(snapshot.totals().month().completed(), 1);
  EXPECT_EQ(snapshot.totals().quarter().completed(), 1);
  EXPECT_EQ(MustSnapshot("dpo-a").totals().month().completed(), 0);
  EXPECT_EQ(MustSnapshot("dpo-a").totals().quarter().completed(), 1);
}

// No query more for twenty cases than for two.
TEST_P(SnapshotServiceTest, NumberOfQueriesDoesNotGrowWithTheCases) {
  PolicyPacks packs;
  SnapshotQuery query;
  query.officer_id = "dpo-a";
  query.days = MakeSnapshotDays(CivilDay(2026, 11, 20), std::nullopt);
  const auto queries = [&] {
    int explained = 0;
    EXPECT_THAT(database_->Read(absl::InfiniteFuture(),
                                [&](sql::Transaction& tx) {
                                  testing::ExplainingTransaction explaining(tx);
                                  const auto built = BuildCaseloadSnapshot(
                                      explaining, query, zone_, packs);
                                  explained = explaining.explained();
                                  return built.status();
                                }),
                IsOk());
    return explained;
  };
  PutRisk("case-1", 1, "yls-cmi", "juvenile-4", "low", CivilDay(2026, 11, 1));
  queries();  // Reads the packs.
  const int few = queries();
  for (int i = 10; i < 30; ++i) {
    const std::string id = absl::StrCat("case-", i);
    OpenCase(id, "youth", "juvenile", CivilDay(2026, 9, 1));
    ASSERT_THAT(Assign(id, "dpo-a", PeriodText(CivilDay(2026, 9, 1))), IsOk());
  }
  EXPECT_EQ(MustSnapshot("dpo-a").cases_size(), 22);
  EXPECT_EQ(queries(), few);
}

TEST_P(SnapshotServiceTest, FindingsAndCasesAreListedInPages) {
  // Received after go-live, and nothing done since.
  OpenCase("case-5", "youth", "juvenile", CivilDay(2026, 7, 6));
  ASSERT_THAT(Assign("case-5", "dpo-a", PeriodText(CivilDay(2026, 7, 6))),
              IsOk());
  std::vector<std::string> all;
  const v1::CaseloadSnapshot snapshot = MustSnapshot("dpo-a");
  for (const v1::CaseSnapshot& one : snapshot.cases()) {
    for (const v1::CaseFinding& finding : one.findings()) {
      all.push_back(finding.ShortDebugString());
    }
  }
  ASSERT_THAT(all, Not(IsEmpty()));
  std::vector<std::string> paged;
  auto request = Parse<v1::ListCaseFindingsRequest>(
      "officer: 'officers/dpo-a' page_size: 1");
  do {
    const auto page = READ(snapshots_, ListCaseFindings, request);
    ASSERT_THAT(page, IsOk());
    for (const v1::CaseFinding& finding : page->findings()) {
      paged.push_back(finding.ShortDebugString());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(paged, all);
  const auto first = READ(snapshots_, ListCaseloadCases,
                          Parse<v1::ListCaseloadCasesRequest>(
                              "officer: 'officers/dpo-a' page_size: 1"));
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(first->next_page_token(), Not(IsEmpty()));
  auto other = Parse<v1::ListCaseloadCasesRequest>(
      "officer: 'officers/dpo-a' division: 'adult'");
  other.set_page_token(first->next_page_token());
  EXPECT_THAT(READ(snapshots_, ListCaseloadCases, other),
              HasReason("PAGE_TOKEN_INVALID"));
}

TEST_P(SnapshotServiceTest, FiltersRefuseWhatIsNoValue) {
  auto request =
      Parse<v1::ListCaseFindingsRequest>("officer: 'officers/dpo-a'");
  request.add_kinds(static_cast<policy::v1::SnapshotCount>(0));
  request.add_kinds(static_cast<policy::v1::SnapshotCount>(999));
  request.set_case_("case-1");
  EXPECT_THAT(Violations(READ(snapshots_, ListCaseFindings, request).status()),
              ElementsAre("case NAME_INVALID", "kinds[0] ENUM_INVALID",
                          "kinds[1] ENUM_INVALID"));
  auto cases = Parse<v1::ListCaseloadCasesRequest>(
      "officer: 'officers/dpo-a' instrument_states: STATE_CURRENT");
  cases.add_plans(static_cast<v1::Duty::State>(99));
  EXPECT_THAT(
      Violations(READ(snapshots_, ListCaseloadCases, cases).status()),
      ElementsAre("instrument_id FIELD_REQUIRED", "plans[0] ENUM_INVALID"));
}

// R100: the case with its record, as of the day.
TEST_P(SnapshotServiceTest, CaseViewShowsTheRecordAsOfTheDay) {
  ASSERT_THAT(RecordContact("case-1", CivilDay(2026, 11, 9)), IsOk());
  ASSERT_THAT(RecordContact("case-1", CivilDay(2026, 11, 12)), IsOk());
  CallAs("dpo-a", {ROLE_DPO});
  const auto now = View("case-1");
  ASSERT_THAT(now, IsOk());
  EXPECT_THAT(touched_, ElementsAre("cases/case-1"));
  EXPECT_EQ(now->client().family_name(), "Youth");
  EXPECT_EQ(now->case_().name(), "cases/case-1");
  EXPECT_EQ(now->judged().case_(), "cases/case-1");
  EXPECT_EQ(now->judged().month().completed(), 2);
  EXPECT_EQ(now->primary_officer(), "officers/dpo-a");
  ASSERT_EQ(now->contacts_size(), 2);
  EXPECT_EQ(now->contacts(0).date().day(), 12);
  EXPECT_EQ(now->assignments_size(), 1);
  EXPECT_EQ(now->policies_size(), 1);
  const auto then = View("case-1", AsOf(CivilDay(2026, 11, 11)));
  ASSERT_THAT(then, IsOk());
  EXPECT_EQ(then->contacts_size(), 1);
  EXPECT_EQ(then->judged().month().completed(), 1);
  EXPECT_THAT(View("case-1", AsOf(CivilDay(2026, 1, 31))),
              HasReason("CASE_NOT_OPEN"));
  EXPECT_THAT(View("case-1", AsOf(CivilDay(2026, 11, 21))),
              StatusIs(absl::StatusCode::kInvalidArgument));
  // What is not reached is as if it were not there.
  CallAs("dpo-b", {ROLE_DPO});
  EXPECT_THAT(View("case-1"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(View("unknown"), StatusIs(absl::StatusCode::kNotFound));
}

INSTANTIATE_TEST_SUITE_P(Engines, SnapshotServiceTest,
                         ::testing::Values(sql::Engine::kSqlite,
                                           sql::Engine::kPostgres),
                         EngineName);

}  // namespace
}  // namespace caseload::caseplan
