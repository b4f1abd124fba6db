// One case, judged by the shipped packs: which finding, why, with which dates
// (R015-R033, R038-R040).

#include "services/caseplan/domain/snapshot_case.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/policy/proto/load.h"

namespace caseload::caseplan {
namespace {

using absl::CivilDay;
using policy::SnapshotCount;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::shared_ptr<const policy::PolicyPack> LoadPack(const std::string& name) {
  const char* root = std::getenv("CASELOAD_SOURCE_DIR");
  EXPECT_NE(root, nullptr) << "run with ctest";
  const std::string path =
      absl::StrCat(root, "/policies/packs/", name, ".textproto");
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)),
                         std::istreambuf_iterator<char>());
  auto loaded = policy::LoadPack(path, text);
  EXPECT_TRUE(loaded.ok()) << policy::ToString(loaded.problems);
  return std::make_shared<policy::PolicyPack>(loaded.value->value);
}

const policy::PolicyPack& Juvenile() {
  static const auto& pack = *new auto(LoadPack("juvenile-4.6"));
  return *pack;
}
const policy::PolicyPack& Adult() {
  static const auto& pack = *new auto(LoadPack("adult-1.17"));
  return *pack;
}

// Both packs go live on 2026-07-01; a case is received after that and judged on
// 2026-11-20 unless a test says otherwise.
class SnapshotCaseTest : public ::testing::Test {
 protected:
  SnapshotCaseTest() {
    file_.supervision_case.id = "c";
    file_.supervision_case.division = "juvenile";
    file_.supervision_case.case_type = "court-supervision";
    file_.supervision_case.received_date = CivilDay(2026, 7, 6);
    file_.assigned_date = CivilDay(2026, 7, 6);
  }

  static PolicyTimeline Since(CivilDay day, const policy::PolicyPack& pack) {
    return PolicyTimeline({{day, std::make_shared<policy::PolicyPack>(pack)}});
  }
  const JudgedCase& Judge(const policy::PolicyPack& pack) {
    return Judge(Since(CivilDay(2021, 1, 1), pack));
  }
  const JudgedCase& Judge(PolicyTimeline timeline) {
    timeline_ = std::move(timeline);
    days_ = MakeSnapshotDays(as_of_, period_);
    judged_ = JudgeCase(file_, timeline_, days_);
    return judged_;
  }
  // "month/why why subject" of the findings of a kind.
  std::vector<std::string> Findings(SnapshotCount kind) const {
    std::vector<std::string> texts;
    for (const Finding& finding : judged_.findings) {
      if (finding.kind != kind) continue;
      std::string text;
      if (finding.month.has_value()) {
        absl::StrAppend(&text, finding.month->month(), "/");
      }
      for (const FindingWhy why : finding.whys) {
        absl::StrAppend(&text, static_cast<int>(why), " ");
      }
      absl::StrAppend(&text, finding.subject, finding.item.empty() ? "" : "#",
                      finding.item, finding.in_time ? " in time" : "");
      texts.push_back(text);
    }
    return texts;
  }

  void AddContact(CivilDay day,
                  ContactStatus status = ContactStatus::kCompleted,
                  ContactKind kind = ContactKind::kDirect,
                  ContactLocation location = ContactLocation::kOffice) {
    ContactEntry contact;
    contact.date = day;
    contact.status = status;
    contact.kind = kind;
    contact.location = location;
    file_.contacts.push_back(contact);
  }
  NoContactReason& AddReason(absl::CivilMonth month, NoContactCode code,
                             CivilDay entered) {
    NoContactReason& reason = file_.reasons.emplace_back();
    reason.id = absl::StrCat("r-", file_.reasons.size());
    reason.month = month;
    reason.code = code;
    reason.entered_date = entered;
    return reason;
  }
  CaseState& AddState(CaseStatus status, CivilDay first) {
    CaseState& state = file_.states.emplace_back();
    state.id = absl::StrCat("s-", file_.states.size());
    state.status = status;
    state.period = {first, std::nullopt};
    state.confirmed_date = first;
    return state;
  }
  // With two objectives in the need areas, whole but for what a test takes out.
  PlanVersion& AddPlan(CivilDay approved, std::vector<std::string> areas) {
    PlanVersion& plan = file_.plans.emplace_back();
    plan.id = absl::StrCat("p-", file_.plans.size());
    plan.period = {approved, approved + 364};
    plan.approved = approved;
    plan.signed_on = approved;
    for (const std::string& area : areas) {
      Objective& objective = plan.objectives.emplace_back();
      objective.id = absl::StrCat("o-", plan.objectives.size());
      objective.need_area = area;
      objective.behavior = "Goes to school";
      objective.measure = "Attendance";
      objective.target_date = approved + 60;
      objective.responsible_person = "Guardian";
    }
    return plan;
  }
  // An assessment whose domains answer need areas of their own names, each at
  // the given rank of three bands.
  RiskAssessment& AddAssessment(
      const std::string& instrument, const std::string& scheme,
      const std::string& band, CivilDay assessed,
      const std::vector<std::pair<std::string, int>>& domains) {
    RiskAssessment& assessment = file_.risk.latest.emplace_back();
    assessment.assessment_id = absl::StrCat("a-", file_.risk.latest.size());
    assessment.instrument_id = instrument;
    assessment.instrument_version = "1";
    assessment.assessed_date = assessed;
    assessment.sets_risk = !scheme.empty();
    assessment.level = band;
    if (!scheme.empty()) assessment.bands = {{scheme, band}};
    for (const auto& [id, rank] : domains) {
      RiskDomain& domain = assessment.domains.emplace_back();
      domain.domain_id = id;
      domain.dynamic = id != "history";
      domain.need_areas = {id};
      domain.score = rank * 2;
      domain.maximum_score = 6;
      domain.level_rank = rank;
    }
    return assessment;
  }
  void AddYls(const std::string& band, CivilDay assessed) {
    AddAssessment("yls-cmi", Juvenile().band_scheme.id, band, assessed,
                  {{"history", 2}, {"family", 2}, {"peers", 1}});
  }
  void AddLsCmi(const std::string& band, CivilDay assessed) {
    AddAssessment("ls-cmi", Adult().band_scheme.id, band, assessed,
                  {{"history", 2},
                   {"companions", 2},
                   {"alcohol-drug", 2},
                   {"employment", 1},
                   {"leisure", 0}});
  }

  CivilDay as_of_{2026, 11, 20};
  std::optional<policy::DayRange> period_;
  CaseFile file_;
  PolicyTimeline timeline_;
  SnapshotDays days_;
  JudgedCase judged_;
};

TEST(SnapshotDaysTest, ReviewTheQuarterAndAtLeastTheMonthBefore) {
  const auto from = [](CivilDay as_of) {
    return MakeSnapshotDays(as_of, std::nullopt).review.first;
  };
  EXPECT_EQ(from(CivilDay(2026, 11, 20)), CivilDay(2026, 10, 1));
  EXPECT_EQ(from(CivilDay(2026, 12, 31)), CivilDay(2026, 10, 1));
  // Early in a quarter the reasons that came late would not be seen (R028).
  EXPECT_EQ(from(CivilDay(2027, 1, 1)), CivilDay(2026, 12, 1));
  EXPECT_EQ(from(CivilDay(2028, 2, 29)), CivilDay(2028, 1, 1));
  const SnapshotDays asked = MakeSnapshotDays(
      CivilDay(2026, 11, 20),
      policy::DayRange{CivilDay(2026, 8, 15), CivilDay(2026, 9, 14)});
  EXPECT_EQ(asked.review.first, CivilDay(2026, 8, 1));
  EXPECT_EQ(asked.review.last, CivilDay(2026, 11, 20));
}

TEST(PolicyTimelineTest, SplitsAPeriodWhereTheVersionChanges) {
  auto old_pack = std::make_shared<policy::PolicyPack>();
  auto new_pack = std::make_shared<policy::PolicyPack>();
  const PolicyTimeline timeline(
      {{CivilDay(2026, 11, 1), new_pack}, {CivilDay(2026, 10, 10), old_pack}});
  EXPECT_EQ(timeline.On(CivilDay(2026, 10, 9)), nullptr);
  EXPECT_EQ(timeline.On(CivilDay(2026, 10, 31)), old_pack.get());
  EXPECT_EQ(timeline.On(CivilDay(2026, 11, 1)), new_pack.get());
  const auto parts =
      timeline.Split({CivilDay(2026, 10, 1), CivilDay(2026, 12, 31)});
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].first,
            (policy::DayRange{CivilDay(2026, 10, 10), CivilDay(2026, 10, 31)}));
  EXPECT_EQ(parts[1].second, new_pack.get());
  EXPECT_THAT(timeline.Split({CivilDay(2026, 9, 1), CivilDay(2026, 9, 30)}),
              IsEmpty());
}

// R017: never done is a state of its own, apart from not due yet.
TEST_F(SnapshotCaseTest, PlanIsDueThenNeverDone) {
  file_.supervision_case.received_date = CivilDay(2026, 10, 6);
  Judge(Juvenile());
  EXPECT_EQ(judged_.plan.duty.judgement.state, policy::DutyState::kDue);
  EXPECT_EQ(judged_.plan.duty.judgement.due, CivilDay(2026, 11, 20));
  EXPECT_THAT(Findings(SnapshotCount::kPlanNotCurrent), IsEmpty());

  as_of_ = CivilDay(2026, 11, 21);
  Judge(Juvenile());
  EXPECT_EQ(judged_.plan.duty.judgement.state, policy::DutyState::kNeverDone);
  EXPECT_THAT(Findings(SnapshotCount::kPlanNotCurrent), ElementsAre("1 "));
}

// What was due before the division's go-live is shown and is no finding.
TEST_F(SnapshotCaseTest, BeforeGoLiveIsNoFinding) {
  file_.supervision_case.received_date = CivilDay(2026, 4, 1);
  Judge(Juvenile());
  EXPECT_EQ(judged_.plan.duty.judgement.state, policy::DutyState::kNeverDone);
  EXPECT_TRUE(judged_.plan.duty.judgement.before_go_live);
  EXPECT_THAT(Findings(SnapshotCount::kPlanNotCurrent), IsEmpty());
  EXPECT_THAT(Findings(SnapshotCount::kAssessmentNotCurrent), IsEmpty());
}

// R017: every reason for which a plan is not current is named.
TEST_F(SnapshotCaseTest, PlanNamesAllItsFaults) {
  PlanVersion& plan = AddPlan(CivilDay(2026, 7, 10), {"family"});
  plan.signed_on.reset();
  AddYls("moderate", CivilDay(2026, 9, 1));
  Judge(Juvenile());
  EXPECT_THAT(
      PlanFaults(judged_.plan.judgement),
      ElementsAre(FindingWhy::kPlanNotSigned, FindingWhy::kPlanReviewOverdue,
                  FindingWhy::kPlanOlderThanAssessment));
  EXPECT_THAT(Findings(SnapshotCount::kPlanNotCurrent),
              ElementsAre("4 6 7 cases/c/plans/p-1"));
}

// R016, R039: once for the risk assessment, and for each instrument that was
// begun.
TEST_F(SnapshotCaseTest, AssessmentsOfRiskAndBesideItAreJudgedApart) {
  Judge(Juvenile());
  EXPECT_THAT(Findings(SnapshotCount::kAssessmentNotCurrent),
              ElementsAre("1 "));
  ASSERT_EQ(judged_.instruments.size(), 2u);
  EXPECT_EQ(judged_.instruments[1].duty.judgement.state,
            policy::DutyState::kNotRequired);

  AddYls("low", CivilDay(2026, 8, 1));
  AddAssessment("tcm", "", "", CivilDay(2026, 7, 20) - 70, {});
  file_.supervision_case.received_date = CivilDay(2026, 5, 1);
  as_of_ = CivilDay(2026, 11, 20);
  Judge(Juvenile());
  EXPECT_THAT(Findings(SnapshotCount::kAssessmentNotCurrent),
              ElementsAre("2 #tcm"));
}

// What held before the latest assessment is not kept here, and is not claimed.
TEST_F(SnapshotCaseTest, LaterAssessmentLeavesTheDayNotKnown) {
  AddYls("high", CivilDay(2026, 11, 21));
  Judge(Juvenile());
  EXPECT_FALSE(judged_.risk_assessment.known);
  EXPECT_EQ(judged_.level.source, LevelSource::kNotKnown);
  EXPECT_EQ(judged_.level.judgement.supervision_band_id, "");
  EXPECT_THAT(Findings(SnapshotCount::kAssessmentNotCurrent), IsEmpty());
  as_of_ = CivilDay(2026, 11, 21);
  Judge(Juvenile());
  EXPECT_EQ(judged_.level.source, LevelSource::kScored);
  EXPECT_EQ(judged_.level.judgement.supervision_band_id, "high");
}

// R026, R027, R028: each month for itself; what is missing in a month that
// lasts has time.
TEST_F(SnapshotCaseTest, MonthWithoutContactAsksForAttemptAndReason) {
  AddYls("moderate", CivilDay(2026, 8, 1));
  AddContact(CivilDay(2026, 11, 3), ContactStatus::kAttempted);
  Judge(Juvenile());
  EXPECT_THAT(Findings(SnapshotCount::kNotAttempted), ElementsAre("10/21 "));
  EXPECT_THAT(Findings(SnapshotCount::kAttemptedOnly),
              ElementsAre("11/20  in time"));
  EXPECT_THAT(Findings(SnapshotCount::kNoContactReasonMissing),
              ElementsAre("10/22 ", "11/22  in time"));

  AddReason(absl::CivilMonth(2026, 10), NoContactCode::kMedical,
            CivilDay(2026, 11, 1));
  AddContact(CivilDay(2026, 11, 20));
  Judge(Juvenile());
  EXPECT_THAT(Findings(SnapshotCount::kNoContactReasonMissing), IsEmpty());
  EXPECT_THAT(Findings(SnapshotCount::kNoContactReasonLate),
              ElementsAre("10/23 cases/c/noContactReasons/r-1#MEDICAL"));
  EXPECT_THAT(Findings(SnapshotCount::kAttemptedOnly), IsEmpty());
}

// A collateral contact is none with the client, and neither is a letter; both
// are counted apart (R026, R038).
TEST_F(SnapshotCaseTest, OnlyContactsWithTheClientCount) {
  AddYls("moderate", CivilDay(2026, 8, 1));
  AddContact(CivilDay(2026, 11, 2), ContactStatus::kCompleted,
             ContactKind::kCollateral);
  AddContact(CivilDay(2026, 11, 5), ContactStatus::kScheduled);
  ContactEntry letter;
  letter.date = CivilDay(2026, 11, 6);
  letter.method = ContactMethod::kWritten;
  file_.contacts.push_back(letter);
  Judge(Juvenile());
  EXPECT_EQ(judged_.month.completed, 1);
  EXPECT_EQ(judged_.month.collateral, 1);
  EXPECT_EQ(judged_.month.locations.other, 1);
  EXPECT_EQ(judged_.month.State(), policy::ContactState::kPending);
  AddContact(CivilDay(2026, 11, 20), ContactStatus::kCompleted,
             ContactKind::kBoth, ContactLocation::kHome);
  Judge(Juvenile());
  EXPECT_EQ(judged_.month.completed, 2);
  EXPECT_EQ(judged_.month.locations.field, 1);
  EXPECT_EQ(judged_.month.State(), policy::ContactState::kMet);
}

// R029: the juvenile manual asks for the request, the adult one also for the
// revoking order; both for the reason "warrant".
TEST_F(SnapshotCaseTest, PendingWarrantAsksForReasonRequestAndOrder) {
  AddState(CaseStatus::kWarrant, CivilDay(2026, 10, 20));
  AddYls("moderate", CivilDay(2026, 8, 1));
  AddLsCmi("high", CivilDay(2026, 8, 1));
  AddReason(absl::CivilMonth(2026, 10), NoContactCode::kAbsconded,
            CivilDay(2026, 10, 30));
  AddReason(absl::CivilMonth(2026, 11), NoContactCode::kWarrant,
            CivilDay(2026, 11, 10));
  Judge(Adult());
  EXPECT_THAT(
      Findings(SnapshotCount::kWarrantIncomplete),
      ElementsAre("10/25 ", "11/26 27 cases/c/noContactReasons/r-2 in time"));
  Judge(Juvenile());
  EXPECT_THAT(
      Findings(SnapshotCount::kWarrantIncomplete),
      ElementsAre("10/25 ", "11/26 cases/c/noContactReasons/r-2 in time"));
  file_.reasons[1].warrant_request_date = CivilDay(2026, 11, 9);
  file_.reasons[1].revoking_order = RevokingOrder::kPrepared;
  Judge(Adult());
  EXPECT_THAT(Findings(SnapshotCount::kWarrantIncomplete),
              ElementsAre("10/25 "));
}

// R030: asked of adults only.
TEST_F(SnapshotCaseTest, CustodyAsksForTheBookingTypeWhereTheManualDoes) {
  AddState(CaseStatus::kInCustody, CivilDay(2026, 10, 20));
  Judge(Juvenile());
  EXPECT_THAT(Findings(SnapshotCount::kBookingTypeMissing), IsEmpty());
  Judge(Adult());
  EXPECT_THAT(Findings(SnapshotCount::kBookingTypeMissing),
              ElementsAre("28 cases/c/states/s-1"));
  file_.states[0].booking_type = "flash";
  Judge(Adult());
  EXPECT_THAT(Findings(SnapshotCount::kBookingTypeMissing), IsEmpty());
}

// R031: confirmation and reason, each month.
TEST_F(SnapshotCaseTest, ResidentialTreatmentAsksForConfirmationAndReason) {
  AddLsCmi("high", CivilDay(2026, 8, 1));
  AddState(CaseStatus::kResidentialTreatment, CivilDay(2026, 10, 1));
  AddReason(absl::CivilMonth(2026, 10), NoContactCode::kResidentialTreatment,
            CivilDay(2026, 10, 30))
      .residential_confirmed_date = CivilDay(2026, 10, 12);
  Judge(Adult());
  EXPECT_THAT(Findings(SnapshotCount::kResidentialNotConfirmed),
              ElementsAre("11/29 30  in time"));
  file_.residential_notes = {CivilDay(2026, 11, 4)};
  Judge(Adult());
  EXPECT_THAT(Findings(SnapshotCount::kResidentialNotConfirmed),
              ElementsAre("11/30  in time"));
}

// R018, R019: too few at High; a need area that nobody assessed.
TEST_F(SnapshotCaseTest, NeedAreasFollowTheScoredLevel) {
  AddYls("high", CivilDay(2026, 10, 20));
  AddPlan(CivilDay(2026, 11, 1), {"family", "housing"});
  file_.overrides = {{"low", CivilDay(2026, 11, 1), std::nullopt}};
  Judge(Juvenile());
  EXPECT_EQ(judged_.level.judgement.supervision_band_id, "low");
  EXPECT_THAT(Findings(SnapshotCount::kNeedAreasOutsideRule),
              ElementsAre("8 cases/c/plans/p-1"));
  EXPECT_THAT(Findings(SnapshotCount::kNeedAreaNotAssessed),
              ElementsAre("10 cases/c/plans/p-1/objectives/o-2#housing"));
  // Another current assessment that shows the need answers for it.
  AddAssessment("tcm", "", "", CivilDay(2026, 10, 1), {{"housing", 1}});
  Judge(Juvenile());
  EXPECT_THAT(Findings(SnapshotCount::kNeedAreaNotAssessed), IsEmpty());
}

// R020, R021: LSI and LS/CMI cases target the highest, under a current plan.
TEST_F(SnapshotCaseTest, HighestFactorsAreTargetedUnderACurrentPlan) {
  AddLsCmi("high", CivilDay(2026, 10, 20));
  Judge(Adult());
  EXPECT_THAT(Findings(SnapshotCount::kAssessedWithoutPlan), ElementsAre("1 "));
  AddPlan(CivilDay(2026, 11, 1), {"companions", "leisure"});
  Judge(Adult());
  EXPECT_THAT(Findings(SnapshotCount::kAssessedWithoutPlan), IsEmpty());
  // Three are above their lowest band; one of them is targeted.
  EXPECT_EQ(judged_.need_areas->required_highest, 3);
  EXPECT_EQ(judged_.need_areas->targeted_highest, 1);
  EXPECT_THAT(Findings(SnapshotCount::kHighestFactorsNotTargeted),
              ElementsAre("11 cases/c/plans/p-1"));
}

// R022: each objective names what it lacks.
TEST_F(SnapshotCaseTest, ObjectivesThatAreNotSmartSayWhatTheyLack) {
  PlanVersion& plan =
      AddPlan(CivilDay(2026, 11, 1), {"family", "peers", "education"});
  plan.objectives[1].measure.clear();
  plan.objectives[1].responsible_person.clear();
  // Outside the plan's days.
  plan.objectives[2].target_date = CivilDay(2026, 10, 31);
  Judge(Juvenile());
  EXPECT_EQ(judged_.plan.objectives_not_smart, 2);
  EXPECT_THAT(Findings(SnapshotCount::kObjectiveNotSmart),
              ElementsAre("14 16 cases/c/plans/p-1/objectives/o-2#peers",
                          "15 cases/c/plans/p-1/objectives/o-3#education"));
}

// R023 in both directions, where the manual asks for it; R024.
TEST_F(SnapshotCaseTest, EnrollmentsMatchObjectivesAndAreVerified) {
  PlanVersion& plan = AddPlan(CivilDay(2026, 11, 1), {"family", "peers"});
  plan.objectives[0].referral_program = "family-program";
  plan.objectives[1].referral_program = "thinking-skills";
  const auto enroll = [&](const std::string& id, const std::string& program,
                          EnrollmentStatus status) -> Enrollment& {
    Enrollment& enrollment = file_.enrollments.emplace_back();
    enrollment.id = id;
    enrollment.program = program;
    enrollment.status = status;
    enrollment.referral_date = CivilDay(2026, 5, 1);
    enrollment.start_date = CivilDay(2026, 5, 20);
    return enrollment;
  };
  enroll("e-1", "other", EnrollmentStatus::kActive);
  enroll("e-2", "thinking-skills", EnrollmentStatus::kDischarged);
  Judge(Juvenile());
  EXPECT_EQ(judged_.enrollments.standing, EnrollmentStanding::kActive);
  EXPECT_THAT(Findings(SnapshotCount::kEnrollmentWithoutObjective),
              ElementsAre("17 cases/c/enrollments/e-1#other"));
  EXPECT_THAT(
      Findings(SnapshotCount::kObjectiveWithoutEnrollment),
      ElementsAre("18 cases/c/plans/p-1/objectives/o-1#family-program",
                  "18 cases/c/plans/p-1/objectives/o-2#thinking-skills"));
  // Six calendar months from the first day are in time, to the day.
  EXPECT_THAT(Findings(SnapshotCount::kEnrollmentNotVerified), IsEmpty());
  as_of_ = CivilDay(2026, 11, 21);
  Judge(Juvenile());
  EXPECT_THAT(Findings(SnapshotCount::kEnrollmentNotVerified),
              ElementsAre("1 cases/c/enrollments/e-1#other"));
  file_.enrollments[0].verified_date = CivilDay(2026, 8, 1);
  file_.enrollments[0].objectives = {{"an-older-plan", "o-1"}};
  Judge(Juvenile());
  EXPECT_THAT(Findings(SnapshotCount::kEnrollmentNotVerified), IsEmpty());
  EXPECT_THAT(Findings(SnapshotCount::kEnrollmentWithoutObjective), IsEmpty());
  Judge(Adult());
  EXPECT_THAT(Findings(SnapshotCount::kObjectiveWithoutEnrollment), IsEmpty());
}

// R040: on a level that asks for it, no program needs a reason.
TEST_F(SnapshotCaseTest, NoProgramNeedsAReasonOnSomeLevels) {
  Judge(Adult());
  EXPECT_EQ(judged_.enrollments.standing, EnrollmentStanding::kNone);
  AddLsCmi("high", CivilDay(2026, 10, 20));
  Judge(Adult());
  EXPECT_EQ(judged_.enrollments.standing, EnrollmentStanding::kUnexplained);
  EXPECT_THAT(Findings(SnapshotCount::kNotEnrolledUnexplained),
              ElementsAre("35 "));
  Enrollment& none = file_.enrollments.emplace_back();
  none.id = "e-1";
  none.status = EnrollmentStatus::kNotEnrolled;
  none.referral_date = CivilDay(2026, 8, 1);
  Judge(Adult());
  EXPECT_EQ(judged_.enrollments.standing, EnrollmentStanding::kExplained);
  EXPECT_THAT(Findings(SnapshotCount::kNotEnrolledUnexplained), IsEmpty());
}

// R025: a case without a plan has nothing that a note could speak of.
TEST_F(SnapshotCaseTest, ObjectiveNoteIsAskedOfCasesWithAPlan) {
  Judge(Juvenile());
  EXPECT_THAT(Findings(SnapshotCount::kNoObjectiveNote), IsEmpty());
  AddPlan(CivilDay(2026, 10, 15), {"family"});
  file_.objective_notes = {CivilDay(2026, 11, 30) - 29};
  Judge(Juvenile());
  EXPECT_THAT(Findings(SnapshotCount::kNoObjectiveNote), ElementsAre("10/19 "));
}

// R032, R033.
TEST_F(SnapshotCaseTest, OverridesLowBandsAndInvestigationsAreListed) {
  AddLsCmi("high", CivilDay(2026, 10, 20));
  file_.overrides = {{"low", CivilDay(2026, 11, 1), CivilDay(2026, 11, 20)}};
  Investigation& investigation = file_.investigations.emplace_back();
  investigation.id = "i-1";
  investigation.kind = "violation";
  investigation.opened_date = CivilDay(2026, 11, 1);
  investigation.due_date = CivilDay(2026, 11, 19);
  Judge(Adult());
  EXPECT_EQ(judged_.level.source, LevelSource::kOverride);
  EXPECT_EQ(judged_.level.judgement.scored_band_id, "high");
  EXPECT_THAT(Findings(SnapshotCount::kOverride), ElementsAre("32 "));
  EXPECT_THAT(Findings(SnapshotCount::kTemporaryOverride), ElementsAre("32 "));
  EXPECT_THAT(Findings(SnapshotCount::kLowBand), ElementsAre("33 "));
  EXPECT_THAT(Findings(SnapshotCount::kOpenInvestigation),
              ElementsAre("34 cases/c/investigations/i-1#violation"));
  // The last day of the override has passed.
  as_of_ = CivilDay(2026, 11, 21);
  Judge(Adult());
  EXPECT_THAT(Findings(SnapshotCount::kOverride), IsEmpty());
  EXPECT_THAT(Findings(SnapshotCount::kLowBand), IsEmpty());
}

// R015, R030: the state and its confirmation, ninety days to the day.
TEST_F(SnapshotCaseTest, ClientStateIsConfirmedWithinNinetyDays) {
  AddState(CaseStatus::kActive, CivilDay(2026, 8, 22));
  Judge(Juvenile());
  EXPECT_EQ(judged_.state_confirmation.judgement.due, CivilDay(2026, 11, 20));
  EXPECT_THAT(Findings(SnapshotCount::kClientStateNotCurrent), IsEmpty());
  as_of_ = CivilDay(2026, 11, 21);
  Judge(Juvenile());
  EXPECT_THAT(Findings(SnapshotCount::kClientStateNotCurrent),
              ElementsAre("2 cases/c/states/s-1"));
}

// A month is judged by the version in force on its last day, and names it.
TEST_F(SnapshotCaseTest, MonthsAreJudgedByTheVersionOfTheirLastDay) {
  AddYls("moderate", CivilDay(2026, 8, 1));
  auto old_pack = std::make_shared<policy::PolicyPack>(Juvenile());
  auto new_pack = std::make_shared<policy::PolicyPack>(Juvenile());
  new_pack->version.version_label = "next";
  Judge(PolicyTimeline(
      {{CivilDay(2021, 1, 1), old_pack}, {CivilDay(2026, 10, 31), new_pack}}));
  ASSERT_EQ(judged_.months.size(), 2u);
  EXPECT_EQ(judged_.months[0].judgement.policy.version_label, "next");
  // The quarter is split, and each part names its version.
  ASSERT_EQ(judged_.quarter.standards.size(), 2u);
  EXPECT_EQ(judged_.quarter.standards[0].policy.version_label, "2021-03-22");
  EXPECT_EQ(judged_.quarter.standards[1].policy.version_label, "next");
}

// A duty is judged by the version in force on its due day.
TEST_F(SnapshotCaseTest, DutyIsJudgedByTheVersionOfItsDueDay) {
  auto old_pack = std::make_shared<policy::PolicyPack>(Juvenile());
  auto new_pack = std::make_shared<policy::PolicyPack>(Juvenile());
  new_pack->version.version_label = "next";
  new_pack->plan.initial_due = {400, 0};
  // Due on 2026-08-20 under the old one, which then was in force.
  Judge(PolicyTimeline(
      {{CivilDay(2021, 1, 1), old_pack}, {CivilDay(2026, 11, 1), new_pack}}));
  EXPECT_EQ(judged_.plan.duty.judgement.policy.version_label, "next");
  EXPECT_EQ(judged_.plan.duty.judgement.state, policy::DutyState::kDue);
  new_pack->plan.initial_due = {60, 0};
  Judge(PolicyTimeline(
      {{CivilDay(2021, 1, 1), old_pack}, {CivilDay(2026, 11, 1), new_pack}}));
  EXPECT_EQ(judged_.plan.duty.judgement.policy.version_label, "2021-03-22");
  EXPECT_EQ(judged_.plan.duty.judgement.due, CivilDay(2026, 8, 20));
}

TEST_F(SnapshotCaseTest, WithoutPolicyNothingIsJudgedAndContactsAreCounted) {
  AddContact(CivilDay(2026, 11, 2));
  AddState(CaseStatus::kActive, CivilDay(2026, 7, 6));
  Judge(Since(CivilDay(2026, 11, 21), Juvenile()));
  EXPECT_EQ(judged_.pack, nullptr);
  EXPECT_THAT(judged_.findings, IsEmpty());
  EXPECT_EQ(judged_.month.completed, 1);
  EXPECT_EQ(judged_.month.State(), std::nullopt);
  ASSERT_NE(judged_.state, nullptr);
}

// A case that was closed on the day was open on it; the month that it does not
// see the end of asks for nothing.
TEST_F(SnapshotCaseTest, CaseClosedOnTheDayIsJudgedAsOfThatDay) {
  AddYls("moderate", CivilDay(2026, 8, 1));
  file_.supervision_case.closed_date = CivilDay(2026, 11, 20);
  Judge(Juvenile());
  ASSERT_EQ(judged_.months.size(), 2u);
  EXPECT_TRUE(judged_.months[0].judgement.contact_required);
  EXPECT_FALSE(judged_.months[1].judgement.contact_required);
  EXPECT_EQ(judged_.month.State(), policy::ContactState::kNotJudged);
  // Asked about a day before, nobody knew that it would be closed.
  as_of_ = CivilDay(2026, 11, 19);
  Judge(Juvenile());
  EXPECT_TRUE(judged_.months[1].judgement.contact_required);
}

// R038: what was missed in the months of review, requirement by requirement.
TEST_F(SnapshotCaseTest, MissedRequirementsOfTheStandardAreFindings) {
  AddYls("high", CivilDay(2026, 8, 1));
  AddContact(CivilDay(2026, 10, 5));
  AddContact(CivilDay(2026, 10, 20));
  Judge(Juvenile());
  std::vector<std::string> missed =
      Findings(SnapshotCount::kContactStandardMissed);
  // Two contacts in October, none of them in the field.
  ASSERT_EQ(missed.size(), 1u);
  EXPECT_EQ(judged_.quarter.State(), policy::ContactState::kMissed);
  EXPECT_EQ(judged_.month.State(), policy::ContactState::kPending);
}

}  // namespace
}  // namespace caseload::caseplan
