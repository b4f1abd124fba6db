#include "services/common/rpc/unary_call.h"

#include <utility>

#include "services/common/rpc/grpc_status.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::rpc {

UnaryCall::UnaryCall(const Pipeline::Options& pipeline, Method& method,
                     grpc::CallbackServerContext* server_context,
                     const grpc::ByteBuffer* request,
                     grpc::ByteBuffer* response)
    : call_(pipeline, method, server_context),
      request_bytes_(request),
      response_bytes_(response) {}

void UnaryCall::Start() {
  if (absl::Status admitted = call_.Admit(); !admitted.ok()) {
    AuditAndAnswer(std::move(admitted));
    return;
  }
  if (call_.method().handler.kind == MethodHandler::Kind::kEncodedRead) {
    RunEncodedRead();
    return;
  }
  if (!call_.pipeline().executor->TryPost([this] { RunOnExecutor(); })) {
    AuditAndAnswer(status::ResourceExhausted(
        "EXECUTOR_FULL", "the service has as much work as it can hold",
        absl::Seconds(1)));
  }
}

void UnaryCall::RunEncodedRead() {
  absl::StatusOr<MessagePtr> request = call_.Parse(*request_bytes_);
  if (!request.ok()) {
    AuditAndAnswer(request.status());
    return;
  }
  request_ = *std::move(request);
  call_.method().handler.answer(call_.context(), *request_,
                                [this](absl::StatusOr<EncodedAnswer> answer) {
                                  if (answer.ok())
                                    encoded_ = *std::move(answer);
                                  AuditAndAnswer(answer.status());
                                });
}

void UnaryCall::RunOnExecutor() {
  if (cancelled_ || call_.IsTooLate()) {
    AuditAndAnswer(status::DeadlineExceeded());
    return;
  }
  absl::StatusOr<MessagePtr> request = call_.Parse(*request_bytes_);
  if (!request.ok()) {
    AuditAndAnswer(request.status());
    return;
  }
  request_ = *std::move(request);
  const MethodHandler& handler = call_.method().handler;
  absl::StatusOr<ApplyMessage> apply =
      handler.prepare(call_.context(), *request_);
  if (!apply.ok()) {
    AuditAndAnswer(apply.status());
  } else if (handler.kind == MethodHandler::Kind::kRead) {
    AuditAndAnswer(RunRead(*apply));
  } else {
    RunWrite(*std::move(apply));
  }
}

absl::Status UnaryCall::RunRead(const ApplyMessage& body) {
  return call_.pipeline().database->Read(
      call_.context().deadline, [&](sql::Transaction& tx) -> absl::Status {
        ABSL_ASSIGN_OR_RETURN(response_, body(tx));
        return absl::OkStatus();
      });
}

void UnaryCall::RunWrite(ApplyMessage apply) {
  sql::WriteOptions options;
  options.deadline = call_.context().deadline;
  call_.pipeline().database->Write(
      options,
      [this, apply = std::move(apply)](sql::Transaction& tx) {
        return call_.ApplyInTransaction(tx, apply, *request_, response_);
      },
      [this](absl::Status status) {
        if (status.ok()) {
          Answer(std::move(status));
        } else {
          AuditAndAnswer(std::move(status));
        }
      });
}

void UnaryCall::AuditAndAnswer(absl::Status status) {
  call_.Audit(std::move(status),
              [this](absl::Status to_answer) { Answer(std::move(to_answer)); });
}

absl::StatusOr<grpc::ByteBuffer> UnaryCall::EncodeAnswer() {
  if (call_.method().handler.kind == MethodHandler::Kind::kEncodedRead) {
    return Encode(std::move(encoded_));
  }
  return Encode(*response_);
}

void UnaryCall::Answer(absl::Status status) {
  // The buffer is set in every case: an unset one with OK would abort the
  // process.
  *response_bytes_ = grpc::ByteBuffer(nullptr, 0);
  if (status.ok()) {
    absl::StatusOr<grpc::ByteBuffer> bytes = EncodeAnswer();
    if (bytes.ok()) {
      *response_bytes_ = *std::move(bytes);
      call_.method().metrics.Sent();
      call_.SendConsistencyToken();
    } else {
      status = bytes.status();
    }
  }
  call_.CountHandled(status);
  Finish(ToGrpcStatus(status));
}

}  // namespace caseload::rpc
