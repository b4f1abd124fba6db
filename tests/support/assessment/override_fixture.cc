#include "tests/support/assessment/override_fixture.h"

#include "absl/strings/str_cat.h"
#include "caseload/options/v1/options.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/assessment/convert.h"
#include "services/assessment/instrument_service.h"
#include "tests/support/assessment/example_instruments.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment::testing {

using ::caseload::testing::IsOk;

void OverrideTest::SetUp() {
  InstrumentService instruments({&tokens_});
  for (const auto& definition : {ExampleRisk(), ExampleRecorded()}) {
    v1::CreateInstrumentRequest request;
    *request.mutable_instrument()->mutable_definition() = definition;
    ASSERT_THAT(Write([&](sql::Transaction& tx) {
                  return instruments.CreateInstrument(
                      tx, CallBy(options::v1::ROLE_ADMIN), request);
                }),
                IsOk());
  }
  SeedCaseload("dpo", {"case-1", "case-2", "case-3"}, "officer-sdpo");
  SeedCaseload("sdpo", {"case-9"});
  for (const char* id : {"case-1", "case-2", "case-3", "case-9"}) Assess(id);
}

rpc::CallContext OverrideTest::CallOf(const std::string& subject,
                                      const std::vector<int>& roles,
                                      const std::string& method) const {
  rpc::CallContext call = CallBy(roles.front());
  for (const int role : roles) call.caller.roles.Add(role);
  call.caller.person = subject;
  call.caller.principal = "person/" + subject;
  call.method = "/caseload.assessment.v1.AssessmentService/" + method;
  return call;
}

void OverrideTest::Assess(const std::string& case_id, int history,
                          absl::CivilDay day) {
  AssessmentService::Options options;
  options.page_tokens = &tokens_;
  options.ids = &ids_;
  options.county_zone = zone_;
  options.access = &access_;
  const AssessmentService assessments(options);
  const rpc::CallContext call =
      CallOf("clerk", {options::v1::ROLE_MANAGER}, "CreateAssessment");
  v1::CreateAssessmentRequest create;
  *create.mutable_assessment() = RiskAssessment(history, 3, 2, day);
  create.mutable_assessment()->set_case_("cases/" + case_id);
  const auto draft = Write([&](sql::Transaction& tx) {
    return assessments.CreateAssessment(tx, call, create);
  });
  ASSERT_THAT(draft, IsOk());
  v1::CompleteAssessmentRequest complete;
  complete.set_name(draft->name());
  ASSERT_THAT(Write([&](sql::Transaction& tx) {
                return assessments.CompleteAssessment(tx, call, complete);
              }),
              IsOk());
}

v1::RequestOverrideRequest OverrideTest::Asked(
    std::optional<absl::CivilDay> last) const {
  v1::RequestOverrideRequest request;
  v1::Override& override = *request.mutable_override();
  override.set_case_("cases/case-1");
  override.set_to_band("top");
  override.set_reason_code("crisis");
  override.set_narrative("lost the home");
  if (last.has_value()) *override.mutable_expiry_date() = ToDate(*last);
  return request;
}

absl::StatusOr<v1::Override> OverrideTest::Request(
    const v1::RequestOverrideRequest& asked, const rpc::CallContext& call) {
  return Write([&](sql::Transaction& tx) {
    return service_.RequestOverride(tx, call, asked);
  });
}
absl::StatusOr<v1::Override> OverrideTest::Request(
    const v1::RequestOverrideRequest& asked) {
  return Request(asked,
                 CallOf("dpo", {options::v1::ROLE_DPO}, "RequestOverride"));
}

absl::StatusOr<v1::Override> OverrideTest::Decide(const std::string& name,
                                                  const rpc::CallContext& call,
                                                  bool approve,
                                                  const std::string& etag) {
  v1::DecideOverrideRequest request;
  request.set_name(name);
  request.set_decision(approve ? v1::DecideOverrideRequest::DECISION_APPROVE
                               : v1::DecideOverrideRequest::DECISION_DECLINE);
  if (!approve) request.set_note("the level fits");
  request.set_etag(etag);
  return Write([&](sql::Transaction& tx) {
    return service_.DecideOverride(tx, call, request);
  });
}

absl::StatusOr<v1::Override> OverrideTest::End(const std::string& name,
                                               const rpc::CallContext& call) {
  v1::EndOverrideRequest request;
  request.set_name(name);
  request.set_reason("found a home");
  return Write([&](sql::Transaction& tx) {
    return service_.EndOverride(tx, call, request);
  });
}

absl::StatusOr<v1::Override> OverrideTest::Get(const std::string& name,
                                               const rpc::CallContext& call) {
  v1::GetOverrideRequest request;
  request.set_name(name);
  return Read([&](sql::Transaction& tx) {
    return service_.GetOverride(tx, call, request);
  });
}

absl::StatusOr<v1::ListOverridesResponse> OverrideTest::List(
    const v1::ListOverridesRequest& request, const rpc::CallContext& call) {
  return Read([&](sql::Transaction& tx) {
    return service_.ListOverrides(tx, call, request);
  });
}

v1::Override OverrideTest::Approved(const v1::RequestOverrideRequest& asked) {
  const auto requested = Request(asked);
  EXPECT_THAT(requested, IsOk());
  if (!requested.ok()) return {};
  const auto approved =
      Decide(requested->name(),
             CallOf("sdpo", {options::v1::ROLE_SDPO}, "DecideOverride"));
  EXPECT_THAT(approved, IsOk());
  return approved.ok() ? *approved : v1::Override();
}

std::string OverrideTest::RiskOn(const std::string& case_id, absl::CivilDay day,
                                 std::optional<absl::Time> known_at) {
  AssessmentService::Options options;
  options.county_zone = zone_;
  options.access = &access_;
  const AssessmentService assessments(options);
  v1::BatchGetCurrentRiskRequest request;
  request.add_cases("cases/" + case_id);
  *request.mutable_as_of() = ToDate(day);
  if (known_at.has_value()) {
    *request.mutable_known_at() = ToTimestamp(*known_at);
  }
  request.mutable_rule()->set_band_scheme("example-bands");
  auto* risk = request.mutable_rule()->add_instruments();
  risk->set_instrument("instruments/example-risk");
  risk->mutable_reassess_after()->set_months(6);
  request.mutable_rule()
      ->mutable_first_assessment()
      ->mutable_due_within()
      ->set_days(30);
  const auto response = Read([&](sql::Transaction& tx) {
    return assessments.BatchGetCurrentRisk(
        tx, CallOf("clerk", {options::v1::ROLE_MANAGER}, "BatchGetCurrentRisk"),
        request);
  });
  EXPECT_THAT(response, IsOk());
  if (!response.ok()) return "";
  const v1::CurrentRisk& judged = response->risks(0);
  return absl::StrCat(judged.band(), " ",
                      v1::CurrentRisk::Source_Name(judged.source()), " ",
                      judged.scored_band());
}

namespace {

template <typename State>
State LastOf(const std::vector<std::string>& states) {
  State state;
  EXPECT_FALSE(states.empty());
  if (!states.empty()) {
    EXPECT_TRUE(
        google::protobuf::util::JsonStringToMessage(states.back(), &state)
            .ok());
  }
  return state;
}

}  // namespace

v1::CaseRiskState OverrideTest::LastRisk() {
  return LastOf<v1::CaseRiskState>(FeedStates("case_risk"));
}
v1::OverrideState OverrideTest::LastOverrideState() {
  return LastOf<v1::OverrideState>(FeedStates("override"));
}

}  // namespace caseload::assessment::testing
