// county_fixture.h: a county with a unit, officers and cases to work on.

#ifndef TESTS_CONTRACT_CASEPLAN_COUNTY_FIXTURE_H_
#define TESTS_CONTRACT_CASEPLAN_COUNTY_FIXTURE_H_

#include <string>
#include <vector>

#include "services/caseplan/case_plan_service.h"
#include "services/caseplan/case_record_service.h"
#include "tests/contract/caseplan/caseplan_fixture.h"

namespace caseload::caseplan {

// One unit; sdpo-1 supervises dpo-a and dpo-b, sdpo-2 supervises dpo-c, all
// since 2026-01-01; dpo-d is posted nowhere. Client "youth" was born on
// 2010-06-15, has a guardian and the juvenile case "case-1", received on
// 2026-02-01; client "adult" the adult case "case-2", received on 2026-03-01.
// It is 09:00 on 2026-11-20 and a manager calls.
class CountyTest : public CaseplanTest {
 protected:
  CountyTest() : plans_(options_), records_(options_) {}

  void SetUp() override {
    CaseplanTest::SetUp();
    CallAsManager();
    ASSERT_THAT(WRITE(caseload_, CreateUnit, Parse<v1::CreateUnitRequest>(R"pb(
                        unit_id: "unit-1"
                        unit {
                          display_name: "Juvenile Services"
                          division: "juvenile"
                          first_day { year: 2020 month: 1 day: 1 }
                        }
                      )pb")),
                testing::IsOk());
    for (const char* id :
         {"sdpo-1", "sdpo-2", "dpo-a", "dpo-b", "dpo-c", "dpo-d"}) {
      AddOfficer(id);
    }
    Post("dpo-a", "sdpo-1");
    Post("dpo-b", "sdpo-1");
    Post("dpo-c", "sdpo-2");
    ASSERT_THAT(
        WRITE(caseload_, CreateClient, Parse<v1::CreateClientRequest>(R"pb(
                client_id: "youth"
                client {
                  given_name: "Sample"
                  family_name: "Youth"
                  date_of_birth { year: 2010 month: 6 day: 15 }
                  phone: "555-0100"
                  identifiers { kind: "court" value: "JV-1" }
                  related_persons {
                    role: ROLE_GUARDIAN_AND_EMERGENCY_CONTACT
                    display_name: "Sample Guardian"
                    relationship: "mother"
                    phone: "555-0101"
                  }
                }
              )pb")),
        testing::IsOk());
    ASSERT_THAT(
        WRITE(caseload_, CreateClient, Parse<v1::CreateClientRequest>(R"pb(
                client_id: "adult"
                client { given_name: "Sample" family_name: "Adult" }
              )pb")),
        testing::IsOk());
    OpenCase("case-1", "youth", "juvenile", absl::CivilDay(2026, 2, 1));
    OpenCase("case-2", "adult", "adult", absl::CivilDay(2026, 3, 1));
  }

  void CallAsManager() {
    CallAs("manager", {options::v1::ROLE_MANAGER, options::v1::ROLE_RECORDS,
                       options::v1::ROLE_ADMIN});
  }

  void AddOfficer(const std::string& id) {
    ASSERT_THAT(
        WRITE(caseload_, CreateOfficer,
              Parse<v1::CreateOfficerRequest>(absl::StrCat(
                  "officer_id: '", id, "' officer { display_name: '", id,
                  "' email: '", id, "@example.test' staff_subject: '", id,
                  "' first_day { year: 2020 month: 1 day: 1 } }"))),
        testing::IsOk());
  }
  void Post(const std::string& officer, const std::string& supervisor) {
    ASSERT_THAT(WRITE(caseload_, SetOfficerPosting,
                      Parse<v1::SetOfficerPostingRequest>(absl::StrCat(
                          "parent: 'officers/", officer,
                          "' posting { unit: 'units/unit-1' supervisor: "
                          "'officers/",
                          supervisor, "' period { ",
                          PeriodText(absl::CivilDay(2026, 1, 1)), " } }"))),
                testing::IsOk());
  }
  void OpenCase(const std::string& id, const std::string& client,
                const std::string& division, absl::CivilDay received) {
    ASSERT_THAT(WRITE(caseload_, OpenCase,
                      Parse<v1::OpenCaseRequest>(absl::StrCat(
                          "case_id: '", id, "' case { client: 'clients/",
                          client, "' division: '", division,
                          "' case_type: 'formal' unit: 'units/unit-1' "
                          "received_date { ",
                          DateText(received), " } }"))),
                testing::IsOk());
  }
  absl::StatusOr<v1::Assignment> Assign(const std::string& case_id,
                                        const std::string& officer,
                                        const std::string& period,
                                        const std::string& more = "") {
    return WRITE(
        caseload_, AssignCase,
        Parse<v1::AssignCaseRequest>(absl::StrCat(
            "parent: 'cases/", case_id, "' assignment { officer: 'officers/",
            officer, "' period { ", period, " } ",
            more.find("role:") == std::string::npos ? "role: ROLE_PRIMARY "
                                                    : "",
            more, " }")));
  }
  // "officer first..last" for each assignment of a ListAssignmentsRequest.
  std::vector<std::string> Assignments(const std::string& filter) {
    auto response = READ(caseload_, ListAssignments,
                         Parse<v1::ListAssignmentsRequest>(filter));
    EXPECT_THAT(response, testing::IsOk());
    std::vector<std::string> result;
    if (!response.ok()) return result;
    for (const v1::Assignment& assignment : response->assignments()) {
      result.push_back(absl::StrCat(assignment.officer().substr(9), " ",
                                    SpanText(assignment.period())));
    }
    return result;
  }
  // "2026-2-1..2026-3-31", "2026-4-1..".
  static std::string SpanText(const type::v1::DateRange& range) {
    auto text = [](const type::v1::Date& date) {
      return absl::StrCat(date.year(), "-", date.month(), "-", date.day());
    };
    return absl::StrCat(text(range.start_date()), "..",
                        range.has_end_date() ? text(range.end_date()) : "");
  }

  CasePlanService plans_;
  CaseRecordService records_;
};

}  // namespace caseload::caseplan

#endif  // TESTS_CONTRACT_CASEPLAN_COUNTY_FIXTURE_H_
