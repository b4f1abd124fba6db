// The policy in force as caseplan's feed tells it, kept in conference's own
// store (R060, R103).

#include "services/conference/clients/followed_packs.h"

#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "caseload/caseplan/v1/policy.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/policy/followed/followed_policy_migrations.h"
#include "services/policy/proto/convert.h"
#include "services/policy/proto/load.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_store.h"

namespace caseload::conference {
namespace {

namespace cv1 = caseplan::v1;
using follow::Outcome;
using ::testing::AllOf;
using testing::HasReason;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::StatusIs;

// The shipped juvenile pack under another version label.
policy::v1::PolicyPack Pack(const std::string& label) {
  const std::string path = absl::StrCat(std::getenv("CASELOAD_SOURCE_DIR"),
                                        "/policies/packs/"
                                        "juvenile-4.6.textproto");
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  auto loaded = policy::LoadPack(path, text.str());
  EXPECT_TRUE(loaded.ok()) << path;
  policy::v1::PolicyPack pack = loaded.value->message;
  pack.set_version_label(label);
  return pack;
}

// Activation `id` of `pack` from `day` of December 2026 on.
type::v1::Change Activation(const std::string& id, int64_t version,
                            const policy::v1::PolicyPack& pack, int day,
                            bool superseded = false) {
  cv1::PolicyActivationState state;
  state.set_name("policyPacks/p/activations/" + id);
  state.set_division(pack.division());
  state.mutable_effective_date()->set_year(2026);
  state.mutable_effective_date()->set_month(12);
  state.mutable_effective_date()->set_day(day);
  cv1::PolicyActivation& activation = *state.mutable_activation();
  activation.set_name(state.name());
  activation.mutable_recorded_at()->set_seconds(1'790'000'000);
  if (superseded) {
    activation.mutable_superseded_at()->set_seconds(1'790'000'001);
  }
  *state.mutable_pack() = pack;
  type::v1::Change change;
  change.set_resource_name(state.name());
  change.set_kind(policy::kPolicyKind);
  change.set_version(version);
  change.mutable_state()->PackFrom(state);
  return change;
}

class FollowedPacksTest : public ::testing::TestWithParam<sql::Engine> {
 protected:
  // As the follower does: applied, then committed.
  absl::StatusOr<Outcome> Apply(const type::v1::Change& change) {
    absl::StatusOr<Outcome> outcome = absl::UnknownError("never applied");
    const absl::Status written = Write([&](sql::Transaction& tx) {
      outcome = packs_.Apply(tx, change);
      return outcome.status();
    });
    if (!written.ok()) return written;
    EXPECT_THAT(packs_.Committed(), IsOk());
    return outcome;
  }
  absl::Status Write(sql::Apply apply) {
    return store_.database().WriteAndWait({}, std::move(apply));
  }
  // Version label of the pack in force for the juvenile division on the day of
  // December 2026.
  static absl::StatusOr<std::string> InForce(const FollowedPacks& packs,
                                             int day) {
    const auto pack = packs.InForce("juvenile", absl::CivilDay(2026, 12, day));
    if (!pack.ok()) return pack.status();
    return (*pack)->version.version_label;
  }
  absl::StatusOr<std::string> InForce(int day) { return InForce(packs_, day); }

  testing::TestStore store_{GetParam(),
                            {{"followed_policy", FollowedPolicyMigrations()}}};
  FollowedPacks packs_{&store_.database()};
};

INSTANTIATE_TEST_SUITE_P(Engines, FollowedPacksTest, testing::BothEngines(),
                         testing::EngineName);

TEST_P(FollowedPacksTest, TheLatestActivationOnOrBeforeTheDayGoverns) {
  EXPECT_THAT(Apply(Activation("b", 1, Pack("second"), 10)),
              IsOkAndHolds(Outcome::kApplied));
  EXPECT_THAT(Apply(Activation("a", 1, Pack("first"), 5)),
              IsOkAndHolds(Outcome::kApplied));
  EXPECT_THAT(InForce(4), HasReason("POLICY_NOT_YET_KNOWN"));
  EXPECT_THAT(InForce(5), IsOkAndHolds("first"));
  EXPECT_THAT(InForce(9), IsOkAndHolds("first"));
  EXPECT_THAT(InForce(10), IsOkAndHolds("second"));
  EXPECT_THAT(InForce(31), IsOkAndHolds("second"));
}

// Nothing is judged by another division's policy.
TEST_P(FollowedPacksTest, ADivisionWithoutPolicyIsToldToComeAgain) {
  EXPECT_THAT(Apply(Activation("a", 1, Pack("first"), 5)),
              IsOkAndHolds(Outcome::kApplied));
  const auto adult = packs_.InForce("adult", absl::CivilDay(2026, 12, 6));
  EXPECT_THAT(adult, AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                           HasReason("POLICY_NOT_YET_KNOWN")));
  EXPECT_EQ(status::RetryAfterOf(adult.status()), absl::Seconds(5));
}

TEST_P(FollowedPacksTest, AnActivationThatStandsNoMoreGovernsNothing) {
  EXPECT_THAT(Apply(Activation("a", 1, Pack("first"), 5)),
              IsOkAndHolds(Outcome::kApplied));
  EXPECT_THAT(Apply(Activation("a", 2, Pack("first"), 5, true)),
              IsOkAndHolds(Outcome::kApplied));
  EXPECT_THAT(InForce(6), HasReason("POLICY_NOT_YET_KNOWN"));
  EXPECT_THAT(Apply(Activation("b", 1, Pack("second"), 5)),
              IsOkAndHolds(Outcome::kApplied));
  // Late and twice: nothing comes back.
  EXPECT_THAT(Apply(Activation("a", 1, Pack("first"), 5)),
              IsOkAndHolds(Outcome::kNotNewer));
  EXPECT_THAT(InForce(6), IsOkAndHolds("second"));
}

TEST_P(FollowedPacksTest, WhatWasKnownBeforeARestartIsKnownAfterIt) {
  EXPECT_THAT(Apply(Activation("a", 1, Pack("first"), 5)),
              IsOkAndHolds(Outcome::kApplied));
  FollowedPacks restarted(&store_.database());
  EXPECT_THAT(InForce(restarted, 6), HasReason("POLICY_NOT_YET_KNOWN"));
  ASSERT_THAT(restarted.Load(), IsOk());
  EXPECT_THAT(InForce(restarted, 6), IsOkAndHolds("first"));
  // Not only in name: judged by the same content.
  const auto after = restarted.InForce("juvenile", absl::CivilDay(2026, 12, 6));
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ((*after)->version.digest,
            policy::ConvertPack(Pack("first")).value->version.digest);
}

TEST_P(FollowedPacksTest, AnActivationThatIsRolledBackGovernsNothing) {
  EXPECT_THAT(
      Write([&](sql::Transaction& tx) -> absl::Status {
        ABSL_RETURN_IF_ERROR(
            packs_.Apply(tx, Activation("a", 1, Pack("first"), 5)).status());
        return status::Internal("later in the batch");
      }),
      StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(InForce(6), HasReason("POLICY_NOT_YET_KNOWN"));
}

// A newer release's pack is kept, and the days that it governs are not judged
// by the one before.
TEST_P(FollowedPacksTest, APackThatThisBuildCannotReadIsNotReplacedByAnother) {
  EXPECT_THAT(Apply(Activation("a", 1, Pack("first"), 5)),
              IsOkAndHolds(Outcome::kApplied));
  policy::v1::PolicyPack unreadable = Pack("second");
  unreadable.clear_pack_id();
  EXPECT_THAT(Apply(Activation("b", 1, unreadable, 10)),
              IsOkAndHolds(Outcome::kApplied));
  EXPECT_THAT(InForce(9), IsOkAndHolds("first"));
  EXPECT_THAT(InForce(10), HasReason("POLICY_NOT_YET_KNOWN"));
}

TEST_P(FollowedPacksTest, AFeedOfAnotherStoreReplacesWhatWasTold) {
  EXPECT_THAT(Apply(Activation("a", 5, Pack("first"), 5)),
              IsOkAndHolds(Outcome::kApplied));
  EXPECT_THAT(Apply(Activation("b", 5, Pack("second"), 10)),
              IsOkAndHolds(Outcome::kApplied));
  ASSERT_THAT(
      Write([&](sql::Transaction& tx) { return packs_.ForgetVersions(tx); }),
      IsOk());
  EXPECT_THAT(Apply(Activation("a", 1, Pack("restored"), 5)),
              IsOkAndHolds(Outcome::kApplied));
  EXPECT_THAT(InForce(12), IsOkAndHolds("second"));
  ASSERT_THAT(
      Write([&](sql::Transaction& tx) { return packs_.Sweep(tx).status(); }),
      IsOk());
  ASSERT_THAT(packs_.Committed(), IsOk());
  EXPECT_THAT(InForce(12), IsOkAndHolds("restored"));
}

TEST_P(FollowedPacksTest, AnotherKindIsSkipped) {
  type::v1::Change other = Activation("a", 1, Pack("first"), 5);
  other.set_kind("policy_pack");
  EXPECT_THAT(Apply(other), IsOkAndHolds(Outcome::kUnknown));
}

}  // namespace
}  // namespace caseload::conference
