#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/contract/caseplan/county_fixture.h"

namespace caseload::caseplan {
namespace {

using absl::CivilDay;
using absl::CivilSecond;
using options::v1::ROLE_DPO;
using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::StatusIs;

class CaseRecordTest : public CountyTest {
 protected:
  void SetUp() override {
    CountyTest::SetUp();
    ASSERT_THAT(Assign("case-1", "dpo-a", PeriodText(CivilDay(2026, 2, 1))),
                IsOk());
  }

  absl::StatusOr<v1::Contact> Contact(CivilDay day,
                                      const std::string& more = "",
                                      const std::string& corrects = "") {
    std::string fields = more;
    for (const char* standard :
         {"officer: 'officers/dpo-a'", "status: STATUS_COMPLETED",
          "kind: KIND_DIRECT", "method: METHOD_IN_PERSON"}) {
      std::string name(standard, std::string(standard).find(':') + 1);
      if (more.find(name) == std::string::npos) {
        absl::StrAppend(&fields, " ", standard);
      }
    }
    if (more.find("method:") == std::string::npos &&
        more.find("location:") == std::string::npos) {
      fields += " location: LOCATION_OFFICE";
    }
    return WRITE(records_, RecordContact,
                 Parse<v1::RecordContactRequest>(absl::StrCat(
                     "parent: 'cases/case-1' contact { ", fields, " date { ",
                     DateText(day), " } } corrects: '", corrects, "'")));
  }
  // "month-day STATUS" for each contact.
  std::vector<std::string> Contacts(const std::string& filter) {
    auto response =
        READ(records_, ListContacts, Parse<v1::ListContactsRequest>(filter));
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> result;
    if (!response.ok()) return result;
    for (const v1::Contact& contact : response->contacts()) {
      result.push_back(
          absl::StrCat(contact.date().month(), "-", contact.date().day(), " ",
                       v1::Contact::Status_Name(contact.status()).substr(7)));
    }
    return result;
  }
  absl::StatusOr<v1::NoContactReason> Reason(CivilDay month,
                                             const std::string& more,
                                             const std::string& corrects = "") {
    return WRITE(
        records_, RecordNoContactReason,
        Parse<v1::RecordNoContactReasonRequest>(absl::StrCat(
            "parent: 'cases/case-1' reason { officer: "
            "'officers/dpo-a' month { ",
            DateText(month), " } ", more, " } corrects: '", corrects, "'")));
  }
  absl::StatusOr<v1::Enrollment> Enroll(const std::string& id,
                                        const std::string& fields) {
    return WRITE(records_, CreateEnrollment,
                 Parse<v1::CreateEnrollmentRequest>(absl::StrCat(
                     "parent: 'cases/case-1' enrollment_id: '", id,
                     "' enrollment { program: 'program-1' ", fields, " }")));
  }
  std::vector<std::string> Enrollments(const std::string& filter) {
    auto response = READ(records_, ListEnrollments,
                         Parse<v1::ListEnrollmentsRequest>(filter));
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> result;
    if (!response.ok()) return result;
    for (const v1::Enrollment& enrollment : response->enrollments()) {
      result.push_back(
          enrollment.name().substr(enrollment.name().rfind('/') + 1));
    }
    return result;
  }
  // An approved plan "p-1" with the objective "o-1", or a draft of it.
  void MakePlan(bool approve) {
    ASSERT_THAT(
        WRITE(plans_, CreateCasePlan, Parse<v1::CreateCasePlanRequest>(R"pb(
                parent: "cases/case-1"
                case_plan_id: "p-1"
                case_plan {
                  effective_date { year: 2026 month: 3 day: 1 }
                  expiry_date { year: 2026 month: 8 day: 31 }
                  goals: "Goal"
                  expected_outcomes: "Outcome"
                  supervision_level: "high"
                  objectives {
                    objective_id: "o-1"
                    need_area: "education"
                    behavior: "Goes to school"
                    measure: "Attendance"
                    target_date { year: 2026 month: 6 day: 30 }
                    responsible_person: "Officer"
                    service: "Tutoring"
                    service_provider: "Schools"
                  }
                }
              )pb")),
        IsOk());
    if (!approve) return;
    v1::ApproveCasePlanRequest request;
    request.set_name("cases/case-1/plans/p-1");
    ASSERT_THAT(WRITE(plans_, ApproveCasePlan, request), IsOk());
  }
};

// --- contacts (R026, R038) ---

TEST_P(CaseRecordTest, AContactIsReadAsItWasWritten) {
  MakePlan(true);
  auto recorded = Contact(
      CivilDay(2026, 11, 19),
      "location: LOCATION_HOME external_id { source_system: 'jcms' id: '9' } "
      "objectives: 'cases/case-1/plans/p-1/objectives/o-1' "
      "source_entry_time { seconds: 1700000000 nanos: 5000 }");
  ASSERT_THAT(recorded, IsOk());
  auto read = READ(records_, ListContacts,
                   Parse<v1::ListContactsRequest>("parent: 'cases/case-1'"));
  ASSERT_THAT(read, IsOk());
  ASSERT_EQ(read->contacts_size(), 1);
  EXPECT_EQ(read->contacts(0).SerializeAsString(),
            recorded->SerializeAsString());
  EXPECT_EQ(recorded->objectives(0), "cases/case-1/plans/p-1/objectives/o-1");
}

TEST_P(CaseRecordTest, ACompletedOrAttemptedContactInTheFutureIsRefused) {
  for (const char* status : {"STATUS_COMPLETED", "STATUS_ATTEMPTED"}) {
    auto refused =
        Contact(CivilDay(2026, 11, 21), absl::StrCat("status: ", status));
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(Violations(refused.status()),
                ElementsAre("contact.date CONTACT_IN_FUTURE"));
  }
  // Later on the same day: 09:00 is now.
  const int64_t later = absl::ToUnixSeconds(now_) + 1;
  auto refused = Contact(CivilDay(2026, 11, 20),
                         absl::StrCat("start_time { seconds: ", later, " }"));
  EXPECT_THAT(Violations(refused.status()),
              ElementsAre("contact.start_time CONTACT_IN_FUTURE"));
  EXPECT_EQ(CountRows("contacts"), 0);
  EXPECT_THAT(Contact(CivilDay(2026, 11, 21), "status: STATUS_SCHEDULED"),
              IsOk());
}

// The night on which the clocks go back has 01:30 twice; both are of the day.
TEST_P(CaseRecordTest, AContactsInstantIsOnItsDayAcrossTheChangeOfClocks) {
  const absl::Time midnight =
      absl::FromCivil(CivilSecond(2026, 11, 1, 0, 0, 0), zone_);
  auto at = [&](absl::Duration after_midnight, CivilDay day) {
    return Contact(
        day,
        absl::StrCat("start_time { seconds: ",
                     absl::ToUnixSeconds(midnight + after_midnight), " }"));
  };
  EXPECT_THAT(at(absl::Minutes(90), CivilDay(2026, 11, 1)), IsOk());
  EXPECT_THAT(at(absl::Minutes(150), CivilDay(2026, 11, 1)), IsOk());
  // The day has 25 hours.
  EXPECT_THAT(at(absl::Hours(24) + absl::Minutes(59), CivilDay(2026, 11, 1)),
              IsOk());
  auto refused = at(absl::Hours(25), CivilDay(2026, 11, 1));
  EXPECT_THAT(Violations(refused.status()),
              ElementsAre("contact.start_time TIME_NOT_ON_DATE"));
  EXPECT_THAT(at(absl::Hours(25), CivilDay(2026, 11, 2)), IsOk());
}

TEST_P(CaseRecordTest, AContactIsOnADayOnWhichTheCaseWasOpen) {
  auto refused = Contact(CivilDay(2026, 1, 31));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("CASE_NOT_OPEN"));
  EXPECT_THAT(Contact(CivilDay(2026, 2, 1)), IsOk());
}

TEST_P(CaseRecordTest, AScheduledContactIsCorrectedToCompleted) {
  auto planned = Contact(CivilDay(2026, 11, 21), "status: STATUS_SCHEDULED");
  ASSERT_THAT(planned, IsOk());
  const absl::Time before = now_;
  SetLocalTime(CivilSecond(2026, 11, 21, 17, 0, 0));
  auto done = Contact(CivilDay(2026, 11, 21), "", planned->name());
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(done->name(), planned->name());
  EXPECT_EQ(done->recording().revision(), 2);
  EXPECT_THAT(Contacts("parent: 'cases/case-1'"),
              ElementsAre("11-21 COMPLETED"));
  EXPECT_THAT(Contacts(absl::StrCat("parent: 'cases/case-1' known_at { "
                                    "seconds: ",
                                    absl::ToUnixSeconds(before), " }")),
              ElementsAre("11-21 SCHEDULED"));
}

TEST_P(CaseRecordTest, ContactsAreListedByWhatTheReportAsks) {
  ASSERT_THAT(Contact(CivilDay(2026, 9, 30)), IsOk());
  ASSERT_THAT(Contact(CivilDay(2026, 10, 1), "location: LOCATION_HOME"),
              IsOk());
  ASSERT_THAT(Contact(CivilDay(2026, 10, 31), "status: STATUS_ATTEMPTED"),
              IsOk());
  ASSERT_THAT(Contact(CivilDay(2026, 10, 15),
                      "kind: KIND_COLLATERAL method: METHOD_TELEPHONE "
                      "officer: 'officers/dpo-b'"),
              IsOk());
  const std::string october =
      "parent: 'cases/-' from_day { year: 2026 month: 10 day: 1 } to_day { "
      "year: 2026 month: 10 day: 31 } ";
  EXPECT_THAT(
      Contacts(october),
      ElementsAre("10-1 COMPLETED", "10-15 COMPLETED", "10-31 ATTEMPTED"));
  EXPECT_THAT(Contacts(october + "statuses: STATUS_COMPLETED kinds: "
                                 "KIND_DIRECT kinds: KIND_BOTH"),
              ElementsAre("10-1 COMPLETED"));
  EXPECT_THAT(Contacts(october + "locations: LOCATION_OFFICE"),
              ElementsAre("10-31 ATTEMPTED"));
  EXPECT_THAT(Contacts(october + "officer: 'officers/dpo-b'"),
              ElementsAre("10-15 COMPLETED"));
  auto refused = READ(records_, ListContacts,
                      Parse<v1::ListContactsRequest>("parent: 'cases/-' kinds: "
                                                     "KIND_DIRECT kinds: "
                                                     "KIND_UNSPECIFIED"));
  EXPECT_THAT(Violations(refused.status()),
              ElementsAre("kinds[1] ENUM_INVALID"));
}

// An officer's report covers the cases assigned to them on the contact's date,
// whoever made the contact.
TEST_P(CaseRecordTest, AnAssignedOfficersContactsFollowTheReassignment) {
  ASSERT_THAT(Assign("case-1", "dpo-b", PeriodText(CivilDay(2026, 10, 15)),
                     "reason: REASSIGNMENT_REASON_WORKLOAD"),
              IsOk());
  ASSERT_THAT(Contact(CivilDay(2026, 10, 14)), IsOk());
  ASSERT_THAT(Contact(CivilDay(2026, 10, 15)), IsOk());
  EXPECT_THAT(Contacts("parent: 'cases/-' assigned_officer: 'officers/dpo-a'"),
              ElementsAre("10-14 COMPLETED"));
  EXPECT_THAT(Contacts("parent: 'cases/-' assigned_officer: 'officers/dpo-b'"),
              ElementsAre("10-15 COMPLETED"));
}

TEST_P(CaseRecordTest, ReferencesThatAreNotThereAreRefusedAndNothingChanges) {
  EXPECT_THAT(Contact(CivilDay(2026, 11, 1), "officer: 'officers/nobody'"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Contact(CivilDay(2026, 11, 1),
                      "objectives: 'cases/case-1/plans/p-1/objectives/o-1'"),
              StatusIs(absl::StatusCode::kNotFound));
  auto other = Contact(CivilDay(2026, 11, 1),
                       "objectives: 'cases/case-2/plans/p-1/objectives/o-1'");
  EXPECT_THAT(Violations(other.status()),
              ElementsAre("contact.objectives[0] NAME_INVALID"));
  MakePlan(false);
  auto draft = Contact(CivilDay(2026, 11, 1),
                       "objectives: 'cases/case-1/plans/p-1/objectives/o-1'");
  EXPECT_THAT(draft, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(draft, HasReason("OBJECTIVE_IN_DRAFT"));
  EXPECT_EQ(CountRows("contacts"), 0);
}

TEST_P(CaseRecordTest, PagesOfContactsMissNoneAndRepeatNone) {
  for (int day = 1; day <= 5; ++day) {
    ASSERT_THAT(Contact(CivilDay(2026, 10, day)), IsOk());
    ASSERT_THAT(Contact(CivilDay(2026, 10, day)), IsOk());
  }
  auto request = Parse<v1::ListContactsRequest>("parent: 'cases/-'");
  request.set_page_size(3);
  std::vector<std::string> names;
  do {
    auto page = READ(records_, ListContacts, request);
    ASSERT_THAT(page, IsOk());
    for (const auto& contact : page->contacts()) {
      names.push_back(contact.name());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(names.size(), 10u);
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), 10u);
}

// --- no-contact reasons (R027-R031) ---

TEST_P(CaseRecordTest, AReasonEnteredAfterItsMonthIsLate) {
  // The last second of November in the county, already December in UTC.
  SetLocalTime(CivilSecond(2026, 11, 30, 23, 59, 59));
  auto in_time = Reason(CivilDay(2026, 11, 1), "code: CODE_ABSCONDED");
  ASSERT_THAT(in_time, IsOk());
  EXPECT_FALSE(in_time->late());
  EXPECT_EQ(in_time->entered_date().day(), 30);
  SetLocalTime(CivilSecond(2026, 12, 1, 0, 0, 0));
  auto late = Reason(CivilDay(2026, 11, 1), "code: CODE_MEDICAL");
  ASSERT_THAT(late, IsOk());
  EXPECT_TRUE(late->late());
  EXPECT_EQ(late->entered_date().month(), 12);
  // Imported: the source system's entry time decides.
  auto imported =
      Reason(CivilDay(2026, 11, 1),
             absl::StrCat("code: CODE_IN_CUSTODY source_entry_time { seconds: ",
                          absl::ToUnixSeconds(absl::FromCivil(
                              CivilSecond(2026, 11, 30, 23, 0, 0), zone_)),
                          " }"));
  ASSERT_THAT(imported, IsOk());
  EXPECT_FALSE(imported->late());
}

TEST_P(CaseRecordTest, OneCodeStandsOnceForACaseAndMonth) {
  auto first = Reason(CivilDay(2026, 11, 1), "code: CODE_WARRANT");
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(Reason(CivilDay(2026, 11, 1), "code: CODE_WARRANT"),
              StatusIs(absl::StatusCode::kAlreadyExists));
  // R029: the request is linked by a correction.
  auto linked = Reason(CivilDay(2026, 11, 1),
                       absl::StrCat("code: CODE_WARRANT revoking_order: "
                                    "REVOKING_ORDER_PREPARED "
                                    "warrant_request_date { ",
                                    DateText(CivilDay(2026, 11, 19)), " }"),
                       first->name());
  ASSERT_THAT(linked, IsOk());
  EXPECT_EQ(linked->name(), first->name());
  auto list = READ(records_, ListNoContactReasons,
                   Parse<v1::ListNoContactReasonsRequest>(
                       "parent: 'cases/-' month { year: 2026 month: 11 day: "
                       "17 } codes: CODE_WARRANT assigned_officer: "
                       "'officers/dpo-a'"));
  ASSERT_THAT(list, IsOk());
  ASSERT_EQ(list->reasons_size(), 1);
  EXPECT_EQ(list->reasons(0).SerializeAsString(), linked->SerializeAsString());
}

TEST_P(CaseRecordTest, ReasonsThatCannotBeAreRefused) {
  EXPECT_THAT(
      Violations(Reason(CivilDay(2026, 11, 2), "code: CODE_MEDICAL").status()),
      ElementsAre("reason.month DATE_INVALID"));
  EXPECT_THAT(
      Violations(Reason(CivilDay(2026, 12, 1), "code: CODE_MEDICAL").status()),
      ElementsAre("reason.month DATE_IN_FUTURE"));
  EXPECT_THAT(
      Violations(Reason(CivilDay(2026, 11, 1),
                        absl::StrCat("code: CODE_MEDICAL "
                                     "residential_confirmed_date { ",
                                     DateText(CivilDay(2026, 11, 3)), " }"))
                     .status()),
      ElementsAre("reason.residential_confirmed_date FIELD_NOT_APPLICABLE"));
  // R031: confirmed within the month.
  EXPECT_THAT(
      Violations(Reason(CivilDay(2026, 11, 1),
                        absl::StrCat("code: CODE_RESIDENTIAL_TREATMENT "
                                     "residential_confirmed_date { ",
                                     DateText(CivilDay(2026, 10, 31)), " }"))
                     .status()),
      ElementsAre("reason.residential_confirmed_date "
                  "DATE_OUTSIDE_MONTH"));
  EXPECT_THAT(Reason(CivilDay(2026, 1, 1), "code: CODE_MEDICAL"),
              HasReason("CASE_NOT_OPEN"));
  EXPECT_THAT(Reason(CivilDay(2026, 11, 1), "code: CODE_NEW_CASE"),
              HasReason("SYSTEM_REASON"));
  EXPECT_EQ(CountRows("no_contact_reasons"), 0);
  CallAsService();
  EXPECT_THAT(Reason(CivilDay(2026, 2, 1), "code: CODE_NEW_CASE"), IsOk());
}

// --- enrollments (R023, R024) ---

TEST_P(CaseRecordTest, AnEnrollmentChangesByRevisions) {
  MakePlan(true);
  auto pending = Enroll("e-1",
                        "status: STATUS_PENDING objectives: "
                        "'cases/case-1/plans/p-1/objectives/o-1' "
                        "referral_date { year: 2026 month: 3 day: 1 }");
  ASSERT_THAT(pending, IsOk());
  auto update = Parse<v1::UpdateEnrollmentRequest>(R"pb(
    enrollment {
      name: "cases/case-1/enrollments/e-1"
      status: STATUS_ACTIVE
      start_date { year: 2026 month: 3 day: 10 }
      recording { revision: 1 }
    }
    update_mask { paths: "status" paths: "start_date" }
  )pb");
  auto active = WRITE(records_, UpdateEnrollment, update);
  ASSERT_THAT(active, IsOk());
  EXPECT_EQ(active->recording().revision(), 2);
  EXPECT_EQ(active->objectives_size(), 1);
  EXPECT_THAT(WRITE(records_, UpdateEnrollment, update),
              HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(Enrollments("parent: 'cases/case-1' statuses: STATUS_ACTIVE"),
              ElementsAre("e-1"));
  EXPECT_THAT(Enrollments("parent: 'cases/case-1' statuses: STATUS_PENDING"),
              IsEmpty());
}

TEST_P(CaseRecordTest, EnrollmentsThatNobodyVerifiedAreListed) {
  const std::string since_march =
      "status: STATUS_ACTIVE referral_date { year: 2026 month: 3 day: 1 } "
      "start_date { year: 2026 month: 3 day: 1 } ";
  ASSERT_THAT(Enroll("old", since_march), IsOk());
  ASSERT_THAT(Enroll("verified", since_march + "verified_date { year: 2026 "
                                               "month: 9 day: 1 }"),
              IsOk());
  ASSERT_THAT(Enroll("new",
                     "status: STATUS_ACTIVE referral_date { year: 2026 month: "
                     "6 day: 1 } start_date { year: 2026 month: 6 day: 1 }"),
              IsOk());
  EXPECT_THAT(Enrollments("parent: 'cases/-' unverified_since { year: 2026 "
                          "month: 6 day: 1 }"),
              ElementsAre("old"));
  EXPECT_THAT(Enrollments("parent: 'cases/-' assigned_officer: "
                          "'officers/dpo-b' as_of { year: 2026 month: 11 day: "
                          "20 }"),
              IsEmpty());
}

TEST_P(CaseRecordTest, AnEnrollmentSaysWhatItsStatusNeeds) {
  auto refused = Enroll("e-1",
                        "status: STATUS_COMPLETED referral_date { year: 2026 "
                        "month: 3 day: 1 }");
  EXPECT_THAT(Violations(refused.status()),
              ElementsAre("enrollment.start_date FIELD_REQUIRED",
                          "enrollment.end_date FIELD_REQUIRED"));
  auto without_reason =
      Enroll("e-1",
             "status: STATUS_NOT_ENROLLED referral_date { year: 2026 "
             "month: 3 day: 1 }");
  EXPECT_THAT(Violations(without_reason.status()),
              ElementsAre("enrollment.not_enrolled_reason FIELD_REQUIRED"));
}

// --- notes (R025) ---

TEST_P(CaseRecordTest, NotesThatSpeakOfAnObjectiveAreFound) {
  MakePlan(true);
  auto add = Parse<v1::AddJournalNoteRequest>(R"pb(
    parent: "cases/case-1"
    note {
      officer: "officers/dpo-a"
      category: CATEGORY_OBJECTIVE
      date { year: 2026 month: 11 day: 19 }
      text: "Talked about school."
      themes: THEME_WELL_BEING
      objectives: "cases/case-1/plans/p-1/objectives/o-1"
    }
  )pb");
  auto note = WRITE(records_, AddJournalNote, add);
  ASSERT_THAT(note, IsOk());
  add.mutable_note()->clear_objectives();
  add.mutable_note()->set_text("Nothing more.");
  ASSERT_THAT(WRITE(records_, AddJournalNote, add), IsOk());
  auto list = READ(records_, ListJournalNotes,
                   Parse<v1::ListJournalNotesRequest>(
                       "parent: 'cases/case-1' objective_linked_only: true"));
  ASSERT_THAT(list, IsOk());
  ASSERT_EQ(list->notes_size(), 1);
  EXPECT_EQ(list->notes(0).SerializeAsString(), note->SerializeAsString());

  // A correction without the objective takes the link away.
  add.set_corrects(note->name());
  ASSERT_THAT(WRITE(records_, AddJournalNote, add), IsOk());
  list = READ(records_, ListJournalNotes,
              Parse<v1::ListJournalNotesRequest>(
                  "parent: 'cases/case-1' objective_linked_only: true"));
  EXPECT_EQ(list->notes_size(), 0);
  EXPECT_EQ(CountRows("notes"), 3);
}

// --- investigations (R033) ---

TEST_P(CaseRecordTest, AnInvestigationIsOpenUntilItIsClosed) {
  auto opened = WRITE(records_, OpenInvestigation,
                      Parse<v1::OpenInvestigationRequest>(R"pb(
                        parent: "cases/case-1"
                        investigation_id: "i-1"
                        investigation {
                          kind: "violation"
                          officer: "officers/dpo-a"
                          opened_date { year: 2026 month: 10 day: 1 }
                          due_date { year: 2026 month: 10 day: 31 }
                        }
                      )pb"));
  ASSERT_THAT(opened, IsOk());
  auto open_on = [&](CivilDay day) {
    auto list = READ(records_, ListInvestigations,
                     Parse<v1::ListInvestigationsRequest>(absl::StrCat(
                         "parent: 'cases/-' officer: 'officers/dpo-a' open_on "
                         "{ ",
                         DateText(day), " }")));
    EXPECT_THAT(list, IsOk());
    return list.ok() ? list->investigations_size() : -1;
  };
  auto close = Parse<v1::CloseInvestigationRequest>(R"pb(
    name: "cases/case-1/investigations/i-1"
    closed_date { year: 2026 month: 11 day: 10 }
    outcome: "Report filed"
    etag: "\"1\""
  )pb");
  ASSERT_THAT(WRITE(records_, CloseInvestigation, close), IsOk());
  EXPECT_EQ(open_on(CivilDay(2026, 9, 30)), 0);
  EXPECT_EQ(open_on(CivilDay(2026, 10, 1)), 1);
  EXPECT_EQ(open_on(CivilDay(2026, 11, 10)), 1);
  EXPECT_EQ(open_on(CivilDay(2026, 11, 11)), 0);
  EXPECT_THAT(WRITE(records_, CloseInvestigation, close),
              HasReason("INVESTIGATION_CLOSED"));
}

TEST_P(CaseRecordTest, TheRecordIsHiddenWithItsCase) {
  ASSERT_THAT(Contact(CivilDay(2026, 11, 1)), IsOk());
  CallAs("dpo-b", {ROLE_DPO});
  EXPECT_THAT(Contact(CivilDay(2026, 11, 2)),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Contacts("parent: 'cases/-'"), IsEmpty());
  CallAs("dpo-a", {ROLE_DPO});
  EXPECT_THAT(Contact(CivilDay(2026, 11, 2)), IsOk());
  EXPECT_EQ(Contacts("parent: 'cases/-'").size(), 2u);
}

INSTANTIATE_TEST_SUITE_P(Engines, CaseRecordTest,
                         ::testing::Values(sql::Engine::kSqlite,
                                           sql::Engine::kPostgres),
                         EngineName);

}  // namespace
}  // namespace caseload::caseplan
