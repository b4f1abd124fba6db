#include "services/assessment/assessment_service.h"

#include <string>
#include <thread>
#include <vector>

#include "caseload/options/v1/options.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/assessment/access.h"
#include "services/assessment/convert.h"
#include "services/assessment/domain/case_projection.h"
#include "services/assessment/instrument_service.h"
#include "services/assessment/storage/case_projection_store.h"
#include "services/common/seal/sealer.h"
#include "tests/support/assessment/example_assessments.h"
#include "tests/support/assessment/example_instruments.h"
#include "tests/support/assessment/store_fixture.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment {
namespace {

using ::caseload::testing::HasReason;
using ::caseload::testing::IsOk;
using ::caseload::testing::StatusIs;
using ::google::protobuf::util::MessageDifferencer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

auth::RoleSet ManagerOnly() {
  auth::RoleSet roles;
  roles.Add(options::v1::ROLE_MANAGER);
  return roles;
}

class AssessmentServiceTest : public testing::StoreTest {
 protected:
  void SetUp() override {
    for (const auto& definition :
         {testing::ExampleRisk(), testing::ExampleRecorded(),
          testing::ExampleAreas(), testing::ExampleScreen()}) {
      v1::CreateInstrumentRequest request;
      *request.mutable_instrument()->mutable_definition() = definition;
      InstrumentService instruments({&tokens_});
      ASSERT_THAT(Write([&](sql::Transaction& tx) {
                    return instruments.CreateInstrument(tx, officer_, request);
                  }),
                  IsOk());
    }
    officer_.ClearTouched();
    std::vector<std::string> carried = {"case-1", "case-2", "case-3"};
    for (int round = 0; round < 10; ++round) {
      carried.push_back("round-" + std::to_string(round));
    }
    SeedCaseload("test", carried);
  }

  absl::StatusOr<v1::Assessment> Create(const v1::Assessment& assessment,
                                        const rpc::CallContext& call) {
    v1::CreateAssessmentRequest request;
    *request.mutable_assessment() = assessment;
    return Write([&](sql::Transaction& tx) {
      return service_.CreateAssessment(tx, call, request);
    });
  }
  absl::StatusOr<v1::Assessment> Create(const v1::Assessment& assessment) {
    return Create(assessment, officer_);
  }
  absl::StatusOr<v1::Assessment> Complete(const std::string& name,
                                          const rpc::CallContext& call,
                                          const std::string& etag = "") {
    v1::CompleteAssessmentRequest request;
    request.set_name(name);
    request.set_etag(etag);
    return Write([&](sql::Transaction& tx) {
      return service_.CompleteAssessment(tx, call, request);
    });
  }
  absl::StatusOr<v1::Assessment> Complete(const std::string& name) {
    return Complete(name, officer_);
  }
  absl::StatusOr<v1::Assessment> Get(const std::string& name,
                                     const rpc::CallContext& call) {
    v1::GetAssessmentRequest request;
    request.set_name(name);
    return Read([&](sql::Transaction& tx) {
      return service_.GetAssessment(tx, call, request);
    });
  }
  absl::StatusOr<v1::ListAssessmentsResponse> List(
      const v1::ListAssessmentsRequest& request, const rpc::CallContext& call) {
    return Read([&](sql::Transaction& tx) {
      return service_.ListAssessments(tx, call, request);
    });
  }
  absl::StatusOr<v1::BatchGetCurrentRiskResponse> Risk(
      const v1::BatchGetCurrentRiskRequest& request) {
    return Read([&](sql::Transaction& tx) {
      return service_.BatchGetCurrentRisk(tx, officer_, request);
    });
  }
  // Risk of cases/case-1 on `day` with example-risk (6 months) before
  // example-recorded (12 months).
  v1::CurrentRisk RiskOn(absl::CivilDay day) {
    v1::BatchGetCurrentRiskRequest request = RiskRequest();
    *request.mutable_as_of() = ToDate(day);
    const auto response = Risk(request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->risks(0) : v1::CurrentRisk();
  }
  v1::BatchGetCurrentRiskRequest RiskRequest() {
    v1::BatchGetCurrentRiskRequest request;
    request.add_cases("cases/case-1");
    request.mutable_rule()->set_band_scheme("example-bands");
    auto* risk = request.mutable_rule()->add_instruments();
    risk->set_instrument("instruments/example-risk");
    risk->mutable_reassess_after()->set_months(6);
    auto* recorded = request.mutable_rule()->add_instruments();
    recorded->set_instrument("instruments/example-recorded");
    recorded->mutable_reassess_after()->set_months(12);
    request.mutable_rule()
        ->mutable_first_assessment()
        ->mutable_due_within()
        ->set_days(30);
    return request;
  }
  // Creates and completes.
  std::string Completed(const v1::Assessment& assessment,
                        const rpc::CallContext& call) {
    const auto draft = Create(assessment, call);
    EXPECT_THAT(draft, IsOk());
    if (!draft.ok()) return "";
    EXPECT_THAT(Complete(draft->name(), call), IsOk());
    return draft->name();
  }
  std::string Completed(const v1::Assessment& assessment) {
    return Completed(assessment, officer_);
  }

  template <typename State>
  State LastOnFeed(const std::string& kind) {
    const std::vector<std::string> states = FeedStates(kind);
    State state;
    EXPECT_FALSE(states.empty());
    if (!states.empty()) {
      EXPECT_TRUE(
          google::protobuf::util::JsonStringToMessage(states.back(), &state)
              .ok());
    }
    return state;
  }

  AssessmentService::Options MakeOptions() {
    AssessmentService::Options options;
    options.page_tokens = &tokens_;
    options.ids = &ids_;
    EXPECT_TRUE(
        absl::LoadTimeZone("America/Los_Angeles", &options.county_zone));
    options.clinical_roles = ManagerOnly();
    options.access = &access_;
    return options;
  }

  paging::TokenSealer tokens_{seal::Sealer::WithRandomKey()};
  ids::SequentialIdSource ids_{"a"};
  CaseAccess access_{
      {absl::FixedTimeZone(-8 * 60 * 60), [] { return absl::ZeroDuration(); }}};
  AssessmentService service_{MakeOptions()};
  rpc::CallContext officer_ = CallBy(options::v1::ROLE_DPO);
  rpc::CallContext manager_ = CallBy(options::v1::ROLE_MANAGER);
};

INSTANTIATE_TEST_SUITE_P(Engines, AssessmentServiceTest, testing::BothEngines(),
                         testing::EngineName);

TEST_P(AssessmentServiceTest, ADraftHoldsWhatWasEntered) {
  v1::Assessment entered = testing::RiskAssessment(1, 3, 2);
  entered.set_entered_total(6);
  entered.mutable_domain_scores(1)->set_driver(true);
  *entered.mutable_domain_scores(1)->mutable_reviewed_with_client_date() =
      ToDate(absl::CivilDay(2026, 11, 3));
  entered.mutable_domain_scores(2)->mutable_item_counts()->set_present(2);
  entered.mutable_domain_scores(2)->mutable_item_counts()->set_absent(1);
  entered.mutable_participation()->set_client(v1::Participation::DEGREE_FULL);
  entered.set_cultural_considerations("speaks Mixtec at home");
  entered.add_responsivity_factors()->set_kind(
      v1::ResponsivityFactor::KIND_LANGUAGE);
  v1::ExternalInformation* outside = entered.add_external_information();
  outside->set_kind(v1::ExternalInformation::KIND_OUTSIDE_ASSESSMENT);
  outside->set_source("Example Clinic");
  outside->set_summary("An intake of last year.");
  *outside->mutable_received_date() = ToDate(absl::CivilDay(2026, 10, 1));

  const auto draft = Create(entered);
  ASSERT_THAT(draft, IsOk());
  EXPECT_EQ(draft->name(), "assessments/a-000001");
  EXPECT_EQ(draft->state(), v1::Assessment::STATE_DRAFT);
  EXPECT_EQ(draft->created_by(), "person/test");
  EXPECT_FALSE(draft->has_result());
  EXPECT_FALSE(draft->clinical());
  EXPECT_THAT(officer_.touched(), ElementsAre(draft->name()));

  const auto read = Get(draft->name(), officer_);
  ASSERT_THAT(read, IsOk());
  EXPECT_TRUE(MessageDifferencer::Equals(*read, *draft));
  v1::Assessment same = *read;
  same.clear_name();
  same.clear_state();
  same.clear_etag();
  same.clear_create_time();
  same.clear_created_by();
  EXPECT_TRUE(MessageDifferencer::Equals(same, entered));

  const auto state = LastOnFeed<v1::AssessmentState>("assessment");
  EXPECT_EQ(state.state(), v1::Assessment::STATE_DRAFT);
  EXPECT_FALSE(state.has_completed());
  EXPECT_THAT(FeedStates("case_risk"), IsEmpty());
}

TEST_P(AssessmentServiceTest, OutputFieldsOfARequestAreNotRead) {
  v1::Assessment entered = testing::RiskAssessment(1, 3, 2);
  entered.set_name("assessments/other");
  entered.set_state(v1::Assessment::STATE_COMPLETE);
  entered.mutable_result()->set_level("low");
  entered.mutable_domain_scores(1)->set_level("low");
  entered.set_created_by("person/other");
  const auto draft = Create(entered);
  ASSERT_THAT(draft, IsOk());
  EXPECT_EQ(draft->name(), "assessments/a-000001");
  EXPECT_EQ(draft->state(), v1::Assessment::STATE_DRAFT);
  EXPECT_FALSE(draft->has_result());
  EXPECT_EQ(draft->domain_scores(1).level(), "");
  EXPECT_EQ(draft->created_by(), "person/test");
}

TEST_P(AssessmentServiceTest, WhatIsWrongStoresNothing) {
  v1::Assessment bad = testing::RiskAssessment(1, 6, 2);
  EXPECT_THAT(Create(bad), HasReason("SCORE_OUT_OF_RANGE"));
  bad = testing::RiskAssessment(1, 2, 2);
  bad.set_instrument("instruments/example-risk/versions/9");
  EXPECT_THAT(Create(bad), StatusIs(absl::StatusCode::kNotFound));
  bad = testing::RiskAssessment(1, 2, 2, absl::CivilDay(2019, 12, 31));
  EXPECT_THAT(Create(bad), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Create(bad), HasReason("INSTRUMENT_NOT_IN_USE"));
  EXPECT_EQ(CountRows("assessments"), 0);
  EXPECT_EQ(CountRows("assessment_domains"), 0);
  EXPECT_THAT(FeedStates("assessment"), IsEmpty());
}

// The county's day decides: at 17:00 UTC it is the 20th there, and an hour
// before its midnight still.
TEST_P(AssessmentServiceTest, TodayIsTheCountysDay) {
  const v1::Assessment tomorrow =
      testing::RiskAssessment(1, 2, 2, absl::CivilDay(2026, 11, 21));
  officer_.now = absl::FromCivil(absl::CivilSecond(2026, 11, 21, 7, 59, 59),
                                 absl::UTCTimeZone());
  EXPECT_THAT(Create(tomorrow), HasReason("DATE_IN_FUTURE"));
  officer_.now += absl::Seconds(1);
  EXPECT_THAT(Create(tomorrow), IsOk());
}

TEST_P(AssessmentServiceTest, CompletionComputesTotalLevelAndBand) {
  const auto draft = Create(testing::RiskAssessment(2, 4, 1));
  ASSERT_THAT(draft, IsOk());
  officer_.now += absl::Hours(1);
  const auto complete = Complete(draft->name(), officer_, draft->etag());
  ASSERT_THAT(complete, IsOk());
  EXPECT_EQ(complete->state(), v1::Assessment::STATE_COMPLETE);
  EXPECT_EQ(complete->result().total(), 7);
  EXPECT_EQ(complete->result().level(), "moderate");
  ASSERT_EQ(complete->result().bands_size(), 1);
  EXPECT_EQ(complete->result().bands(0).band(), "middle");
  EXPECT_FALSE(complete->result().provisional());
  EXPECT_TRUE(complete->result().flags().empty());
  EXPECT_TRUE(
      MessageDifferencer::Equals(complete->result().current_until_date(),
                                 ToDate(absl::CivilDay(2027, 5, 2))));
  EXPECT_EQ(complete->domain_scores(1).level(), "high");
  EXPECT_EQ(complete->completed_by(), "person/test");
  EXPECT_EQ(complete->complete_time().seconds(),
            absl::ToUnixSeconds(officer_.now));
  EXPECT_NE(complete->etag(), draft->etag());
  const auto read = Get(draft->name(), officer_);
  ASSERT_THAT(read, IsOk());
  EXPECT_TRUE(MessageDifferencer::Equals(*read, *complete));
}

// R099: the feed carries what a follower needs to band the case again.
TEST_P(AssessmentServiceTest, CompletionPutsTheCasesRiskOnTheFeed) {
  v1::Assessment entered = testing::RiskAssessment(2, 4, 1);
  entered.mutable_domain_scores(1)->set_driver(true);
  const std::string name = Completed(entered);
  const auto state = LastOnFeed<v1::CaseRiskState>("case_risk");
  EXPECT_EQ(state.case_(), "cases/case-1");
  ASSERT_EQ(state.latest_size(), 1);
  const v1::CompletedAssessment& latest = state.latest(0);
  EXPECT_EQ(latest.assessment(), name);
  EXPECT_EQ(latest.instrument(), "instruments/example-risk/versions/1.0");
  EXPECT_EQ(latest.level(), "moderate");
  EXPECT_TRUE(latest.sets_risk());
  ASSERT_EQ(latest.domains_size(), 3);
  EXPECT_FALSE(latest.domains(0).dynamic());
  const v1::AssessedDomain& family = latest.domains(1);
  EXPECT_EQ(family.domain(), "family");
  EXPECT_TRUE(family.dynamic());
  EXPECT_TRUE(family.driver());
  EXPECT_EQ(family.score(), 4);
  EXPECT_EQ(family.maximum_score(), 5);
  EXPECT_EQ(family.level(), "high");
  EXPECT_EQ(family.level_rank(), 1);
  EXPECT_THAT(family.need_areas(), ElementsAre("family"));
  // Never a narrative.
  for (const std::string& json : FeedStates("case_risk")) {
    EXPECT_THAT(json, Not(HasSubstr("no work")));
  }
  const auto assessment = LastOnFeed<v1::AssessmentState>("assessment");
  EXPECT_EQ(assessment.state(), v1::Assessment::STATE_COMPLETE);
  EXPECT_TRUE(MessageDifferencer::Equals(assessment.completed(), latest));
}

TEST_P(AssessmentServiceTest, RefusedCompletionChangesNothing) {
  v1::Assessment entered = testing::RiskAssessment(2, 4, 1);
  entered.clear_strengths();
  const auto draft = Create(entered);
  ASSERT_THAT(draft, IsOk());
  const int64_t changes = CountRows("changes");
  const auto refused = Complete(draft->name());
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("SECTION_MISSING"));
  EXPECT_THAT(Complete(draft->name(), officer_, "7"),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(Complete(draft->name(), officer_, "7"),
              HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(Complete("assessments/none"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Complete("cases/case-1"), HasReason("NAME_INVALID"));
  const auto read = Get(draft->name(), officer_);
  ASSERT_THAT(read, IsOk());
  EXPECT_TRUE(MessageDifferencer::Equals(*read, *draft));
  EXPECT_EQ(CountRows("changes"), changes);
}

// The scored level never changes: there is no second completion.
TEST_P(AssessmentServiceTest, ACompleteAssessmentIsNotCompletedAgain) {
  const std::string name = Completed(testing::RiskAssessment(2, 4, 1));
  const auto first = Get(name, officer_);
  ASSERT_THAT(first, IsOk());
  const auto again = Complete(name);
  EXPECT_THAT(again, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(again, HasReason("ASSESSMENT_NOT_DRAFT"));
  const auto read = Get(name, officer_);
  ASSERT_THAT(read, IsOk());
  EXPECT_TRUE(MessageDifferencer::Equals(*read, *first));
}

TEST_P(AssessmentServiceTest, ALaterOneSupersedesTheEarlierOne) {
  const std::string march =
      Completed(testing::RiskAssessment(2, 4, 1, absl::CivilDay(2026, 3, 2)));
  const std::string other =
      Completed(testing::RecordedAssessment("hi", absl::CivilDay(2026, 3, 2)));
  const std::string september =
      Completed(testing::RiskAssessment(1, 0, 0, absl::CivilDay(2026, 9, 1)));
  // Entered last, but made in between.
  const std::string june =
      Completed(testing::RiskAssessment(4, 5, 3, absl::CivilDay(2026, 6, 1)));
  const auto state = [&](const std::string& name) {
    const auto read = Get(name, officer_);
    EXPECT_THAT(read, IsOk());
    return read.ok() ? read->state() : v1::Assessment::STATE_UNSPECIFIED;
  };
  EXPECT_EQ(state(march), v1::Assessment::STATE_SUPERSEDED);
  EXPECT_EQ(state(june), v1::Assessment::STATE_SUPERSEDED);
  EXPECT_EQ(state(september), v1::Assessment::STATE_COMPLETE);
  EXPECT_EQ(state(other), v1::Assessment::STATE_COMPLETE);
  const auto risk = LastOnFeed<v1::CaseRiskState>("case_risk");
  ASSERT_EQ(risk.latest_size(), 2);
  EXPECT_EQ(risk.latest(0).assessment(), other);
  EXPECT_EQ(risk.latest(1).assessment(), september);
  // What was scored stays what it was.
  const auto read = Get(march, officer_);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->result().level(), "moderate");
  // A late one that is superseded from the first is told of too.
  EXPECT_EQ(LastOnFeed<v1::AssessmentState>("assessment").state(),
            v1::Assessment::STATE_SUPERSEDED);
}

// However calls meet, an assessment is completed once and one of a case's is
// the latest.
TEST_P(AssessmentServiceTest, CompletionsAtOnceLeaveOneLatest) {
  constexpr int kRounds = 10;
  constexpr int kDrafts = 3;
  constexpr int kCallers = 2;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<std::string> drafts;
    for (int i = 0; i < kDrafts; ++i) {
      v1::Assessment entered = testing::RiskAssessment(1, i, 1);
      entered.set_case_("cases/round-" + std::to_string(round));
      const auto draft = Create(entered);
      ASSERT_THAT(draft, IsOk());
      drafts.push_back(draft->name());
    }
    std::vector<absl::Status> outcomes(kDrafts * kCallers);
    std::vector<std::thread> threads;
    for (int i = 0; i < kDrafts * kCallers; ++i) {
      threads.emplace_back([&, i] {
        const rpc::CallContext call = CallBy(options::v1::ROLE_DPO);
        outcomes[i] = Complete(drafts[i % kDrafts], call).status();
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (int i = 0; i < kDrafts; ++i) {
      const bool first = outcomes[i].ok();
      EXPECT_THAT(outcomes[first ? i : i + kDrafts], IsOk());
      EXPECT_THAT(outcomes[first ? i + kDrafts : i],
                  HasReason("ASSESSMENT_NOT_DRAFT"));
    }
    v1::ListAssessmentsRequest request;
    request.set_case_("cases/round-" + std::to_string(round));
    request.set_state(v1::Assessment::STATE_COMPLETE);
    const auto complete = List(request, officer_);
    ASSERT_THAT(complete, IsOk());
    EXPECT_EQ(complete->assessments_size(), 1);
  }
}

TEST_P(AssessmentServiceTest, UnverifiedFiguresAreToldWithTheResult) {
  const std::string name =
      Completed(testing::RecordedAssessment("hi", absl::CivilDay(2026, 3, 2)));
  const auto read = Get(name, officer_);
  ASSERT_THAT(read, IsOk());
  EXPECT_TRUE(read->result().uses_unverified_figures());
  EXPECT_FALSE(read->result().has_total());
  EXPECT_TRUE(RiskOn(absl::CivilDay(2026, 11, 20)).uses_unverified_figures());
}

// Clinical assessments exist only for the roles that are named.
TEST_P(AssessmentServiceTest, ClinicalAssessmentsAreHiddenFromOthers) {
  EXPECT_THAT(Create(testing::ScreenAssessment(20)),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Create(testing::ScreenAssessment(20)),
              HasReason("CLINICAL_ROLE_REQUIRED"));
  EXPECT_EQ(CountRows("assessments"), 0);

  const auto draft = Create(testing::ScreenAssessment(20), manager_);
  ASSERT_THAT(draft, IsOk());
  EXPECT_TRUE(draft->clinical());
  const auto hidden = Complete(draft->name());
  EXPECT_THAT(hidden, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(std::string(hidden.status().message()),
            draft->name() + " does not exist, or you may not see it");
  ASSERT_THAT(Complete(draft->name(), manager_), IsOk());
  EXPECT_THAT(Get(draft->name(), manager_), IsOk());

  rpc::CallContext machine = CallBy(options::v1::ROLE_UNSPECIFIED);
  machine.caller.kind = auth::CallerKind::kService;
  machine.caller.person.clear();
  machine.caller.roles = auth::RoleSet();
  for (const rpc::CallContext* call : {&officer_, &machine}) {
    EXPECT_THAT(Get(draft->name(), *call), HasReason("RESOURCE_NOT_FOUND"));
    v1::ListAssessmentsRequest request;
    request.set_case_("cases/case-1");
    const auto list = List(request, *call);
    ASSERT_THAT(list, IsOk());
    EXPECT_THAT(list->assessments(), IsEmpty());
  }
  v1::ListAssessmentsRequest request;
  request.set_case_("cases/case-1");
  const auto list = List(request, manager_);
  ASSERT_THAT(list, IsOk());
  EXPECT_EQ(list->assessments_size(), 1);
  // Nor is there any on the feed.
  EXPECT_THAT(FeedStates("assessment"), IsEmpty());
  EXPECT_THAT(FeedStates("case_risk"), IsEmpty());
}

TEST_P(AssessmentServiceTest, ListsTheLatestFirstInPages) {
  std::vector<std::string> names;
  for (int day = 1; day <= 3; ++day) {
    names.push_back(Completed(
        testing::RiskAssessment(1, 1, 1, absl::CivilDay(2026, 10, day))));
  }
  const auto draft =
      Create(testing::RecordedAssessment("lo", absl::CivilDay(2026, 10, 2)));
  ASSERT_THAT(draft, IsOk());
  v1::Assessment elsewhere = testing::RiskAssessment(1, 1, 1);
  elsewhere.set_case_("cases/case-2");
  ASSERT_THAT(Create(elsewhere), IsOk());

  const auto pages = [&](v1::ListAssessmentsRequest request) {
    std::vector<std::string> listed;
    do {
      const auto page = List(request, officer_);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const auto& assessment : page->assessments()) {
        listed.push_back(assessment.name());
      }
      listed.push_back("|");
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return listed;
  };
  v1::ListAssessmentsRequest request;
  request.set_case_("cases/case-1");
  request.set_page_size(2);
  EXPECT_THAT(pages(request), ElementsAre(names[2], draft->name(), "|",
                                          names[1], names[0], "|"));
  request.set_instrument("instruments/example-risk");
  EXPECT_THAT(pages(request),
              ElementsAre(names[2], names[1], "|", names[0], "|"));
  request.set_state(v1::Assessment::STATE_SUPERSEDED);
  EXPECT_THAT(pages(request), ElementsAre(names[1], names[0], "|"));
  request.clear_instrument();
  request.set_state(v1::Assessment::STATE_DRAFT);
  EXPECT_THAT(pages(request), ElementsAre(draft->name(), "|"));
  request.set_case_("cases/case-3");
  EXPECT_THAT(pages(request), ElementsAre("|"));
}

TEST_P(AssessmentServiceTest, RefusesAListItCannotUnderstand) {
  v1::ListAssessmentsRequest request;
  EXPECT_THAT(List(request, officer_), HasReason("NAME_INVALID"));
  request.set_case_("cases/case-1");
  request.set_instrument("example-risk");
  EXPECT_THAT(List(request, officer_), HasReason("NAME_INVALID"));
  request.clear_instrument();
  request.set_state(static_cast<v1::Assessment::State>(42));
  EXPECT_THAT(List(request, officer_), HasReason("ENUM_INVALID"));
  request.clear_state();
  request.set_page_size(-1);
  EXPECT_THAT(List(request, officer_), HasReason("PAGE_SIZE_NEGATIVE"));
  request.clear_page_size();
  request.set_page_token("x");
  EXPECT_THAT(List(request, officer_), HasReason("PAGE_TOKEN_INVALID"));
}

// R016, R039: never done is a state of its own.
TEST_P(AssessmentServiceTest, ACaseThatWasNeverAssessedHasNoLevel) {
  ASSERT_THAT(Create(testing::RiskAssessment(4, 5, 3)), IsOk());  // a draft
  const v1::CurrentRisk risk = RiskOn(absl::CivilDay(2026, 11, 20));
  EXPECT_EQ(risk.case_(), "cases/case-1");
  EXPECT_EQ(risk.due_state(), v1::CurrentRisk::DUE_STATE_NEVER_DONE);
  EXPECT_EQ(risk.assessment(), "");
  EXPECT_EQ(risk.source(), v1::CurrentRisk::SOURCE_UNSPECIFIED);
  // Received on January 1.
  EXPECT_TRUE(MessageDifferencer::Equals(risk.due_date(),
                                         ToDate(absl::CivilDay(2026, 1, 31))));
}

TEST_P(AssessmentServiceTest, TheFirstIsDueAndThenNeverDone) {
  EXPECT_EQ(RiskOn(absl::CivilDay(2026, 1, 31)).due_state(),
            v1::CurrentRisk::DUE_STATE_DUE);
  EXPECT_EQ(RiskOn(absl::CivilDay(2026, 2, 1)).due_state(),
            v1::CurrentRisk::DUE_STATE_NEVER_DONE);
}

// R016: by the same function as caseplan's snapshot, over what it told.
TEST_P(AssessmentServiceTest, CustodyStopsTheClockAndReleaseStartsIt) {
  domain::ProjectedCaseState custody;
  custody.id = "custody-1";
  custody.case_id = "case-1";
  custody.status = domain::CaseStatus::kInCustody;
  custody.days.first = absl::CivilDay(2025, 12, 1);
  ASSERT_THAT(
      Write([&](sql::Transaction& tx) { return storage::Upsert(tx, custody); }),
      IsOk());
  v1::BatchGetCurrentRiskRequest request = RiskRequest();
  request.mutable_rule()
      ->mutable_first_assessment()
      ->set_clock_starts_at_release(true);
  const auto on = [&](absl::CivilDay day) {
    *request.mutable_as_of() = ToDate(day);
    const auto response = Risk(request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->risks(0) : v1::CurrentRisk();
  };
  v1::CurrentRisk risk = on(absl::CivilDay(2026, 11, 20));
  EXPECT_EQ(risk.due_state(), v1::CurrentRisk::DUE_STATE_DUE);
  EXPECT_EQ(risk.due_why(), v1::CurrentRisk::DUE_WHY_IN_CUSTODY);
  EXPECT_FALSE(risk.has_due_date());
  custody.version = 2;
  custody.days.last = absl::CivilDay(2026, 9, 30);
  ASSERT_THAT(
      Write([&](sql::Transaction& tx) { return storage::Upsert(tx, custody); }),
      IsOk());
  risk = on(absl::CivilDay(2026, 10, 31));
  EXPECT_EQ(risk.due_state(), v1::CurrentRisk::DUE_STATE_DUE);
  EXPECT_TRUE(MessageDifferencer::Equals(risk.due_date(),
                                         ToDate(absl::CivilDay(2026, 10, 31))));
  EXPECT_EQ(on(absl::CivilDay(2026, 11, 1)).due_state(),
            v1::CurrentRisk::DUE_STATE_NEVER_DONE);
}

TEST_P(AssessmentServiceTest, TheFirstPlanMayComeBeforeTheDueDay) {
  domain::ProjectedPlan plan;
  plan.id = "plan-1";
  plan.case_id = "case-1";
  plan.first_day = absl::CivilDay(2026, 1, 20);
  plan.approved_at =
      absl::FromCivil(absl::CivilDay(2026, 1, 15), absl::UTCTimeZone());
  ASSERT_THAT(
      Write([&](sql::Transaction& tx) { return storage::Upsert(tx, plan); }),
      IsOk());
  v1::BatchGetCurrentRiskRequest request = RiskRequest();
  request.mutable_rule()->mutable_first_assessment()->set_before_first_plan(
      true);
  *request.mutable_as_of() = ToDate(absl::CivilDay(2026, 1, 25));
  const auto response = Risk(request);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->risks(0).due_state(),
            v1::CurrentRisk::DUE_STATE_NEVER_DONE);
  // The plan was not approved yet.
  *request.mutable_as_of() = ToDate(absl::CivilDay(2026, 1, 13));
  const auto before = Risk(request);
  ASSERT_THAT(before, IsOk());
  EXPECT_TRUE(MessageDifferencer::Equals(before->risks(0).due_date(),
                                         ToDate(absl::CivilDay(2026, 1, 31))));
}

// A service reaches what is not known here too.
TEST_P(AssessmentServiceTest, ACaseThatIsNotToldOfYetIsNotJudged) {
  rpc::CallContext caseplan = officer_;
  caseplan.caller = {};
  caseplan.caller.kind = auth::CallerKind::kService;
  caseplan.caller.principal = "service/caseplan";
  v1::BatchGetCurrentRiskRequest request = RiskRequest();
  request.add_cases("cases/not-told-of");
  EXPECT_THAT(Read([&](sql::Transaction& tx) {
                return service_.BatchGetCurrentRisk(tx, caseplan, request);
              }),
              HasReason("REFERENCE_NOT_YET_KNOWN"));
}

TEST_P(AssessmentServiceTest, TheDueDayItselfIsStillCurrent) {
  const std::string name =
      Completed(testing::RiskAssessment(4, 5, 3, absl::CivilDay(2026, 3, 31)));
  const v1::CurrentRisk last = RiskOn(absl::CivilDay(2026, 9, 30));
  EXPECT_EQ(last.assessment(), name);
  EXPECT_EQ(last.instrument(), "instruments/example-risk/versions/1.0");
  EXPECT_EQ(last.scored_level(), "high");
  EXPECT_EQ(last.band(), "top");
  EXPECT_EQ(last.source(), v1::CurrentRisk::SOURCE_SCORED);
  EXPECT_EQ(last.due_state(), v1::CurrentRisk::DUE_STATE_CURRENT);
  EXPECT_TRUE(MessageDifferencer::Equals(last.due_date(),
                                         ToDate(absl::CivilDay(2026, 9, 30))));
  // The case keeps its level until it is assessed again.
  const v1::CurrentRisk after = RiskOn(absl::CivilDay(2026, 10, 1));
  EXPECT_EQ(after.assessment(), name);
  EXPECT_EQ(after.band(), "top");
  EXPECT_EQ(after.due_state(), v1::CurrentRisk::DUE_STATE_OVERDUE);
  // Before it was made there was none.
  EXPECT_EQ(RiskOn(absl::CivilDay(2026, 3, 30)).due_state(),
            v1::CurrentRisk::DUE_STATE_NEVER_DONE);
}

// "Several instruments on one case": the first in order that is current.
TEST_P(AssessmentServiceTest, TheFirstCurrentInstrumentInOrderGoverns) {
  const std::string risk =
      Completed(testing::RiskAssessment(0, 1, 0, absl::CivilDay(2026, 1, 15)));
  const std::string recorded =
      Completed(testing::RecordedAssessment("hi", absl::CivilDay(2026, 5, 1)));
  EXPECT_EQ(RiskOn(absl::CivilDay(2026, 7, 15)).assessment(), risk);
  EXPECT_EQ(RiskOn(absl::CivilDay(2026, 7, 15)).band(), "low");
  EXPECT_EQ(RiskOn(absl::CivilDay(2026, 7, 16)).assessment(), recorded);
  EXPECT_EQ(RiskOn(absl::CivilDay(2026, 7, 16)).band(), "top");
}

TEST_P(AssessmentServiceTest, KnownAtAsksWhatHadBeenCompletedThen) {
  Completed(testing::RiskAssessment(0, 1, 0, absl::CivilDay(2026, 10, 1)));
  officer_.now += absl::Hours(48);
  const std::string later =
      Completed(testing::RiskAssessment(4, 5, 3, absl::CivilDay(2026, 10, 2)));
  v1::BatchGetCurrentRiskRequest request = RiskRequest();
  auto response = Risk(request);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->risks(0).assessment(), later);
  *request.mutable_known_at() = ToTimestamp(now + absl::Hours(47));
  response = Risk(request);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->risks(0).band(), "low");
}

TEST_P(AssessmentServiceTest, AnswersEveryCaseInTheOrderOfTheRequest) {
  v1::BatchGetCurrentRiskRequest request = RiskRequest();
  request.clear_cases();
  std::vector<std::string> carried;
  for (int i = 499; i >= 0; --i) {
    carried.push_back("case-" + std::to_string(i));
    request.add_cases("cases/" + carried.back());
  }
  SeedCaseload("test", carried);
  Completed(testing::RiskAssessment(4, 5, 3));
  officer_.ClearTouched();
  const auto response = Risk(request);
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->risks_size(), 500);
  for (int i = 0; i < 500; ++i) {
    EXPECT_EQ(response->risks(i).case_(), request.cases(i));
    EXPECT_EQ(response->risks(i).due_state(),
              i == 498 ? v1::CurrentRisk::DUE_STATE_CURRENT
                       : v1::CurrentRisk::DUE_STATE_NEVER_DONE);
  }
  EXPECT_EQ(officer_.touched().size(), 500u);
}

TEST_P(AssessmentServiceTest, ALevelWithoutABandInTheSchemeDoesNotCount) {
  Completed(testing::RiskAssessment(4, 5, 3));
  v1::BatchGetCurrentRiskRequest request = RiskRequest();
  request.mutable_rule()->set_band_scheme("other-bands");
  const auto response = Risk(request);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->risks(0).assessment(), "");
  EXPECT_EQ(response->risks(0).band(), "");
  // It was done all the same.
  EXPECT_EQ(response->risks(0).due_state(), v1::CurrentRisk::DUE_STATE_CURRENT);
}

TEST_P(AssessmentServiceTest, ProvisionalIsToldWithTheRisk) {
  v1::Assessment entered = testing::RiskAssessment(2, 2, 2);
  entered.mutable_domain_scores(1)->set_missing_items(1);
  Completed(entered);
  EXPECT_TRUE(RiskOn(absl::CivilDay(2026, 11, 20)).provisional());
}

}  // namespace
}  // namespace caseload::assessment
