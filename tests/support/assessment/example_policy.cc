#include "tests/support/assessment/example_policy.h"

namespace caseload::assessment::testing {

policy::PolicyPack ExamplePack() {
  policy::PolicyPack pack;
  pack.version = {"example", "1", "digest"};
  pack.division = "juvenile";
  pack.effective_date = absl::CivilDay(2020, 1, 1);
  pack.band_scheme.id = "example-bands";
  pack.band_scheme.bands = {
      {"low", "Low", false}, {"middle", "Middle", false}, {"top", "Top", true}};
  const auto use = [&](const char* id, int months) {
    policy::InstrumentUse& added = pack.assessment.instruments.emplace_back();
    added.instrument_id = id;
    added.reassess_after.months = months;
  };
  use("example-risk", 6);
  use("example-recorded", 12);
  policy::OverrideRules& rules = pack.overrides.emplace();
  rules.approver_roles = {"sdpo", "manager"};
  rules.reasons = {{"crisis", "Crisis"}, {"offense-type", "Kind of offense"}};
  rules.longest_temporary.days = 90;
  rules.alert_above_percent = 10;
  return pack;
}

}  // namespace caseload::assessment::testing
