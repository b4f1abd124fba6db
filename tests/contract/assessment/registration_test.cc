#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "prometheus/registry.h"
#include "services/assessment/assessment_service.h"
#include "services/assessment/instrument_reband.h"
#include "services/assessment/instrument_service.h"
#include "services/assessment/override_service.h"
#include "services/assessment/record_import.h"
#include "services/common/rpc/pipeline.h"
#include "services/common/rpc/service.h"
#include "tests/support/status_matchers.h"

namespace caseload::assessment {
namespace {

using ::caseload::testing::IsOk;

class RegistrationTest : public ::testing::Test {
 protected:
  static rpc::Pipeline::Options MakeOptions(prometheus::Registry* registry) {
    rpc::Pipeline::Options options;
    options.metrics = registry;
    return options;
  }

  prometheus::Registry registry_;
  rpc::Pipeline pipeline_{MakeOptions(&registry_)};
};

// Every method declares a policy and has a handler, and no handler is left
// over.
TEST_F(RegistrationTest, EveryInstrumentMethodHasItsHandler) {
  const auto service = rpc::Service::Create(
      &pipeline_, "caseload.assessment.v1.InstrumentService");
  ASSERT_THAT(service, IsOk());
  InstrumentService handlers({});
  handlers.Register(**service);
  InstrumentReband reband({});
  reband.Register(**service);
  EXPECT_THAT((*service)->CheckComplete(), IsOk());
}

TEST_F(RegistrationTest, EveryAssessmentMethodHasItsHandler) {
  const auto service = rpc::Service::Create(
      &pipeline_, "caseload.assessment.v1.AssessmentService");
  ASSERT_THAT(service, IsOk());
  AssessmentService handlers({});
  handlers.Register(**service);
  OverrideService overrides({});
  overrides.Register(**service);
  RecordImport record_import({});
  record_import.Register(**service);
  EXPECT_THAT((*service)->CheckComplete(), IsOk());
}

}  // namespace
}  // namespace caseload::assessment
