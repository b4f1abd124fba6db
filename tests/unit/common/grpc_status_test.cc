#include "services/common/rpc/grpc_status.h"

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "services/common/status/error.h"

namespace caseload::rpc {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(GrpcStatusTest, DetailsArriveUnderGooglesNames) {
  const grpc::Status wire = ToGrpcStatus(status::InvalidField(
      "unit.display_name", "TEXT_TOO_LONG", "is too long"));
  EXPECT_EQ(wire.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(wire.error_details()));
  ASSERT_EQ(details.details_size(), 2);
  google::rpc::BadRequest bad_request;
  ASSERT_TRUE(details.details(0).UnpackTo(&bad_request));
  EXPECT_EQ(bad_request.field_violations(0).field(), "unit.display_name");
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(details.details(1).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "TEXT_TOO_LONG");
  EXPECT_EQ(info.domain(), "caseload");
}

TEST(GrpcStatusTest, AStatusThatWasNotMadeForACallerBecomesNeutral) {
  const grpc::Status wire =
      ToGrpcStatus(absl::NotFoundError("row of Jane Doe is missing"));
  EXPECT_EQ(wire.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(wire.error_message(), Not(HasSubstr("Jane")));
}

TEST(GrpcStatusTest, ALongMessageIsCutBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 600; ++i) text += "\xC3\xA9";  // é, two bytes
  const grpc::Status wire =
      ToGrpcStatus(status::InvalidRequest("MALFORMED_REQUEST", "x" + text));
  EXPECT_LE(wire.error_message().size(), 1024u);
  EXPECT_EQ(wire.error_message().size() % 2, 1u);
}

TEST(GrpcStatusTest, TheWayBackKeepsReasonAndRetry) {
  const absl::Status sent =
      status::Unavailable("STORE_UNAVAILABLE", "later", absl::Seconds(3));
  const absl::Status received = FromGrpcStatus(ToGrpcStatus(sent));
  EXPECT_EQ(received.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(status::ReasonOf(received), "STORE_UNAVAILABLE");
  EXPECT_EQ(status::RetryAfterOf(received), absl::Seconds(3));
}

TEST(GrpcStatusTest, CodesHaveTheNamesThatDashboardsExpect) {
  EXPECT_EQ(CodeName(absl::StatusCode::kOk), "OK");
  EXPECT_EQ(CodeName(absl::StatusCode::kInvalidArgument), "InvalidArgument");
  EXPECT_EQ(CodeName(absl::StatusCode::kUnauthenticated), "Unauthenticated");
}

}  // namespace
}  // namespace caseload::rpc
