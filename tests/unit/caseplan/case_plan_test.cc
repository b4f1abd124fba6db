#include "services/caseplan/domain/case_plan.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/caseplan/convert_case.h"
#include "services/caseplan/domain/supervision_case.h"

namespace caseload::caseplan {
namespace {

using absl::CivilDay;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Objective WholeObjective(const std::string& id) {
  Objective objective;
  objective.id = id;
  objective.need_area = "education";
  objective.behavior = "Goes to school";
  objective.measure = "Attendance";
  objective.target_date = CivilDay(2026, 8, 31);
  objective.responsible_person = "Officer";
  objective.service = "Tutoring";
  objective.service_provider = "Schools";
  return objective;
}

CasePlan WholePlan() {
  CasePlan plan;
  plan.id = "p";
  plan.case_id = "c";
  plan.period = {CivilDay(2026, 3, 1), CivilDay(2026, 8, 31)};
  plan.goals = "Goal";
  plan.expected_outcomes = "Outcome";
  plan.supervision_level = "high";
  plan.contacts_per_month = 2;
  plan.contact_types = {"in-person"};
  plan.objectives = {WholeObjective("o-1")};
  plan.content_hash = "now";
  return plan;
}

// "KIND objective: fields" for each gap.
std::vector<std::string> Gaps(const CasePlan& plan) {
  std::vector<std::string> result;
  for (const ApprovalGap& gap : ApprovalGaps(plan)) {
    const char* kinds[] = {"NO_OBJECTIVE", "NOT_SMART", "INCOMPLETE"};
    result.push_back(absl::StrCat(kinds[static_cast<int>(gap.kind)], " ",
                                  gap.objective_id, ": ",
                                  absl::StrJoin(gap.fields, ",")));
  }
  return result;
}

TEST(ApprovalGapsTest, AWholePlanHasNone) {
  EXPECT_THAT(Gaps(WholePlan()), IsEmpty());
}

// R022: the machine-checked part of SMART.
TEST(ApprovalGapsTest, SmartIsMeasureTargetDateAndResponsiblePerson) {
  CasePlan plan = WholePlan();
  plan.objectives.push_back(Objective{});
  plan.objectives.back().id = "o-2";
  EXPECT_THAT(
      Gaps(plan),
      ElementsAre("NOT_SMART o-2: measure,target_date,responsible_person",
                  "INCOMPLETE o-2: need_area,behavior,service,"
                  "service_provider"));
}

TEST(ApprovalGapsTest, ATargetDateIsInThePlansDays) {
  CasePlan plan = WholePlan();
  plan.objectives[0].target_date = CivilDay(2026, 9, 1);
  EXPECT_THAT(Gaps(plan), ElementsAre("NOT_SMART o-1: target_date"));
  plan.objectives[0].target_date = CivilDay(2026, 3, 1);
  EXPECT_THAT(Gaps(plan), IsEmpty());
}

// R076: goals, outcomes, supervision level, frequency and type of contacts.
TEST(ApprovalGapsTest, APlanSaysWhatR076AsksFor) {
  CasePlan plan = WholePlan();
  plan.goals.clear();
  plan.expected_outcomes.clear();
  plan.supervision_level.clear();
  plan.contact_types.clear();
  plan.objectives.clear();
  EXPECT_THAT(Gaps(plan), ElementsAre("NO_OBJECTIVE : objectives",
                                      "INCOMPLETE : goals,expected_outcomes,"
                                      "supervision_level,contact_types"));
  plan = WholePlan();
  plan.contacts_per_month = 0;
  plan.contact_types.clear();
  EXPECT_THAT(Gaps(plan), IsEmpty());
}

PlanSignature Answer(Signer signer, SignatureOutcome outcome,
                     const std::string& hash) {
  PlanSignature signature;
  signature.signer = signer;
  signature.outcome = outcome;
  signature.content_hash = hash;
  return signature;
}

// R078: a signature or a recorded refusal of everybody who must.
TEST(IsSignedTest, EverybodyHasAnsweredWhatThePlanNowSays) {
  CasePlan plan = WholePlan();
  plan.signatures = {
      Answer(Signer::kParticipant, SignatureOutcome::kRefused, "now"),
      Answer(Signer::kOfficer, SignatureOutcome::kSigned, "before")};
  EXPECT_FALSE(IsSigned(plan, false));
  plan.signatures.push_back(
      Answer(Signer::kOfficer, SignatureOutcome::kSigned, "now"));
  EXPECT_TRUE(IsSigned(plan, false));
  EXPECT_FALSE(IsSigned(plan, true));
  plan.signatures.push_back(
      Answer(Signer::kGuardian, SignatureOutcome::kUnable, "now"));
  EXPECT_TRUE(IsSigned(plan, true));
}

TEST(ContentHashTest, ChangesWithEverythingThatIsSigned) {
  const CasePlan plan = WholePlan();
  const std::string hash = ContentHash(plan);
  EXPECT_EQ(hash.size(), 64u);
  EXPECT_EQ(ContentHash(plan), hash);
  CasePlan changed = plan;
  changed.objectives[0].measure = "Other";
  EXPECT_NE(ContentHash(changed), hash);
  changed = plan;
  changed.period.last = CivilDay(2026, 9, 30);
  EXPECT_NE(ContentHash(changed), hash);
  // What nobody signs does not change it.
  changed = plan;
  changed.state = PlanState::kApproved;
  changed.version = 9;
  changed.content_hash = "other";
  EXPECT_EQ(ContentHash(changed), hash);
}

Client BornOn(CivilDay day) {
  Client client;
  client.date_of_birth = day;
  return client;
}

TEST(ClientTest, ComesOfAgeOnTheEighteenthBirthday) {
  Client client = BornOn(CivilDay(2010, 6, 15));
  EXPECT_EQ(IsMinorOn(client, CivilDay(2028, 6, 14)), true);
  EXPECT_EQ(IsMinorOn(client, CivilDay(2028, 6, 15)), false);
  // Born on 29 February: on 1 March of a year without one.
  Client leap = BornOn(CivilDay(2008, 2, 29));
  EXPECT_EQ(IsMinorOn(leap, CivilDay(2026, 2, 28)), true);
  EXPECT_EQ(IsMinorOn(leap, CivilDay(2026, 3, 1)), false);
  EXPECT_EQ(IsMinorOn(Client(), CivilDay(2026, 1, 1)), std::nullopt);
}

TEST(ClientTest, AGuardianSignsForAMinorAndWhenTheAgeIsNotKnown) {
  EXPECT_TRUE(
      NeedsGuardian(BornOn(CivilDay(2010, 6, 15)), CivilDay(2026, 1, 1)));
  Client unknown;
  EXPECT_FALSE(NeedsGuardian(unknown, CivilDay(2026, 1, 1)));
  unknown.related_persons.push_back({});
  unknown.related_persons[0].is_guardian = true;
  EXPECT_TRUE(NeedsGuardian(unknown, CivilDay(2026, 1, 1)));
}

// R070.
TEST(ClientTest, AMinorsIntakeNeedsAGuardian) {
  Client client = BornOn(CivilDay(2010, 6, 15));
  client.address = "1 Sample Street";
  client.related_persons.push_back({});
  client.related_persons[0].is_emergency_contact = true;
  EXPECT_THAT(IntakeGapsOn(client, CivilDay(2026, 1, 1)),
              ElementsAre(IntakeGap::kGuardian));
  EXPECT_THAT(IntakeGapsOn(client, CivilDay(2028, 6, 15)), IsEmpty());
}

}  // namespace
}  // namespace caseload::caseplan
