// snapshot_numbers.h: every number of a snapshot held against the list call
// that docs/snapshot.md names for it (R038).

#ifndef TESTS_CONTRACT_CASEPLAN_SNAPSHOT_NUMBERS_H_
#define TESTS_CONTRACT_CASEPLAN_SNAPSHOT_NUMBERS_H_

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/contract/caseplan/snapshot_fixture.h"

namespace caseload::caseplan {

// Holds every number of an officer's snapshot against a list call.
class SnapshotNumbers : public SnapshotTest {
 protected:
  // How many items all pages of a list have.
  template <typename Handlers, typename Request, typename Response,
            typename Items>
  int Count(Handlers& handlers, absl::string_view method,
            absl::StatusOr<Response> (Handlers::*handler)(
                sql::Transaction&, const rpc::CallContext&, const Request&),
            Request request, Items items) {
    request.set_page_size(100);
    int count = 0;
    do {
      const auto page = Read(handlers, method, handler, request);
      EXPECT_THAT(page, testing::IsOk()) << request.ShortDebugString();
      if (!page.ok()) return -1;
      count += items(*page);
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return count;
  }
  int CountFindings(const std::string& filter) {
    return Count(snapshots_, "ListCaseFindings",
                 &SnapshotService::ListCaseFindings,
                 Parse<v1::ListCaseFindingsRequest>(query_ + filter),
                 [](const auto& page) { return page.findings_size(); });
  }
  int CountCases(const std::string& filter) {
    return Count(snapshots_, "ListCaseloadCases",
                 &SnapshotService::ListCaseloadCases,
                 Parse<v1::ListCaseloadCasesRequest>(query_ + filter),
                 [](const auto& page) { return page.cases_size(); });
  }
  int CountContacts(const std::string& filter) {
    return Count(records_, "ListContacts", &CaseRecordService::ListContacts,
                 Parse<v1::ListContactsRequest>(filter),
                 [](const auto& page) { return page.contacts_size(); });
  }
  int CountEnrollments(const std::string& filter) {
    return Count(records_, "ListEnrollments",
                 &CaseRecordService::ListEnrollments,
                 Parse<v1::ListEnrollmentsRequest>(filter),
                 [](const auto& page) { return page.enrollments_size(); });
  }

  // One officer on one day.
  void CheckSnapshot(const std::string& officer, absl::CivilDay as_of,
                     const std::string& period) {
    SCOPED_TRACE(absl::StrCat(officer, " ", absl::FormatCivilTime(as_of)));
    officer_ = absl::StrCat("'officers/", officer, "'");
    as_of_ = as_of;
    query_ = absl::StrCat("officer: ", officer_, AsOf(as_of), period);
    const v1::CaseloadSnapshot snapshot =
        MustSnapshot(officer, AsOf(as_of) + period);
    cases_seen_ += snapshot.cases_size();
    CheckFindings(snapshot.totals());
    CheckCases(snapshot.totals());
    CheckStandards(snapshot.totals());
    CheckRecords(snapshot.totals());
    CheckLoads(snapshot.totals());
    CheckOfficerContacts(snapshot.totals().month());
    CheckOfficerContacts(snapshot.totals().quarter());
    if (snapshot.totals().has_period()) {
      CheckOfficerContacts(snapshot.totals().period());
    }
    for (const v1::CaseSnapshot& one : snapshot.cases()) {
      SCOPED_TRACE(one.case_());
      CheckCaseContacts(one.case_(), one.month());
      CheckCaseContacts(one.case_(), one.quarter());
      EXPECT_EQ(one.enrollments().active(),
                CountEnrollments(absl::StrCat("parent: '", one.case_(),
                                              "' statuses: STATUS_ACTIVE",
                                              AsOf(as_of))));
    }
  }

  void CheckFindings(const v1::SnapshotTotals& totals) {
    for (const v1::FindingCount& count : totals.findings()) {
      const std::string kind = policy::v1::SnapshotCount_Name(count.kind());
      EXPECT_EQ(count.findings(), CountFindings("kinds: " + kind)) << kind;
      EXPECT_EQ(count.in_time(), CountFindings("in_time: true kinds: " + kind))
          << kind;
      EXPECT_EQ(count.cases(), CountCases("finding_kinds: " + kind)) << kind;
      seen_[kind] += count.findings();
    }
  }

  void CheckCases(const v1::SnapshotTotals& totals) {
    EXPECT_EQ(totals.cases(),
              Count(caseload_, "ListCases", &CaseloadService::ListCases,
                    Parse<v1::ListCasesRequest>(
                        absl::StrCat("primary_officer: ", officer_,
                                     " open_on { ", DateText(as_of_), " }")),
                    [](const auto& page) { return page.cases_size(); }));
    EXPECT_EQ(totals.cases(), CountCases(""));
    EXPECT_EQ(totals.cases_without_policy(),
              CountCases("without_policy_only: true"));
    for (const v1::ClientStateCount& row : totals.client_states()) {
      EXPECT_EQ(row.cases(),
                CountCases("client_states: " +
                           v1::CaseState::Status_Name(row.status())));
    }
    for (const v1::BandCount& row : totals.bands()) {
      EXPECT_EQ(row.cases(),
                CountCases(absl::StrCat("division: '", row.division(),
                                        "' bands: '", row.band(), "'")));
    }
    for (const v1::LevelSourceCount& row : totals.level_sources()) {
      EXPECT_EQ(row.cases(),
                CountCases("level_sources: " +
                           v1::LevelResult::Source_Name(row.source())));
    }
    CheckDuties("client_state_confirmations: ",
                totals.client_state_confirmations());
    CheckDuties("risk_assessments: ", totals.risk_assessments());
    CheckDuties("plans: ", totals.plans());
    for (const v1::InstrumentCount& row : totals.instruments()) {
      EXPECT_EQ(row.cases(),
                CountCases(absl::StrCat("instrument_id: '", row.instrument_id(),
                                        "' instrument_states: ",
                                        v1::Duty::State_Name(row.state()))));
    }
  }
  template <typename Rows>
  void CheckDuties(const std::string& filter, const Rows& rows) {
    int cases = 0;
    for (const v1::DutyCount& row : rows) {
      EXPECT_EQ(row.cases(),
                CountCases(filter + v1::Duty::State_Name(row.state())))
          << filter;
      cases += row.cases();
    }
    EXPECT_EQ(cases, CountCases("")) << filter;
  }

  void CheckStandards(const v1::SnapshotTotals& totals) {
    const auto check = [&](const std::string& filter, const auto& rows,
                           const v1::Share& met) {
      for (const v1::StandardCount& row : rows) {
        EXPECT_EQ(
            row.cases(),
            CountCases(filter + v1::StandardResult::State_Name(row.state())));
      }
      EXPECT_EQ(met.numerator(), CountCases(filter + "STATE_MET"));
      EXPECT_EQ(
          met.denominator(),
          CountCases(absl::StrCat(filter, "STATE_MET ", filter,
                                  "STATE_PENDING ", filter, "STATE_MISSED")));
    };
    check("month_standards: ", totals.month_standards(),
          totals.month_standard_met());
    check("quarter_standards: ", totals.quarter_standards(),
          totals.quarter_standard_met());
  }

  void CheckRecords(const v1::SnapshotTotals& totals) {
    for (const v1::EnrollmentStandingCount& row :
         totals.enrollment_standings()) {
      EXPECT_EQ(
          row.cases(),
          CountCases("enrollment_standings: " +
                     v1::EnrollmentResult::Standing_Name(row.standing())));
    }
    const std::string mine =
        absl::StrCat("parent: 'cases/-' assigned_officer: ", officer_);
    EXPECT_EQ(totals.enrollments_active(),
              CountEnrollments(
                  absl::StrCat(mine, AsOf(as_of_), "statuses: STATUS_ACTIVE")));
    EXPECT_EQ(totals.enrollments_pending(),
              CountEnrollments(absl::StrCat(mine, AsOf(as_of_),
                                            "statuses: STATUS_PENDING")));
    EXPECT_EQ(
        totals.investigations_open(),
        Count(records_, "ListInvestigations",
              &CaseRecordService::ListInvestigations,
              Parse<v1::ListInvestigationsRequest>(
                  absl::StrCat(mine, " open_on { ", DateText(as_of_), " }")),
              [](const auto& page) { return page.investigations_size(); }));
  }

  void CheckLoads(const v1::SnapshotTotals& totals) {
    for (const v1::LoadResult& load : totals.loads()) {
      const std::string division =
          absl::StrCat("division: '", load.division(), "' ");
      EXPECT_EQ(load.cases(), CountCases(division));
      if (!load.policy().empty()) {
        EXPECT_EQ(load.without_level(), CountCases(division + "bands: ''"));
      }
      for (const v1::LoadResult::Limit& limit : load.limits()) {
        EXPECT_EQ(limit.cases().numerator(),
                  CountCases(absl::StrCat(
                      division, "weighing_only: true bands: '",
                      absl::StrJoin(limit.bands(), "' bands: '"), "'")));
      }
    }
  }

  // The days of a period up to the day asked about.
  std::string Days(const type::v1::DateRange& period) {
    const absl::CivilDay last =
        std::min(as_of_, absl::CivilDay(period.end_date().year(),
                                        period.end_date().month(),
                                        period.end_date().day()));
    return absl::StrCat(" from_day { ", period.start_date().ShortDebugString(),
                        " } to_day { ", DateText(last), " } ");
  }
  static constexpr char kWithClient[] =
      "statuses: STATUS_COMPLETED kinds: KIND_DIRECT kinds: KIND_BOTH ";

  void CheckOfficerContacts(const v1::OfficerContacts& counted) {
    const std::string mine =
        absl::StrCat("parent: 'cases/-' assigned_officer: ", officer_,
                     Days(counted.period()));
    EXPECT_EQ(counted.completed(), CountContacts(mine + kWithClient));
    EXPECT_EQ(counted.attempted(),
              CountContacts(mine + "statuses: STATUS_ATTEMPTED"));
    EXPECT_EQ(counted.collateral(),
              CountContacts(
                  mine + "statuses: STATUS_COMPLETED kinds: KIND_COLLATERAL"));
    int places = 0;
    for (const v1::PlaceCount& place : counted.places()) {
      EXPECT_EQ(place.completed(),
                CountContacts(absl::StrCat(
                    mine, kWithClient, "locations: ",
                    v1::Contact::Location_Name(place.location()))));
      places += place.completed();
    }
    EXPECT_EQ(places, counted.completed());
    const auto share = [&](const v1::Share& counted_share,
                           const std::vector<std::string>& locations) {
      EXPECT_EQ(counted_share.denominator(), counted.completed());
      EXPECT_EQ(counted_share.numerator(),
                CountContacts(absl::StrCat(
                    mine, kWithClient, " locations: LOCATION_",
                    absl::StrJoin(locations, " locations: LOCATION_"))))
          << absl::StrJoin(locations, " ");
    };
    share(counted.locations().office(), {"OFFICE"});
    share(counted.locations().placement(), {"PLACEMENT"});
    share(counted.locations().field(),
          {"HOME", "SCHOOL", "WORK", "COMMUNITY", "TREATMENT_SITE"});
    share(counted.locations().other(), {"JAIL", "COURT", "UNSPECIFIED"});
  }

  void CheckCaseContacts(const std::string& name,
                         const v1::ContactResult& counted) {
    const std::string of_case =
        absl::StrCat("parent: '", name, "'", Days(counted.period()));
    EXPECT_EQ(counted.completed(), CountContacts(of_case + kWithClient));
    EXPECT_EQ(counted.attempted(),
              CountContacts(of_case + "statuses: STATUS_ATTEMPTED"));
    EXPECT_EQ(counted.collateral(),
              CountContacts(of_case + "statuses: STATUS_COMPLETED kinds: "
                                      "KIND_COLLATERAL"));
  }

  std::string officer_;
  absl::CivilDay as_of_;
  std::string query_;
  // Over all officers and days: findings by kind, and cases.
  std::map<std::string, int> seen_;
  int cases_seen_ = 0;
};

}  // namespace caseload::caseplan

#endif  // TESTS_CONTRACT_CASEPLAN_SNAPSHOT_NUMBERS_H_
