#include "services/policy/need_areas.h"

#include <algorithm>
#include <cstdint>
#include <set>

namespace caseload::policy {
namespace {

int BandRank(const InstrumentDomain& domain, const DomainResult& result) {
  for (size_t i = 0; i < domain.bands.size(); ++i) {
    if (domain.bands[i].minimum <= result.score &&
        result.score <= domain.bands[i].maximum) {
      return static_cast<int>(i);
    }
  }
  if (domain.maximum == 0) return result.recorded_rank;
  return result.score > 0 ? 1 : 0;
}

// Compares score over maximum without rounding.
int64_t ShareDifference(const RankedDomain& a, const RankedDomain& b) {
  if (a.maximum == 0 || b.maximum == 0) return 0;
  return int64_t{a.score} * b.maximum - int64_t{b.score} * a.maximum;
}

const NeedCountRule* FindCountRule(const PolicyPack& pack,
                                   absl::string_view band_id) {
  for (const NeedCountRule& rule : pack.plan.need_counts) {
    if (Holds(rule.band_ids, band_id)) return &rule;
  }
  return nullptr;
}

const HighestFactorsRule* FindHighestRule(const PolicyPack& pack,
                                          absl::string_view instrument_id) {
  for (const HighestFactorsRule& rule : pack.plan.highest_factors) {
    if (Holds(rule.instrument_ids, instrument_id)) return &rule;
  }
  return nullptr;
}

bool Targets(const std::set<std::string>& targeted,
             const InstrumentDomain& domain) {
  return std::any_of(
      domain.need_area_ids.begin(), domain.need_area_ids.end(),
      [&](const std::string& area) { return targeted.count(area) != 0; });
}

void JudgeCount(const PolicyPack& pack, const NeedAreaFacts& facts,
                NeedAreaJudgement* judgement) {
  const NeedCountRule* rule = FindCountRule(pack, facts.scored_band_id);
  if (rule == nullptr) return;
  judgement->minimum = rule->minimum;
  judgement->maximum = rule->maximum;
  if (judgement->targeted < rule->minimum) {
    judgement->count_state = NeedCountState::kTooFew;
  } else if (rule->maximum.has_value() &&
             judgement->targeted > *rule->maximum) {
    judgement->count_state = NeedCountState::kTooMany;
  } else {
    judgement->count_state = NeedCountState::kInRule;
  }
}

void JudgeHighest(const Instrument& instrument, const HighestFactorsRule& rule,
                  const std::vector<RankedDomain>& ranked,
                  const std::set<std::string>& targeted,
                  NeedAreaJudgement* judgement) {
  judgement->highest_domains = HighestDomains(ranked, rule.count);
  const int above_lowest = static_cast<int>(
      std::count_if(ranked.begin(), ranked.end(),
                    [](const RankedDomain& d) { return d.band_rank > 0; }));
  judgement->required_highest = std::min(rule.count, above_lowest);
  std::set<std::string> top_areas;
  for (const std::string& id : judgement->highest_domains) {
    const InstrumentDomain& domain = *instrument.FindDomain(id);
    top_areas.insert(domain.need_area_ids.begin(), domain.need_area_ids.end());
    if (Targets(targeted, domain)) ++judgement->targeted_highest;
  }
  if (rule.kind != HighestFactorsKind::kTop) return;
  for (const std::string& area : targeted) {
    if (top_areas.count(area) == 0) judgement->outside_top.push_back(area);
  }
}

}  // namespace

std::vector<RankedDomain> RankDomains(const Instrument& instrument,
                                      absl::Span<const DomainResult> results) {
  std::vector<RankedDomain> ranked;
  bool all_banded = true;
  for (const InstrumentDomain& domain : instrument.domains) {
    if (domain.kind != DomainKind::kDynamic) continue;
    const auto result = std::find_if(results.begin(), results.end(),
                                     [&](const DomainResult& candidate) {
                                       return candidate.domain_id == domain.id;
                                     });
    if (result == results.end()) continue;
    all_banded = all_banded && (!domain.bands.empty() || domain.maximum == 0);
    ranked.push_back({domain.id, BandRank(domain, *result), result->score,
                      domain.maximum, false});
  }
  const auto band_difference = [&](const RankedDomain& a,
                                   const RankedDomain& b) {
    return all_banded ? a.band_rank - b.band_rank : 0;
  };
  std::stable_sort(ranked.begin(), ranked.end(),
                   [&](const RankedDomain& a, const RankedDomain& b) {
                     const int bands = band_difference(a, b);
                     return bands != 0 ? bands > 0 : ShareDifference(a, b) > 0;
                   });
  for (size_t i = 1; i < ranked.size(); ++i) {
    ranked[i].tied_with_previous =
        band_difference(ranked[i - 1], ranked[i]) == 0 &&
        ShareDifference(ranked[i - 1], ranked[i]) == 0;
  }
  return ranked;
}

std::vector<std::string> HighestDomains(absl::Span<const RankedDomain> ranked,
                                        int count) {
  std::vector<std::string> highest;
  for (const RankedDomain& domain : ranked) {
    if (domain.band_rank == 0) continue;
    const bool within = static_cast<int>(highest.size()) < count;
    if (!within && !domain.tied_with_previous) break;
    highest.push_back(domain.domain_id);
  }
  return highest;
}

NeedAreaJudgement JudgeNeedAreas(const PolicyPack& pack,
                                 const Instrument& instrument,
                                 const NeedAreaFacts& facts) {
  NeedAreaJudgement judgement;
  judgement.policy = pack.version;
  const std::set<std::string> targeted(facts.targeted.begin(),
                                       facts.targeted.end());
  judgement.targeted = static_cast<int>(targeted.size());
  JudgeCount(pack, facts, &judgement);

  const std::vector<RankedDomain> ranked =
      RankDomains(instrument, facts.results);
  std::set<std::string> assessed(facts.otherwise_assessed.begin(),
                                 facts.otherwise_assessed.end());
  for (const RankedDomain& domain : ranked) {
    const auto& areas = instrument.FindDomain(domain.domain_id)->need_area_ids;
    assessed.insert(areas.begin(), areas.end());
  }
  for (const std::string& area : targeted) {
    if (assessed.count(area) == 0) judgement.not_assessed.push_back(area);
  }
  if (const HighestFactorsRule* rule = FindHighestRule(pack, instrument.id)) {
    JudgeHighest(instrument, *rule, ranked, targeted, &judgement);
  }
  return judgement;
}

}  // namespace caseload::policy
