#include "services/common/log/log.h"

#include <limits>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace caseload::log {
namespace {

using ::testing::MatchesRegex;

class LogTest : public ::testing::Test {
 protected:
  LogTest() { Start(Level::kInfo); }
  ~LogTest() override { Init(Options()); }

  void Start(Level level, const std::string& service = "caseplan") {
    Options options;
    options.service = service;
    options.level = level;
    options.out = &out_;
    Init(options);
  }

  std::vector<nlohmann::json> Lines() const {
    std::vector<nlohmann::json> lines;
    std::istringstream in(out_.str());
    for (std::string line; std::getline(in, line);) {
      lines.push_back(nlohmann::json::parse(line, nullptr, false));
    }
    return lines;
  }

  std::ostringstream out_;
};

TEST_F(LogTest, LineHasTheFixedFieldsAndTheGivenOnes) {
  Info("listening", {{"port", 8443},
                     {"address", "127.0.0.1"},
                     {"share", 0.5},
                     {"tls", true},
                     {"lame_duck", absl::Milliseconds(1500)},
                     {"state", absl::UnavailableError("no store")}});
  ASSERT_EQ(Lines().size(), 1u);
  const nlohmann::json line = Lines()[0];
  EXPECT_EQ(line["level"], "info");
  EXPECT_EQ(line["service"], "caseplan");
  EXPECT_EQ(line["logger"], "caseplan");
  EXPECT_EQ(line["msg"], "listening");
  EXPECT_EQ(line["port"], 8443);
  EXPECT_EQ(line["address"], "127.0.0.1");
  EXPECT_EQ(line["share"], 0.5);
  EXPECT_EQ(line["tls"], true);
  EXPECT_EQ(line["lame_duck"], 1.5);
  EXPECT_EQ(line["state"], "UNAVAILABLE: no store");
}

TEST_F(LogTest, InstantIsRfc3339InUtcWithMicroseconds) {
  Info("x");
  EXPECT_THAT(Lines()[0]["ts"].get<std::string>(),
              MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:"
                           "[0-9]{2}\\.[0-9]{6}Z"));
  absl::Time at;
  ASSERT_TRUE(absl::ParseTime(
      absl::RFC3339_full, Lines()[0]["ts"].get<std::string>(), &at, nullptr));
  EXPECT_LT(absl::AbsDuration(absl::Now() - at), absl::Minutes(1));
}

TEST_F(LogTest, ValueCannotBeginAnotherLineOrField) {
  Warn("one\n{\"level\":\"forged\"}",
       {{"text", "a\",\"level\":\"forged\"\r\n\t\\ %v {}"}});
  ASSERT_EQ(Lines().size(), 1u);
  EXPECT_EQ(Lines()[0]["level"], "warning");
  EXPECT_EQ(Lines()[0]["msg"], "one\n{\"level\":\"forged\"}");
  EXPECT_EQ(Lines()[0]["text"], "a\",\"level\":\"forged\"\r\n\t\\ %v {}");
}

TEST_F(LogTest, BadUtf8AndNoNumberStillMakeALine) {
  Info("bytes", {{"text", std::string("a\xff\xfe z")},
                 {"number", std::numeric_limits<double>::infinity()}});
  ASSERT_EQ(Lines().size(), 1u);
  EXPECT_TRUE(Lines()[0].is_object()) << out_.str();
  EXPECT_TRUE(Lines()[0]["number"].is_null());
}

TEST_F(LogTest, PercentInTheServiceNameIsASign) {
  Start(Level::kInfo, "a%v\"b");
  Info("x");
  EXPECT_EQ(Lines()[0]["service"], "a%v\"b");
}

TEST_F(LogTest, LinesBelowTheLevelAreDropped) {
  Start(Level::kWarn);
  Debug("d");
  Info("i");
  Warn("w");
  Error("e");
  ASSERT_EQ(Lines().size(), 2u);
  EXPECT_EQ(Lines()[0]["level"], "warning");
  EXPECT_EQ(Lines()[1]["level"], "error");
}

TEST_F(LogTest, NamedLoggerIsStated) {
  Write(Level::kInfo, "tls", "renewed", {});
  EXPECT_EQ(Lines()[0]["logger"], "tls");
  EXPECT_EQ(Lines()[0]["service"], "caseplan");
}

TEST_F(LogTest, LinesOfManyThreadsDoNotMix) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([i] {
      for (int j = 0; j < 100; ++j) Info("line", {{"thread", i}, {"n", j}});
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::vector<nlohmann::json> lines = Lines();
  ASSERT_EQ(lines.size(), 400u);
  for (const nlohmann::json& line : lines) EXPECT_EQ(line["msg"], "line");
}

}  // namespace
}  // namespace caseload::log
