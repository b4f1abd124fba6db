// caseplan and assessment follow each other's feeds: either starts while the
// other one is down, access comes and goes with the news, and a kill -9 loses
// nothing.

#include <optional>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "caseload/assessment/v1/assessment_service.grpc.pb.h"
#include "caseload/assessment/v1/instrument_service.grpc.pb.h"
#include "caseload/caseplan/v1/caseload_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/sql/database.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "tests/support/postgres_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace caseload {
namespace {

namespace av1 = assessment::v1;
namespace cv1 = caseplan::v1;
using ::testing::ElementsAre;
using testing::HasReason;
using testing::IsOk;

// What a test waits for at most; each look is a call or a read, so that nothing
// sleeps.
constexpr absl::Duration kPatience = absl::Seconds(30);

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message))
      << text;
  return message;
}

class FollowTest : public ::testing::TestWithParam<std::string> {
 protected:
  FollowTest() {
    if (GetParam() == "Postgres") {
      caseplan_postgres_.emplace();
      assessment_postgres_.emplace();
    }
  }

  void StartCaseplan() {
    suite_.Start("caseplan", caseplan_postgres_.has_value()
                                 ? caseplan_postgres_->url()
                                 : "");
    caseplan_ = cv1::CaseloadService::NewStub(suite_.TokenChannel("caseplan"));
  }
  void StartAssessment() {
    suite_.Start("assessment", assessment_postgres_.has_value()
                                   ? assessment_postgres_->url()
                                   : "");
    assessment_ =
        av1::AssessmentService::NewStub(suite_.TokenChannel("assessment"));
    instruments_ =
        av1::InstrumentService::NewStub(suite_.TokenChannel("assessment"));
  }

  // One call with the token of `subject`, who has `roles`; again while
  // caseplan's news are old for a moment, unless that is asked about.
  template <typename Stub, typename Request, typename Response>
  absl::Status Call(Stub& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                 const Request&, Response*),
                    const std::string& subject,
                    const std::vector<std::string>& roles,
                    const Request& request, Response* response) {
    const absl::Time deadline = absl::Now() + kPatience;
    absl::Status answer;
    do {
      const auto context = testing::WithToken(suite_.Token(subject, roles));
      context->set_deadline(absl::ToChronoTime(deadline));
      answer =
          rpc::FromGrpcStatus((stub.*method)(context.get(), request, response));
    } while (!stale_is_answer_ &&
             status::ReasonOf(answer) == "PROJECTION_STALE" &&
             absl::Now() < deadline);
    return answer;
  }
  template <typename Request, typename Response>
  void Enter(grpc::Status (cv1::CaseloadService::Stub::*method)(
                 grpc::ClientContext*, const Request&, Response*),
             const std::string& request) {
    Response response;
    EXPECT_THAT(
        Call(*caseplan_, method, "clerk", {"admin", "manager", "records"},
             Parse<Request>(request), &response),
        IsOk())
        << request;
  }

  // A county of one officer who carries one case.
  void EnterCounty() {
    using Stub = cv1::CaseloadService::Stub;
    Enter<cv1::CreateUnitRequest, cv1::Unit>(
        &Stub::CreateUnit,
        "unit_id: 'unit-1' unit { display_name: 'Adult 1' division: 'adult'"
        " first_day { year: 2020 month: 1 day: 1 } }");
    Enter<cv1::CreateOfficerRequest, cv1::Officer>(
        &Stub::CreateOfficer,
        "officer_id: 'dpo-1' officer { display_name: 'Sample Officer'"
        " email: 'dpo-1@example.test' staff_subject: 'dpo-1'"
        " first_day { year: 2020 month: 1 day: 1 } }");
    Enter<cv1::SetOfficerPostingRequest, cv1::OfficerPosting>(
        &Stub::SetOfficerPosting,
        "parent: 'officers/dpo-1' posting { unit: 'units/unit-1'"
        " period { start_date { year: 2020 month: 1 day: 1 } } }");
    Enter<cv1::CreateClientRequest, cv1::Client>(
        &Stub::CreateClient,
        "client_id: 'client-1' client { given_name: 'Sample'"
        " family_name: 'Client' }");
    EnterCase("case-1");
  }
  void EnterCase(const std::string& id) {
    using Stub = cv1::CaseloadService::Stub;
    Enter<cv1::OpenCaseRequest, cv1::Case>(
        &Stub::OpenCase,
        "case_id: '" + id +
            "' case { client: 'clients/client-1' division: 'adult'"
            " case_type: 'formal' unit: 'units/unit-1'"
            " received_date { year: 2020 month: 2 day: 1 } }");
    Enter<cv1::AssignCaseRequest, cv1::Assignment>(
        &Stub::AssignCase,
        "parent: 'cases/" + id +
            "' assignment { officer: 'officers/dpo-1' role: ROLE_PRIMARY"
            " period { start_date { year: 2020 month: 2 day: 1 } } }");
  }

  absl::Status List(const std::string& case_name) {
    av1::ListAssessmentsRequest request;
    request.set_case_(case_name);
    av1::ListAssessmentsResponse response;
    return Call(*assessment_, &av1::AssessmentService::Stub::ListAssessments,
                "dpo-1", {"dpo"}, request, &response);
  }
  // Asks until the answer is OK, or has `reason`.
  absl::Status ListUntil(const std::string& case_name,
                         const std::string& reason) {
    const absl::Time deadline = absl::Now() + kPatience;
    absl::Status answer;
    do {
      answer = List(case_name);
    } while (status::ReasonOf(answer) != reason && absl::Now() < deadline);
    return answer;
  }

  // The officer enters and completes an assessment with a recorded level.
  void Assess(const std::string& case_name) {
    av1::Assessment draft, complete;
    ASSERT_THAT(
        Call(*assessment_, &av1::AssessmentService::Stub::CreateAssessment,
             "dpo-1", {"dpo"},
             Parse<av1::CreateAssessmentRequest>(
                 "assessment { case: '" + case_name +
                 "' instrument: 'instruments/strong-r/versions/2'"
                 " assessed_date { year: 2026 month: 3 day: 2 }"
                 " entered_level: 'high'"
                 " strengths { text: 'keeps appointments' }"
                 " needs { text: 'no work' }"
                 " risks_to_community { text: 'none found' } }"),
             &draft),
        IsOk());
    av1::CompleteAssessmentRequest request;
    request.set_name(draft.name());
    ASSERT_THAT(
        Call(*assessment_, &av1::AssessmentService::Stub::CompleteAssessment,
             "dpo-1", {"dpo"}, request, &complete),
        IsOk());
  }

  // "case level" of each risk in caseplan's store, which nobody has open.
  std::vector<std::string> Risks() {
    sql::Options options;
    options.url = caseplan_postgres_.has_value()
                      ? caseplan_postgres_->url()
                      : "sqlite:" + suite_.directory() + "/caseplan.db";
    const auto database = sql::Database::Open(options);
    EXPECT_THAT(database, IsOk());
    std::vector<std::string> risks;
    EXPECT_THAT((*database)->Read(
                    absl::InfiniteFuture(),
                    [&](sql::Transaction& tx) -> absl::Status {
                      ABSL_ASSIGN_OR_RETURN(
                          const auto rows,
                          (tx.Query<std::string, std::string>(
                              "SELECT case_id, level FROM case_risk_assessments"
                              " ORDER BY case_id")));
                      for (const auto& [id, level] : rows) {
                        risks.push_back(id + " " + level);
                      }
                      return absl::OkStatus();
                    }),
                IsOk());
    return risks;
  }

  testing::Suite suite_;
  bool stale_is_answer_ = false;
  std::optional<testing::TestPostgresDatabase> caseplan_postgres_;
  std::optional<testing::TestPostgresDatabase> assessment_postgres_;
  std::unique_ptr<cv1::CaseloadService::Stub> caseplan_;
  std::unique_ptr<av1::AssessmentService::Stub> assessment_;
  std::unique_ptr<av1::InstrumentService::Stub> instruments_;
};

INSTANTIATE_TEST_SUITE_P(Engines, FollowTest,
                         ::testing::Values("Sqlite", "Postgres"),
                         [](const auto& engine) { return engine.param; });

TEST_P(FollowTest, EachStartsAloneAndBothKnowTheRestAfterwards) {
  // Assessment alone: no client's record, and everything else.
  StartAssessment();
  stale_is_answer_ = true;
  EXPECT_THAT(List("cases/case-1"), HasReason("PROJECTION_STALE"));
  stale_is_answer_ = false;
  av1::ListInstrumentsRequest every;
  every.set_parent("instruments/-");
  av1::ListInstrumentsResponse listed;
  EXPECT_THAT(
      Call(*instruments_, &av1::InstrumentService::Stub::ListInstruments,
           "dpo-1", {"dpo"}, every, &listed),
      IsOk());
  EXPECT_GT(listed.instruments_size(), 0);

  // Caseplan alone: records are entered.
  suite_.process("assessment").Kill();
  StartCaseplan();
  EnterCounty();

  // Both: the officer reaches the case, and its risk reaches caseplan.
  StartAssessment();
  EXPECT_THAT(ListUntil("cases/case-1", ""), IsOk());
  EXPECT_THAT(List("cases/case-9"), HasReason("RESOURCE_NOT_FOUND"));
  Assess("cases/case-1");

  // Caseplan is gone: five seconds later nobody knows who may see what.
  suite_.process("caseplan").Kill();
  stale_is_answer_ = true;
  EXPECT_THAT(ListUntil("cases/case-1", "PROJECTION_STALE"),
              HasReason("PROJECTION_STALE"));
  stale_is_answer_ = false;

  // It comes back, and so does access, to what is entered then too.
  StartCaseplan();
  EXPECT_THAT(ListUntil("cases/case-1", ""), IsOk());
  EnterCase("case-2");
  EXPECT_THAT(ListUntil("cases/case-2", ""), IsOk());
  Assess("cases/case-2");
  // A drained process has applied nothing in part.
  EXPECT_EQ(suite_.process("assessment").Terminate(), 0);
  StartAssessment();
  EXPECT_THAT(ListUntil("cases/case-2", ""), IsOk());

  // Killed again and again, caseplan gets to know both risks.
  const absl::Time deadline = absl::Now() + kPatience;
  suite_.process("caseplan").Kill();
  std::vector<std::string> risks = Risks();
  while (risks.size() < 2 && absl::Now() < deadline) {
    StartCaseplan();
    EXPECT_THAT(ListUntil("cases/case-2", ""), IsOk());
    suite_.process("caseplan").Kill();
    risks = Risks();
  }
  EXPECT_THAT(risks, ElementsAre("case-1 high", "case-2 high"));
}

}  // namespace
}  // namespace caseload
