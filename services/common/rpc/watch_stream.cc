#include "services/common/rpc/watch_stream.h"

#include <chrono>
#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::rpc {
namespace {

using google::protobuf::util::TimeUtil;
using type::v1::WatchChangesRequest;
using type::v1::WatchChangesResponse;

// How often an idle stream looks; well below the second within which a change
// must show elsewhere.
constexpr std::chrono::milliseconds kRest(200);
constexpr absl::Duration kHeartbeat = absl::Milliseconds(900);
// Changes in one look: bounds what a stream holds in memory.
constexpr size_t kMaxEntries = 100;

absl::Status PackState(const feed::Entry& entry, type::v1::Change& change) {
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
          entry.state_type);
  if (descriptor == nullptr) {
    return status::Internal("a change of an unknown type is on the feed");
  }
  const std::unique_ptr<google::protobuf::Message> state(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(descriptor)
          ->New());
  // A newer replica may have written fields that this one does not know.
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  if (!google::protobuf::util::JsonStringToMessage(entry.state_json,
                                                   state.get(), options)
           .ok()) {
    return status::Internal("a change on the feed could not be read");
  }
  change.mutable_state()->PackFrom(*state);
  return absl::OkStatus();
}

}  // namespace

WatchStream::WatchStream(Pipeline& pipeline, Method& method,
                         const feed::ResumeTokens& tokens,
                         grpc::CallbackServerContext* server_context,
                         const grpc::ByteBuffer* request)
    : pipeline_(pipeline),
      call_(pipeline.options(), method, server_context),
      tokens_(tokens),
      request_bytes_(request) {}

void WatchStream::Start() {
  if (absl::Status admitted = call_.Admit(); !admitted.ok()) {
    End(std::move(admitted));
    return;
  }
  // The row that says that the stream was opened.
  call_.Audit(absl::OkStatus(), [this](absl::Status written) {
    if (!written.ok()) {
      End(std::move(written));
    } else if (!pipeline_.open_streams().Add(this)) {
      End(Draining());
    } else {
      PostLook();
    }
  });
}

void WatchStream::PostLook() {
  if (!call_.pipeline().executor->TryPost([this] { Look(); })) {
    End(status::ResourceExhausted("EXECUTOR_FULL",
                                  "the service has as much work as it can hold",
                                  absl::Seconds(1)));
  }
}

void WatchStream::Look() {
  call_.RestartDeadline();
  absl::Status status = Asked();
  if (status.ok()) status = call_.Admit();
  if (status.ok() && !request_read_) status = ReadRequest();
  if (status.ok()) status = ReadNewer();
  if (!status.ok()) {
    End(std::move(status));
    return;
  }
  AddHeartbeat();
  if (!to_send_.empty()) {
    SendNext();
  } else if (seen_ == Seen::kSome) {
    // None of them was of a kind that was asked for: on to the next.
    PostLook();
  } else {
    Rest();
  }
}

void WatchStream::AddHeartbeat() {
  const absl::Time now = absl::Now();
  if (seen_ != Seen::kEverything || now - last_heartbeat_ < kHeartbeat) return;
  last_heartbeat_ = now;
  WatchChangesResponse heartbeat;
  heartbeat.set_resume_token(tokens_.Make(store_, position_));
  *heartbeat.mutable_heartbeat()->mutable_time() =
      TimeUtil::MicrosecondsToTimestamp(
          absl::ToUnixMicros(call_.context().now));
  to_send_.push_back(std::move(heartbeat));
}

absl::Status WatchStream::ReadRequest() {
  ABSL_ASSIGN_OR_RETURN(const MessagePtr message, call_.Parse(*request_bytes_));
  const auto& request = static_cast<const WatchChangesRequest&>(*message);
  resume_token_ = request.resume_token();
  kinds_.insert(request.kinds().begin(), request.kinds().end());
  newest_only_ = request.newest_only();
  return absl::OkStatus();
}

bool WatchStream::IsWanted(const feed::Entry& entry) const {
  return (kinds_.empty() || kinds_.count(entry.kind) > 0) &&
         !(newest_only_ && entry.superseded);
}

absl::Status WatchStream::ReadNewer() {
  return call_.pipeline().database->Read(
      call_.context().deadline, [&](sql::Transaction& tx) -> absl::Status {
        ABSL_ASSIGN_OR_RETURN(store_, feed::ReadStore(tx));
        if (!request_read_) {
          ABSL_ASSIGN_OR_RETURN(position_, tokens_.Open(store_, resume_token_));
          request_read_ = true;
        }
        ABSL_ASSIGN_OR_RETURN(const auto entries,
                              feed::ReadAfter(tx, position_, kMaxEntries));
        for (const feed::Entry& entry : entries) {
          position_ = entry.position;
          if (!IsWanted(entry)) continue;
          WatchChangesResponse response;
          response.set_resume_token(tokens_.Make(store_, entry.position));
          type::v1::Change& change = *response.mutable_change();
          change.set_resource_name(entry.resource_name);
          change.set_kind(entry.kind);
          change.set_version(entry.version);
          *change.mutable_record_time() = TimeUtil::MicrosecondsToTimestamp(
              absl::ToUnixMicros(entry.recorded_at));
          ABSL_RETURN_IF_ERROR(PackState(entry, change));
          to_send_.push_back(std::move(response));
        }
        ABSL_ASSIGN_OR_RETURN(const bool withheld, feed::HasWithheld(tx));
        seen_ = entries.size() == kMaxEntries ? Seen::kSome
                : withheld                    ? Seen::kNotYetAll
                                              : Seen::kEverything;
        return absl::OkStatus();
      });
}

void WatchStream::SendNext() {
  absl::StatusOr<grpc::ByteBuffer> bytes = Encode(to_send_.front());
  if (!bytes.ok()) {
    End(bytes.status());
    return;
  }
  to_send_.pop_front();
  out_ = *std::move(bytes);
  call_.method().metrics.Sent();
  StartWrite(&out_);
}

void WatchStream::OnWriteDone(bool ok) {
  if (!ok) {
    End(absl::CancelledError());
  } else if (to_send_.empty()) {
    PostLook();
  } else {
    SendNext();
  }
}

void WatchStream::Rest() {
  {
    sync::MutexLock lock(&mutex_);
    if (asked_.ok()) {
      resting_ = true;
      // A new one each time: the last one's callback may be on its way out.
      alarm_.emplace();
      alarm_->Set(std::chrono::system_clock::now() + kRest, [this](bool) {
        {
          sync::MutexLock woken(&mutex_);
          resting_ = false;
        }
        PostLook();
      });
      return;
    }
  }
  End(Asked());
}

void WatchStream::EndForDrain() { AskToEnd(Draining()); }

void WatchStream::OnCancel() { AskToEnd(absl::CancelledError()); }

void WatchStream::AskToEnd(absl::Status why) {
  sync::MutexLock lock(&mutex_);
  if (asked_.ok()) asked_ = std::move(why);
  if (resting_) alarm_->Cancel();
}

absl::Status WatchStream::Asked() {
  sync::MutexLock lock(&mutex_);
  return asked_;
}

void WatchStream::End(absl::Status status) {
  call_.Audit(std::move(status), [this](const absl::Status& to_answer) {
    call_.CountHandled(to_answer);
    Finish(ToGrpcStatus(to_answer));
  });
}

void WatchStream::OnDone() {
  pipeline_.open_streams().Remove(this);
  delete this;
}

}  // namespace caseload::rpc
