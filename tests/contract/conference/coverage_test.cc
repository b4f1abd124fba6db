// ListConferenceCoverage: every officer with a part in the quarter, and where
// their duty stands (R001-R003).

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "tests/contract/conference/conference_fixture.h"

namespace caseload::conference {
namespace {

using caseload::testing::HasReason;
using caseload::testing::IsOk;
using caseload::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

using Coverage = v1::ConferenceCoverage;
using Outcome = v1::RecordConferenceOutcomeRequest;

constexpr policy::DayRange kQuarter = {absl::CivilDay(2026, 10, 1),
                                       absl::CivilDay(2026, 12, 31)};

void SetDate(absl::CivilDay day, type::v1::Date* date) {
  date->set_year(static_cast<int>(day.year()));
  date->set_month(day.month());
  date->set_day(day.day());
}

class CoverageTest : public ConferenceTest {
 protected:
  CoverageTest() {
    caseplan_.officers.erase("dpo-ny");
    caseplan_.officers.erase("dpo-unposted");
    caseplan_.officers["dpo-j"].carried = {kQuarter};
    // Two cases that overlap; the last day without any changes nothing.
    caseplan_.officers["dpo-j2"].carried = {
        {absl::CivilDay(2026, 9, 1), absl::CivilDay(2026, 11, 15)},
        {absl::CivilDay(2026, 11, 1), absl::CivilDay(2026, 12, 30)}};
    // 29 days; 30 make a duty.
    caseplan_.officers["dpo-a"].carried = {
        {absl::CivilDay(2026, 10, 1), absl::CivilDay(2026, 10, 29)}};
    caseplan_.officers["dpo-a2"].carried = {
        {absl::CivilDay(2026, 10, 1), absl::CivilDay(2026, 11, 30)}};
    caseplan_.officers["dpo-a2"].leave = {
        {absl::CivilDay(2026, 9, 15), absl::CivilDay(2026, 12, 15)}};
  }

  static v1::ListConferenceCoverageRequest Quarter4() {
    v1::ListConferenceCoverageRequest request;
    SetDate(absl::CivilDay(2026, 11, 15), request.mutable_quarter_day());
    return request;
  }

  absl::StatusOr<v1::ListConferenceCoverageResponse> List(
      const v1::ListConferenceCoverageRequest& request,
      const std::string& who = "manager boss") {
    return Call(&v1::ConferenceService::Stub::ListConferenceCoverage, who,
                request);
  }

  std::map<std::string, std::string> StatesOf(
      const v1::ListConferenceCoverageRequest& request,
      const std::string& who = "manager boss") {
    const absl::StatusOr<v1::ListConferenceCoverageResponse> page =
        List(request, who);
    EXPECT_THAT(page, IsOk());
    std::map<std::string, std::string> states;
    for (const Coverage& coverage : page->coverage()) {
      const std::string excuse = Coverage::Excuse_Name(coverage.excuse());
      states[coverage.officer()] = absl::StrCat(
          Coverage::State_Name(coverage.state()).substr(6),
          coverage.excuse() == Coverage::EXCUSE_UNSPECIFIED ? "" : " ",
          coverage.excuse() == Coverage::EXCUSE_UNSPECIFIED ? ""
                                                            : excuse.substr(7));
    }
    return states;
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, CoverageTest, testing::BothEngines(),
                         testing::EngineName);

TEST_P(CoverageTest, EveryOfficerStandsSomewhere) {
  ASSERT_THAT(Schedule(Juvenile({2026, 12, 9, 9, 0})), IsOk());
  EXPECT_THAT(
      StatesOf(Quarter4()),
      UnorderedElementsAre(Pair("officers/acting-j", "NOT_CARRYING"),
                           Pair("officers/boss", "NOT_CARRYING"),
                           Pair("officers/dpo-a", "EXCUSED TOO_FEW_DAYS"),
                           Pair("officers/dpo-a2", "EXCUSED ON_LEAVE"),
                           Pair("officers/dpo-j", "SCHEDULED"),
                           Pair("officers/dpo-j2", "NOT_SCHEDULED"),
                           Pair("officers/dpo-vacant", "NOT_CARRYING"),
                           Pair("officers/sdpo-a", "NOT_CARRYING"),
                           Pair("officers/sdpo-j", "NOT_CARRYING")));
}

// R002, R003: overdue is who carried, had none held, and nobody else; an
// inactive officer never is.
TEST_P(CoverageTest, OverdueIsWhoCarriedAndHadNoneOnceTheQuarterIsOver) {
  const v1::Conference held = *Schedule(Juvenile({2026, 12, 9, 9, 0}));
  v1::ScheduleConferenceRequest missed = Juvenile({2026, 12, 16, 9, 0});
  missed.set_officer("officers/dpo-j2");
  const v1::Conference not_held = *Schedule(missed);
  SetNow({2027, 1, 1, 0, 0});
  ASSERT_THAT(Record(held.name(), Outcome::OUTCOME_HELD), IsOk());
  ASSERT_THAT(Record(not_held.name(), Outcome::OUTCOME_NOT_HELD, "ill"),
              IsOk());
  v1::ListConferenceCoverageRequest overdue = Quarter4();
  overdue.add_states(Coverage::STATE_OVERDUE);
  EXPECT_THAT(StatesOf(overdue),
              UnorderedElementsAre(Pair("officers/dpo-j2", "OVERDUE")));
  const absl::StatusOr<v1::ListConferenceCoverageResponse> all =
      List(Quarter4());
  ASSERT_THAT(all, IsOk());
  for (const Coverage& coverage : all->coverage()) {
    if (coverage.officer() != "officers/dpo-j") continue;
    EXPECT_EQ(coverage.state(), Coverage::STATE_HELD);
    EXPECT_EQ(coverage.conference(), held.name());
    EXPECT_EQ(coverage.unit(), "units/juvenile-services");
    EXPECT_EQ(coverage.supervisor(), "officers/sdpo-j");
    EXPECT_EQ(coverage.quarter().label(), "2026-Q4");
    EXPECT_EQ(coverage.policy_version(), "juvenile-4.6@2021-03-22");
    EXPECT_EQ(coverage.carried_days(), 92);
    EXPECT_EQ(coverage.leave_days(), 0);
  }
  // The day before, the quarter was not over; before the conference, it was
  // only scheduled.
  v1::ListConferenceCoverageRequest then = Quarter4();
  SetDate(absl::CivilDay(2026, 12, 31), then.mutable_as_of());
  EXPECT_EQ(StatesOf(then)["officers/dpo-j2"], "NOT_SCHEDULED");
  SetDate(absl::CivilDay(2026, 12, 8), then.mutable_as_of());
  EXPECT_EQ(StatesOf(then)["officers/dpo-j"], "SCHEDULED");
}

TEST_P(CoverageTest, AConferenceWithoutOutcomeIsShownAsSuch) {
  ASSERT_THAT(Schedule(Juvenile({2026, 12, 9, 9, 0})), IsOk());
  SetNow({2026, 12, 20, 9, 0});
  v1::ListConferenceCoverageRequest request = Quarter4();
  request.set_unit("units/juvenile-services");
  const absl::StatusOr<v1::ListConferenceCoverageResponse> page = List(request);
  ASSERT_THAT(page, IsOk());
  for (const Coverage& coverage : page->coverage()) {
    EXPECT_EQ(coverage.outcome_missing(),
              coverage.officer() == "officers/dpo-j");
  }
}

// R001: a supervisor sees exactly the officers under them on the day.
TEST_P(CoverageTest, ASupervisorSeesTheirOfficers) {
  EXPECT_THAT(StatesOf(Quarter4(), "sdpo sdpo-j"),
              UnorderedElementsAre(Pair("officers/dpo-j", "NOT_SCHEDULED"),
                                   Pair("officers/dpo-j2", "NOT_SCHEDULED")));
  EXPECT_THAT(List(Quarter4(), "dpo dpo-j"),
              AllOf(StatusIs(absl::StatusCode::kPermissionDenied),
                    HasReason("METHOD_NOT_ALLOWED")));
  v1::ListConferenceCoverageRequest request = Quarter4();
  request.set_supervisor("officers/sdpo-a");
  request.set_division("adult");
  EXPECT_THAT(
      StatesOf(request),
      UnorderedElementsAre(Pair("officers/dpo-a", "EXCUSED TOO_FEW_DAYS"),
                           Pair("officers/dpo-a2", "EXCUSED ON_LEAVE")));
}

TEST_P(CoverageTest, PagesHoldEveryOfficerOnceInOrder) {
  v1::ListConferenceCoverageRequest request = Quarter4();
  request.set_page_size(2);
  std::vector<std::string> seen;
  do {
    const absl::StatusOr<v1::ListConferenceCoverageResponse> page =
        List(request);
    ASSERT_THAT(page, IsOk());
    EXPECT_LE(page->coverage_size(), 2);
    for (const Coverage& coverage : page->coverage()) {
      seen.push_back(coverage.officer());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(
      seen,
      ElementsAre("officers/acting-j", "officers/boss", "officers/dpo-a",
                  "officers/dpo-a2", "officers/dpo-j", "officers/dpo-j2",
                  "officers/dpo-vacant", "officers/sdpo-a", "officers/sdpo-j"));
}

TEST_P(CoverageTest, WhatCannotBeAsked) {
  EXPECT_THAT(List(v1::ListConferenceCoverageRequest()),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                    HasReason("FIELD_REQUIRED")));
  v1::ListConferenceCoverageRequest tomorrow = Quarter4();
  SetDate(absl::CivilDay(2026, 11, 3), tomorrow.mutable_as_of());
  EXPECT_THAT(List(tomorrow),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                    HasReason("DATE_IN_FUTURE")));
  // Nothing is judged by another division's policy.
  caseplan_.officers["dpo-ny"].postings = {
      {kQuarter, "elsewhere", "new-york", "sdpo-j", ""}};
  const absl::StatusOr<v1::ListConferenceCoverageResponse> unknown =
      List(Quarter4());
  EXPECT_THAT(unknown, AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                             HasReason("POLICY_NOT_YET_KNOWN")));
  EXPECT_TRUE(status::RetryAfterOf(unknown.status()).has_value());
  v1::ListConferenceCoverageRequest adult = Quarter4();
  adult.set_division("adult");
  EXPECT_THAT(List(adult), IsOk());
}

}  // namespace
}  // namespace caseload::conference
