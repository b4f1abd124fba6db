// Calls that meet: what a day or a case can hold once, it holds once.

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/contract/caseplan/county_fixture.h"

namespace caseload::caseplan {
namespace {

using absl::CivilDay;
using testing::IsOk;

constexpr int kCallers = 8;
constexpr int kRounds = 5;

class RacesTest : public CountyTest {
 protected:
  // Calls the handler with `request` from all callers at once; how each call
  // ended.
  template <typename Handlers, typename Request, typename Response>
  std::vector<absl::Status> CallAtOnce(
      Handlers& handlers, absl::string_view method,
      absl::StatusOr<Response> (Handlers::*handler)(sql::Transaction&,
                                                    const rpc::CallContext&,
                                                    const Request&),
      const Request& request) {
    rpc::CallContext call = MakeCall(Request::descriptor(), method);
    std::vector<absl::Status> results(kCallers);
    std::atomic<int> waiting = kCallers;
    std::vector<std::thread> threads;
    for (int i = 0; i < kCallers; ++i) {
      threads.emplace_back([&, i] {
        --waiting;
        while (waiting > 0) std::this_thread::yield();
        const rpc::CallContext own = call;
        results[i] = database_->WriteAndWait({}, [&](sql::Transaction& tx) {
          return (handlers.*handler)(tx, own, request).status();
        });
      });
    }
    for (std::thread& thread : threads) thread.join();
    return results;
  }

  // One call succeeded; the others were refused for `reason`, or met another
  // one so often that the caller is to try again.
  static void ExpectOneSuccess(const std::vector<absl::Status>& results,
                               const std::string& reason) {
    int succeeded = 0;
    for (const absl::Status& result : results) {
      if (result.ok()) {
        ++succeeded;
        continue;
      }
      EXPECT_THAT(status::ReasonOf(result),
                  ::testing::AnyOf(reason, "TRANSACTION_CONFLICT"))
          << result;
    }
    EXPECT_EQ(succeeded, 1);
  }
};

// R001: one primary officer for each case and day, whoever is first.
TEST_P(RacesTest, OneOfManyPrimaryOfficersIsAssigned) {
  for (int round = 0; round < kRounds; ++round) {
    const std::string id = absl::StrCat("race-", round);
    OpenCase(id, "adult", "adult", CivilDay(2026, 3, 1));
    ExpectOneSuccess(
        CallAtOnce(
            caseload_, "AssignCase", &CaseloadService::AssignCase,
            Parse<v1::AssignCaseRequest>(absl::StrCat(
                "parent: 'cases/", id,
                "' assignment { officer: 'officers/dpo-a' role: "
                "ROLE_PRIMARY period { ",
                PeriodText(CivilDay(2026, 3, 1), CivilDay(2026, 6, 30 - round)),
                " } }"))),
        "PRIMARY_OFFICER_EXISTS");
    EXPECT_EQ(Assignments(absl::StrCat("parent: 'cases/", id, "'")).size(), 1u);
  }
}

TEST_P(RacesTest, OneOfManyDraftsIsBegun) {
  ExpectOneSuccess(
      CallAtOnce(plans_, "CreateCasePlan", &CasePlanService::CreateCasePlan,
                 Parse<v1::CreateCasePlanRequest>(R"pb(
                   parent: "cases/case-1"
                   case_plan {
                     effective_date { year: 2026 month: 3 day: 1 }
                     expiry_date { year: 2026 month: 8 day: 31 }
                   }
                 )pb")),
      "PLAN_DRAFT_EXISTS");
  EXPECT_EQ(CountRows("plans"), 1);
}

TEST_P(RacesTest, OneOfManyLeavesCoversTheDays) {
  ExpectOneSuccess(
      CallAtOnce(caseload_, "RecordOfficerLeave",
                 &CaseloadService::RecordOfficerLeave,
                 Parse<v1::RecordOfficerLeaveRequest>(absl::StrCat(
                     "parent: 'officers/dpo-a' leave { kind: KIND_PLANNED "
                     "period { ",
                     PeriodText(CivilDay(2026, 12, 1)), " } }"))),
      "LEAVE_OVERLAPS");
  EXPECT_EQ(CountRows("leaves"), 1);
}

// However many reassign at once, every day has one primary officer.
TEST_P(RacesTest, ReassignmentsThatMeetLeaveNoDayWithTwoOfficers) {
  ASSERT_THAT(Assign("case-1", "dpo-a", PeriodText(CivilDay(2026, 2, 1))),
              IsOk());
  for (const absl::Status& result : CallAtOnce(
           caseload_, "AssignCase", &CaseloadService::AssignCase,
           Parse<v1::AssignCaseRequest>(absl::StrCat(
               "parent: 'cases/case-1' assignment { officer: 'officers/dpo-b' "
               "role: ROLE_PRIMARY reason: REASSIGNMENT_REASON_WORKLOAD "
               "period { ",
               PeriodText(CivilDay(2026, 6, 1), CivilDay(2026, 6, 30)),
               " } }")))) {
    if (!result.ok()) {
      EXPECT_EQ(status::ReasonOf(result), "TRANSACTION_CONFLICT") << result;
    }
  }
  EXPECT_THAT(
      Assignments("parent: 'cases/case-1'"),
      ::testing::ElementsAre("dpo-a 2026-2-1..2026-5-31",
                             "dpo-b 2026-6-1..2026-6-30", "dpo-a 2026-7-1.."));
}

INSTANTIATE_TEST_SUITE_P(Engines, RacesTest,
                         ::testing::Values(sql::Engine::kSqlite,
                                           sql::Engine::kPostgres),
                         EngineName);

}  // namespace
}  // namespace caseload::caseplan
