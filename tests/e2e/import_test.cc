// caseloadctl and the caseplan service, as binaries: the example county.

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "caseload/assessment/v1/assessment_service.grpc.pb.h"
#include "caseload/caseplan/v1/caseload_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/rpc/grpc_status.h"
#include "tests/support/postgres_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"
#include "tools/authority/authority.h"

namespace caseload {
namespace {

using caseplan::v1::CaseloadService;
using testing::IsOk;
using Json = nlohmann::json;

std::string SourcePath(const std::string& path) {
  return absl::StrCat(std::getenv("CASELOAD_SOURCE_DIR"), "/", path);
}

// Rows of each kind, as the manifest of the county says.
std::map<std::string, int64_t> ManifestRows() {
  std::map<std::string, int64_t> rows;
  std::ifstream in(SourcePath("examples/county/manifest.csv"));
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    const std::vector<std::string> cells = absl::StrSplit(line, ',');
    rows[cells.at(1).substr(0, cells.at(1).size() - 4)] =
        std::stoll(cells.at(3));
  }
  return rows;
}

struct Result {
  int exit_code = -1;
  Json report;
};

class ImportTest : public ::testing::TestWithParam<std::string> {
 protected:
  ImportTest() {
    if (GetParam() == "Postgres") {
      postgres_.emplace();
      assessment_postgres_.emplace();
    }
    Start();
    suite_.Start("assessment", assessment_postgres_.has_value()
                                   ? assessment_postgres_->url()
                                   : "");
  }

  void Start() {
    suite_.Start("caseplan", postgres_.has_value() ? postgres_->url() : "");
    stub_ = CaseloadService::NewStub(suite_.TokenChannel("caseplan"));
  }

  Result Import(const std::string& role) {
    const std::string token = suite_.directory() + "/clerk.token";
    const std::string output = suite_.directory() + "/report.json";
    EXPECT_THAT(
        authority::WriteFileAtomically(token, suite_.Token("clerk", {role})),
        IsOk());
    const int status = std::system(
        absl::StrCat(std::getenv("CASELOAD_BINARY_DIR"),
                     "/bin/caseloadctl import ", SourcePath("examples/county"),
                     " --json --target localhost:",
                     suite_.process("caseplan").port("token"),
                     " --assessment-target localhost:",
                     suite_.process("assessment").port("token"), " --trusted ",
                     suite_.directory(), "/ca.pem --token-file ", token,
                     " --rejects ", suite_.directory(), "/rejects >", output)
            .c_str());
    Result result;
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    std::ifstream in(output);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!text.empty()) result.report = Json::parse(text);
    return result;
  }

  // How many records of a list the caller sees, over all its pages.
  template <typename Request, typename Response, typename Call, typename Size>
  int64_t CountListed(Request request, Call call, Size size) {
    int64_t count = 0;
    do {
      const auto context = testing::WithToken(suite_.Token("m", {"manager"}));
      Response response;
      EXPECT_THAT(rpc::FromGrpcStatus(
                      ((*stub_).*call)(context.get(), request, &response)),
                  IsOk());
      count += size(response);
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return count;
  }

  std::optional<testing::TestPostgresDatabase> postgres_;
  std::optional<testing::TestPostgresDatabase> assessment_postgres_;
  testing::Suite suite_;
  std::unique_ptr<CaseloadService::Stub> stub_;
};

INSTANTIATE_TEST_SUITE_P(Engines, ImportTest,
                         ::testing::Values("Sqlite", "Postgres"),
                         [](const auto& engine) { return engine.param; });

TEST_P(ImportTest, TheExampleCountyStandsAndAgainChangesNothing) {
  const std::set<std::string> kHistory = {"objectives", "enrollments", "notes",
                                          "overrides"};
  const std::map<std::string, int64_t> rows = ManifestRows();
  const Result first = Import("records");
  ASSERT_EQ(first.exit_code, 0);
  int imported = 0;
  for (const Json& kind : first.report["kinds"]) {
    SCOPED_TRACE(kind.dump());
    EXPECT_EQ(kind["read"], rows.at(kind["kind"]));
    EXPECT_EQ(kind["rejected"], 0);
    // History that approval would refuse is in the county by design; of other
    // kinds every row keeps the rules.
    if (kHistory.count(kind["kind"]) > 0) {
      EXPECT_GT(kind["flagged"], 0);
    } else {
      EXPECT_EQ(kind["flagged"], 0);
    }
    EXPECT_EQ(kind["new"], kind["imported"] ? kind["read"] : Json(0));
    imported += kind["imported"] ? 1 : 0;
  }
  EXPECT_EQ(first.report["kinds"].size(), rows.size());
  // All but conferences.
  EXPECT_EQ(imported, static_cast<int>(rows.size()) - 1);

  suite_.process("caseplan").Kill();
  Start();
  const Result second = Import("admin");
  ASSERT_EQ(second.exit_code, 0);
  for (const Json& kind : second.report["kinds"]) {
    SCOPED_TRACE(kind.dump());
    EXPECT_EQ(kind["unchanged"], kind["imported"] ? kind["read"] : Json(0));
    EXPECT_EQ(kind["withdrawn"], 0);
  }

  namespace v1 = caseplan::v1;
  EXPECT_EQ((CountListed<v1::ListUnitsRequest, v1::ListUnitsResponse>(
                {},
                static_cast<grpc::Status (CaseloadService::Stub::*)(
                    grpc::ClientContext*, const v1::ListUnitsRequest&,
                    v1::ListUnitsResponse*)>(&CaseloadService::Stub::ListUnits),
                [](const auto& page) { return page.units_size(); })),
            rows.at("units"));
  EXPECT_EQ(
      (CountListed<v1::ListClientsRequest, v1::ListClientsResponse>(
          {},
          static_cast<grpc::Status (CaseloadService::Stub::*)(
              grpc::ClientContext*, const v1::ListClientsRequest&,
              v1::ListClientsResponse*)>(&CaseloadService::Stub::ListClients),
          [](const auto& page) { return page.clients_size(); })),
      rows.at("clients"));
  EXPECT_EQ((CountListed<v1::ListCasesRequest, v1::ListCasesResponse>(
                {},
                static_cast<grpc::Status (CaseloadService::Stub::*)(
                    grpc::ClientContext*, const v1::ListCasesRequest&,
                    v1::ListCasesResponse*)>(&CaseloadService::Stub::ListCases),
                [](const auto& page) { return page.cases_size(); })),
            rows.at("cases"));
  v1::ListCaseStatesRequest states;
  states.set_parent("cases/-");
  EXPECT_EQ((CountListed<v1::ListCaseStatesRequest, v1::ListCaseStatesResponse>(
                states,
                static_cast<grpc::Status (CaseloadService::Stub::*)(
                    grpc::ClientContext*, const v1::ListCaseStatesRequest&,
                    v1::ListCaseStatesResponse*)>(
                    &CaseloadService::Stub::ListCaseStates),
                [](const auto& page) { return page.states_size(); })),
            rows.at("client_states"));
  v1::ListAssignmentsRequest assignments;
  assignments.set_parent("cases/-");
  EXPECT_EQ(
      (CountListed<v1::ListAssignmentsRequest, v1::ListAssignmentsResponse>(
          assignments,
          static_cast<grpc::Status (CaseloadService::Stub::*)(
              grpc::ClientContext*, const v1::ListAssignmentsRequest&,
              v1::ListAssignmentsResponse*)>(
              &CaseloadService::Stub::ListAssignments),
          [](const auto& page) { return page.assignments_size(); })),
      rows.at("assignments"));
  EXPECT_EQ(
      (CountListed<v1::ListOfficersRequest, v1::ListOfficersResponse>(
          {},
          static_cast<grpc::Status (CaseloadService::Stub::*)(
              grpc::ClientContext*, const v1::ListOfficersRequest&,
              v1::ListOfficersResponse*)>(&CaseloadService::Stub::ListOfficers),
          [](const auto& page) { return page.officers_size(); })),
      rows.at("officers"));
  v1::ListOfficerPostingsRequest postings;
  postings.set_parent("officers/-");
  EXPECT_EQ((CountListed<v1::ListOfficerPostingsRequest,
                         v1::ListOfficerPostingsResponse>(
                postings,
                static_cast<grpc::Status (CaseloadService::Stub::*)(
                    grpc::ClientContext*, const v1::ListOfficerPostingsRequest&,
                    v1::ListOfficerPostingsResponse*)>(
                    &CaseloadService::Stub::ListOfficerPostings),
                [](const auto& page) { return page.postings_size(); })),
            rows.at("postings"));
  v1::ListOfficerLeavesRequest leaves;
  leaves.set_parent("officers/-");
  EXPECT_EQ(
      (CountListed<v1::ListOfficerLeavesRequest, v1::ListOfficerLeavesResponse>(
          leaves,
          static_cast<grpc::Status (CaseloadService::Stub::*)(
              grpc::ClientContext*, const v1::ListOfficerLeavesRequest&,
              v1::ListOfficerLeavesResponse*)>(
              &CaseloadService::Stub::ListOfficerLeaves),
          [](const auto& page) { return page.leaves_size(); })),
      rows.at("leave"));
}

// R032: an override of the export, in the view of its case.
TEST_P(ImportTest, AnImportedOverrideReachesTheCase) {
  namespace av1 = assessment::v1;
  ASSERT_EQ(Import("records").exit_code, 0);
  const auto assessments =
      av1::AssessmentService::NewStub(suite_.TokenChannel("assessment"));
  av1::ListOverridesRequest request;
  request.set_state(av1::Override::STATE_APPROVED);
  request.set_page_size(500);
  av1::ListOverridesResponse approved;
  const absl::Time deadline = absl::Now() + absl::Seconds(60);
  absl::Status listed;
  do {
    const auto context = testing::WithToken(suite_.Token("m", {"manager"}));
    listed = rpc::FromGrpcStatus(
        assessments->ListOverrides(context.get(), request, &approved));
  } while (testing::IsNotYet(listed) && absl::Now() < deadline);
  ASSERT_THAT(listed, IsOk());
  ASSERT_GT(approved.overrides_size(), 0);
  const av1::Override& first = approved.overrides(0);
  EXPECT_EQ(first.external_id().source_system(), "example-cms");
  caseplan::v1::GetCaseViewRequest of_case;
  of_case.set_name(first.case_());
  caseplan::v1::CaseView view;
  do {
    const auto context = testing::WithToken(suite_.Token("m", {"manager"}));
    EXPECT_THAT(
        rpc::FromGrpcStatus(stub_->GetCaseView(context.get(), of_case, &view)),
        IsOk());
  } while (!view.judged().level().has_override() && absl::Now() < deadline);
  EXPECT_EQ(view.judged().level().source(),
            caseplan::v1::LevelResult::SOURCE_OVERRIDE);
  EXPECT_EQ(view.judged().level().band(), first.to_band());
  EXPECT_EQ(view.judged().level().scored_band(), first.from_band());
}

TEST_P(ImportTest, WhoMayNotImportIsRefused) {
  const Result result = Import("dpo");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_TRUE(result.report.is_null());
}

}  // namespace
}  // namespace caseload
