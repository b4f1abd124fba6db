// completion.h: when an assessment is complete, and what it then says.

#ifndef SERVICES_ASSESSMENT_DOMAIN_COMPLETION_H_
#define SERVICES_ASSESSMENT_DOMAIN_COMPLETION_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/assessment/domain/assessment.h"
#include "services/policy/instrument.h"

namespace caseload::assessment::domain {

// Computes total and level of `assessment` under `instrument`, the version that
// it names, and sets its result and the level of each domain; or says why it
// cannot be completed and leaves it as it was: FAILED_PRECONDITION about
// `subject`, the assessment's name, with reason
//
//   SECTION_MISSING         strengths, needs or risk to the community is empty
//                           (R074)
//   DOMAIN_NOT_SCORED       a domain lacks its score, description or rating
//   TOO_MANY_ITEMS_MISSING  more items than the instrument allows
//   LEVEL_NOT_RECORDED      the level is recorded, and there is none
//   TOTAL_DISAGREES         the entered total is not the computed one
//   LEVEL_DISAGREES         the entered level is not the computed one
//
// No text holds a score or a level. The entries were checked on their own
// before (validate.h).
absl::Status Complete(const policy::Instrument& instrument,
                      absl::string_view subject, Assessment* assessment);

// What is doubtful about an imported assessment, which stands all the same.
struct Doubt {
  // What it is about: "entered_total", "entered_level", "domain_scores",
  // "domain_levels" or "missing_items".
  std::string field;
  // One of those of Complete().
  std::string reason;
  std::string text;
};

// Completes what another system says is complete. Nothing is refused: where the
// domains are all scored the computed total and level count, and the source's
// are kept beside them (Result::disagrees); where they are not, the source's
// count and the result is provisional. `missing_items` of the whole assessment,
// since an export does not tell them by domain. The entries were checked on
// their own before.
std::vector<Doubt> CompleteImported(const policy::Instrument& instrument,
                                    int missing_items, Assessment* assessment);

// Strengths, needs and risk to the community each hold something (R074).
bool HasEverySection(const Assessment& assessment);

// The kernel's view of the entries that have points, and for each its place in
// `entries`.
struct KernelScores {
  std::vector<policy::DomainScore> scores;
  std::vector<size_t> places;
};
KernelScores ToKernelScores(const std::vector<DomainEntry>& entries);

}  // namespace caseload::assessment::domain

#endif  // SERVICES_ASSESSMENT_DOMAIN_COMPLETION_H_
