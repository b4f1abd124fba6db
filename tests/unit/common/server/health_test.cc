#include "services/common/server/health.h"

#include <map>
#include <string>

#include "gtest/gtest.h"

namespace caseload::server {
namespace {

// Remembers what was set last.
class FakeHealth final : public grpc::HealthCheckServiceInterface {
 public:
  void SetServingStatus(const std::string& name, bool serving) override {
    states[name] = serving;
  }
  void SetServingStatus(bool serving) override {
    for (auto& [name, state] : states) state = serving;
  }

  std::map<std::string, bool> states;
};

class HealthTest : public ::testing::Test {
 protected:
  HealthTest() { reporter_.Attach(&health_); }

  void ExpectReady(bool ready) {
    EXPECT_EQ(reporter_.ready(), ready);
    for (const char* name : {"", "readiness", "a.v1.A", "a.v1.B"}) {
      ASSERT_EQ(health_.states.count(name), 1u) << name;
      EXPECT_EQ(health_.states[name], ready) << name;
    }
    EXPECT_TRUE(health_.states["liveness"]);
  }

  FakeHealth health_;
  HealthReporter reporter_{{"a.v1.A", "a.v1.B"}};
};

TEST_F(HealthTest, LiveButNotReadyBeforeTheStartHasFinished) {
  ExpectReady(false);
  reporter_.Started();
  ExpectReady(true);
}

TEST_F(HealthTest, NotReadyUntilEverythingRequiredIsThere) {
  reporter_.Require("store");
  reporter_.Require("projection");
  reporter_.Started();
  ExpectReady(false);
  reporter_.Report("store", absl::OkStatus());
  ExpectReady(false);
  reporter_.Report("projection", absl::OkStatus());
  ExpectReady(true);
}

TEST_F(HealthTest, LossAndReturnOfADependencyAreFollowed) {
  reporter_.Started();
  reporter_.Report("store", absl::UnavailableError("gone"));
  ExpectReady(false);
  reporter_.Report("store", absl::OkStatus());
  ExpectReady(true);
}

TEST_F(HealthTest, RequiringAgainForgetsNothing) {
  reporter_.Started();
  reporter_.Report("store", absl::OkStatus());
  reporter_.Require("store");
  ExpectReady(true);
}

TEST_F(HealthTest, NothingMakesADrainingServiceReady) {
  reporter_.Started();
  reporter_.Drain();
  ExpectReady(false);
  reporter_.Report("store", absl::OkStatus());
  reporter_.Started();
  ExpectReady(false);
}

TEST_F(HealthTest, LateListenerHearsTheStateAndADetachedOneNothing) {
  reporter_.Started();
  FakeHealth late;
  reporter_.Attach(&late);
  EXPECT_TRUE(late.states["readiness"]);
  reporter_.Detach();
  reporter_.Drain();
  EXPECT_TRUE(late.states["readiness"]);
  EXPECT_FALSE(reporter_.ready());
}

}  // namespace
}  // namespace caseload::server
