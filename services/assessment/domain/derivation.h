// derivation.h: derived levels beside scored ones.

#ifndef SERVICES_ASSESSMENT_DOMAIN_DERIVATION_H_
#define SERVICES_ASSESSMENT_DOMAIN_DERIVATION_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/assessment/domain/assessment.h"
#include "services/policy/instrument.h"

namespace caseload::assessment::domain {

// What `level` of the version means in each band scheme, by scheme.
std::vector<LevelBand> BandsOf(const policy::Instrument& instrument,
                               absl::string_view level);

// Both have the same bands, in whatever order.
bool HaveSameBands(const std::vector<LevelBand>& a,
                   const std::vector<LevelBand>& b);

// Neither level nor bands are other than the scored ones.
bool IsAsScored(const DerivedLevel& derived, const Result& result);

}  // namespace caseload::assessment::domain

#endif  // SERVICES_ASSESSMENT_DOMAIN_DERIVATION_H_
