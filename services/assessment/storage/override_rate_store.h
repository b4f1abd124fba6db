// override_rate_store.h: assessments counted, and those that were overridden.

#ifndef SERVICES_ASSESSMENT_STORAGE_OVERRIDE_RATE_STORE_H_
#define SERVICES_ASSESSMENT_STORAGE_OVERRIDE_RATE_STORE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/assessment/domain/case_projection.h"
#include "services/common/sql/database.h"

namespace caseload::assessment::storage {

// Assessments of one division, officer and unit; each of the three is empty
// when caseplan has told of none.
struct OverrideCount {
  std::string division;
  // The primary officer of the case on the day of the assessment.
  std::string officer_id;
  // Where that officer was posted on that day.
  std::string unit_id;
  int assessments = 0;
  // Of them, those whose level an override that was approved is about.
  int overridden = 0;
};

// The assessments that were made in `period`, both ends of which are set, that
// set risk and stand; by division, officer and unit.
absl::StatusOr<std::vector<OverrideCount>> CountOverridden(
    sql::Transaction& tx, const domain::Days& period);

}  // namespace caseload::assessment::storage

#endif  // SERVICES_ASSESSMENT_STORAGE_OVERRIDE_RATE_STORE_H_
