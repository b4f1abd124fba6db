#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/contract/caseplan/county_fixture.h"

namespace caseload::caseplan {
namespace {

using absl::CivilDay;
using options::v1::ROLE_DPO;
using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::StatusIs;

constexpr char kWholePlan[] = R"pb(
  effective_date { year: 2026 month: 3 day: 1 }
  expiry_date { year: 2026 month: 8 day: 31 }
  goals: "Finish school year"
  expected_outcomes: "Attends daily"
  supervision_level: "high"
  contacts_per_month: 2
  contact_types: "in-person"
  contact_types: "home"
  objectives {
    objective_id: "o-1"
    need_area: "education"
    behavior: "Goes to school"
    measure: "Attendance of 90 percent"
    target_date { year: 2026 month: 6 day: 30 }
    responsible_person: "Officer A"
    service: "Tutoring"
    service_provider: "County schools"
    stabilization: true
  }
  objectives {
    objective_id: "o-2"
    need_area: "family"
    behavior: "Talks to parent"
    measure: "Weekly"
    target_date { year: 2026 month: 8 day: 31 }
    responsible_person: "Guardian"
    service: "Family counseling"
    service_provider: "Example Center"
    referral_program: "family-program"
  }
)pb";

class CasePlansTest : public CountyTest {
 protected:
  absl::StatusOr<v1::CasePlan> Create(const std::string& id,
                                      const std::string& fields = kWholePlan) {
    return WRITE(plans_, CreateCasePlan,
                 Parse<v1::CreateCasePlanRequest>(
                     absl::StrCat("parent: 'cases/case-1' case_plan_id: '", id,
                                  "' case_plan { ", fields, " }")));
  }
  absl::StatusOr<v1::CasePlan> Get(const std::string& id) {
    v1::GetCasePlanRequest request;
    request.set_name("cases/case-1/plans/" + id);
    return READ(plans_, GetCasePlan, request);
  }
  absl::StatusOr<v1::CasePlan> Update(const std::string& id,
                                      const std::string& fields,
                                      const std::string& path) {
    return WRITE(plans_, UpdateCasePlan,
                 Parse<v1::UpdateCasePlanRequest>(absl::StrCat(
                     "case_plan { name: 'cases/case-1/plans/", id, "' ", fields,
                     " } update_mask { paths: '", path, "' }")));
  }
  absl::StatusOr<v1::CasePlan> Sign(const std::string& id,
                                    const std::string& hash,
                                    const std::string& signature) {
    return WRITE(
        plans_, SignCasePlan,
        Parse<v1::SignCasePlanRequest>(absl::StrCat(
            "name: 'cases/case-1/plans/", id, "' content_hash: '", hash,
            "' signature { date { ", DateText(CivilDay(2026, 11, 20)), " } ",
            signature, " }")));
  }
  void SignByAll(const v1::CasePlan& plan, const std::string& id) {
    for (const char* signer :
         {"SIGNER_PARTICIPANT", "SIGNER_GUARDIAN", "SIGNER_OFFICER"}) {
      ASSERT_THAT(Sign(id, plan.content_hash(),
                       absl::StrCat("signer: ", signer,
                                    " outcome: OUTCOME_SIGNED "
                                    "display_name: 'Sample'")),
                  IsOk());
    }
  }
  absl::StatusOr<v1::CasePlan> Approve(const std::string& id) {
    v1::ApproveCasePlanRequest request;
    request.set_name("cases/case-1/plans/" + id);
    return WRITE(plans_, ApproveCasePlan, request);
  }
  // "id STATE" for each version of a ListCasePlansRequest.
  std::vector<std::string> List(const std::string& filter) {
    auto response =
        READ(plans_, ListCasePlans, Parse<v1::ListCasePlansRequest>(filter));
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> result;
    if (!response.ok()) return result;
    for (const v1::CasePlan& plan : response->case_plans()) {
      result.push_back(
          absl::StrCat(plan.name().substr(plan.name().rfind('/') + 1), " ",
                       v1::CasePlan::State_Name(plan.state()).substr(6)));
    }
    return result;
  }
};

TEST_P(CasePlansTest, APlanIsReadAsItWasWritten) {
  auto created = Create("p-1");
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->version(), 1);
  EXPECT_EQ(created->state(), v1::CasePlan::STATE_DRAFT);
  EXPECT_EQ(created->content_hash().size(), 64u);
  EXPECT_EQ(created->objectives(1).name(),
            "cases/case-1/plans/p-1/objectives/o-2");
  auto read = Get("p-1");
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), created->SerializeAsString());
}

TEST_P(CasePlansTest, ASecondDraftIsRefused) {
  ASSERT_THAT(Create("p-1"), IsOk());
  auto refused = Create("p-2");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("PLAN_DRAFT_EXISTS"));
}

TEST_P(CasePlansTest, APlanWithoutObjectiveIsNotApproved) {
  ASSERT_THAT(Create("p-1"), IsOk());
  ASSERT_THAT(Update("p-1", "", "objectives"), IsOk());
  auto refused = Approve("p-1");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("PLAN_WITHOUT_OBJECTIVE"));
  EXPECT_EQ(Get("p-1")->state(), v1::CasePlan::STATE_DRAFT);
}

// R022: an objective without target date, measure and responsible person.
TEST_P(CasePlansTest, AnObjectiveThatIsNotSmartIsNotApproved) {
  ASSERT_THAT(Create("p-1"), IsOk());
  ASSERT_THAT(Update("p-1", R"pb(
                       objectives {
                         objective_id: "o-1"
                         need_area: "education"
                         behavior: "Goes to school"
                         service: "Tutoring"
                         service_provider: "County schools"
                         target_date { year: 2026 month: 9 day: 1 }
                       })pb",
                     "objectives"),
              IsOk());
  auto refused = Approve("p-1");
  EXPECT_THAT(refused, HasReason("OBJECTIVE_NOT_SMART"));
  EXPECT_THAT(std::string(refused.status().message()),
              HasSubstr("cases/case-1/plans/p-1/objectives/o-1: lacks measure, "
                        "target_date, responsible_person"));
}

// R076: goals, outcomes, level, frequency and type of contacts.
TEST_P(CasePlansTest, APlanThatLacksASectionIsNotApproved) {
  ASSERT_THAT(Create("p-1"), IsOk());
  ASSERT_THAT(Update("p-1", "", "goals"), IsOk());
  auto refused = Approve("p-1");
  EXPECT_THAT(refused, HasReason("PLAN_INCOMPLETE"));
  EXPECT_THAT(std::string(refused.status().message()),
              HasSubstr("lacks goals"));
}

// R078: approved with all signatures, provisional without.
TEST_P(CasePlansTest, ASignedPlanIsApproved) {
  auto plan = Create("p-1");
  ASSERT_THAT(plan, IsOk());
  SignByAll(*plan, "p-1");
  auto approved = Approve("p-1");
  ASSERT_THAT(approved, IsOk());
  EXPECT_EQ(approved->state(), v1::CasePlan::STATE_APPROVED);
  EXPECT_EQ(approved->approved_by(), "person/manager");
  EXPECT_EQ(approved->signatures_size(), 3);
  EXPECT_EQ(Get("p-1")->SerializeAsString(), approved->SerializeAsString());
}

TEST_P(CasePlansTest, AProvisionalPlanIsApprovedByItsLastAnswer) {
  auto plan = Create("p-1");
  ASSERT_THAT(plan, IsOk());
  EXPECT_EQ(Approve("p-1")->state(), v1::CasePlan::STATE_PROVISIONAL);
  const std::string hash = plan->content_hash();
  ASSERT_THAT(Sign("p-1", hash,
                   "signer: SIGNER_PARTICIPANT outcome: OUTCOME_REFUSED "
                   "reason: 'Does not agree'"),
              IsOk());
  ASSERT_THAT(Sign("p-1", hash,
                   "signer: SIGNER_OFFICER outcome: OUTCOME_SIGNED "
                   "display_name: 'Sample Officer'"),
              IsOk());
  EXPECT_EQ(Get("p-1")->state(), v1::CasePlan::STATE_PROVISIONAL);
  auto last = Sign("p-1", hash,
                   "signer: SIGNER_GUARDIAN outcome: OUTCOME_UNABLE "
                   "reason: 'Cannot be reached'");
  ASSERT_THAT(last, IsOk());
  EXPECT_EQ(last->state(), v1::CasePlan::STATE_APPROVED);
}

// A youth who has come of age needs no guardian.
TEST_P(CasePlansTest, AnAdultNeedsNoGuardian) {
  auto plan = Create("p-1");
  ASSERT_THAT(plan, IsOk());
  SetLocalTime(absl::CivilSecond(2028, 6, 15, 9, 0, 0));
  for (const char* signer : {"SIGNER_PARTICIPANT", "SIGNER_OFFICER"}) {
    ASSERT_THAT(Sign("p-1", plan->content_hash(),
                     absl::StrCat("signer: ", signer,
                                  " outcome: OUTCOME_SIGNED "
                                  "display_name: 'Sample'")),
                IsOk());
  }
  EXPECT_EQ(Approve("p-1")->state(), v1::CasePlan::STATE_APPROVED);
}

TEST_P(CasePlansTest, ASignatureBindsToWhatWasSigned) {
  auto plan = Create("p-1");
  ASSERT_THAT(plan, IsOk());
  SignByAll(*plan, "p-1");
  auto changed = Update("p-1", "goals: 'Something else'", "goals");
  ASSERT_THAT(changed, IsOk());
  EXPECT_NE(changed->content_hash(), plan->content_hash());
  auto stale = Sign("p-1", plan->content_hash(),
                    "signer: SIGNER_OFFICER outcome: OUTCOME_SIGNED "
                    "display_name: 'Sample'");
  EXPECT_THAT(stale, StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(Approve("p-1")->state(), v1::CasePlan::STATE_PROVISIONAL);
}

// R090: a revision is a new version with its own signatures; the old one keeps
// its own.
TEST_P(CasePlansTest, ANewVersionSupersedesTheOldOneWhenItIsApproved) {
  auto first = Create("p-1");
  ASSERT_THAT(first, IsOk());
  SignByAll(*first, "p-1");
  ASSERT_THAT(Approve("p-1"), IsOk());
  auto second = Create("p-2");
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->version(), 2);
  EXPECT_THAT(List("parent: 'cases/case-1'"),
              ElementsAre("p-1 APPROVED", "p-2 DRAFT"));
  ASSERT_THAT(Approve("p-2"), IsOk());
  EXPECT_THAT(List("parent: 'cases/-'"),
              ElementsAre("p-1 SUPERSEDED", "p-2 PROVISIONAL"));
  EXPECT_THAT(List("parent: 'cases/-' states: STATE_SUPERSEDED"),
              ElementsAre("p-1 SUPERSEDED"));
  EXPECT_THAT(List("parent: 'cases/-' as_of { year: 2026 month: 8 day: 31 }"),
              ElementsAre("p-2 PROVISIONAL"));
  EXPECT_THAT(List("parent: 'cases/-' as_of { year: 2026 month: 9 day: 1 }"),
              ElementsAre());
  EXPECT_EQ(Get("p-1")->signatures_size(), 3);
  EXPECT_THAT(Sign("p-1", first->content_hash(),
                   "signer: SIGNER_OFFICER outcome: OUTCOME_SIGNED "
                   "display_name: 'Sample'"),
              HasReason("PLAN_SUPERSEDED"));
}

TEST_P(CasePlansTest, AnApprovedVersionNeverChanges) {
  ASSERT_THAT(Create("p-1"), IsOk());
  ASSERT_THAT(Approve("p-1"), IsOk());
  EXPECT_THAT(Update("p-1", "goals: 'x'", "goals"),
              HasReason("PLAN_NOT_DRAFT"));
  EXPECT_THAT(Approve("p-1"), HasReason("PLAN_NOT_DRAFT"));
}

TEST_P(CasePlansTest, PlansAreHiddenWithTheirCase) {
  ASSERT_THAT(Create("p-1"), IsOk());
  CallAs("dpo-a", {ROLE_DPO});
  EXPECT_THAT(Get("p-1"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(List("parent: 'cases/-'"), ElementsAre());
  EXPECT_THAT(Update("p-1", "goals: 'x'", "goals"),
              StatusIs(absl::StatusCode::kNotFound));
}

INSTANTIATE_TEST_SUITE_P(Engines, CasePlansTest,
                         ::testing::Values(sql::Engine::kSqlite,
                                           sql::Engine::kPostgres),
                         EngineName);

}  // namespace
}  // namespace caseload::caseplan
