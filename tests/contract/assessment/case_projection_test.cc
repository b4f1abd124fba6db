// caseplan's feed into the projection of cases and of who carries them.

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "caseload/caseplan/v1/case.pb.h"
#include "caseload/caseplan/v1/officer.pb.h"
#include "caseload/caseplan/v1/unit.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "services/assessment/clients/caseplan_projection.h"
#include "services/assessment/storage/case_projection_store.h"
#include "tests/support/assessment/store_fixture.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment {
namespace {

namespace cv1 = caseplan::v1;
using ::caseload::testing::IsOkAndHolds;
using ::caseload::testing::StatusIs;
using follow::Outcome;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kSince2026[] = "start_date { year: 2026 month: 1 day: 1 }";

template <typename State>
type::v1::Change ChangeOf(const std::string& kind, const std::string& name,
                          int64_t version, const std::string& text) {
  State state;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &state))
      << text;
  state.set_name(name);
  type::v1::Change change;
  change.set_resource_name(name);
  change.set_kind(kind);
  change.set_version(version);
  change.mutable_state()->PackFrom(state);
  return change;
}

type::v1::Change CaseChange(int64_t version) {
  return ChangeOf<cv1::Case>(
      "case", "cases/c1", version,
      "client: 'clients/k1' division: 'juvenile' case_type: 'wardship'"
      " received_date { year: 2026 month: 1 day: 5 }");
}
type::v1::Change OfficerChange(const std::string& id, int64_t version,
                               const std::string& more = "") {
  return ChangeOf<cv1::Officer>(
      "officer", "officers/" + id, version,
      absl::StrCat("staff_subject: '", id,
                   "' first_day { year: 2026 month: 1 day: 1 } ", more));
}
type::v1::Change PostingChange(const std::string& officer, int64_t version,
                               const std::string& more = "") {
  return ChangeOf<cv1::OfficerPosting>(
      "posting", absl::StrCat("officers/", officer, "/postings/p-", officer),
      version,
      absl::StrCat("unit: 'units/u1' period { ", kSince2026, " } ", more));
}
type::v1::Change AssignmentChange(const std::string& officer, int64_t version,
                                  const std::string& more = "") {
  return ChangeOf<cv1::Assignment>(
      "assignment", "cases/c1/assignments/a-" + officer, version,
      absl::StrCat("officer: 'officers/", officer,
                   "' role: ROLE_PRIMARY period { ", kSince2026, " } ", more));
}

class CaseProjectionTest : public testing::StoreTest {
 protected:
  absl::StatusOr<Outcome> Apply(const type::v1::Change& change) {
    return Write(
        [&](sql::Transaction& tx) { return projection_.Apply(tx, change); });
  }
  void ApplyAll(const std::vector<type::v1::Change>& changes) {
    for (const type::v1::Change& change : changes) {
      EXPECT_THAT(Apply(change), IsOkAndHolds(Outcome::kApplied));
    }
  }
  // Cases that the person reaches on 2026-11-20, as a supervisor too.
  absl::StatusOr<std::vector<std::string>> Reached(const std::string& subject) {
    return Read(
        [&](sql::Transaction& tx) -> absl::StatusOr<std::vector<std::string>> {
          domain::Reach reach;
          reach.day = absl::CivilDay(2026, 11, 20);
          reach.supervises = true;
          auto staff = storage::StaffOn(tx, subject, reach.day);
          if (!staff.ok()) return staff.status();
          reach.officer_id = *staff;
          return storage::ReachedCases(tx, reach, {"c1"});
        });
  }

  CaseplanProjection projection_;
};

INSTANTIATE_TEST_SUITE_P(Engines, CaseProjectionTest, testing::BothEngines(),
                         testing::EngineName);

TEST_P(CaseProjectionTest, WhatCaseplanTellsDecidesWhoReachesACase) {
  ApplyAll({CaseChange(1), OfficerChange("o1", 1), PostingChange("o1", 1),
            AssignmentChange("o1", 1)});
  EXPECT_THAT(Reached("o1"), IsOkAndHolds(ElementsAre("c1")));
  EXPECT_THAT(Reached("o2"), IsOkAndHolds(IsEmpty()));
  ApplyAll({OfficerChange("o2", 1),
            PostingChange("o1", 2, "supervisor: 'officers/o2'")});
  EXPECT_THAT(Reached("o2"), IsOkAndHolds(ElementsAre("c1")));
  ApplyAll({PostingChange("o1", 3, "acting_supervisor: 'officers/o2'")});
  EXPECT_THAT(Reached("o2"), IsOkAndHolds(ElementsAre("c1")));
  // Superseded facts and withdrawn records give nothing.
  ApplyAll({AssignmentChange("o1", 2, "recording { superseded_at {} }")});
  EXPECT_THAT(Reached("o1"), IsOkAndHolds(IsEmpty()));
  ApplyAll(
      {AssignmentChange("o1", 3), OfficerChange("o1", 2, "withdraw_time {}")});
  EXPECT_THAT(Reached("o1"), IsOkAndHolds(IsEmpty()));
}

TEST_P(CaseProjectionTest, StatesAndUnitsAreKept) {
  ApplyAll({ChangeOf<cv1::CaseState>(
                "case_state", "cases/c1/states/s1", 1,
                absl::StrCat("status: STATUS_OUT_OF_COUNTY period { ",
                             kSince2026, " }")),
            ChangeOf<cv1::Unit>("unit", "units/u1", 1,
                                "division: 'juvenile'"
                                " first_day { year: 2026 month: 1 day: 1 }")});
  EXPECT_THAT(
      Read([](sql::Transaction& tx) {
        return tx.Query<std::string, std::string, bool>(
            "SELECT case_id, status, stands"
            " FROM projected_case_states");
      }),
      IsOkAndHolds(ElementsAre(std::make_tuple("c1", "out_of_county", true))));
  EXPECT_THAT(Read([](sql::Transaction& tx) {
                return tx.Query<std::string, std::string>(
                    "SELECT id, division FROM projected_units");
              }),
              IsOkAndHolds(ElementsAre(std::make_tuple("u1", "juvenile"))));
}

// Twice, late and out of order: the projection equals what the newest changes
// alone make.
TEST_P(CaseProjectionTest, InWhateverOrderChangesComeTheNewestStays) {
  EXPECT_TRUE(rc::check([&] {
    EXPECT_THAT(Write([](sql::Transaction& tx) {
                  return tx.Execute("DELETE FROM projected_assignments");
                }),
                ::testing::Not(StatusIs(absl::StatusCode::kInternal)));
    std::map<int, int> newest;
    const auto arrivals = *rc::gen::resize(
        12, rc::gen::container<std::vector<std::pair<int, int>>>(
                rc::gen::pair(rc::gen::inRange(0, 3), rc::gen::inRange(1, 6))));
    for (const auto& [officer, version] : arrivals) {
      const bool newer = version > newest[officer];
      const auto outcome = Apply(AssignmentChange(
          absl::StrCat("o", officer), version,
          version % 2 == 0 ? "recording { superseded_at {} }" : ""));
      RC_ASSERT(outcome.ok());
      RC_ASSERT(*outcome == (newer ? Outcome::kApplied : Outcome::kNotNewer));
      newest[officer] = std::max(newest[officer], version);
    }
    std::vector<std::tuple<std::string, int64_t, bool>> expected;
    for (const auto& [officer, version] : newest) {
      expected.emplace_back(absl::StrCat("a-o", officer), version,
                            version % 2 == 1);
    }
    const auto found = Read([](sql::Transaction& tx) {
      return tx.Query<std::string, int64_t, bool>(
          "SELECT id, version, stands FROM projected_assignments ORDER BY id");
    });
    RC_ASSERT(found.ok());
    RC_ASSERT(*found == expected);
  }));
}

TEST_P(CaseProjectionTest, AFeedOfAnotherStoreReplacesWhatWasTold) {
  ApplyAll({CaseChange(5), OfficerChange("o1", 5), PostingChange("o1", 5),
            AssignmentChange("o1", 5), OfficerChange("o2", 5)});
  ASSERT_TRUE(Write([&](sql::Transaction& tx) -> absl::StatusOr<bool> {
                auto forgotten = projection_.ForgetVersions(tx);
                if (!forgotten.ok()) return forgotten;
                return true;
              }).ok());
  EXPECT_THAT(Reached("o1"), IsOkAndHolds(ElementsAre("c1")));
  ApplyAll({CaseChange(1), OfficerChange("o2", 1)});
  EXPECT_THAT(Write([&](sql::Transaction& tx) {
                return storage::SweepCaseProjection(tx, 1);
              }),
              IsOkAndHolds(false));
  EXPECT_THAT(
      Write([&](sql::Transaction& tx) { return projection_.Sweep(tx); }),
      IsOkAndHolds(true));
  EXPECT_EQ(CountRows("projected_cases"), 1);
  EXPECT_EQ(CountRows("projected_officers"), 1);
  EXPECT_EQ(CountRows("projected_postings"), 0);
  EXPECT_EQ(CountRows("projected_assignments"), 0);
}

TEST_P(CaseProjectionTest, WhatALaterReleaseTellsIsSkippedAndNonsenseIsNot) {
  type::v1::Change later = CaseChange(1);
  later.set_kind("restriction");
  EXPECT_THAT(Apply(later), IsOkAndHolds(Outcome::kUnknown));
  later = CaseChange(1);
  later.mutable_state()->set_type_url(
      "type.googleapis.com/caseload.caseplan.v2.Case");
  EXPECT_THAT(Apply(later), IsOkAndHolds(Outcome::kUnknown));
  type::v1::Change broken = CaseChange(1);
  broken.mutable_state()->set_value("\x08");
  EXPECT_THAT(Apply(broken), StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(
      Apply(ChangeOf<cv1::CaseState>("case_state", "cases/c1/states/s", 1, "")),
      StatusIs(absl::StatusCode::kInternal));
  EXPECT_EQ(CountRows("projected_cases"), 0);
}

}  // namespace
}  // namespace caseload::assessment
