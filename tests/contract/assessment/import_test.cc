// Assessments of the county's own system: new, unchanged, corrected, withdrawn,
// and history that a person could not have entered (R016, R039, R042).

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "caseload/options/v1/options.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/assessment/convert_assessment.h"
#include "services/assessment/domain/case_projection.h"
#include "services/assessment/instrument_service.h"
#include "services/assessment/names.h"
#include "services/assessment/record_import.h"
#include "services/assessment/storage/assessment_store.h"
#include "services/assessment/storage/case_projection_store.h"
#include "services/common/ids/ids.h"
#include "services/common/seal/sealer.h"
#include "services/common/status/status_macros.h"
#include "tests/support/assessment/example_instruments.h"
#include "tests/support/assessment/store_fixture.h"
#include "tests/support/import_outcomes.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment {
namespace {

using ::caseload::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// history 1, family 3, peers 2: 6 points, "moderate".
constexpr char kScores[] =
    "domain_scores { key: 'history' value: 1 } "
    "domain_scores { key: 'family' value: 3 } "
    "domain_scores { key: 'peers' value: 2 } ";

class ImportTest : public testing::StoreTest {
 protected:
  void SetUp() override {
    Store(testing::ExampleRisk());
    Store(testing::ExampleRecorded());
    Store(testing::ExampleAreas());
    Tell("case-1", "CA-1");
  }

  void Store(const policy::v1::Instrument& definition) {
    v1::CreateInstrumentRequest request;
    *request.mutable_instrument()->mutable_definition() = definition;
    InstrumentService instruments({});
    const rpc::CallContext admin = CallBy(options::v1::ROLE_ADMIN);
    ASSERT_THAT(Write([&](sql::Transaction& tx) {
                  return instruments.CreateInstrument(tx, admin, request);
                }),
                IsOk());
  }
  // caseplan's feed tells of a case.
  void Tell(const std::string& id, const std::string& source_id) {
    domain::ProjectedCase projected;
    projected.id = id;
    projected.division = "juvenile";
    projected.received_date = absl::CivilDay(2026, 1, 1);
    projected.source_system = "demo";
    projected.source_id = source_id;
    ASSERT_THAT(Write([&](sql::Transaction& tx) {
                  return storage::Upsert(tx, projected);
                }),
                IsOk());
  }

  static std::string Key(const std::string& id, const std::string& more = "") {
    return absl::StrCat(
        "records { row { external_id { source_system: 'demo' "
        "id: '",
        id, "' } line: 2 ", more, " } ");
  }
  static std::string Row(const std::string& id, const std::string& rest,
                         int day = 2, const std::string& case_id = "CA-1") {
    return absl::StrCat(
        Key(id), "assessments { case_id: '", case_id,
        "' instrument: 'example-risk' instrument_version: '1.0' "
        "norm_group: 'all' status: STATUS_COMPLETED assessor_id: 'OF-1' "
        "assessed_on { year: 2026 month: 11 day: ",
        day, " } ", rest, " } } ");
  }
  static std::string TakenBack(const std::string& id) {
    return Key(id, "withdrawn: true") + "assessments { } } ";
  }

  absl::StatusOr<type::v1::ImportRecordsResponse> Send(
      const std::string& run, const std::string& rest) {
    v1::ImportRecordsRequest request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        absl::StrCat("run: '", run, "' ", rest), &request));
    const rpc::CallContext call = CallBy(options::v1::ROLE_RECORDS);
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
  // The only assessments of a case that stand, the latest first.
  std::vector<v1::Assessment> Standing(const std::string& case_id) {
    storage::AssessmentFilter filter;
    filter.case_id = case_id;
    const auto found = Read([&](sql::Transaction& tx) {
      return storage::ListAssessments(tx, filter, std::nullopt, 10);
    });
    EXPECT_THAT(found, IsOk());
    std::vector<v1::Assessment> messages;
    for (const auto& assessment : *found) {
      messages.push_back(*ToMessage(assessment));
    }
    return messages;
  }

  ids::RandomIdSource ids_;
  RecordImport import_{{&ids_, absl::UTCTimeZone(), nullptr, nullptr}};
};

TEST_P(ImportTest, ACompletedOneSetsTheRiskOfItsCase) {
  EXPECT_THAT(Outcomes("run-1", Row("AM-1", kScores)), ElementsAre("NEW"));

  const std::vector<v1::Assessment> standing = Standing("case-1");
  ASSERT_EQ(standing.size(), 1u);
  EXPECT_EQ(standing[0].state(), v1::Assessment::STATE_COMPLETE);
  EXPECT_EQ(standing[0].result().total(), 6);
  EXPECT_EQ(standing[0].result().level(), "moderate");
  EXPECT_EQ(standing[0].import_origin().external_id().id(), "AM-1");
  EXPECT_EQ(standing[0].import_origin().assessor_id(), "OF-1");
  // An export has no findings: told, and no hindrance (R074).
  EXPECT_THAT(standing[0].result().flags(),
              ElementsAre(v1::RESULT_FLAG_SECTION_MISSING));
  const std::vector<std::string> risks = FeedStates("case_risk");
  ASSERT_EQ(risks.size(), 1u);
  EXPECT_THAT(risks[0], HasSubstr(standing[0].name()));
}

TEST_P(ImportTest, TheSameRowAgainChangesNothing) {
  ASSERT_THAT(Outcomes("run-1", Row("AM-1", kScores)), ElementsAre("NEW"));
  EXPECT_THAT(Outcomes("run-2", Row("AM-1", kScores)),
              ElementsAre("UNCHANGED"));
  EXPECT_EQ(CountRows("assessments"), 1);
  EXPECT_EQ(FeedStates("case_risk").size(), 1u);
}

TEST_P(ImportTest, ACorrectionTakesThePlaceOfWhatWasSaidBefore) {
  ASSERT_THAT(Outcomes("run-1", Row("AM-1", kScores)), ElementsAre("NEW"));
  const std::string before = Standing("case-1").at(0).name();

  EXPECT_THAT(
      Outcomes("run-2", Row("AM-1", absl::StrCat(kScores, "drivers: 'peers'"))),
      ElementsAre("CHANGED"));

  const std::vector<v1::Assessment> standing = Standing("case-1");
  ASSERT_EQ(standing.size(), 1u);
  EXPECT_NE(standing[0].name(), before);
  EXPECT_EQ(standing[0].state(), v1::Assessment::STATE_COMPLETE);
  EXPECT_TRUE(standing[0].domain_scores(2).driver());
  // What was said before is kept, and says since when it counts for nothing.
  const auto kept = Read([&](sql::Transaction& tx) {
    return storage::FindAssessment(
        tx, AssessmentName::Parse(before)->assessment_id);
  });
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ((*kept)->withdrawn_at, now);
  EXPECT_EQ((*kept)->state, domain::State::kSuperseded);
  EXPECT_THAT(
      FeedStates("case_risk").back(),
      ::testing::AllOf(HasSubstr(standing[0].name()), Not(HasSubstr(before))));
}

TEST_P(ImportTest, WhatIsTakenBackGivesWayToTheOneBefore) {
  ASSERT_THAT(
      Outcomes("run-1", Row("AM-1", kScores, 2) + Row("AM-2", kScores, 9)),
      ElementsAre("NEW", "NEW"));

  EXPECT_THAT(Outcomes("run-2", TakenBack("AM-2")), ElementsAre("WITHDRAWN"));
  std::vector<v1::Assessment> standing = Standing("case-1");
  ASSERT_EQ(standing.size(), 1u);
  EXPECT_EQ(standing[0].import_origin().external_id().id(), "AM-1");
  EXPECT_EQ(standing[0].state(), v1::Assessment::STATE_COMPLETE);
  EXPECT_THAT(FeedStates("case_risk").back(), HasSubstr(standing[0].name()));

  EXPECT_THAT(Outcomes("run-3", Row("AM-2", kScores, 9)),
              ElementsAre("CHANGED"));
  standing = Standing("case-1");
  ASSERT_EQ(standing.size(), 2u);
  EXPECT_EQ(standing[0].state(), v1::Assessment::STATE_COMPLETE);
  EXPECT_EQ(standing[1].state(), v1::Assessment::STATE_SUPERSEDED);
}

TEST_P(ImportTest, ACaseThatCaseplanHasNotToldOfComesLater) {
  EXPECT_THAT(Outcomes("run-1", Row("AM-1", kScores, 2, "CA-2")),
              ElementsAre("REJECTED case_id REFERENCE_NOT_YET_KNOWN LATER"));
  EXPECT_EQ(CountRows("assessments"), 0);
  Tell("case-2", "CA-2");
  EXPECT_THAT(Outcomes("run-1", Row("AM-1", kScores, 2, "CA-2")),
              ElementsAre("NEW"));
}

TEST_P(ImportTest, TotalsAndLevelsThatDisagreeAreKeptFlaggedAndListed) {
  EXPECT_THAT(
      Outcomes("run-1", Row("AM-1", absl::StrCat(kScores,
                                                 "total_score: 7 "
                                                 "scored_level: 'high'"))),
      ElementsAre("NEW FLAG total_score TOTAL_DISAGREES"
                  " FLAG scored_level LEVEL_DISAGREES"));
  const v1::Assessment standing = Standing("case-1").at(0);
  EXPECT_EQ(standing.entered_total(), 7);
  EXPECT_EQ(standing.entered_level(), "high");
  EXPECT_EQ(standing.result().total(), 6);
  EXPECT_EQ(standing.result().level(), "moderate");
  EXPECT_THAT(
      standing.result().flags(),
      ElementsAre(v1::RESULT_FLAG_DISAGREES, v1::RESULT_FLAG_SECTION_MISSING));
  // Said again by every import until the row changes.
  EXPECT_THAT(
      Outcomes("run-2", Row("AM-1", absl::StrCat(kScores,
                                                 "total_score: 7 "
                                                 "scored_level: 'high'"))),
      ElementsAre("UNCHANGED FLAG total_score TOTAL_DISAGREES"
                  " FLAG scored_level LEVEL_DISAGREES"));
}

TEST_P(ImportTest, ATotalThatTheInstrumentCannotReachIsKeptAndFlagged) {
  EXPECT_THAT(Outcomes("run-1", Row("AM-1", absl::StrCat(kScores,
                                                         "total_score: 99 "
                                                         "scored_level: 'x'"))),
              ElementsAre("NEW FLAG total_score SCORE_OUT_OF_RANGE"
                          " FLAG scored_level LEVEL_UNKNOWN"
                          " FLAG total_score TOTAL_DISAGREES"
                          " FLAG scored_level LEVEL_DISAGREES"));
  EXPECT_EQ(Standing("case-1").at(0).entered_total(), 99);
  EXPECT_EQ(Standing("case-1").at(0).result().total(), 6);
}

TEST_P(ImportTest, AgreeingTotalsAreNotFlagged) {
  EXPECT_THAT(
      Outcomes("run-1", Row("AM-1", absl::StrCat(kScores,
                                                 "total_score: 6 scored_level: "
                                                 "'moderate'"))),
      ElementsAre("NEW"));
}

TEST_P(ImportTest, ADomainWithoutScoreLeavesTheSourcesLevel) {
  EXPECT_THAT(Outcomes("run-1", Row("AM-1",
                                    "domain_scores { key: 'family' value: 3 } "
                                    "total_score: 9 scored_level: 'high' "
                                    "missing_items: 2")),
              ElementsAre("NEW FLAG domain_scores DOMAIN_NOT_SCORED"
                          " FLAG missing_items TOO_MANY_ITEMS_MISSING"));
  const v1::ScoringResult result = Standing("case-1").at(0).result();
  EXPECT_EQ(result.level(), "high");
  EXPECT_EQ(result.total(), 9);
  EXPECT_EQ(result.missing_items(), 2);
  EXPECT_TRUE(result.provisional());
}

TEST_P(ImportTest, ARecordedLevelCountsWithItsNeeds) {
  const std::string row = absl::StrCat(
      Key("AM-1"),
      "assessments { case_id: 'CA-1' instrument: 'example-recorded' "
      "instrument_version: '1' status: STATUS_COMPLETED scored_level: 'hi' "
      "assessed_on { year: 2026 month: 11 day: 2 } } } ");
  EXPECT_THAT(Outcomes("run-1", row), ElementsAre("NEW"));
  EXPECT_EQ(Standing("case-1").at(0).result().level(), "hi");
  // One that the instrument does not have cannot count, and there is no other.
  std::string unknown = row;
  unknown.replace(unknown.find("'hi'"), 4, "'moon'");
  EXPECT_THAT(Outcomes("run-2", unknown),
              ElementsAre("REJECTED scored_level LEVEL_UNKNOWN"));
  EXPECT_EQ(Standing("case-1").at(0).result().level(), "hi");
}

TEST_P(ImportTest, OneInProgressIsADraftAndDecidesNothing) {
  std::string row = Row("AM-1", "");
  row.replace(row.find("STATUS_COMPLETED"), 16, "STATUS_IN_PROGRESS");
  EXPECT_THAT(Outcomes("run-1", row), ElementsAre("NEW"));
  EXPECT_EQ(Standing("case-1").at(0).state(), v1::Assessment::STATE_DRAFT);
  EXPECT_THAT(FeedStates("case_risk"), IsEmpty());
  // Completed in the next export.
  EXPECT_THAT(Outcomes("run-2", Row("AM-1", kScores)), ElementsAre("CHANGED"));
  ASSERT_EQ(Standing("case-1").size(), 1u);
  EXPECT_EQ(Standing("case-1").at(0).state(), v1::Assessment::STATE_COMPLETE);
}

TEST_P(ImportTest, WhatCannotBeStoredIsRejectedWithItsColumn) {
  EXPECT_THAT(
      Outcomes("run-1", Row("AM-1", "domain_scores { key: 'moon' value: 1 }")),
      ElementsAre("REJECTED domain_scores DOMAIN_UNKNOWN"));
  EXPECT_THAT(
      Outcomes("run-1",
               Row("AM-2", "domain_scores { key: 'family' value: 99 }")),
      ElementsAre("REJECTED domain_scores SCORE_OUT_OF_RANGE"));
  EXPECT_THAT(Outcomes("run-1", Row("AM-3", kScores, 21)),
              ElementsAre(HasSubstr("REJECTED assessed_on ")));
  EXPECT_THAT(
      Outcomes("run-1",
               Row("AM-4", absl::StrCat(kScores, "drivers: 'history'"))),
      ElementsAre("REJECTED drivers DRIVER_NOT_ALLOWED"));
  std::string refused = Row("AM-5", kScores);
  refused.replace(refused.find("STATUS_COMPLETED"), 16, "STATUS_REFUSED");
  EXPECT_THAT(Outcomes("run-1", refused),
              ElementsAre("REJECTED status ENUM_INVALID"));
  std::string unknown = Row("AM-6", kScores);
  unknown.replace(unknown.find("'1.0'"), 5, "'9.9'");
  EXPECT_THAT(Outcomes("run-1", unknown),
              ElementsAre("REJECTED instrument_version RESOURCE_NOT_FOUND"));
  EXPECT_EQ(CountRows("assessments"), 0);
}

TEST_P(ImportTest, AVersionThatWasNotInUseIsFlagged) {
  std::string row = Row("AM-1", kScores);
  row.replace(row.find("year: 2026"), 10, "year: 2019");
  EXPECT_THAT(Outcomes("run-1", row),
              ElementsAre("NEW FLAG instrument_version INSTRUMENT_NOT_IN_USE"));
}

INSTANTIATE_TEST_SUITE_P(Engines, ImportTest, testing::BothEngines(),
                         testing::EngineName);

}  // namespace
}  // namespace caseload::assessment
