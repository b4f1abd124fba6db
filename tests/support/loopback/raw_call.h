// raw_call.h: a call by path and bytes, for services without generated code.

#ifndef TESTS_SUPPORT_LOOPBACK_RAW_CALL_H_
#define TESTS_SUPPORT_LOOPBACK_RAW_CALL_H_

#include <memory>
#include <string>

#include "grpcpp/channel.h"
#include "grpcpp/support/status.h"

namespace caseload::testing {

struct RawAnswer {
  grpc::Status status;
  // The first message, or empty.
  std::string bytes;
};

// Sends `request` as the only message to `path` ("/package.Service/Method",
// unary or streaming) and waits for the first message and the status, at most
// 10 s.
RawAnswer CallRaw(const std::shared_ptr<grpc::Channel>& channel,
                  const std::string& path, const std::string& request);

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_LOOPBACK_RAW_CALL_H_
