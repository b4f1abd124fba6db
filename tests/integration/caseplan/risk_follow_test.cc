// The assessment service's feed as it may come: twice, late, out of order, with
// streams that end and restarts in between. What is kept never goes back to
// something older, and in the end it is what an orderly feed makes (R099).

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "caseload/assessment/v1/feed.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/caseplan/clients/risk_projection.h"
#include "services/caseplan/storage/caseplan_migrations.h"
#include "services/caseplan/storage/risk_store.h"
#include "services/common/clock/clock.h"
#include "services/common/follow/cursor.h"
#include "services/common/follow/follow_migrations.h"
#include "services/common/follow/follower.h"
#include "services/common/metrics/registry.h"
#include "services/common/status/status_macros.h"
#include "tests/support/follow/scripted_feed.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_store.h"

namespace caseload::caseplan {
namespace {

using testing::IsOk;

constexpr int kCases = 4;
constexpr int kVersions = 6;

std::string CaseId(int number) { return absl::StrCat("c", number); }

// The state of a case's risk under a version: each differs from the others.
type::v1::Change RiskChange(int number, int64_t version) {
  assessment::v1::CaseRiskState state;
  state.set_case_(absl::StrCat("cases/", CaseId(number)));
  // From 0 to 2 assessments, so that some go again.
  for (int64_t i = 0; i < (version + number) % 3; ++i) {
    assessment::v1::CompletedAssessment& latest = *state.add_latest();
    latest.set_assessment(absl::StrCat("assessments/a-", version, "-", i));
    latest.set_instrument(
        absl::StrCat("instruments/i-", i, "/versions/", version));
    for (type::v1::Date* date : {latest.mutable_assessed_date(),
                                 latest.mutable_current_until_date()}) {
      date->set_year(2026);
      date->set_month(static_cast<int32_t>(version));
      date->set_day(1);
    }
    latest.mutable_complete_time()->set_seconds(1772500000 + version);
    latest.set_sets_risk(true);
    latest.set_level(absl::StrCat("level-", version));
    assessment::v1::LevelBand& band = *latest.add_bands();
    band.set_band_scheme("adult-4");
    band.set_band(absl::StrCat("band-", version));
    latest.add_domains()->set_domain(absl::StrCat("domain-", version));
  }
  type::v1::Change change;
  change.set_resource_name(state.case_() + "/risk");
  change.set_kind(kRiskKind);
  change.set_version(version);
  change.mutable_record_time()->set_seconds(1772500000 + version);
  change.mutable_state()->PackFrom(state);
  return change;
}

// One line for each case with everything that tells versions apart.
absl::StatusOr<std::vector<std::string>> Told(sql::Transaction& tx) {
  std::vector<std::string> ids, lines;
  for (int i = 0; i < kCases; ++i) ids.push_back(CaseId(i));
  ABSL_ASSIGN_OR_RETURN(const std::vector<CurrentRisk> risks,
                        storage::ListRisks(tx, ids));
  for (const CurrentRisk& risk : risks) {
    std::string line = absl::StrCat(risk.case_id, " ", risk.version);
    for (const RiskAssessment& latest : risk.latest) {
      absl::StrAppend(&line, " ", latest.assessment_id, " ",
                      latest.instrument_version, " ", latest.level, " ",
                      absl::FormatCivilTime(latest.assessed_date));
      for (const RiskBand& band : latest.bands) {
        absl::StrAppend(&line, " ", band.band_id);
      }
      for (const RiskDomain& domain : latest.domains) {
        absl::StrAppend(&line, " ", domain.domain_id);
      }
    }
    lines.push_back(line);
  }
  return lines;
}

std::vector<std::string> ToldIn(sql::Database& database) {
  std::vector<std::string> lines;
  EXPECT_THAT(database.Read(absl::InfiniteFuture(),
                            [&](sql::Transaction& tx) -> absl::Status {
                              ABSL_ASSIGN_OR_RETURN(lines, Told(tx));
                              return absl::OkStatus();
                            }),
              IsOk());
  return lines;
}

class RiskFollowTest : public ::testing::TestWithParam<sql::Engine> {
 protected:
  // Everything once, in order.
  std::vector<std::string> InOrder() {
    testing::TestStore store(GetParam(), {{"caseplan", CaseplanMigrations()}});
    RiskProjection projection({});
    EXPECT_THAT(
        store.database().WriteAndWait(
            {},
            [&](sql::Transaction& tx) -> absl::Status {
              for (int version = 1; version <= kVersions; ++version) {
                for (int i = 0; i < kCases; ++i) {
                  ABSL_RETURN_IF_ERROR(
                      projection.Apply(tx, RiskChange(i, version)).status());
                }
              }
              return absl::OkStatus();
            }),
        IsOk());
    return ToldIn(store.database());
  }

  // A new life of the service: the store is opened again and followed on.
  void Restart() {
    follower_.reset();
    store_.Reopen();
    follow::Follower::Options options;
    options.feed = std::string(storage::kRiskFeed);
    options.kinds = {kRiskKind};
    options.database = &store_.database();
    options.source = feed_.get();
    options.projection = &projection_;
    options.clock = &clock_;
    metrics_ = std::make_unique<metrics::Registry>();
    options.metrics = &metrics_->prometheus();
    options.first_pause = absl::ZeroDuration();
    options.longest_pause = absl::Milliseconds(1);
    follower_ = std::make_unique<follow::Follower>(std::move(options));
    follower_->Start();
  }

  // In each transaction of a change: the version only grows.
  absl::Status Watch(sql::Transaction& tx,
                     const std::vector<std::string>& case_ids) {
    for (const std::string& id : case_ids) {
      ABSL_ASSIGN_OR_RETURN(const int64_t version,
                            storage::RiskVersion(tx, id));
      EXPECT_GT(version, highest_[id]) << id << " went back";
      highest_[id] = std::max(highest_[id], version);
    }
    return absl::OkStatus();
  }

  clock::SystemClock clock_;
  std::unique_ptr<metrics::Registry> metrics_;
  std::map<std::string, int64_t> highest_;
  std::unique_ptr<testing::ScriptedFeed> feed_;
  RiskProjection projection_{
      [this](sql::Transaction& tx, const std::vector<std::string>& case_ids) {
        return Watch(tx, case_ids);
      }};
  testing::TestStore store_{
      GetParam(),
      {{"follow", FollowMigrations()}, {"caseplan", CaseplanMigrations()}}};
  std::unique_ptr<follow::Follower> follower_;
};

INSTANTIATE_TEST_SUITE_P(Engines, RiskFollowTest, testing::BothEngines(),
                         testing::EngineName);

TEST_P(RiskFollowTest, HoweverChangesComeTheEndIsThatOfAnOrderlyFeed) {
  const std::vector<std::string> expected = InOrder();
  ASSERT_EQ(expected.size(), static_cast<size_t>(kCases));
  std::mt19937 random(20261201);
  // Fewer where a store is slow.
  const int rounds = GetParam() == sql::Engine::kSqlite ? 25 : 5;
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE(absl::StrCat("round ", round));
    follower_.reset();
    EXPECT_THAT(store_.database().WriteAndWait(
                    {},
                    [&](sql::Transaction& tx) -> absl::Status {
                      ABSL_RETURN_IF_ERROR(storage::ForgetRiskVersions(tx));
                      ABSL_RETURN_IF_ERROR(
                          storage::SweepRisks(tx, kCases + 1).status());
                      return follow::WriteCursor(tx, storage::kRiskFeed, {});
                    }),
                IsOk());
    highest_.clear();
    feed_ = std::make_unique<testing::ScriptedFeed>(
        1 + static_cast<int>(random() % 5));
    // Each at least once, some twice.
    std::vector<std::pair<int, int>> arrivals;
    for (int i = 0; i < kCases; ++i) {
      for (int version = 1; version <= kVersions; ++version) {
        arrivals.insert(arrivals.end(), 1 + random() % 2, {i, version});
      }
    }
    std::shuffle(arrivals.begin(), arrivals.end(), random);
    Restart();
    for (const auto& [number, version] : arrivals) {
      feed_->Append(RiskChange(number, version));
      switch (random() % 8) {
        case 0:
          Restart();
          break;
        case 1:
          feed_->End(absl::UnavailableError("the other side restarts"));
          break;
        case 2:
          // What has come by now is there before the rest comes.
          ASSERT_TRUE(feed_->AwaitFollowed());
          break;
        default:
          break;
      }
    }
    ASSERT_TRUE(feed_->AwaitFollowed());
    EXPECT_EQ(ToldIn(store_.database()), expected);
  }
  follower_.reset();
}

}  // namespace
}  // namespace caseload::caseplan
