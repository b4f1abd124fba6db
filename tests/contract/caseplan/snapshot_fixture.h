// snapshot_fixture.h: the county of county_fixture.h with the shipped policy in
// force, and snapshots of it.

#ifndef TESTS_CONTRACT_CASEPLAN_SNAPSHOT_FIXTURE_H_
#define TESTS_CONTRACT_CASEPLAN_SNAPSHOT_FIXTURE_H_

#include <functional>
#include <string>
#include <vector>

#include "services/caseplan/domain/current_risk.h"
#include "services/caseplan/shipped_packs.h"
#include "services/caseplan/snapshot_service.h"
#include "services/caseplan/storage/policy_migrations.h"
#include "services/caseplan/storage/risk_store.h"
#include "services/common/import/import_migrations.h"
#include "services/common/status/status_macros.h"
#include "tests/contract/caseplan/county_fixture.h"
#include "tests/contract/caseplan/policy_fixture.h"

namespace caseload::caseplan {

// The packs govern since their own effective dates and go live on 2026-07-01.
class SnapshotTest : public CountyTest {
 protected:
  SnapshotTest() : snapshots_(options_) {}

  void SetUp() override {
    CountyTest::SetUp();
    if (HasFatalFailure()) return;
    ASSERT_THAT(sql::Migrate(*database_, "policy", PolicyMigrations()),
                testing::IsOk());
    ASSERT_THAT(sql::Migrate(*database_, "import", ImportMigrations()),
                testing::IsOk());
    const auto packs =
        LoadShippedPacks(*database_, options_, PacksFolder(), now_);
    ASSERT_THAT(packs, testing::IsOk());
    ASSERT_THAT(packs->refused, ::testing::IsEmpty());
  }

  static std::string AsOf(absl::CivilDay day) {
    return absl::StrCat(" as_of { ", DateText(day), " } ");
  }
  absl::StatusOr<v1::CaseloadSnapshot> Snapshot(const std::string& officer,
                                                const std::string& more = "") {
    return READ(snapshots_, GetCaseloadSnapshot,
                Parse<v1::GetCaseloadSnapshotRequest>(
                    absl::StrCat("officer: 'officers/", officer, "' ", more)));
  }
  v1::CaseloadSnapshot MustSnapshot(const std::string& officer,
                                    const std::string& more = "") {
    auto snapshot = Snapshot(officer, more);
    EXPECT_THAT(snapshot, testing::IsOk());
    return snapshot.ok() ? *std::move(snapshot) : v1::CaseloadSnapshot();
  }
  absl::StatusOr<v1::CaseView> View(const std::string& case_id,
                                    const std::string& more = "") {
    return READ(snapshots_, GetCaseView,
                Parse<v1::GetCaseViewRequest>(
                    absl::StrCat("name: 'cases/", case_id, "' ", more)));
  }
  // The findings of a kind in a snapshot: "case month subject".
  static std::vector<std::string> Findings(const v1::CaseloadSnapshot& snapshot,
                                           policy::v1::SnapshotCount kind) {
    std::vector<std::string> texts;
    for (const v1::CaseSnapshot& one : snapshot.cases()) {
      for (const v1::CaseFinding& finding : one.findings()) {
        if (finding.kind() != kind) continue;
        texts.push_back(absl::StrCat(finding.case_(), " ",
                                     finding.month().month(), " ",
                                     finding.subject()));
      }
    }
    return texts;
  }

  void Apply(std::function<absl::Status(sql::Transaction&)> apply) {
    ASSERT_THAT(database_->WriteAndWait({}, std::move(apply)), testing::IsOk());
  }
  // What the assessment service told of a case: one assessment.
  void PutRisk(const std::string& case_id, int64_t version,
               const std::string& instrument, const std::string& scheme,
               const std::string& band, absl::CivilDay assessed) {
    CurrentRisk risk;
    risk.case_id = case_id;
    risk.version = version;
    risk.recorded_at = now_;
    RiskAssessment& assessment = risk.latest.emplace_back();
    assessment.assessment_id = absl::StrCat("assessment-", version);
    assessment.instrument_id = instrument;
    assessment.instrument_version = "1";
    assessment.assessed_date = assessed;
    assessment.completed_at = now_;
    assessment.sets_risk = true;
    assessment.level = band;
    assessment.bands = {{scheme, band}};
    assessment.current_until_date = assessed + 180;
    RiskDomain& domain = assessment.domains.emplace_back();
    domain.domain_id = "family";
    domain.dynamic = true;
    domain.need_areas = {"family"};
    domain.score = 3;
    domain.maximum_score = 6;
    Apply([&](sql::Transaction& tx) {
      return storage::UpsertRisk(tx, risk).status();
    });
  }
  absl::StatusOr<v1::Contact> RecordContact(const std::string& case_id,
                                            absl::CivilDay day,
                                            const std::string& more = "") {
    return WRITE(
        records_, RecordContact,
        Parse<v1::RecordContactRequest>(absl::StrCat(
            "parent: 'cases/", case_id,
            "' contact { officer: 'officers/dpo-a' kind: KIND_DIRECT ",
            more.empty() ? "status: STATUS_COMPLETED method: METHOD_IN_PERSON "
                           "location: LOCATION_OFFICE"
                         : more,
            " date { ", DateText(day), " } }")));
  }

  SnapshotService snapshots_;
};

}  // namespace caseload::caseplan

#endif  // TESTS_CONTRACT_CASEPLAN_SNAPSHOT_FIXTURE_H_
