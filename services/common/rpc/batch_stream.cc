#include "services/common/rpc/batch_stream.h"

#include <utility>

#include "services/common/rpc/grpc_status.h"
#include "services/common/status/error.h"

namespace caseload::rpc {
BatchStream::BatchStream(Pipeline& pipeline, Method& method,
                         grpc::CallbackServerContext* server_context)
    : streams_(pipeline), call_(pipeline.options(), method, server_context) {}

void BatchStream::Start() {
  if (absl::Status admitted = call_.Admit(); !admitted.ok()) {
    End(std::move(admitted));
    return;
  }
  // The row that says that the stream was opened.
  call_.Audit(absl::OkStatus(), [this](absl::Status written) {
    if (!written.ok()) {
      End(std::move(written));
    } else if (!streams_.open_streams().Add(this)) {
      End(Draining());
    } else {
      ReadNext();
    }
  });
}

void BatchStream::ReadNext() {
  {
    // The read is begun under the lock: once a drain may end the stream, this
    // object may be gone.
    sync::MutexLock lock(&mutex_);
    if (ended_) return;
    if (!drain_asked_) {
      waiting_ = true;
      in_.Clear();
      StartRead(&in_);
      return;
    }
  }
  End(Draining());
}

void BatchStream::OnReadDone(bool ok) {
  {
    sync::MutexLock lock(&mutex_);
    if (ended_) return;
    waiting_ = false;
  }
  if (!ok) {
    End(absl::OkStatus());
    return;
  }
  if (!call_.pipeline().executor->TryPost([this] { RunBatch(); })) {
    End(status::ResourceExhausted("EXECUTOR_FULL",
                                  "the service has as much work as it can hold",
                                  absl::Seconds(1)));
  }
}

void BatchStream::RunBatch() {
  call_.RestartDeadline();
  if (absl::Status admitted = call_.Admit(); !admitted.ok()) {
    End(std::move(admitted));
    return;
  }
  absl::StatusOr<MessagePtr> request = call_.Parse(in_);
  if (!request.ok()) {
    End(request.status());
    return;
  }
  request_ = *std::move(request);
  absl::StatusOr<ApplyMessage> apply =
      call_.method().handler.prepare(call_.context(), *request_);
  if (!apply.ok()) {
    End(apply.status());
    return;
  }
  sql::WriteOptions options;
  options.deadline = call_.context().deadline;
  call_.pipeline().database->Write(
      options,
      [this, apply = *std::move(apply)](sql::Transaction& tx) {
        return call_.ApplyInTransaction(tx, apply, *request_, response_);
      },
      [this](absl::Status status) {
        if (status.ok()) {
          Acknowledge();
        } else {
          End(std::move(status));
        }
      });
}

void BatchStream::Acknowledge() {
  absl::StatusOr<grpc::ByteBuffer> bytes = Encode(*response_);
  if (!bytes.ok()) {
    End(bytes.status());
    return;
  }
  out_ = *std::move(bytes);
  // They stand in the batch's own audit row, and not once more in the closing
  // one.
  call_.context().ClearTouched();
  call_.method().metrics.Sent();
  StartWrite(&out_);
}

void BatchStream::OnWriteDone(bool ok) {
  if (!ok) {
    End(absl::CancelledError());
  } else {
    ReadNext();
  }
}

void BatchStream::EndForDrain() {
  {
    sync::MutexLock lock(&mutex_);
    // One at work sees it when it wants its next batch.
    drain_asked_ = true;
    if (!waiting_) return;
  }
  End(Draining(), /*only_if_waiting=*/true);
}

void BatchStream::End(absl::Status status, bool only_if_waiting) {
  {
    sync::MutexLock lock(&mutex_);
    if (ended_ || (only_if_waiting && !waiting_)) return;
    ended_ = true;
  }
  // The row that says that the stream was closed, and how.
  call_.Audit(std::move(status), [this](const absl::Status& to_answer) {
    call_.CountHandled(to_answer);
    Finish(ToGrpcStatus(to_answer));
  });
}

void BatchStream::OnDone() {
  streams_.open_streams().Remove(this);
  delete this;
}

}  // namespace caseload::rpc
