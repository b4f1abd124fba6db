#include "services/caseplan/validate_record.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/caseplan/convert.h"
#include "services/caseplan/validate_case.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/caseplan/proto_text.h"

namespace caseload::caseplan {
namespace {

using absl::CivilDay;
using ::testing::ElementsAre;
using testing::IsOk;

const CivilDay kToday(2026, 11, 20);

RecordContext Context() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("America/Los_Angeles", &zone));
  return {"cases/c",
          absl::FromCivil(absl::CivilSecond(2026, 11, 20, 9, 0, 0), zone),
          zone};
}

constexpr char kContact[] = R"pb(
  officer: "officers/a"
  status: STATUS_COMPLETED
  kind: KIND_DIRECT
  method: METHOD_IN_PERSON
  location: LOCATION_HOME
  date { year: 2026 month: 11 day: 20 }
)pb";

TEST(ValidateContactTest, AWholeContactIsWell) {
  EXPECT_THAT(ValidateContact(Parse<v1::Contact>(kContact), Context()), IsOk());
}

TEST(ValidateContactTest, NamesEverythingThatIsMissing) {
  EXPECT_THAT(Violations(ValidateContact(v1::Contact(), Context())),
              ElementsAre("contact.officer FIELD_REQUIRED",
                          "contact.status FIELD_REQUIRED",
                          "contact.kind FIELD_REQUIRED",
                          "contact.method FIELD_REQUIRED",
                          "contact.date FIELD_REQUIRED"));
}

// A place is where somebody was.
TEST(ValidateContactTest, APlaceGoesWithContactsInPerson) {
  auto contact = Parse<v1::Contact>(kContact);
  contact.clear_location();
  EXPECT_THAT(Violations(ValidateContact(contact, Context())),
              ElementsAre("contact.location FIELD_REQUIRED"));
  contact.set_method(v1::Contact::METHOD_VIDEO);
  EXPECT_THAT(ValidateContact(contact, Context()), IsOk());
  contact.set_location(v1::Contact::LOCATION_JAIL);
  EXPECT_THAT(Violations(ValidateContact(contact, Context())),
              ElementsAre("contact.location FIELD_NOT_APPLICABLE"));
}

TEST(ValidateContactTest, ObjectivesAreNamedOnceAndOfTheCase) {
  auto contact = Parse<v1::Contact>(kContact);
  contact.add_objectives("cases/c/plans/p/objectives/o");
  contact.add_objectives("cases/c/plans/p/objectives/o");
  contact.add_objectives("cases/d/plans/p/objectives/o");
  contact.add_objectives("o");
  EXPECT_THAT(Violations(ValidateContact(contact, Context())),
              ElementsAre("contact.objectives[1] DUPLICATE_VALUE",
                          "contact.objectives[2] NAME_INVALID",
                          "contact.objectives[3] NAME_INVALID"));
}

TEST(ValidateContactTest, ASourceDidNotTakeItInLater) {
  auto contact = Parse<v1::Contact>(kContact);
  *contact.mutable_source_entry_time() =
      ToProto(Context().now + absl::Seconds(1));
  EXPECT_THAT(Violations(ValidateContact(contact, Context())),
              ElementsAre("contact.source_entry_time DATE_IN_FUTURE"));
}

TEST(ValidateNoteTest, TextIsKeptUpToTwentyThousandCharacters) {
  auto note = Parse<v1::JournalNote>(R"pb(
    officer: "officers/a"
    category: CATEGORY_GENERAL
    date { year: 2026 month: 11 day: 20 }
    themes: THEME_SAFETY
    themes: THEME_SAFETY
  )pb");
  note.set_text(std::string(20001, 'x'));
  EXPECT_THAT(
      Violations(ValidateNote(note, Context())),
      ElementsAre("note.text TEXT_TOO_LONG", "note.themes[1] DUPLICATE_VALUE"));
}

TEST(ValidateEnrollmentTest, DaysFollowEachOther) {
  auto enrollment = Parse<v1::Enrollment>(R"pb(
    program: "Program 1"
    status: STATUS_DISCHARGED
    referral_date { year: 2026 month: 3 day: 2 }
    start_date { year: 2026 month: 3 day: 1 }
    end_date { year: 2026 month: 2 day: 1 }
  )pb");
  EXPECT_THAT(Violations(ValidateEnrollment(enrollment, Context())),
              ElementsAre("enrollment.program ID_INVALID",
                          "enrollment.start_date PERIOD_REVERSED",
                          "enrollment.end_date PERIOD_REVERSED"));
}

TEST(ValidateCaseTest, AWeightHasItsReason) {
  auto supervision_case = Parse<v1::Case>(R"pb(
    client: "clients/c"
    division: "juvenile"
    case_type: "formal"
    received_date { year: 2026 month: 11 day: 20 }
    weight: 1.5
    court_numbers: "JV-1\nJV-2"
  )pb");
  EXPECT_THAT(Violations(ValidateCase(supervision_case, kToday)),
              ElementsAre("case.court_numbers[0] CONTROL_CHARACTER",
                          "case.weight_reason FIELD_REQUIRED"));
  supervision_case.set_weight_reason("travel");
  supervision_case.clear_court_numbers();
  EXPECT_THAT(ValidateCase(supervision_case, kToday), IsOk());
}

TEST(ValidateClientTest, AnEmergencyContactCanBeReached) {
  auto client = Parse<v1::Client>(R"pb(
    given_name: "Sample"
    family_name: "Youth"
    date_of_birth { year: 2026 month: 11 day: 21 }
    identifiers { kind: "court" value: "1" }
    identifiers { kind: "court" value: "2" }
    related_persons { role: ROLE_EMERGENCY_CONTACT display_name: "Sample" }
    related_persons { role: ROLE_GUARDIAN display_name: "Sample" }
  )pb");
  EXPECT_THAT(Violations(ValidateClient(client, kToday)),
              ElementsAre("client.date_of_birth DATE_IN_FUTURE",
                          "client.identifiers[1].kind DUPLICATE_VALUE",
                          "client.related_persons[0].phone FIELD_REQUIRED"));
}

TEST(ValidateSignatureTest, ARefusalHasItsReason) {
  auto signature = Parse<v1::PlanSignature>(R"pb(
    signer: SIGNER_PARTICIPANT
    outcome: OUTCOME_REFUSED
    date { year: 2026 month: 11 day: 20 }
  )pb");
  EXPECT_THAT(Violations(ValidateSignature(signature, kToday)),
              ElementsAre("signature.reason FIELD_REQUIRED"));
  signature.set_outcome(v1::PlanSignature::OUTCOME_SIGNED);
  EXPECT_THAT(Violations(ValidateSignature(signature, kToday)),
              ElementsAre("signature.display_name FIELD_REQUIRED"));
}

TEST(ValidateCasePlanTest, ADraftMayLackWhatApprovalAsksFor) {
  auto plan = Parse<v1::CasePlan>(R"pb(
    effective_date { year: 2026 month: 3 day: 1 }
    expiry_date { year: 2026 month: 3 day: 2 }
    objectives {}
  )pb");
  EXPECT_THAT(ValidateCasePlan(plan), IsOk());
  *plan.mutable_expiry_date() = plan.effective_date();
  plan.set_contacts_per_month(61);
  plan.mutable_objectives(0)->set_objective_id("o");
  plan.add_objectives()->set_objective_id("o");
  EXPECT_THAT(
      Violations(ValidateCasePlan(plan)),
      ElementsAre("case_plan.expiry_date PERIOD_REVERSED",
                  "case_plan.contacts_per_month NUMBER_OUT_OF_RANGE",
                  "case_plan.objectives[1].objective_id DUPLICATE_VALUE"));
}

TEST(ValidateConditionTest, DaysAreInTheirOrderAndTheTypeIsAnId) {
  auto condition = Parse<v1::CaseCondition>(R"pb(
    condition_type: "drug-testing"
    status: STATUS_MET
    ordered_date { year: 2026 month: 3 day: 1 }
    due_date { year: 2026 month: 3 day: 1 }
    status_date { year: 2026 month: 11 day: 20 }
  )pb");
  EXPECT_THAT(ValidateCondition(condition, Context()), IsOk());
  condition.set_condition_type("Drug testing");
  condition.clear_status();
  condition.mutable_due_date()->set_month(2);
  condition.mutable_status_date()->set_day(21);
  EXPECT_THAT(Violations(ValidateCondition(condition, Context())),
              ElementsAre("condition.condition_type ID_INVALID",
                          "condition.due_date PERIOD_REVERSED",
                          "condition.status FIELD_REQUIRED",
                          "condition.status_date DATE_IN_FUTURE"));
}

TEST(ValidateHolidayTest, ADayAndANameAreRequired) {
  auto holiday = Parse<v1::Holiday>(R"pb(
    date { year: 2027 month: 2 day: 29 }
  )pb");
  EXPECT_THAT(Violations(ValidateHoliday(holiday)),
              ElementsAre("holiday.date DATE_INVALID",
                          "holiday.display_name FIELD_REQUIRED"));
  holiday.mutable_date()->set_day(28);
  holiday.set_display_name(std::string(121, 'x'));
  EXPECT_THAT(Violations(ValidateHoliday(holiday)),
              ElementsAre("holiday.display_name TEXT_TOO_LONG"));
}

}  // namespace
}  // namespace caseload::caseplan
