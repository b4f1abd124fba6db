#include "services/assessment/reband_judge.h"

#include <utility>

#include "services/assessment/domain/derivation.h"
#include "services/assessment/instrument_registry.h"
#include "services/common/status/status_macros.h"

namespace caseload::assessment {
namespace {

// The versions of one instrument that a page names, each read once.
class Versions {
 public:
  Versions(sql::Transaction& tx, std::string instrument_id)
      : tx_(tx), instrument_id_(std::move(instrument_id)) {}

  absl::StatusOr<const policy::Instrument*> Get(const std::string& version) {
    const auto found = versions_.find(version);
    if (found != versions_.end()) return &found->second;
    ABSL_ASSIGN_OR_RETURN(
        policy::Instrument value,
        GetInstrumentValue(tx_, InstrumentName{instrument_id_, version}));
    return &versions_.emplace(version, std::move(value)).first->second;
  }

 private:
  sql::Transaction& tx_;
  const std::string instrument_id_;
  std::map<std::string, policy::Instrument> versions_;
};

absl::StatusOr<RebandedCase> JudgeOne(storage::RebandCandidate candidate,
                                      const domain::DerivedLevel* derived,
                                      const policy::Instrument& target,
                                      Versions* versions) {
  RebandedCase result;
  ABSL_ASSIGN_OR_RETURN(const policy::Instrument* const scored_by,
                        versions->Get(candidate.instrument_version));
  result.from_version = candidate.instrument_version;
  result.from_level = candidate.level;
  result.from_bands = domain::BandsOf(*scored_by, candidate.level);
  if (derived != nullptr) {
    result.from_version = derived->instrument_version;
    result.from_level = derived->level;
    result.from_bands = derived->bands;
  }
  ABSL_ASSIGN_OR_RETURN(const policy::Instrument* const stands_under,
                        versions->Get(result.from_version));
  result.stands = stands_under->digest == target.digest;
  if (!result.stands) {
    policy::ScoredFacts facts;
    facts.norm_group_id = candidate.norm_group_id;
    facts.total = candidate.total;
    facts.level = candidate.level;
    facts.missing_items = candidate.missing_items;
    policy::Rebanded rebanded = policy::Reband(*scored_by, target, facts);
    result.obstacle = rebanded.obstacle;
    result.to_level = std::move(rebanded.level);
    result.to_bands = domain::BandsOf(target, result.to_level);
  }
  result.candidate = std::move(candidate);
  return result;
}

}  // namespace

bool RebandedCase::Changes() const {
  return Derives() && (from_level != to_level ||
                       !domain::HaveSameBands(from_bands, to_bands));
}

absl::StatusOr<RebandPage> JudgeRebanding(sql::Transaction& tx,
                                          const policy::Instrument& target,
                                          absl::CivilDay day,
                                          const std::string& position,
                                          int limit) {
  // One more than the page, to know whether there is another.
  ABSL_ASSIGN_OR_RETURN(
      std::vector<storage::RebandCandidate> candidates,
      storage::ListRebandCandidates(tx, target.id, day, position, limit + 1));
  RebandPage page;
  page.more = candidates.size() > static_cast<size_t>(limit);
  if (page.more) candidates.pop_back();
  if (candidates.empty()) return page;
  std::vector<std::string> ids;
  for (const auto& candidate : candidates) {
    ids.push_back(candidate.assessment_id);
  }
  ABSL_ASSIGN_OR_RETURN(const auto derived,
                        storage::LatestDerivedLevels(tx, ids));
  Versions versions(tx, target.id);
  for (storage::RebandCandidate& candidate : candidates) {
    const auto found = derived.find(candidate.assessment_id);
    ABSL_ASSIGN_OR_RETURN(
        RebandedCase one,
        JudgeOne(std::move(candidate),
                 found == derived.end() ? nullptr : &found->second, target,
                 &versions));
    page.cases.push_back(std::move(one));
  }
  return page;
}

}  // namespace caseload::assessment
