// instruments.h: the shape of the assessments that the generator makes up.
//
// Domains and maxima as docs/synthetic-county.md gives them; the score ranges
// lie inside every published variant of an instrument's bands, so that a norm
// group or version does not change the level of a made-up assessment.

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
  // Static domains (criminal history) cannot be targeted by a plan.
  bool dynamic = true;
};

struct ScoreRange {
  int low = 0;
  int high = 0;
};

struct Instrument {
  std::string name;
  std::string version;
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
// one; `leave_out` (a domain's name or empty) gets none if the others can hold
// the total.
Scoring MakeScoring(const Instrument& instrument, int band,
                    absl::string_view leave_out, Random* random);

// The level's own code, for example "low-moderate" of LSI-R.
std::string LevelCode(const Instrument& instrument, int band, int total,
                      Random* random);

// The dynamic domains, highest first (score over maximum, then order of the
// instrument).
std::vector<std::string> HighestNeeds(const Instrument& instrument,
                                      const Scoring& scoring);

}  // namespace caseload::generate

#endif  // TOOLS_CASELOADCTL_GENERATE_INSTRUMENTS_H_
