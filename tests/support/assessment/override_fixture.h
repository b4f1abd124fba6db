// override_fixture.h: assessed cases and the handlers about overrides, for
// tests.

#ifndef TESTS_SUPPORT_ASSESSMENT_OVERRIDE_FIXTURE_H_
#define TESTS_SUPPORT_ASSESSMENT_OVERRIDE_FIXTURE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "caseload/assessment/v1/assessment_service.pb.h"
#include "caseload/assessment/v1/feed.pb.h"
#include "services/assessment/access.h"
#include "services/assessment/assessment_service.h"
#include "services/assessment/override_service.h"
#include "services/common/ids/ids.h"
#include "services/common/paging/paging.h"
#include "services/common/seal/sealer.h"
#include "tests/support/assessment/example_assessments.h"
#include "tests/support/assessment/example_policy.h"
#include "tests/support/assessment/store_fixture.h"
#include "tests/support/fixed_pack_source.h"

namespace caseload::assessment::testing {

// A county in the zone UTC-8 on 2026-11-20: the officer "dpo" carries case-1 to
// case-3, supervised by "sdpo", who carries case-9. Every case is scored
// "moderate", the band "middle".
class OverrideTest : public StoreTest {
 protected:
  void SetUp() override;

  // A call by the person with the subject and roles, at `now`.
  rpc::CallContext CallOf(const std::string& subject,
                          const std::vector<int>& roles,
                          const std::string& method = "GetOverride") const;

  // Assesses the case, 6 points unless said otherwise: "moderate".
  void Assess(const std::string& case_id, int history = 1,
              absl::CivilDay day = absl::CivilDay(2026, 11, 2));

  // The request of an override to "top" of case-1 for "crisis", from today to
  // `last`.
  v1::RequestOverrideRequest Asked(
      std::optional<absl::CivilDay> last = absl::CivilDay(2026, 12, 15)) const;

  absl::StatusOr<v1::Override> Request(const v1::RequestOverrideRequest& asked,
                                       const rpc::CallContext& call);
  absl::StatusOr<v1::Override> Request(const v1::RequestOverrideRequest& asked);
  absl::StatusOr<v1::Override> Decide(const std::string& name,
                                      const rpc::CallContext& call,
                                      bool approve = true,
                                      const std::string& etag = "");
  absl::StatusOr<v1::Override> End(const std::string& name,
                                   const rpc::CallContext& call);
  absl::StatusOr<v1::Override> Get(const std::string& name,
                                   const rpc::CallContext& call);
  absl::StatusOr<v1::ListOverridesResponse> List(
      const v1::ListOverridesRequest& request, const rpc::CallContext& call);
  // Asked for by the officer and approved by the supervisor.
  v1::Override Approved(const v1::RequestOverrideRequest& asked);

  // What BatchGetCurrentRisk says of the case on the day: "BAND SOURCE SCORED".
  std::string RiskOn(const std::string& case_id, absl::CivilDay day,
                     std::optional<absl::Time> known_at = std::nullopt);
  // The newest state of the case's risk on the feed.
  v1::CaseRiskState LastRisk();
  v1::OverrideState LastOverrideState();

  // Everything but "OverrideService::Options::packs" of the services.
  policy::PolicyPack pack_ = ExamplePack();
  absl::TimeZone zone_ = absl::FixedTimeZone(-8 * 60 * 60);
  paging::TokenSealer tokens_{seal::Sealer::WithRandomKey()};
  ids::SequentialIdSource ids_{"o"};
  CaseAccess access_{{zone_, [] { return absl::ZeroDuration(); }}};
  caseload::testing::FixedPackSource packs_{
      std::vector<policy::PolicyPack>{pack_}};
  OverrideService::Options options_{&tokens_, &ids_,   zone_,
                                    &access_, &packs_, nullptr};
  OverrideService service_{options_};
};

}  // namespace caseload::assessment::testing

#endif  // TESTS_SUPPORT_ASSESSMENT_OVERRIDE_FIXTURE_H_
