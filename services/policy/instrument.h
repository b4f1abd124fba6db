// instrument.h: instruments as plain values, and how a score becomes a level.
//
// Like a PolicyPack, an Instrument is only made by services/policy/proto from a
// definition that was checked: bands are total, in order and without gaps,
// maxima add up, every level has a mapping for each scheme that is named.

#ifndef SERVICES_POLICY_INSTRUMENT_H_
#define SERVICES_POLICY_INSTRUMENT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "services/policy/calendar.h"
#include "services/policy/pack.h"
#include "services/policy/problem.h"
#include "services/policy/rating.h"

namespace caseload::policy {

enum class Population { kJuvenile = 1, kAdult = 2, kAny = 3 };

enum class ScoringConvention {
  kSumOfDomains = 1,
  kLevelRecorded = 2,
  kNarrative = 3,
};

enum class DomainKind { kStatic = 1, kDynamic = 2 };

// Whole scores from `minimum` to `maximum`, both included.
struct ScoreBand {
  std::string level;
  int minimum = 0;
  int maximum = 0;
};

struct Level {
  std::string id;
  std::string title;
};

// Points that one item can be worth, both ends included.
struct ItemRange {
  int minimum = 0;
  int maximum = 1;

  friend bool operator==(const ItemRange& a, const ItemRange& b) {
    return a.minimum == b.minimum && a.maximum == b.maximum;
  }
};

enum class Gender { kFemale = 1, kMale = 2 };

enum class Setting { kCommunity = 1, kCustodial = 2 };

struct LevelMapping {
  std::string band_scheme_id;
  std::string level_id;
  std::string band_id;
};

// A group of people, or a scoring convention, whose totals are banded alike.
struct NormGroup {
  std::string id;
  std::string title;
  std::vector<ScoreBand> total_bands;
  // nullopt: for all, or wherever they live.
  std::optional<Gender> gender;
  std::optional<Setting> setting;
  // The scoring convention that the group stands for.
  std::optional<ItemRange> item_range;
};

struct InstrumentDomain {
  std::string id;
  std::string title;
  DomainKind kind = DomainKind::kDynamic;
  int item_count = 0;
  int maximum = 0;
  // Lowest band first; empty when none are known.
  std::vector<ScoreBand> bands;
  bool may_be_driver = false;
  std::vector<std::string> need_area_ids;
  // What each item is worth when all are worth the same.
  std::optional<ItemRange> item_range;
};

// One version of one instrument.
struct Instrument {
  std::string id;
  std::string version;
  // PackDigest of the definition: 64 hex digits.
  std::string digest;
  std::string title;
  std::string publisher;
  Population population = Population::kAny;
  absl::CivilDay effective_date;
  std::optional<absl::CivilDay> retired_date;
  ScoringConvention scoring_convention = ScoringConvention::kSumOfDomains;
  // Lowest and highest total under whichever convention.
  int minimum_total = 0;
  int maximum_total = 0;
  std::vector<InstrumentDomain> domains;
  // Scales on which each domain is rated by itself.
  std::vector<RatingScale> rating_scales;
  // Lowest first.
  std::vector<Level> levels;
  std::vector<NormGroup> norm_groups;
  std::vector<LevelMapping> level_mappings;
  int allowed_missing_items = 0;
  // How long an assessment stays current by the instrument's own rule.
  Period validity;
  std::vector<std::string> administered_by;
  // Numbers of caseload.options.v1.Role; empty: every role may enter it.
  std::vector<int> administering_roles;
  bool clinical = false;
  bool sets_risk = false;

  // nullptr when there is none.
  const InstrumentDomain* FindDomain(absl::string_view domain_id) const;
  const NormGroup* FindNormGroup(absl::string_view norm_group_id) const;
  const RatingScale* FindScale(absl::string_view scale_id) const;
  // Its items are scored by more than one convention, and the norm group says
  // by which.
  bool HasItemConventions() const;
  // The division band of one of the instrument's own levels, or nullopt.
  std::optional<std::string> BandOf(absl::string_view band_scheme_id,
                                    absl::string_view level_id) const;
  // It may be used on `day`.
  bool IsInUse(absl::CivilDay day) const;
};

// The score that an assessor gave a domain.
struct DomainScore {
  std::string domain_id;
  int score = 0;
  // Items left unanswered; they add nothing to the score.
  int missing_items = 0;
};

// Why scores were not accepted; the field's path is for the caller to make.
enum class ScoreFault {
  // The instrument has no such domain.
  kUnknownDomain,
  // A domain is scored twice.
  kDuplicateDomain,
  // Outside the scores that the domain can have under the convention.
  kOutOfRange,
  // Fewer than 0 or more than the domain's items, or the score cannot be
  // reached with the items that were answered.
  kMissingItems,
  // A domain of the instrument has no score.
  kDomainNotScored,
  // More items are missing than the instrument allows.
  kTooManyMissing,
  // The instrument has no such norm group.
  kUnknownNormGroup,
  // The instrument computes no total: its level is recorded.
  kNotScored,
};

struct ScoreProblem {
  ScoreFault fault;
  // Place in the scores that were given; -1 when it is about none of them.
  int index = -1;
  // The domain or norm group, or empty.
  std::string subject;
  // For kOutOfRange the domain's maximum, for kTooManyMissing what is allowed.
  int limit = 0;
  // For kOutOfRange the domain's minimum.
  int lower_limit = 0;
};

// Scores from `minimum` to `maximum`, both included.
struct ScoreRange {
  int minimum = 0;
  int maximum = 0;

  bool Holds(int score) const { return minimum <= score && score <= maximum; }
};

// What a domain can score under the convention of `group`; nullptr when none
// was named, which matters only where there are conventions.
ScoreRange RangeOf(const InstrumentDomain& domain, const NormGroup* group);

// What all domains together can score.
ScoreRange TotalRangeOf(const Instrument& instrument, const NormGroup* group);

// What a set of scores means.
struct ScoringResult {
  // Why it cannot be completed. Total and level are set when only
  // kTooManyMissing stands here.
  std::vector<ScoreProblem> problems;
  int total = 0;
  int missing_items = 0;
  // Items are missing, within what is allowed: the level holds, and says so.
  bool provisional = false;
  // The instrument's own level.
  std::string level_id;

  bool Complete() const { return problems.empty(); }
};

// Adds up the domains and finds the level of `norm_group_id`. Missing items
// count as 0, so that a provisional level is never above what was observed.
ScoringResult Score(const Instrument& instrument,
                    absl::string_view norm_group_id,
                    absl::Span<const DomainScore> scores);

// The level of `score` in `bands`; bands that were checked hold every score
// that can be reached. nullopt outside them.
std::optional<std::string> LevelOf(absl::Span<const ScoreBand> bands,
                                   int score);

// What is wrong between a pack and the instruments of the county: an instrument
// of the pack that is not there, one of its levels without a band in the
// division's scheme, a mapping to a band that the scheme lacks, a domain whose
// need area the pack lacks, an instrument that is to govern the level and does
// not set risk. Empty when the pack may be activated (R098, R124). Field paths
// are those of the pack.
std::vector<PolicyProblem> CheckInstruments(
    const PolicyPack& pack, absl::Span<const Instrument> instruments);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_INSTRUMENT_H_
