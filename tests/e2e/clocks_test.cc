// The assessment's clock of a case, in the officer's snapshot and in the
// assessment service's own answer, and how soon the snapshot shows an
// assessment (R016, R073, R099).

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/policy/calendar.h"
#include "tests/e2e/follow_fixture.h"

namespace caseload {
namespace {

using assessment::v1::CurrentRisk;
using caseplan::v1::CaseloadSnapshot;
using caseplan::v1::CaseSnapshot;
using caseplan::v1::Duty;
using google::protobuf::util::MessageDifferencer;
using testing::IsOk;

absl::CivilDay ToDay(const type::v1::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}
std::string DateText(absl::CivilDay day) {
  return absl::StrFormat("{ year: %d month: %d day: %d }", day.year(),
                         day.month(), day.day());
}

class ClocksTest : public FollowFixture {
 protected:
  void SetUp() override {
    StartAssessment();
    StartCaseplan();
    EnterCounty();
  }

  absl::StatusOr<CaseloadSnapshot> Snapshot() {
    caseplan::v1::GetCaseloadSnapshotRequest request;
    request.set_officer("officers/dpo-1");
    CaseloadSnapshot snapshot;
    const absl::Status status = Call(
        *caseplan_, &caseplan::v1::CaseloadService::Stub::GetCaseloadSnapshot,
        "dpo-1", {"dpo"}, request, &snapshot);
    if (!status.ok()) return status;
    return snapshot;
  }
  // The same case for a service: tokens of people run out when clocks are
  // moved.
  CaseSnapshot Shown(const std::string& case_name) {
    grpc::ClientContext context;
    caseplan::v1::GetCaseloadSnapshotRequest request;
    request.set_officer("officers/dpo-1");
    CaseloadSnapshot snapshot;
    const auto stub = caseplan::v1::CaseloadService::NewStub(
        suite_.ChannelAs("conference", "caseplan"));
    EXPECT_THAT(rpc::FromGrpcStatus(
                    stub->GetCaseloadSnapshot(&context, request, &snapshot)),
                IsOk());
    as_of_ = ToDay(snapshot.as_of());
    return FindCase(snapshot, case_name);
  }
  static CaseSnapshot FindCase(const CaseloadSnapshot& snapshot,
                               const std::string& case_name) {
    for (const CaseSnapshot& one : snapshot.cases()) {
      if (one.case_() == case_name) return one;
    }
    ADD_FAILURE() << case_name << " is not in the snapshot";
    return {};
  }
  // What the assessment service says by the adult pack's rule.
  CurrentRisk Judged(const std::string& case_name) {
    const auto stub = assessment::v1::AssessmentService::NewStub(
        suite_.ChannelAs("conference", "assessment"));
    auto request = Parse<assessment::v1::BatchGetCurrentRiskRequest>(
        "rule { instruments { instrument: 'instruments/strong-r'"
        " reassess_after { months: 12 } } band_scheme: 'adult-4'"
        " first_assessment { due_within { days: 30 }"
        " clock_starts_at_release: true reusable_within { months: 12 } } }");
    request.add_cases(case_name);
    grpc::ClientContext context;
    assessment::v1::BatchGetCurrentRiskResponse response;
    const absl::Status answer = rpc::FromGrpcStatus(
        stub->BatchGetCurrentRisk(&context, request, &response));
    if (!testing::IsNotYet(answer)) {
      EXPECT_THAT(answer, IsOk());
    }
    return response.risks_size() == 1 ? response.risks(0) : CurrentRisk();
  }
  // The two services say the same.
  static bool Agree(const Duty& duty, const CurrentRisk& risk) {
    static const std::map<Duty::State, CurrentRisk::DueState>& states =
        *new std::map<Duty::State, CurrentRisk::DueState>{
            {Duty::STATE_NOT_REQUIRED, CurrentRisk::DUE_STATE_NOT_REQUIRED},
            {Duty::STATE_DUE, CurrentRisk::DUE_STATE_DUE},
            {Duty::STATE_NEVER_DONE, CurrentRisk::DUE_STATE_NEVER_DONE},
            {Duty::STATE_OVERDUE, CurrentRisk::DUE_STATE_OVERDUE},
            {Duty::STATE_CURRENT, CurrentRisk::DUE_STATE_CURRENT}};
    const auto state = states.find(duty.state());
    return state != states.end() && state->second == risk.due_state() &&
           MessageDifferencer::Equals(duty.due_date(), risk.due_date()) &&
           (duty.why() == Duty::WHY_IN_CUSTODY) ==
               (risk.due_why() == CurrentRisk::DUE_WHY_IN_CUSTODY);
  }
  // Asks until what caseplan tells has come.
  bool AgreeSoon(const Duty& duty, const std::string& case_name) {
    const absl::Time deadline = absl::Now() + kPatience;
    bool agree = false;
    do {
      agree = Agree(duty, Judged(case_name));
    } while (!agree && absl::Now() < deadline);
    return agree;
  }

  void MoveClocks(absl::Duration offset) {
    suite_.MoveClock("caseplan", offset);
    suite_.MoveClock("assessment", offset);
  }

  absl::CivilDay as_of_;
};

INSTANTIATE_TEST_SUITE_P(Engines, ClocksTest,
                         ::testing::Values("Sqlite", "Postgres"),
                         [](const auto& engine) { return engine.param; });

TEST_P(ClocksTest, StandsStillInCustodyStartsAtReleaseAndRunsOut) {
  using Stub = caseplan::v1::CaseloadService::Stub;
  // Received ten days ago, in custody since before.
  Shown("cases/case-1");
  const absl::CivilDay received = as_of_ - 10;
  Enter<caseplan::v1::OpenCaseRequest, caseplan::v1::Case>(
      &Stub::OpenCase,
      absl::StrCat("case_id: 'held' case { client: 'clients/client-1'"
                   " division: 'adult' case_type: 'formal-probation'"
                   " unit: 'units/unit-1' received_date ",
                   DateText(received), " }"));
  Enter<caseplan::v1::AssignCaseRequest, caseplan::v1::Assignment>(
      &Stub::AssignCase,
      absl::StrCat("parent: 'cases/held' assignment {"
                   " officer: 'officers/dpo-1' role: ROLE_PRIMARY"
                   " period { start_date ",
                   DateText(received), " } }"));
  Enter<caseplan::v1::RecordCaseStateRequest, caseplan::v1::CaseState>(
      &Stub::RecordCaseState,
      absl::StrCat("parent: 'cases/held' state { status: STATUS_IN_CUSTODY"
                   " booking_type: 'county-jail' period { start_date ",
                   DateText(received), " } }"));
  Duty duty = Shown("cases/held").risk_assessment();
  EXPECT_EQ(duty.state(), Duty::STATE_DUE) << duty.DebugString();
  EXPECT_EQ(duty.why(), Duty::WHY_IN_CUSTODY);
  EXPECT_FALSE(duty.has_due_date());
  EXPECT_TRUE(AgreeSoon(duty, "cases/held"));

  // Released today: the very next snapshot says by when.
  const absl::CivilDay released = as_of_;
  Enter<caseplan::v1::RecordCaseStateRequest, caseplan::v1::CaseState>(
      &Stub::RecordCaseState,
      absl::StrCat("parent: 'cases/held' state { status: STATUS_ACTIVE"
                   " period { start_date ",
                   DateText(released), " } }"));
  duty = Shown("cases/held").risk_assessment();
  EXPECT_EQ(duty.state(), Duty::STATE_DUE) << duty.DebugString();
  EXPECT_EQ(duty.why(), Duty::WHY_UNSPECIFIED);
  EXPECT_EQ(ToDay(duty.due_date()), released + 30);
  EXPECT_TRUE(AgreeSoon(duty, "cases/held"));

  // A day and some after the last day in time.
  MoveClocks(absl::Hours(24) * 32);
  const CaseSnapshot late = Shown("cases/held");
  EXPECT_EQ(late.risk_assessment().state(), Duty::STATE_NEVER_DONE)
      << late.risk_assessment().DebugString();
  EXPECT_EQ(ToDay(late.risk_assessment().due_date()), released + 30);
  EXPECT_TRUE(AgreeSoon(late.risk_assessment(), "cases/held"));
  EXPECT_TRUE(std::any_of(
      late.findings().begin(), late.findings().end(), [](const auto& finding) {
        return finding.kind() ==
               policy::v1::SNAPSHOT_COUNT_ASSESSMENT_NOT_CURRENT;
      }));
}

TEST_P(ClocksTest, ASnapshotReadWithTheTokenShowsTheAssessment) {
  ASSERT_THAT(ListUntil("cases/case-1", ""), IsOk());
  ASSERT_THAT(Snapshot(), IsOk());
  Assess("cases/case-1");
  ASSERT_NE(returned_, "");
  send_ = returned_;
  // On a machine that is busy it may say that it does not show it yet; it never
  // shows the old one without saying so.
  const absl::Time deadline = absl::Now() + kPatience;
  auto snapshot = Snapshot();
  while (snapshot.ok() && snapshot->freshness().risk_stale() &&
         absl::Now() < deadline) {
    snapshot = Snapshot();
  }
  send_.clear();
  ASSERT_THAT(snapshot, IsOk());
  EXPECT_FALSE(snapshot->freshness().risk_stale());
  EXPECT_EQ(FindCase(*snapshot, "cases/case-1").level().scored_level(), "high");
}

TEST_P(ClocksTest, WhatDoesNotComeInTimeIsAnsweredStaleAndNotKeptSo) {
  ASSERT_THAT(ListUntil("cases/case-1", ""), IsOk());
  ASSERT_THAT(Snapshot(), IsOk());
  // A version that the case's risk does not have.
  send_ = "assessment cases/case-1/risk=1000";
  auto snapshot = Snapshot();
  ASSERT_THAT(snapshot, IsOk());
  EXPECT_TRUE(snapshot->freshness().risk_stale());
  send_.clear();
  const absl::Time deadline = absl::Now() + kPatience;
  do {
    snapshot = Snapshot();
    ASSERT_THAT(snapshot, IsOk());
  } while (snapshot->freshness().risk_stale() && absl::Now() < deadline);
  EXPECT_FALSE(snapshot->freshness().risk_stale());
}

// Caseplan serves while assessment is down, and says that it may be behind.
TEST_P(ClocksTest, WithoutNewsItServesAndSaysSo) {
  ASSERT_THAT(ListUntil("cases/case-1", ""), IsOk());
  suite_.process("assessment").Kill();
  const absl::Time deadline = absl::Now() + kPatience;
  auto snapshot = Snapshot();
  while (snapshot.ok() && !snapshot->freshness().risk_stale() &&
         absl::Now() < deadline) {
    snapshot = Snapshot();
  }
  ASSERT_THAT(snapshot, IsOk());
  EXPECT_TRUE(snapshot->freshness().risk_stale());
}

// Prints how long it takes until a snapshot that is read without a token shows
// a completed assessment.
TEST_P(ClocksTest, WithoutATokenItShowsSoon) {
  ASSERT_THAT(ListUntil("cases/case-1", ""), IsOk());
  constexpr int kRounds = 30;
  std::vector<absl::Duration> took;
  for (int round = 0; round < kRounds; ++round) {
    const std::string level = round % 2 == 0 ? "high" : "low";
    Assess("cases/case-1", level);
    const absl::Time completed = absl::Now();
    const absl::Time deadline = completed + kPatience;
    std::string shown;
    do {
      const auto snapshot = Snapshot();
      ASSERT_THAT(snapshot, IsOk());
      shown = FindCase(*snapshot, "cases/case-1").level().scored_level();
    } while (shown != level && absl::Now() < deadline);
    ASSERT_EQ(shown, level);
    took.push_back(absl::Now() - completed);
  }
  std::sort(took.begin(), took.end());
  std::cout << "shown without a token after: median " << took[took.size() / 2]
            << ", p99 (the highest of " << kRounds << ") " << took.back()
            << "\n";
}

}  // namespace
}  // namespace caseload
