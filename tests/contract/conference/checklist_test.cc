// The pre-conference checklist (R135), on both engines.

#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "services/common/status/error.h"
#include "tests/contract/conference/conference_fixture.h"
#include "tests/support/conference/shipped_packs.h"

namespace caseload::conference {
namespace {

using caseload::testing::HasReason;
using caseload::testing::IsOk;
using caseload::testing::StatusIs;
using policy::SnapshotCount;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// One case that two reminders are about, and one that none is.
CaseloadSnapshot TwoCases() {
  CaseloadSnapshot snapshot;
  CaseOfCaseload& first = snapshot.cases.emplace_back();
  first.case_id = "case-1";
  first.client_name = "Testfall, Alma <b>";
  CaseFinding plan;
  plan.kind = SnapshotCount::kPlanNotCurrent;
  plan.whys = {FindingWhy::kPlanExpired, FindingWhy::kPlanReviewOverdue};
  plan.last = absl::CivilDay(2026, 4, 1);
  plan.next = absl::CivilDay(2026, 10, 1);
  first.findings.push_back(plan);
  CaseFinding smart;
  smart.kind = SnapshotCount::kObjectiveNotSmart;
  smart.whys = {FindingWhy::kNotMeasurable};
  first.findings.push_back(smart);
  CaseFinding assessment;
  assessment.kind = SnapshotCount::kAssessmentNotCurrent;
  assessment.whys = {FindingWhy::kNeverDone};
  assessment.item = "yls-cmi";
  assessment.next = absl::CivilDay(2026, 12, 20);
  assessment.in_time = true;
  first.findings.push_back(assessment);
  // A kind that the juvenile list has no line for.
  CaseFinding standard;
  standard.kind = SnapshotCount::kContactStandardMissed;
  first.findings.push_back(standard);
  snapshot.cases.emplace_back().case_id = "case-2";
  return snapshot;
}

class ChecklistTest : public ConferenceTest {
 protected:
  ChecklistTest() { snapshots_.Set(TwoCases()); }

  absl::StatusOr<v1::PreConferenceChecklist> Read(
      const std::string& name, const std::string& who = "dpo dpo-j",
      bool with_html = false) {
    v1::GetPreConferenceChecklistRequest request;
    request.set_name(name);
    request.set_with_html(with_html);
    return Call(&v1::ConferenceService::Stub::GetPreConferenceChecklist, who,
                request);
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, ChecklistTest, testing::BothEngines(),
                         testing::EngineName);

const v1::ChecklistLine* Line(const v1::PreConferenceChecklist& checklist,
                              const std::string& number) {
  for (const v1::ChecklistLine& line : checklist.lines()) {
    if (line.number() == number) return &line;
  }
  return nullptr;
}

TEST_P(ChecklistTest, EveryReminderIsThereWithTheCasesBehindItWhyAndWhen) {
  const auto conference = Schedule(Juvenile({2026, 11, 13, 9, 0}));
  ASSERT_THAT(conference, IsOk());
  const auto checklist = Read(conference->name());
  ASSERT_THAT(checklist, IsOk());
  EXPECT_EQ(checklist->conference(), conference->name());
  EXPECT_EQ(checklist->officer(), "officers/dpo-j");
  EXPECT_EQ(checklist->as_of().day(), 2);
  EXPECT_EQ(checklist->cases(), 2);
  EXPECT_EQ(checklist->html(), "");
  const policy::PolicyPack pack = testing::JuvenilePack();
  ASSERT_EQ(checklist->lines_size(),
            static_cast<int>(pack.notice.reminders.size()));
  for (int i = 0; i < checklist->lines_size(); ++i) {
    EXPECT_EQ(checklist->lines(i).number(), pack.notice.reminders[i].number);
    EXPECT_EQ(checklist->lines(i).text(), pack.notice.reminders[i].text);
  }
  const v1::ChecklistLine* plans = Line(*checklist, "3");
  ASSERT_NE(plans, nullptr);
  EXPECT_EQ(plans->cases(), 1);
  ASSERT_EQ(plans->items_size(), 2);
  const v1::ChecklistItem& expired = plans->items(0);
  EXPECT_EQ(expired.case_(), "cases/case-1");
  EXPECT_EQ(expired.client_display_name(), "Testfall, Alma <b>");
  EXPECT_EQ(expired.kind(), policy::v1::SNAPSHOT_COUNT_PLAN_NOT_CURRENT);
  EXPECT_EQ(expired.what(), "without a current case plan");
  EXPECT_EQ(expired.why(),
            "the plan has expired; the plan's review is overdue");
  EXPECT_EQ(expired.last_date().month(), 4);
  EXPECT_EQ(expired.next_date().month(), 10);
  EXPECT_FALSE(expired.in_time());
  const v1::ChecklistLine* assessments = Line(*checklist, "2");
  ASSERT_NE(assessments, nullptr);
  ASSERT_EQ(assessments->items_size(), 1);
  EXPECT_FALSE(assessments->items(0).has_last_date());
  EXPECT_TRUE(assessments->items(0).in_time());
  EXPECT_EQ(Line(*checklist, "7")->cases(), 0);
}

TEST_P(ChecklistTest, ItOpensOnTheDayOfTheNotice) {
  const auto conference = Schedule(Juvenile({2026, 12, 30, 9, 0}));
  ASSERT_THAT(conference, IsOk());
  // D-14 is 16 December; the day before, at its last minute.
  SetNow({2026, 12, 15, 23, 59});
  EXPECT_THAT(Read(conference->name()),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition,
                             HasSubstr("2026-12-16")),
                    HasReason("CHECKLIST_NOT_OPEN")));
  // The day counts, not the hour at which the notice goes.
  SetNow({2026, 12, 16, 0, 0});
  EXPECT_THAT(Read(conference->name()), IsOk());
  EXPECT_THAT(Read(conference->name(), "sdpo sdpo-j"), IsOk());
}

TEST_P(ChecklistTest, ItStaysOpenWhenTheConferenceMovesWithinItsDay) {
  const auto conference = Schedule(Juvenile({2026, 12, 30, 9, 0}));
  ASSERT_THAT(conference, IsOk());
  SetNow({2026, 12, 17, 9, 0});
  const std::string id = conference->name().substr(12);
  proofs_.Accept(id, 1, CountyTime({2026, 12, 16, 8, 0}));
  ASSERT_THAT(Reschedule(MoveTo(*conference, {2026, 12, 30, 14, 0})), IsOk());
  EXPECT_THAT(Read(conference->name()), IsOk());
}

TEST_P(ChecklistTest, OnlyTheOfficerAndTheSupervisorsReadIt) {
  const auto conference = Schedule(Juvenile({2026, 11, 13, 9, 0}));
  ASSERT_THAT(conference, IsOk());
  for (const char* who :
       {"dpo dpo-j", "sdpo sdpo-j", "sdpo acting-j", "manager boss"}) {
    EXPECT_THAT(Read(conference->name(), who), IsOk()) << who;
  }
  for (const char* who : {"dpo dpo-j2", "dpo dpo-a", "sdpo sdpo-a"}) {
    EXPECT_THAT(Read(conference->name(), who),
                AllOf(StatusIs(absl::StatusCode::kNotFound),
                      HasReason("RESOURCE_NOT_FOUND")))
        << who;
  }
  for (const char* who : {"quality coach", "auditor auditor", "admin admin"}) {
    EXPECT_THAT(Read(conference->name(), who),
                StatusIs(absl::StatusCode::kPermissionDenied))
        << who;
  }
  EXPECT_THAT(Read("conferences/unknown", "manager boss"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Read("no name", "manager boss"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_P(ChecklistTest, AConferenceThatIsCalledOffHasNone) {
  const auto conference = Schedule(Juvenile({2026, 11, 13, 9, 0}));
  ASSERT_THAT(conference, IsOk());
  ASSERT_THAT(Cancel(conference->name()), IsOk());
  EXPECT_THAT(Read(conference->name()), HasReason("CONFERENCE_NOT_SCHEDULED"));
}

TEST_P(ChecklistTest, ACaseplanThatIsDownIsUnavailableAndNothingElse) {
  const auto conference = Schedule(Juvenile({2026, 11, 13, 9, 0}));
  ASSERT_THAT(conference, IsOk());
  snapshots_.FailWith(
      status::Unavailable("PEER_UNAVAILABLE", "caseplan", absl::Seconds(1)));
  EXPECT_THAT(Read(conference->name()),
              AllOf(StatusIs(absl::StatusCode::kUnavailable),
                    HasReason("PEER_UNAVAILABLE")));
}

TEST_P(ChecklistTest, ThePageSaysTheSameInWords) {
  const auto conference = Schedule(Juvenile({2026, 11, 13, 9, 0}));
  ASSERT_THAT(conference, IsOk());
  const auto checklist = Read(conference->name(), "dpo dpo-j", true);
  ASSERT_THAT(checklist, IsOk());
  const std::string& page = checklist->html();
  EXPECT_THAT(page, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(page, HasSubstr("<th scope=\"col\">Client</th>"));
  EXPECT_THAT(page, HasSubstr("<caption>Reminder 3: 1 case, 2 items"));
  EXPECT_THAT(page,
              HasSubstr("<th scope=\"row\">Testfall, Alma &lt;b&gt;</th>"));
  EXPECT_THAT(page, HasSubstr("Without a current case plan"));
  EXPECT_THAT(page, HasSubstr("October 1, 2026, overdue"));
  EXPECT_THAT(page, HasSubstr("December 20, 2026, still in time"));
  EXPECT_THAT(page, HasSubstr("<td>never</td>"));
  EXPECT_THAT(page, HasSubstr("@media print"));
  EXPECT_THAT(page, HasSubstr("<p>No case.</p>"));
  // Nothing is fetched from elsewhere.
  EXPECT_THAT(page, Not(HasSubstr("http")));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
}

}  // namespace
}  // namespace caseload::conference
