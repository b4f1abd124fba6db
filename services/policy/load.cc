#include "services/policy/load.h"

#include <cstdint>

namespace caseload::policy {
namespace {

// 15 fifteenths must not come out above 1 by rounding.
constexpr double kRounding = 1e-9;

int WeightOf(const PolicyPack& pack, const CarriedCase& carried) {
  if (carried.weight_hundredths.has_value()) return *carried.weight_hundredths;
  const CaseType* type = pack.FindCaseType(carried.case_type_id);
  return type == nullptr ? 100 : type->weight_hundredths;
}

LimitState StateOf(const LimitJudgement& limit) {
  if (limit.cases > limit.limit) return LimitState::kOver;
  return limit.cases >= limit.in_band_from ? LimitState::kInBand
                                           : LimitState::kBelow;
}

}  // namespace

LoadJudgement JudgeLoad(const PolicyPack& pack,
                        absl::Span<const CarriedCase> cases,
                        int fte_hundredths) {
  LoadJudgement judgement;
  judgement.policy = pack.version;
  judgement.cases = static_cast<int>(cases.size());
  judgement.limits_set = !pack.caseload_limits.empty();
  for (const CarriedCase& carried : cases) {
    if (carried.band_id.empty()) ++judgement.without_level;
  }
  double load = 0;
  int64_t total_weight = 0;
  for (const CaseloadLimit& limit : pack.caseload_limits) {
    LimitJudgement part;
    part.band_ids = limit.band_ids;
    part.limit = limit.limit;
    part.in_band_from = limit.in_band_from;
    int64_t weight = 0;
    for (const CarriedCase& carried : cases) {
      const int one = WeightOf(pack, carried);
      if (one == 0 || !Holds(limit.band_ids, carried.band_id)) continue;
      ++part.cases;
      weight += one;
    }
    part.state = StateOf(part);
    load += static_cast<double>(weight) / (100.0 * limit.limit);
    total_weight += weight;
    judgement.limits.push_back(part);
  }
  if (!judgement.limits_set) return judgement;
  if (fte_hundredths <= 0) {
    judgement.over_capacity = total_weight > 0;
    if (total_weight == 0) judgement.load = 0;
    return judgement;
  }
  judgement.load = load * 100.0 / fte_hundredths;
  judgement.over_capacity = *judgement.load > 1.0 + kRounding;
  return judgement;
}

}  // namespace caseload::policy
