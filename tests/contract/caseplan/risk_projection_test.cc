// The assessment service's feed into caseplan's projection of current risk.

#include "services/caseplan/clients/risk_projection.h"

#include <string>
#include <vector>

#include "caseload/assessment/v1/feed.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/caseplan/storage/caseplan_migrations.h"
#include "services/caseplan/storage/risk_store.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_store.h"

namespace caseload::caseplan {
namespace {

using ::caseload::testing::IsOk;
using ::caseload::testing::IsOkAndHolds;
using ::caseload::testing::StatusIs;
using follow::Outcome;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kState[] = R"pb(
  case: "cases/c1"
  latest {
    assessment: "assessments/a1"
    instrument: "instruments/ls-cmi/versions/2.0"
    assessed_date { year: 2026 month: 3 day: 2 }
    complete_time { seconds: 1772500000 nanos: 250000000 }
    sets_risk: true
    level: "high"
    bands { band_scheme: "adult-4" band: "high" }
    provisional: true
    uses_unverified_figures: true
    current_until_date { year: 2027 month: 3 day: 2 }
    domains {
      domain: "family"
      dynamic: true
      need_areas: "family"
      need_areas: "living-situation"
      score: 0
      maximum_score: 4
      level: "low"
      level_rank: 0
      recorded_need: RECORDED_NEED_MODERATE
      driver: true
      reviewed_with_client_date { year: 2026 month: 3 day: 9 }
    }
    domains { domain: "history" }
  }
  overrides {
    override: "overrides/o1"
    band { band_scheme: "adult-4" band: "med-high" }
    first_day { year: 2026 month: 2 day: 1 }
    last_day { year: 2026 month: 2 day: 20 }
  }
  overrides {
    override: "overrides/o2"
    band { band_scheme: "adult-4" band: "low" }
    first_day { year: 2026 month: 3 day: 5 }
  }
)pb";

type::v1::Change ChangeOf(const std::string& text, int64_t version) {
  assessment::v1::CaseRiskState state;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &state));
  type::v1::Change change;
  change.set_resource_name(state.case_() + "/risk");
  change.set_kind(kRiskKind);
  change.set_version(version);
  change.mutable_record_time()->set_seconds(1772500001);
  change.mutable_state()->PackFrom(state);
  return change;
}

class RiskProjectionTest : public ::testing::TestWithParam<sql::Engine> {
 protected:
  absl::StatusOr<Outcome> Apply(const type::v1::Change& change) {
    absl::StatusOr<Outcome> outcome = absl::UnknownError("never applied");
    const absl::Status written = store_.database().WriteAndWait(
        {}, [&](sql::Transaction& tx) -> absl::Status {
          outcome = projection_.Apply(tx, change);
          return outcome.status();
        });
    if (!written.ok()) return written;
    return outcome;
  }
  absl::Status Write(sql::Apply apply) {
    return store_.database().WriteAndWait({}, std::move(apply));
  }
  std::vector<CurrentRisk> Risks() {
    std::vector<CurrentRisk> risks;
    EXPECT_THAT(
        store_.database().Read(absl::InfiniteFuture(),
                               [&](sql::Transaction& tx) -> absl::Status {
                                 ABSL_ASSIGN_OR_RETURN(
                                     risks, storage::ListRisks(tx, {"c1"}));
                                 return absl::OkStatus();
                               }),
        IsOk());
    return risks;
  }

  testing::TestStore store_{GetParam(), {{"caseplan", CaseplanMigrations()}}};
  std::vector<std::vector<std::string>> told_;
  absl::Status answer_;
  RiskProjection projection_{
      [this](sql::Transaction&, const std::vector<std::string>& case_ids) {
        told_.push_back(case_ids);
        return answer_;
      }};
};

INSTANTIATE_TEST_SUITE_P(Engines, RiskProjectionTest, testing::BothEngines(),
                         testing::EngineName);

// Re-banded, a case is judged by the derived level's bands, and by figures as
// doubtful as theirs; the scored level stays what it was.
TEST_P(RiskProjectionTest, ADerivedLevelsBandsGovern) {
  std::string text = kState;
  const std::string scored = "uses_unverified_figures: true";
  text.replace(text.find(scored), scored.size(), R"pb(
    derived {
      instrument: "instruments/ls-cmi/versions/2.1"
      level: "moderate"
      bands { band_scheme: "adult-4" band: "med-high" }
      bands { band_scheme: "new-york-4" band: "medium" }
      effective_date { year: 2026 month: 6 day: 1 }
    })pb");
  ASSERT_THAT(Apply(ChangeOf(text, 5)), IsOkAndHolds(Outcome::kApplied));
  RiskAssessment kept = Risks()[0].latest[0];
  EXPECT_EQ(kept.level, "high");
  EXPECT_EQ(kept.instrument_version, "2.0");
  ASSERT_THAT(kept.bands, SizeIs(2));
  EXPECT_EQ(kept.bands[0].band_id, "med-high");
  EXPECT_EQ(kept.bands[1].band_id, "medium");
  EXPECT_FALSE(kept.uses_unverified_figures);
  const std::string level = "level: \"moderate\"";
  text.replace(text.find(level), level.size(),
               level + " uses_unverified_figures: true");
  ASSERT_THAT(Apply(ChangeOf(text, 6)), IsOkAndHolds(Outcome::kApplied));
  EXPECT_TRUE(Risks()[0].latest[0].uses_unverified_figures);
}

TEST_P(RiskProjectionTest, EverythingThatIsToldIsKept) {
  ASSERT_THAT(Apply(ChangeOf(kState, 4)), IsOkAndHolds(Outcome::kApplied));
  const std::vector<CurrentRisk> risks = Risks();
  ASSERT_THAT(risks, SizeIs(1));
  EXPECT_EQ(risks[0].case_id, "c1");
  EXPECT_EQ(risks[0].version, 4);
  EXPECT_EQ(risks[0].recorded_at, absl::FromUnixSeconds(1772500001));
  ASSERT_THAT(risks[0].latest, SizeIs(1));
  const RiskAssessment& latest = risks[0].latest[0];
  EXPECT_EQ(latest.assessment_id, "a1");
  EXPECT_EQ(latest.instrument_id, "ls-cmi");
  EXPECT_EQ(latest.instrument_version, "2.0");
  EXPECT_EQ(latest.assessed_date, absl::CivilDay(2026, 3, 2));
  EXPECT_EQ(latest.completed_at, absl::FromUnixMillis(1772500000250));
  EXPECT_TRUE(latest.sets_risk);
  EXPECT_EQ(latest.level, "high");
  ASSERT_THAT(latest.bands, SizeIs(1));
  EXPECT_EQ(latest.bands[0].band_scheme_id, "adult-4");
  EXPECT_EQ(latest.bands[0].band_id, "high");
  EXPECT_TRUE(latest.provisional);
  EXPECT_TRUE(latest.uses_unverified_figures);
  EXPECT_EQ(latest.current_until_date, absl::CivilDay(2027, 3, 2));
  ASSERT_THAT(latest.domains, SizeIs(2));
  const RiskDomain& family = latest.domains[0];
  EXPECT_EQ(family.domain_id, "family");
  EXPECT_TRUE(family.dynamic);
  EXPECT_THAT(family.need_areas, ElementsAre("family", "living-situation"));
  EXPECT_EQ(family.score, 0);
  EXPECT_EQ(family.maximum_score, 4);
  EXPECT_EQ(family.level, "low");
  EXPECT_EQ(family.level_rank, 0);
  EXPECT_EQ(family.recorded_need, RecordedNeed::kModerate);
  EXPECT_TRUE(family.driver);
  EXPECT_EQ(family.reviewed_with_client_date, absl::CivilDay(2026, 3, 9));
  const RiskDomain& history = latest.domains[1];
  EXPECT_FALSE(history.dynamic);
  EXPECT_FALSE(history.score.has_value());
  EXPECT_FALSE(history.level_rank.has_value());
  EXPECT_FALSE(history.reviewed_with_client_date.has_value());
  EXPECT_EQ(history.recorded_need, RecordedNeed::kNone);
  ASSERT_THAT(risks[0].overrides, SizeIs(2));
  const RiskOverride& over = risks[0].overrides[0];
  EXPECT_EQ(over.override_id, "o1");
  EXPECT_EQ(over.band_scheme_id, "adult-4");
  EXPECT_EQ(over.band_id, "med-high");
  EXPECT_EQ(over.first_day, absl::CivilDay(2026, 2, 1));
  EXPECT_EQ(over.last_day, absl::CivilDay(2026, 2, 20));
  EXPECT_EQ(risks[0].overrides[1].override_id, "o2");
  EXPECT_FALSE(risks[0].overrides[1].last_day.has_value());
}

TEST_P(RiskProjectionTest, WhoComputesFromRiskIsToldOfEachRealChangeOnce) {
  EXPECT_THAT(Apply(ChangeOf(kState, 2)), IsOkAndHolds(Outcome::kApplied));
  EXPECT_THAT(Apply(ChangeOf(kState, 2)), IsOkAndHolds(Outcome::kNotNewer));
  EXPECT_THAT(Apply(ChangeOf(kState, 1)), IsOkAndHolds(Outcome::kNotNewer));
  EXPECT_THAT(told_, ElementsAre(ElementsAre("c1")));
}

// What was computed from the risk must not outlive it: both or neither.
TEST_P(RiskProjectionTest, ARiskIsNotKeptWhenItsReadersCannotBeTold) {
  answer_ = status::Internal("no generation");
  EXPECT_THAT(Apply(ChangeOf(kState, 2)),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(Risks(), IsEmpty());
}

TEST_P(RiskProjectionTest, WhoComputesFromRiskIsToldWhatASweepRemoved) {
  ASSERT_THAT(Apply(ChangeOf(kState, 2)), IsOkAndHolds(Outcome::kApplied));
  told_.clear();
  ASSERT_THAT(Write([&](sql::Transaction& tx) {
                return projection_.ForgetVersions(tx);
              }),
              IsOk());
  ASSERT_THAT(Write([&](sql::Transaction& tx) -> absl::Status {
                ABSL_ASSIGN_OR_RETURN(const bool done, projection_.Sweep(tx));
                EXPECT_TRUE(done);
                return absl::OkStatus();
              }),
              IsOk());
  EXPECT_THAT(Risks(), IsEmpty());
  EXPECT_THAT(told_, ElementsAre(ElementsAre("c1")));
}

TEST_P(RiskProjectionTest, AStateThatMakesNoSenseIsNotKept) {
  EXPECT_THAT(Apply(ChangeOf("case: 'c1'", 1)),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(Apply(ChangeOf("case: 'cases/c1' latest { instrument: 'x' }", 1)),
              StatusIs(absl::StatusCode::kInternal));
  type::v1::Change other = ChangeOf(kState, 1);
  other.set_kind("assessment");
  EXPECT_THAT(Apply(other), IsOkAndHolds(Outcome::kUnknown));
  EXPECT_THAT(Risks(), IsEmpty());
}

}  // namespace
}  // namespace caseload::caseplan
