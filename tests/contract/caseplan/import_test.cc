// ImportRecords on both engines: what an import may be relied on for.

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/contract/caseplan/import_fixture.h"

namespace caseload::caseplan {
namespace {

using absl::CivilDay;
using options::v1::ROLE_RECORDS;
using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::IsEmpty;
using testing::IsOk;

INSTANTIATE_TEST_SUITE_P(Engines, ImportTest,
                         ::testing::Values(sql::Engine::kSqlite,
                                           sql::Engine::kPostgres),
                         EngineName);

TEST_P(ImportTest, TheSameRecordsTwiceChangeNothing) {
  EXPECT_THAT(Outcomes("run-1", County()),
              ElementsAre("2 NEW", "3 NEW", "4 NEW", "5 NEW", "6 NEW"));
  const int64_t changes = CountRows("changes");
  const int64_t postings = CountRows("postings");
  EXPECT_THAT(Outcomes("run-2", County()),
              ElementsAre("2 UNCHANGED", "3 UNCHANGED", "4 UNCHANGED",
                          "5 UNCHANGED", "6 UNCHANGED"));
  EXPECT_EQ(CountRows("changes"), changes);
  EXPECT_EQ(CountRows("postings"), postings);
}

// The acknowledgement was lost: the same batch of the same run has the same
// outcomes, so that the report counts what happened.
TEST_P(ImportTest, ABatchSentAgainInItsRunIsAnsweredAsBefore) {
  const std::vector<std::string> first = Outcomes("run-1", County());
  EXPECT_EQ(Outcomes("run-1", County()), first);
  EXPECT_EQ(CountRows("officers"), 2);
}

TEST_P(ImportTest, AChangedRowIsACorrectionAndItsHistoryStays) {
  Outcomes("run-1", County());
  EXPECT_THAT(
      Outcomes("run-2", OfficerRow("O-1", 3,
                                   "last_day { year: 2027 month: 6 "
                                   "day: 30 }") +
                            PostingRow("P-1", 5, "O-1", CivilDay(2026, 1, 1),
                                       CivilDay(2026, 6, 30)) +
                            LeaveRow("L-1", 6, "O-1", CivilDay(2026, 3, 1),
                                     CivilDay(2026, 3, 5)) +
                            UnitRow("U-1", 2, "juvenile", "Placement")),
      ElementsAre("3 CHANGED", "5 CHANGED", "6 CHANGED", "2 CHANGED"));
  // The officer's new last day cut the open posting, the row replaced that.
  EXPECT_EQ(CountRows("postings WHERE superseded_at IS NULL"), 1);
  EXPECT_EQ(CountRows("postings WHERE superseded_at IS NULL"
                      " AND last_day = '2026-06-30'"),
            1);
  EXPECT_GT(CountRows("postings"), 1);
  EXPECT_EQ(CountRows("leaves"), 2);
  EXPECT_EQ(CountRows("leaves WHERE revision = 2 AND superseded_at IS NULL"),
            1);
  EXPECT_EQ(CountRows("units WHERE display_name = 'Placement'"), 1);
}

TEST_P(ImportTest, ABadRecordNeverSpoilsItsBatch) {
  EXPECT_THAT(
      Outcomes(
          "run-1",
          OfficerRow("O-1", 2) + "records { " + Key("O-2", 3) +
              " officers { display_name: 'O-2' email: 'nobody'"
              " capacity_factor: 3 first_day { " +
              DateText(CivilDay(2020, 1, 1)) + " } } } " + UnitRow("U-1", 4) +
              PostingRow("P-1", 5, "O-9", CivilDay(2026, 1, 1)) +
              PostingRow("P-2", 6, "O-1", CivilDay(2019, 1, 1)) +
              PostingRow("P-3", 7, "O-1", CivilDay(2026, 1, 1), {}, "U-9") +
              "records { " + Key("P-4", 8) + " postings {} } " + "records { " +
              Key("P-5", 9) + " } " +
              PostingRow("P-6", 10, "O-1", CivilDay(2026, 1, 1))),
      ElementsAre("2 NEW",
                  "3 REJECTED email EMAIL_INVALID capacity_factor "
                  "NUMBER_OUT_OF_RANGE capacity_reason FIELD_REQUIRED",
                  "4 NEW",
                  "5 REJECTED officer_id REFERENCE_NOT_YET_KNOWN LATER",
                  "6 REJECTED starts_on OFFICER_NOT_IN_SERVICE",
                  "7 REJECTED unit_id REFERENCE_NOT_YET_KNOWN LATER",
                  "8 REJECTED officer_id FIELD_REQUIRED",
                  "9 REJECTED content FIELD_REQUIRED", "10 NEW"));
  EXPECT_EQ(CountRows("officers"), 1);
  EXPECT_EQ(CountRows("postings"), 1);
}

TEST_P(ImportTest, RowsInTheWrongOrderStandWhenSentAgain) {
  const std::string posting = PostingRow("P-1", 2, "O-1", CivilDay(2026, 1, 1));
  EXPECT_THAT(
      Outcomes("run-1", posting + UnitRow("U-1", 3) + OfficerRow("O-1", 4)),
      ElementsAre("2 REJECTED officer_id REFERENCE_NOT_YET_KNOWN LATER",
                  "3 NEW", "4 NEW"));
  EXPECT_THAT(Outcomes("run-1", posting), ElementsAre("2 NEW"));
}

// The new posting stands before the row that ends the old one.
TEST_P(ImportTest, APostingWaitsForTheDaysThatAnotherRowGivesFree) {
  Outcomes("run-1", County());
  const std::string next = PostingRow("P-2", 2, "O-1", CivilDay(2026, 7, 1));
  const std::string ended =
      PostingRow("P-1", 3, "O-1", CivilDay(2026, 1, 1), CivilDay(2026, 6, 30));
  EXPECT_THAT(
      Outcomes("run-2", next + ended),
      ElementsAre("2 REJECTED starts_on POSTING_OVERLAPS LATER", "3 CHANGED"));
  EXPECT_THAT(Outcomes("run-2", next), ElementsAre("2 NEW"));
}

TEST_P(ImportTest, AnIdThatComesTwiceInARunKeepsItsFirstContent) {
  EXPECT_THAT(Outcomes("run-1", UnitRow("U-1", 2, "juvenile", "First") +
                                    UnitRow("U-1", 3, "juvenile", "Second")),
              ElementsAre("2 NEW", "3 REJECTED id EXTERNAL_ID_REPEATED"));
  EXPECT_EQ(CountRows("units WHERE display_name = 'First'"), 1);
}

TEST_P(ImportTest, AUnitKeepsItsDivision) {
  Outcomes("run-1", County());
  EXPECT_THAT(Outcomes("run-2", UnitRow("U-1", 2, "adult")),
              ElementsAre("2 REJECTED division DIVISION_FIXED"));
}

TEST_P(ImportTest, WhatIsTakenBackIsGoneAndComesBackWithItsName) {
  Outcomes("run-1", County());
  const std::string officer =
      "records { " + Key("O-1", 3, "withdrawn: true") + "officers {} } ";
  const std::string posting =
      "records { " + Key("P-1", 5, "withdrawn: true") + "postings {} } ";
  const std::string leave =
      "records { " + Key("L-1", 6, "withdrawn: true") + "leave {} } ";
  EXPECT_THAT(Outcomes("run-2", officer + posting + leave + officer),
              ElementsAre("3 REJECTED withdrawn RECORD_IN_USE LATER",
                          "5 WITHDRAWN", "6 WITHDRAWN", "3 WITHDRAWN"));
  EXPECT_THAT(Outcomes("run-2", officer), ElementsAre("3 WITHDRAWN"));
  auto listed = READ(caseload_, ListOfficers, v1::ListOfficersRequest());
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->officers_size(), 1);
  EXPECT_EQ(CountRows("postings WHERE superseded_at IS NULL"), 0);
  EXPECT_THAT(Outcomes("run-3", County()),
              ElementsAre("2 UNCHANGED", "3 CHANGED", "4 UNCHANGED",
                          "5 CHANGED", "6 CHANGED"));
  EXPECT_EQ(CountRows("officers"), 2);
}

TEST_P(ImportTest, TheEndOfAFullExportTakesBackWhatIsMissing) {
  Outcomes("run-1", County());
  // O-2 is missing; O-1 came and could not be read, so it is not.
  EXPECT_THAT(
      Outcomes("run-2", "records { " + Key("O-1", 3, "unreadable: true") +
                            "officers {} } "),
      ElementsAre("3 REJECTED"));
  const auto response =
      Send("run-2", "end { kind: 'officers' source_system: 'demo' }");
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->outcomes_size(), 1);
  EXPECT_EQ(response->outcomes(0).id(), "O-2");
  EXPECT_EQ(response->outcomes(0).result(),
            type::v1::ImportOutcome::RESULT_WITHDRAWN);
  EXPECT_EQ(response->next(), "");
  // Nobody sends the unit any more, and a posting is to it.
  EXPECT_THAT(Outcomes("run-2", "end { kind: 'units' source_system: 'demo' }"),
              ElementsAre("0 REJECTED withdrawn RECORD_IN_USE LATER"));
}

TEST_P(ImportTest, ABatchThatIsNoneIsRefusedWhole) {
  EXPECT_THAT(Send("", UnitRow("U-1", 2)), HasReason("FIELD_REQUIRED"));
  std::string many;
  for (int i = 0; i < 501; ++i) many += UnitRow(absl::StrCat("U-", i), i);
  EXPECT_THAT(Send("run-1", many), HasReason("TOO_MANY_ITEMS"));
  EXPECT_THAT(Send("run-1", "end { source_system: 'demo' }"),
              HasReason("FIELD_REQUIRED"));
  EXPECT_EQ(CountRows("units"), 0);
}

}  // namespace
}  // namespace caseload::caseplan
