#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/contract/caseplan/county_fixture.h"

namespace caseload::caseplan {
namespace {

using absl::CivilDay;
using absl::CivilSecond;
using options::v1::ROLE_AUDITOR;
using options::v1::ROLE_DPO;
using options::v1::ROLE_SDPO;
using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Not;
using testing::StatusIs;

class CasesTest : public CountyTest {
 protected:
  absl::StatusOr<v1::Case> GetCase(const std::string& id) {
    v1::GetCaseRequest request;
    request.set_name("cases/" + id);
    return READ(caseload_, GetCase, request);
  }
  absl::StatusOr<v1::Client> GetClient(const std::string& id) {
    v1::GetClientRequest request;
    request.set_name("clients/" + id);
    return READ(caseload_, GetClient, request);
  }
  absl::StatusOr<v1::CaseState> RecordState(const std::string& fields,
                                            const std::string& more = "") {
    return WRITE(caseload_, RecordCaseState,
                 Parse<v1::RecordCaseStateRequest>(absl::StrCat(
                     "parent: 'cases/case-1' state { ", fields, " } ", more)));
  }
  // "STATUS first..last confirmed day" for each state.
  std::vector<std::string> States(const std::string& filter) {
    auto response = READ(caseload_, ListCaseStates,
                         Parse<v1::ListCaseStatesRequest>(filter));
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> result;
    if (!response.ok()) return result;
    for (const v1::CaseState& state : response->states()) {
      result.push_back(absl::StrCat(
          v1::CaseState::Status_Name(state.status()).substr(7), " ",
          SpanText(state.period()), " confirmed ",
          state.confirmed_date().month(), "-", state.confirmed_date().day()));
    }
    return result;
  }
  // "case gap" for each unassigned case of the day.
  std::vector<std::string> Unassigned(CivilDay day) {
    auto response = READ(caseload_, ListAssignments,
                         Parse<v1::ListAssignmentsRequest>(absl::StrCat(
                             "parent: 'cases/-' unassigned_only: true as_of { ",
                             DateText(day), " }")));
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> result;
    if (!response.ok()) return result;
    for (const v1::UnassignedCase& item : response->unassigned_cases()) {
      result.push_back(
          absl::StrCat(item.case_().substr(6), " ",
                       v1::UnassignedCase::Gap_Name(item.gap()).substr(4)));
    }
    return result;
  }
  // "officer cases" with " away" for each carrying officer.
  std::vector<std::string> Carrying(const std::string& supervisor,
                                    CivilDay day) {
    auto response =
        READ(caseload_, ListCarryingOfficers,
             Parse<v1::ListCarryingOfficersRequest>(absl::StrCat(
                 supervisor.empty()
                     ? ""
                     : absl::StrCat("supervisor: 'officers/", supervisor, "' "),
                 "date { ", DateText(day), " }")));
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> result;
    if (!response.ok()) return result;
    for (const v1::CarryingOfficer& officer : response->officers()) {
      EXPECT_EQ(officer.unit(), "units/unit-1");
      EXPECT_EQ(officer.division(), "juvenile");
      result.push_back(absl::StrCat(officer.officer().substr(9), " ",
                                    officer.primary_cases(),
                                    officer.on_leave() ? " away" : ""));
    }
    return result;
  }
};

// --- clients ---

TEST_P(CasesTest, AClientIsReadAsItWasWritten) {
  auto client = GetClient("youth");
  ASSERT_THAT(client, IsOk());
  EXPECT_EQ(client->identifiers(0).value(), "JV-1");
  EXPECT_EQ(client->related_persons(0).relationship(), "mother");
  EXPECT_EQ(client->related_persons(0).role(),
            v1::Client::RelatedPerson::ROLE_GUARDIAN_AND_EMERGENCY_CONTACT);
}

// R070: an intake is incomplete without identifying and emergency contact
// information.
TEST_P(CasesTest, AnIntakeNamesWhatItLacks) {
  EXPECT_THAT(GetClient("youth")->intake_gaps(), IsEmpty());
  EXPECT_THAT(GetClient("adult")->intake_gaps(),
              ElementsAre(v1::Client::INTAKE_GAP_DATE_OF_BIRTH,
                          v1::Client::INTAKE_GAP_REACH,
                          v1::Client::INTAKE_GAP_EMERGENCY_CONTACT));
}

TEST_P(CasesTest, ClientsAreFoundByNameAndIdentifier) {
  auto by_name = READ(caseload_, ListClients,
                      Parse<v1::ListClientsRequest>("family_name: 'Adult'"));
  ASSERT_THAT(by_name, IsOk());
  ASSERT_EQ(by_name->clients_size(), 1);
  EXPECT_EQ(by_name->clients(0).name(), "clients/adult");
  auto by_identifier =
      READ(caseload_, ListClients,
           Parse<v1::ListClientsRequest>("identifier_kind: 'court' "
                                         "identifier_value: 'JV-1'"));
  ASSERT_THAT(by_identifier, IsOk());
  ASSERT_EQ(by_identifier->clients_size(), 1);
  EXPECT_EQ(by_identifier->clients(0).name(), "clients/youth");
  EXPECT_EQ(by_identifier->clients(0).identifiers_size(), 1);
  EXPECT_THAT(touched_, ElementsAre("clients/youth"));
  auto half = READ(caseload_, ListClients,
                   Parse<v1::ListClientsRequest>("identifier_kind: 'court'"));
  EXPECT_THAT(Violations(half.status()),
              ElementsAre("identifier_value FIELD_REQUIRED"));
}

TEST_P(CasesTest, AnUpdateReplacesTheListsThatItNames) {
  auto updated =
      WRITE(caseload_, UpdateClient, Parse<v1::UpdateClientRequest>(R"pb(
              client {
                name: "clients/youth"
                etag: "\"1\""
                identifiers { kind: "school" value: "S-9" }
                phone: "ignored"
              }
              update_mask { paths: "identifiers" }
            )pb"));
  ASSERT_THAT(updated, IsOk());
  auto read = GetClient("youth");
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), updated->SerializeAsString());
  ASSERT_EQ(read->identifiers_size(), 1);
  EXPECT_EQ(read->identifiers(0).kind(), "school");
  EXPECT_EQ(read->phone(), "555-0100");
  EXPECT_EQ(read->related_persons_size(), 1);
}

TEST_P(CasesTest, PersonalFieldsNeverReachTheFeed) {
  EXPECT_THAT(database_->Read(
                  absl::InfiniteFuture(),
                  [&](sql::Transaction& tx) -> absl::Status {
                    auto rows = tx.Query<std::string, std::string>(
                        "SELECT kind, state FROM changes WHERE kind = 'client'"
                        " ORDER BY id");
                    if (!rows.ok()) return rows.status();
                    EXPECT_EQ(rows->size(), 2u);
                    for (const auto& [kind, state] : *rows) {
                      EXPECT_THAT(state, HasSubstr("clients/"));
                      EXPECT_THAT(state, Not(HasSubstr("Sample")));
                      EXPECT_THAT(state, Not(HasSubstr("Youth")));
                      EXPECT_THAT(state, Not(HasSubstr("555-01")));
                      EXPECT_THAT(state, Not(HasSubstr("JV-1")));
                      EXPECT_THAT(state, Not(HasSubstr("dateOfBirth")));
                    }
                    return absl::OkStatus();
                  }),
              IsOk());
}

// --- cases ---

TEST_P(CasesTest, ACaseNeedsAClientAndAUnitThatStands) {
  auto request = Parse<v1::OpenCaseRequest>(R"pb(
    case {
      client: "clients/nobody"
      division: "adult"
      case_type: "formal"
      received_date { year: 2026 month: 11 day: 20 }
    }
  )pb");
  EXPECT_THAT(WRITE(caseload_, OpenCase, request),
              StatusIs(absl::StatusCode::kNotFound));
  request.mutable_case_()->set_client("clients/adult");
  request.mutable_case_()->set_unit("units/unit-1");
  request.mutable_case_()->mutable_received_date()->set_year(2019);
  EXPECT_THAT(WRITE(caseload_, OpenCase, request),
              HasReason("UNIT_NOT_ACTIVE"));
  request.mutable_case_()->mutable_received_date()->set_year(2026);
  request.mutable_case_()->mutable_received_date()->set_day(21);
  auto refused = WRITE(caseload_, OpenCase, request);
  EXPECT_THAT(Violations(refused.status()),
              ElementsAre("case.received_date DATE_IN_FUTURE"));
  EXPECT_EQ(CountRows("cases"), 2);
}

// 23:30 in the county is still the 20th, though the 21st in UTC.
TEST_P(CasesTest, TodayIsTheCountysDay) {
  SetLocalTime(CivilSecond(2026, 11, 20, 23, 30, 0));
  auto request = Parse<v1::OpenCaseRequest>(R"pb(
    case {
      client: "clients/adult"
      division: "adult"
      case_type: "formal"
      received_date { year: 2026 month: 11 day: 21 }
    }
  )pb");
  EXPECT_THAT(Violations(WRITE(caseload_, OpenCase, request).status()),
              ElementsAre("case.received_date DATE_IN_FUTURE"));
  SetLocalTime(CivilSecond(2026, 11, 21, 0, 0, 0));
  EXPECT_THAT(WRITE(caseload_, OpenCase, request), IsOk());
}

TEST_P(CasesTest, CasesAreListedByWhatIsAsked) {
  ASSERT_THAT(Assign("case-1", "dpo-a", PeriodText(CivilDay(2026, 2, 1))),
              IsOk());
  auto names = [&](const std::string& filter) {
    auto response =
        READ(caseload_, ListCases, Parse<v1::ListCasesRequest>(filter));
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> result;
    for (const v1::Case& item : response->cases()) {
      result.push_back(item.name());
    }
    return result;
  };
  EXPECT_THAT(names(""), ElementsAre("cases/case-1", "cases/case-2"));
  EXPECT_THAT(names("client: 'clients/adult'"), ElementsAre("cases/case-2"));
  EXPECT_THAT(names("division: 'juvenile'"), ElementsAre("cases/case-1"));
  EXPECT_THAT(names("open_on { year: 2026 month: 2 day: 28 }"),
              ElementsAre("cases/case-1"));
  EXPECT_THAT(names("primary_officer: 'officers/dpo-a' "
                    "open_on { year: 2026 month: 3 day: 1 }"),
              ElementsAre("cases/case-1"));
  auto refused =
      READ(caseload_, ListCases,
           Parse<v1::ListCasesRequest>("primary_officer: 'officers/dpo-a'"));
  EXPECT_THAT(Violations(refused.status()),
              ElementsAre("open_on FIELD_REQUIRED"));
}

TEST_P(CasesTest, ClosingEndsAssignmentAndStateWithTheDay) {
  ASSERT_THAT(Assign("case-1", "dpo-a", PeriodText(CivilDay(2026, 2, 1))),
              IsOk());
  ASSERT_THAT(
      RecordState(absl::StrCat(
          "status: STATUS_ACTIVE period { ", PeriodText(CivilDay(2026, 2, 1)),
          " } confirmed_date { ", DateText(CivilDay(2026, 11, 15)), " }")),
      IsOk());
  auto close = Parse<v1::CloseCaseRequest>(R"pb(
    name: "cases/case-1"
    closed_date { year: 2026 month: 10 day: 31 }
    reason: CLOSING_REASON_COMPLETED
  )pb");
  ASSERT_THAT(WRITE(caseload_, CloseCase, close), IsOk());
  EXPECT_THAT(Assignments("parent: 'cases/case-1'"),
              ElementsAre("dpo-a 2026-2-1..2026-10-31"));
  EXPECT_THAT(States("parent: 'cases/case-1'"),
              ElementsAre("ACTIVE 2026-2-1..2026-10-31 confirmed 10-31"));
  EXPECT_THAT(Unassigned(CivilDay(2026, 11, 1)), ElementsAre("case-2 OFFICER"));
  EXPECT_THAT(WRITE(caseload_, CloseCase, close), HasReason("CASE_CLOSED"));
  auto late = Assign("case-1", "dpo-b", PeriodText(CivilDay(2026, 11, 1)));
  EXPECT_THAT(late, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(late, HasReason("CASE_NOT_OPEN"));
}

// --- states (R015, R030) ---

TEST_P(CasesTest, ANewStateEndsTheOneBeforeAndAConfirmationIsARevision) {
  ASSERT_THAT(RecordState(absl::StrCat("status: STATUS_ACTIVE period { ",
                                       PeriodText(CivilDay(2026, 2, 1)), " }")),
              IsOk());
  auto custody = RecordState(absl::StrCat(
      "status: STATUS_IN_CUSTODY booking_type: 'new-offense' period { ",
      PeriodText(CivilDay(2026, 3, 1)), " }"));
  ASSERT_THAT(custody, IsOk());
  EXPECT_THAT(States("parent: 'cases/case-1'"),
              ElementsAre("ACTIVE 2026-2-1..2026-2-28 confirmed 2-1",
                          "IN_CUSTODY 2026-3-1.. confirmed 3-1"));
  const absl::Time before = now_;
  now_ += absl::Minutes(1);
  auto confirmed = RecordState(
      absl::StrCat(
          "status: STATUS_IN_CUSTODY booking_type: 'new-offense' period { ",
          PeriodText(CivilDay(2026, 3, 1)), " } confirmed_date { ",
          DateText(CivilDay(2026, 11, 19)), " }"),
      absl::StrCat("corrects: '", custody->name(), "'"));
  ASSERT_THAT(confirmed, IsOk());
  EXPECT_EQ(confirmed->name(), custody->name());
  EXPECT_EQ(confirmed->recording().revision(), 2);
  EXPECT_THAT(
      States("parent: 'cases/case-1' as_of { year: 2026 month: 3 day: 1 }"),
      ElementsAre("IN_CUSTODY 2026-3-1.. confirmed 11-19"));
  EXPECT_THAT(States(absl::StrCat("parent: 'cases/case-1' as_of { year: 2026 "
                                  "month: 3 day: 1 } known_at { seconds: ",
                                  absl::ToUnixSeconds(before), " }")),
              ElementsAre("IN_CUSTODY 2026-3-1.. confirmed 3-1"));
}

TEST_P(CasesTest, AStateOutsideTheCaseIsRefused) {
  auto refused =
      RecordState(absl::StrCat("status: STATUS_ACTIVE period { ",
                               PeriodText(CivilDay(2026, 1, 31)), " }"));
  EXPECT_THAT(refused, HasReason("CASE_NOT_OPEN"));
  auto booking = RecordState(
      absl::StrCat("status: STATUS_ACTIVE booking_type: 'warrant' period { ",
                   PeriodText(CivilDay(2026, 2, 1)), " }"));
  EXPECT_THAT(Violations(booking.status()),
              ElementsAre("state.booking_type FIELD_NOT_APPLICABLE"));
  EXPECT_EQ(CountRows("case_states"), 0);
}

// --- assignments (R001, R002, R066) ---

TEST_P(CasesTest, TwoPrimaryOfficersOnOneDayAreRefused) {
  ASSERT_THAT(Assign("case-1", "dpo-a", PeriodText(CivilDay(2026, 2, 1))),
              IsOk());
  for (const std::string& period :
       {PeriodText(CivilDay(2026, 6, 1)),
        PeriodText(CivilDay(2026, 2, 1), CivilDay(2026, 2, 1)),
        PeriodText(CivilDay(2026, 2, 1))}) {
    auto refused = Assign("case-1", "dpo-b", period);
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
    EXPECT_THAT(refused, HasReason("PRIMARY_OFFICER_EXISTS"));
  }
  EXPECT_THAT(Assignments("parent: 'cases/case-1'"),
              ElementsAre("dpo-a 2026-2-1.."));
  EXPECT_EQ(CountRows("assignments"), 1);
}

TEST_P(CasesTest, AReassignmentWithItsReasonKeepsTheHistory) {
  ASSERT_THAT(Assign("case-1", "dpo-a", PeriodText(CivilDay(2026, 2, 1))),
              IsOk());
  const absl::Time before = now_;
  now_ += absl::Hours(2);
  ASSERT_THAT(Assign("case-1", "dpo-b", PeriodText(CivilDay(2026, 6, 1)),
                     "reason: REASSIGNMENT_REASON_WORKLOAD"),
              IsOk());
  EXPECT_THAT(Assignments("parent: 'cases/case-1'"),
              ElementsAre("dpo-a 2026-2-1..2026-5-31", "dpo-b 2026-6-1.."));
  EXPECT_THAT(
      Assignments(absl::StrCat("parent: 'cases/case-1' known_at { seconds: ",
                               absl::ToUnixSeconds(before), " }")),
      ElementsAre("dpo-a 2026-2-1.."));
  EXPECT_THAT(Assignments("parent: 'cases/-' officer: 'officers/dpo-b'"),
              ElementsAre("dpo-b 2026-6-1.."));
  for (auto [day, officer] : {std::pair(CivilDay(2026, 5, 31), "dpo-a"),
                              {CivilDay(2026, 6, 1), "dpo-b"}}) {
    EXPECT_THAT(Assignments(absl::StrCat("parent: 'cases/case-1' as_of { ",
                                         DateText(day), " }")),
                ElementsAre(::testing::StartsWith(officer)));
  }
}

TEST_P(CasesTest, AStandInForLeaveGivesTheCaseBack) {
  ASSERT_THAT(Assign("case-1", "dpo-a", PeriodText(CivilDay(2026, 2, 1))),
              IsOk());
  ASSERT_THAT(Assign("case-1", "dpo-b",
                     PeriodText(CivilDay(2026, 12, 28), CivilDay(2027, 1, 3)),
                     "reason: REASSIGNMENT_REASON_OFFICER_LEAVE"),
              IsOk());
  EXPECT_THAT(Assignments("parent: 'cases/case-1'"),
              ElementsAre("dpo-a 2026-2-1..2026-12-27",
                          "dpo-b 2026-12-28..2027-1-3", "dpo-a 2027-1-4.."));
}

TEST_P(CasesTest, SecondaryOfficersStandBesideThePrimaryOne) {
  ASSERT_THAT(Assign("case-1", "dpo-a", PeriodText(CivilDay(2026, 2, 1))),
              IsOk());
  ASSERT_THAT(Assign("case-1", "dpo-b", PeriodText(CivilDay(2026, 3, 1)),
                     "role: ROLE_SECONDARY"),
              IsOk());
  auto refused = Assign("case-1", "dpo-a", PeriodText(CivilDay(2026, 4, 1)),
                        "role: ROLE_COURTESY");
  EXPECT_THAT(refused, HasReason("ASSIGNMENT_OVERLAPS"));
  EXPECT_THAT(Assignments("parent: 'cases/case-1' role: ROLE_PRIMARY"),
              ElementsAre("dpo-a 2026-2-1.."));
}

TEST_P(CasesTest, AnOfficerWithoutPostingGetsNoCase) {
  auto refused = Assign("case-1", "dpo-d", PeriodText(CivilDay(2026, 2, 1)));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("OFFICER_NOT_POSTED"));
  EXPECT_THAT(Assign("case-1", "nobody", PeriodText(CivilDay(2026, 2, 1))),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_P(CasesTest, ACaseThatNobodyIsChargedWithIsOnTheUnassignedList) {
  EXPECT_THAT(Unassigned(CivilDay(2026, 11, 20)),
              ElementsAre("case-1 OFFICER", "case-2 OFFICER"));
  // Not before it was received.
  EXPECT_THAT(Unassigned(CivilDay(2026, 2, 28)), ElementsAre("case-1 OFFICER"));
  ASSERT_THAT(Assign("case-1", "dpo-a", PeriodText(CivilDay(2026, 2, 1))),
              IsOk());
  EXPECT_THAT(Unassigned(CivilDay(2026, 11, 20)),
              ElementsAre("case-2 OFFICER"));
  // The officer leaves; the case is nobody's until it is given on.
  ASSERT_THAT(
      WRITE(caseload_, UpdateOfficer, Parse<v1::UpdateOfficerRequest>(R"pb(
              officer {
                name: "officers/dpo-a"
                last_day { year: 2026 month: 11 day: 19 }
              }
              update_mask { paths: "last_day" }
            )pb")),
      IsOk());
  EXPECT_THAT(Unassigned(CivilDay(2026, 11, 19)),
              ElementsAre("case-2 OFFICER"));
  EXPECT_THAT(Unassigned(CivilDay(2026, 11, 20)),
              ElementsAre("case-1 UNIT", "case-2 OFFICER"));
  EXPECT_THAT(Carrying("", CivilDay(2026, 11, 20)), IsEmpty());
}

TEST_P(CasesTest, UnassignedTakesADayAndNothingElse) {
  auto refused = READ(caseload_, ListAssignments,
                      Parse<v1::ListAssignmentsRequest>(
                          "parent: 'cases/-' unassigned_only: true "
                          "officer: 'officers/dpo-a' role: ROLE_PRIMARY"));
  EXPECT_THAT(
      Violations(refused.status()),
      ElementsAre("as_of FIELD_REQUIRED", "officer FIELD_NOT_APPLICABLE",
                  "role FIELD_NOT_APPLICABLE"));
}

// R001, R002: exactly the officers who carry a case and are supervised on the
// day.
TEST_P(CasesTest, CarryingOfficersAreThoseOfTheDayAndTheSupervisor) {
  ASSERT_THAT(Assign("case-1", "dpo-a", PeriodText(CivilDay(2026, 2, 1))),
              IsOk());
  ASSERT_THAT(Assign("case-2", "dpo-c", PeriodText(CivilDay(2026, 3, 1))),
              IsOk());
  // A secondary officer carries no case.
  ASSERT_THAT(Assign("case-1", "dpo-b", PeriodText(CivilDay(2026, 2, 1)),
                     "role: ROLE_SECONDARY"),
              IsOk());
  ASSERT_THAT(
      WRITE(caseload_, RecordOfficerLeave,
            Parse<v1::RecordOfficerLeaveRequest>(absl::StrCat(
                "parent: 'officers/dpo-a' leave { kind: KIND_PLANNED "
                "period { ",
                PeriodText(CivilDay(2026, 12, 1), CivilDay(2026, 12, 5)),
                " } }"))),
      IsOk());
  EXPECT_THAT(Carrying("sdpo-1", CivilDay(2026, 11, 20)),
              ElementsAre("dpo-a 1"));
  EXPECT_THAT(Carrying("sdpo-1", CivilDay(2026, 12, 5)),
              ElementsAre("dpo-a 1 away"));
  EXPECT_THAT(Carrying("sdpo-2", CivilDay(2026, 2, 28)), IsEmpty());
  EXPECT_THAT(Carrying("", CivilDay(2026, 3, 1)),
              ElementsAre("dpo-a 1", "dpo-c 1"));
}

TEST_P(CasesTest, AWholeCaseloadIsTransferredOrNone) {
  ASSERT_THAT(Assign("case-1", "dpo-a", PeriodText(CivilDay(2026, 2, 1))),
              IsOk());
  ASSERT_THAT(Assign("case-2", "dpo-a",
                     PeriodText(CivilDay(2026, 3, 1), CivilDay(2026, 12, 31))),
              IsOk());
  auto transfer = Parse<v1::TransferCaseloadRequest>(R"pb(
    from_officer: "officers/dpo-a"
    to_officer: "officers/dpo-d"
    first_day { year: 2026 month: 12 day: 1 }
    reason: REASSIGNMENT_REASON_OFFICER_LEFT
  )pb");
  EXPECT_THAT(WRITE(caseload_, TransferCaseload, transfer),
              HasReason("OFFICER_NOT_POSTED"));
  EXPECT_EQ(CountRows("assignments"), 2);
  transfer.set_to_officer("officers/dpo-b");
  auto transferred = WRITE(caseload_, TransferCaseload, transfer);
  ASSERT_THAT(transferred, IsOk());
  EXPECT_EQ(transferred->assignments_size(), 2);
  EXPECT_THAT(Assignments("parent: 'cases/case-1'"),
              ElementsAre("dpo-a 2026-2-1..2026-11-30", "dpo-b 2026-12-1.."));
  EXPECT_THAT(
      Assignments("parent: 'cases/case-2'"),
      ElementsAre("dpo-a 2026-3-1..2026-11-30", "dpo-b 2026-12-1..2026-12-31"));
  transfer.set_to_officer("officers/dpo-a");
  transfer.clear_reason();
  EXPECT_THAT(
      Violations(WRITE(caseload_, TransferCaseload, transfer).status()),
      ElementsAre("reason FIELD_REQUIRED", "to_officer OFFICER_IS_SAME"));
}

// --- access ---

// A dpo reaches the cases assigned to them today; an unknown case and a hidden
// one answer alike.
TEST_P(CasesTest, AnOfficerReachesTheirOwnCases) {
  ASSERT_THAT(Assign("case-1", "dpo-a", PeriodText(CivilDay(2026, 2, 1))),
              IsOk());
  ASSERT_THAT(Assign("case-2", "dpo-c", PeriodText(CivilDay(2026, 3, 1))),
              IsOk());
  CallAs("dpo-a", {ROLE_DPO});
  EXPECT_THAT(GetCase("case-1"), IsOk());
  EXPECT_THAT(GetClient("youth"), IsOk());
  auto hidden = GetCase("case-2");
  auto unknown = GetCase("case-9");
  EXPECT_THAT(hidden, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(unknown, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(hidden.status().message().substr(12),
            unknown.status().message().substr(12));
  EXPECT_THAT(GetClient("adult"), StatusIs(absl::StatusCode::kNotFound));
  auto clients = READ(caseload_, ListClients, v1::ListClientsRequest());
  ASSERT_THAT(clients, IsOk());
  EXPECT_EQ(clients->clients_size(), 1);

  // The case is given away from tomorrow: tomorrow it is hidden.
  CallAsManager();
  ASSERT_THAT(Assign("case-1", "dpo-c", PeriodText(CivilDay(2026, 11, 21)),
                     "reason: REASSIGNMENT_REASON_CASE_NEED"),
              IsOk());
  CallAs("dpo-a", {ROLE_DPO});
  SetLocalTime(CivilSecond(2026, 11, 20, 23, 59, 59));
  EXPECT_THAT(GetCase("case-1"), IsOk());
  SetLocalTime(CivilSecond(2026, 11, 21, 0, 0, 0));
  EXPECT_THAT(GetCase("case-1"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_P(CasesTest, ASupervisorReachesTheCasesOfTheirOfficers) {
  ASSERT_THAT(Assign("case-1", "dpo-a", PeriodText(CivilDay(2026, 2, 1))),
              IsOk());
  CallAs("sdpo-1", {ROLE_SDPO});
  EXPECT_THAT(GetCase("case-1"), IsOk());
  EXPECT_THAT(GetCase("case-2"), StatusIs(absl::StatusCode::kNotFound));
  CallAs("sdpo-2", {ROLE_SDPO});
  EXPECT_THAT(GetCase("case-1"), StatusIs(absl::StatusCode::kNotFound));
  CallAs("sdpo-2", {ROLE_SDPO, ROLE_AUDITOR});
  EXPECT_THAT(GetCase("case-1"), IsOk());
}

// An auditor's reach does not lend itself to a method that admits no auditor.
TEST_P(CasesTest, ARoleThatTheMethodDoesNotAdmitLendsNoReach) {
  ASSERT_THAT(Assign("case-1", "dpo-a", PeriodText(CivilDay(2026, 2, 1))),
              IsOk());
  CallAs("dpo-b", {ROLE_DPO, ROLE_AUDITOR});
  EXPECT_THAT(GetCase("case-1"), IsOk());
  EXPECT_THAT(RecordState(absl::StrCat("status: STATUS_ACTIVE period { ",
                                       PeriodText(CivilDay(2026, 2, 1)), " }")),
              StatusIs(absl::StatusCode::kNotFound));
}

INSTANTIATE_TEST_SUITE_P(Engines, CasesTest,
                         ::testing::Values(sql::Engine::kSqlite,
                                           sql::Engine::kPostgres),
                         EngineName);

}  // namespace
}  // namespace caseload::caseplan
