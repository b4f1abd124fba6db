#include "services/policy/reband.h"

#include <algorithm>

namespace caseload::policy {
namespace {

// Both score the same things by the same points, whatever they call them.
bool HaveSameDomains(const Instrument& a, const Instrument& b) {
  return a.domains.size() == b.domains.size() &&
         std::all_of(a.domains.begin(), a.domains.end(),
                     [&](const InstrumentDomain& domain) {
                       const InstrumentDomain* other = b.FindDomain(domain.id);
                       return other != nullptr &&
                              other->item_count == domain.item_count &&
                              other->maximum == domain.maximum &&
                              other->item_range == domain.item_range;
                     });
}

Rebanded Blocked(RebandObstacle obstacle) { return Rebanded{obstacle, ""}; }

Rebanded RebandTotal(const Instrument& scored_by, const Instrument& target,
                     const ScoredFacts& facts) {
  if (!HaveSameDomains(scored_by, target)) {
    return Blocked(RebandObstacle::kOtherDomains);
  }
  const NormGroup* own = scored_by.FindNormGroup(facts.norm_group_id);
  const NormGroup* group = target.FindNormGroup(facts.norm_group_id);
  if (own == nullptr || group == nullptr || own->gender != group->gender ||
      own->setting != group->setting) {
    return Blocked(RebandObstacle::kNormGroupUnknown);
  }
  if (!(own->item_range == group->item_range)) {
    return Blocked(RebandObstacle::kOtherItemRange);
  }
  if (!facts.total.has_value()) return Blocked(RebandObstacle::kNoTotal);
  if (facts.missing_items > target.allowed_missing_items) {
    return Blocked(RebandObstacle::kTooManyItemsMissing);
  }
  std::optional<std::string> level = LevelOf(group->total_bands, *facts.total);
  if (!level.has_value()) return Blocked(RebandObstacle::kOutsideBands);
  return Rebanded{RebandObstacle::kNone, *std::move(level)};
}

}  // namespace

bool IsRebandable(const Instrument& instrument) {
  return instrument.sets_risk && !instrument.clinical &&
         instrument.scoring_convention != ScoringConvention::kNarrative;
}

Rebanded Reband(const Instrument& scored_by, const Instrument& target,
                const ScoredFacts& facts) {
  if (scored_by.scoring_convention != target.scoring_convention) {
    return Blocked(RebandObstacle::kOtherConvention);
  }
  if (target.scoring_convention == ScoringConvention::kSumOfDomains) {
    return RebandTotal(scored_by, target, facts);
  }
  const bool known =
      std::any_of(target.levels.begin(), target.levels.end(),
                  [&](const Level& level) { return level.id == facts.level; });
  if (!known) return Blocked(RebandObstacle::kLevelUnknown);
  return Rebanded{RebandObstacle::kNone, std::string(facts.level)};
}

}  // namespace caseload::policy
