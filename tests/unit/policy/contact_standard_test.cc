// Whether contacts meet a standard (R026-R031, R038), at the edges.

#include "services/policy/contact_standard.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/policy/support.h"

namespace caseload::policy {
namespace {

using testing::Day;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::ShippedPack;

const PolicyPack& Juvenile() { return ShippedPack("juvenile-4.6"); }
const PolicyPack& Adult() { return ShippedPack("adult-1.17"); }
const PolicyPack& NewYork() { return ShippedPack("new-york-351.6"); }

ContactFact On(absl::string_view day) {
  ContactFact contact;
  contact.day = Day(day);
  return contact;
}

ContactFact HomeVisit(absl::string_view day, bool positive) {
  ContactFact contact = On(day);
  contact.location = ContactLocation::kHome;
  contact.positive = positive;
  return contact;
}

ContactFact Collateral(absl::string_view day) {
  ContactFact contact = On(day);
  contact.with = ContactWith::kCollateral;
  contact.method = ContactMethod::kTelephone;
  return contact;
}

SupervisionFacts Case(absl::string_view type, absl::string_view band,
                      absl::string_view start = "2025-01-01") {
  SupervisionFacts facts;
  facts.case_type_id = std::string(type);
  facts.band_id = std::string(band);
  facts.start = Day(start);
  return facts;
}

// A pack with one standard: `requirement`, for every band.
PolicyPack PackWith(ContactRequirement requirement) {
  PolicyPack pack = Juvenile();
  requirement.id = "only";
  ContactStandard standard;
  for (const Band& band : pack.band_scheme.bands) {
    standard.band_ids.push_back(band.id);
  }
  standard.requirements = {requirement};
  pack.contact.standards = {standard};
  return pack;
}

ContactRequirement Every(WindowUnit unit, int length, int count = 1) {
  ContactRequirement requirement;
  requirement.window_unit = unit;
  requirement.window_length = length;
  requirement.count = count;
  return requirement;
}

ContactState MonthState(const PolicyPack& pack,
                        const std::vector<ContactFact>& contacts,
                        absl::string_view month_day, absl::string_view as_of,
                        absl::string_view start = "2025-01-01") {
  return JudgeContactsInMonth(pack, Case("court-supervision", "low", start),
                              contacts, Day(month_day), Day(as_of))
      .state;
}

// ---- What counts ----

TEST(CountsTest, OnlyACompletedContactWithThePersonByACountingMethodCounts) {
  const ContactRequirement any;
  ContactFact contact = On("2026-11-05");
  EXPECT_TRUE(Counts(Juvenile(), any, contact));
  contact.outcome = ContactOutcome::kAttempted;
  EXPECT_FALSE(Counts(Juvenile(), any, contact));
  contact.outcome = ContactOutcome::kScheduled;
  EXPECT_FALSE(Counts(Juvenile(), any, contact));
  contact.outcome = ContactOutcome::kCompleted;
  contact.with = ContactWith::kCollateral;
  EXPECT_FALSE(Counts(Juvenile(), any, contact));
  contact.with = ContactWith::kBoth;
  EXPECT_TRUE(Counts(Juvenile(), any, contact));
}

TEST(CountsTest, WhichMethodsCountIsPolicy) {
  ContactFact contact = On("2026-11-05");
  contact.method = ContactMethod::kVideo;
  EXPECT_TRUE(Counts(Juvenile(), {}, contact));
  PolicyPack in_person_only = Juvenile();
  in_person_only.contact.counting_methods = {ContactMethod::kInPerson};
  EXPECT_FALSE(Counts(in_person_only, {}, contact));
  contact.method = ContactMethod::kTelephone;
  EXPECT_FALSE(Counts(Juvenile(), {}, contact));
  EXPECT_TRUE(Counts(NewYork(), {}, contact));
}

// ---- Calendar months ----

TEST(CalendarMonthTest, CountsFromTheFirstToTheLastDay) {
  const PolicyPack pack = PackWith(Every(WindowUnit::kCalendarMonth, 1));
  for (const char* day : {"2026-11-01", "2026-11-30"}) {
    EXPECT_EQ(MonthState(pack, {On(day)}, "2026-11-15", "2026-12-01"),
              ContactState::kMet)
        << day;
  }
  for (const char* day : {"2026-10-31", "2026-12-01"}) {
    EXPECT_EQ(MonthState(pack, {On(day)}, "2026-11-15", "2026-12-31"),
              ContactState::kMissed)
        << day;
  }
}

TEST(CalendarMonthTest, IsPendingThroughItsLastDayAndMissedOnTheFirst) {
  const PolicyPack pack = PackWith(Every(WindowUnit::kCalendarMonth, 1));
  EXPECT_EQ(MonthState(pack, {}, "2026-11-15", "2026-11-30"),
            ContactState::kPending);
  EXPECT_EQ(MonthState(pack, {}, "2026-11-15", "2026-12-01"),
            ContactState::kMissed);
}

TEST(CalendarMonthTest, AContactAfterTheDayAskedAboutIsNotKnownYet) {
  const PolicyPack pack = PackWith(Every(WindowUnit::kCalendarMonth, 1));
  EXPECT_EQ(MonthState(pack, {On("2026-11-20")}, "2026-11-15", "2026-11-19"),
            ContactState::kPending);
  EXPECT_EQ(MonthState(pack, {On("2026-11-20")}, "2026-11-15", "2026-11-20"),
            ContactState::kMet);
}

TEST(CalendarMonthTest, ACaseOpenForFewerThanTenDaysIsNotHeldToIt) {
  const PolicyPack pack = PackWith(Every(WindowUnit::kCalendarMonth, 1));
  EXPECT_EQ(MonthState(pack, {}, "2026-11-15", "2026-12-01", "2026-11-21"),
            ContactState::kMissed);  // ten days: 21 to 30
  EXPECT_EQ(MonthState(pack, {}, "2026-11-15", "2026-12-01", "2026-11-22"),
            ContactState::kNotJudged);
}

TEST(CalendarMonthTest, ACaseClosedBeforeTheLastDayIsNotHeldToIt) {
  const PolicyPack pack = PackWith(Every(WindowUnit::kCalendarMonth, 1));
  SupervisionFacts facts = Case("court-supervision", "low");
  facts.end = Day("2026-11-29");
  EXPECT_EQ(JudgeContactsInMonth(pack, facts, {}, Day("2026-11-01"),
                                 Day("2026-12-01"))
                .state,
            ContactState::kNotJudged);
  facts.end = Day("2026-11-30");
  EXPECT_EQ(JudgeContactsInMonth(pack, facts, {}, Day("2026-11-01"),
                                 Day("2026-12-01"))
                .state,
            ContactState::kMissed);
}

// North Dakota's medium level: a contact on 12 February holds until 1 May.
TEST(CalendarMonthTest, TwoMonthWindowHoldsUntilTheSecondMonthAfterHasEnded) {
  const PolicyPack pack = PackWith(Every(WindowUnit::kCalendarMonth, 2));
  const std::vector<ContactFact> contacts = {On("2026-02-12")};
  EXPECT_EQ(MonthState(pack, contacts, "2026-03-15", "2026-04-01"),
            ContactState::kMet);
  EXPECT_EQ(MonthState(pack, contacts, "2026-04-15", "2026-04-30"),
            ContactState::kPending);
  EXPECT_EQ(MonthState(pack, contacts, "2026-04-15", "2026-05-01"),
            ContactState::kMissed);
  EXPECT_EQ(JudgeContactsInMonth(pack, Case("court-supervision", "low"),
                                 contacts, Day("2026-03-15"), Day("2026-03-15"))
                .next_due,
            Day("2026-04-30"));
}

// ---- Rolling days ----

TEST(RollingDaysTest, NextDueIsTheNthMostRecentContactPlusTheWindow) {
  const PolicyPack pack = PackWith(Every(WindowUnit::kRollingDays, 30, 2));
  const std::vector<ContactFact> contacts = {On("2026-10-06"), On("2026-10-20"),
                                             On("2026-11-05")};
  const auto judgement =
      JudgeContactsInMonth(pack, Case("court-supervision", "low"), contacts,
                           Day("2026-11-10"), Day("2026-11-10"));
  EXPECT_EQ(judgement.next_due, Day("2026-11-19"));  // 20 October + 30
  EXPECT_EQ(judgement.state, ContactState::kPending);
}

TEST(RollingDaysTest, TheDueDayIsInTimeAndTheNextIsNot) {
  const PolicyPack pack = PackWith(Every(WindowUnit::kRollingDays, 15));
  const std::vector<ContactFact> contacts = {On("2026-10-31")};
  EXPECT_EQ(MonthState(pack, contacts, "2026-11-01", "2026-11-15"),
            ContactState::kPending);
  EXPECT_EQ(MonthState(pack, contacts, "2026-11-01", "2026-11-16"),
            ContactState::kMissed);
}

TEST(RollingDaysTest, TheFirstIsDueFromTheStart) {
  const PolicyPack pack = PackWith(Every(WindowUnit::kRollingDays, 45));
  const auto judgement =
      JudgeContactsInMonth(pack, Case("court-supervision", "low", "2026-10-20"),
                           {}, Day("2026-11-01"), Day("2026-11-10"));
  EXPECT_EQ(judgement.state, ContactState::kMet);  // nothing due in November
  EXPECT_EQ(judgement.next_due, Day("2026-12-04"));
  EXPECT_EQ(MonthState(pack, {}, "2026-12-01", "2026-12-05", "2026-10-20"),
            ContactState::kMissed);
}

TEST(RollingDaysTest, TheTwoCadencesDisagreeWhereTheyShould) {
  const std::vector<ContactFact> contacts = {On("2026-10-01"),
                                             On("2026-11-30")};
  EXPECT_EQ(MonthState(PackWith(Every(WindowUnit::kCalendarMonth, 1)), contacts,
                       "2026-11-01", "2026-12-01"),
            ContactState::kMet);
  EXPECT_EQ(MonthState(PackWith(Every(WindowUnit::kRollingDays, 30)), contacts,
                       "2026-11-01", "2026-12-01"),
            ContactState::kMissed);
}

// ---- Weeks and quarters ----

TEST(WeekTest, AWeekBelongsToTheMonthOfItsThursday) {
  const PolicyPack pack = PackWith(Every(WindowUnit::kCalendarWeek, 1));
  // Thursdays of October 2026: 1, 8, 15, 22, 29; the first week begins on 28
  // September and the last ends on 1 November.
  std::vector<ContactFact> contacts = {On("2026-09-28"), On("2026-10-05"),
                                       On("2026-10-12"), On("2026-10-19"),
                                       On("2026-11-01")};
  EXPECT_EQ(MonthState(pack, contacts, "2026-10-15", "2026-11-02"),
            ContactState::kMet);
  contacts.back() = On("2026-11-02");
  EXPECT_EQ(MonthState(pack, contacts, "2026-10-15", "2026-11-02"),
            ContactState::kMissed);
}

TEST(QuarterContactsTest, AdultLowIsOncePerQuarter) {
  const SupervisionFacts facts = Case("formal-probation", "low");
  const std::vector<ContactFact> contacts = {On("2026-10-01")};
  EXPECT_EQ(JudgeContactsInQuarter(Adult(), facts, contacts, Day("2026-12-31"),
                                   Day("2026-12-31"))
                .state,
            ContactState::kMet);
  EXPECT_EQ(JudgeContactsInQuarter(Adult(), facts, {}, Day("2026-12-31"),
                                   Day("2026-12-31"))
                .state,
            ContactState::kPending);
  EXPECT_EQ(JudgeContactsInQuarter(Adult(), facts, {}, Day("2026-12-31"),
                                   Day("2027-01-01"))
                .state,
            ContactState::kMissed);
}

TEST(QuarterContactsTest, EveryMonthOfTheQuarterIsHeldToAMonthlyStandard) {
  const PolicyPack pack = PackWith(Every(WindowUnit::kCalendarMonth, 1));
  const SupervisionFacts facts = Case("court-supervision", "low");
  std::vector<ContactFact> contacts = {On("2026-10-01"), On("2026-12-01")};
  EXPECT_EQ(JudgeContactsInQuarter(pack, facts, contacts, Day("2026-11-01"),
                                   Day("2027-01-01"))
                .state,
            ContactState::kMissed);
  contacts.push_back(On("2026-11-30"));
  EXPECT_EQ(JudgeContactsInQuarter(pack, facts, contacts, Day("2026-11-01"),
                                   Day("2027-01-01"))
                .state,
            ContactState::kMet);
}

TEST(StandardTest, AnAdministrativeCaseHasItsOwnAndNeedsNothing) {
  EXPECT_EQ(JudgeContactsInMonth(Adult(), Case("administrative", "high"), {},
                                 Day("2026-11-01"), Day("2026-12-01"))
                .state,
            ContactState::kNotRequired);
  EXPECT_EQ(JudgeContactsInMonth(Adult(), Case("formal-probation", "high"), {},
                                 Day("2026-11-01"), Day("2026-12-01"))
                .state,
            ContactState::kMissed);
}

TEST(StandardTest, AFieldContactIsAskedForBesides) {
  std::vector<ContactFact> contacts = {On("2026-11-03"), On("2026-11-17")};
  const SupervisionFacts facts = Case("formal-probation", "med-high");
  EXPECT_EQ(JudgeContactsInMonth(Adult(), facts, contacts, Day("2026-11-01"),
                                 Day("2026-12-01"))
                .state,
            ContactState::kMissed);
  contacts[1].location = ContactLocation::kHome;
  EXPECT_EQ(JudgeContactsInMonth(Adult(), facts, contacts, Day("2026-11-01"),
                                 Day("2026-12-01"))
                .state,
            ContactState::kMet);
}

// ---- New York (R103) ----

// Four weeks of February 2027 begin on Monday 1 February.
std::vector<ContactFact> GreatestMonth() {
  std::vector<ContactFact> contacts;
  for (const char* day :
       {"2027-02-02", "2027-02-09", "2027-02-16", "2027-02-23"}) {
    contacts.push_back(On(day));
  }
  contacts[0] = HomeVisit("2027-02-02", true);
  for (const char* day : {"2027-02-04", "2027-02-11"}) {
    ContactFact call = On(day);
    call.method = ContactMethod::kTelephone;
    contacts.push_back(call);
  }
  for (int i = 1; i <= 6; ++i) {
    contacts.push_back(Collateral("2027-02-0" + std::to_string(i)));
  }
  return contacts;
}

std::vector<std::string> MissedIn(const ContactJudgement& judgement) {
  std::vector<std::string> missed;
  for (const RequirementJudgement& requirement : judgement.requirements) {
    if (requirement.state == ContactState::kMissed) {
      missed.push_back(requirement.requirement_id);
    }
  }
  return missed;
}

ContactJudgement JudgeFebruary(const std::vector<ContactFact>& contacts) {
  return JudgeContactsInMonth(NewYork(), Case("adult-probation", "greatest"),
                              contacts, Day("2027-02-15"), Day("2027-03-01"));
}

TEST(NewYorkTest, GreatestRiskNeedsSixSixWeeklyAndAPositiveHomeContact) {
  EXPECT_EQ(JudgeFebruary(GreatestMonth()).state, ContactState::kMet);
  std::vector<ContactFact> contacts = GreatestMonth();
  contacts[3].method = ContactMethod::kVideo;  // still six, no longer weekly
  EXPECT_THAT(MissedIn(JudgeFebruary(contacts)),
              ElementsAre("in-person-weekly"));
  contacts = GreatestMonth();
  contacts[0].positive = false;
  EXPECT_THAT(MissedIn(JudgeFebruary(contacts)),
              ElementsAre("positive-home-monthly"));
  contacts = GreatestMonth();
  contacts.pop_back();
  EXPECT_THAT(MissedIn(JudgeFebruary(contacts)),
              ElementsAre("collateral-monthly"));
  contacts = GreatestMonth();
  contacts.erase(contacts.begin() + 4);
  EXPECT_THAT(MissedIn(JudgeFebruary(contacts)),
              ElementsAre("probationer-monthly"));
}

TEST(NewYorkTest, HighRiskNeedsTwoPositiveHomeContactsAQuarter) {
  std::vector<ContactFact> contacts;
  for (absl::CivilDay day = Day("2026-12-29"); day < Day("2027-04-01");
       day += 7) {
    contacts.push_back(On(FormatDay(day)));
  }
  for (int i = 0; i < 6; ++i) contacts.push_back(Collateral("2027-02-10"));
  contacts.push_back(HomeVisit("2027-01-15", true));
  contacts.push_back(HomeVisit("2027-02-15", false));
  contacts.push_back(HomeVisit("2027-03-15", false));
  const SupervisionFacts facts = Case("adult-probation", "high");
  EXPECT_THAT(
      MissedIn(JudgeContactsInQuarter(NewYork(), facts, contacts,
                                      Day("2027-03-01"), Day("2027-04-02"))),
      ElementsAre("positive-home-quarterly"));
  contacts.back().positive = true;
  EXPECT_EQ(JudgeContactsInQuarter(NewYork(), facts, contacts,
                                   Day("2027-03-01"), Day("2027-04-02"))
                .state,
            ContactState::kMet);
}

TEST(NewYorkTest, FirstPositiveHomeContactOfAMediumRiskYouthIsDueIn45Days) {
  const SupervisionFacts facts =
      Case("juvenile-adjustment", "medium", "2027-01-10");
  const auto find = [&](const std::vector<ContactFact>& contacts) {
    const auto judgement = JudgeContactsInMonth(
        NewYork(), facts, contacts, Day("2027-02-01"), Day("2027-03-01"));
    for (const auto& requirement : judgement.requirements) {
      if (requirement.requirement_id == "first-positive-home") {
        return requirement.state;
      }
    }
    return ContactState::kNotRequired;
  };
  EXPECT_EQ(find({HomeVisit("2027-02-24", true)}), ContactState::kMet);
  EXPECT_EQ(find({HomeVisit("2027-02-25", true)}), ContactState::kMissed);
  EXPECT_EQ(find({HomeVisit("2027-02-24", false)}), ContactState::kMissed);
}

TEST(NewYorkTest, ProgramStaffMayReplaceHalfOfAJuvenilesContacts) {
  SupervisionFacts facts = Case("juvenile-probation", "greatest");
  facts.program = DayRange{Day("2027-01-01"), Day("2027-12-31")};
  std::vector<ContactFact> contacts = GreatestMonth();
  for (int i : {1, 4, 5}) contacts[i].substituted = true;
  const auto judge = [&](absl::string_view day, absl::string_view as_of) {
    return JudgeContactsInMonth(NewYork(), facts, contacts, Day(day),
                                Day(as_of));
  };
  // Three of six may be theirs; of one a week none (half of one), so the week
  // of 9 February is missed, and a collateral with the program is owed.
  EXPECT_THAT(MissedIn(judge("2027-02-01", "2027-03-01")),
              ElementsAre("in-person-weekly", "program-collateral"));
  contacts[1].substituted = false;
  contacts[6].with_program = true;
  EXPECT_EQ(judge("2027-02-01", "2027-03-01").state, ContactState::kMet);
  // Four are too many.
  contacts.push_back(On("2027-02-20"));
  contacts.back().substituted = true;
  contacts[0].substituted = contacts[2].substituted = true;
  EXPECT_THAT(MissedIn(judge("2027-02-01", "2027-03-01")),
              ::testing::Contains("probationer-monthly"));
  // Not for an adult, and not after six months.
  contacts = GreatestMonth();
  contacts[4].substituted = true;
  contacts[6].with_program = true;
  EXPECT_EQ(judge("2027-02-01", "2027-03-01").state, ContactState::kMet);
  facts.program->first = Day("2026-08-01");
  EXPECT_THAT(MissedIn(judge("2027-02-01", "2027-03-01")),
              ElementsAre("probationer-monthly"));
  facts.program->first = Day("2027-01-01");
  facts.case_type_id = "adult-probation";
  EXPECT_THAT(MissedIn(judge("2027-02-01", "2027-03-01")),
              ElementsAre("probationer-monthly"));
}

// ---- Locations (R038) ----

TEST(LocationSharesTest, AddUpToTheCompletedContactsWithThePerson) {
  std::vector<ContactFact> contacts(6, On("2026-11-05"));
  contacts[0].location = ContactLocation::kOffice;
  contacts[1].location = ContactLocation::kPlacement;
  contacts[2].location = ContactLocation::kSchool;
  contacts[3].location = ContactLocation::kJail;
  contacts[4].outcome = ContactOutcome::kAttempted;
  contacts[5].with = ContactWith::kCollateral;
  const LocationShares shares =
      CountLocations(Juvenile(), contacts, MonthOf(Day("2026-11-01")));
  EXPECT_EQ(shares.office, 1);
  EXPECT_EQ(shares.placement, 1);
  EXPECT_EQ(shares.field, 1);
  EXPECT_EQ(shares.other, 1);
  EXPECT_EQ(shares.Total(), 4);
}

// ---- The month's close (R026-R031) ----

MonthFacts Month(absl::string_view type, absl::string_view band) {
  MonthFacts facts;
  facts.supervision = Case(type, band);
  return facts;
}

std::vector<MonthFindingKind> FindingsOf(const MonthJudgement& judgement) {
  std::vector<MonthFindingKind> kinds;
  for (const MonthFinding& finding : judgement.findings) {
    kinds.push_back(finding.kind);
  }
  return kinds;
}

std::vector<MonthFindingKind> November(const PolicyPack& pack,
                                       const MonthFacts& facts) {
  return FindingsOf(
      JudgeMonth(pack, facts, Day("2026-11-01"), Day("2026-12-05")));
}

TEST(MonthTest, NeitherContactNorReasonIsFound) {  // R026, R027
  MonthFacts facts = Month("court-supervision", "high");
  EXPECT_THAT(November(Juvenile(), facts),
              ElementsAre(MonthFindingKind::kNotAttempted,
                          MonthFindingKind::kReasonMissing));
  facts.contacts = {On("2026-11-30")};
  facts.contacts[0].outcome = ContactOutcome::kAttempted;
  EXPECT_THAT(November(Juvenile(), facts),
              ElementsAre(MonthFindingKind::kAttemptedOnly,
                          MonthFindingKind::kReasonMissing));
  facts.contacts[0].outcome = ContactOutcome::kCompleted;
  EXPECT_THAT(November(Juvenile(), facts), IsEmpty());
}

TEST(MonthTest, ACollateralContactDoesNotContactThePerson) {
  MonthFacts facts = Month("court-supervision", "high");
  facts.contacts = {Collateral("2026-11-10")};
  EXPECT_THAT(November(Juvenile(), facts),
              ElementsAre(MonthFindingKind::kNotAttempted,
                          MonthFindingKind::kReasonMissing));
}

TEST(MonthTest, AReasonEnteredAfterTheLastDayIsLate) {  // R028
  MonthFacts facts = Month("court-supervision", "high");
  facts.reasons = {{"MEDICAL", Day("2026-11-30"), {}}};
  EXPECT_THAT(November(Juvenile(), facts),
              ElementsAre(MonthFindingKind::kNotAttempted));
  facts.reasons[0].entered = Day("2026-12-01");
  EXPECT_THAT(November(Juvenile(), facts),
              ElementsAre(MonthFindingKind::kNotAttempted,
                          MonthFindingKind::kReasonLate));
}

TEST(MonthTest, WarrantNeedsTheRequestAndForAdultsTheRevokingOrder) {  // R029
  MonthFacts facts = Month("formal-probation", "high");
  facts.warrant_pending = true;
  facts.reasons = {{"MEDICAL", Day("2026-11-10"), {}}};
  EXPECT_THAT(November(Adult(), facts),
              ElementsAre(MonthFindingKind::kNotAttempted,
                          MonthFindingKind::kWarrantReasonMissing));
  facts.reasons = {
      {"WARRANT", Day("2026-11-10"), {NoContactEvidence::kWarrantRequest}}};
  const MonthJudgement adult =
      JudgeMonth(Adult(), facts, Day("2026-11-01"), Day("2026-12-05"));
  ASSERT_EQ(adult.findings.size(), 2u);
  EXPECT_EQ(adult.findings[1].kind, MonthFindingKind::kEvidenceMissing);
  EXPECT_EQ(adult.findings[1].evidence, NoContactEvidence::kRevokingOrder);
  facts.supervision = Case("court-supervision", "high");
  EXPECT_THAT(November(Juvenile(), facts),
              ElementsAre(MonthFindingKind::kNotAttempted));
}

TEST(MonthTest,
     CustodyAndResidentialTreatmentNeedTheirEvidence) {  // R030, R031
  MonthFacts facts = Month("formal-probation", "high");
  for (const auto& [code, evidence] :
       {std::pair{"IN_CUSTODY", NoContactEvidence::kBookingType},
        std::pair{"RESIDENTIAL_TREATMENT",
                  NoContactEvidence::kResidentialConfirmation}}) {
    facts.reasons = {{code, Day("2026-11-10"), {}}};
    EXPECT_THAT(November(Adult(), facts),
                ElementsAre(MonthFindingKind::kNotAttempted,
                            MonthFindingKind::kEvidenceMissing))
        << code;
    facts.reasons[0].evidence = {evidence};
    EXPECT_THAT(November(Adult(), facts),
                ElementsAre(MonthFindingKind::kNotAttempted))
        << code;
  }
}

TEST(MonthTest, UnableToContactNeedsARecordedAttempt) {  // R026
  MonthFacts facts = Month("court-supervision", "high");
  facts.reasons = {{"UNABLE_TO_CONTACT", Day("2026-11-10"), {}}};
  EXPECT_THAT(November(Juvenile(), facts),
              ElementsAre(MonthFindingKind::kNotAttempted,
                          MonthFindingKind::kEvidenceMissing));
  facts.contacts = {On("2026-11-08")};
  facts.contacts[0].outcome = ContactOutcome::kAttempted;
  EXPECT_THAT(November(Juvenile(), facts),
              ElementsAre(MonthFindingKind::kAttemptedOnly));
}

TEST(MonthTest, AReasonThatThePackLacksIsFound) {
  MonthFacts facts = Month("court-supervision", "high");
  facts.reasons = {{"ON_HOLIDAY", Day("2026-11-10"), {}}};
  EXPECT_THAT(November(Juvenile(), facts),
              ElementsAre(MonthFindingKind::kNotAttempted,
                          MonthFindingKind::kUnknownReason));
}

TEST(MonthTest, ALateCaseGetsTheSystemsReason) {
  MonthFacts facts = Month("court-supervision", "high");
  facts.supervision.start = Day("2026-11-22");
  const MonthJudgement judgement =
      JudgeMonth(Juvenile(), facts, Day("2026-11-01"), Day("2026-12-01"));
  EXPECT_TRUE(judgement.new_case);
  EXPECT_FALSE(judgement.contact_required);
  EXPECT_THAT(judgement.findings, IsEmpty());
}

TEST(MonthTest, NoStandardAsksForNothing) {
  EXPECT_THAT(November(Adult(), Month("administrative", "low")), IsEmpty());
}

}  // namespace
}  // namespace caseload::policy
