#include "services/common/rpc/text_check.h"

#include <string>

#include "caseload/testing/v1/probe_service.pb.h"
#include "gtest/gtest.h"
#include "services/common/status/error.h"

namespace caseload::rpc {
namespace {

using testing::v1::CreateProbeRequest;

std::vector<status::FieldViolation> Check(const CreateProbeRequest& request) {
  return status::FieldViolationsOf(CheckText(request));
}

TEST(TextCheckTest, OrdinaryTextOfAnyLanguagePasses) {
  CreateProbeRequest request;
  request.mutable_probe()->set_text("Nguyễn\t– 老师\r\nseñora 🙂");
  EXPECT_TRUE(CheckText(request).ok());
}

TEST(TextCheckTest, ControlCharactersAreNamedByTheirField) {
  for (const std::string& bad :
       {std::string("a\0b", 3), std::string("\x1b[2J"), std::string("\x7f"),
        std::string("\xC2\x85")}) {
    CreateProbeRequest request;
    request.add_labels("fine");
    request.add_labels(bad);
    request.mutable_probe()->set_text(bad);
    const auto violations = Check(request);
    ASSERT_EQ(violations.size(), 2u);
    EXPECT_EQ(violations[0].field, "probe.text");
    EXPECT_EQ(violations[1].field, "labels[1]");
    EXPECT_EQ(violations[1].reason, "CONTROL_CHARACTER");
  }
}

}  // namespace
}  // namespace caseload::rpc
