// follow_fixture.h: caseplan and assessment, which follow each other's feeds,
// for tests of what they know of each other.

#ifndef TESTS_E2E_FOLLOW_FIXTURE_H_
#define TESTS_E2E_FOLLOW_FIXTURE_H_

#include <memory>
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
#include "services/common/status/error.h"
#include "tests/support/postgres_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace caseload {

// What a test waits for at most; each look is a call or a read, so that nothing
// sleeps.
inline constexpr absl::Duration kPatience = absl::Seconds(30);

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message))
      << text;
  return message;
}

class FollowFixture : public ::testing::TestWithParam<std::string> {
 protected:
  static constexpr char kTokenKey[] = "caseload-consistency-token";

  FollowFixture() {
    if (GetParam() == "Postgres") {
      caseplan_postgres_.emplace();
      assessment_postgres_.emplace();
    }
  }

  void StartCaseplan() {
    suite_.Start("caseplan", caseplan_postgres_.has_value()
                                 ? caseplan_postgres_->url()
                                 : "");
    caseplan_ =
        caseplan::v1::CaseloadService::NewStub(suite_.TokenChannel("caseplan"));
  }
  void StartAssessment() {
    suite_.Start("assessment", assessment_postgres_.has_value()
                                   ? assessment_postgres_->url()
                                   : "");
    assessment_ = assessment::v1::AssessmentService::NewStub(
        suite_.TokenChannel("assessment"));
    instruments_ = assessment::v1::InstrumentService::NewStub(
        suite_.TokenChannel("assessment"));
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
      if (!send_.empty()) context->AddMetadata(kTokenKey, send_);
      answer =
          rpc::FromGrpcStatus((stub.*method)(context.get(), request, response));
      const auto& trailing = context->GetServerTrailingMetadata();
      const auto token = trailing.find(kTokenKey);
      returned_ = token == trailing.end()
                      ? ""
                      : std::string(token->second.data(), token->second.size());
    } while (!stale_is_answer_ &&
             status::ReasonOf(answer) == "PROJECTION_STALE" &&
             absl::Now() < deadline);
    return answer;
  }
  template <typename Request, typename Response>
  void Enter(grpc::Status (caseplan::v1::CaseloadService::Stub::*method)(
                 grpc::ClientContext*, const Request&, Response*),
             const std::string& request) {
    Response response;
    EXPECT_THAT(
        Call(*caseplan_, method, "clerk", {"admin", "manager", "records"},
             Parse<Request>(request), &response),
        testing::IsOk())
        << request;
  }

  // A county of one officer who carries one case.
  void EnterCounty() {
    using Stub = caseplan::v1::CaseloadService::Stub;
    Enter<caseplan::v1::CreateUnitRequest, caseplan::v1::Unit>(
        &Stub::CreateUnit,
        "unit_id: 'unit-1' unit { display_name: 'Adult 1' division: 'adult'"
        " first_day { year: 2020 month: 1 day: 1 } }");
    Enter<caseplan::v1::CreateOfficerRequest, caseplan::v1::Officer>(
        &Stub::CreateOfficer,
        "officer_id: 'dpo-1' officer { display_name: 'Sample Officer'"
        " email: 'dpo-1@example.test' staff_subject: 'dpo-1'"
        " first_day { year: 2020 month: 1 day: 1 } }");
    Enter<caseplan::v1::SetOfficerPostingRequest, caseplan::v1::OfficerPosting>(
        &Stub::SetOfficerPosting,
        "parent: 'officers/dpo-1' posting { unit: 'units/unit-1'"
        " period { start_date { year: 2020 month: 1 day: 1 } } }");
    Enter<caseplan::v1::CreateClientRequest, caseplan::v1::Client>(
        &Stub::CreateClient,
        "client_id: 'client-1' client { given_name: 'Sample'"
        " family_name: 'Client' }");
    EnterCase("case-1");
  }
  void EnterCase(const std::string& id) {
    using Stub = caseplan::v1::CaseloadService::Stub;
    Enter<caseplan::v1::OpenCaseRequest, caseplan::v1::Case>(
        &Stub::OpenCase,
        "case_id: '" + id +
            "' case { client: 'clients/client-1' division: 'adult'"
            " case_type: 'formal' unit: 'units/unit-1'"
            " received_date { year: 2020 month: 2 day: 1 } }");
    Enter<caseplan::v1::AssignCaseRequest, caseplan::v1::Assignment>(
        &Stub::AssignCase,
        "parent: 'cases/" + id +
            "' assignment { officer: 'officers/dpo-1' role: ROLE_PRIMARY"
            " period { start_date { year: 2020 month: 2 day: 1 } } }");
  }

  absl::Status List(const std::string& case_name) {
    assessment::v1::ListAssessmentsRequest request;
    request.set_case_(case_name);
    assessment::v1::ListAssessmentsResponse response;
    return Call(*assessment_,
                &assessment::v1::AssessmentService::Stub::ListAssessments,
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
  void Assess(const std::string& case_name, const std::string& level = "high") {
    assessment::v1::Assessment draft, complete;
    ASSERT_THAT(Call(*assessment_,
                     &assessment::v1::AssessmentService::Stub::CreateAssessment,
                     "dpo-1", {"dpo"},
                     Parse<assessment::v1::CreateAssessmentRequest>(
                         "assessment { case: '" + case_name +
                         "' instrument: 'instruments/strong-r/versions/2'"
                         " assessed_date { year: 2026 month: 3 day: 2 }"
                         " entered_level: '" +
                         level +
                         "'"
                         " strengths { text: 'keeps appointments' }"
                         " needs { text: 'no work' }"
                         " risks_to_community { text: 'none found' } }"),
                     &draft),
                testing::IsOk());
    assessment::v1::CompleteAssessmentRequest request;
    request.set_name(draft.name());
    ASSERT_THAT(
        Call(*assessment_,
             &assessment::v1::AssessmentService::Stub::CompleteAssessment,
             "dpo-1", {"dpo"}, request, &complete),
        testing::IsOk());
  }

  testing::Suite suite_;
  bool stale_is_answer_ = false;
  // The consistency token that calls send, and the one that the last one
  // returned.
  std::string send_;
  std::string returned_;
  std::optional<testing::TestPostgresDatabase> caseplan_postgres_;
  std::optional<testing::TestPostgresDatabase> assessment_postgres_;
  std::unique_ptr<caseplan::v1::CaseloadService::Stub> caseplan_;
  std::unique_ptr<assessment::v1::AssessmentService::Stub> assessment_;
  std::unique_ptr<assessment::v1::InstrumentService::Stub> instruments_;
};

}  // namespace caseload

#endif  // TESTS_E2E_FOLLOW_FIXTURE_H_
