// instruments.h: the shape of the assessments that the generator makes up.
//
// Ids, versions, domains, maxima and need areas are those of policies/; a test
// holds them together. The score ranges lie inside every published variant of
// an instrument's bands, so that a norm group or version does not change the
// level of a made-up assessment.

#ifndef TOOLS_CASELOADCTL_GENERATE_INSTRUMENTS_H_
#define TOOLS_CASELOADCTL_GENERATE_INSTRUMENTS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tools/caseloadctl/generate/random.h"

namespace caseload::generate {

// The four risk bands of a division, lowest first: juvenile Low, Moderate,
// High, Very high; adult Low, Med-low, Med-high, High.
inline constexpr int kBands = 4;

struct Domain {
  std::string name;
  // Highest score; 0 when the domain has a level and no score.
  int max = 0;
  // Need area of the packs that it answers; empty for a static domain (criminal
  // history), which no plan targets.
  std::string need_area;

  bool IsDynamic() const { return !need_area.empty(); }
};

struct ScoreRange {
  int low = 0;
  int high = 0;
};

struct Instrument {
  std::string name;
  std::string version;
  // Of a male and a female client; empty when the bands depend on none.
  std::string norm_group_male;
  std::string norm_group_female;
  std::vector<Domain> domains;
  // Total score for each band; empty when there are levels only.
  std::vector<ScoreRange> totals;
};

// What one assessment says.
struct Scoring {
  // -1 when the instrument has no total.
  int total = -1;
  std::string level;
  // Score of each domain; for levels only 0 low, 1 moderate, 2 high.
  std::vector<int> domains;
};

const Instrument& YouthLevelOfService();
const Instrument& LevelOfServiceCaseManagement();
const Instrument& LevelOfServiceRevised();
const Instrument& StrongR();
const Instrument& TargetedCaseManagement();

// Makes up a scoring in `band`. Points are dealt to the domains' items one by
// one; the domain of the need area `leave_out` (or none, when it is empty) gets
// none.
Scoring MakeScoring(const Instrument& instrument, int band,
                    absl::string_view leave_out, Random* random);

// The level's own code, for example "low-moderate" of LSI-R.
std::string LevelCode(const Instrument& instrument, int band, int total,
                      Random* random);

// The dynamic domains, highest first (score over maximum, then order of the
// instrument).
std::vector<const Domain*> HighestNeeds(const Instrument& instrument,
                                        const Scoring& scoring);

}  // namespace caseload::generate

#endif  // TOOLS_CASELOADCTL_GENERATE_INSTRUMENTS_H_
