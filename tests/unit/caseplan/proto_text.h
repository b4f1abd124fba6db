// proto_text.h: requests as text, and what is wrong with them as text.

#ifndef TESTS_UNIT_CASEPLAN_PROTO_TEXT_H_
#define TESTS_UNIT_CASEPLAN_PROTO_TEXT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/common/status/error.h"

namespace caseload::caseplan {

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message))
      << text;
  return message;
}

// "field REASON" for each violation.
inline std::vector<std::string> Violations(const absl::Status& status) {
  std::vector<std::string> result;
  for (const status::FieldViolation& violation :
       status::FieldViolationsOf(status)) {
    result.push_back(violation.field + " " + violation.reason);
  }
  return result;
}

}  // namespace caseload::caseplan

#endif  // TESTS_UNIT_CASEPLAN_PROTO_TEXT_H_
