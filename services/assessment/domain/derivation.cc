#include "services/assessment/domain/derivation.h"

#include <algorithm>
#include <utility>

namespace caseload::assessment::domain {
namespace {

std::vector<std::pair<std::string, std::string>> Sorted(
    const std::vector<LevelBand>& bands) {
  std::vector<std::pair<std::string, std::string>> sorted;
  for (const LevelBand& band : bands) {
    sorted.emplace_back(band.band_scheme_id, band.band_id);
  }
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

}  // namespace

std::vector<LevelBand> BandsOf(const policy::Instrument& instrument,
                               absl::string_view level) {
  std::vector<LevelBand> bands;
  for (const policy::LevelMapping& mapping : instrument.level_mappings) {
    if (mapping.level_id == level) {
      bands.push_back({mapping.band_scheme_id, mapping.band_id});
    }
  }
  return bands;
}

bool HaveSameBands(const std::vector<LevelBand>& a,
                   const std::vector<LevelBand>& b) {
  return Sorted(a) == Sorted(b);
}

bool IsAsScored(const DerivedLevel& derived, const Result& result) {
  return derived.level == result.level &&
         HaveSameBands(derived.bands, result.bands);
}

}  // namespace caseload::assessment::domain
