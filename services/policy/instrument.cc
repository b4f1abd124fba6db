#include "services/policy/instrument.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace caseload::policy {
namespace {

template <typename T>
const T* FindById(const std::vector<T>& values, absl::string_view id) {
  const auto it = std::find_if(values.begin(), values.end(),
                               [&](const T& value) { return value.id == id; });
  return it == values.end() ? nullptr : &*it;
}

// What each item of the domain is worth under the convention of `group`, where
// that is known: an item of a domain with as many points as items is worth one.
std::optional<ItemRange> ItemRangeOf(const InstrumentDomain& domain,
                                     const NormGroup* group) {
  if (group != nullptr && group->item_range.has_value()) {
    return group->item_range;
  }
  if (domain.item_range.has_value()) return domain.item_range;
  if (domain.item_count == domain.maximum) return ItemRange{0, 1};
  return std::nullopt;
}

// What is wrong with one given score, if anything.
std::optional<ScoreProblem> CheckScore(const InstrumentDomain& domain,
                                       const NormGroup* group,
                                       const DomainScore& given, int index) {
  const ScoreRange range = RangeOf(domain, group);
  const int minimum = given.missing_items > 0 ? 0 : range.minimum;
  if (given.score < minimum || given.score > range.maximum) {
    return ScoreProblem{ScoreFault::kOutOfRange, index, given.domain_id,
                        range.maximum, minimum};
  }
  const int answered = domain.item_count - given.missing_items;
  // Where the worth of an item is not known, only "nothing answered" says what
  // the score must be.
  const std::optional<ItemRange> item = ItemRangeOf(domain, group);
  if (given.missing_items < 0 || answered < 0 ||
      (answered == 0 && given.score > 0) ||
      (item.has_value() && (given.score > answered * item->maximum ||
                            given.score < answered * item->minimum))) {
    return ScoreProblem{ScoreFault::kMissingItems, index, given.domain_id,
                        domain.item_count};
  }
  return std::nullopt;
}

void AddGivenScores(const Instrument& instrument, const NormGroup* group,
                    absl::Span<const DomainScore> scores,
                    ScoringResult* result) {
  std::set<std::string> seen;
  for (size_t i = 0; i < scores.size(); ++i) {
    const DomainScore& given = scores[i];
    const int index = static_cast<int>(i);
    const InstrumentDomain* domain = instrument.FindDomain(given.domain_id);
    if (domain == nullptr) {
      result->problems.push_back(
          {ScoreFault::kUnknownDomain, index, given.domain_id, 0});
      continue;
    }
    if (!seen.insert(given.domain_id).second) {
      result->problems.push_back(
          {ScoreFault::kDuplicateDomain, index, given.domain_id, 0});
      continue;
    }
    if (auto problem = CheckScore(*domain, group, given, index)) {
      result->problems.push_back(*std::move(problem));
      continue;
    }
    result->total += given.score;
    result->missing_items += given.missing_items;
  }
  for (const InstrumentDomain& domain : instrument.domains) {
    if (seen.count(domain.id) == 0) {
      result->problems.push_back(
          {ScoreFault::kDomainNotScored, -1, domain.id, 0});
    }
  }
}

PolicyProblem ProblemAt(std::string field, std::string reason) {
  PolicyProblem problem;
  problem.field = std::move(field);
  problem.reason = std::move(reason);
  return problem;
}

std::string NameOf(const Instrument& instrument) {
  return absl::StrCat("instrument ", instrument.id, " ", instrument.version);
}

void CheckLevels(const PolicyPack& pack, const Instrument& instrument,
                 const std::string& field,
                 std::vector<PolicyProblem>* problems) {
  int below = 0;
  for (const Level& level : instrument.levels) {
    const std::string subject =
        absl::StrCat(NameOf(instrument), " maps its level '", level.id, "'");
    const auto band = instrument.BandOf(pack.band_scheme.id, level.id);
    if (!band.has_value()) {
      problems->push_back(ProblemAt(
          field,
          absl::StrCat(subject, " to no band of scheme '", pack.band_scheme.id,
                       "'; add the mapping to the instrument")));
      continue;
    }
    const auto rank = pack.band_scheme.RankOf(*band);
    if (!rank.has_value()) {
      problems->push_back(ProblemAt(
          field, absl::StrCat(subject, " to '", *band, "', which scheme '",
                              pack.band_scheme.id, "' does not have")));
      continue;
    }
    if (*rank < below) {
      problems->push_back(ProblemAt(
          field,
          absl::StrCat(subject, " to a lower band than the level below it")));
    }
    below = *rank;
  }
}

void CheckNeedAreas(const PolicyPack& pack, const Instrument& instrument,
                    const std::string& field,
                    std::vector<PolicyProblem>* problems) {
  for (const InstrumentDomain& domain : instrument.domains) {
    for (const std::string& area : domain.need_area_ids) {
      if (pack.FindNeedArea(area) != nullptr) continue;
      problems->push_back(ProblemAt(
          field, absl::StrCat(NameOf(instrument), " maps its domain '",
                              domain.id, "' to the need area '", area,
                              "', which the pack does not have")));
    }
  }
}

}  // namespace

const InstrumentDomain* Instrument::FindDomain(
    absl::string_view domain_id) const {
  return FindById(domains, domain_id);
}

const NormGroup* Instrument::FindNormGroup(
    absl::string_view norm_group_id) const {
  return FindById(norm_groups, norm_group_id);
}

const RatingScale* Instrument::FindScale(absl::string_view scale_id) const {
  return FindById(rating_scales, scale_id);
}

bool Instrument::HasItemConventions() const {
  return !norm_groups.empty() && norm_groups.front().item_range.has_value();
}

std::optional<std::string> Instrument::BandOf(
    absl::string_view band_scheme_id, absl::string_view level_id) const {
  for (const LevelMapping& mapping : level_mappings) {
    if (mapping.band_scheme_id == band_scheme_id &&
        mapping.level_id == level_id) {
      return mapping.band_id;
    }
  }
  return std::nullopt;
}

bool Instrument::IsInUse(absl::CivilDay day) const {
  return effective_date <= day &&
         (!retired_date.has_value() || day <= *retired_date);
}

ScoreRange RangeOf(const InstrumentDomain& domain, const NormGroup* group) {
  const ItemRange* item = nullptr;
  if (group != nullptr && group->item_range.has_value()) {
    item = &*group->item_range;
  } else if (domain.item_range.has_value()) {
    item = &*domain.item_range;
  }
  if (item == nullptr) return ScoreRange{0, domain.maximum};
  return ScoreRange{domain.item_count * item->minimum,
                    domain.item_count * item->maximum};
}

ScoreRange TotalRangeOf(const Instrument& instrument, const NormGroup* group) {
  if (group == nullptr) {
    return ScoreRange{instrument.minimum_total, instrument.maximum_total};
  }
  ScoreRange total;
  for (const InstrumentDomain& domain : instrument.domains) {
    const ScoreRange range = RangeOf(domain, group);
    total.minimum += range.minimum;
    total.maximum += range.maximum;
  }
  return total;
}

std::optional<std::string> LevelOf(absl::Span<const ScoreBand> bands,
                                   int score) {
  for (const ScoreBand& band : bands) {
    if (band.minimum <= score && score <= band.maximum) return band.level;
  }
  return std::nullopt;
}

ScoringResult Score(const Instrument& instrument,
                    absl::string_view norm_group_id,
                    absl::Span<const DomainScore> scores) {
  ScoringResult result;
  if (instrument.scoring_convention != ScoringConvention::kSumOfDomains) {
    result.problems.push_back({ScoreFault::kNotScored, -1, instrument.id, 0});
    return result;
  }
  const NormGroup* norm_group = instrument.FindNormGroup(norm_group_id);
  if (norm_group == nullptr) {
    result.problems.push_back(
        {ScoreFault::kUnknownNormGroup, -1, std::string(norm_group_id), 0});
  }
  AddGivenScores(instrument, norm_group, scores, &result);
  if (!result.problems.empty()) {
    result.total = 0;
    return result;
  }
  result.provisional = result.missing_items > 0;
  // Too many missing items can take a total below every band.
  result.level_id = LevelOf(norm_group->total_bands, result.total).value_or("");
  if (result.missing_items > instrument.allowed_missing_items) {
    result.problems.push_back({ScoreFault::kTooManyMissing, -1, instrument.id,
                               instrument.allowed_missing_items});
  }
  return result;
}

std::vector<PolicyProblem> CheckInstruments(
    const PolicyPack& pack, absl::Span<const Instrument> instruments) {
  std::vector<PolicyProblem> problems;
  bool one_sets_risk = false;
  for (size_t i = 0; i < pack.assessment.instruments.size(); ++i) {
    const InstrumentUse& use = pack.assessment.instruments[i];
    const std::string field =
        absl::StrCat("assessment.instruments[", i, "].instrument_id");
    bool found = false;
    for (const Instrument& instrument : instruments) {
      if (instrument.id != use.instrument_id) continue;
      found = true;
      CheckLevels(pack, instrument, field, &problems);
      CheckNeedAreas(pack, instrument, field, &problems);
      one_sets_risk = one_sets_risk || instrument.sets_risk;
      if (use.duty == InstrumentDuty::kRiskAssessment &&
          !instrument.sets_risk) {
        problems.push_back(ProblemAt(
            field, absl::StrCat(NameOf(instrument),
                                " does not set risk and cannot be the risk "
                                "assessment; give it the duty once used")));
      }
    }
    if (!found) {
      problems.push_back(ProblemAt(
          field, absl::StrCat("is '", use.instrument_id,
                              "', and the county has no version of that "
                              "instrument; load one first")));
    }
  }
  if (!one_sets_risk) {
    problems.push_back(ProblemAt(
        "assessment.instruments",
        "names no instrument that sets risk, so that no case could have a "
        "level"));
  }
  return problems;
}

}  // namespace caseload::policy
