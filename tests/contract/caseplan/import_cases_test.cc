// Imported cases, client states and assignments on both engines.

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/contract/caseplan/import_fixture.h"

namespace caseload::caseplan {
namespace {

using absl::CivilDay;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;

constexpr CivilDay kReceived(2026, 2, 1);

std::string ClientRow(const std::string& id, int line) {
  return RowOf("clients", id, line, "given_name: 'Ada' family_name: 'Sample'");
}
std::string CaseRow(const std::string& id, int line,
                    const std::string& more = "", CivilDay received = kReceived,
                    const std::string& client = "C-1",
                    const std::string& division = "juvenile") {
  return RowOf("cases", id, line,
               absl::StrCat("client_id: '", client, "' division: '", division,
                            "' case_type: 'formal' unit_id: 'U-1' ",
                            On("received_on", received), more));
}
std::string Days(CivilDay first, std::optional<CivilDay> last) {
  return On("starts_on", first) +
         (last.has_value() ? On("ends_on", *last) : std::string());
}
std::string StateRow(const std::string& id, int line, CivilDay first,
                     std::optional<CivilDay> last = {},
                     const std::string& more = "", const std::string& row = "",
                     const std::string& case_id = "CA-1") {
  return RowOf("client_states", id, line,
               absl::StrCat("case_id: '", case_id, "' state: STATE_ACTIVE ",
                            Days(first, last), more),
               row);
}
std::string AssignmentRow(const std::string& id, int line,
                          const std::string& officer, CivilDay first,
                          std::optional<CivilDay> last = {},
                          const std::string& role = "ROLE_PRIMARY",
                          const std::string& row = "") {
  return RowOf("assignments", id, line,
               absl::StrCat("case_id: 'CA-1' officer_id: '", officer,
                            "' role: ", role, " ", Days(first, last)),
               row);
}

class CaseImportTest : public ImportTest {
 protected:
  void SetUp() override {
    ImportTest::SetUp();
    ASSERT_THAT(
        Send("run-0", County() +
                          PostingRow("P-2", 7, "O-2", CivilDay(2026, 1, 1)) +
                          ClientRow("C-1", 8) + ClientRow("C-2", 9)),
        IsOk());
  }
  v1::Case TheCase() {
    const auto listed = READ(caseload_, ListCases, v1::ListCasesRequest());
    EXPECT_THAT(listed, IsOk());
    if (!listed.ok() || listed->cases_size() != 1) {
      ADD_FAILURE() << "not one case";
      return {};
    }
    return listed->cases(0);
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, CaseImportTest,
                         ::testing::Values(sql::Engine::kSqlite,
                                           sql::Engine::kPostgres),
                         EngineName);

std::string Carried() {
  return CaseRow("CA-1", 2,
                 "court_numbers: 'JV-1' weight: 1.5"
                 " weight_reason: 'two schools'") +
         StateRow("S-1", 3, kReceived) +
         AssignmentRow("A-1", 4, "O-1", kReceived);
}

TEST_P(CaseImportTest, ACaseStandsWithItsStateAndItsOfficer) {
  EXPECT_THAT(Outcomes("run-1", Carried()),
              ElementsAre("2 NEW", "3 NEW", "4 NEW"));
  const v1::Case stored = TheCase();
  EXPECT_EQ(stored.division(), "juvenile");
  EXPECT_EQ(stored.weight(), 1.5);
  EXPECT_EQ(stored.court_numbers(0), "JV-1");
  v1::ListCarryingOfficersRequest carrying;
  *carrying.mutable_date() = ToProto(CivilDay(2026, 11, 20));
  const auto officers = READ(caseload_, ListCarryingOfficers, carrying);
  ASSERT_THAT(officers, IsOk());
  ASSERT_EQ(officers->officers_size(), 1);
  EXPECT_EQ(officers->officers(0).display_name(), "O-1");
  EXPECT_EQ(officers->officers(0).primary_cases(), 1);
  EXPECT_EQ(Announced("case").size(), 1);
  EXPECT_EQ(Announced("case_state").size(), 1);
  EXPECT_EQ(Announced("assignment").size(), 1);
}

TEST_P(CaseImportTest, TheSameRowsTwiceChangeNothing) {
  Outcomes("run-1", Carried());
  const int64_t changes = CountRows("changes");
  EXPECT_THAT(Outcomes("run-2", Carried()),
              ElementsAre("2 UNCHANGED", "3 UNCHANGED", "4 UNCHANGED"));
  EXPECT_EQ(CountRows("changes"), changes);
  EXPECT_EQ(CountRows("case_states"), 1);
}

TEST_P(CaseImportTest, AChangedFactIsTheNextRevisionOfTheSameOne) {
  Outcomes("run-1", Carried());
  EXPECT_THAT(
      Outcomes("run-2",
               StateRow("S-1", 3, kReceived, CivilDay(2026, 6, 30)) +
                   AssignmentRow("A-1", 4, "O-2", kReceived) +
                   CaseRow("CA-1", 2,
                           On("closed_on", CivilDay(2026, 10, 31)) +
                               "closing_reason: CLOSING_REASON_COMPLETED",
                           CivilDay(2026, 1, 31))),
      ElementsAre("3 CHANGED", "4 CHANGED", "2 CHANGED"));
  for (const char* table : {"case_states", "assignments"}) {
    EXPECT_EQ(CountRows(table), 2) << table;
    EXPECT_EQ(CountRows(absl::StrCat(table, " a JOIN ", table,
                                     " b ON b.id = a.id WHERE a.revision = 1"
                                     " AND a.superseded_at IS NOT NULL"
                                     " AND b.revision = 2"
                                     " AND b.superseded_at IS NULL")),
              1)
        << table;
  }
  const v1::Case stored = TheCase();
  EXPECT_EQ(stored.closing_reason(), v1::Case::CLOSING_REASON_COMPLETED);
  EXPECT_EQ(stored.received_date().day(), 31);
  EXPECT_NE(stored.etag(), "");
}

// An export that closes the case and leaves its assignment open-ended charges
// nobody with it.
TEST_P(CaseImportTest, AClosedCaseIsCarriedByNobody) {
  Outcomes("run-1", Carried());
  Outcomes("run-2", CaseRow("CA-1", 2,
                            On("closed_on", CivilDay(2026, 10, 31)) +
                                "closing_reason: CLOSING_REASON_COMPLETED"));
  v1::ListCarryingOfficersRequest carrying;
  *carrying.mutable_date() = ToProto(CivilDay(2026, 11, 20));
  const auto officers = READ(caseload_, ListCarryingOfficers, carrying);
  ASSERT_THAT(officers, IsOk());
  EXPECT_EQ(officers->officers_size(), 0);
}

TEST_P(CaseImportTest, ReferencesThatComeLaterAreTriedAgain) {
  const std::string state = StateRow("S-1", 2, kReceived);
  const std::string assignment = AssignmentRow("A-1", 3, "O-9", kReceived);
  EXPECT_THAT(
      Outcomes("run-1", state + CaseRow("CA-1", 4) + assignment),
      ElementsAre("2 REJECTED case_id REFERENCE_NOT_YET_KNOWN LATER", "4 NEW",
                  "3 REJECTED officer_id REFERENCE_NOT_YET_KNOWN "
                  "LATER"));
  EXPECT_THAT(Outcomes("run-1", state), ElementsAre("2 NEW"));
  EXPECT_THAT(
      Outcomes("run-1", CaseRow("CA-2", 5, "", kReceived, "C-9")),
      ElementsAre("5 REJECTED client_id REFERENCE_NOT_YET_KNOWN LATER"));
}

TEST_P(CaseImportTest, WhatIsTakenBackIsGoneAndComesBackWithItsName) {
  Outcomes("run-1", Carried());
  const std::string name = TheCase().name();
  EXPECT_THAT(
      Outcomes("run-2", TakenBack("clients", "C-1", 8) +
                            TakenBack("cases", "CA-1", 2) +
                            TakenBack("client_states", "S-1", 3) +
                            TakenBack("assignments", "A-1", 4) +
                            TakenBack("cases", "CA-1", 2) +
                            TakenBack("clients", "C-1", 8)),
      ElementsAre("8 REJECTED withdrawn RECORD_IN_USE LATER",
                  "2 REJECTED withdrawn RECORD_IN_USE LATER", "3 WITHDRAWN",
                  "4 WITHDRAWN", "2 WITHDRAWN", "8 WITHDRAWN"));
  EXPECT_THAT(Announced("case").back(), HasSubstr("withdrawTime"));
  EXPECT_THAT(Announced("case_state").back(), HasSubstr("supersededAt"));
  v1::GetCaseRequest get;
  get.set_name(name);
  EXPECT_THAT(READ(caseload_, GetCase, get),
              testing::HasReason("RESOURCE_NOT_FOUND"));
  // It is on no list of cases that lack an officer.
  v1::ListAssignmentsRequest unassigned;
  unassigned.set_parent("cases/-");
  unassigned.set_unassigned_only(true);
  *unassigned.mutable_as_of() = ToProto(CivilDay(2026, 11, 20));
  CallAs("manager", {options::v1::ROLE_MANAGER});
  const auto listed = READ(caseload_, ListAssignments, unassigned);
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->unassigned_cases_size(), 0);

  CallAs("clerk", {options::v1::ROLE_RECORDS});
  EXPECT_THAT(Outcomes("run-3", ClientRow("C-1", 8) + Carried()),
              ElementsAre("8 CHANGED", "2 CHANGED", "3 CHANGED", "4 CHANGED"));
  EXPECT_EQ(TheCase().name(), name);
  EXPECT_EQ(CountRows("case_states WHERE revision = 2"
                      " AND superseded_at IS NULL"),
            1);
}

TEST_P(CaseImportTest, ACaseKeepsItsClientAndItsDivision) {
  Outcomes("run-1", Carried());
  EXPECT_THAT(
      Outcomes("run-2", CaseRow("CA-1", 2, "", kReceived, "C-2") +
                            CaseRow("CA-1", 3, "", kReceived, "C-1", "adult")),
      ElementsAre("2 REJECTED client_id CLIENT_FIXED",
                  "3 REJECTED division DIVISION_FIXED"));
}

TEST_P(CaseImportTest, AFactGoesOverToAnotherCase) {
  Outcomes("run-1", Carried() + CaseRow("CA-2", 5, "", kReceived, "C-2"));
  EXPECT_THAT(
      Outcomes("run-2", StateRow("S-1", 3, kReceived, {}, "", "", "CA-2")),
      ElementsAre("3 CHANGED"));
  EXPECT_EQ(CountRows("case_states WHERE superseded_at IS NULL"), 1);
  EXPECT_THAT(Announced("case_state").back(), Not(HasSubstr("superseded")));
}

TEST_P(CaseImportTest, HistoryThatBreaksARuleOfEntryIsKeptWithAFlag) {
  EXPECT_THAT(
      Outcomes("run-1",
               CaseRow("CA-1", 2, On("expected_end_on", CivilDay(2025, 1, 1)),
                       CivilDay(2027, 1, 1)) +
                   CaseRow("CA-2", 3, "", CivilDay(2019, 1, 1))),
      ElementsAre("2 NEW FLAG received_on DATE_IN_FUTURE FLAG "
                  "expected_end_on PERIOD_REVERSED",
                  "3 NEW FLAG unit_id UNIT_NOT_ACTIVE"));
  EXPECT_THAT(
      Outcomes("run-1",
               StateRow("S-1", 2, CivilDay(2026, 1, 1), CivilDay(2026, 1, 31),
                        On("confirmed_on", CivilDay(2026, 2, 9))) +
                   AssignmentRow("A-1", 3, "O-2", CivilDay(2025, 6, 1))),
      ElementsAre("2 NEW FLAG ends_on PERIOD_REVERSED FLAG starts_on "
                  "CASE_NOT_OPEN",
                  "3 NEW FLAG starts_on CASE_NOT_OPEN FLAG officer_id "
                  "OFFICER_NOT_POSTED"));
}

// Another row may give the days free until the last try; then what the store
// can hold stands with a flag, and what it cannot is rejected.
TEST_P(CaseImportTest, OverlappingDaysAreKeptWithAFlagAtTheLastTry) {
  Outcomes("run-1", Carried());
  const CivilDay first(2026, 5, 1), last(2026, 5, 31);
  EXPECT_THAT(
      Outcomes("run-1", StateRow("S-2", 2, first, last) +
                            AssignmentRow("A-2", 3, "O-2", first, last) +
                            AssignmentRow("A-3", 4, "O-1", first, last,
                                          "ROLE_SECONDARY")),
      ElementsAre("2 REJECTED starts_on STATE_OVERLAPS LATER",
                  "3 REJECTED starts_on PRIMARY_OFFICER_EXISTS LATER",
                  "4 REJECTED starts_on ASSIGNMENT_OVERLAPS LATER"));
  const std::string try_last = "last_try: true";
  EXPECT_THAT(Outcomes("run-1", StateRow("S-2", 2, first, last, "", try_last) +
                                    AssignmentRow("A-2", 3, "O-2", first, last,
                                                  "ROLE_PRIMARY", try_last) +
                                    AssignmentRow("A-3", 4, "O-1", first, last,
                                                  "ROLE_SECONDARY", try_last)),
              ElementsAre("2 NEW FLAG starts_on STATE_OVERLAPS",
                          "3 NEW FLAG starts_on PRIMARY_OFFICER_EXISTS",
                          "4 NEW FLAG starts_on ASSIGNMENT_OVERLAPS"));
  // Neither ends, or both begin on one day.
  EXPECT_THAT(
      Outcomes("run-1",
               StateRow("S-3", 5, CivilDay(2026, 8, 1), {}, "", try_last) +
                   StateRow("S-4", 6, kReceived, last, "", try_last) +
                   AssignmentRow("A-4", 7, "O-2", CivilDay(2026, 8, 1), {},
                                 "ROLE_PRIMARY", try_last)),
      ElementsAre("5 REJECTED starts_on STATE_OVERLAPS LATER",
                  "6 REJECTED starts_on STATE_OVERLAPS LATER",
                  "7 REJECTED starts_on PRIMARY_OFFICER_EXISTS LATER"));
  EXPECT_EQ(CountRows("case_states"), 2);
}

TEST_P(CaseImportTest, WhatCannotBeStoredIsRejectedByItsColumn) {
  Outcomes("run-1", Carried());
  EXPECT_THAT(
      Outcomes(
          "run-2",
          CaseRow("CA-2", 2, On("starts_on", CivilDay(2026, 1, 1))) +
              CaseRow("CA-3", 3, On("closed_on", CivilDay(2026, 1, 1))) +
              CaseRow("CA-4", 4,
                      "closing_reason: CLOSING_REASON_COMPLETED weight: 2") +
              StateRow("S-2", 5, CivilDay(2026, 5, 1), CivilDay(2026, 4, 1)) +
              StateRow("S-3", 6, CivilDay(2026, 5, 1), CivilDay(2026, 5, 2),
                       "booking_type: 'flash'") +
              RowOf("assignments", "A-2", 7,
                    "case_id: 'CA-1' officer_id: 'O-1'")),
      ElementsAre(
          "2 REJECTED starts_on PERIOD_REVERSED",
          "3 REJECTED closed_on PERIOD_REVERSED closing_reason FIELD_REQUIRED",
          "4 REJECTED weight_reason FIELD_REQUIRED",
          "5 REJECTED ends_on PERIOD_REVERSED",
          "6 REJECTED booking_type FIELD_NOT_APPLICABLE",
          "7 REJECTED role FIELD_REQUIRED starts_on FIELD_REQUIRED"));
  EXPECT_EQ(CountRows("cases"), 1);
}

// A record that a person entered under the external id of a row must not spoil
// the batch.
TEST_P(CaseImportTest, AnExternalIdThatAPersonGaveIsRefused) {
  Outcomes("run-1", CaseRow("CA-1", 2));
  v1::RecordCaseStateRequest entered;
  entered.set_parent(TheCase().name());
  v1::CaseState& state = *entered.mutable_state();
  state.set_status(v1::CaseState::STATUS_ACTIVE);
  *state.mutable_period()->mutable_start_date() = ToProto(kReceived);
  state.mutable_external_id()->set_source_system("demo");
  state.mutable_external_id()->set_id("S-1");
  CallAs("manager", {options::v1::ROLE_MANAGER});
  ASSERT_THAT(WRITE(caseload_, RecordCaseState, entered), IsOk());
  CallAs("clerk", {options::v1::ROLE_RECORDS});
  EXPECT_THAT(
      Outcomes("run-2", StateRow("S-1", 2, kReceived) + CaseRow("CA-1", 3)),
      ElementsAre("2 REJECTED id RESOURCE_ALREADY_EXISTS", "3 UNCHANGED"));
}

TEST_P(CaseImportTest, TheEndOfAFullExportTakesBackWhatIsMissing) {
  Outcomes("run-1", Carried());
  for (const char* kind : {"assignments", "client_states", "cases"}) {
    const auto response =
        Send("run-2",
             absl::StrCat("end { kind: '", kind, "' source_system: 'demo' }"));
    ASSERT_THAT(response, IsOk()) << kind;
    ASSERT_EQ(response->outcomes_size(), 1) << kind;
    EXPECT_EQ(response->outcomes(0).result(),
              type::v1::ImportOutcome::RESULT_WITHDRAWN)
        << kind;
  }
  EXPECT_EQ(CountRows("cases WHERE withdrawn_at IS NULL"), 0);
}

}  // namespace
}  // namespace caseload::caseplan
