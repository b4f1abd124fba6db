#include "tests/support/loopback/raw_call.h"

#include <chrono>

#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"

namespace caseload::testing {
namespace {

// Waits for the one operation that was started; false when it failed.
bool Next(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  return queue.Next(&tag, &ok) && ok;
}

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  grpc::Slice slice;
  if (!buffer.Valid() || !buffer.DumpToSingleSlice(&slice).ok()) return "";
  return std::string(reinterpret_cast<const char*>(slice.begin()),
                     slice.size());
}

}  // namespace

RawAnswer CallRaw(const std::shared_ptr<grpc::Channel>& channel,
                  const std::string& path, const std::string& request) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::seconds(10));
  grpc::CompletionQueue queue;
  grpc::GenericStub stub(channel);
  auto call = stub.PrepareCall(&context, path, &queue);
  RawAnswer answer;
  grpc::ByteBuffer response;
  const grpc::Slice slice(request);
  call->StartCall(nullptr);
  Next(queue);
  call->Write(grpc::ByteBuffer(&slice, 1), nullptr);
  if (Next(queue)) {
    call->WritesDone(nullptr);
    Next(queue);
    call->Read(&response, nullptr);
    if (Next(queue)) answer.bytes = BytesOf(response);
  }
  call->Finish(&answer.status, nullptr);
  Next(queue);
  queue.Shutdown();
  return answer;
}

}  // namespace caseload::testing
