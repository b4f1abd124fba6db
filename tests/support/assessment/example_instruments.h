// example_instruments.h: instruments that nobody publishes, for tests.

#ifndef TESTS_SUPPORT_ASSESSMENT_EXAMPLE_INSTRUMENTS_H_
#define TESTS_SUPPORT_ASSESSMENT_EXAMPLE_INSTRUMENTS_H_

#include "caseload/policy/v1/instrument.pb.h"

namespace caseload::assessment::testing {

// "example-risk", version "1.0": sets risk, in use from 2020-01-01.
//   domains  history (static, 4 items), family (5 items, may be driver),
//            peers (3 items, may be driver); each item is worth one point
//   levels   low 0-3, moderate 4-7, high 8-12 in the norm group "all"
//            low 0-4, moderate 5-8, high 9-12 in the norm group "custody"
//   missing  1 item allowed; valid for 6 months
policy::v1::Instrument ExampleRisk();

// "example-recorded", version "1": sets risk; a vendor's system computes its
// levels "lo" and "hi". Valid for 12 months.
policy::v1::Instrument ExampleRecorded();

// "example-areas", version "1": narrative, sets no risk. Valid for 6 months.
policy::v1::Instrument ExampleAreas();

// "example-screen", version "1": clinical, sets no risk; one domain with 6
// items of 0 to 4 points. Valid for 90 days.
policy::v1::Instrument ExampleScreen();

}  // namespace caseload::assessment::testing

#endif  // TESTS_SUPPORT_ASSESSMENT_EXAMPLE_INSTRUMENTS_H_
