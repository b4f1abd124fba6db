// The projection of cases' current risk: whatever order the feed arrives in, a
// case never goes back to an older state (R039; issue of the change feed).

#include "services/caseplan/storage/risk_store.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "services/caseplan/storage/caseplan_migrations.h"
#include "services/common/follow/cursor.h"
#include "services/common/follow/follow_migrations.h"
#include "services/common/status/status_macros.h"
#include "tests/support/explaining_transaction.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_store.h"

namespace caseload::caseplan::storage {
namespace {

using ::caseload::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// What the assessment service told in this version: everything in it follows
// from the version, so that a mixture of two is seen.
CurrentRisk RiskOf(std::string case_id, int64_t version) {
  CurrentRisk risk;
  risk.case_id = std::move(case_id);
  risk.version = version;
  risk.recorded_at = absl::FromUnixMicros(1'000'000 + version);
  for (int i = 0; i < version % 3; ++i) {
    RiskAssessment& assessment = risk.latest.emplace_back();
    assessment.assessment_id = absl::StrCat("a", version, "-", i);
    assessment.instrument_id = absl::StrCat("instrument", i);
    assessment.instrument_version = "1";
    assessment.assessed_date = absl::CivilDay(2026, 1, 1) + version;
    assessment.completed_at = absl::FromUnixMicros(version * 7);
    assessment.sets_risk = i == 0;
    assessment.level = "high";
    assessment.bands = {{"juvenile-4", "high"}, {"juvenile-5", "very-high"}};
    assessment.provisional = version % 2 == 0;
    assessment.uses_unverified_figures = version % 2 == 1;
    assessment.current_until_date = assessment.assessed_date + 180;
    RiskDomain& family = assessment.domains.emplace_back();
    family.domain_id = "family";
    family.dynamic = true;
    family.need_areas = {"family", absl::StrCat("area", version)};
    family.score = 3;
    family.maximum_score = 6;
    family.level = "moderate";
    family.level_rank = 1;
    family.driver = true;
    family.reviewed_with_client_date = assessment.assessed_date + 1;
    RiskDomain& history = assessment.domains.emplace_back();
    history.domain_id = "history";
    history.recorded_need = RecordedNeed::kHigh;
  }
  for (int i = 0; i < version % 4; ++i) {
    RiskOverride& override = risk.overrides.emplace_back();
    override.override_id = absl::StrCat("o", version, "-", i);
    override.band_scheme_id = "juvenile-4";
    override.band_id = "low";
    override.first_day = absl::CivilDay(2026, 1, 1) + version;
    if (i > 0) override.last_day = override.first_day + i;
  }
  return risk;
}

std::string Describe(const RiskDomain& domain) {
  return absl::StrCat(
      domain.domain_id, domain.dynamic ? " dynamic" : "", " score ",
      domain.score.value_or(-1), "/", domain.maximum_score, " ", domain.level,
      " rank ", domain.level_rank.value_or(-1), " need ",
      static_cast<int>(domain.recorded_need), domain.driver ? " driver" : "",
      " reviewed ",
      domain.reviewed_with_client_date.has_value()
          ? absl::FormatCivilTime(*domain.reviewed_with_client_date)
          : "never",
      " areas ", absl::StrJoin(domain.need_areas, "+"));
}

std::string Describe(const CurrentRisk& risk) {
  std::string text = absl::StrCat(risk.case_id, " v", risk.version, " at ",
                                  absl::ToUnixMicros(risk.recorded_at), "\n");
  for (const RiskAssessment& assessment : risk.latest) {
    absl::StrAppend(
        &text, assessment.assessment_id, " ", assessment.instrument_id, "/",
        assessment.instrument_version, " ",
        absl::FormatCivilTime(assessment.assessed_date), " ",
        absl::ToUnixMicros(assessment.completed_at), " ",
        assessment.sets_risk ? "sets risk " : "", assessment.level, " ",
        assessment.provisional ? "provisional " : "",
        assessment.uses_unverified_figures ? "unverified " : "", "until ",
        absl::FormatCivilTime(assessment.current_until_date), "\n");
    for (const RiskBand& band : assessment.bands) {
      absl::StrAppend(&text, " ", band.band_scheme_id, "=", band.band_id, "\n");
    }
    for (const RiskDomain& domain : assessment.domains) {
      absl::StrAppend(&text, " ", Describe(domain), "\n");
    }
  }
  for (const RiskOverride& override : risk.overrides) {
    absl::StrAppend(&text, override.override_id, " ", override.band_scheme_id,
                    "=", override.band_id, " from ",
                    absl::FormatCivilTime(override.first_day), " to ",
                    override.last_day.has_value()
                        ? absl::FormatCivilTime(*override.last_day)
                        : "ever",
                    "\n");
  }
  return text;
}

class RiskStoreTest : public ::testing::TestWithParam<sql::Engine> {
 protected:
  absl::Status Write(sql::Apply apply) {
    return store_.database().WriteAndWait({}, std::move(apply));
  }

  bool Upsert(const CurrentRisk& risk) {
    bool written = false;
    EXPECT_THAT(Write([&](sql::Transaction& tx) -> absl::Status {
                  ABSL_ASSIGN_OR_RETURN(written, UpsertRisk(tx, risk));
                  return absl::OkStatus();
                }),
                IsOk());
    return written;
  }

  // As text, and without a scan of a table.
  std::vector<std::string> List(const std::vector<std::string>& case_ids) {
    std::vector<std::string> result;
    EXPECT_THAT(store_.database().Read(
                    absl::InfiniteFuture(),
                    [&](sql::Transaction& tx) -> absl::Status {
                      testing::ExplainingTransaction explaining(tx);
                      ABSL_ASSIGN_OR_RETURN(const std::vector<CurrentRisk> all,
                                            ListRisks(explaining, case_ids));
                      EXPECT_THAT(explaining.scans(), IsEmpty());
                      for (const CurrentRisk& risk : all) {
                        result.push_back(Describe(risk));
                      }
                      return absl::OkStatus();
                    }),
                IsOk());
    return result;
  }

  std::vector<std::string> Sweep(int limit) {
    std::vector<std::string> swept;
    EXPECT_THAT(Write([&](sql::Transaction& tx) -> absl::Status {
                  testing::ExplainingTransaction explaining(tx);
                  ABSL_ASSIGN_OR_RETURN(swept, SweepRisks(explaining, limit));
                  for (const std::string& scan : explaining.scans()) {
                    // Along the partial index of what is to be swept.
                    EXPECT_THAT(scan, ::testing::HasSubstr("INDEX"));
                  }
                  return absl::OkStatus();
                }),
                IsOk());
    return swept;
  }

  testing::TestStore store_{
      GetParam(),
      {{"follow", FollowMigrations()}, {"caseplan", CaseplanMigrations()}}};
};

INSTANTIATE_TEST_SUITE_P(Engines, RiskStoreTest, testing::BothEngines(),
                         testing::EngineName);

TEST_P(RiskStoreTest, WhatWasToldIsReadBackWhole) {
  EXPECT_TRUE(Upsert(RiskOf("c1", 2)));
  EXPECT_TRUE(Upsert(RiskOf("c2", 3)));
  EXPECT_THAT(
      List({"c2", "c1", "c2", "unknown"}),
      ElementsAre(Describe(RiskOf("c1", 2)), Describe(RiskOf("c2", 3))));
  EXPECT_THAT(List({}), IsEmpty());
  EXPECT_THAT(List({"unknown"}), IsEmpty());
}

TEST_P(RiskStoreTest, TheSameOrAnOlderVersionChangesNothing) {
  EXPECT_TRUE(Upsert(RiskOf("c1", 5)));
  EXPECT_FALSE(Upsert(RiskOf("c1", 5)));
  EXPECT_FALSE(Upsert(RiskOf("c1", 4)));
  EXPECT_THAT(List({"c1"}), ElementsAre(Describe(RiskOf("c1", 5))));
  EXPECT_TRUE(Upsert(RiskOf("c1", 6)));
  EXPECT_THAT(List({"c1"}), ElementsAre(Describe(RiskOf("c1", 6))));
}

// Twice, late and out of order: after every step each case shows the highest
// version that came so far, and nothing of another one.
TEST_P(RiskStoreTest, InWhateverOrderStatesComeNoCaseGoesBack) {
  int round = 0;
  EXPECT_TRUE(rc::check([&] {
    const std::string prefix = absl::StrCat("r", ++round, "-");
    std::map<std::string, int64_t> highest;
    const auto arrivals = *rc::gen::resize(
        12, rc::gen::container<std::vector<std::pair<int, int>>>(
                rc::gen::pair(rc::gen::inRange(0, 2), rc::gen::inRange(1, 7))));
    for (const auto& [number, version] : arrivals) {
      const std::string id = absl::StrCat(prefix, number);
      const bool newer = version > highest[id];
      RC_ASSERT(Upsert(RiskOf(id, version)) == newer);
      highest[id] = std::max<int64_t>(highest[id], version);
      RC_ASSERT(List({id}) ==
                std::vector<std::string>{Describe(RiskOf(id, highest[id]))});
    }
  }));
}

TEST_P(RiskStoreTest, AFeedThatBeginsAgainReplacesWhatAnotherStoreTold) {
  Upsert(RiskOf("c1", 5));
  Upsert(RiskOf("c2", 5));
  Upsert(RiskOf("c3", 5));
  ASSERT_THAT(Write(ForgetRiskVersions), IsOk());
  // Served until the feed tells of it.
  EXPECT_EQ(List({"c1", "c2", "c3"}).size(), 3u);
  EXPECT_TRUE(Upsert(RiskOf("c1", 1)));
  EXPECT_THAT(Sweep(1), ElementsAre("c2"));
  EXPECT_THAT(Sweep(10), ElementsAre("c3"));
  EXPECT_THAT(List({"c1", "c2", "c3"}), ElementsAre(Describe(RiskOf("c1", 1))));
}

TEST_P(RiskStoreTest, ThePlaceInTheFeedIsKeptWithWhatWasApplied) {
  const auto read = [&] {
    follow::Cursor cursor;
    EXPECT_THAT(store_.database().Read(
                    absl::InfiniteFuture(),
                    [&](sql::Transaction& tx) -> absl::Status {
                      testing::ExplainingTransaction explaining(tx);
                      ABSL_ASSIGN_OR_RETURN(
                          cursor, follow::ReadCursor(explaining, kRiskFeed));
                      EXPECT_THAT(explaining.scans(), IsEmpty());
                      return absl::OkStatus();
                    }),
                IsOk());
    return cursor;
  };
  EXPECT_EQ(read().resume_token, "");
  EXPECT_FALSE(read().heartbeat_at.has_value());
  const absl::Time heartbeat = absl::FromUnixMicros(12'345'678);
  const auto apply = [&](absl::Status outcome) {
    return Write([&, outcome](sql::Transaction& tx) -> absl::Status {
      ABSL_RETURN_IF_ERROR(UpsertRisk(tx, RiskOf("c1", 1)).status());
      ABSL_RETURN_IF_ERROR(follow::WriteCursor(
          tx, kRiskFeed, follow::Cursor{"token-1", true, heartbeat}));
      return outcome;
    });
  };
  EXPECT_FALSE(apply(absl::UnavailableError("rolled back")).ok());
  EXPECT_EQ(read().resume_token, "");
  EXPECT_THAT(List({"c1"}), IsEmpty());
  EXPECT_THAT(apply(absl::OkStatus()), IsOk());
  EXPECT_EQ(read().resume_token, "token-1");
  EXPECT_TRUE(read().rereading);
  EXPECT_EQ(read().heartbeat_at, heartbeat);
  EXPECT_EQ(List({"c1"}).size(), 1u);
}

}  // namespace
}  // namespace caseload::caseplan::storage
