// need_areas.h: whether a plan targets the right needs, and how many (R018,
// R019, R020, R124). Number and choice follow the scored level, never an
// override.

#ifndef SERVICES_POLICY_NEED_AREAS_H_
#define SERVICES_POLICY_NEED_AREAS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/policy/instrument.h"
#include "services/policy/pack.h"

namespace caseload::policy {

// How one domain came out.
struct DomainResult {
  std::string domain_id;
  // Where totals are summed.
  int score = 0;
  // Where the level is recorded: the domain's own need, 0 for the lowest.
  int recorded_rank = 0;
};

// A dynamic domain in the order of need.
struct RankedDomain {
  std::string domain_id;
  // Place among the domain's bands, 0 for the lowest. Without bands: 0 for
  // nothing scored, else 1.
  int band_rank = 0;
  int score = 0;
  int maximum = 0;
  // Same band and same share as the domain before it.
  bool tied_with_previous = false;
};

// The dynamic domains that were assessed, highest need first: by band, then by
// score over maximum, then in the instrument's order. Bands decide only where
// every assessed dynamic domain has some.
std::vector<RankedDomain> RankDomains(const Instrument& instrument,
                                      absl::Span<const DomainResult> results);

// The `count` highest of `ranked` above their lowest band, ties all in.
std::vector<std::string> HighestDomains(absl::Span<const RankedDomain> ranked,
                                        int count);

struct NeedAreaFacts {
  // Division band of the scored level.
  std::string scored_band_id;
  std::vector<DomainResult> results;
  // Distinct need areas of the plan's objectives.
  std::vector<std::string> targeted;
  // Need areas that other current assessments of the case show (TCM).
  std::vector<std::string> otherwise_assessed;
};

enum class NeedCountState { kNoRule, kInRule, kTooFew, kTooMany };

struct NeedAreaJudgement {
  PolicyVersion policy;
  NeedCountState count_state = NeedCountState::kNoRule;
  int targeted = 0;
  int minimum = 0;
  std::optional<int> maximum;
  // Targeted areas that no assessed dynamic domain answers (R019).
  std::vector<std::string> not_assessed;
  // The highest domains, of which `required_highest` must be targeted (R020);
  // 0 when the pack has no such rule for the instrument.
  std::vector<std::string> highest_domains;
  int required_highest = 0;
  int targeted_highest = 0;
  // Targeted areas outside the top, where the pack wants the top and no others
  // (R124).
  std::vector<std::string> outside_top;

  bool HighestTargeted() const { return targeted_highest >= required_highest; }
  bool InOrder() const {
    return (count_state == NeedCountState::kNoRule ||
            count_state == NeedCountState::kInRule) &&
           not_assessed.empty() && outside_top.empty() && HighestTargeted();
  }
};

// Judges a plan's need areas against the assessment that governs.
NeedAreaJudgement JudgeNeedAreas(const PolicyPack& pack,
                                 const Instrument& instrument,
                                 const NeedAreaFacts& facts);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_NEED_AREAS_H_
