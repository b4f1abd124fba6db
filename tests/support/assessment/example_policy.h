// example_policy.h: a division's policy for the example instruments, for tests.

#ifndef TESTS_SUPPORT_ASSESSMENT_EXAMPLE_POLICY_H_
#define TESTS_SUPPORT_ASSESSMENT_EXAMPLE_POLICY_H_

#include "services/policy/pack.h"

namespace caseload::assessment::testing {

// "juvenile", in force from 2020-01-01: bands "low", "middle", "top" of the
// scheme "example-bands"; levels by "example-risk" (6 months), then
// "example-recorded" (12 months). Overrides are decided by a supervisor or
// manager, for the reasons "crisis" and "offense-type", temporary ones for at
// most 90 days; more than 10 percent are alarming.
policy::PolicyPack ExamplePack();

}  // namespace caseload::assessment::testing

#endif  // TESTS_SUPPORT_ASSESSMENT_EXAMPLE_POLICY_H_
