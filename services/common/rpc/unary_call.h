// unary_call.h: the life of one unary call, inside the wrapper.
//
// Private to services/common/rpc.

#ifndef SERVICES_COMMON_RPC_UNARY_CALL_H_
#define SERVICES_COMMON_RPC_UNARY_CALL_H_

#include <atomic>

#include "absl/status/status.h"
#include "grpcpp/impl/codegen/server_callback.h"
#include "services/common/rpc/call.h"

namespace caseload::rpc {

// Deletes itself when gRPC is done with it. Its steps run one after the other,
// on the threads that pipeline.h names.
class UnaryCall final : public grpc::ServerUnaryReactor {
 public:
  UnaryCall(const Pipeline::Options& pipeline, Method& method,
            grpc::CallbackServerContext* server_context,
            const grpc::ByteBuffer* request, grpc::ByteBuffer* response);

  // Begins; called once, by the thread on which gRPC delivered the call.
  void Start();

 private:
  void OnCancel() override { cancelled_ = true; }
  void OnDone() override { delete this; }

  void RunOnExecutor();
  // Parses and hands the call to a handler that answers with bytes.
  void RunEncodedRead();
  absl::Status RunRead(const ApplyMessage& body);
  void RunWrite(ApplyMessage apply);
  // Writes the audit row, then answers.
  void AuditAndAnswer(absl::Status status);
  void Answer(absl::Status status);
  absl::StatusOr<grpc::ByteBuffer> EncodeAnswer();

  Call call_;
  const grpc::ByteBuffer* const request_bytes_;
  grpc::ByteBuffer* const response_bytes_;
  std::atomic<bool> cancelled_ = false;
  MessagePtr request_;
  MessagePtr response_;
  // Of an encoded read, instead of response_.
  EncodedAnswer encoded_;
};

}  // namespace caseload::rpc

#endif  // SERVICES_COMMON_RPC_UNARY_CALL_H_
