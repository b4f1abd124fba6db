// batch_stream.h: a bidirectional stream in which every request is a batch that
// is applied in one transaction and acknowledged by one response.
//
// Private to services/common/rpc.

#ifndef SERVICES_COMMON_RPC_BATCH_STREAM_H_
#define SERVICES_COMMON_RPC_BATCH_STREAM_H_

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "grpcpp/impl/codegen/server_callback.h"
#include "services/common/rpc/call.h"
#include "services/common/rpc/open_streams.h"
#include "services/common/sync/mutex.h"

namespace caseload::rpc {

// Reads one batch at a time: the next is asked for when the last one was
// acknowledged, so a stream holds one batch in memory however long it is.
// Access is checked again for every batch. Deletes itself.
class BatchStream final
    : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
      public OpenStream {
 public:
  BatchStream(Pipeline& pipeline, Method& method,
              grpc::CallbackServerContext* server_context);

  // Begins; called once.
  void Start();

  // OpenStream: ends a stream that waits for its next batch; one at work ends
  // after its acknowledgement.
  void EndForDrain() override;

 private:
  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override {}
  void OnDone() override;

  void ReadNext();
  void RunBatch();
  void Acknowledge();
  // Ends the stream, unless it has ended. With `only_if_waiting`, not while a
  // batch is at work either.
  void End(absl::Status status, bool only_if_waiting = false);

  Pipeline& streams_;
  Call call_;
  grpc::ByteBuffer in_;
  grpc::ByteBuffer out_;
  MessagePtr request_;
  MessagePtr response_;

  sync::Mutex mutex_;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  // Between asking for a batch and getting it: the only state in which a drain
  // may end the stream from outside.
  bool waiting_ ABSL_GUARDED_BY(mutex_) = false;
  // Asked to end by a drain, perhaps while a batch was at work.
  bool drain_asked_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace caseload::rpc

#endif  // SERVICES_COMMON_RPC_BATCH_STREAM_H_
