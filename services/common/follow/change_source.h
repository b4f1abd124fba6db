// change_source.h: where a follower's changes come from.

#ifndef SERVICES_COMMON_FOLLOW_CHANGE_SOURCE_H_
#define SERVICES_COMMON_FOLLOW_CHANGE_SOURCE_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "caseload/type/v1/feed.pb.h"

namespace caseload::follow {

// One call of another service's WatchChanges, from its request to its end.
// Belongs to one thread, but for Cancel(). Destroying it ends the call.
class ChangeStream {
 public:
  enum class Next {
    kResponse,  // `response` was set
    kNothing,   // nothing came within `wait`; the stream goes on
    kEnded,     // Finish() says why
  };

  virtual ~ChangeStream() = default;

  // Waits at most `wait` of monotonic time; zero takes what is there.
  virtual Next Read(absl::Duration wait,
                    type::v1::WatchChangesResponse* response) = 0;

  // Why the stream ended, with the details that the service sent. Once, after
  // kEnded.
  virtual absl::Status Finish() = 0;

  // From any thread: Read() returns kEnded soon.
  virtual void Cancel() = 0;
};

// Thread safety: thread-safe.
class ChangeSource {
 public:
  virtual ~ChangeSource() = default;

  // Begins a call. One that cannot be made ends at its first Read().
  virtual std::unique_ptr<ChangeStream> Open(
      const type::v1::WatchChangesRequest& request) = 0;
};

}  // namespace caseload::follow

#endif  // SERVICES_COMMON_FOLLOW_CHANGE_SOURCE_H_
