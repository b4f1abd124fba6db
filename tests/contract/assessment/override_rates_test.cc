// The share of overridden assessments, held against a recount of a random
// county that knows nothing of SQL or of the service's sums (R032).

#include "services/assessment/override_rates.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "caseload/options/v1/options.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/assessment/convert.h"
#include "services/assessment/domain/case_projection.h"
#include "services/assessment/storage/case_projection_store.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "tests/support/assessment/override_fixture.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment {
namespace {

using ::absl::CivilDay;
using ::caseload::testing::HasReason;
using ::caseload::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const CivilDay kFirst(2026, 7, 1), kLast(2026, 9, 30);

// What the recount is made of: each assessment with its circumstances.
struct Entry {
  CivilDay day;
  bool sets_risk = true;
  bool stands = true;
  bool overridden = false;
  std::string division, officer, unit;
};

class OverrideRatesTest : public testing::OverrideTest {
 protected:
  absl::StatusOr<v1::ReportOverrideRatesResponse> Report(CivilDay first,
                                                         CivilDay last) {
    v1::ReportOverrideRatesRequest request;
    *request.mutable_period()->mutable_start_date() = ToDate(first);
    *request.mutable_period()->mutable_end_date() = ToDate(last);
    return Read([&](sql::Transaction& tx) {
      return service_.ReportOverrideRates(
          tx,
          CallOf("boss", {options::v1::ROLE_MANAGER}, "ReportOverrideRates"),
          request);
    });
  }
  static std::vector<std::string> Lines(
      const v1::ReportOverrideRatesResponse& response) {
    std::vector<std::string> lines;
    for (const v1::OverrideRate& rate : response.rates()) {
      lines.push_back(absl::StrCat(
          v1::OverrideRate::Scope_Name(rate.scope()).substr(6), " ",
          rate.subject(), " ", rate.overridden(), "/", rate.assessments(),
          rate.has_alert_above_percent()
              ? absl::StrCat(" alert ", rate.alert_above_percent())
              : "",
          rate.above() ? " above" : ""));
    }
    return lines;
  }

  int Below(int bound) {
    return static_cast<int>(random_() % static_cast<unsigned>(bound));
  }
  // One assessment in rows, as a migrated store of any origin may hold it.
  void Store(const std::string& id, const std::string& case_id,
             const Entry& entry, const std::string& override_state) {
    const std::string day = absl::FormatCivilTime(entry.day);
    ASSERT_THAT(
        Write([&](sql::Transaction& tx) -> absl::StatusOr<bool> {
          ABSL_RETURN_IF_ERROR(
              tx.Execute(
                    "INSERT INTO assessments (id, case_id, instrument_id,"
                    " instrument_version, clinical, sets_risk, norm_group_id,"
                    " state, assessed_date, entered_level, has_strengths,"
                    " has_needs, has_risk_to_community, content, version,"
                    " created_at, created_by, completed_at, completed_by,"
                    " scored_level, missing_items, provisional, disagrees,"
                    " uses_unverified_figures, current_until_date,"
                    " withdrawn_at) VALUES (:1, :2, 'example-risk', '1.0', 0,"
                    " :3, 'all', 'SUPERSEDED', :4, '', 0, 0, 0, '{}', 1, 1,"
                    " 'person/x', 1, 'person/x', 'moderate', 0, 0, 0, 0, :4,"
                    " :5)",
                    id, case_id, entry.sets_risk, day,
                    entry.stands ? std::optional<int64_t>()
                                 : std::optional<int64_t>(5))
                  .status());
          if (override_state.empty()) return true;
          const bool decided = override_state != "REQUESTED";
          const bool over =
              override_state == "ENDED" || override_state == "EXPIRED";
          const std::optional<int64_t> decided_at =
              decided ? std::optional<int64_t>(2) : std::nullopt;
          const std::optional<int64_t> ended_at =
              over ? std::optional<int64_t>(3) : std::nullopt;
          const std::optional<std::string> decider =
              decided ? std::optional<std::string>("person/y") : std::nullopt;
          const std::optional<std::string> ender =
              over ? std::optional<std::string>("person/y") : std::nullopt;
          ABSL_RETURN_IF_ERROR(
              tx.Execute(
                    "INSERT INTO overrides (id, case_id, assessment_id,"
                    " band_scheme_id, from_level, from_band, to_band,"
                    " direction, reason_code, narrative, effective_date,"
                    " expiry_date, state, requested_at, requested_by,"
                    " decided_at, decided_by, decision_note, ended_at,"
                    " ended_by, end_reason, policy, version) VALUES (:1, :2,"
                    " :3, 'example-bands', 'moderate', 'middle', 'top', 'UP',"
                    " 'crisis', 'x', :4, :4, :5, 1, 'person/x', :6, :7, '',"
                    " :8, :9, '', 'p/1', 1)",
                    "ov-" + id, case_id, id, day, override_state, decided_at,
                    decider, ended_at, ender)
                  .status());
          return true;
        }),
        IsOk());
  }

  std::minstd_rand random_{20261120};
};

INSTANTIATE_TEST_SUITE_P(Engines, OverrideRatesTest, testing::BothEngines(),
                         testing::EngineName);

TEST_P(OverrideRatesTest, ARandomCountyIsCountedAsItIsRecounted) {
  const std::string divisions[] = {"juvenile", "adult"};
  std::vector<Entry> entries;
  for (int c = 0; c < 120; ++c) {
    const std::string id = absl::StrCat("r-", c);
    // Some cases caseplan has not told of, some nobody carries.
    const bool known = Below(12) != 0;
    const bool carried = known && Below(10) != 0;
    const bool posted = Below(15) != 0;
    const std::string division = divisions[Below(2)];
    const std::string first_officer = absl::StrCat("of-", Below(7));
    const std::string second_officer = absl::StrCat("of-", Below(7), "b");
    const CivilDay handed_over = kFirst + Below(90);
    const std::string unit = absl::StrCat("u-", Below(3));
    ASSERT_THAT(
        Write([&](sql::Transaction& tx) -> absl::StatusOr<bool> {
          if (!known) return true;
          domain::ProjectedCase projected;
          projected.id = id;
          projected.division = division;
          projected.received_date = CivilDay(2026, 1, 1);
          ABSL_RETURN_IF_ERROR(storage::Upsert(tx, projected).status());
          if (!carried) return true;
          const auto assign = [&](const std::string& officer,
                                  domain::Days days) -> absl::Status {
            domain::ProjectedAssignment assignment;
            assignment.id = id + officer;
            assignment.case_id = id;
            assignment.officer_id = officer + id;
            assignment.days = days;
            ABSL_RETURN_IF_ERROR(storage::Upsert(tx, assignment).status());
            // Who helps is not who is counted.
            assignment.id += "s";
            assignment.role = domain::AssignmentRole::kSecondary;
            assignment.officer_id = "of-helper";
            ABSL_RETURN_IF_ERROR(storage::Upsert(tx, assignment).status());
            if (!posted) return absl::OkStatus();
            domain::ProjectedPosting posting;
            posting.id = "p" + officer + id;
            posting.officer_id = officer + id;
            posting.unit_id = unit;
            posting.days = {CivilDay(2026, 1, 1), std::nullopt};
            return storage::Upsert(tx, posting).status();
          };
          ABSL_RETURN_IF_ERROR(
              assign(first_officer, {CivilDay(2026, 1, 1), handed_over - 1}));
          ABSL_RETURN_IF_ERROR(
              assign(second_officer, {handed_over, std::nullopt}));
          return true;
        }),
        IsOk());
    const int assessments = Below(4);
    for (int i = 0; i < assessments; ++i) {
      Entry entry;
      entry.day = kFirst - 20 + Below(130);
      entry.sets_risk = Below(8) != 0;
      entry.stands = Below(8) != 0;
      static constexpr const char* kStates[] = {
          "", "", "", "REQUESTED", "APPROVED", "DECLINED", "ENDED", "EXPIRED"};
      const std::string state = kStates[Below(8)];
      entry.overridden =
          state == "APPROVED" || state == "ENDED" || state == "EXPIRED";
      if (known) entry.division = division;
      if (carried) {
        entry.officer =
            (entry.day < handed_over ? first_officer : second_officer) + id;
        if (posted) entry.unit = unit;
      }
      Store(absl::StrCat("as-", c, "-", i), id, entry, state);
      entries.push_back(entry);
    }
  }

  // The recount: one pass over the entries for each line.
  std::map<std::pair<int, std::string>, std::pair<int, int>> recount;
  for (const Entry& entry : entries) {
    if (!entry.sets_risk || !entry.stands || entry.day < kFirst ||
        entry.day > kLast) {
      continue;
    }
    std::vector<std::pair<int, std::string>> keys = {{4, ""}};
    if (!entry.officer.empty())
      keys.push_back({1, "officers/" + entry.officer});
    if (!entry.unit.empty()) keys.push_back({2, "units/" + entry.unit});
    if (!entry.division.empty()) keys.push_back({3, entry.division});
    for (const auto& key : keys) {
      recount[key].first += entry.overridden ? 1 : 0;
      ++recount[key].second;
    }
  }
  std::map<std::pair<int, std::string>, std::pair<int, int>> reported;
  const auto response = Report(kFirst, kLast);
  ASSERT_THAT(response, IsOk());
  for (const v1::OverrideRate& rate : response->rates()) {
    reported[{rate.scope(), rate.subject()}] = {rate.overridden(),
                                                rate.assessments()};
    // Only the juvenile policy is known, which alarms above 10 percent.
    if (rate.scope() == v1::OverrideRate::SCOPE_DIVISION) {
      EXPECT_EQ(rate.has_alert_above_percent(), rate.subject() == "juvenile");
    }
    EXPECT_EQ(rate.above(), rate.has_alert_above_percent() &&
                                rate.overridden() * 10 > rate.assessments());
  }
  EXPECT_GT(recount.size(), 50u);
  EXPECT_EQ(reported, recount);
}

TEST_P(OverrideRatesTest, AShareOfExactlyTheThresholdIsNotAboveIt) {
  // Ten assessments of the fixture's officers and one override among them.
  for (int i = 0; i < 6; ++i) {
    Assess("case-2", 1, CivilDay(2026, 11, 3 + i));
  }
  Approved(Asked());
  auto response = Report(CivilDay(2026, 11, 1), CivilDay(2026, 11, 30));
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(Lines(*response),
              ElementsAre("OFFICER officers/officer-dpo 1/9 alert 10 above",
                          "OFFICER officers/officer-sdpo 0/1 alert 10",
                          "UNIT units/unit-1 1/10 alert 10",
                          "DIVISION juvenile 1/10 alert 10",
                          "DEPARTMENT  1/10 alert 10"));
  response = Report(CivilDay(2026, 1, 1), CivilDay(2026, 1, 31));
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(Lines(*response), IsEmpty());
}

TEST_P(OverrideRatesTest, APeriodHasTwoEndsInOrder) {
  EXPECT_THAT(Report(kLast, kFirst), HasReason("PERIOD_REVERSED"));
  EXPECT_THAT(Report(CivilDay(2010, 1, 1), CivilDay(2026, 1, 1)),
              HasReason("PERIOD_TOO_LONG"));
  v1::ReportOverrideRatesRequest empty;
  const auto refused = Read([&](sql::Transaction& tx) {
    return service_.ReportOverrideRates(
        tx, CallOf("boss", {options::v1::ROLE_MANAGER}), empty);
  });
  EXPECT_THAT(refused, HasReason("FIELD_REQUIRED"));
  EXPECT_EQ(status::FieldViolationsOf(refused.status()).size(), 2u);
}

}  // namespace
}  // namespace caseload::assessment
