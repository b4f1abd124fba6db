// ImportRecords on both engines: the county's calendar, and plans and the
// running record of cases that were imported before.

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/caseplan/record_import.h"
#include "services/common/import/import_store.h"
#include "services/common/import/record_masters.h"
#include "tests/contract/caseplan/county_fixture.h"
#include "tests/support/import_outcomes.h"

namespace caseload::caseplan {
namespace {

using absl::CivilDay;
using ::testing::AllOf;
using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::SizeIs;

std::string Day(const std::string& field, CivilDay day) {
  return absl::StrCat(field, " { ", DateText(day), " } ");
}

// A row of `kind` in text; `row` is what stands beside its key.
std::string Record(const std::string& kind, const std::string& id,
                   const std::string& content, const std::string& row = "") {
  return absl::StrCat(
      "records { row { external_id { source_system: 'demo' id:"
      " '",
      id, "' } line: 2 ", row, " } ", kind, " { ", content, " } } ");
}
std::string Withdrawn(const std::string& kind, const std::string& id) {
  return Record(kind, id, "", "withdrawn: true");
}
std::string Entered(const std::string& instant) {
  return absl::StrCat("entered_at { ", instant, " } ");
}
// 2026-11-02 12:00 in the county.
const char kInNovember[] = "seconds: 1793649600";

std::string ContactRow(const std::string& id, CivilDay day,
                       const std::string& more = "",
                       const std::string& case_id = "CA-1") {
  return Record("contacts", id,
                absl::StrCat("case_id: '", case_id,
                             "' officer_id: 'OF-1' status: STATUS_COMPLETED "
                             "kind: KIND_DIRECT method: METHOD_TELEPHONE ",
                             Day("occurred_on", day), more));
}
std::string PlanRow(const std::string& id, int version,
                    const std::string& status, const std::string& more = "",
                    const std::string& case_id = "CA-1") {
  return Record(
      "plans", id,
      absl::StrCat("case_id: '", case_id, "' version: ", version,
                   " status: STATUS_", status, " ",
                   Day("effective_on", CivilDay(2026, 2 * version, 1)),
                   Day("expires_on", CivilDay(2026, 2 * version + 6, 1)),
                   status == "DRAFT"
                       ? ""
                       : Day("approved_on", CivilDay(2026, 2 * version, 1)),
                   more));
}
// All who must have signed.
std::string Signed(CivilDay day) {
  return absl::StrCat("client_signature: CLIENT_SIGNATURE_SIGNED ",
                      Day("client_signed_on", day),
                      "guardian_signature: GUARDIAN_SIGNATURE_NOT_REQUIRED ",
                      Day("officer_signed_on", day));
}
std::string Pending() {
  return "client_signature: CLIENT_SIGNATURE_PENDING guardian_signature: "
         "GUARDIAN_SIGNATURE_PENDING ";
}
std::string ObjectiveRow(const std::string& id, const std::string& plan,
                         int position, const std::string& more = "") {
  return Record("objectives", id,
                absl::StrCat("plan_id: '", plan, "' position: ", position,
                             " behavior: 'Attend.' ", more));
}
std::string Smart() {
  return absl::StrCat("measure: 'Weekly.' responsible_person: 'client' ",
                      Day("target_on", CivilDay(2026, 6, 1)));
}
std::string NoteRow(const std::string& id, const std::string& more) {
  return Record("notes", id,
                absl::StrCat("case_id: 'CA-1' officer_id: 'OF-1' category: "
                             "CATEGORY_GENERAL text: 'Checked in.' ",
                             Day("noted_on", CivilDay(2026, 11, 2)), more));
}
std::string ReasonRow(const std::string& id, const std::string& code,
                      const std::string& more = "") {
  return Record(
      "no_contact_reasons", id,
      absl::StrCat("case_id: 'CA-1' officer_id: 'OF-1' reason: CODE_", code,
                   " ", Day("month", CivilDay(2026, 10, 1)), more),
      Entered(kInNovember));
}

class ImportCaseRecordTest : public CountyTest {
 protected:
  void SetUp() override {
    CountyTest::SetUp();
    ASSERT_NO_FATAL_FAILURE(Known("cases", "CA-1", "cases/case-1"));
    ASSERT_NO_FATAL_FAILURE(Known("cases", "CA-2", "cases/case-2"));
    ASSERT_NO_FATAL_FAILURE(Known("officers", "OF-1", "officers/dpo-a"));
  }

  // The record came by an earlier import.
  void Known(const std::string& kind, const std::string& id,
             const std::string& record) {
    imports::ImportedRecord known;
    known.key = {kind, "demo", id};
    known.record = record;
    known.digest = std::string(64, '0');
    known.received_at = now_;
    known.run = "before";
    ASSERT_THAT(database_->WriteAndWait({},
                                        [&](sql::Transaction& tx) {
                                          return imports::SaveImported(tx,
                                                                       known);
                                        }),
                IsOk());
  }

  absl::StatusOr<type::v1::ImportRecordsResponse> Send(
      const std::string& run, const std::string& rest) {
    // Every run comes at its own time.
    now_ += absl::Seconds(1);
    return WRITE(import_, ImportRecords,
                 Parse<v1::ImportRecordsRequest>(
                     absl::StrCat("run: '", run, "' ", rest)));
  }
  // "RESULT column REASON", with "LATER" when it may still pass, and
  // "FLAG column REASON" for what stands all the same.
  std::vector<std::string> Outcomes(const std::string& run,
                                    const std::string& rest) {
    const auto response = Send(run, rest);
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> result;
    if (!response.ok()) return result;
    for (const type::v1::ImportOutcome& outcome : response->outcomes()) {
      result.push_back(testing::OutcomeText(outcome));
      if (!outcome.record().empty()) records_[outcome.id()] = outcome.record();
    }
    return result;
  }

  // The resource name that an outcome gave.
  const std::string& RecordOf(const std::string& id) { return records_[id]; }

  std::vector<v1::Contact> Contacts(const std::string& more = "") {
    const auto response = READ(records_service(), ListContacts,
                               Parse<v1::ListContactsRequest>(
                                   absl::StrCat("parent: 'cases/-' ", more)));
    EXPECT_THAT(response, IsOk());
    if (!response.ok()) return {};
    return {response->contacts().begin(), response->contacts().end()};
  }
  // "number STATE" of the standing versions of case-1.
  std::vector<std::string> PlanStates() {
    const auto response =
        READ(plans_, ListCasePlans,
             Parse<v1::ListCasePlansRequest>("parent: 'cases/case-1'"));
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> states;
    if (!response.ok()) return states;
    for (const v1::CasePlan& plan : response->case_plans()) {
      states.push_back(
          absl::StrCat(plan.version(), " ",
                       v1::CasePlan::State_Name(plan.state()).substr(6)));
    }
    return states;
  }
  v1::CasePlan PlanOf(const std::string& id) {
    v1::GetCasePlanRequest request;
    request.set_name(RecordOf(id));
    const auto plan = READ(plans_, GetCasePlan, request);
    EXPECT_THAT(plan, IsOk());
    return plan.ok() ? *plan : v1::CasePlan();
  }

  CaseRecordService& records_service() { return CountyTest::records_; }

  RecordImport import_{options_};
  // External id -> resource name.
  std::map<std::string, std::string> records_;
};

INSTANTIATE_TEST_SUITE_P(Engines, ImportCaseRecordTest,
                         ::testing::Values(sql::Engine::kSqlite,
                                           sql::Engine::kPostgres),
                         EngineName);

// One row of each kind, and the row with another content.
struct Change {
  std::string kind;
  std::string row;
  std::string changed;
};
std::vector<Change> Changes() {
  const CivilDay day(2026, 11, 2);
  const std::string in_case = "case_id: 'CA-1' ";
  auto holiday = [](CivilDay date) {
    return Record("holidays", "X-1",
                  "name: 'Founders Day' " + Day("date", date));
  };
  auto condition = [&](const std::string& status) {
    return Record(
        "conditions", "X-1",
        absl::StrCat(in_case,
                     "condition_type: 'drug-testing' "
                     "description: 'Test.' status: STATUS_",
                     status, " ", Day("ordered_on", CivilDay(2026, 3, 1)),
                     Day("status_on", day)));
  };
  auto enrollment = [&](const std::string& verified) {
    return Record(
        "enrollments", "X-1",
        absl::StrCat(in_case,
                     "program: 'job-club' status: "
                     "STATUS_ACTIVE ",
                     Day("referred_on", CivilDay(2026, 3, 1)),
                     Day("started_on", CivilDay(2026, 3, 5)), verified));
  };
  auto investigation = [&](const std::string& closed) {
    return Record("investigations", "X-1",
                  absl::StrCat(in_case,
                               "officer_id: 'OF-1' "
                               "investigation_type: 'violation' ",
                               Day("opened_on", CivilDay(2026, 9, 1)), closed));
  };
  return {
      {"holidays", holiday(CivilDay(2026, 11, 11)),
       holiday(CivilDay(2026, 11, 10))},
      {"conditions", condition("ORDERED"), condition("MET")},
      {"plans", PlanRow("X-1", 1, "APPROVED", Pending()),
       PlanRow("X-1", 1, "APPROVED", Signed(CivilDay(2026, 2, 3)))},
      {"enrollments", enrollment(""), enrollment(Day("verified_on", day))},
      {"contacts", ContactRow("X-1", day), ContactRow("X-1", day - 1)},
      {"no_contact_reasons", ReasonRow("X-1", "WARRANT"),
       ReasonRow("X-1", "WARRANT",
                 Day("warrant_requested_on", CivilDay(2026, 10, 9)))},
      {"notes", NoteRow("X-1", ""), NoteRow("X-1", "themes: 'safety'")},
      {"investigations", investigation(""),
       investigation(Day("closed_on", day))},
  };
}

// What every kind does with a row that comes, comes again, changes, goes and
// comes back.
TEST_P(ImportCaseRecordTest, EveryKindIsNewUnchangedChangedWithdrawnAndBack) {
  for (const Change& change : Changes()) {
    SCOPED_TRACE(change.kind);
    const std::string run = absl::StrReplaceAll(change.kind, {{"_", "-"}});
    EXPECT_THAT(Outcomes(run + "-1", change.row), ElementsAre("NEW"));
    const std::string name = RecordOf("X-1");
    const int64_t changes = CountRows("changes");
    EXPECT_THAT(Outcomes(run + "-2", change.row), ElementsAre("UNCHANGED"));
    EXPECT_EQ(CountRows("changes"), changes);
    EXPECT_THAT(Outcomes(run + "-3", change.changed), ElementsAre("CHANGED"));
    EXPECT_EQ(RecordOf("X-1"), name);
    EXPECT_GT(CountRows("changes"), changes);
    EXPECT_THAT(Outcomes(run + "-4", Withdrawn(change.kind, "X-1")),
                ElementsAre("WITHDRAWN"));
    EXPECT_THAT(Outcomes(run + "-5", Withdrawn(change.kind, "X-1")),
                ElementsAre("WITHDRAWN"));
    EXPECT_THAT(Outcomes(run + "-6", change.row), ElementsAre("CHANGED"));
    EXPECT_EQ(RecordOf("X-1"), name);
    EXPECT_THAT(Outcomes(run + "-7", Withdrawn(change.kind, "X-1")),
                ElementsAre("WITHDRAWN"));
  }
}

// "Which system is the record": a changed row is a correction, and what was
// known before can still be asked for.
TEST_P(ImportCaseRecordTest, AChangedContactKeepsItsHistory) {
  const CivilDay day(2026, 11, 2);
  ASSERT_THAT(Outcomes("run-1", ContactRow("CT-1", day)), ElementsAre("NEW"));
  const absl::Time before = now_;
  ASSERT_THAT(Outcomes("run-2", ContactRow("CT-1", day - 1)),
              ElementsAre("CHANGED"));
  std::vector<v1::Contact> contacts = Contacts();
  ASSERT_THAT(contacts, SizeIs(1));
  EXPECT_EQ(contacts[0].date().day(), 1);
  EXPECT_EQ(contacts[0].recording().revision(), 2);
  contacts = Contacts(
      absl::StrCat("known_at { seconds: ", absl::ToUnixSeconds(before), " }"));
  ASSERT_THAT(contacts, SizeIs(1));
  EXPECT_EQ(contacts[0].date().day(), 2);
  EXPECT_EQ(contacts[0].external_id().id(), "CT-1");
}

TEST_P(ImportCaseRecordTest, AFactThatGoesOverToAnotherCaseIsTakenBackThere) {
  const CivilDay day(2026, 11, 2);
  ASSERT_THAT(Outcomes("run-1", ContactRow("CT-1", day)), ElementsAre("NEW"));
  ASSERT_THAT(Outcomes("run-2", ContactRow("CT-1", day, "", "CA-2")),
              ElementsAre("CHANGED"));
  const std::vector<v1::Contact> contacts = Contacts();
  ASSERT_THAT(contacts, SizeIs(1));
  EXPECT_THAT(contacts[0].name(), HasSubstr("cases/case-2/"));
  EXPECT_EQ(CountRows("contacts WHERE case_id = 'case-1'"
                      " AND superseded_at IS NOT NULL"),
            1);
}

TEST_P(ImportCaseRecordTest, OnlyAScheduledContactLiesInTheFuture) {
  const CivilDay tomorrow(2026, 11, 21);
  EXPECT_THAT(
      Outcomes("run-1",
               ContactRow("CT-1", tomorrow) +
                   Record("contacts", "CT-2",
                          absl::StrCat("case_id: 'CA-1' officer_id: 'OF-1' "
                                       "status: STATUS_ATTEMPTED kind: "
                                       "KIND_DIRECT method: METHOD_VIDEO ",
                                       Day("occurred_on", tomorrow))) +
                   Record("contacts", "CT-3",
                          absl::StrCat("case_id: 'CA-1' officer_id: 'OF-1' "
                                       "status: STATUS_SCHEDULED kind: "
                                       "KIND_DIRECT method: METHOD_VIDEO ",
                                       Day("occurred_on", tomorrow)))),
      ElementsAre("REJECTED occurred_on CONTACT_IN_FUTURE",
                  "REJECTED occurred_on CONTACT_IN_FUTURE", "NEW"));
  EXPECT_EQ(CountRows("contacts"), 1);
}

TEST_P(ImportCaseRecordTest, ReferencesThatHaveNotComeAreTriedLater) {
  const CivilDay day(2026, 11, 2);
  const std::string contact = ContactRow("CT-1", day, "objective_ids: 'OB-1'");
  const std::string objective = ObjectiveRow("OB-1", "PL-1", 1, Smart());
  EXPECT_THAT(
      Outcomes("run-1", ContactRow("CT-2", day, "", "CA-9") +
                            Record("contacts", "CT-3",
                                   "case_id: 'CA-1' officer_id: 'OF-9' " +
                                       Day("occurred_on", day)) +
                            contact + objective +
                            PlanRow("PL-1", 1, "APPROVED",
                                    "approved_by_id: 'OF-9' " +
                                        Signed(CivilDay(2026, 2, 1)))),
      ElementsAre("REJECTED case_id REFERENCE_NOT_YET_KNOWN LATER",
                  "REJECTED officer_id REFERENCE_NOT_YET_KNOWN LATER",
                  "REJECTED objective_ids REFERENCE_NOT_YET_KNOWN LATER",
                  "REJECTED plan_id REFERENCE_NOT_YET_KNOWN LATER",
                  "REJECTED approved_by_id REFERENCE_NOT_YET_KNOWN LATER"));
  EXPECT_EQ(CountRows("plans"), 0);
  EXPECT_THAT(Outcomes("run-1", PlanRow("PL-1", 1, "APPROVED",
                                        Signed(CivilDay(2026, 2, 1))) +
                                    objective + contact),
              ElementsAre("NEW", "NEW", "NEW"));
  EXPECT_THAT(Contacts()[0].objectives(), ElementsAre(RecordOf("OB-1")));
}

// "Imported history that breaks a rule: accepted and flagged, never lost".
TEST_P(ImportCaseRecordTest, HistoryThatBreaksARuleStandsAndIsFlagged) {
  EXPECT_THAT(Outcomes("run-1", ContactRow("CT-1", CivilDay(2026, 1, 5))),
              ElementsAre("NEW FLAG occurred_on CASE_NOT_OPEN"));
  EXPECT_THAT(
      Outcomes(
          "run-1",
          ReasonRow("NR-1", "RESIDENTIAL_TREATMENT",
                    Day("residential_confirmed_on", CivilDay(2026, 9, 30))) +
              ReasonRow("NR-2", "WARRANT") + ReasonRow("NR-3", "NEW_CASE")),
      ElementsAre("NEW FLAG residential_confirmed_on DATE_OUTSIDE_MONTH", "NEW",
                  "NEW"));
  // Entered after its month had ended (R028).
  const auto reasons =
      READ(records_service(), ListNoContactReasons,
           Parse<v1::ListNoContactReasonsRequest>("parent: 'cases/case-1'"));
  ASSERT_THAT(reasons, IsOk());
  ASSERT_EQ(reasons->reasons_size(), 3);
  for (const v1::NoContactReason& reason : reasons->reasons()) {
    EXPECT_TRUE(reason.late());
  }
  // R022: an approved objective without measure, date and responsible person.
  EXPECT_THAT(
      Outcomes("run-1", PlanRow("PL-1", 1, "APPROVED", Pending()) +
                            ObjectiveRow("OB-1", "PL-1", 1) +
                            PlanRow("PL-2", 2, "DRAFT", Pending()) +
                            ObjectiveRow("OB-2", "PL-2", 1) +
                            NoteRow("NT-1", "objective_ids: 'OB-2'")),
      ElementsAre("NEW",
                  "NEW FLAG measure OBJECTIVE_NOT_SMART FLAG target_on "
                  "OBJECTIVE_NOT_SMART FLAG responsible_person "
                  "OBJECTIVE_NOT_SMART",
                  "NEW", "NEW", "NEW FLAG objective_ids OBJECTIVE_IN_DRAFT"));
}

TEST_P(ImportCaseRecordTest, ASecondRowWithTheMonthsCodeIsTriedLater) {
  EXPECT_THAT(
      Outcomes("run-1",
               ReasonRow("NR-1", "MEDICAL") + ReasonRow("NR-2", "MEDICAL")),
      ElementsAre("NEW", "REJECTED reason RESOURCE_ALREADY_EXISTS LATER"));
  EXPECT_THAT(Outcomes("run-1", Withdrawn("no_contact_reasons", "NR-1") +
                                    ReasonRow("NR-2", "MEDICAL")),
              ElementsAre("WITHDRAWN", "NEW"));
}

// R017: approved with all signatures, provisional without.
TEST_P(ImportCaseRecordTest, APlansStateFollowsFromItsRow) {
  EXPECT_THAT(Outcomes("run-1", PlanRow("PL-2", 2, "APPROVED", Pending()) +
                                    PlanRow("PL-1", 1, "APPROVED",
                                            Signed(CivilDay(2026, 2, 1))) +
                                    PlanRow("PL-3", 3, "DRAFT", Pending())),
              ElementsAre("NEW", "NEW", "NEW"));
  EXPECT_THAT(PlanStates(),
              ElementsAre("1 SUPERSEDED", "2 PROVISIONAL", "3 DRAFT"));
  // The newest goes: the one before it is in force again.
  EXPECT_THAT(Outcomes("run-2", Withdrawn("plans", "PL-2")),
              ElementsAre("WITHDRAWN"));
  EXPECT_THAT(PlanStates(), ElementsAre("1 APPROVED", "3 DRAFT"));
  // Its number is free.
  EXPECT_THAT(Outcomes("run-2", PlanRow("PL-4", 2, "SUPERSEDED",
                                        Signed(CivilDay(2026, 4, 1)))),
              ElementsAre("NEW"));
  EXPECT_THAT(PlanStates(),
              ElementsAre("1 APPROVED", "2 SUPERSEDED", "3 DRAFT"));
  EXPECT_THAT(Outcomes("run-3", PlanRow("PL-2", 2, "APPROVED", Pending()) +
                                    PlanRow("PL-5", 5, "DRAFT", Pending())),
              ElementsAre("REJECTED version PLAN_NUMBER_TAKEN LATER",
                          "REJECTED status PLAN_DRAFT_EXISTS LATER"));
  EXPECT_THAT(Outcomes("run-3", PlanRow("PL-1", 1, "APPROVED",
                                        Signed(CivilDay(2026, 2, 1)), "CA-2")),
              ElementsAre("REJECTED case_id PARENT_FIXED"));
}

// R078: signatures, refusals and what could not be had.
TEST_P(ImportCaseRecordTest, SignaturesStandUnderWhatThePlanNowSays) {
  ASSERT_THAT(
      Outcomes("run-1",
               PlanRow("PL-1", 1, "APPROVED",
                       absl::StrCat(
                           "client_signature: CLIENT_SIGNATURE_REFUSED ",
                           Day("client_signed_on", CivilDay(2026, 2, 5)),
                           "signature_reason: 'Disagrees.' guardian_signature:"
                           " GUARDIAN_SIGNATURE_UNABLE ",
                           Day("officer_signed_on", CivilDay(2026, 2, 6)),
                           "approved_by_id: 'OF-1' assessment_id: 'AS-1' ",
                           Day("reviewed_on", CivilDay(2026, 5, 1)))) +
                   ObjectiveRow("OB-1", "PL-1", 1, Smart())),
      ElementsAre("NEW", "NEW"));
  const v1::CasePlan plan = PlanOf("PL-1");
  EXPECT_EQ(plan.state(), v1::CasePlan::STATE_APPROVED);
  EXPECT_EQ(plan.approved_by(), "officers/dpo-a");
  EXPECT_EQ(plan.source_assessment_id(), "AS-1");
  EXPECT_EQ(plan.review_dates_size(), 1);
  ASSERT_EQ(plan.signatures_size(), 3);
  EXPECT_EQ(plan.signatures(0).outcome(), v1::PlanSignature::OUTCOME_REFUSED);
  EXPECT_EQ(plan.signatures(0).reason(), "Disagrees.");
  EXPECT_EQ(plan.signatures(0).date().day(), 5);
  // Its day is not known: not later than the approval.
  EXPECT_EQ(plan.signatures(1).signer(), v1::PlanSignature::SIGNER_GUARDIAN);
  EXPECT_EQ(plan.signatures(1).date().day(), 1);
  EXPECT_EQ(plan.signatures(2).display_name(), "on file in demo");
  for (const v1::PlanSignature& signature : plan.signatures()) {
    EXPECT_EQ(signature.content_hash(), plan.content_hash());
  }
}

TEST_P(ImportCaseRecordTest, ObjectivesTakeTheirPlacesAndKeepTheirHistory) {
  ASSERT_THAT(Outcomes("run-1", PlanRow("PL-1", 1, "APPROVED",
                                        Signed(CivilDay(2026, 2, 1))) +
                                    ObjectiveRow("OB-2", "PL-1", 2, Smart()) +
                                    ObjectiveRow("OB-1", "PL-1", 1, Smart()) +
                                    NoteRow("NT-1", "objective_ids: 'OB-1'")),
              ElementsAre("NEW", "NEW", "NEW", "NEW"));
  auto order = [&] {
    std::vector<std::string> names;
    const v1::CasePlan plan = PlanOf("PL-1");
    for (const v1::Objective& objective : plan.objectives()) {
      names.push_back(objective.name());
    }
    return names;
  };
  EXPECT_THAT(order(), ElementsAre(RecordOf("OB-1"), RecordOf("OB-2")));
  // They change places.
  const int64_t earlier = CountRows("earlier_states");
  EXPECT_THAT(Outcomes("run-2", ObjectiveRow("OB-1", "PL-1", 2, Smart()) +
                                    ObjectiveRow("OB-2", "PL-1", 1, Smart())),
              ElementsAre("CHANGED", "CHANGED"));
  EXPECT_THAT(order(), ElementsAre(RecordOf("OB-2"), RecordOf("OB-1")));
  EXPECT_EQ(CountRows("earlier_states"), earlier + 2);
  // A note speaks of it.
  EXPECT_THAT(Outcomes("run-3", Withdrawn("objectives", "OB-1") +
                                    Withdrawn("plans", "PL-1")),
              ElementsAre("REJECTED withdrawn RECORD_IN_USE LATER",
                          "REJECTED withdrawn RECORD_IN_USE LATER"));
  EXPECT_THAT(Outcomes("run-3", Withdrawn("notes", "NT-1") +
                                    Withdrawn("objectives", "OB-1")),
              ElementsAre("WITHDRAWN", "WITHDRAWN"));
  EXPECT_THAT(order(), ElementsAre(RecordOf("OB-2")));
  EXPECT_THAT(Outcomes("run-4", ObjectiveRow("OB-1", "PL-1", 1, Smart())),
              ElementsAre("CHANGED"));
  EXPECT_THAT(order(), ElementsAre(RecordOf("OB-1"), RecordOf("OB-2")));
  EXPECT_THAT(Outcomes("run-5", PlanRow("PL-2", 2, "APPROVED",
                                        Signed(CivilDay(2026, 4, 1))) +
                                    ObjectiveRow("OB-1", "PL-2", 1, Smart())),
              ElementsAre("NEW", "REJECTED plan_id PARENT_FIXED"));
}

// A person changes an imported draft only while no fact speaks of its
// objectives: they would be lost.
TEST_P(ImportCaseRecordTest, AnImportedDraftKeepsObjectivesThatNotesSpeakOf) {
  ASSERT_THAT(Outcomes("run-1", PlanRow("PL-1", 1, "DRAFT", Pending()) +
                                    ObjectiveRow("OB-1", "PL-1", 1, Smart()) +
                                    NoteRow("NT-1", "objective_ids: 'OB-1'")),
              SizeIs(3));
  const std::string update =
      absl::StrCat("case_plan { name: '", RecordOf("PL-1"),
                   "' } update_mask { paths: 'goals' }");
  EXPECT_THAT(
      WRITE(plans_, UpdateCasePlan, Parse<v1::UpdateCasePlanRequest>(update)),
      HasReason("OBJECTIVE_IN_USE"));
}

TEST_P(ImportCaseRecordTest, EveryRejectionNamesItsColumn) {
  const std::string in_case = "case_id: 'CA-1' officer_id: 'OF-1' ";
  const CivilDay day(2026, 11, 2);
  const std::map<std::string, std::string> rejections = {
      {Record("holidays", "X", "name: 'Founders Day'"), "date FIELD_REQUIRED"},
      {Record("holidays", "X", Day("date", day)), "name FIELD_REQUIRED"},
      {Record("conditions", "X",
              "case_id: 'CA-1' condition_type: 'Drug' "
              "status: STATUS_MET " +
                  Day("ordered_on", day)),
       "condition_type ID_INVALID"},
      {Record("enrollments", "X",
              "case_id: 'CA-1' program: 'p' status: STATUS_PENDING " +
                  Day("referred_on", CivilDay(2026, 12, 1))),
       "referred_on DATE_IN_FUTURE"},
      {Record("contacts", "X", in_case),
       "status FIELD_REQUIRED kind "
       "FIELD_REQUIRED method FIELD_REQUIRED "
       "occurred_on FIELD_REQUIRED"},
      {ContactRow("X", day, "location: LOCATION_HOME"),
       "location FIELD_NOT_APPLICABLE"},
      {Record("no_contact_reasons", "X",
              in_case + "reason: CODE_MEDICAL " + Day("month", day - 1)),
       "entered_at FIELD_REQUIRED"},
      {ReasonRow("X", "MEDICAL", "revoking_order: REVOKING_ORDER_PREPARED"),
       "revoking_order FIELD_NOT_APPLICABLE"},
      {NoteRow("X", "themes: 'weather'"), "themes ENUM_INVALID"},
      {Record("investigations", "X",
              in_case + "investigation_type: 'violation' " +
                  Day("opened_on", day) + Day("closed_on", day - 1)),
       "closed_on PERIOD_REVERSED"},
      {PlanRow("X", 0, "DRAFT", Pending()), ""},
      {PlanRow("X", 1, "APPROVED", ""),
       "client_signature FIELD_REQUIRED guardian_signature FIELD_REQUIRED"},
      {Record("plans", "X",
              "case_id: 'CA-1' version: 1 status: STATUS_DRAFT " + Pending() +
                  Day("effective_on", day) + Day("expires_on", day)),
       "expires_on PERIOD_REVERSED"},
  };
  for (const auto& [row, problems] : rejections) {
    if (problems.empty()) continue;
    EXPECT_THAT(Outcomes("run-1", row), ElementsAre("REJECTED " + problems))
        << row;
  }
}

TEST_P(ImportCaseRecordTest, AnObjectiveOfAnotherCaseIsNoneOfTheFacts) {
  ASSERT_THAT(Outcomes("run-1", PlanRow("PL-1", 1, "APPROVED", Pending()) +
                                    ObjectiveRow("OB-1", "PL-1", 1, Smart())),
              ElementsAre("NEW", "NEW"));
  EXPECT_THAT(Outcomes("run-1", ContactRow("CT-1", CivilDay(2026, 11, 2),
                                           "objective_ids: 'OB-1'", "CA-2")),
              ElementsAre("REJECTED objective_ids NAME_INVALID"));
}

TEST_P(ImportCaseRecordTest, TheEndOfAFullExportTakesBackWhatIsMissing) {
  const CivilDay day(2026, 11, 2);
  Outcomes("run-1", ContactRow("CT-1", day) + ContactRow("CT-2", day));
  Outcomes("run-2", ContactRow("CT-1", day));
  const auto response =
      Send("run-2", "end { kind: 'contacts' source_system: 'demo' }");
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->outcomes_size(), 1);
  EXPECT_EQ(response->outcomes(0).id(), "CT-2");
  const std::vector<v1::Contact> contacts = Contacts();
  ASSERT_THAT(contacts, SizeIs(1));
  EXPECT_EQ(contacts[0].external_id().id(), "CT-1");
}

// A record that a person entered under the key: the import does not take it.
TEST_P(ImportCaseRecordTest, ARecordEnteredByHandKeepsItsExternalId) {
  ASSERT_THAT(
      WRITE(records_service(), RecordContact,
            Parse<v1::RecordContactRequest>(absl::StrCat(
                "parent: 'cases/case-1' contact { officer: 'officers/dpo-a' "
                "status: STATUS_COMPLETED kind: KIND_DIRECT method: "
                "METHOD_TELEPHONE external_id { source_system: 'demo' id: "
                "'CT-1' } ",
                Day("date", CivilDay(2026, 11, 2)), " }"))),
      IsOk());
  EXPECT_THAT(Outcomes("run-1", ContactRow("CT-1", CivilDay(2026, 11, 2))),
              ElementsAre("REJECTED id RESOURCE_ALREADY_EXISTS"));
}

// --- the county's calendar and conditions, entered by hand ---

TEST_P(ImportCaseRecordTest, AHolidayIsMadeListedAndDeleted) {
  const std::string make = absl::StrCat(
      "holiday_id: 'founders' holiday { display_name: 'Founders Day' ",
      Day("date", CivilDay(2026, 11, 11)), " }");
  const auto made =
      WRITE(caseload_, CreateHoliday, Parse<v1::CreateHolidayRequest>(make));
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->name(), "holidays/founders");
  EXPECT_THAT(
      WRITE(caseload_, CreateHoliday, Parse<v1::CreateHolidayRequest>(make)),
      HasReason("RESOURCE_ALREADY_EXISTS"));
  auto list = [&](const std::string& filter) {
    const auto response =
        READ(caseload_, ListHolidays, Parse<v1::ListHolidaysRequest>(filter));
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->holidays_size() : -1;
  };
  EXPECT_EQ(list(Day("from_day", CivilDay(2026, 11, 11)) +
                 Day("to_day", CivilDay(2026, 11, 11))),
            1);
  EXPECT_EQ(list(Day("from_day", CivilDay(2026, 11, 12))), 0);
  EXPECT_EQ(list(Day("to_day", CivilDay(2026, 11, 10))), 0);
  EXPECT_THAT(WRITE(caseload_, DeleteHoliday,
                    Parse<v1::DeleteHolidayRequest>(
                        "name: 'holidays/founders' etag: 'v9'")),
              HasReason("ETAG_MISMATCH"));
  const auto deleted =
      WRITE(caseload_, DeleteHoliday,
            Parse<v1::DeleteHolidayRequest>(absl::StrCat(
                "name: 'holidays/founders' etag: '", made->etag(), "'")));
  ASSERT_THAT(deleted, IsOk());
  EXPECT_TRUE(deleted->has_withdraw_time());
  EXPECT_THAT(
      WRITE(caseload_, DeleteHoliday,
            Parse<v1::DeleteHolidayRequest>("name: 'holidays/founders'")),
      HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_EQ(list(""), 0);
  EXPECT_EQ(CountRows("changes WHERE kind = 'holiday'"), 2);
}

TEST_P(ImportCaseRecordTest, AConditionIsAddedAndCorrectedToMet) {
  auto add = [&](const std::string& status, const std::string& more) {
    return WRITE(records_service(), AddCondition,
                 Parse<v1::AddConditionRequest>(absl::StrCat(
                     "parent: 'cases/case-1' condition { condition_type: "
                     "'restitution' status: STATUS_",
                     status, " ", Day("ordered_date", CivilDay(2026, 3, 1)),
                     " } ", more)));
  };
  const auto added = add("ORDERED", "");
  ASSERT_THAT(added, IsOk());
  const auto met = add("MET", absl::StrCat("corrects: '", added->name(), "'"));
  ASSERT_THAT(met, IsOk());
  EXPECT_EQ(met->name(), added->name());
  EXPECT_EQ(met->recording().revision(), 2);
  auto list = [&](const std::string& status) {
    const auto response =
        READ(records_service(), ListConditions,
             Parse<v1::ListConditionsRequest>(absl::StrCat(
                 "parent: 'cases/case-1' statuses: STATUS_", status)));
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->conditions_size() : -1;
  };
  EXPECT_EQ(list("MET"), 1);
  EXPECT_EQ(list("ORDERED"), 0);
  EXPECT_THAT(add("UNSPECIFIED", ""), HasReason("FIELD_REQUIRED"));
}

// "Each record kind has one declared master": what is imported is not written
// here.
TEST_P(ImportCaseRecordTest, AnImportedKindIsNotWrittenByHand) {
  const auto masters = imports::RecordMasters::Parse(
      "conditions,contacts,enrollments,holidays,investigations,"
      "no_contact_reasons,notes,plans",
      RecordImport::KindNames());
  ASSERT_THAT(masters, IsOk());
  ServiceOptions options = options_;
  options.masters = &*masters;
  CaseloadService caseload(options);
  CasePlanService plans(options);
  CaseRecordService records(options);
  const auto imported = HasReason("RECORD_KIND_IMPORTED");
  EXPECT_THAT(WRITE(caseload, CreateHoliday, {}), imported);
  EXPECT_THAT(WRITE(caseload, DeleteHoliday, {}), imported);
  EXPECT_THAT(WRITE(plans, CreateCasePlan, {}), imported);
  EXPECT_THAT(WRITE(plans, UpdateCasePlan, {}), imported);
  EXPECT_THAT(WRITE(plans, SignCasePlan, {}), imported);
  EXPECT_THAT(WRITE(plans, ApproveCasePlan, {}), imported);
  EXPECT_THAT(WRITE(records, RecordContact, {}), imported);
  EXPECT_THAT(WRITE(records, RecordNoContactReason, {}), imported);
  EXPECT_THAT(WRITE(records, CreateEnrollment, {}), imported);
  EXPECT_THAT(WRITE(records, UpdateEnrollment, {}), imported);
  EXPECT_THAT(WRITE(records, AddJournalNote, {}), imported);
  EXPECT_THAT(WRITE(records, AddCondition, {}), imported);
  EXPECT_THAT(WRITE(records, OpenInvestigation, {}), imported);
  EXPECT_THAT(WRITE(records, CloseInvestigation, {}), imported);
}

}  // namespace
}  // namespace caseload::caseplan
