// The example county, imported by the binaries: every number of every officer's
// snapshot is the number of items of a list call (R038; docs/snapshot.md).

#include <cstdlib>
#include <filesystem>

#include "absl/time/clock.h"
#include "caseload/assessment/v1/assessment_service.grpc.pb.h"
#include "caseload/caseplan/v1/caseload_service.grpc.pb.h"
#include "caseload/caseplan/v1/snapshot.grpc.pb.h"
#include "services/common/rpc/grpc_status.h"
#include "tests/contract/caseplan/snapshot_numbers.h"
#include "tests/support/suite.h"
#include "tools/authority/authority.h"

namespace caseload::caseplan {
namespace {

namespace av1 = assessment::v1;
using testing::IsOk;

// The day of the export (examples/county/manifest.csv).
constexpr absl::CivilDay kExported(2026, 11, 20);

class CountyNumbersTest : public SnapshotNumbers {
 protected:
  // What the binaries made of the export is read by this process afterwards.
  void SetUp() override {
    ImportTheCounty();
    if (HasFatalFailure()) return;
    CaseplanTest::SetUp();
    CallAsManager();
    // After the import, whenever that was.
    SetLocalTime(absl::CivilSecond(2100, 1, 4, 9, 0, 0));
  }

  void ImportTheCounty() {
    testing::Suite suite;
    suite.Start("caseplan");
    suite.Start("assessment");
    const std::string token = suite.directory() + "/clerk.token";
    ASSERT_THAT(authority::WriteFileAtomically(
                    token, suite.Token("clerk", {"records"})),
                IsOk());
    const std::string command = absl::StrCat(
        std::getenv("CASELOAD_BINARY_DIR"), "/bin/caseloadctl import ",
        std::getenv("CASELOAD_SOURCE_DIR"),
        "/examples/county --json --target localhost:",
        suite.process("caseplan").port("token"),
        " --assessment-target localhost:",
        suite.process("assessment").port("token"), " --trusted ",
        suite.directory(), "/ca.pem --token-file ", token, " --rejects ",
        suite.directory(), "/rejects >", suite.directory(), "/report.json");
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
    AwaitOverrides(suite);
    suite.process("caseplan").Terminate();
    for (const char* end : {"", "-wal"}) {
      const std::string from = suite.directory() + "/caseplan.db" + end;
      if (!std::filesystem::exists(from)) continue;
      std::filesystem::copy_file(from, directory_.File("store.db") + end);
    }
  }

  // Overrides come last in the import: when caseplan has all of them by the
  // feed, it has all levels.
  void AwaitOverrides(testing::Suite& suite) {
    const auto assessments =
        av1::AssessmentService::NewStub(suite.TokenChannel("assessment"));
    const auto caseplan =
        v1::CaseloadService::NewStub(suite.TokenChannel("caseplan"));
    const absl::Time deadline = absl::Now() + absl::Seconds(60);
    av1::ListOverridesRequest request;
    request.set_state(av1::Override::STATE_APPROVED);
    request.set_page_size(500);
    av1::ListOverridesResponse approved;
    absl::Status listed;
    do {
      const auto context = testing::WithToken(suite.Token("m", {"manager"}));
      listed = rpc::FromGrpcStatus(
          assessments->ListOverrides(context.get(), request, &approved));
    } while (testing::IsNotYet(listed) && absl::Now() < deadline);
    ASSERT_THAT(listed, IsOk());
    ASSERT_GT(approved.overrides_size(), 0);
    for (const av1::Override& override : approved.overrides()) {
      v1::GetCaseViewRequest of_case;
      of_case.set_name(override.case_());
      v1::CaseView view;
      do {
        const auto context = testing::WithToken(suite.Token("m", {"manager"}));
        ASSERT_THAT(rpc::FromGrpcStatus(
                        caseplan->GetCaseView(context.get(), of_case, &view)),
                    IsOk());
        ASSERT_LT(absl::Now(), deadline) << override.case_();
      } while (!view.judged().level().has_override());
    }
  }
};

TEST_P(CountyNumbersTest, EveryNumberOfEverySnapshotIsThatOfAList) {
  std::vector<std::tuple<std::string>> officers;
  ASSERT_THAT(database_->Read(absl::InfiniteFuture(),
                              [&](sql::Transaction& tx) -> absl::Status {
                                ABSL_ASSIGN_OR_RETURN(
                                    officers, tx.Query<std::string>(
                                                  "SELECT id FROM officers"));
                                return absl::OkStatus();
                              }),
              IsOk());
  EXPECT_EQ(officers.size(), 30);
  for (const auto& [officer] : officers) CheckSnapshot(officer, kExported, "");
  EXPECT_GT(cases_seen_, 800);
  int kinds = 0;
  for (const auto& [kind, findings] : seen_) kinds += findings > 0 ? 1 : 0;
  EXPECT_GE(kinds, 15);
}

INSTANTIATE_TEST_SUITE_P(Engines, CountyNumbersTest,
                         ::testing::Values(sql::Engine::kSqlite), EngineName);

}  // namespace
}  // namespace caseload::caseplan
