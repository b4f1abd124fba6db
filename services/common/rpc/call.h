// call.h: what one unary call and one stream have in common.
//
// Private to services/common/rpc.

#ifndef SERVICES_COMMON_RPC_CALL_H_
#define SERVICES_COMMON_RPC_CALL_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "services/common/audit/audit_log.h"
#include "services/common/rpc/call_context.h"
#include "services/common/rpc/method.h"
#include "services/common/rpc/pipeline.h"

namespace caseload::rpc {

// Initial metadata of every answer: "0.1.0 (commit 0123456789ab, options
// none)".
inline constexpr char kVersionMetadata[] = "caseload-version";
// Trailing metadata of a change, initial metadata of a read: what the read has
// to have seen. Opaque.
inline constexpr char kConsistencyTokenMetadata[] =
    "caseload-consistency-token";

// Borrowed things must outlive the call. Not thread-safe: steps run one after
// the other.
class Call {
 public:
  Call(const Pipeline::Options& pipeline, Method& method,
       grpc::CallbackServerContext* server_context);

  // Who is calling, and may they call this method. Called once for a unary
  // call, again and again on a stream.
  absl::Status Admit();

  // Parses `bytes`, checks size and texts and notes the request_id.
  absl::StatusOr<MessagePtr> Parse(const grpc::ByteBuffer& bytes);

  // The body of a change's transaction: replay or apply, then the audit row.
  absl::Status ApplyInTransaction(sql::Transaction& tx,
                                  const ApplyMessage& apply,
                                  const google::protobuf::Message& request,
                                  MessagePtr& response);

  // Writes the audit row of a read, a refusal or a failure; `done` gets the
  // status to answer with. A stranger leaves no row.
  void Audit(absl::Status status, std::function<void(absl::Status)> done);

  // Gives the caller the token of its change, when there is one.
  void SendConsistencyToken();

  // Counts the answer.
  void CountHandled(const absl::Status& status);

  // Sets the time by which the next step must be done, for streams.
  void RestartDeadline();

  const Pipeline::Options& pipeline() const { return pipeline_; }
  Method& method() { return method_; }
  const CallContext& context() const { return context_; }
  // Whether the time that the caller waits is over.
  bool IsTooLate() const;

 private:
  audit::Row AuditRow(const absl::Status& status) const;

  const Pipeline::Options& pipeline_;
  Method& method_;
  grpc::CallbackServerContext* const server_context_;
  const absl::Time started_;
  CallContext context_;
  // Of the change, for trailing metadata.
  std::string returned_token_;
};

// A message as bytes to send.
absl::StatusOr<grpc::ByteBuffer> Encode(
    const google::protobuf::Message& message);

// The same for an answer that is bytes already; they are not copied.
grpc::ByteBuffer Encode(EncodedAnswer answer);

}  // namespace caseload::rpc

#endif  // SERVICES_COMMON_RPC_CALL_H_
