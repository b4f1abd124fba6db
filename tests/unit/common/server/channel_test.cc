#include "services/common/server/channel.h"

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace caseload::server {
namespace {

TEST(ServiceConfigTest, RetriesUnavailableOnlyAndLooksAtHealth) {
  const nlohmann::json config =
      nlohmann::json::parse(ServiceConfigJson(), nullptr, false);
  ASSERT_TRUE(config.is_object());
  EXPECT_TRUE(config["loadBalancingConfig"][0].contains("round_robin"));
  EXPECT_EQ(config["healthCheckConfig"]["serviceName"], "readiness");
  const nlohmann::json retry = config["methodConfig"][0]["retryPolicy"];
  EXPECT_EQ(retry["maxAttempts"], 5);
  EXPECT_EQ(retry["retryableStatusCodes"],
            nlohmann::json::array({"UNAVAILABLE"}));
  EXPECT_EQ(config["retryThrottling"]["maxTokens"], 100);
}

}  // namespace
}  // namespace caseload::server
