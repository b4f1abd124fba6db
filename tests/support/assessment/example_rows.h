// example_rows.h: rows of the stores that refer to each other, for tests that
// need no handler.

#ifndef TESTS_SUPPORT_ASSESSMENT_EXAMPLE_ROWS_H_
#define TESTS_SUPPORT_ASSESSMENT_EXAMPLE_ROWS_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/assessment/domain/override.h"
#include "services/common/sql/database.h"

namespace caseload::assessment::testing {

// One completed assessment "a" of case "c" with one domain and one band, of the
// instrument "i" version "1".
absl::Status StoreAssessment(sql::Transaction& tx);

// An override "o" of its level from 2026-01-01 to `last`, as it was asked for.
domain::Override OverrideOfIt(std::optional<absl::CivilDay> last);

// Stores it as approved, in force on its days.
absl::Status StoreApproved(sql::Transaction& tx, domain::Override override);

}  // namespace caseload::assessment::testing

#endif  // TESTS_SUPPORT_ASSESSMENT_EXAMPLE_ROWS_H_
