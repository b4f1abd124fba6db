// scored_level.h: the level of a case as it is scored, by the rule that
// caseplan judges by too.

#ifndef SERVICES_ASSESSMENT_SCORED_LEVEL_H_
#define SERVICES_ASSESSMENT_SCORED_LEVEL_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/assessment/domain/case_projection.h"
#include "services/assessment/domain/override.h"
#include "services/assessment/storage/assessment_store.h"
#include "services/common/sql/database.h"
#include "services/policy/clocks.h"
#include "services/policy/instrument.h"
#include "services/policy/pack.h"

namespace caseload::assessment {

// Every instrument version of the rows, once.
absl::StatusOr<std::vector<policy::Instrument>> InstrumentsOf(
    sql::Transaction& tx, const std::vector<storage::RiskRow>& rows);

// What the rows are to the kernel, in their order.
std::vector<policy::AssessmentFact> FactsOf(
    const std::vector<const storage::RiskRow*>& rows);

// The scored level of the case on `today`, of what is stored at `now`; none
// when nothing that counts is scored.
absl::StatusOr<std::optional<domain::ScoredLevel>> FindScoredLevel(
    sql::Transaction& tx, const policy::PolicyPack& pack,
    const domain::ProjectedCase& projected, absl::CivilDay today,
    absl::Time now);

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_SCORED_LEVEL_H_
