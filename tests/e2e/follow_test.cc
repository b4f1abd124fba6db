// caseplan and assessment follow each other's feeds: either starts while the
// other one is down, access comes and goes with the news, and a kill -9 loses
// nothing.

#include "services/common/sql/database.h"
#include "services/common/status/status_macros.h"
#include "tests/e2e/follow_fixture.h"

namespace caseload {
namespace {

namespace av1 = assessment::v1;
using ::testing::ElementsAre;
using testing::HasReason;
using testing::IsOk;

class FollowTest : public FollowFixture {
 protected:
  // "case level" of each risk in caseplan's store, which nobody has open.
  std::vector<std::string> Risks() {
    sql::Options options;
    options.url = caseplan_postgres_.has_value()
                      ? caseplan_postgres_->url()
                      : "sqlite:" + suite_.directory() + "/caseplan.db";
    const auto database = sql::Database::Open(options);
    EXPECT_THAT(database, IsOk());
    std::vector<std::string> risks;
    EXPECT_THAT((*database)->Read(
                    absl::InfiniteFuture(),
                    [&](sql::Transaction& tx) -> absl::Status {
                      ABSL_ASSIGN_OR_RETURN(
                          const auto rows,
                          (tx.Query<std::string, std::string>(
                              "SELECT case_id, level FROM case_risk_assessments"
                              " ORDER BY case_id")));
                      for (const auto& [id, level] : rows) {
                        risks.push_back(id + " " + level);
                      }
                      return absl::OkStatus();
                    }),
                IsOk());
    return risks;
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, FollowTest,
                         ::testing::Values("Sqlite", "Postgres"),
                         [](const auto& engine) { return engine.param; });

TEST_P(FollowTest, EachStartsAloneAndBothKnowTheRestAfterwards) {
  // Assessment alone: no client's record, and everything else.
  StartAssessment();
  stale_is_answer_ = true;
  EXPECT_THAT(List("cases/case-1"), HasReason("PROJECTION_STALE"));
  stale_is_answer_ = false;
  av1::ListInstrumentsRequest every;
  every.set_parent("instruments/-");
  av1::ListInstrumentsResponse listed;
  EXPECT_THAT(
      Call(*instruments_, &av1::InstrumentService::Stub::ListInstruments,
           "dpo-1", {"dpo"}, every, &listed),
      IsOk());
  EXPECT_GT(listed.instruments_size(), 0);

  // Caseplan alone: records are entered.
  suite_.process("assessment").Kill();
  StartCaseplan();
  EnterCounty();

  // Both: the officer reaches the case, and its risk reaches caseplan.
  StartAssessment();
  EXPECT_THAT(ListUntil("cases/case-1", ""), IsOk());
  EXPECT_THAT(List("cases/case-9"), HasReason("RESOURCE_NOT_FOUND"));
  Assess("cases/case-1");

  // Caseplan is gone: five seconds later nobody knows who may see what.
  suite_.process("caseplan").Kill();
  stale_is_answer_ = true;
  EXPECT_THAT(ListUntil("cases/case-1", "PROJECTION_STALE"),
              HasReason("PROJECTION_STALE"));
  stale_is_answer_ = false;

  // It comes back, and so does access, to what is entered then too.
  StartCaseplan();
  EXPECT_THAT(ListUntil("cases/case-1", ""), IsOk());
  EnterCase("case-2");
  EXPECT_THAT(ListUntil("cases/case-2", ""), IsOk());
  Assess("cases/case-2");
  // A drained process has applied nothing in part.
  EXPECT_EQ(suite_.process("assessment").Terminate(), 0);
  StartAssessment();
  EXPECT_THAT(ListUntil("cases/case-2", ""), IsOk());

  // Killed again and again, caseplan gets to know both risks.
  const absl::Time deadline = absl::Now() + kPatience;
  suite_.process("caseplan").Kill();
  std::vector<std::string> risks = Risks();
  while (risks.size() < 2 && absl::Now() < deadline) {
    StartCaseplan();
    EXPECT_THAT(ListUntil("cases/case-2", ""), IsOk());
    suite_.process("caseplan").Kill();
    risks = Risks();
  }
  EXPECT_THAT(risks, ElementsAre("case-1 high", "case-2 high"));
}

}  // namespace
}  // namespace caseload
