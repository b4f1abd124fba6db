// override_row.h: a row of overrides.csv as an override. Pure but for the flags
// that it puts on the row.

#ifndef SERVICES_ASSESSMENT_OVERRIDE_ROW_H_
#define SERVICES_ASSESSMENT_OVERRIDE_ROW_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "caseload/assessment/v1/import.pb.h"
#include "services/assessment/domain/assessment.h"
#include "services/assessment/domain/override.h"
#include "services/common/import/importer.h"
#include "services/policy/instrument.h"
#include "services/policy/pack.h"

namespace caseload::assessment {

// What a row is read against.
struct OverrideRowContext {
  // The county's.
  absl::TimeZone zone;
  absl::CivilDay today;
  // Complete.
  domain::Assessment assessment;
  policy::Instrument instrument;
  // The division's in force today.
  std::shared_ptr<const policy::PolicyPack> pack;
};

// What a row must hold to be stored at all.
absl::Status CheckContent(const v1::ImportedOverride& content);

// The override; without id, origin and who ended it. Flags what a person could
// not have asked for or decided; refuses what cannot be stored.
absl::StatusOr<domain::Override> ToOverride(const v1::ImportedOverride& content,
                                            const OverrideRowContext& context,
                                            imports::Row* row);

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_OVERRIDE_ROW_H_
