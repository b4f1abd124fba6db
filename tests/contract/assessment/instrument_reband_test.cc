// What a new version would change, and changing it.

#include "services/assessment/instrument_reband.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "caseload/options/v1/options.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/assessment/access.h"
#include "services/assessment/assessment_service.h"
#include "services/assessment/instrument_service.h"
#include "services/assessment/storage/reband_store.h"
#include "services/common/seal/sealer.h"
#include "tests/support/assessment/county_of_cases.h"
#include "tests/support/assessment/example_assessments.h"
#include "tests/support/assessment/example_instruments.h"
#include "tests/support/assessment/store_fixture.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment {
namespace {

using ::caseload::testing::HasReason;
using ::caseload::testing::IsOk;
using ::caseload::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kMoved[] = "instruments/example-risk/versions/2.0";

// Thirteen totals from 0 to 12, twice, and two more; c-000009 and c-000019 are
// in the group that 2.0 lacks, c-000006, c-000013, c-000020 and c-000027
// closed.
constexpr int kCases = 28;

class InstrumentRebandTest : public testing::StoreTest {
 protected:
  void SetUp() override {
    ASSERT_THAT(testing::OpenCases(database(), kCases, now), IsOk());
  }

  absl::StatusOr<v1::DryRunInstrumentResponse> DryRun(
      const v1::DryRunInstrumentRequest& request) {
    return Read([&](sql::Transaction& tx) {
      return service_.DryRunInstrument(tx, manager_, request);
    });
  }
  absl::StatusOr<v1::Rebanding> Reband(const std::string& name,
                                       int max_cases = 0) {
    v1::RebandInstrumentRequest request;
    request.set_name(name);
    request.set_max_cases(max_cases);
    return Write([&](sql::Transaction& tx) {
      return service_.RebandInstrument(tx, manager_, request);
    });
  }
  // All pages of a size in one.
  v1::DryRunInstrumentResponse AllOf(v1::DryRunInstrumentRequest request) {
    v1::DryRunInstrumentResponse all;
    do {
      const auto page = DryRun(request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      all.mutable_changes()->MergeFrom(page->changes());
      all.mutable_not_comparable()->MergeFrom(page->not_comparable());
      all.set_examined_cases(all.examined_cases() + page->examined_cases());
      all.set_total_cases(all.total_cases() + page->total_cases());
      for (const v1::LevelMove& move : page->moves()) {
        moves_[absl::StrCat(move.from_level(), ">", move.to_level())] +=
            move.cases();
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return all;
  }
  v1::CurrentRisk RiskOf(const std::string& name,
                         absl::CivilDay as_of = absl::CivilDay(2026, 11, 20)) {
    v1::BatchGetCurrentRiskRequest request;
    request.add_cases(name);
    request.mutable_as_of()->set_year(static_cast<int>(as_of.year()));
    request.mutable_as_of()->set_month(as_of.month());
    request.mutable_as_of()->set_day(as_of.day());
    request.mutable_rule()->set_band_scheme("example-bands");
    request.mutable_rule()
        ->mutable_first_assessment()
        ->mutable_due_within()
        ->set_days(30);
    auto* ranked = request.mutable_rule()->add_instruments();
    ranked->set_instrument("instruments/example-risk");
    ranked->mutable_reassess_after()->set_months(6);
    const auto response = Read([&](sql::Transaction& tx) {
      return assessments_.BatchGetCurrentRisk(tx, manager_, request);
    });
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->risks(0) : v1::CurrentRisk();
  }
  v1::Assessment Get(const std::string& name) {
    v1::GetAssessmentRequest request;
    request.set_name(name);
    const auto assessment = Read([&](sql::Transaction& tx) {
      return assessments_.GetAssessment(tx, manager_, request);
    });
    EXPECT_THAT(assessment, IsOk());
    return assessment.ok() ? *assessment : v1::Assessment();
  }
  void Store(const policy::v1::Instrument& definition) {
    v1::CreateInstrumentRequest request;
    *request.mutable_instrument()->mutable_definition() = definition;
    InstrumentService instruments({&tokens_});
    ASSERT_THAT(Write([&](sql::Transaction& tx) {
                  return instruments.CreateInstrument(tx, manager_, request);
                }),
                IsOk());
  }
  AssessmentService::Options AssessmentOptions() {
    AssessmentService::Options options;
    options.page_tokens = &tokens_;
    options.ids = &ids_;
    options.county_zone = absl::FixedTimeZone(-8 * 60 * 60);
    options.access = &access_;
    return options;
  }

  std::map<std::string, int> moves_;
  absl::Duration age_ = absl::ZeroDuration();
  paging::TokenSealer tokens_{seal::Sealer::WithRandomKey()};
  ids::SequentialIdSource ids_{"r"};
  CaseAccess access_{
      {absl::FixedTimeZone(-8 * 60 * 60), [this] { return age_; }}};
  InstrumentReband service_{
      {&tokens_, &ids_, absl::FixedTimeZone(-8 * 60 * 60), &access_}};
  AssessmentService assessments_{AssessmentOptions()};
  rpc::CallContext manager_ = CallBy(options::v1::ROLE_MANAGER);
};

INSTANTIATE_TEST_SUITE_P(Engines, InstrumentRebandTest, testing::BothEngines(),
                         testing::EngineName);

TEST_P(InstrumentRebandTest, ADryRunShowsWhoWouldMoveAndStoresNothing) {
  v1::DryRunInstrumentRequest request;
  *request.mutable_definition() = testing::ExampleRiskMoved();
  request.mutable_definition()->set_version("2.1");
  const int64_t changes = CountRows("changes");
  const v1::DryRunInstrumentResponse all = AllOf(request);
  // Totals 4, 5 go to low and 8, 9 to moderate; of them c-000009 (9) is in the
  // other group, and c-000017 and c-000018 are 4 and 5 again.
  std::vector<std::string> lines;
  for (const v1::LevelChange& change : all.changes()) {
    lines.push_back(absl::StrCat(change.case_(), " ", change.assessment(), " ",
                                 change.from_level(), ">", change.to_level()));
  }
  EXPECT_THAT(lines,
              ElementsAre("cases/c-000004 assessments/a-000004 moderate>low",
                          "cases/c-000005 assessments/a-000005 moderate>low",
                          "cases/c-000008 assessments/a-000008 high>moderate",
                          "cases/c-000017 assessments/a-000017 moderate>low",
                          "cases/c-000018 assessments/a-000018 moderate>low",
                          "cases/c-000021 assessments/a-000021 high>moderate",
                          "cases/c-000022 assessments/a-000022 high>moderate"));
  EXPECT_EQ(all.changes(0).from_instrument(),
            "instruments/example-risk/versions/1.0");
  EXPECT_EQ(all.changes(0).from_bands(0).band(), "middle");
  EXPECT_EQ(all.changes(0).to_bands(0).band(), "low");
  ASSERT_THAT(all.not_comparable(), SizeIs(2));
  EXPECT_EQ(all.not_comparable(0).case_(), "cases/c-000009");
  EXPECT_EQ(all.not_comparable(0).obstacle(),
            v1::REBAND_OBSTACLE_NORM_GROUP_UNKNOWN);
  EXPECT_EQ(all.total_cases(), 24);
  EXPECT_EQ(all.examined_cases(), 24);
  EXPECT_THAT(moves_, ElementsAre(::testing::Pair("high>high", 6),
                                  ::testing::Pair("high>moderate", 3),
                                  ::testing::Pair("low>low", 8),
                                  ::testing::Pair("moderate>low", 4),
                                  ::testing::Pair("moderate>moderate", 1)));
  EXPECT_EQ(CountRows("changes"), changes);
  EXPECT_EQ(CountRows("derived_levels"), 0);
  EXPECT_EQ(CountRows("rebandings"), 0);
  EXPECT_EQ(CountRows("instruments"), 2);
}

TEST_P(InstrumentRebandTest, PagesOfAnySizeSayTheSame) {
  v1::DryRunInstrumentRequest request;
  request.set_instrument(kMoved);
  const std::string whole = AllOf(request).SerializeAsString();
  const auto moves = moves_;
  for (const int size : {1, 5, 24, 500}) {
    moves_.clear();
    request.set_page_size(size);
    EXPECT_EQ(AllOf(request).SerializeAsString(), whole);
    EXPECT_EQ(moves_, moves);
  }
}

TEST_P(InstrumentRebandTest, ADryRunRefusesWhatCouldNotBeCreated) {
  v1::DryRunInstrumentRequest request;
  EXPECT_THAT(DryRun(request), HasReason("FIELD_REQUIRED"));
  *request.mutable_definition() = testing::ExampleRiskMoved();
  request.mutable_definition()->set_maximum_total(13);
  const auto invalid = DryRun(request);
  EXPECT_THAT(invalid, HasReason("INSTRUMENT_INVALID"));
  EXPECT_EQ(status::FieldViolationsOf(invalid.status())[0].field,
            "definition.maximum_total");
  request.set_instrument("instruments/example-risk/versions/9");
  EXPECT_THAT(DryRun(request), HasReason("RESOURCE_NOT_FOUND"));
  *request.mutable_definition() = testing::ExampleScreen();
  EXPECT_THAT(DryRun(request), HasReason("INSTRUMENT_NOT_REBANDABLE"));
  *request.mutable_definition() = testing::ExampleAreas();
  EXPECT_THAT(DryRun(request), HasReason("INSTRUMENT_NOT_REBANDABLE"));
  request.set_instrument(kMoved);
  request.set_page_size(-1);
  EXPECT_THAT(DryRun(request), HasReason("PAGE_SIZE_NEGATIVE"));
  request.set_page_size(1);
  const auto page = DryRun(request);
  ASSERT_THAT(page, IsOk());
  request.set_page_token(page->next_page_token());
  request.set_instrument("instruments/example-risk/versions/1.0");
  EXPECT_THAT(DryRun(request), HasReason("PAGE_TOKEN_INVALID"));
}

TEST_P(InstrumentRebandTest, WhileOpenCasesAreNotKnownNothingIsSaid) {
  age_ = CaseAccess::kLongestAge;
  v1::DryRunInstrumentRequest request;
  request.set_instrument(kMoved);
  EXPECT_THAT(DryRun(request), HasReason("PROJECTION_STALE"));
  const auto refused = Reband(kMoved);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(CountRows("rebandings"), 0);
}

// The scored level stays what it was; the derived one stands beside it and
// governs, with its version and the figures' doubts.
TEST_P(InstrumentRebandTest, RebandingWritesADerivedLevelBesideTheScoredOne) {
  EXPECT_EQ(RiskOf("cases/c-000004").band(), "middle");
  const auto done = Reband(kMoved);
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(done->state(), v1::Rebanding::STATE_DONE);
  EXPECT_EQ(done->total_cases(), 24);
  EXPECT_EQ(done->examined_cases(), 24);
  EXPECT_EQ(done->derived_cases(), 22);
  EXPECT_EQ(done->changed_cases(), 7);
  EXPECT_EQ(done->not_comparable_cases(), 2);
  EXPECT_EQ(done->effective_date().day(), 20);
  EXPECT_EQ(done->started_by(), "person/test");

  const v1::Assessment assessment = Get("assessments/a-000004");
  EXPECT_EQ(assessment.result().level(), "moderate");
  EXPECT_EQ(assessment.result().bands(0).band(), "middle");
  EXPECT_FALSE(assessment.result().uses_unverified_figures());
  EXPECT_EQ(assessment.instrument(), "instruments/example-risk/versions/1.0");
  EXPECT_EQ(assessment.derived_level().instrument(), kMoved);
  EXPECT_EQ(assessment.derived_level().level(), "low");
  EXPECT_EQ(assessment.derived_level().bands(0).band(), "low");
  EXPECT_TRUE(assessment.derived_level().uses_unverified_figures());
  EXPECT_EQ(assessment.derived_level().derived_by(), "person/test");
  EXPECT_FALSE(Get("assessments/a-000009").has_derived_level());
  EXPECT_FALSE(Get("assessments/a-000006").has_derived_level());

  const v1::CurrentRisk risk = RiskOf("cases/c-000004");
  EXPECT_EQ(risk.scored_level(), "moderate");
  EXPECT_EQ(risk.derived_level(), "low");
  EXPECT_EQ(risk.derived_instrument(), kMoved);
  EXPECT_EQ(risk.band(), "low");
  EXPECT_EQ(risk.source(), v1::CurrentRisk::SOURCE_DERIVED);
  EXPECT_TRUE(risk.uses_unverified_figures());
  // The day before, the scored level governed.
  const v1::CurrentRisk before =
      RiskOf("cases/c-000004", absl::CivilDay(2026, 11, 19));
  EXPECT_EQ(before.band(), "middle");
  EXPECT_EQ(before.source(), v1::CurrentRisk::SOURCE_SCORED);
  EXPECT_EQ(before.derived_level(), "");
  EXPECT_EQ(RiskOf("cases/c-000009").source(), v1::CurrentRisk::SOURCE_SCORED);
}

// Followers hear of the cases that moved, and of no other.
TEST_P(InstrumentRebandTest, TheFeedTellsOfTheCasesThatMoved) {
  ASSERT_THAT(Reband(kMoved), IsOk());
  const std::vector<std::string> states = FeedStates("case_risk");
  ASSERT_THAT(states, SizeIs(7));
  EXPECT_THAT(states[0], HasSubstr("\"case\":\"cases/c-000004\""));
  EXPECT_THAT(states[0], HasSubstr("\"level\":\"moderate\""));
  EXPECT_THAT(states[0],
              HasSubstr("\"derived\":{\"instrument\":\"instruments/"
                        "example-risk/versions/2.0\",\"level\":\"low\""));
  EXPECT_THAT(FeedStates("assessment"), SizeIs(7));
  EXPECT_THAT(manager_.touched(), SizeIs(1 + 7));
}

TEST_P(InstrumentRebandTest, GoesOnWhereItEndedAndWhenDoneDoesNothingMore) {
  int calls = 0;
  v1::Rebanding last;
  do {
    const auto answer = Reband(kMoved, 5);
    ASSERT_THAT(answer, IsOk());
    last = *answer;
    ++calls;
    EXPECT_EQ(last.examined_cases(), std::min(calls * 5, 24));
  } while (last.state() == v1::Rebanding::STATE_RUNNING);
  EXPECT_EQ(calls, 5);
  EXPECT_EQ(last.derived_cases(), 22);
  EXPECT_EQ(CountRows("derived_levels"), 22);
  const int64_t changes = CountRows("changes");
  const auto again = Reband(kMoved);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->state(), v1::Rebanding::STATE_DONE);
  EXPECT_EQ(again->derived_cases(), 0);
  EXPECT_EQ(again->not_comparable_cases(), 2);
  EXPECT_EQ(CountRows("derived_levels"), 22);
  EXPECT_EQ(CountRows("changes"), changes);
}

TEST_P(InstrumentRebandTest, OneVersionOfAnInstrumentAtATime) {
  ASSERT_THAT(Reband(kMoved, 5), IsOk());
  policy::v1::Instrument third = testing::ExampleRisk();
  third.set_version("3.0");
  third.set_title("Third");
  Store(third);
  const std::string name = "instruments/example-risk/versions/3.0";
  const auto refused = Reband(name);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("REBANDING_RUNNING"));
  EXPECT_EQ(CountRows("rebandings"), 1);
  ASSERT_THAT(Reband(kMoved), IsOk());
  EXPECT_THAT(Reband(name), IsOk());
  // The latest one governs: by 3.0 a 4 is moderate again.
  EXPECT_EQ(Get("assessments/a-000004").derived_level().instrument(), name);
  const v1::CurrentRisk risk = RiskOf("cases/c-000004");
  EXPECT_EQ(risk.band(), "middle");
  EXPECT_EQ(risk.derived_level(), "moderate");
  // Followers are told that it is as it was scored.
  EXPECT_EQ(FeedStates("case_risk").back().find("\"derived\""),
            std::string::npos);
}

TEST_P(InstrumentRebandTest, RefusesAVersionThatIsNotInUseOrSetsNoRisk) {
  EXPECT_THAT(Reband("instruments/example-risk"), HasReason("NAME_INVALID"));
  EXPECT_THAT(Reband("instruments/example-risk/versions/9"),
              HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Reband(kMoved, -1), HasReason("PAGE_SIZE_NEGATIVE"));
  policy::v1::Instrument later = testing::ExampleRiskMoved();
  later.set_version("4.0");
  later.set_effective_date("2026-11-21");
  Store(later);
  EXPECT_THAT(Reband("instruments/example-risk/versions/4.0"),
              HasReason("INSTRUMENT_NOT_IN_USE"));
  Store(testing::ExampleScreen());
  EXPECT_THAT(Reband("instruments/example-screen/versions/1"),
              HasReason("INSTRUMENT_NOT_REBANDABLE"));
  EXPECT_EQ(CountRows("rebandings"), 0);
  EXPECT_EQ(CountRows("derived_levels"), 0);
}

// A later assessment is scored by its own version and stands for itself.
TEST_P(InstrumentRebandTest, ANewAssessmentStandsForItself) {
  ASSERT_THAT(Reband(kMoved), IsOk());
  v1::CreateAssessmentRequest request;
  *request.mutable_assessment() = testing::RiskAssessment(4, 5, 3);
  request.mutable_assessment()->set_case_("cases/c-000004");
  request.mutable_assessment()->set_instrument(kMoved);
  const auto draft = Write([&](sql::Transaction& tx) {
    return assessments_.CreateAssessment(tx, manager_, request);
  });
  ASSERT_THAT(draft, IsOk());
  v1::CompleteAssessmentRequest complete;
  complete.set_name(draft->name());
  ASSERT_THAT(Write([&](sql::Transaction& tx) {
                return assessments_.CompleteAssessment(tx, manager_, complete);
              }),
              IsOk());
  const v1::CurrentRisk risk = RiskOf("cases/c-000004");
  EXPECT_EQ(risk.assessment(), draft->name());
  EXPECT_EQ(risk.band(), "top");
  EXPECT_EQ(risk.source(), v1::CurrentRisk::SOURCE_SCORED);
}

}  // namespace
}  // namespace caseload::assessment
