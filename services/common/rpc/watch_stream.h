// watch_stream.h: WatchChanges, the same on every service.
//
// Private to services/common/rpc.

#ifndef SERVICES_COMMON_RPC_WATCH_STREAM_H_
#define SERVICES_COMMON_RPC_WATCH_STREAM_H_

#include <deque>
#include <optional>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "caseload/type/v1/feed.pb.h"
#include "grpcpp/alarm.h"
#include "grpcpp/impl/codegen/server_callback.h"
#include "services/common/feed/feed.h"
#include "services/common/rpc/call.h"
#include "services/common/rpc/open_streams.h"
#include "services/common/sync/mutex.h"

namespace caseload::rpc {

// Looks at the feed several times a second, sends what is new, and every second
// a heartbeat behind it, also when changes never cease: a follower takes it for
// a sign that it has missed nothing. Access is checked again before every look.
// Deletes itself.
class WatchStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                          public OpenStream {
 public:
  WatchStream(Pipeline& pipeline, Method& method,
              const feed::ResumeTokens& tokens,
              grpc::CallbackServerContext* server_context,
              const grpc::ByteBuffer* request);

  // Begins; called once.
  void Start();

  // OpenStream.
  void EndForDrain() override;

 private:
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

  // Puts Look() on the executor.
  void PostLook();
  // One round: what is new, or a heartbeat when it is due, or a rest.
  void Look();
  absl::Status ReadRequest();
  absl::Status ReadNewer();
  // Whether it was asked for.
  bool IsWanted(const feed::Entry& entry) const;
  // Adds one when it is due, and true: the look saw everything.
  void AddHeartbeat();
  void SendNext();
  void Rest();
  // Asks the stream to end; it does at its next step.
  void AskToEnd(absl::Status why);
  // OK, or why the stream was asked to end.
  absl::Status Asked();
  // Writes the closing audit row and finishes. Called once: the steps run one
  // after the other, and each either goes on or ends.
  void End(absl::Status status);

  Pipeline& pipeline_;
  Call call_;
  const feed::ResumeTokens& tokens_;
  const grpc::ByteBuffer* const request_bytes_;
  bool request_read_ = false;
  std::string resume_token_;
  std::set<std::string> kinds_;
  bool newest_only_ = false;
  feed::Store store_;
  feed::Position position_;
  std::deque<type::v1::WatchChangesResponse> to_send_;
  absl::Time last_heartbeat_ = absl::InfinitePast();
  // What the last look saw of the feed.
  enum class Seen {
    kSome,        // there is more to read at once
    kNotYetAll,   // changes are committed that cannot be told yet
    kEverything,  // nothing newer was committed then
  };
  Seen seen_ = Seen::kSome;
  grpc::ByteBuffer out_;

  sync::Mutex mutex_;
  std::optional<grpc::Alarm> alarm_ ABSL_GUARDED_BY(mutex_);
  bool resting_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status asked_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace caseload::rpc

#endif  // SERVICES_COMMON_RPC_WATCH_STREAM_H_
