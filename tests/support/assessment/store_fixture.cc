#include "tests/support/assessment/store_fixture.h"

#include "services/assessment/assessment_migrations.h"
#include "services/assessment/domain/case_projection.h"
#include "services/assessment/storage/case_projection_store.h"
#include "services/common/feed/feed_migrations.h"
#include "services/common/follow/follow_migrations.h"
#include "services/common/import/import_migrations.h"
#include "services/common/status/status_macros.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment::testing {

using ::caseload::testing::IsOk;

StoreTest::StoreTest()
    : store_(GetParam(), {{"feed", FeedMigrations()},
                          {"import", ImportMigrations()},
                          {"follow", FollowMigrations()},
                          {"assessment", AssessmentMigrations()}}) {}

rpc::CallContext StoreTest::CallBy(int role) const {
  rpc::CallContext call;
  call.caller.kind = auth::CallerKind::kPerson;
  call.caller.principal = "person/test";
  call.caller.person = "test";
  call.caller.roles.Add(role);
  call.method = "/caseload.assessment.v1.AssessmentService/GetAssessment";
  call.now = now;
  call.deadline = absl::InfiniteFuture();
  return call;
}

void StoreTest::SeedCaseload(const std::string& subject,
                             const std::vector<std::string>& case_ids,
                             std::optional<std::string> supervisor) {
  const domain::Days since{absl::CivilDay(2026, 1, 1), std::nullopt};
  domain::ProjectedOfficer officer;
  officer.id = "officer-" + subject;
  officer.staff_subject = subject;
  officer.days = since;
  domain::ProjectedPosting posting;
  posting.id = "posting-" + subject;
  posting.officer_id = officer.id;
  posting.unit_id = "unit-1";
  posting.supervisor_id = std::move(supervisor);
  posting.days = since;
  EXPECT_THAT(
      Write([&](sql::Transaction& tx) -> absl::StatusOr<bool> {
        ABSL_RETURN_IF_ERROR(storage::Upsert(tx, officer).status());
        ABSL_RETURN_IF_ERROR(storage::Upsert(tx, posting).status());
        for (const std::string& id : case_ids) {
          domain::ProjectedCase projected;
          projected.id = id;
          projected.division = "juvenile";
          projected.received_date = since.first;
          domain::ProjectedAssignment assignment;
          assignment.id = id + "-" + subject;
          assignment.case_id = id;
          assignment.officer_id = officer.id;
          assignment.days = since;
          ABSL_RETURN_IF_ERROR(storage::Upsert(tx, projected).status());
          ABSL_RETURN_IF_ERROR(storage::Upsert(tx, assignment).status());
        }
        return true;
      }),
      IsOk());
}

int64_t StoreTest::CountRows(const std::string& table) {
  const auto count = Read([&](sql::Transaction& tx) {
    return tx.QueryOne<int64_t>("SELECT COUNT(*) FROM " + table);
  });
  EXPECT_THAT(count, IsOk());
  return std::get<0>(**count);
}

std::vector<std::string> StoreTest::FeedStates(const std::string& kind) {
  const auto rows = Read([&](sql::Transaction& tx) {
    return tx.Query<std::string>(
        "SELECT state FROM changes WHERE kind = :1 ORDER BY id", kind);
  });
  EXPECT_THAT(rows, IsOk());
  std::vector<std::string> states;
  for (const auto& [state] : *rows) states.push_back(state);
  return states;
}

}  // namespace caseload::assessment::testing
