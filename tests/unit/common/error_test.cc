#include "services/common/status/error.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace caseload::status {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;

TEST(ErrorTest, FieldViolationsAreAllToldAtOnce) {
  FieldViolations violations;
  violations.Add("case.start_date", "DATE_INVALID", "30 February is no day");
  violations.Add("case.division", "FIELD_REQUIRED", "name a division");
  const absl::Status status = violations.ToStatus();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), "DATE_INVALID");
  EXPECT_THAT(std::string(status.message()), HasSubstr("and 1 more"));
  EXPECT_THAT(FieldViolationsOf(status),
              ElementsAre(Field(&FieldViolation::field, "case.start_date"),
                          Field(&FieldViolation::field, "case.division")));
}

TEST(ErrorTest, NoViolationIsOk) {
  EXPECT_TRUE(FieldViolations().ToStatus().ok());
}

TEST(ErrorTest, UnknownAndHiddenReadTheSame) {
  EXPECT_EQ(NotFound("cases/a1").message(),
            "cases/a1 does not exist, or you may not see it");
  EXPECT_EQ(NotFound("cases/a1").code(), absl::StatusCode::kNotFound);
}

TEST(ErrorTest, RetryAfterSurvivesTheRoundTrip) {
  const absl::Status status =
      ResourceExhausted("EXECUTOR_FULL", "full", absl::Milliseconds(1500));
  EXPECT_EQ(RetryAfterOf(status), absl::Milliseconds(1500));
  EXPECT_EQ(RetryAfterOf(EtagMismatch("units/a")), std::nullopt);
}

TEST(ErrorTest, APlainStatusHasNoReason) {
  EXPECT_EQ(ReasonOf(absl::InternalError("x")), "");
}

}  // namespace
}  // namespace caseload::status
