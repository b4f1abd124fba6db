// unary_call.h: the life of one unary call, inside the wrapper.
//
// Private to services/common/rpc.

#ifndef SERVICES_COMMON_RPC_UNARY_CALL_H_
#define SERVICES_COMMON_RPC_UNARY_CALL_H_

#include <atomic>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/impl/codegen/server_callback.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "services/common/rpc/call_context.h"
#include "services/common/rpc/method.h"
#include "services/common/rpc/pipeline.h"

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

  absl::Status Admit();
  void RunOnExecutor();
  absl::Status ParseRequest();
  void RunRead(ApplyMessage body);
  void RunWrite(ApplyMessage apply);
  absl::Status ApplyOnce(sql::Transaction& tx, const ApplyMessage& apply);

  bool IsTooLate() const;
  audit::Row AuditRow(const absl::Status& status) const;
  // Writes the audit row, then answers.
  void AuditAndFinish(absl::Status status);
  void Answer(const absl::Status& status);

  const Pipeline::Options& pipeline_;
  Method& method_;
  grpc::CallbackServerContext* const server_context_;
  const grpc::ByteBuffer* const request_bytes_;
  grpc::ByteBuffer* const response_bytes_;
  const absl::Time started_;
  std::atomic<bool> cancelled_ = false;
  CallContext context_;
  MessagePtr request_;
  MessagePtr response_;
};

}  // namespace caseload::rpc

#endif  // SERVICES_COMMON_RPC_UNARY_CALL_H_
