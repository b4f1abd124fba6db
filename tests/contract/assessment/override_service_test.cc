// Overrides: asked for, decided by somebody else, ended; what they change and
// what never changes (R032, R039, R099).

#include "services/assessment/override_service.h"

#include <string>
#include <thread>
#include <vector>

#include "caseload/options/v1/options.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/assessment/convert.h"
#include "services/common/import/record_masters.h"
#include "services/common/status/error.h"
#include "tests/support/assessment/override_fixture.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment {
namespace {

using ::absl::CivilDay;
using ::caseload::testing::HasReason;
using ::caseload::testing::IsOk;
using ::caseload::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const CivilDay kToday(2026, 11, 20);

class OverrideServiceTest : public testing::OverrideTest {
 protected:
  rpc::CallContext Supervisor(const std::string& method = "DecideOverride") {
    return CallOf("sdpo", {options::v1::ROLE_SDPO}, method);
  }
  rpc::CallContext Manager(const std::string& method = "DecideOverride") {
    return CallOf("boss", {options::v1::ROLE_MANAGER}, method);
  }
  // Names of the overrides on a page.
  std::vector<std::string> Names(const v1::ListOverridesRequest& request,
                                 const rpc::CallContext& call) {
    const auto response = List(request, call);
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> names;
    if (!response.ok()) return names;
    for (const v1::Override& override : response->overrides()) {
      names.push_back(override.name());
    }
    return names;
  }
  // "field REASON" of each violation.
  static std::vector<std::string> Violations(const absl::Status& status) {
    std::vector<std::string> found;
    for (const auto& violation : status::FieldViolationsOf(status)) {
      found.push_back(violation.field + " " + violation.reason);
    }
    return found;
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, OverrideServiceTest, testing::BothEngines(),
                         testing::EngineName);

TEST_P(OverrideServiceTest, ARequestSaysWhatItWouldChangeAndChangesNothing) {
  const size_t risks = FeedStates("case_risk").size();
  const auto requested = Request(Asked());
  ASSERT_THAT(requested, IsOk());
  EXPECT_EQ(requested->state(), v1::Override::STATE_REQUESTED);
  EXPECT_EQ(requested->band_scheme(), "example-bands");
  EXPECT_EQ(requested->from_level(), "moderate");
  EXPECT_EQ(requested->from_band(), "middle");
  EXPECT_EQ(requested->to_band(), "top");
  EXPECT_EQ(requested->direction(), v1::Override::DIRECTION_UP);
  EXPECT_EQ(requested->requested_by(), "person/dpo");
  EXPECT_EQ(requested->policy(), "example/1");
  EXPECT_EQ(requested->narrative(), "lost the home");
  EXPECT_THAT(requested->assessment(), HasSubstr("assessments/"));
  EXPECT_EQ(requested->effective_date().day(), 20);
  EXPECT_EQ(RiskOn("case-1", kToday), "middle SOURCE_SCORED middle");
  EXPECT_EQ(FeedStates("case_risk").size(), risks);
  // The feed says that there is one, and never why in words.
  EXPECT_EQ(LastOverrideState().state(), v1::Override::STATE_REQUESTED);
  EXPECT_THAT(FeedStates("override").back(), Not(HasSubstr("home")));
  const auto read = Get(requested->name(), Supervisor("GetOverride"));
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), requested->SerializeAsString());
}

TEST_P(OverrideServiceTest, AnApprovedOneGovernsFromItsFirstDayToItsLast) {
  const v1::Override approved = Approved(Asked(CivilDay(2026, 12, 15)));
  EXPECT_EQ(approved.state(), v1::Override::STATE_APPROVED);
  EXPECT_EQ(approved.decided_by(), "person/sdpo");
  EXPECT_EQ(RiskOn("case-1", kToday - 1), "middle SOURCE_SCORED middle");
  EXPECT_EQ(RiskOn("case-1", kToday), "top SOURCE_OVERRIDE middle");
  EXPECT_EQ(RiskOn("case-1", CivilDay(2026, 12, 15)),
            "top SOURCE_OVERRIDE middle");
  EXPECT_EQ(RiskOn("case-1", CivilDay(2026, 12, 16)),
            "middle SOURCE_SCORED middle");
  EXPECT_EQ(RiskOn("case-2", kToday), "middle SOURCE_SCORED middle");
  // What had been recorded a second before.
  EXPECT_EQ(RiskOn("case-1", kToday, now - absl::Seconds(1)),
            " SOURCE_UNSPECIFIED ");
  const v1::CaseRiskState risk = LastRisk();
  EXPECT_EQ(risk.case_(), "cases/case-1");
  ASSERT_EQ(risk.overrides_size(), 1);
  EXPECT_EQ(risk.overrides(0).override(), approved.name());
  EXPECT_EQ(risk.overrides(0).band().band_scheme(), "example-bands");
  EXPECT_EQ(risk.overrides(0).band().band(), "top");
  EXPECT_EQ(risk.overrides(0).first_day().day(), 20);
  EXPECT_EQ(risk.overrides(0).last_day().day(), 15);
  ASSERT_EQ(risk.latest_size(), 1);
  EXPECT_EQ(risk.latest(0).level(), "moderate");
}

TEST_P(OverrideServiceTest, ADeclinedOneChangesNothing) {
  const auto requested = Request(Asked());
  ASSERT_THAT(requested, IsOk());
  const size_t risks = FeedStates("case_risk").size();
  const auto declined = Decide(requested->name(), Supervisor(), false);
  ASSERT_THAT(declined, IsOk());
  EXPECT_EQ(declined->state(), v1::Override::STATE_DECLINED);
  EXPECT_EQ(declined->decision_note(), "the level fits");
  EXPECT_EQ(RiskOn("case-1", kToday), "middle SOURCE_SCORED middle");
  EXPECT_EQ(FeedStates("case_risk").size(), risks);
  EXPECT_THAT(Decide(requested->name(), Manager()),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    HasReason("OVERRIDE_ALREADY_DECIDED")));
}

TEST_P(OverrideServiceTest, WhoAskedNeverDecidesAlsoAsTheManager) {
  const auto requested = Request(
      Asked(), CallOf("boss", {options::v1::ROLE_MANAGER}, "RequestOverride"));
  ASSERT_THAT(requested, IsOk());
  for (const bool approve : {true, false}) {
    EXPECT_THAT(Decide(requested->name(), Manager(), approve),
                AllOf(StatusIs(absl::StatusCode::kPermissionDenied),
                      HasReason("OVERRIDE_DECIDED_BY_REQUESTER")));
  }
  EXPECT_EQ(Get(requested->name(), Manager("GetOverride"))->state(),
            v1::Override::STATE_REQUESTED);
  EXPECT_THAT(Decide(requested->name(), Supervisor()), IsOk());
}

TEST_P(OverrideServiceTest, ThePolicyNamesTheRolesThatDecide) {
  policy::PolicyPack strict = testing::ExamplePack();
  strict.overrides->approver_roles = {"manager"};
  const caseload::testing::FixedPackSource packs(
      std::vector<policy::PolicyPack>{strict});
  OverrideService::Options options = options_;
  options.packs = &packs;
  const OverrideService service(options);
  const auto requested = Request(Asked());
  ASSERT_THAT(requested, IsOk());
  v1::DecideOverrideRequest decide;
  decide.set_name(requested->name());
  decide.set_decision(v1::DecideOverrideRequest::DECISION_APPROVE);
  EXPECT_THAT(Write([&](sql::Transaction& tx) {
                return service.DecideOverride(tx, Supervisor(), decide);
              }),
              AllOf(StatusIs(absl::StatusCode::kPermissionDenied),
                    HasReason("OVERRIDE_APPROVER_ROLE_MISSING")));
  EXPECT_THAT(Write([&](sql::Transaction& tx) {
                return service.DecideOverride(tx, Manager(), decide);
              }),
              IsOk());
  v1::EndOverrideRequest end;
  end.set_name(requested->name());
  end.set_reason("over");
  EXPECT_THAT(Write([&](sql::Transaction& tx) {
                return service.EndOverride(tx, Supervisor("EndOverride"), end);
              }),
              HasReason("OVERRIDE_APPROVER_ROLE_MISSING"));
}

TEST_P(OverrideServiceTest, EverythingThatIsWrongIsNamedAndNothingIsStored) {
  v1::RequestOverrideRequest bad;
  EXPECT_THAT(Violations(Request(bad).status()),
              ElementsAre("override FIELD_REQUIRED"));
  bad.mutable_override()->set_case_("case-1");
  bad.mutable_override()->mutable_expiry_date()->set_year(2026);
  EXPECT_THAT(Violations(Request(bad).status()),
              ElementsAre("override.case NAME_INVALID",
                          "override.to_band FIELD_REQUIRED",
                          "override.reason_code FIELD_REQUIRED",
                          "override.narrative FIELD_REQUIRED",
                          "override.expiry_date DATE_INVALID"));
  bad = Asked(kToday - 1);
  bad.mutable_override()->set_to_band("moon");
  bad.mutable_override()->set_reason_code("mood");
  EXPECT_THAT(Request(bad), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Violations(Request(bad).status()),
              ElementsAre("override.to_band OVERRIDE_BAND_UNKNOWN",
                          "override.reason_code OVERRIDE_REASON_UNKNOWN",
                          "override.expiry_date OVERRIDE_EXPIRY_IN_PAST"));
  bad = Asked(kToday + 91);
  bad.mutable_override()->set_to_band("middle");
  EXPECT_THAT(Violations(Request(bad).status()),
              ElementsAre("override.to_band OVERRIDE_BAND_UNCHANGED",
                          "override.expiry_date OVERRIDE_TOO_LONG"));
  bad = Asked(kToday + 3);
  *bad.mutable_override()->mutable_effective_date() = ToDate(kToday + 4);
  EXPECT_THAT(Violations(Request(bad).status()),
              ElementsAre("override.expiry_date PERIOD_REVERSED"));
  bad = Asked();
  bad.mutable_override()->set_narrative(std::string(4001, 'x'));
  EXPECT_THAT(Violations(Request(bad).status()),
              ElementsAre("override.narrative TEXT_TOO_LONG"));
  EXPECT_EQ(CountRows("overrides"), 0);
  EXPECT_THAT(FeedStates("override"), IsEmpty());
}

TEST_P(OverrideServiceTest, WithoutALevelThereIsNothingToOverride) {
  SeedCaseload("dpo", {"case-4"}, "officer-sdpo");
  v1::RequestOverrideRequest asked = Asked();
  asked.mutable_override()->set_case_("cases/case-4");
  EXPECT_THAT(Request(asked),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    HasReason("OVERRIDE_WITHOUT_LEVEL")));
}

TEST_P(OverrideServiceTest, APolicyThatSaysNothingOfOverridesTakesNone) {
  policy::PolicyPack old = testing::ExamplePack();
  old.overrides.reset();
  const caseload::testing::FixedPackSource packs(
      std::vector<policy::PolicyPack>{old});
  const caseload::testing::FixedPackSource none(
      std::vector<policy::PolicyPack>{});
  OverrideService::Options options = options_;
  options.packs = &packs;
  const rpc::CallContext call =
      CallOf("dpo", {options::v1::ROLE_DPO}, "RequestOverride");
  const auto request = [&] {
    const OverrideService service(options);
    return Write([&](sql::Transaction& tx) {
      return service.RequestOverride(tx, call, Asked());
    });
  };
  EXPECT_THAT(request(), AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                               HasReason("OVERRIDE_POLICY_MISSING")));
  options.packs = &none;
  EXPECT_THAT(request(), HasReason("POLICY_NOT_YET_KNOWN"));
}

TEST_P(OverrideServiceTest, OverridesOfTheCountysSystemAreChangedThere) {
  const auto masters =
      imports::RecordMasters::Parse("overrides", {"assessments", "overrides"});
  ASSERT_THAT(masters, IsOk());
  OverrideService::Options options = options_;
  options.masters = &*masters;
  const OverrideService service(options);
  const rpc::CallContext call =
      CallOf("dpo", {options::v1::ROLE_DPO}, "RequestOverride");
  EXPECT_THAT(Write([&](sql::Transaction& tx) {
                return service.RequestOverride(tx, call, Asked());
              }),
              HasReason("RECORD_KIND_IMPORTED"));
}

TEST_P(OverrideServiceTest, OneOfALaterDayIsInForceFromThenOn) {
  v1::RequestOverrideRequest asked = Asked(std::nullopt);
  *asked.mutable_override()->mutable_effective_date() = ToDate(kToday + 5);
  const v1::Override approved = Approved(asked);
  EXPECT_FALSE(approved.has_expiry_date());
  EXPECT_EQ(RiskOn("case-1", kToday + 4), "middle SOURCE_SCORED middle");
  EXPECT_EQ(RiskOn("case-1", kToday + 5), "top SOURCE_OVERRIDE middle");
  EXPECT_EQ(RiskOn("case-1", kToday + 100), "top SOURCE_OVERRIDE middle");
}

// Days that have passed are never changed by a late decision.
TEST_P(OverrideServiceTest, ALateApprovalCountsFromItsOwnDay) {
  const auto requested = Request(Asked());
  ASSERT_THAT(requested, IsOk());
  now += absl::Hours(72);
  const auto approved = Decide(requested->name(), Supervisor());
  ASSERT_THAT(approved, IsOk());
  EXPECT_EQ(approved->effective_date().day(), 23);
  EXPECT_EQ(RiskOn("case-1", kToday + 2), "middle SOURCE_SCORED middle");
  EXPECT_EQ(RiskOn("case-1", kToday + 3), "top SOURCE_OVERRIDE middle");
}

TEST_P(OverrideServiceTest, AnApprovalAfterTheLastDayIsRefused) {
  const auto requested = Request(Asked(kToday + 1));
  ASSERT_THAT(requested, IsOk());
  now += absl::Hours(48);
  EXPECT_THAT(Decide(requested->name(), Supervisor()),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    HasReason("OVERRIDE_EXPIRY_IN_PAST")));
  EXPECT_THAT(Decide(requested->name(), Supervisor(), false), IsOk());
}

TEST_P(OverrideServiceTest, ALevelThatChangedSinceIsAskedForAnew) {
  const auto requested = Request(Asked());
  ASSERT_THAT(requested, IsOk());
  Assess("case-1", 4, CivilDay(2026, 11, 19));  // 9 points: "high"
  EXPECT_THAT(Decide(requested->name(), Supervisor()),
              HasReason("OVERRIDE_LEVEL_CHANGED"));
  EXPECT_EQ(Get(requested->name(), Supervisor("GetOverride"))->state(),
            v1::Override::STATE_REQUESTED);
}

TEST_P(OverrideServiceTest, ASecondOneForTheSameDaysWaitsForTheEndOfTheFirst) {
  const v1::Override first = Approved(Asked(std::nullopt));
  v1::RequestOverrideRequest other = Asked();
  other.mutable_override()->set_to_band("low");
  const auto requested = Request(other);
  ASSERT_THAT(requested, IsOk());
  EXPECT_EQ(requested->direction(), v1::Override::DIRECTION_DOWN);
  const auto refused = Decide(requested->name(), Supervisor());
  EXPECT_THAT(refused, AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                             HasReason("OVERRIDE_OVERLAPS")));
  ASSERT_THAT(End(first.name(), Supervisor("EndOverride")), IsOk());
  EXPECT_THAT(Decide(requested->name(), Supervisor()), IsOk());
  EXPECT_EQ(RiskOn("case-1", kToday), "low SOURCE_OVERRIDE middle");
}

TEST_P(OverrideServiceTest, AnEndedOneCountedUntilTheDayBefore) {
  const v1::Override approved = Approved(Asked(std::nullopt));
  const absl::Time before = now;
  now += absl::Hours(24 * 5);
  const auto ended = End(approved.name(), Supervisor("EndOverride"));
  ASSERT_THAT(ended, IsOk());
  EXPECT_EQ(ended->state(), v1::Override::STATE_ENDED);
  EXPECT_EQ(ended->end_reason(), "found a home");
  EXPECT_EQ(ended->last_day().day(), 24);
  EXPECT_EQ(RiskOn("case-1", kToday), "top SOURCE_OVERRIDE middle");
  EXPECT_EQ(RiskOn("case-1", kToday + 4), "top SOURCE_OVERRIDE middle");
  EXPECT_EQ(RiskOn("case-1", kToday + 5), "middle SOURCE_SCORED middle");
  // As it was known before the end.
  EXPECT_EQ(RiskOn("case-1", kToday + 5, before), "top SOURCE_OVERRIDE middle");
  // A day in the past is judged by followers too.
  const v1::CaseRiskState risk = LastRisk();
  ASSERT_EQ(risk.overrides_size(), 1);
  EXPECT_EQ(risk.overrides(0).last_day().day(), 24);
  EXPECT_EQ(CountRows("override_periods"), 2);
  EXPECT_THAT(End(approved.name(), Supervisor("EndOverride")),
              HasReason("OVERRIDE_NOT_APPROVED"));
}

TEST_P(OverrideServiceTest, OneThatIsEndedOnItsFirstDayNeverCounted) {
  const v1::Override approved = Approved(Asked(std::nullopt));
  const auto ended = End(approved.name(), Supervisor("EndOverride"));
  ASSERT_THAT(ended, IsOk());
  EXPECT_FALSE(ended->has_last_day());
  EXPECT_EQ(RiskOn("case-1", kToday), "middle SOURCE_SCORED middle");
  EXPECT_EQ(LastRisk().overrides_size(), 0);
}

TEST_P(OverrideServiceTest, AnEtagThatWasReadBeforeIsRefused) {
  const auto requested = Request(Asked());
  ASSERT_THAT(requested, IsOk());
  const auto approved =
      Decide(requested->name(), Supervisor(), true, requested->etag());
  ASSERT_THAT(approved, IsOk());
  EXPECT_NE(approved->etag(), requested->etag());
  EXPECT_THAT(
      Decide(requested->name(), Manager(), true, requested->etag()),
      AllOf(StatusIs(absl::StatusCode::kAborted), HasReason("ETAG_MISMATCH")));
}

TEST_P(OverrideServiceTest, WhatIsNotReachedIsNotThere) {
  const auto requested = Request(Asked());
  ASSERT_THAT(requested, IsOk());
  const rpc::CallContext stranger =
      CallOf("other", {options::v1::ROLE_DPO}, "GetOverride");
  EXPECT_THAT(Get(requested->name(), stranger),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Get("overrides/none", Manager("GetOverride")),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Get("override/x", Manager("GetOverride")),
              HasReason("NAME_INVALID"));
  v1::RequestOverrideRequest asked = Asked();
  asked.mutable_override()->set_case_("cases/case-9");
  EXPECT_THAT(Request(asked), StatusIs(absl::StatusCode::kNotFound));
}

TEST_P(OverrideServiceTest, ListsAreOfTheCasesThatTheCallerReaches) {
  std::vector<std::string> asked;
  for (const char* id : {"case-1", "case-2", "case-3"}) {
    v1::RequestOverrideRequest request = Asked();
    request.mutable_override()->set_case_(std::string("cases/") + id);
    const auto requested = Request(request);
    ASSERT_THAT(requested, IsOk());
    asked.push_back(requested->name());
    now += absl::Seconds(1);
  }
  v1::RequestOverrideRequest own = Asked();
  own.mutable_override()->set_case_("cases/case-9");
  const auto of_supervisor =
      Request(own, CallOf("sdpo", {options::v1::ROLE_SDPO}, "RequestOverride"));
  ASSERT_THAT(of_supervisor, IsOk());
  ASSERT_THAT(Decide(asked[1], Supervisor()), IsOk());

  const rpc::CallContext officer =
      CallOf("dpo", {options::v1::ROLE_DPO}, "ListOverrides");
  EXPECT_THAT(Names({}, officer), ElementsAre(asked[2], asked[1], asked[0]));
  EXPECT_THAT(Names({}, Supervisor("ListOverrides")),
              ElementsAre(of_supervisor->name(), asked[2], asked[1], asked[0]));
  v1::ListOverridesRequest waiting;
  waiting.set_state(v1::Override::STATE_REQUESTED);
  EXPECT_THAT(Names(waiting, officer), ElementsAre(asked[2], asked[0]));
  v1::ListOverridesRequest of_case;
  of_case.set_case_("cases/case-2");
  EXPECT_THAT(Names(of_case, officer), ElementsAre(asked[1]));
  of_case.set_case_("cases/case-9");
  EXPECT_THAT(List(of_case, officer), StatusIs(absl::StatusCode::kNotFound));

  v1::ListOverridesRequest pages;
  pages.set_page_size(2);
  const auto first = List(pages, officer);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->overrides_size(), 2);
  pages.set_page_token(first->next_page_token());
  EXPECT_THAT(Names(pages, officer), ElementsAre(asked[0]));
  pages.set_state(v1::Override::STATE_APPROVED);
  EXPECT_THAT(List(pages, officer), HasReason("PAGE_TOKEN_INVALID"));
}

// Two supervisors decide about two requests of one case at once.
TEST_P(OverrideServiceTest, OfTwoApprovalsAtOnceOneStands) {
  for (int round = 0; round < 5; ++round) {
    const auto first = Request(Asked());
    const auto second = Request(Asked());
    ASSERT_THAT(first, IsOk());
    ASSERT_THAT(second, IsOk());
    absl::Status outcomes[2];
    std::thread other(
        [&] { outcomes[1] = Decide(second->name(), Manager()).status(); });
    outcomes[0] = Decide(first->name(), Supervisor()).status();
    other.join();
    EXPECT_NE(outcomes[0].ok(), outcomes[1].ok())
        << outcomes[0] << " / " << outcomes[1];
    EXPECT_THAT(outcomes[outcomes[0].ok() ? 1 : 0],
                HasReason("OVERRIDE_OVERLAPS"));
    ASSERT_THAT(End(outcomes[0].ok() ? first->name() : second->name(),
                    Manager("EndOverride")),
                IsOk());
  }
}

}  // namespace
}  // namespace caseload::assessment
