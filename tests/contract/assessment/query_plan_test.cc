// No query of the stores reads a whole table: each is explained, with its own
// parameters, as it is run.

#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/assessment/domain/assessment.h"
#include "services/assessment/storage/assessment_store.h"
#include "services/assessment/storage/case_projection_store.h"
#include "services/assessment/storage/instrument_store.h"
#include "services/assessment/storage/override_rate_store.h"
#include "services/assessment/storage/override_store.h"
#include "services/assessment/storage/reband_store.h"
#include "services/common/status/status_macros.h"
#include "tests/support/assessment/example_rows.h"
#include "tests/support/assessment/store_fixture.h"
#include "tests/support/explaining_transaction.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment {
namespace {

using ::caseload::testing::ExplainingTransaction;
using ::caseload::testing::IsOk;
using ::testing::IsEmpty;

class QueryPlanTest : public testing::StoreTest {
 protected:
  // Runs `body` and returns the steps that scan a table.
  template <typename Body>
  std::vector<std::string> ScansOf(Body body) {
    std::vector<std::string> scans;
    int explained = 0;
    EXPECT_THAT(database().WriteAndWait({},
                                        [&](sql::Transaction& tx) {
                                          ExplainingTransaction explaining(tx);
                                          const absl::Status status =
                                              body(explaining);
                                          scans = explaining.scans();
                                          explained = explaining.explained();
                                          return status;
                                        }),
                IsOk());
    EXPECT_GT(explained, 0);
    return scans;
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, QueryPlanTest, testing::BothEngines(),
                         testing::EngineName);

TEST_P(QueryPlanTest, AScanIsNoticed) {
  EXPECT_THAT(ScansOf([](sql::Transaction& tx) {
                return tx
                    .Query<std::string>(
                        "SELECT id FROM assessments WHERE content = :1",
                        std::string("x"))
                    .status();
              }),
              ::testing::SizeIs(1));
}

TEST_P(QueryPlanTest, InstrumentsAreFoundByTheirKey) {
  EXPECT_THAT(
      ScansOf([](sql::Transaction& tx) -> absl::Status {
        ABSL_RETURN_IF_ERROR(storage::FindInstrument(tx, "a", "1").status());
        ABSL_RETURN_IF_ERROR(
            storage::FindInstrumentHash(tx, "a", "1").status());
        storage::InstrumentFilter filter;
        ABSL_RETURN_IF_ERROR(
            storage::ListInstruments(tx, filter, {"a", "1"}, 10).status());
        filter.instrument_id = "a";
        filter.in_use_on = "2026-11-20";
        return storage::ListInstruments(tx, filter, {}, 10).status();
      }),
      IsEmpty());
}

TEST_P(QueryPlanTest, AssessmentsAreFoundByIdAndByCase) {
  EXPECT_THAT(
      ScansOf([](sql::Transaction& tx) -> absl::Status {
        ABSL_RETURN_IF_ERROR(testing::StoreAssessment(tx));
        ABSL_RETURN_IF_ERROR(storage::FindAssessment(tx, "a").status());
        ABSL_RETURN_IF_ERROR(
            storage::FindCaseBySource(tx, "demo", "CA-1").status());
        ABSL_RETURN_IF_ERROR(storage::Withdraw(tx, "none", absl::UnixEpoch()));
        storage::AssessmentFilter filter;
        filter.case_id = "c";
        ABSL_RETURN_IF_ERROR(
            storage::ListAssessments(tx, filter, std::nullopt, 10).status());
        filter.instrument_id = "i";
        filter.state = domain::State::kComplete;
        ABSL_RETURN_IF_ERROR(
            storage::ListAssessments(
                tx, filter,
                storage::AssessmentPosition{absl::CivilDay(2026, 1, 1), "a"},
                10)
                .status());
        ABSL_RETURN_IF_ERROR(storage::SetLatest(tx, "c", "i").status());
        ABSL_RETURN_IF_ERROR(storage::LatestOfCase(tx, "c").status());
        return storage::FindRisk(tx, {"c", "d"}, absl::CivilDay(2026, 1, 1),
                                 absl::UnixEpoch())
            .status();
      }),
      IsEmpty());
}

TEST_P(QueryPlanTest, RebandingFindsItsCasesByInstrument) {
  EXPECT_THAT(
      ScansOf([](sql::Transaction& tx) -> absl::Status {
        const absl::CivilDay day(2026, 11, 20);
        ABSL_RETURN_IF_ERROR(testing::StoreAssessment(tx));
        ABSL_RETURN_IF_ERROR(storage::FindRunningRebanding(tx, "i").status());
        storage::RebandingRow row;
        row.id = "r";
        row.instrument_id = "i";
        row.instrument_version = "1";
        row.effective_date = day;
        row.started_by = "person/test";
        ABSL_RETURN_IF_ERROR(storage::InsertRebanding(tx, row));
        domain::DerivedLevel derived;
        derived.instrument_version = "1";
        derived.level = "low";
        derived.bands.push_back({"bands", "low"});
        derived.effective_date = day;
        derived.derived_by = "person/test";
        ABSL_RETURN_IF_ERROR(
            storage::InsertDerivedLevel(tx, "a", "r", derived));
        ABSL_RETURN_IF_ERROR(storage::UpdateRebanding(tx, row));
        ABSL_RETURN_IF_ERROR(
            storage::LatestDerivedLevels(tx, {"a", "b"}).status());
        ABSL_RETURN_IF_ERROR(
            storage::CountRebandCandidates(tx, "i", day).status());
        return storage::ListRebandCandidates(tx, "i", day, "b", 10).status();
      }),
      IsEmpty());
}

TEST_P(QueryPlanTest, OverridesAreFoundByKeys) {
  EXPECT_THAT(
      ScansOf([](sql::Transaction& tx) -> absl::Status {
        ABSL_RETURN_IF_ERROR(testing::StoreAssessment(tx));
        const domain::Override override = testing::OverrideOfIt(std::nullopt);
        ABSL_RETURN_IF_ERROR(testing::StoreApproved(tx, override));
        ABSL_RETURN_IF_ERROR(storage::UpdateOverride(tx, override).status());
        ABSL_RETURN_IF_ERROR(storage::FindOverride(tx, "o").status());
        storage::OverrideFilter filter;
        filter.case_id = "c";
        ABSL_RETURN_IF_ERROR(
            storage::ListOverrides(tx, filter, std::nullopt, 10).status());
        // Over all cases that one supervisor reaches.
        filter.case_id.clear();
        filter.state = domain::OverrideState::kRequested;
        filter.reach.officer_id = "o";
        filter.reach.supervises = true;
        ABSL_RETURN_IF_ERROR(
            storage::ListOverrides(
                tx, filter, storage::OverridePosition{absl::UnixEpoch(), "o"},
                10)
                .status());
        ABSL_RETURN_IF_ERROR(storage::FindCase(tx, "c").status());
        ABSL_RETURN_IF_ERROR(storage::MoveOverrides(tx, "none", "a"));
        ABSL_RETURN_IF_ERROR(
            storage::WithdrawOverride(tx, "none", absl::UnixEpoch()));
        ABSL_RETURN_IF_ERROR(
            storage::ListPeriods(tx, {"c", "d"}, absl::UnixEpoch()).status());
        ABSL_RETURN_IF_ERROR(
            storage::ListOverridesToExpire(tx, absl::CivilDay(2026, 1, 1), 10)
                .status());
        return storage::CountOverridden(tx, {absl::CivilDay(2026, 1, 1),
                                             absl::CivilDay(2026, 3, 31)})
            .status();
      }),
      IsEmpty());
}

TEST_P(QueryPlanTest, WhoReachesWhichCaseIsFoundByKeys) {
  EXPECT_THAT(ScansOf([](sql::Transaction& tx) -> absl::Status {
                const absl::CivilDay day(2026, 11, 20);
                ABSL_RETURN_IF_ERROR(storage::StaffOn(tx, "s", day).status());
                domain::Reach reach;
                reach.day = day;
                for (const bool everything : {true, false}) {
                  for (const bool supervises : {true, false}) {
                    reach.everything = everything;
                    reach.supervises = supervises;
                    reach.officer_id = "o";
                    ABSL_RETURN_IF_ERROR(
                        storage::ReachedCases(tx, reach, {"a", "b"}).status());
                  }
                }
                return absl::OkStatus();
              }),
              IsEmpty());
}

}  // namespace
}  // namespace caseload::assessment
