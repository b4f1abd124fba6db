// county_of_cases.h: a store full of open cases with assessments, for tests of
// what goes through all of them.

#ifndef TESTS_SUPPORT_ASSESSMENT_COUNTY_OF_CASES_H_
#define TESTS_SUPPORT_ASSESSMENT_COUNTY_OF_CASES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "caseload/policy/v1/instrument.pb.h"
#include "services/common/sql/database.h"

namespace caseload::assessment::testing {

// "example-risk" 2.0, in use from 2026: low 0-5, moderate 6-9, high 10-12 in
// the norm group "all"; the group "custody" is gone. Everything else is as
// in 1.0.
policy::v1::Instrument ExampleRiskMoved();

// Opens cases "c-000000" and on, each with one completed assessment "a-000000"
// and on by "example-risk" 1.0, whose totals go from 0 to 12 and begin anew.
// Every tenth case is in the norm group "custody" and every seventh is closed.
// Both versions are stored. `now` is when it all was recorded.
absl::Status OpenCases(sql::Database& database, int cases, absl::Time now);

}  // namespace caseload::assessment::testing

#endif  // TESTS_SUPPORT_ASSESSMENT_COUNTY_OF_CASES_H_
