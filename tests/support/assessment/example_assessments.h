// example_assessments.h: assessments of nobody, for tests.

#ifndef TESTS_SUPPORT_ASSESSMENT_EXAMPLE_ASSESSMENTS_H_
#define TESTS_SUPPORT_ASSESSMENT_EXAMPLE_ASSESSMENTS_H_

#include <string>

#include "absl/time/civil_time.h"
#include "caseload/assessment/v1/assessment.pb.h"

namespace caseload::assessment::testing {

// With "example-risk" 1.0 in the norm group "all", on "cases/case-1", made on
// `day`; all three sections hold something. Can be completed.
v1::Assessment RiskAssessment(int history, int family, int peers,
                              absl::CivilDay day = absl::CivilDay(2026, 11, 2));

// With "example-recorded" 1, level `level`. Can be completed.
v1::Assessment RecordedAssessment(const std::string& level, absl::CivilDay day);

// With the clinical "example-screen" 1. Can be completed.
v1::Assessment ScreenAssessment(int score);

}  // namespace caseload::assessment::testing

#endif  // TESTS_SUPPORT_ASSESSMENT_EXAMPLE_ASSESSMENTS_H_
