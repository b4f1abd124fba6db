// text_check.h: what every text field of every request must hold to.

#ifndef SERVICES_COMMON_RPC_TEXT_CHECK_H_
#define SERVICES_COMMON_RPC_TEXT_CHECK_H_

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace caseload::rpc {

// INVALID_ARGUMENT, reason CONTROL_CHARACTER, naming every string field that
// holds U+0000 or another control character; tab, line feed and carriage return
// are text. PostgreSQL would cut a text at U+0000 without a word.
absl::Status CheckText(const google::protobuf::Message& request);

}  // namespace caseload::rpc

#endif  // SERVICES_COMMON_RPC_TEXT_CHECK_H_
