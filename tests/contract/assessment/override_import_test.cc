// Overrides of the county's own system: new, unchanged, corrected, withdrawn,
// and history that a person could not have entered (R032).

#include "services/assessment/override_import.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "caseload/options/v1/options.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/assessment/domain/case_projection.h"
#include "services/assessment/record_import.h"
#include "services/assessment/storage/case_projection_store.h"
#include "services/common/import/record_masters.h"
#include "services/common/status/error.h"
#include "tests/support/assessment/override_fixture.h"
#include "tests/support/import_outcomes.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment {
namespace {

using ::absl::CivilDay;
using ::caseload::testing::HasReason;
using ::caseload::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const CivilDay kToday(2026, 11, 20);

std::string Date(int month, int day) {
  return absl::StrCat("{ year: 2026 month: ", month, " day: ", day, " } ");
}

class OverrideImportTest : public testing::OverrideTest {
 protected:
  void SetUp() override {
    OverrideTest::SetUp();
    domain::ProjectedCase projected;
    projected.id = "imported";
    projected.division = "juvenile";
    projected.received_date = CivilDay(2026, 1, 1);
    projected.source_system = "demo";
    projected.source_id = "CA-1";
    ASSERT_THAT(Write([&](sql::Transaction& tx) {
                  return storage::Upsert(tx, projected);
                }),
                IsOk());
    ASSERT_THAT(Outcomes("run-0", AssessmentRow("AM-1")), ElementsAre("NEW"));
  }

  static std::string Key(const std::string& id, const std::string& more = "") {
    return absl::StrCat(
        "records { row { external_id { source_system: 'demo' id: '", id,
        "' } line: 2 ", more, " } ");
  }
  // Scored "moderate", the band "middle".
  static std::string AssessmentRow(const std::string& id,
                                   const std::string& more = "") {
    return absl::StrCat(
        Key(id),
        "assessments { case_id: 'CA-1' instrument: 'example-risk' "
        "instrument_version: '1.0' norm_group: 'all' "
        "status: STATUS_COMPLETED assessed_on ",
        Date(11, 2),
        "domain_scores { key: 'history' value: 1 } "
        "domain_scores { key: 'family' value: 3 } "
        "domain_scores { key: 'peers' value: 2 } ",
        more, "} } ");
  }
  // Approved from 3 to 30 November, to the level "high".
  static std::string Row(const std::string& id) {
    return absl::StrCat(
        Key(id),
        "overrides { assessment_id: 'AM-1' from_level: 'moderate' "
        "to_level: 'high' override_type: TYPE_TEMPORARY reason: 'crisis' "
        "decision: DECISION_APPROVED requested_by_id: 'OF-1' requested_on ",
        Date(11, 2), "decided_by_id: 'OF-2' decided_on ", Date(11, 3),
        "effective_on ", Date(11, 3), "expires_on ", Date(11, 30), "} } ");
  }
  static std::string With(const std::string& row, const std::string& before,
                          const std::string& after) {
    EXPECT_NE(row.find(before), std::string::npos) << before;
    return absl::StrReplaceAll(row, {{before, after}});
  }

  absl::StatusOr<type::v1::ImportRecordsResponse> Send(
      const std::string& run, const std::string& rest) {
    v1::ImportRecordsRequest request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        absl::StrCat("run: '", run, "' ", rest), &request));
    const rpc::CallContext call =
        CallOf("clerk", {options::v1::ROLE_RECORDS}, "ImportRecords");
    return Write([&](sql::Transaction& tx) {
      return import_.ImportRecords(tx, call, request);
    });
  }
  // "RESULT column REASON" for each outcome; flags are "FLAG column REASON".
  std::vector<std::string> Outcomes(const std::string& run,
                                    const std::string& rest) {
    const auto response = Send(run, rest);
    EXPECT_THAT(response, IsOk());
    if (!response.ok()) return {};
    return caseload::testing::OutcomeTexts(*response);
  }
  std::vector<v1::Override> Standing() {
    v1::ListOverridesRequest request;
    request.set_case_("cases/imported");
    const auto response = List(
        request, CallOf("clerk", {options::v1::ROLE_MANAGER}, "ListOverrides"));
    EXPECT_THAT(response, IsOk());
    return {response->overrides().begin(), response->overrides().end()};
  }

  RecordImport import_{{&ids_, zone_, &packs_, nullptr}};
};

INSTANTIATE_TEST_SUITE_P(Engines, OverrideImportTest, testing::BothEngines(),
                         testing::EngineName);

TEST_P(OverrideImportTest, AnApprovedOneGovernsItsDays) {
  EXPECT_THAT(Outcomes("run-1", Row("OV-1")), ElementsAre("NEW"));
  const std::vector<v1::Override> standing = Standing();
  ASSERT_EQ(standing.size(), 1u);
  EXPECT_EQ(standing[0].state(), v1::Override::STATE_APPROVED);
  EXPECT_EQ(standing[0].from_level(), "moderate");
  EXPECT_EQ(standing[0].to_band(), "top");
  EXPECT_EQ(standing[0].requested_by(), "OF-1");
  EXPECT_EQ(standing[0].decided_by(), "OF-2");
  EXPECT_EQ(standing[0].external_id().id(), "OV-1");
  EXPECT_EQ(RiskOn("imported", CivilDay(2026, 11, 2)),
            "middle SOURCE_SCORED middle");
  EXPECT_EQ(RiskOn("imported", CivilDay(2026, 11, 3)),
            "top SOURCE_OVERRIDE middle");
  EXPECT_EQ(RiskOn("imported", CivilDay(2026, 11, 30)),
            "top SOURCE_OVERRIDE middle");
  EXPECT_EQ(RiskOn("imported", CivilDay(2026, 12, 1)),
            "middle SOURCE_SCORED middle");
  EXPECT_EQ(LastRisk().overrides_size(), 1);
}

TEST_P(OverrideImportTest, TheSameRowAgainChangesNothing) {
  ASSERT_THAT(Outcomes("run-1", Row("OV-1")), ElementsAre("NEW"));
  const size_t events = FeedStates("override").size();
  EXPECT_THAT(Outcomes("run-2", Row("OV-1")), ElementsAre("UNCHANGED"));
  EXPECT_EQ(CountRows("overrides"), 1);
  EXPECT_EQ(FeedStates("override").size(), events);
}

TEST_P(OverrideImportTest, ACorrectionTakesThePlaceAndTheHistoryStays) {
  ASSERT_THAT(Outcomes("run-1", Row("OV-1")), ElementsAre("NEW"));
  const std::string before = Standing().at(0).name();
  now += absl::Hours(1);
  EXPECT_THAT(Outcomes("run-2", With(Row("OV-1"), "'high'", "'low'")),
              ElementsAre("CHANGED"));
  const std::vector<v1::Override> standing = Standing();
  ASSERT_EQ(standing.size(), 1u);
  EXPECT_NE(standing[0].name(), before);
  EXPECT_EQ(standing[0].to_band(), "low");
  EXPECT_EQ(RiskOn("imported", kToday), "low SOURCE_OVERRIDE middle");
  EXPECT_EQ(LastRisk().overrides_size(), 1);
  EXPECT_EQ(CountRows("override_periods"), 2);
  const auto kept =
      Get(before, CallOf("clerk", {options::v1::ROLE_MANAGER}, "GetOverride"));
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ(kept->withdraw_time().seconds(), absl::ToUnixSeconds(now));
  EXPECT_EQ(kept->to_band(), "top");
}

TEST_P(OverrideImportTest, WhatIsTakenBackCountsForNothing) {
  ASSERT_THAT(Outcomes("run-1", Row("OV-1")), ElementsAre("NEW"));
  EXPECT_THAT(
      Outcomes("run-2", Key("OV-1", "withdrawn: true") + "overrides { } } "),
      ElementsAre("WITHDRAWN"));
  EXPECT_THAT(Standing(), IsEmpty());
  EXPECT_EQ(RiskOn("imported", kToday), "middle SOURCE_SCORED middle");
  EXPECT_EQ(LastRisk().overrides_size(), 0);
  EXPECT_THAT(Outcomes("run-3", Row("OV-1")), ElementsAre("CHANGED"));
  EXPECT_EQ(Standing().size(), 1u);
}

TEST_P(OverrideImportTest, OneWhoseDaysAreOverIsExpiredAtOnce) {
  EXPECT_THAT(Outcomes("run-1", With(Row("OV-1"), "day: 30", "day: 19")),
              ElementsAre("NEW"));
  EXPECT_EQ(Standing().at(0).state(), v1::Override::STATE_EXPIRED);
  EXPECT_EQ(RiskOn("imported", CivilDay(2026, 11, 19)),
            "top SOURCE_OVERRIDE middle");
  EXPECT_EQ(RiskOn("imported", kToday), "middle SOURCE_SCORED middle");
}

TEST_P(OverrideImportTest, OnlyAnApprovedOneGoverns) {
  std::string row = With(Row("OV-1"), "DECISION_APPROVED", "DECISION_DENIED");
  EXPECT_THAT(Outcomes("run-1", row), ElementsAre("NEW"));
  EXPECT_EQ(Standing().at(0).state(), v1::Override::STATE_DECLINED);
  row = With(Row("OV-1"), "DECISION_APPROVED", "DECISION_ENDED");
  EXPECT_THAT(Outcomes("run-2", row), ElementsAre("CHANGED"));
  EXPECT_EQ(Standing().at(0).state(), v1::Override::STATE_ENDED);
  row = With(Row("OV-1"), "DECISION_APPROVED", "DECISION_REQUESTED");
  EXPECT_THAT(Outcomes("run-3", row), ElementsAre("CHANGED"));
  EXPECT_EQ(Standing().at(0).state(), v1::Override::STATE_REQUESTED);
  EXPECT_FALSE(Standing().at(0).has_decide_time());
  EXPECT_EQ(RiskOn("imported", kToday), "middle SOURCE_SCORED middle");
}

TEST_P(OverrideImportTest, HistoryThatBreaksARuleStandsWithAFlag) {
  EXPECT_THAT(Outcomes("run-1", With(Row("OV-1"), "'OF-2'", "'OF-1'")),
              ElementsAre("NEW FLAG decided_by_id"
                          " OVERRIDE_DECIDED_BY_REQUESTER"));
  EXPECT_EQ(RiskOn("imported", kToday), "top SOURCE_OVERRIDE middle");
  EXPECT_THAT(Outcomes("run-2", With(Row("OV-1"), "'crisis'", "'mood'")),
              ElementsAre("CHANGED FLAG reason OVERRIDE_REASON_UNKNOWN"));
  EXPECT_THAT(Outcomes("run-3", With(Row("OV-1"), "from_level: 'moderate'",
                                     "from_level: 'low'")),
              ElementsAre("CHANGED FLAG from_level LEVEL_DISAGREES"));
  EXPECT_THAT(Outcomes("run-4", With(Row("OV-1"), "'high'", "'moderate'")),
              ElementsAre("CHANGED FLAG to_level OVERRIDE_BAND_UNCHANGED"));
  EXPECT_THAT(
      Outcomes("run-5", With(Row("OV-1"), "year: 2026 month: 11 day: 30",
                             "year: 2027 month: 6 day: 30")),
      ElementsAre("CHANGED FLAG expires_on OVERRIDE_TOO_LONG"));
  EXPECT_THAT(Outcomes("run-6", Row("OV-2")),
              ElementsAre("NEW FLAG effective_on OVERRIDE_OVERLAPS"));
}

TEST_P(OverrideImportTest, ALevelMayBeABandOfTheDivision) {
  EXPECT_THAT(Outcomes("run-1", With(Row("OV-1"), "'high'", "'top'")),
              ElementsAre("NEW"));
  EXPECT_EQ(Standing().at(0).to_band(), "top");
}

TEST_P(OverrideImportTest, WhatCannotBeStoredIsRejectedWithItsColumn) {
  EXPECT_THAT(Outcomes("run-1", With(Row("OV-1"), "'high'", "'moon'")),
              ElementsAre("REJECTED to_level OVERRIDE_BAND_UNKNOWN"));
  EXPECT_THAT(Outcomes("run-1", With(Row("OV-2"), "'AM-1'", "'AM-9'")),
              ElementsAre("REJECTED assessment_id REFERENCE_NOT_YET_KNOWN"
                          " LATER"));
  EXPECT_THAT(Outcomes("run-1", With(Row("OV-3"), "day: 30", "day: 1")),
              ElementsAre("REJECTED expires_on PERIOD_REVERSED"));
  EXPECT_THAT(Outcomes("run-1", Key("OV-4") + "overrides { } } "),
              ElementsAre("REJECTED decision ENUM_INVALID"
                          " override_type ENUM_INVALID"
                          " to_level FIELD_REQUIRED reason FIELD_REQUIRED"
                          " requested_by_id FIELD_REQUIRED"
                          " requested_on FIELD_REQUIRED"));
  EXPECT_EQ(CountRows("overrides"), 0);
}

TEST_P(OverrideImportTest, WithoutThePolicyTheRowComesLater) {
  const caseload::testing::FixedPackSource none(
      std::vector<policy::PolicyPack>{});
  RecordImport import({&ids_, zone_, &none, nullptr});
  v1::ImportRecordsRequest request;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "run: 'run-1' " + Row("OV-1"), &request));
  const auto response = Write([&](sql::Transaction& tx) {
    return import.ImportRecords(
        tx, CallOf("clerk", {options::v1::ROLE_RECORDS}, "ImportRecords"),
        request);
  });
  ASSERT_THAT(response, IsOk());
  EXPECT_TRUE(response->outcomes(0).try_later());
  EXPECT_EQ(response->outcomes(0).problems(0).reason(), "POLICY_NOT_YET_KNOWN");
}

// An override stays that of the record whose row was corrected.
TEST_P(OverrideImportTest, ACorrectedAssessmentKeepsItsOverride) {
  ASSERT_THAT(Outcomes("run-1", Row("OV-1")), ElementsAre("NEW"));
  const std::string before = Standing().at(0).assessment();
  ASSERT_THAT(Outcomes("run-2", AssessmentRow("AM-1", "drivers: 'peers' ")),
              ElementsAre("CHANGED"));
  EXPECT_NE(Standing().at(0).assessment(), before);
  EXPECT_EQ(RiskOn("imported", kToday), "top SOURCE_OVERRIDE middle");
}

TEST_P(OverrideImportTest, OverridesThatAreKeptHereAreNotImported) {
  const auto masters =
      imports::RecordMasters::Parse("assessments", RecordImport::KindNames());
  ASSERT_THAT(masters, IsOk());
  RecordImport import({&ids_, zone_, &packs_, &*masters});
  v1::ImportRecordsRequest request;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "run: 'run-1' " + Row("OV-1"), &request));
  EXPECT_THAT(
      Write([&](sql::Transaction& tx) {
        return import.ImportRecords(
            tx, CallOf("clerk", {options::v1::ROLE_RECORDS}, "ImportRecords"),
            request);
      }),
      HasReason("RECORD_KIND_NATIVE"));
}

}  // namespace
}  // namespace caseload::assessment
