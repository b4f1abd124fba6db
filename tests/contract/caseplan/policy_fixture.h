// policy_fixture.h: PolicyService on an empty store, and packs to put in it.

#ifndef TESTS_CONTRACT_CASEPLAN_POLICY_FIXTURE_H_
#define TESTS_CONTRACT_CASEPLAN_POLICY_FIXTURE_H_

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "caseload/options/v1/options.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/caseplan/policy_service.h"
#include "services/caseplan/storage/policy_migrations.h"
#include "services/policy/proto/load.h"
#include "tests/contract/caseplan/caseplan_fixture.h"

namespace caseload::caseplan {

inline std::string PacksFolder() {
  const char* root = std::getenv("CASELOAD_SOURCE_DIR");
  EXPECT_NE(root, nullptr) << "run with ctest";
  return absl::StrCat(root == nullptr ? "" : root, "/policies/packs");
}

// A shipped pack: "juvenile-4.6".
inline policy::v1::PolicyPack ShippedPack(absl::string_view name) {
  const std::string path = absl::StrCat(PacksFolder(), "/", name, ".textproto");
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)),
                         std::istreambuf_iterator<char>());
  auto loaded = policy::LoadPack(path, text);
  EXPECT_TRUE(loaded.ok()) << policy::ToString(loaded.problems);
  return loaded.ok() ? loaded.value->message : policy::v1::PolicyPack();
}

// The juvenile pack as another version, whose notice is `minimum_days` ahead.
inline policy::v1::PolicyPack Juvenile(absl::string_view version_label,
                                       int minimum_days = 10) {
  policy::v1::PolicyPack pack = ShippedPack("juvenile-4.6");
  pack.set_version_label(std::string(version_label));
  pack.mutable_notice()->mutable_advance()->set_minimum_days(minimum_days);
  return pack;
}

class PolicyTest : public CaseplanTest {
 protected:
  PolicyTest() : policy_(options_) {}

  void SetUp() override {
    CaseplanTest::SetUp();
    if (HasFatalFailure()) return;
    ASSERT_THAT(sql::Migrate(*database_, "policy", PolicyMigrations()),
                testing::IsOk());
    CallAs("admin", {options::v1::ROLE_ADMIN});
  }
  void CallAsManager() { CallAs("manager", {options::v1::ROLE_MANAGER}); }

  absl::StatusOr<v1::PolicyPack> Create(const policy::v1::PolicyPack& content) {
    v1::CreatePolicyPackRequest request;
    *request.mutable_policy_pack()->mutable_content() = content;
    return WRITE(policy_, CreatePolicyPack, request);
  }
  // The name of a new pack.
  std::string MustCreate(const policy::v1::PolicyPack& content) {
    const auto pack = Create(content);
    EXPECT_THAT(pack, testing::IsOk());
    return pack.ok() ? pack->name() : "";
  }
  static v1::ActivatePolicyPackRequest Activation(absl::string_view name,
                                                  absl::CivilDay day) {
    auto request = Parse<v1::ActivatePolicyPackRequest>(
        absl::StrCat("effective_date { ", DateText(day), " }"));
    request.set_name(std::string(name));
    return request;
  }
  absl::StatusOr<v1::ActivatePolicyPackResponse> Activate(
      absl::string_view name, absl::CivilDay day) {
    return WRITE(policy_, ActivatePolicyPack, Activation(name, day));
  }
  absl::StatusOr<v1::ActivatePolicyPackResponse> Force(
      absl::string_view name, absl::CivilDay day,
      absl::string_view reason = "The board asked for it.") {
    v1::ActivatePolicyPackRequest request = Activation(name, day);
    request.set_force(true);
    request.set_reason(std::string(reason));
    return WRITE(policy_, ActivatePolicyPack, request);
  }
  absl::StatusOr<v1::EffectivePolicy> Effective(
      absl::string_view division, absl::CivilDay day,
      std::optional<absl::Time> known_at = {}) {
    auto request = Parse<v1::GetEffectivePolicyRequest>(absl::StrCat(
        "division: '", division, "' date { ", DateText(day), " }"));
    if (known_at.has_value()) {
      request.mutable_known_at()->set_seconds(absl::ToUnixSeconds(*known_at));
    }
    return READ(policy_, GetEffectivePolicy, request);
  }
  // The version in force, or the reason why there is none.
  std::string VersionOn(absl::CivilDay day,
                        std::optional<absl::Time> known_at = {},
                        absl::string_view division = "juvenile") {
    const auto policy = Effective(division, day, known_at);
    if (!policy.ok()) return status::ReasonOf(policy.status());
    return policy->policy_pack().version_label();
  }
  absl::StatusOr<v1::PolicyPack> Get(const std::string& name) {
    v1::GetPolicyPackRequest request;
    request.set_name(name);
    return READ(policy_, GetPolicyPack, request);
  }
  // What was put on the feed of activations, in its order.
  std::vector<v1::PolicyActivationState> ActivationStates() {
    std::vector<v1::PolicyActivationState> states;
    EXPECT_THAT(
        database_->Read(
            absl::InfiniteFuture(),
            [&](sql::Transaction& tx) -> absl::Status {
              auto rows = tx.Query<std::string>(
                  "SELECT state FROM changes WHERE kind = 'policy_activation'"
                  " ORDER BY id");
              if (!rows.ok()) return rows.status();
              for (const auto& [json] : *rows) {
                EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(
                                json, &states.emplace_back())
                                .ok());
              }
              return absl::OkStatus();
            }),
        testing::IsOk());
    return states;
  }

  const absl::CivilDay today_{2026, 11, 20};
  const absl::CivilDay tomorrow_{2026, 11, 21};
  PolicyService policy_;
};

}  // namespace caseload::caseplan

#endif  // TESTS_CONTRACT_CASEPLAN_POLICY_FIXTURE_H_
