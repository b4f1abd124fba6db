// load.h: an officer's caseload against the limits (R067, R068).

#ifndef SERVICES_POLICY_LOAD_H_
#define SERVICES_POLICY_LOAD_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "services/policy/pack.h"

namespace caseload::policy {

// One case that an officer carries.
struct CarriedCase {
  std::string case_type_id;
  // Supervision band; empty when the case has no level yet.
  std::string band_id;
  // Adjusted weight of this case, in hundredths; nullopt for its type's own.
  std::optional<int> weight_hundredths;
};

// How the cases under one limit stand.
enum class LimitState { kNoLimit, kBelow, kInBand, kOver };

struct LimitJudgement {
  std::vector<std::string> band_ids;
  // Cases that weigh anything.
  int cases = 0;
  int limit = 0;
  int in_band_from = 0;
  LimitState state = LimitState::kNoLimit;
};

struct LoadJudgement {
  PolicyVersion policy;
  // All cases, also those that weigh nothing.
  int cases = 0;
  // Cases without a level, which no limit can hold.
  int without_level = 0;
  // False: "no limit set", and load is nullopt.
  bool limits_set = false;
  // Sum of weight over limit, over full-time equivalents: 1.0 is full. nullopt
  // when no limits are set, or when there are cases and no working time.
  std::optional<double> load;
  // Load above 1.0, or cases without any working time.
  bool over_capacity = false;
  // One for each of the pack's limits, in its order.
  std::vector<LimitJudgement> limits;
};

// Judges a caseload. `fte_hundredths` is 100 for full time, 0 for none.
LoadJudgement JudgeLoad(const PolicyPack& pack,
                        absl::Span<const CarriedCase> cases,
                        int fte_hundredths);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_LOAD_H_
